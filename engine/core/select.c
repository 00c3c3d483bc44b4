// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/select.h"

#include <stdlib.h>
#include <string.h>

struct ticket {
    struct qian_digest key;
    uint32_t row;
    const char *id; // the row's id, ended by TAB: for equal keys
};

static int by_key_and_id(const void *a, const void *b) {
    const struct ticket *x = a, *y = b;
    int order = memcmp(x->key.b, y->key.b, sizeof x->key.b);
    if (order != 0)
        return order;
    size_t nx = strcspn(x->id, "\t"), ny = strcspn(y->id, "\t");
    return qian_str_cmp((struct qian_str){x->id, nx}, (struct qian_str){y->id, ny});
}

// spec/targets.md 1.1: "key(id) = H(subseed(targets) "|" id), as 64 digits."
static size_t make_tickets(const struct qian_frame *frame, const struct qian_digest *subseed,
                           struct qian_hasher *h, struct ticket *tickets) {
    struct qian_buf prefix = {0};
    size_t n = 0;
    qian_buf_hex(&prefix, subseed->b, 32);
    qian_buf_char(&prefix, '|');
    qian_hash_prefix(h, prefix.p, prefix.n);
    qian_buf_free(&prefix);
    for (size_t row = 0; row < frame->targets->rows; row++) {
        struct qian_itemset applies, eligible;
        qian_row_items(frame, row, &applies, &eligible);
        if (qian_itemset_empty(&eligible))
            continue;
        struct qian_str id = frame->targets->row[row].field[T_ID];
        qian_hash_begin_prefixed(h);
        qian_hash_add(h, id.p, id.n);
        qian_hash_end(h, &tickets[n].key);
        tickets[n].row = (uint32_t)row;
        tickets[n++].id = id.p;
    }
    return n;
}

static size_t count_strata(const struct qian_notice *notice, size_t *first) {
    size_t n = 0;
    for (size_t i = 0; i < notice->item_count; i++) {
        first[i] = n;
        n += notice->items[i].strata_count;
    }
    return n;
}

// Offer one target to its items, which take it while they have quota left in its stratum.
static void offer(const struct qian_frame *frame, const struct ticket *t,
                  struct qian_selection *out) {
    struct qian_itemset applies, eligible;
    struct qian_visit visit = {.row = t->row, .key = t->key};
    qian_row_items(frame, t->row, &applies, &eligible);
    for (size_t i = 0; i < frame->notice->item_count; i++) {
        if (!qian_itemset_has(&eligible, i))
            continue;
        const struct qian_item *item = &frame->notice->items[i];
        struct qian_stratum *s = qian_frame_stratum(frame, i, t->row);
        size_t at = out->item_first[i] + (size_t)(s - item->strata);
        if (out->taken[at] == s->quota)
            continue;
        out->taken[at]++;
        out->cutoff[at] = t->key;
        qian_itemset_add(&visit.items, i);
    }
    if (!qian_itemset_empty(&visit.items))
        out->visit[out->count++] = visit;
}

// spec/targets.md 2.1: "the `quota` rows of the notice with the smallest keys among the rows of
// that stratum that are eligible for the item (quota 2.4) are taken for the item"
// In ascending order of keys that is: each item takes whoever comes, until its stratum is full.
void qian_select(const struct qian_frame *frame, const struct qian_digest *subseed,
                 struct qian_hasher *h, struct qian_selection *out) {
    const struct qian_notice *notice = frame->notice;
    struct ticket *tickets = qian_take(frame->targets->rows, sizeof *tickets);
    size_t n = make_tickets(frame, subseed, h, tickets);
    qsort(tickets, n, sizeof *tickets, by_key_and_id);
    *out = (struct qian_selection){.item_first = qian_take(notice->item_count, sizeof(size_t))};
    size_t strata = count_strata(notice, out->item_first);
    uint64_t seats = 0;
    for (size_t i = 0; i < notice->item_count; i++)
        for (size_t s = 0; s < notice->items[i].strata_count; s++)
            seats += notice->items[i].strata[s].quota;
    out->cutoff = qian_take(strata, sizeof *out->cutoff);
    out->visit = qian_take(seats < n ? (size_t)seats : n, sizeof *out->visit);
    out->taken = qian_take(strata, sizeof *out->taken);
    for (size_t i = 0; i < n; i++)
        offer(frame, &tickets[i], out);
    free(tickets);
}

void qian_selection_free(struct qian_selection *selection) {
    free(selection->visit);
    free(selection->cutoff);
    free(selection->taken);
    free(selection->item_first);
    *selection = (struct qian_selection){0};
}

// spec/targets.md 3.1: "let q = V div b and m = V mod b: the first m batches have q + 1 visits
// each, the others q"
uint64_t qian_batch_size(uint32_t batch, size_t visits, uint32_t batches) {
    return visits / batches + (batch <= visits % batches);
}

uint32_t qian_batch_of(size_t visit, size_t visits, uint32_t batches) {
    size_t q = visits / batches, m = visits % batches;
    size_t large = m * (q + 1); // visits in the larger batches, which come first
    if (visit < large)
        return (uint32_t)(visit / (q + 1)) + 1;
    return (uint32_t)(m + (visit - large) / q) + 1;
}

void qian_selection_write(const struct qian_frame *frame, const struct qian_selection *selection,
                          struct qian_buf *out) {
    qian_buf_text(out, qian_table_header(QIAN_SELECTION));
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < selection->count; i++) {
        const struct qian_visit *v = &selection->visit[i];
        qian_buf_u64(out, i + 1);
        qian_buf_char(out, '\t');
        qian_buf_str(out, frame->targets->row[v->row].field[T_ID]);
        qian_buf_char(out, '\t');
        qian_buf_hex(out, v->key.b, 32);
        qian_buf_char(out, '\t');
        qian_itemset_write(frame->notice, &v->items, out);
        qian_buf_char(out, '\t');
        qian_buf_u64(out, qian_batch_of(i, selection->count, frame->notice->batches));
        qian_buf_char(out, '\n');
    }
}
