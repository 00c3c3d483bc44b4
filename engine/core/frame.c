// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/frame.h"

#include <stdlib.h>
#include <string.h>

#include "engine/core/field.h"

#define AREA_NONE 1000000u // "-" among areas, which are six digits
#define WORDS (sizeof((struct qian_itemset *)0)->w / sizeof(uint64_t))

bool qian_itemset_empty(const struct qian_itemset *s) {
    for (size_t i = 0; i < WORDS; i++)
        if (s->w[i])
            return false;
    return true;
}

bool qian_itemset_within(const struct qian_itemset *part, const struct qian_itemset *whole) {
    for (size_t i = 0; i < WORDS; i++)
        if (part->w[i] & ~whole->w[i])
            return false;
    return true;
}

bool qian_itemset_read(const struct qian_notice *notice, struct qian_str list,
                       struct qian_itemset *out) {
    struct qian_split split = qian_split(list, ',');
    struct qian_str part;
    bool known = true;
    *out = (struct qian_itemset){0};
    while (qian_split_next(&split, &part)) {
        int i = qian_item_find(notice, part);
        if (i < 0)
            known = false;
        else
            qian_itemset_add(out, (size_t)i);
    }
    return known;
}

void qian_itemset_write(const struct qian_notice *notice, const struct qian_itemset *s,
                        struct qian_buf *out) {
    bool first = true;
    for (size_t i = 0; i < notice->item_count; i++) {
        if (!qian_itemset_has(s, i))
            continue;
        if (!first)
            qian_buf_char(out, ',');
        qian_buf_text(out, notice->items[i].code);
        first = false;
    }
}

bool qian_row_items(const struct qian_frame *frame, size_t row, struct qian_itemset *applies,
                    struct qian_itemset *eligible) {
    const struct qian_row *r = &frame->targets->row[row];
    bool known = qian_itemset_read(frame->notice, r->field[T_ITEMS], applies);
    *eligible = *applies;
    struct qian_split split = qian_split(r->field[T_BARRED], ',');
    struct qian_str part;
    while (qian_split_next(&split, &part)) {
        struct qian_bar bar;
        int i = qian_bar_read(part, &bar) ? qian_item_find(frame->notice, bar.item) : -1;
        if (i < 0 || !qian_itemset_has(applies, (size_t)i))
            known = false;
        else
            eligible->w[i / 64] &= ~((uint64_t)1 << (i % 64));
    }
    return known;
}

// A row's label as a number: area and class, where they are stratified.
static uint32_t label_key(const struct qian_notice *notice, const struct qian_row *row) {
    uint32_t area = 0, cls = 0;
    if (notice->by_area) {
        struct qian_str text = row->field[T_AREA];
        area = AREA_NONE;
        if (text.n == 6)
            for (size_t i = area = 0; i < 6; i++)
                area = area * 10 + (uint32_t)(text.p[i] - '0');
    }
    if (notice->by_class)
        cls = (uint32_t)qian_class_index(row->field[T_CLASS]);
    return area * 8 + cls;
}

// spec/quota.md 3.1: "A row's label is the values of the columns named in `stratify`, in that
// order, joined with `/`; with an empty `stratify` the label is the empty string."
static char *label_text(const struct qian_notice *notice, uint32_t key) {
    struct qian_buf text = {0};
    char area[8] = "-", cls[2] = {"ABCD-"[key % 8], 0};
    uint32_t number = key / 8;
    if (number != AREA_NONE) {
        for (size_t i = 6; i-- > 0; number /= 10)
            area[i] = (char)('0' + number % 10);
        area[6] = 0;
    }
    bool both = notice->by_area && notice->by_class;
    if (notice->by_area && (!both || notice->area_first))
        qian_buf_text(&text, area);
    if (both && notice->area_first)
        qian_buf_char(&text, '/');
    if (notice->by_class)
        qian_buf_text(&text, cls);
    if (both && !notice->area_first)
        qian_buf_char(&text, '/');
    if (both && !notice->area_first)
        qian_buf_text(&text, area);
    qian_buf_add(&text, "", 0);
    return text.p;
}

struct label {
    uint32_t key;
    uint32_t rank;
    char *text;
};

