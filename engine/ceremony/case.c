// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/case.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/beacon/public.h"
#include "engine/ceremony/home.h"
#include "engine/ceremony/parts.h"

#define JSON_MAX ((uint64_t)64 << 20) // spec/bundle.md 1.3
#define TABLE_MAX ((uint64_t)1 << 38)
#define SAID_MAX 1024
#define STORE_WAIT_MS 2000

void qian_say(struct qian_said *said, const char *what, const char *format, ...) {
    char value[SAID_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(value, sizeof value, format, args);
    va_end(args);
    said->line = qian_grow(said->line, &said->cap, said->count + 1, sizeof *said->line);
    said->line[said->count].what = what;
    said->line[said->count++].value = qian_str_copy(qian_str(value));
}

void qian_said_free(struct qian_said *said) {
    for (size_t i = 0; i < said->count; i++)
        free(said->line[i].value);
    free(said->line);
    *said = (struct qian_said){0};
}

int64_t qian_now(void) {
    return (int64_t)time(NULL);
}

int64_t qian_close_deadline(const struct qian_notice *notice) {
    int64_t first = INT64_MAX, seconds;
    for (size_t i = 0; i < notice->public_count; i++)
        if (qian_time_read(qian_str(notice->public[i].time), &seconds) && seconds < first)
            first = seconds;
    return first == INT64_MAX ? first : first - QIAN_CLOSE_MARGIN;
}

char *qian_case_path(const struct qian_case *c, const char *name) {
    if (strcmp(name, "draft.json") == 0) // the one file beside the bundle
        return qian_path_join(c->order->path, name);
    return qian_path_join(c->bundle, name);
}

bool qian_case_has(const struct qian_case *c, const char *name) {
    char *path = qian_case_path(c, name);
    bool there = qian_file_exists(path);
    free(path);
    return there;
}

enum qian_status qian_case_read(const struct qian_case *c, const char *name, struct qian_buf *out,
                                struct qian_err *err) {
    char *path = qian_case_path(c, name);
    bool table = strstr(name, ".tsv") != NULL;
    enum qian_status status = qian_file_read_regular(path, table ? TABLE_MAX : JSON_MAX, out, err);
    free(path);
    return status;
}

static enum qian_status write_file(const char *path, struct qian_str bytes, unsigned mode,
                                   struct qian_err *err) {
    char *folder = qian_path_folder(path);
    enum qian_status status = qian_folder_make(folder, mode == 0600 ? 0700 : 0755, err);
    if (status == QIAN_OK)
        status = qian_file_write(path, bytes, mode, err);
    free(folder);
    return status;
}

enum qian_status qian_case_write(const struct qian_case *c, const char *name, struct qian_str bytes,
                                 struct qian_err *err) {
    char *path = qian_case_path(c, name);
    enum qian_status status = write_file(path, bytes, 0644, err);
    free(path);
    return status;
}

static char *part_path(const struct qian_case *c, const char *kind, const char *key_id) {
    struct qian_buf name = {0};
    qian_buf_text(&name, kind);
    qian_buf_char(&name, '.');
    qian_buf_text(&name, key_id);
    char *path = qian_path_join(c->parts, name.p);
    qian_buf_free(&name);
    return path;
}

enum qian_status qian_part_read(const struct qian_case *c, const char *kind, const char *key_id,
                                bool *found, struct qian_buf *out, struct qian_err *err) {
    char *path = part_path(c, kind, key_id);
    enum qian_status status = QIAN_OK;
    *found = qian_file_exists(path);
    if (*found)
        status = qian_file_read_regular(path, QIAN_PART_MAX, out, err);
    free(path);
    return status;
}

enum qian_status qian_part_write(const struct qian_case *c, const char *kind, const char *key_id,
                                 struct qian_str bytes, struct qian_err *err) {
    char *path = part_path(c, kind, key_id);
    enum qian_status status = write_file(path, bytes, 0644, err);
    free(path);
    return status;
}

void qian_part_remove(const struct qian_case *c, const char *kind, const char *key_id) {
    char *path = part_path(c, kind, key_id);
    struct qian_buf partial = {0}; // of a run that was broken off
    qian_buf_text(&partial, path);
    qian_buf_text(&partial, ".partial");
    unlink(path);
    unlink(partial.p);
    qian_buf_free(&partial);
    free(path);
}

enum qian_status qian_part_wrong(const struct qian_case *c, const char *kind, const char *key_id,
                                 const char *what, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_BAD_DATA, "F07", "ceremony 6.2", what,
                                        "have it made anew by whoever it is from");
    (void)c;
    qian_err_where(err, "parts/%s.%s", kind, key_id);
    return status;
}

