// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx_xml.h"

#include <expat.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define BETWEEN '\n' // stands between namespace and name; in neither of them

struct qian_xml {
    XML_Parser parser;
    const struct qian_xml_table *table;
    void *context;
    qian_xml_source *source;
    void *from;
    unsigned char place[QIAN_XML_DEPTH + 1]; // of the elements around; place[0] is outside
    size_t depth, skipped; // elements that matter, and those within one that does not
    size_t in_use;         // bytes of memory
    bool paused, final;
    enum qian_status status; // what a handler, or the source, found wrong
    struct qian_err *err;
};

// Expat keeps every name that it meets and buffers every token that has no end; a part made for
// that would fill the memory. Each block begins with its size. Expat's functions for memory are not
// told for whom they work: whoever calls expat sets the meter first.
static _Thread_local size_t *meter;
union head {
    size_t size;
    max_align_t align;
};

static void *take(void *old, size_t size) {
    union head *head = old ? (union head *)old - 1 : NULL;
    size_t was = head ? head->size : 0;
    if (size > QIAN_XML_MEMORY || *meter - was + size > QIAN_XML_MEMORY)
        return NULL;
    head = realloc(head, sizeof *head + size);
    if (!head)
        return NULL;
    *meter = *meter - was + size;
    head->size = size;
    return head + 1;
}

static void *take_new(size_t size) {
    return take(NULL, size);
}

static void give_back(void *old) {
    if (!old)
        return;
    union head *head = (union head *)old - 1;
    *meter -= head->size;
    free(head);
}

static void stop(struct qian_xml *xml, enum qian_status status) {
    xml->status = status;
    XML_StopParser(xml->parser, XML_FALSE);
}

void qian_xml_fail(struct qian_xml *xml, const char *clause, const char *what, const char *next) {
    if (xml->status == QIAN_OK)
        stop(xml, qian_fail(xml->err, QIAN_BAD_DATA, "", clause, what, next));
}

void qian_xml_wrong(struct qian_xml *xml) {
    qian_xml_fail(xml, "import 3.1", "the file is no workbook, or one that is damaged",
                  QIAN_XLSX_AGAIN);
}

void qian_xml_pause(struct qian_xml *xml) {
    if (xml->status == QIAN_OK) {
        xml->paused = true;
        XML_StopParser(xml->parser, XML_TRUE);
    }
}

// The name without its namespace, if that is one of the table's; else NULL.
static const char *local_name(const struct qian_xml_table *table, const char *name) {
    for (size_t i = 0; i < 2 && table->space[i]; i++) {
        size_t n = strlen(table->space[i]);
        if (strncmp(name, table->space[i], n) == 0 && name[n] == BETWEEN)
            return name + n + 1;
    }
    return NULL;
}

static unsigned char place_of(const struct qian_xml *xml, const char *name) {
    const struct qian_xml_table *table = xml->table;
    const char *local = local_name(table, name);
    for (size_t i = 0; local && i < table->rules; i++)
        if (table->rule[i].in == xml->place[xml->depth] && strcmp(table->rule[i].name, local) == 0)
            return table->rule[i].to;
    return 0;
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes) {
    struct qian_xml *xml = data;
    if (xml->status != QIAN_OK)
        return;
    unsigned char to = xml->skipped ? 0 : place_of(xml, name);
    if (xml->depth + xml->skipped == QIAN_XML_DEPTH || (!to && xml->depth == 0)) {
        qian_xml_wrong(xml);
    } else if (!to) {
        xml->skipped++;
    } else {
        xml->place[++xml->depth] = to;
        if (xml->table->enter)
            xml->table->enter(xml, xml->context, to, attributes);
    }
}

static void XMLCALL on_end(void *data, const char *name) {
    struct qian_xml *xml = data;
    (void)name;
    if (xml->status != QIAN_OK)
        return;
    if (xml->skipped) {
        xml->skipped--;
        return;
    }
    unsigned place = xml->place[xml->depth--];
    if (xml->table->leave)
        xml->table->leave(xml, xml->context, place);
}

