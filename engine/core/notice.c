// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/notice.h"

#include <stdlib.h>

#include "engine/base/json_out.h"

const char *const qian_source_names[QIAN_SOURCES] = {"balls", "drand", "nist", "lottery"};
static const char *const class_names[QIAN_CLASSES] = {"-", "A", "B", "C", "D"};
// The index in "ABCD-" of each of these, which stand in byte order.
static const int class_index[QIAN_CLASSES] = {4, 0, 1, 2, 3};

static void free_item(struct qian_item *item) {
    for (size_t i = 0; i < item->strata_count; i++)
        free(item->strata[i].label);
    for (size_t i = 0; i < QIAN_CLASSES; i++)
        free(item->ratios[i]);
    free(item->strata);
    free(item->code);
    free(item->name);
    free(item->department);
    free(item->ratio);
    free(item->cap);
    free(item->approval);
}

void qian_notice_free(struct qian_notice *n) {
    for (size_t i = 0; i < n->item_count; i++)
        free_item(&n->items[i]);
    for (size_t i = 0; i < n->contributor_count; i++) {
        free(n->contributors[i].name);
        free(n->contributors[i].vkey);
    }
    char *texts[] = {n->draw,
                     n->title,
                     n->authority,
                     n->operator_vkey,
                     n->plan_line,
                     n->replaces,
                     n->reason,
                     n->rules_name,
                     n->initiator,
                     n->created,
                     n->custodian_targets,
                     n->custodian_inspectors,
                     n->log,
                     n->embargo_contributor,
                     n->embargo_until};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    free(n->items);
    free(n->contributors);
    *n = (struct qian_notice){0};
}

int qian_contributor_find(const struct qian_notice *notice, struct qian_str name) {
    for (size_t i = 0; i < notice->contributor_count; i++)
        if (qian_str_is(name, notice->contributors[i].name))
            return (int)i;
    return -1;
}

int qian_item_find(const struct qian_notice *notice, struct qian_str code) {
    size_t low = 0, high = notice->item_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = qian_str_cmp(code, qian_str(notice->items[mid].code));
        if (order == 0)
            return (int)mid;
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return -1;
}

static void write_commitment(struct qian_json *j, const char *name,
                             const struct qian_commitment *c) {
    qian_json_object(j, name);
    qian_json_u64(j, "rows", c->rows);
    qian_json_hex(j, "digest", c->digest.b, 32);
    qian_json_hex(j, "root", c->root.b, 32);
    qian_json_close(j);
}