enum qian_status qian_waiting(struct qian_err *err, const char *what,
                              const struct qian_buf *names) {
    enum qian_status status =
        qian_fail(err, QIAN_CANNOT, "", "ceremony 6.3", what,
                  "wait for them, then give the same command again; see qian ceremony status");
    qian_err_where(err, "%.250s", names->p ? names->p : "");
    return status;
}

static char *kept_path(const struct qian_case *c, const char *name) {
    char *draws = qian_path_join(c->order->home, "draws");
    char *draw = qian_path_join(draws, qian_case_draw(c));
    char *path = qian_path_join(draw, name);
    free(draw);
    free(draws);
    return path;
}

// Put an acknowledged file into the case, or hold what is there against it.
static enum qian_status give(const struct qian_case *c, const char *name, struct qian_str bytes,
                             struct qian_err *err) {
    struct qian_buf there = {0};
    if (!qian_case_has(c, name))
        return qian_case_write(c, name, bytes, err);
    enum qian_status status = qian_case_read(c, name, &there, err);
    if (status == QIAN_OK && !qian_str_eq(qian_buf_view(&there), bytes)) {
        status = qian_fail(err, QIAN_DISAGREES, "H01", "ceremony 6.4",
                           "the case has another file than the one that was acknowledged",
                           "find out who changed it; move it away, and it is put back");
        qian_err_where(err, "%.200s", name);
    }
    qian_buf_free(&there);
    return status;
}

enum qian_status qian_kept(const struct qian_case *c, const char *name, bool *found,
                           struct qian_buf *out, struct qian_err *err) {
    struct qian_digest want, have;
    enum qian_status status =
        qian_store_file_get(c->store, qian_case_draw(c), name, found, &want, err);
    if (status != QIAN_OK || !*found)
        return status;
    char *path = kept_path(c, name);
    status = qian_file_read_regular(path, TABLE_MAX, out, err);
    if (status == QIAN_OK) {
        qian_sha256(qian_buf_view(out), &have);
        if (memcmp(want.b, have.b, sizeof want.b) != 0) {
            status = qian_fail(err, QIAN_DISAGREES, "H01", "ceremony 6.4",
                               "the file in the home is not the one that was acknowledged",
                               "restore it from a copy of the home or of the case");
            qian_err_where(err, "%.200s", path);
        }
    }
    free(path);
    return status == QIAN_OK ? give(c, name, qian_buf_view(out), err) : status;
}

enum qian_status qian_is_kept(const struct qian_case *c, const char *name, bool *kept,
                              struct qian_err *err) {
    struct qian_digest digest;
    return qian_store_file_get(c->store, qian_case_draw(c), name, kept, &digest, err);
}

enum qian_status qian_keep(struct qian_case *c, const char *name, struct qian_str bytes,
                           struct qian_err *err) {
    struct qian_digest digest, before;
    bool found = false;
    qian_sha256(bytes, &digest);
    enum qian_status status =
        qian_store_file_get(c->store, qian_case_draw(c), name, &found, &before, err);
    // A home that is older than the case must not acknowledge something else.
    if (status == QIAN_OK && !found && qian_case_has(c, name))
        status = give(c, name, bytes, err);
    if (status == QIAN_OK && !found) {
        char *path = kept_path(c, name);
        status = write_file(path, bytes, 0600, err);
        free(path);
    }
    if (status == QIAN_OK)
        status = qian_store_file_add(c->store, qian_case_draw(c), name, &digest, err);
    return status == QIAN_OK ? give(c, name, bytes, err) : status;
}

enum qian_status qian_case_reread(struct qian_case *c, struct qian_err *err) {
    struct qian_buf rules = {0}, notice = {0};
    qian_notice_copy_free(&c->copy);
    qian_rules_free(&c->rules);
    qian_hasher_close(c->hasher);
    c->hasher = NULL;
    c->noticed = qian_case_has(c, "notice.json");
    enum qian_status status = qian_case_read(c, "rules.json", &rules, err);
    if (status == QIAN_OK)
        status = qian_rules_parse(qian_buf_view(&rules), &c->rules, err);
    if (status == QIAN_OK)
        status = qian_case_read(c, c->noticed ? "notice.json" : "draft.json", &notice, err);
    if (status == QIAN_OK)
        status = qian_notice_read(qian_buf_view(&notice), &c->rules, &c->copy, err);
    if (status == QIAN_OK) {
        c->hasher = qian_hasher_open(c->copy.notice.suite);
        qian_hash(c->hasher, qian_buf_view(&notice), &c->notice_digest);
    }
    qian_buf_free(&rules);
    qian_buf_free(&notice);
    return status;
}

