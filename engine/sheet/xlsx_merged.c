// SPDX-License-Identifier: MulanPSL-2.0
#define _GNU_SOURCE // memmem
#include "engine/sheet/xlsx_merged.h"

#include <stdlib.h>
#include <string.h>

#include "engine/sheet/xlsx.h"

enum { SHEET = 1, RANGES, RANGE };

static const struct qian_xml_rule rules[] = {
    {0, SHEET, "worksheet"}, {SHEET, RANGES, "mergeCells"}, {RANGES, RANGE, "mergeCell"}};

bool qian_cell_place(const char *name, char end, uint32_t *row, uint32_t *column) {
    uint32_t c = 0, r = 0;
    for (; *name >= 'A' && *name <= 'Z' && c <= QIAN_SHEET_COLUMNS; name++)
        c = c * 26 + (uint32_t)(*name - 'A' + 1);
    for (; *name >= '0' && *name <= '9' && r <= QIAN_SHEET_ROWS_MAX; name++)
        r = r * 10 + (uint32_t)(*name - '0');
    *row = r;
    *column = c;
    return *name == end && c >= 1 && c <= QIAN_SHEET_COLUMNS && r >= 1 && r <= QIAN_SHEET_ROWS_MAX;
}

static void add_band(struct qian_merged *m, struct qian_band band) {
    if (band.left >= QIAN_ROW_CELLS_MAX || band.left > band.right || band.first > band.last)
        return;
    if (band.right >= QIAN_ROW_CELLS_MAX)
        band.right = QIAN_ROW_CELLS_MAX - 1;
    m->by_first = qian_grow(m->by_first, &m->cap, m->bands + 1, sizeof *m->by_first);
    m->by_first[m->bands++] = band;
}

// spec/import.md 3.6: "A cell inside a merged range that is not its first has no value of its own"
static bool add_range(struct qian_merged *m, const char *range) {
    uint32_t top, left, bottom, right;
    const char *colon = range ? strchr(range, ':') : NULL;
    if (!colon) // a range of one cell
        return range && qian_cell_place(range, 0, &top, &left);
    if (!qian_cell_place(range, ':', &top, &left) ||
        !qian_cell_place(colon + 1, 0, &bottom, &right) || top > bottom || left > right)
        return false;
    m->ranges++;
    uint16_t from = (uint16_t)(left - 1), to = (uint16_t)(right - 1);
    add_band(m, (struct qian_band){top, top, (uint16_t)left, to});
    add_band(m, (struct qian_band){top + 1, bottom, from, to});
    return true;
}

static void enter(struct qian_xml *xml, void *context, unsigned place, const char **attributes) {
    struct qian_merged *m = context;
    if (place == RANGE &&
        (m->ranges == QIAN_MERGED_MAX || !add_range(m, qian_xml_attribute(attributes, "ref"))))
        qian_xml_wrong(xml);
}

// Does the part hold the word at all? A name of an element cannot be written in another way, but
// for UTF-16, which shows by a byte that is zero or a byte order mark at its beginning.
static enum qian_status names_any(struct qian_zip_part *part, bool *any, struct qian_err *err) {
    static const char word[] = "mergeCell";
    static const size_t overlap = sizeof word - 2;
    char *chunk = qian_take(QIAN_XML_CHUNK + overlap, 1);
    size_t kept = 0, got = 0;
    bool first = true;
    enum qian_status status;
    while ((status = qian_zip_part_read(part, chunk + kept, QIAN_XML_CHUNK, &got, err)) ==
               QIAN_OK &&
           got > 0 && !*any) {
        size_t n = kept + got;
        *any = memmem(chunk, n, word, sizeof word - 1) != NULL;
        if (first)
            *any = *any || n < 4 || memchr(chunk, 0, 4) || (chunk[0] & 0xfe) == 0xfe;
        first = false;
        kept = n < overlap ? n : overlap;
        memmove(chunk, chunk + n - kept, kept);
    }
    free(chunk);
    return status;
}

static int by_first(const void *a, const void *b) {
    uint32_t x = ((const struct qian_band *)a)->first, y = ((const struct qian_band *)b)->first;
    return (x > y) - (x < y);
}

static int by_last(const void *a, const void *b) {
    uint32_t x = ((const struct qian_band *)a)->last, y = ((const struct qian_band *)b)->last;
    return (x > y) - (x < y);
}

enum qian_status qian_merged_read(struct qian_zip *zip, const char *name,
                                  struct qian_merged *merged, struct qian_err *err) {
    static const struct qian_xml_table table = {
        QIAN_SPACE_MAIN, rules, sizeof rules / sizeof *rules, enter, NULL, NULL};
    struct qian_zip_part *part;
    bool any = false;
    enum qian_status status = qian_zip_part_open(zip, name, &part, err);
    if (status != QIAN_OK)
        return status;
    status = names_any(part, &any, err);
    qian_zip_part_close(part);
    if (status == QIAN_OK && any)
        status = qian_xml_part(zip, name, &table, merged, err);
    if (status != QIAN_OK || merged->bands == 0)
        return status;
    size_t n = merged->bands;
    merged->by_last = qian_take(n, sizeof *merged->by_last);
    memcpy(merged->by_last, merged->by_first, n * sizeof *merged->by_last);
    qsort(merged->by_first, n, sizeof *merged->by_first, by_first);
    qsort(merged->by_last, n, sizeof *merged->by_last, by_last);
    return QIAN_OK;
}

static void lay(struct qian_merged *m, const struct qian_band *band, uint32_t by) {
    for (size_t c = band->left; c <= band->right; c++)
        m->cover[c] += by;
}

bool qian_merged_row(struct qian_merged *m, uint32_t row) {
    while (m->begun < m->bands && m->by_first[m->begun].first <= row)
        lay(m, &m->by_first[m->begun++], 1);
    while (m->ended < m->bands && m->by_last[m->ended].last < row)
        lay(m, &m->by_last[m->ended++], UINT32_MAX); // minus one
    return m->begun > m->ended;
}

void qian_merged_free(struct qian_merged *merged) {
    free(merged->by_first);
    free(merged->by_last);
    *merged = (struct qian_merged){0};
}
