// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_xml.h - XML of a workbook's part, read by a table of the places that matter.
//
// A part's reader lists which element in which place leads to which other place. What the table
// does not hold is passed over with all that is in it: phonetic runs, extensions, other namespaces.
// No document type declaration, no entities, at most QIAN_XML_DEPTH elements inside each other; the
// parser itself takes at most QIAN_XML_MEMORY bytes, however odd the part.
#pragma once

#include "engine/sheet/xlsx_zip.h"

#define QIAN_XML_CHUNK 65536
#define QIAN_XML_DEPTH 64
#define QIAN_XML_MEMORY (16u << 20)

struct qian_xml; // opaque

struct qian_xml_rule {
    unsigned char in; // 0: the root
    unsigned char to; // not 0
    const char *name; // of the element, in one of the table's namespaces
};

struct qian_xml_table {
    const char *space[2]; // namespaces: transitional and strict; the second may be NULL
    const struct qian_xml_rule *rule;
    size_t rules;
    // Each may be NULL. A handler that finds something wrong calls qian_xml_fail.
    void (*enter)(struct qian_xml *xml, void *context, unsigned place, const char **attributes);
    void (*leave)(struct qian_xml *xml, void *context, unsigned place);
    void (*text)(struct qian_xml *xml, void *context, unsigned place, struct qian_str text);
};

// Gives at most `room` bytes; *got is 0 at the end.
typedef enum qian_status qian_xml_source(void *from, char *to, size_t room, size_t *got,
                                         struct qian_err *err);

struct qian_xml *qian_xml_open(const struct qian_xml_table *table, void *context,
                               qian_xml_source *source, void *from);
void qian_xml_close(struct qian_xml *xml); // NULL is well

// Read on until a handler pauses or the part ends; then *ended is true. QIAN_BAD_DATA for what is
// not well-formed or has another root than the table says.
enum qian_status qian_xml_run(struct qian_xml *xml, bool *ended,
                              struct qian_err *err) QIAN_MUST_USE;

// For handlers: return from qian_xml_run after this one; it goes on where it paused.
void qian_xml_pause(struct qian_xml *xml);
// For handlers: the reading ends with QIAN_BAD_DATA. `clause`, `what` and `next` as in qian_fail.
void qian_xml_fail(struct qian_xml *xml, const char *clause, const char *what, const char *next);
// The same, with the sentence for all that is no workbook.
void qian_xml_wrong(struct qian_xml *xml);

// The value of an attribute without a namespace, or NULL.
const char *qian_xml_attribute(const char **attributes, const char *name);
bool qian_xml_true(const char *value); // "1" or "true"; NULL is false

// Read a whole part of an archive through a table.
enum qian_status qian_xml_part(struct qian_zip *zip, const char *name,
                               const struct qian_xml_table *table, void *context,
                               struct qian_err *err) QIAN_MUST_USE;
// qian_zip_part_read as a source.
enum qian_status qian_xml_from_zip(void *part, char *to, size_t room, size_t *got,
                                   struct qian_err *err);

#define QIAN_SPACE_MAIN                                                                            \
    {                                                                                              \
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",                               \
            "http://purl.oclc.org/ooxml/spreadsheetml/main"                                        \
    }