static void write_strata(struct qian_json *j, const struct qian_item *item) {
    qian_json_array(j, "strata");
    for (size_t i = 0; i < item->strata_count; i++) {
        const struct qian_stratum *s = &item->strata[i];
        qian_json_object(j, NULL);
        qian_json_text(j, "label", s->label);
        qian_json_u64(j, "roster", s->roster);
        qian_json_u64(j, "eligible", s->eligible);
        qian_json_u64(j, "quota", s->quota);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void write_item(struct qian_json *j, const struct qian_item *item) {
    qian_json_object(j, NULL);
    qian_json_text(j, "code", item->code);
    qian_json_text(j, "name", item->name);
    qian_json_text(j, "department", item->department);
    qian_json_text(j, "kind", item->key_kind ? "key" : "general");
    if (item->ratio) {
        qian_json_text(j, "ratio", item->ratio);
    } else {
        qian_json_object(j, "ratios");
        for (size_t i = 0; i < QIAN_CLASSES; i++)
            if (item->ratios[class_index[i]])
                qian_json_text(j, class_names[i], item->ratios[class_index[i]]);
        qian_json_close(j);
    }
    if (item->cap)
        qian_json_text(j, "cap", item->cap);
    if (item->approval)
        qian_json_text(j, "approval", item->approval);
    qian_json_u64(j, "roster", item->roster);
    qian_json_u64(j, "quota", item->quota);
    write_strata(j, item);
    qian_json_close(j);
}

static void write_plan(struct qian_json *j, const struct qian_notice *n) {
    qian_json_object(j, "plan");
    qian_json_text(j, "line", n->plan_line);
    qian_json_u64(j, "serial", n->serial);
    qian_json_text_or_null(j, "replaces", n->replaces);
    qian_json_text_or_null(j, "reason", n->reason);
    qian_json_close(j);
    qian_json_object(j, "rules");
    qian_json_text(j, "name", n->rules_name);
    qian_json_hex(j, "digest", n->rules_digest.b, 32);
    qian_json_close(j);
}

static void write_wishes(struct qian_json *j, const struct qian_notice *n) {
    qian_json_text(j, "initiator", n->initiator);
    qian_json_array(j, "stratify");
    if (n->by_area && n->area_first)
        qian_json_text(j, NULL, "area");
    if (n->by_class)
        qian_json_text(j, NULL, "class");
    if (n->by_area && !n->area_first)
        qian_json_text(j, NULL, "area");
    qian_json_close(j);
    qian_json_object(j, "weights");
    for (size_t i = 0; i < QIAN_CLASSES; i++)
        if (n->weights[class_index[i]])
            qian_json_u64(j, class_names[i], n->weights[class_index[i]]);
    qian_json_close(j);
    qian_json_u64(j, "minimum", n->minimum);
    qian_json_array(j, "items");
    for (size_t i = 0; i < n->item_count; i++)
        write_item(j, &n->items[i]);
    qian_json_close(j);
    qian_json_u64(j, "batches", n->batches);
    qian_json_object(j, "team");
    qian_json_u64(j, "per_visit", n->per_visit);
    qian_json_u64(j, "per_department", n->per_department);
    qian_json_u64(j, "experts", n->experts);
    qian_json_close(j);
}

static void write_contributors(struct qian_json *j, const struct qian_notice *n) {
    qian_json_array(j, "contributors");
    for (size_t i = 0; i < n->contributor_count; i++) {
        qian_json_object(j, NULL);
        qian_json_text(j, "name", n->contributors[i].name);
        qian_json_text(j, "key", n->contributors[i].vkey);
        qian_json_hex(j, "commitment", n->contributors[i].commitment.b, 32);
        qian_json_close(j);
    }
    qian_json_close(j);
    if (!n->ceremony)
        return;
    // spec/bundle.md 3.12: "an object with `targets` and `inspectors`, each the vkey of the
    // custodian who signs for that roster"
    qian_json_object(j, "custodians");
    qian_json_text(j, "targets", n->custodian_targets);
    qian_json_text(j, "inspectors", n->custodian_inspectors);
    qian_json_close(j);
    qian_json_text(j, "log", n->log);
}

// spec/beacons.md 1.1: "`source` and then, in this order, the members given here"
static void write_source(struct qian_json *j, const struct qian_source *s) {
    qian_json_object(j, NULL);
    qian_json_text(j, "source", qian_source_names[s->kind]);
    switch (s->kind) {
    case QIAN_BALLS:
        qian_json_u64(j, "count", s->balls.count);
        qian_json_u64(j, "from", s->balls.from);
        qian_json_u64(j, "to", s->balls.to);
        break;
    case QIAN_DRAND:
        qian_json_text(j, "chain", s->chain);
        qian_json_u64(j, "round", s->number);
        break;
    case QIAN_NIST:
        qian_json_u64(j, "chain", s->chain_index);
        qian_json_u64(j, "pulse", s->number);
        break;
    case QIAN_LOTTERY:
        qian_json_text(j, "game", s->game);
        qian_json_text(j, "issue", s->issue);
        break;
    case QIAN_SOURCES:
        break;
    }
    if (s->kind != QIAN_BALLS)
        qian_json_text(j, "time", s->time);
    qian_json_close(j);
}

static void write_sources(struct qian_json *j, const struct qian_notice *n) {
    qian_json_text(j, "on_missing", n->proceed ? "proceed" : "void");
    qian_json_array(j, "public");
    for (size_t i = 0; i < n->public_count; i++)
        write_source(j, &n->public[i]);
    qian_json_close(j);
    if (!n->embargo_until) {
        qian_json_null(j, "embargo");
        return;
    }
    qian_json_object(j, "embargo");
    qian_json_text(j, "contributor", n->embargo_contributor);
    qian_json_text(j, "until", n->embargo_until);
    qian_json_close(j);
}

void qian_notice_write(const struct qian_notice *n, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "spec", QIAN_SPEC);
    qian_json_text(&j, "suite", qian_suite_name(n->suite));
    qian_json_text(&j, "draw", n->draw);
    qian_json_text(&j, "title", n->title);
    qian_json_text(&j, "authority", n->authority);
    qian_json_text(&j, "operator", n->operator_vkey);
    qian_json_bool(&j, "rehearsal", n->rehearsal);
    qian_json_text(&j, "mode", n->ceremony ? "ceremony" : "solo");
    write_plan(&j, n);
    write_commitment(&j, "targets", &n->targets);
    write_commitment(&j, "inspectors", &n->inspectors);
    write_commitment(&j, "recusals", &n->recusals);
    write_wishes(&j, n);
    write_contributors(&j, n);
    write_sources(&j, n);
    qian_json_text(&j, "created", n->created);
    qian_json_end(&j);
}
