// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx_rels.h"

#include <stdlib.h>
#include <string.h>

#include "engine/sheet/xlsx_xml.h"

enum { ALL = 1, ONE };

static const struct qian_xml_rule rules[] = {{0, ALL, "Relationships"}, {ALL, ONE, "Relationship"}};

// The last step of the type of a relationship, after the transitional or the strict beginning.
static const char *kind_name(const char *type) {
    static const char *const begin[] = {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/"};
    for (size_t i = 0; i < 2; i++)
        if (strncmp(type, begin[i], strlen(begin[i])) == 0)
            return type + strlen(begin[i]);
    return "";
}

static bool kind_of(const char *type, enum qian_rel_kind *kind) {
    static const char *const names[] = {"officeDocument", "worksheet", "sharedStrings", "styles"};
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(kind_name(type), names[i]) == 0) {
            *kind = (enum qian_rel_kind)i;
            return true;
        }
    }
    return false;
}

// Cut off the last step of a path, and the '/' before it.
static void step_back(struct qian_buf *path) {
    while (path->n && path->p[path->n - 1] != '/')
        path->n--;
    if (path->n)
        path->n--;
}

// A target as a name in the archive: it counts from the folder of `base`, or from the root if it
// begins with '/'. "." and ".." are taken out.
static char *resolve(const char *base, const char *target) {
    struct qian_buf path = {0};
    struct qian_split steps = qian_split(qian_str(target), '/');
    struct qian_str step;
    if (*target != '/') {
        qian_buf_text(&path, base);
        step_back(&path);
    }
    while (qian_split_next(&steps, &step)) {
        if (qian_str_is(step, "..")) {
            step_back(&path);
        } else if (step.n && !qian_str_is(step, ".")) {
            if (path.n)
                qian_buf_char(&path, '/');
            qian_buf_str(&path, step);
        }
    }
    char *name = qian_str_copy(qian_buf_view(&path));
    qian_buf_free(&path);
    return name;
}

static void enter(struct qian_xml *xml, void *context, unsigned place, const char **attributes) {
    struct qian_rels *rels = context;
    const char *id = qian_xml_attribute(attributes, "Id"),
               *type = qian_xml_attribute(attributes, "Type"),
               *target = qian_xml_attribute(attributes, "Target"),
               *mode = qian_xml_attribute(attributes, "TargetMode");
    enum qian_rel_kind kind;
    if (place != ONE)
        return;
    if (!id || !type || !target || rels->count == QIAN_RELS_MAX) {
        qian_xml_wrong(xml);
        return;
    }
    if (!kind_of(type, &kind) || (mode && strcmp(mode, "External") == 0))
        return;
    rels->rel = qian_grow(rels->rel, &rels->cap, rels->count + 1, sizeof *rels->rel);
    rels->rel[rels->count++] = (struct qian_rel){
        .kind = kind, .id = qian_str_copy(qian_str(id)), .part = resolve(rels->base, target)};
}

enum qian_status qian_rels_read(struct qian_zip *zip, const char *base, struct qian_rels *rels,
                                struct qian_err *err) {
    static const struct qian_xml_table table = {
        {"http://schemas.openxmlformats.org/package/2006/relationships", NULL},
        rules,
        sizeof rules / sizeof *rules,
        enter,
        NULL,
        NULL};
    const char *slash = strrchr(base, '/'), *name = slash ? slash + 1 : base;
    struct qian_buf part = {0};
    qian_buf_add(&part, base, (size_t)(name - base));
    qian_buf_text(&part, "_rels/");
    qian_buf_text(&part, name);
    qian_buf_text(&part, ".rels");
    rels->base = base;
    enum qian_status status = qian_xml_part(zip, part.p, &table, rels, err);
    qian_buf_free(&part);
    return status;
}

void qian_rels_free(struct qian_rels *rels) {
    for (size_t i = 0; i < rels->count; i++) {
        free(rels->rel[i].id);
        free(rels->rel[i].part);
    }
    free(rels->rel);
    *rels = (struct qian_rels){0};
}

const char *qian_rels_find(const struct qian_rels *rels, enum qian_rel_kind kind, const char *id) {
    for (size_t i = 0; i < rels->count; i++)
        if (rels->rel[i].kind == kind && (!id || strcmp(rels->rel[i].id, id) == 0))
            return rels->rel[i].part;
    return NULL;
}
