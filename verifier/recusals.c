// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/people.h"

#include <stdlib.h>
#include <string.h>

static int by_target(const void *a, const void *b)
{
    const struct recusal *one = a;
    const struct recusal *two = b;
    int order = bytes_order(one->target, two->target);
    return order != 0 ? order : (one->person > two->person) - (one->person < two->person);
}

void recusals_load(struct recusals *s, const struct file *file, const struct people *people)
{
    struct rows rows;
    rows_open(&rows, file, FILE_RECUSALS);
    while (rows_next(&rows)) {
        s->all = mem_grow(s->all, &s->room, s->count + 1, sizeof *s->all);
        struct recusal *recusal = &s->all[s->count++];
        recusal->target = arena_keep(&s->texts, rows.fields[R_TARGET]);
        recusal->person = (uint32_t)people_find(people, rows.fields[R_INSPECTOR]);
        recusal->line = rows.lines.number;
        recusal->offset = NO_OFFSET;
    }
    rows_close(&rows);
    if (s->count > 0) {
        qsort(s->all, s->count, sizeof *s->all, by_target);
    }
    s->loaded = true;
}

void recusals_free(struct recusals *s)
{
    arena_free(&s->texts);
    free(s->all);
    (void)memset(s, 0, sizeof *s);
}

void recusals_pass(struct recusals *s, struct bytes target, uint64_t offset)
{
    while (s->next < s->count) {
        struct recusal *recusal = &s->all[s->next];
        int order = bytes_order(recusal->target, target);
        if (order > 0) {
            return;
        }
        if (order == 0) {
            recusal->offset = (int64_t)offset;
        }
        s->next++;
    }
}

void recusals_of(const struct recusals *s, uint64_t offset, size_t *from, size_t *to)
{
    size_t low = 0;
    size_t high = s->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->all[middle].offset < (int64_t)offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *from = low;
    *to = low;
    while (*to < s->count && s->all[*to].offset == (int64_t)offset) {
        (*to)++;
    }
}

static int by_offset(const void *a, const void *b)
{
    const struct recusal *one = a;
    const struct recusal *two = b;
    if (one->offset != two->offset) {
        return one->offset < two->offset ? -1 : 1;
    }
    return (one->person > two->person) - (one->person < two->person);
}

void recusals_settle(struct recusals *s)
{
    if (s->count > 0) {
        qsort(s->all, s->count, sizeof *s->all, by_offset);
    }
}

// spec/tables.md 4.1: "and are ids that stand in inspectors.tsv and targets.tsv, code R08."
void recusals_judge(const struct recusals *s, struct report *r, const struct people *people)
{
    report_able(r, STEP_RECUSED_EXIST);
    for (size_t i = 0; i < s->count; i++) {
        const struct recusal *recusal = &s->all[i];
        if (report_judge(r, STEP_RECUSED_EXIST, recusal->person < people->count)) {
            report_fault(r, STEP_RECUSED_EXIST, bytes_of(say("名录中无此检查人员", "no such row in inspectors.tsv")),
                         bytes_of(say("名录中有", "one that stands there")), "recusals.tsv:%llu inspector",
                         (unsigned long long)recusal->line);
        }
        if (report_judge(r, STEP_RECUSED_EXIST, recusal->offset != NO_OFFSET)) {
            report_fault(r, STEP_RECUSED_EXIST, recusal->target,
                         bytes_of(say("targets.tsv 中的编号", "an id of targets.tsv")), "recusals.tsv:%llu target",
                         (unsigned long long)recusal->line);
        }
    }
}