// spec/beacons.md 2.2: "The notice's `round` is the first that is not before its `time`"
static enum qian_status check_sources(const struct qian_notice *n, struct qian_err *err) {
    for (size_t i = 0; i < n->public_count; i++) {
        const char *code = qian_source_fault(&n->public[i]);
        if (!code)
            continue;
        enum qian_status status =
            qian_fail(err, QIAN_REFUSED, code, "beacons 2",
                      "the drand chain is not known, or the round is not that of the stated time",
                      "sign nothing; find out what was changed");
        qian_err_where(err, "notice.json public[%zu]", i);
        return status;
    }
    return QIAN_OK;
}

static enum qian_status check_notice(const struct qian_case *c, struct qian_err *err) {
    int64_t created = 0;
    const struct qian_notice *n = &c->copy.notice;
    if (!n->ceremony) {
        return qian_fail(err, QIAN_REFUSED, "", "bundle 3.6", "this draw is no ceremony",
                         "solo draws are made by qian draw all");
    }
    if (c->order->policy && c->policy.rehearsal != n->rehearsal) {
        // spec/notes.md 3.5: "The notice's `rehearsal` is true exactly if the policy has a
        // `rehearsal` line."
        enum qian_status status = qian_fail(err, QIAN_REFUSED, "C08", "notes 3.5",
                                            "a policy is either for rehearsals or for real draws",
                                            "use the policy of this draw");
        qian_err_where(err, "%.200s", c->order->policy);
        return status;
    }
    if (c->order->home && qian_time_read(qian_str(n->created), &created) && qian_now() < created) {
        enum qian_status status =
            qian_fail(err, QIAN_REFUSED, "T01", "ceremony 5.5",
                      "this machine's clock is before the time at which the draw was opened",
                      "set the clock right");
        qian_err_value(err, "%s", n->created);
        return status;
    }
    return check_sources(n, err);
}

// spec/ceremony.md 6.6: "A draw whose notice is not in the log can be dropped, and its serial is
// free"
enum qian_status qian_case_going(const struct qian_case *c, struct qian_err *err) {
    bool dropped = false;
    enum qian_status status =
        c->store ? qian_store_draw_dropped(c->store, qian_case_draw(c), &dropped, err) : QIAN_OK;
    if (status == QIAN_OK && dropped)
        status = qian_fail(err, QIAN_REFUSED, "C02", "ceremony 6.6",
                           "this draw was dropped, and its serial is free",
                           "open another draw, with an id of its own");
    if (status == QIAN_REFUSED)
        qian_err_where(err, "%s", qian_case_draw(c));
    return status;
}

enum qian_status qian_case_begin(const struct qian_case_order *order, struct qian_case *out,
                                 struct qian_err *err) {
    *out = (struct qian_case){.order = order, .lock = -1};
    out->bundle = qian_path_join(order->path, "bundle");
    out->parts = qian_path_join(order->path, "parts");
    enum qian_status status = qian_sign_start(err);
    if (status == QIAN_OK && order->policy)
        status = qian_policy_read(order->policy, &out->policy, err);
    if (status == QIAN_OK && order->home)
        status = qian_home_lock(order->home, &out->lock, err);
    if (status == QIAN_OK && order->home)
        status = qian_store_open(order->home, STORE_WAIT_MS, &out->store, err);
    return status;
}

enum qian_status qian_case_enter(const struct qian_case_order *order, struct qian_case *out,
                                 struct qian_err *err) {
    enum qian_status status = qian_case_begin(order, out, err);
    if (status == QIAN_OK)
        status = qian_case_reread(out, err);
    if (status == QIAN_OK)
        status = check_notice(out, err);
    if (status == QIAN_OK)
        status = qian_case_going(out, err);
    if (status == QIAN_OK && out->store)
        status = qian_case_restore(out, err);
    if (status == QIAN_OK && !out->noticed && qian_case_has(out, "notice.json"))
        status = qian_case_reread(out, err); // it came back
    return status;
}

void qian_case_leave(struct qian_case *c) {
    qian_case_forget(c);
    qian_store_close(c->store);
    if (c->lock >= 0)
        close(c->lock);
    qian_said_free(&c->said);
    qian_badrows_free(&c->bad);
    for (size_t i = 0; i < c->board.count; i++)
        free(c->board.row[i].name);
    free(c->board.row);
    qian_hasher_close(c->hasher);
    qian_notice_copy_free(&c->copy);
    qian_rules_free(&c->rules);
    qian_policy_free(&c->policy);
    free(c->bundle);
    free(c->parts);
}
