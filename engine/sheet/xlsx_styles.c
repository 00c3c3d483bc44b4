// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx_styles.h"

#include <stdlib.h>

enum { SHEET = 1, FORMATS, FORMAT, STYLES, STYLE };

static const struct qian_xml_rule rules[] = {
    {0, SHEET, "styleSheet"},   {SHEET, FORMATS, "numFmts"}, {FORMATS, FORMAT, "numFmt"},
    {SHEET, STYLES, "cellXfs"}, {STYLES, STYLE, "xf"},
};

// A format that the workbook defines itself goes before the built-in one of its id.
static void add_format(struct qian_styles *s, const char *id, const char *code) {
    uint64_t n;
    if (id && code && qian_u64_read(qian_str(id), QIAN_STYLES_MAX - 1, &n))
        s->shows[n] = (uint8_t)qian_format_shows(code);
}

static void add_style(struct qian_xml *xml, struct qian_styles *s, const char *id) {
    uint64_t n;
    if (s->count == QIAN_STYLES_MAX) {
        qian_xml_wrong(xml);
        return;
    }
    if (!id || !qian_u64_read(qian_str(id), QIAN_STYLES_MAX - 1, &n))
        n = 0;
    s->format = qian_grow(s->format, &s->cap, s->count + 1, sizeof *s->format);
    s->format[s->count++] = (uint32_t)n;
}

static void enter(struct qian_xml *xml, void *context, unsigned place, const char **attributes) {
    struct qian_styles *s = context;
    const char *id = qian_xml_attribute(attributes, "numFmtId");
    if (place == FORMAT)
        add_format(s, id, qian_xml_attribute(attributes, "formatCode"));
    else if (place == STYLE)
        add_style(xml, s, id);
}

enum qian_status qian_styles_read(struct qian_zip *zip, const char *part,
                                  struct qian_styles *styles, struct qian_err *err) {
    static const struct qian_xml_table table = {
        QIAN_SPACE_MAIN, rules, sizeof rules / sizeof *rules, enter, NULL, NULL};
    styles->shows = qian_take(QIAN_STYLES_MAX, 1);
    for (unsigned id = 0; id < 64; id++)
        styles->shows[id] = (uint8_t)qian_format_built_in(id);
    return qian_xml_part(zip, part, &table, styles, err);
}

enum qian_shows qian_styles_show(const struct qian_styles *styles, uint64_t style) {
    if (style >= styles->count)
        return QIAN_SHOWS_NUMBER;
    return (enum qian_shows)styles->shows[styles->format[style]];
}

void qian_styles_free(struct qian_styles *styles) {
    free(styles->format);
    free(styles->shows);
    *styles = (struct qian_styles){0};
}
