// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/publish/explain.h"

#include <stdlib.h>
#include <string.h>

#include "engine/core/merkle.h"

static int compare_id(const void *key, const void *row) {
    return qian_str_cmp(*(const struct qian_str *)key, ((const struct qian_row *)row)->field[T_ID]);
}

static struct qian_str line_of(const struct qian_row *row) {
    struct qian_str id = row->field[T_ID], salt = row->field[T_SALT];
    return (struct qian_str){id.p, (size_t)(salt.p + salt.n - id.p)};
}

static void find_leaf(const struct qian_again *a, struct qian_explain *out) {
    size_t leaves = a->frozen.targets.rows + 1;
    struct qian_digest *leaf = qian_take(leaves, sizeof *leaf);
    qian_leaf_hash(a->frozen.hasher, qian_str(qian_table_header(QIAN_TARGETS)), &leaf[0]);
    for (size_t i = 1; i < leaves; i++)
        qian_leaf_hash(a->frozen.hasher, line_of(&a->frozen.targets.row[i - 1]), &leaf[i]);
    out->leaf = leaf[out->row + 1];
    out->path_length = qian_tree_path(a->frozen.hasher, leaf, leaves, out->row + 1, out->path);
    out->proved = qian_tree_check(a->frozen.hasher, &out->leaf, out->row + 1, leaves, out->path,
                                  out->path_length, &a->frozen.copy.notice.targets.root);
    free(leaf);
}

// How many eligible rows of the same strata have a key that is not greater: the target's rank.
static void find_ranks(const struct qian_again *a, struct qian_explain *out) {
    struct qian_buf prefix = {0};
    qian_subseed_prefix(&a->draw.seeds, QIAN_SCOPE_TARGETS, &prefix);
    qian_hash_prefix(a->frozen.hasher, prefix.p, prefix.n);
    qian_buf_free(&prefix);
    for (size_t row = 0; row < a->frozen.targets.rows; row++) {
        struct qian_itemset applies, eligible;
        struct qian_digest key;
        struct qian_str id = a->frozen.targets.row[row].field[T_ID];
        qian_row_items(&a->frozen.frame, row, &applies, &eligible);
        qian_hash_begin_prefixed(a->frozen.hasher);
        qian_hash_add(a->frozen.hasher, id.p, id.n);
        qian_hash_end(a->frozen.hasher, &key);
        if (memcmp(key.b, out->key.b, sizeof key.b) > 0)
            continue;
        for (size_t k = 0; k < out->items; k++) {
            struct qian_explain_item *item = &out->item[k];
            size_t index = (size_t)(item->item - a->frozen.copy.notice.items);
            if (!item->barred && qian_itemset_has(&eligible, index) &&
                qian_frame_stratum(&a->frozen.frame, index, row) == item->stratum)
                item->rank++;
        }
    }
}

static void find_bar(const struct qian_row *row, struct qian_explain_item *item) {
    struct qian_split split = qian_split(row->field[T_BARRED], ',');
    struct qian_str entry;
    struct qian_bar bar;
    while (qian_split_next(&split, &entry))
        if (qian_bar_read(entry, &bar) && qian_str_is(bar.item, item->item->code)) {
            item->barred = true;
            item->bar = bar;
        }
}

static void find_items(const struct qian_again *a, struct qian_explain *out) {
    const struct qian_notice *n = &a->frozen.copy.notice;
    const struct qian_selection *sel = &a->draw.selection;
    struct qian_itemset applies, eligible;
    qian_row_items(&a->frozen.frame, out->row, &applies, &eligible);
    out->item = qian_take(n->item_count, sizeof *out->item);
    for (size_t i = 0; i < n->item_count; i++) {
        if (!qian_itemset_has(&applies, i))
            continue;
        struct qian_explain_item *item = &out->item[out->items++];
        item->item = &n->items[i];
        item->stratum = qian_frame_stratum(&a->frozen.frame, i, out->row);
        if (item->stratum->quota > 0)
            item->cutoff =
                &sel->cutoff[sel->item_first[i] + (size_t)(item->stratum - n->items[i].strata)];
        find_bar(&a->frozen.targets.row[out->row], item);
        item->drawn = out->visit != SIZE_MAX && qian_itemset_has(&sel->visit[out->visit].items, i);
    }
}

