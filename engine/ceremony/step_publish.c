// SPDX-License-Identifier: MulanPSL-2.0
// The bundle that everyone may have: the kept files, in a folder of their own.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/ceremony/beacon_files.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/steps.h"

#define NAMES_MAX 64

struct names {
    const char *name[NAMES_MAX];
    char beacon[QIAN_BEACON_FILES][QIAN_BEACON_NAME];
    size_t count;
};

static void add(struct names *n, const char *name) {
    n->name[n->count++] = name;
}

static void add_all(struct names *n, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        add(n, names[i]);
}

static const char *const fixed[] = {"rules.json",           "targets.tsv", "inspectors.tsv",
                                    "recusals.tsv",         "notice.json", "notice.note",
                                    "log/notice.tlog-proof"};
static const char *const closed[] = {"contributions.txt", "close.note", "log/close.tlog-proof"};
static const char *const drawn[] = {
    "entropy.txt",    "selection.tsv",   "assignment.tsv",           "transcript.json",
    "objections.txt", "transcript.note", "log/transcript.tlog-proof"};
static const char *const replaced[] = {"replaces.note", "log/replaces.tlog-proof"};
static const char *const opened[] = {"open.note", "log/open.tlog-proof"};
static const char *const voided[] = {"void.json", "void.note", "log/void.tlog-proof"};
#define ALL(list) list, sizeof list / sizeof *list

static void add_beacon(const struct qian_case *c, struct names *n) {
    size_t count = qian_beacon_files(c, n->beacon);
    for (size_t i = 0; i < count; i++)
        add(n, n->beacon[i]);
}

// spec/bundle.md 1.4, 1.5: the files of a bundle and of a void.
static void names_of(const struct qian_case *c, bool is_void, struct names *n) {
    bool close = qian_case_has(c, "log/close.tlog-proof");
    add_all(n, ALL(fixed));
    if (c->copy.notice.replaces)
        add_all(n, ALL(replaced));
    if (!is_void || close)
        add_all(n, ALL(closed));
    if (is_void) {
        add_all(n, ALL(voided));
        if (close && qian_case_has(c, "entropy.txt")) {
            add(n, "entropy.txt");
            add_beacon(c, n);
        }
        return;
    }
    add_all(n, ALL(drawn));
    add_beacon(c, n);
    if (c->copy.notice.embargo_until)
        add_all(n, ALL(opened));
}

static enum qian_status copy(struct qian_case *c, const char *name, const char *folder,
                             struct qian_err *err) {
    struct qian_buf bytes = {0};
    bool found = false;
    enum qian_status status = qian_kept(c, name, &found, &bytes, err);
    if (status == QIAN_OK && !found) {
        status = qian_fail(err, QIAN_CANNOT, "", "ceremony 6.3",
                           "the draw is not finished: a file of the bundle is still wanted",
                           "see qian ceremony status");
        qian_err_where(err, "%s", name);
    }
    if (status == QIAN_OK) {
        char *path = qian_path_join(folder, name), *above = qian_path_folder(path);
        status = qian_folder_make(above, 0755, err);
        if (status == QIAN_OK)
            status = qian_file_write(path, qian_buf_view(&bytes), 0644, err);
        free(above);
        free(path);
    }
    qian_buf_free(&bytes);
    return status;
}

static void remove_all(const struct names *n, const char *folder) {
    static const char *const folders[] = {"log", "beacon"};
    for (size_t i = 0; i < n->count; i++) {
        char *path = qian_path_join(folder, n->name[i]);
        unlink(path);
        free(path);
    }
    for (size_t i = 0; i < 2; i++) {
        char *path = qian_path_join(folder, folders[i]);
        rmdir(path);
        free(path);
    }
    rmdir(folder);
}

// spec/ceremony.md 6.4: "a step that was done says so and changes nothing"
// Does the folder hold every file of the bundle, as it was acknowledged?
static enum qian_status published_before(struct qian_case *c, const struct names *n,
                                         const char *folder, bool *before, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    *before = true;
    for (size_t i = 0; i < n->count && status == QIAN_OK && *before; i++) {
        struct qian_buf bytes = {0}, there = {0};
        struct qian_err quiet;
        char *path = qian_path_join(folder, n->name[i]);
        status = qian_kept(c, n->name[i], before, &bytes, err);
        if (status == QIAN_OK && *before)
            *before = qian_file_read_regular(path, bytes.n, &there, &quiet) == QIAN_OK &&
                      qian_str_eq(qian_buf_view(&bytes), qian_buf_view(&there));
        free(path);
        qian_buf_free(&bytes);
        qian_buf_free(&there);
    }
    return status;
}

static enum qian_status publish(struct qian_case *c, const char *out, struct qian_err *err) {
    struct names n = {0};
    struct qian_buf partial = {0};
    qian_buf_text(&partial, out);
    while (partial.n > 1 && partial.p[partial.n - 1] == '/')
        partial.p[--partial.n] = 0;
    char *place = qian_str_copy(qian_buf_view(&partial));
    qian_buf_text(&partial, ".XXXXXX");
    bool is_void = false;
    enum qian_status status = qian_is_kept(c, "void.json", &is_void, err);
    names_of(c, is_void, &n);
    bool before = false, made = false;
    status = status == QIAN_OK ? qian_bundle_room(place, err) : status;
    if (status == QIAN_CANNOT) {
        struct qian_err quiet;
        if (published_before(c, &n, place, &before, &quiet) == QIAN_OK && before)
            status = QIAN_OK;
    } else if (status == QIAN_OK) {
        made = mkdtemp(partial.p) && chmod(partial.p, 0755) == 0;
    }
    for (size_t i = 0; i < n.count && made && status == QIAN_OK; i++)
        status = copy(c, n.name[i], partial.p, err);
    if (status == QIAN_OK && !before &&
        (!made || rename(partial.p, place) != 0 || !qian_folder_sync(place))) {
        status = qian_fail(err, QIAN_CANNOT, "", "", "the bundle cannot be put into its place",
                           "check path, rights and free space");
        qian_err_where(err, "%.200s", place);
    }
    if (status != QIAN_OK && made)
        remove_all(&n, partial.p);
    if (status == QIAN_OK)
        qian_say(&c->said, before ? "was published before" : "published", "%s", place);
    qian_buf_free(&partial);
    free(place);
    return status;
}

enum qian_status qian_step_publish(const struct qian_case_order *order, const struct qian_act *act,
                                   struct qian_case *c, struct qian_err *err) {
    enum qian_status status = qian_case_enter(order, c, err);
    return status == QIAN_OK ? publish(c, act->out, err) : status;
}