static void XMLCALL on_text(void *data, const char *text, int n) {
    struct qian_xml *xml = data;
    if (xml->status == QIAN_OK && !xml->skipped && xml->table->text)
        xml->table->text(xml, xml->context, xml->place[xml->depth],
                         (struct qian_str){text, (size_t)n});
}

// spec/import.md 3.1: "A document type declaration is refused."
static void XMLCALL on_doctype(void *data, const char *name, const char *system,
                               const char *public_id, int internal) {
    (void)name, (void)system, (void)public_id, (void)internal;
    qian_xml_fail(data, "import 3.1", "the workbook has a document type declaration",
                  QIAN_XLSX_AGAIN);
}

struct qian_xml *qian_xml_open(const struct qian_xml_table *table, void *context,
                               qian_xml_source *source, void *from) {
    static const XML_Memory_Handling_Suite memory = {take_new, take, give_back};
    static const char between[] = {BETWEEN, 0};
    struct qian_xml *xml = qian_take(1, sizeof *xml);
    *xml = (struct qian_xml){.table = table, .context = context, .source = source, .from = from};
    meter = &xml->in_use;
    xml->parser = XML_ParserCreate_MM(NULL, &memory, between);
    if (!xml->parser)
        qian_stop("out of memory");
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    return xml;
}

void qian_xml_close(struct qian_xml *xml) {
    if (!xml)
        return;
    meter = &xml->in_use;
    XML_ParserFree(xml->parser);
    free(xml);
}

static enum XML_Status feed(struct qian_xml *xml) {
    size_t got = 0;
    char *to = XML_GetBuffer(xml->parser, QIAN_XML_CHUNK);
    if (!to)
        return XML_STATUS_ERROR;
    enum qian_status status = xml->source(xml->from, to, QIAN_XML_CHUNK, &got, xml->err);
    if (status != QIAN_OK) {
        xml->status = status;
        return XML_STATUS_ERROR;
    }
    xml->final = got == 0;
    return XML_ParseBuffer(xml->parser, (int)got, xml->final);
}

enum qian_status qian_xml_run(struct qian_xml *xml, bool *ended, struct qian_err *err) {
    enum XML_Status status = XML_STATUS_OK;
    *ended = false;
    xml->err = err;
    meter = &xml->in_use;
    if (xml->paused) {
        xml->paused = false;
        status = XML_ResumeParser(xml->parser);
    }
    while (status == XML_STATUS_OK && !xml->final)
        status = feed(xml);
    if (status == XML_STATUS_ERROR && xml->status == QIAN_OK) {
        qian_xml_wrong(xml);
        qian_err_value(err, "%s", XML_ErrorString(XML_GetErrorCode(xml->parser)));
    }
    *ended = status == XML_STATUS_OK;
    return xml->status;
}

const char *qian_xml_attribute(const char **attributes, const char *name) {
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

bool qian_xml_true(const char *value) {
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

enum qian_status qian_xml_from_zip(void *part, char *to, size_t room, size_t *got,
                                   struct qian_err *err) {
    return qian_zip_part_read(part, to, room, got, err);
}

enum qian_status qian_xml_part(struct qian_zip *zip, const char *name,
                               const struct qian_xml_table *table, void *context,
                               struct qian_err *err) {
    struct qian_zip_part *part;
    enum qian_status status = qian_zip_part_open(zip, name, &part, err);
    if (status != QIAN_OK)
        return status;
    bool ended;
    struct qian_xml *xml = qian_xml_open(table, context, qian_xml_from_zip, part);
    status = qian_xml_run(xml, &ended, err);
    if (status != QIAN_OK)
        qian_zip_where(zip, name, err);
    qian_xml_close(xml);
    qian_zip_part_close(part);
    return status;
}