void qian_explain_find(const struct qian_again *a, struct qian_str id, struct qian_explain *out) {
    *out = (struct qian_explain){.visit = SIZE_MAX};
    const struct qian_row *row = bsearch(&id, a->frozen.targets.row, a->frozen.targets.rows,
                                         sizeof *a->frozen.targets.row, compare_id);
    struct qian_buf text = {0};
    qian_subseed_prefix(&a->draw.seeds, QIAN_SCOPE_TARGETS, &text);
    qian_buf_str(&text, id);
    qian_hash(a->frozen.hasher, qian_buf_view(&text), &out->key);
    qian_buf_free(&text);
    if (!row)
        return;
    out->found = true;
    out->row = (size_t)(row - a->frozen.targets.row);
    for (size_t v = 0; v < a->draw.selection.count; v++)
        if (a->draw.selection.visit[v].row == out->row)
            out->visit = v;
    find_leaf(a, out);
    find_items(a, out);
    find_ranks(a, out);
}

void qian_explain_free(struct qian_explain *explain) {
    free(explain->item);
    *explain = (struct qian_explain){0};
}

static void hash_command(const struct qian_again *a, struct qian_buf *out) {
    qian_buf_text(out, a->frozen.copy.notice.suite == QIAN_SM3_SM2 ? "cksum -a sm3 --untagged"
                                                                   : "sha256sum");
}

void qian_command_seed(const struct qian_again *a, struct qian_buf *out) {
    hash_command(a, out);
    qian_buf_text(out, " entropy.txt");
}

void qian_command_subseed(const struct qian_again *a, enum qian_scope scope, struct qian_buf *out) {
    static const char *const scopes[QIAN_SCOPES] = {"targets", "inspectors", "experts"};
    qian_buf_text(out, "printf '%s|%s' ");
    qian_buf_hex(out, a->draw.seeds.seed.b, 32);
    qian_buf_char(out, ' ');
    qian_buf_text(out, scopes[scope]);
    qian_buf_text(out, " | ");
    hash_command(a, out);
}

void qian_command_key(const struct qian_again *a, struct qian_str id, struct qian_buf *out) {
    qian_buf_text(out, "printf '%s|%s' ");
    qian_buf_hex(out, a->draw.seeds.subseed[QIAN_SCOPE_TARGETS].b, 32);
    qian_buf_char(out, ' ');
    qian_buf_str(out, id);
    qian_buf_text(out, " | ");
    hash_command(a, out);
}

void qian_command_pair(const struct qian_again *a, bool expert, struct qian_str target,
                       struct qian_str inspector, struct qian_buf *out) {
    enum qian_scope scope = expert ? QIAN_SCOPE_EXPERTS : QIAN_SCOPE_INSPECTORS;
    qian_buf_text(out, "printf '%s|%s|%s' ");
    qian_buf_hex(out, a->draw.seeds.subseed[scope].b, 32);
    qian_buf_char(out, ' ');
    qian_buf_str(out, target);
    qian_buf_char(out, ' ');
    qian_buf_str(out, inspector);
    qian_buf_text(out, " | ");
    hash_command(a, out);
}

void qian_command_place(struct qian_str target, const struct qian_need *team, uint32_t slot,
                        struct qian_buf *out) {
    qian_buf_text(out, "awk -F'\\t' '$2==\"");
    qian_buf_str(out, target);
    if (team->department) {
        qian_buf_text(out, "\" && $3==\"");
        qian_buf_text(out, team->department);
    }
    qian_buf_text(out, "\" && $4==\"");
    qian_buf_u64(out, slot);
    qian_buf_text(out, team->department ? "\" && $5==\"inspector\"" : "\" && $5==\"expert\"");
    qian_buf_text(out, "{print $6}' assignment.tsv");
}

// A 0 byte, then the line without its LF.
void qian_command_leaf(const struct qian_again *a, struct qian_str id, struct qian_buf *out) {
    qian_buf_text(out, "{ printf '\\0'; awk -F'\\t' '$1==\"");
    qian_buf_str(out, id);
    qian_buf_text(out, "\"{printf \"%s\",$0}' targets.tsv; } | ");
    hash_command(a, out);
}

void qian_command_count(const struct qian_again *a, const struct qian_explain_item *item,
                        struct qian_str area, struct qian_str cls, bool eligible,
                        struct qian_buf *out) {
    const char *code = item->item->code;
    qian_buf_text(out, "awk -F'\\t' 'NR>1 && index(\",\"$5\",\",\",");
    qian_buf_text(out, code);
    qian_buf_text(out, ",\")");
    if (a->frozen.copy.notice.by_area) {
        qian_buf_text(out, " && $3==\"");
        qian_buf_str(out, area);
        qian_buf_char(out, '"');
    }
    if (a->frozen.copy.notice.by_class) {
        qian_buf_text(out, " && $4==\"");
        qian_buf_str(out, cls);
        qian_buf_char(out, '"');
    }
    if (eligible) {
        qian_buf_text(out, " && !index(\",\"$6,\",");
        qian_buf_text(out, code);
        qian_buf_text(out, "=\")");
    }
    qian_buf_text(out, "' targets.tsv | wc -l");
}
