// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>
#include <string.h>

#include "engine/base/json_out.h"
#include "engine/core/draw.h"

// One bar of one row: for counting by item, stratum and reason.
struct bar {
    uint32_t item, stratum;
    struct qian_str reason;
};

struct bars {
    struct bar *bar;
    size_t n, cap;
};

static int by_item_and_reason(const void *a, const void *b) {
    const struct bar *x = a, *y = b;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    return qian_str_cmp(x->reason, y->reason);
}

static int by_stratum(const void *a, const void *b) {
    const struct bar *x = a, *y = b;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    if (x->stratum != y->stratum)
        return x->stratum < y->stratum ? -1 : 1;
    return qian_str_cmp(x->reason, y->reason);
}

static void collect_bars(const struct qian_frame *frame, struct bars *out) {
    for (size_t row = 0; row < frame->targets->rows; row++) {
        struct qian_split split = qian_split(frame->targets->row[row].field[T_BARRED], ',');
        struct qian_str part;
        while (qian_split_next(&split, &part)) {
            struct qian_bar bar;
            int item = qian_bar_read(part, &bar) ? qian_item_find(frame->notice, bar.item) : -1;
            struct qian_stratum *s = item < 0 ? NULL : qian_frame_stratum(frame, (size_t)item, row);
            if (!s)
                continue;
            out->bar = qian_grow(out->bar, &out->cap, out->n + 1, sizeof *out->bar);
            out->bar[out->n++] = (struct bar){
                (uint32_t)item, (uint32_t)(s - frame->notice->items[item].strata), bar.reason};
        }
    }
}

// spec/bundle.md 4.2: "`barred` counts, by reason, the rows to which the item applies and which
// are barred for it"
// `bars` are sorted so that those of `item` (and `stratum`, unless all) stand together at *at.
static void write_barred(struct qian_json *j, const struct bars *bars, size_t *at, uint32_t item,
                         uint32_t stratum, bool all) {
    qian_json_object(j, "barred");
    while (*at < bars->n && bars->bar[*at].item == item &&
           (all || bars->bar[*at].stratum == stratum)) {
        size_t first = *at;
        while (*at < bars->n && bars->bar[*at].item == item &&
               (all || bars->bar[*at].stratum == stratum) &&
               qian_str_eq(bars->bar[*at].reason, bars->bar[first].reason))
            ++*at;
        char *reason = qian_str_copy(bars->bar[first].reason);
        qian_json_u64(j, reason, *at - first);
        free(reason);
    }
    qian_json_close(j);
}

// spec/bundle.md 4.3: "`chance` is quota, `/`, eligible, as two integers, not reduced, null where
// eligible is 0"
static void write_chance(struct qian_json *j, const struct qian_stratum *s) {
    if (s->eligible == 0) {
        qian_json_null(j, "chance");
        return;
    }
    struct qian_buf text = {0};
    qian_buf_u64(&text, s->quota);
    qian_buf_char(&text, '/');
    qian_buf_u64(&text, s->eligible);
    qian_json_str(j, "chance", qian_buf_view(&text));
    qian_buf_free(&text);
}

// All bars in two orders, and how far each has been written.
struct tally {
    struct bars by_reason, by_part;
    size_t at_reason, at_part;
};

static void write_item(struct qian_json *j, const struct qian_frame *frame,
                       const struct qian_draw *draw, uint32_t index, struct tally *tally) {
    const struct qian_item *item = &frame->notice->items[index];
    uint64_t eligible = 0;
    for (size_t s = 0; s < item->strata_count; s++)
        eligible += item->strata[s].eligible;
    qian_json_object(j, NULL);
    qian_json_text(j, "code", item->code);
    qian_json_u64(j, "roster", item->roster);
    qian_json_u64(j, "eligible", eligible);
    write_barred(j, &tally->by_reason, &tally->at_reason, index, 0, true);
    qian_json_u64(j, "quota", item->quota);
    qian_json_array(j, "strata");
    for (size_t s = 0; s < item->strata_count; s++) {
        const struct qian_stratum *part = &item->strata[s];
        qian_json_object(j, NULL);
        qian_json_text(j, "label", part->label);
        qian_json_u64(j, "roster", part->roster);
        qian_json_u64(j, "eligible", part->eligible);
        write_barred(j, &tally->by_part, &tally->at_part, index, (uint32_t)s, false);
        qian_json_u64(j, "quota", part->quota);
        size_t at = draw->selection.item_first[index] + s;
        if (draw->selection.taken[at] > 0)
            qian_json_hex(j, "cutoff", draw->selection.cutoff[at].b, 32);
        else
            qian_json_null(j, "cutoff");
        write_chance(j, part);
        qian_json_close(j);
    }
    qian_json_close(j);
    qian_json_close(j);
}

static void write_items(struct qian_json *j, const struct qian_frame *frame,
                        const struct qian_draw *draw) {
    struct tally tally = {0};
    collect_bars(frame, &tally.by_reason);
    collect_bars(frame, &tally.by_part);
    if (tally.by_reason.n > 0) {
        qsort(tally.by_reason.bar, tally.by_reason.n, sizeof(struct bar), by_item_and_reason);
        qsort(tally.by_part.bar, tally.by_part.n, sizeof(struct bar), by_stratum);
    }
    qian_json_array(j, "items");
    for (size_t i = 0; i < frame->notice->item_count; i++)
        write_item(j, frame, draw, (uint32_t)i, &tally);
    qian_json_close(j);
    free(tally.by_reason.bar);
    free(tally.by_part.bar);
}

static void write_slots(struct qian_json *j, const char *name, const struct qian_places *places) {
    qian_json_object(j, name);
    qian_json_u64(j, "slots", places->count);
    qian_json_u64(j, "filled", places->filled);
    qian_json_close(j);
}

void qian_transcript_write(const struct qian_frame *frame, const struct qian_draw *draw,
                           const struct qian_digest *notice_digest, size_t withheld,
                           const char *engine, struct qian_buf *out) {
    const struct qian_notice *notice = frame->notice;
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "spec", QIAN_SPEC);
    qian_json_text(&j, "draw", notice->draw);
    qian_json_hex(&j, "notice", notice_digest->b, 32);
    qian_json_hex(&j, "seed", draw->seeds.seed.b, 32);
    qian_json_object(&j, "subseeds");
    qian_json_hex(&j, "targets", draw->seeds.subseed[QIAN_SCOPE_TARGETS].b, 32);
    qian_json_hex(&j, "inspectors", draw->seeds.subseed[QIAN_SCOPE_INSPECTORS].b, 32);
    qian_json_hex(&j, "experts", draw->seeds.subseed[QIAN_SCOPE_EXPERTS].b, 32);
    qian_json_close(&j);
    write_items(&j, frame, draw);
    qian_json_u64(&j, "visits", draw->selection.count);
    qian_json_array(&j, "batches");
    for (uint32_t b = 1; b <= notice->batches; b++)
        qian_json_u64(&j, NULL, qian_batch_size(b, draw->selection.count, notice->batches));
    qian_json_close(&j);
    write_slots(&j, "inspectors", &draw->places);
    write_slots(&j, "experts", &draw->expert_places);
    struct qian_buf assurance = {0};
    qian_assurance_write(notice, withheld, &assurance);
    qian_json_str(&j, "assurance", qian_buf_view(&assurance));
    qian_buf_free(&assurance);
    qian_json_object(&j, "versions");
    qian_json_text(&j, "engine", engine);
    qian_json_close(&j);
    qian_json_end(&j);
}