static int by_key(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int by_label_key(const void *a, const void *b) {
    return by_key(&((const struct label *)a)->key, &((const struct label *)b)->key);
}

static int by_text(const void *a, const void *b) {
    return strcmp(((const struct label *)a)->text, ((const struct label *)b)->text);
}

static void make_labels(struct qian_frame *f) {
    size_t rows = f->targets->rows, n = 0;
    uint32_t *keys = qian_take(rows, sizeof *keys);
    for (size_t i = 0; i < rows; i++)
        keys[i] = f->row_label[i] = label_key(f->notice, &f->targets->row[i]);
    qsort(keys, rows, sizeof *keys, by_key);
    for (size_t i = 0; i < rows; i++)
        if (i == 0 || keys[i] != keys[i - 1])
            keys[n++] = keys[i];
    struct label *labels = qian_take(n, sizeof *labels);
    for (size_t i = 0; i < n; i++)
        labels[i] = (struct label){.key = keys[i], .text = label_text(f->notice, keys[i])};
    free(keys);
    qsort(labels, n, sizeof *labels, by_text);
    f->label_count = n;
    f->label = qian_take(n, sizeof *f->label);
    f->label_class = qian_take(n, sizeof *f->label_class);
    for (size_t i = 0; i < n; i++) {
        labels[i].rank = (uint32_t)i;
        f->label[i] = labels[i].text;
        f->label_class[i] = f->notice->by_class ? (int)(labels[i].key % 8) : -1;
    }
    qsort(labels, n, sizeof *labels, by_label_key);
    for (size_t i = 0; i < rows; i++) {
        struct label wanted = {.key = f->row_label[i]};
        struct label *found = bsearch(&wanted, labels, n, sizeof *labels, by_label_key);
        f->row_label[i] = found->rank;
    }
    free(labels);
}

// Turn the counts of one item into its strata: the labels that occur among its rows.
static void make_strata(struct qian_frame *f, struct qian_item *item, size_t index,
                        const uint64_t *roster, const uint64_t *eligible) {
    size_t n = 0;
    for (size_t l = 0; l < f->label_count; l++)
        n += roster[l] > 0;
    item->strata = qian_take(n, sizeof *item->strata);
    for (size_t l = 0; l < f->label_count; l++) {
        uint32_t *at = &f->stratum[index * f->label_count + l];
        *at = UINT32_MAX;
        if (roster[l] == 0)
            continue;
        *at = (uint32_t)item->strata_count;
        item->strata[item->strata_count++] =
            (struct qian_stratum){.label = qian_str_copy(qian_str(f->label[l])),
                                  .cls = f->label_class[l],
                                  .roster = roster[l],
                                  .eligible = eligible[l]};
        item->roster += roster[l];
    }
}

void qian_frame_open(struct qian_notice *notice, const struct qian_table *targets,
                     struct qian_frame *out) {
    *out = (struct qian_frame){.targets = targets, .notice = notice};
    out->row_label = qian_take(targets->rows, sizeof *out->row_label);
    make_labels(out);
    size_t cells = notice->item_count * out->label_count;
    uint64_t *roster = qian_take(cells, sizeof *roster);
    uint64_t *eligible = qian_take(cells, sizeof *eligible);
    out->stratum = qian_take(cells, sizeof *out->stratum);
    for (size_t row = 0; row < targets->rows; row++) {
        struct qian_itemset applies, able;
        (void)qian_row_items(out, row, &applies, &able);
        for (size_t i = 0; i < notice->item_count; i++) {
            size_t cell = i * out->label_count + out->row_label[row];
            roster[cell] += qian_itemset_has(&applies, i);
            eligible[cell] += qian_itemset_has(&able, i);
        }
    }
    for (size_t i = 0; i < notice->item_count; i++)
        make_strata(out, &notice->items[i], i, roster + i * out->label_count,
                    eligible + i * out->label_count);
    free(roster);
    free(eligible);
}

enum qian_status qian_frame_check(const struct qian_frame *frame, struct qian_err *err) {
    for (size_t row = 0; row < frame->targets->rows; row++) {
        struct qian_itemset applies, eligible;
        if (qian_row_items(frame, row, &applies, &eligible))
            continue;
        // spec/tables.md 2.3: "Each is an item of the notice, code R04."
        enum qian_status status =
            qian_fail(err, QIAN_BAD_DATA, "R04", "tables 2.3",
                      "an item that the notice does not have", "correct the item code");
        qian_err_where(err, "targets.tsv:%zu", row + 2);
        return status;
    }
    return QIAN_OK;
}

void qian_frame_close(struct qian_frame *frame) {
    for (size_t i = 0; i < frame->label_count; i++)
        free(frame->label[i]);
    free(frame->label);
    free(frame->label_class);
    free(frame->row_label);
    free(frame->stratum);
    *frame = (struct qian_frame){0};
}

struct qian_stratum *qian_frame_stratum(const struct qian_frame *frame, size_t item, size_t row) {
    uint32_t at = frame->stratum[item * frame->label_count + frame->row_label[row]];
    return at == UINT32_MAX ? NULL : &frame->notice->items[item].strata[at];
}
