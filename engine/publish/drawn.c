// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/publish/drawn.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/json_in.h"

#define JSON_MAX 67108864 // spec/bundle.md 1.3

static bool has(const char *folder, const char *name) {
    char *path = qian_path_join(folder, name);
    bool there = qian_file_exists(path);
    free(path);
    return there;
}

static enum qian_status read_in(const char *folder, const char *name, struct qian_buf *out,
                                struct qian_err *err) {
    char *path = qian_path_join(folder, name);
    enum qian_status status = qian_file_read_regular(path, JSON_MAX, out, err);
    free(path);
    return status;
}

static enum qian_status disagrees(struct qian_err *err, const char *code, const char *where,
                                  const char *what) {
    enum qian_status status =
        qian_fail(err, QIAN_DISAGREES, code, "ceremony 2", what, "run qian-verify on the bundle");
    qian_err_where(err, "%s", where);
    return status;
}

// spec/ceremony.md 2.1: "H04 where spec, draw or notice are not this draw's"
static enum qian_status hold_void(const struct qian_notice *notice, struct qian_str notice_bytes,
                                  struct qian_str void_bytes, struct qian_err *err) {
    static const struct qian_json_place place = {"void.json", "ceremony 2.1", QIAN_DISAGREES};
    struct qian_digest digest;
    struct qian_buf hex = {0};
    json_t *root = qian_json_load(&place, void_bytes, err);
    if (!root)
        return QIAN_DISAGREES;
    struct qian_hasher *h = qian_hasher_open(notice->suite);
    qian_hash(h, notice_bytes, &digest);
    qian_hasher_close(h);
    qian_buf_hex(&hex, digest.b, sizeof digest.b);
    const char *draw = json_string_value(json_object_get(root, "draw"));
    const char *of = json_string_value(json_object_get(root, "notice"));
    bool same = draw && of && strcmp(draw, notice->draw) == 0 && strcmp(of, hex.p) == 0;
    qian_buf_free(&hex);
    json_decref(root);
    return same ? QIAN_OK
                : disagrees(err, "H04", "void.json", "the void is that of another notice");
}

static void take_void(struct qian_outcome_read *out, const struct qian_notice *n,
                      struct qian_str bytes) {
    out->outcome = n->rehearsal ? QIAN_OUTCOME_REHEARSAL : QIAN_OUTCOME_VOID;
    out->draw = qian_str_copy(qian_str(n->draw));
    out->line = qian_str_copy(qian_str(n->plan_line));
    out->drawn = (struct qian_drawn){.draw = out->draw, .line = out->line, .serial = n->serial};
    memcpy(out->drawn.day, n->created, 10);
    struct qian_hasher *h = qian_hasher_open(n->suite);
    qian_hash(h, bytes, &out->drawn.notice);
    qian_hasher_close(h);
}

static enum qian_status read_void(const char *path, struct qian_outcome_read *out,
                                  struct qian_err *err) {
    struct qian_buf rules_bytes = {0}, notice_bytes = {0}, void_bytes = {0};
    struct qian_rules rules = {0};
    struct qian_notice_copy copy = {0};
    out->outcome = QIAN_OUTCOME_VOID;
    enum qian_status status = QIAN_OK;
    // spec/ceremony.md 2.2: "Code C03 where a bundle holds both a result"
    if (has(path, "transcript.json") || has(path, "selection.tsv"))
        status = disagrees(err, "C03", path, "the bundle has a result and a void");
    if (status == QIAN_OK)
        status = read_in(path, "rules.json", &rules_bytes, err);
    if (status == QIAN_OK)
        status = read_in(path, "notice.json", &notice_bytes, err);
    if (status == QIAN_OK)
        status = read_in(path, "void.json", &void_bytes, err);
    if (status == QIAN_OK)
        status = qian_rules_parse(qian_buf_view(&rules_bytes), &rules, err);
    if (status == QIAN_OK)
        status = qian_notice_read(qian_buf_view(&notice_bytes), &rules, &copy, err);
    if (status == QIAN_OK)
        status =
            hold_void(&copy.notice, qian_buf_view(&notice_bytes), qian_buf_view(&void_bytes), err);
    if (status == QIAN_OK)
        take_void(out, &copy.notice, qian_buf_view(&notice_bytes));
    qian_notice_copy_free(&copy);
    qian_rules_free(&rules);
    qian_buf_free(&rules_bytes);
    qian_buf_free(&notice_bytes);
    qian_buf_free(&void_bytes);
    return status;
}

static void take_rows(struct qian_outcome_read *out) {
    const struct qian_again *a = &out->again;
    const struct qian_notice *n = &a->frozen.copy.notice;
    size_t cap = 0, rows = 0;
    for (size_t v = 0; v < a->draw.selection.count; v++) {
        const struct qian_visit *visit = &a->draw.selection.visit[v];
        for (size_t i = 0; i < n->item_count; i++) {
            if (!qian_itemset_has(&visit->items, i))
                continue;
            out->row = qian_grow(out->row, &cap, rows + 1, sizeof *out->row);
            out->row[rows++] =
                (struct qian_drawn_row){a->frozen.targets.row[visit->row].field[T_ID], v + 1,
                                        n->items[i].code, n->items[i].department};
        }
    }
    out->drawn.row = out->row;
    out->drawn.rows = rows;
    out->drawn.visits = a->draw.selection.count;
}

static void take(struct qian_outcome_read *out) {
    const struct qian_frozen *f = &out->again.frozen;
    const struct qian_notice *n = &f->copy.notice;
    out->outcome = n->rehearsal ? QIAN_OUTCOME_REHEARSAL : QIAN_OUTCOME_DRAWN;
    out->draw = qian_str_copy(qian_str(n->draw));
    out->drawn = (struct qian_drawn){.draw = n->draw,
                                     .line = n->plan_line,
                                     .initiator = n->initiator,
                                     .replaces = n->replaces,
                                     .serial = n->serial,
                                     .suite = qian_suite_name(n->suite),
                                     .notice = f->notice_digest};
    // spec/history.md 1.4: "`date` the day of the notice's `created`"
    memcpy(out->drawn.day, n->created, 10);
    qian_hash(f->hasher, qian_buf_view(&f->bundle.file[QIAN_F_TRANSCRIPT]), &out->drawn.transcript);
    take_rows(out);
}

enum qian_status qian_outcome_read(const char *path, struct qian_outcome_read *out,
                                   struct qian_err *err) {
    *out = (struct qian_outcome_read){0};
    if (has(path, "void.json") || has(path, "void.note")) {
        enum qian_status status = read_void(path, out, err);
        if (status == QIAN_OK || status == QIAN_CANNOT)
            return status;
        err->next = "run qian-verify on the bundle";
        return err->status = QIAN_DISAGREES;
    }
    enum qian_status status = qian_again_run(path, &out->again, err);
    if (status == QIAN_OK)
        take(out);
    return status;
}

void qian_outcome_free(struct qian_outcome_read *outcome) {
    qian_again_free(&outcome->again);
    free(outcome->row);
    free(outcome->draw);
    free(outcome->line);
    *outcome = (struct qian_outcome_read){0};
}
