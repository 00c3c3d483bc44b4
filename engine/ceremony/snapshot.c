// SPDX-License-Identifier: MulanPSL-2.0
// A private copy of the case's bundle: what is looked at is what is signed, whoever else can write
// to the share.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/ceremony/beacon_files.h"
#include "engine/ceremony/case.h"

static const char *const names[] = {"rules.json",
                                    "targets.tsv",
                                    "inspectors.tsv",
                                    "recusals.tsv",
                                    "notice.json",
                                    "notice.note",
                                    "contributions.txt",
                                    "close.note",
                                    "entropy.txt",
                                    "selection.tsv",
                                    "assignment.tsv",
                                    "transcript.json",
                                    "objections.txt",
                                    "transcript.note",
                                    "open.note",
                                    "void.json",
                                    "void.note",
                                    "replaces.note",
                                    "log/notice.tlog-proof",
                                    "log/close.tlog-proof",
                                    "log/transcript.tlog-proof",
                                    "log/open.tlog-proof",
                                    "log/void.tlog-proof",
                                    "log/replaces.tlog-proof"};
typedef enum qian_status each_fn(const struct qian_case *c, const char *to, const char *name,
                                 struct qian_err *err);

// Call for every name that a bundle can hold.
static enum qian_status each(const struct qian_case *c, const char *to, each_fn *fn,
                             struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && status == QIAN_OK; i++)
        status = fn(c, to, names[i], err);
    for (size_t s = 1; s <= QIAN_PUBLIC_MAX_SOURCES; s++) {
        for (size_t e = 0; e < QIAN_BEACON_ENDS && status == QIAN_OK; e++) {
            char name[QIAN_BEACON_NAME];
            qian_beacon_name(s, e, name);
            status = fn(c, to, name, err);
        }
    }
    return status;
}

static enum qian_status copy(const struct qian_case *c, const char *to, const char *name,
                             struct qian_err *err) {
    struct qian_buf bytes = {0};
    if (!qian_case_has(c, name))
        return QIAN_OK;
    char *path = qian_path_join(to, name), *folder = qian_path_folder(path);
    enum qian_status status = qian_case_read(c, name, &bytes, err);
    if (status == QIAN_OK)
        status = qian_folder_make(folder, 0700, err);
    if (status == QIAN_OK)
        status = qian_file_write(path, qian_buf_view(&bytes), 0600, err);
    free(folder);
    free(path);
    qian_buf_free(&bytes);
    return status;
}

static enum qian_status take_away(const struct qian_case *c, const char *to, const char *name,
                                  struct qian_err *err) {
    (void)c;
    (void)err;
    struct qian_buf path = {0};
    qian_buf_text(&path, to);
    qian_buf_char(&path, '/');
    qian_buf_text(&path, name);
    unlink(path.p);
    qian_buf_text(&path, ".partial"); // of a run that was broken off
    unlink(path.p);
    qian_buf_free(&path);
    return QIAN_OK;
}

enum qian_status qian_case_snapshot(struct qian_case *c, struct qian_err *err) {
    // One name, since one process works on the home: what a broken off run has left goes here.
    char *to = qian_path_join(c->order->home, "look");
    enum qian_status status = each(c, to, take_away, err);
    c->look = to;
    if (status == QIAN_OK)
        status = qian_folder_make(to, 0700, err);
    if (status == QIAN_OK)
        status = each(c, to, copy, err);
    if (status != QIAN_OK)
        return status;
    free(c->bundle);
    c->bundle = qian_str_copy(qian_str(to));
    return qian_case_reread(c, err); // the notice is that of the copy
}

static enum qian_status restore_one(const struct qian_case *c, const char *to, const char *name,
                                    struct qian_err *err) {
    struct qian_buf bytes = {0};
    bool found = false;
    (void)to;
    enum qian_status status = qian_kept(c, name, &found, &bytes, err);
    qian_buf_free(&bytes);
    return status;
}

enum qian_status qian_case_restore(const struct qian_case *c, struct qian_err *err) {
    bool opened = false;
    enum qian_status status = qian_is_kept(c, "draft.json", &opened, err);
    if (status != QIAN_OK || !opened)
        return status;
    status = restore_one(c, NULL, "draft.json", err);
    return status == QIAN_OK ? each(c, NULL, restore_one, err) : status;
}

void qian_case_forget(struct qian_case *c) {
    static const char *const folders[] = {"log", "beacon"};
    struct qian_err err;
    if (!c->look)
        return;
    (void)each(c, c->look, take_away, &err);
    for (size_t i = 0; i < 2; i++) {
        char *path = qian_path_join(c->look, folders[i]);
        rmdir(path);
        free(path);
    }
    rmdir(c->look);
    free(c->look);
    c->look = NULL;
}
