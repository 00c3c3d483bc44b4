// SPDX-License-Identifier: MulanPSL-2.0
#define _GNU_SOURCE
#include "engine/publish/bundle.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"

#define TABLE_MAX ((uint64_t)1 << 38)
#define OTHER_MAX ((uint64_t)64 << 20) // spec/bundle.md 1.3

const char *const qian_bundle_names[QIAN_BUNDLE_FILES] = {
    "rules.json",     "targets.tsv",       "inspectors.tsv", "recusals.tsv", "notice.json",
    "notice.note",    "contributions.txt", "close.note",     "entropy.txt",  "selection.tsv",
    "assignment.tsv", "transcript.json",   "transcript.note"};

static bool is_empty_folder(const char *path) {
    struct stat stat;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (lstat(path, &stat) != 0 || !S_ISDIR(stat.st_mode) || strcmp(name, ".") == 0 ||
        strcmp(name, "..") == 0)
        return false;
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    bool empty = true;
    for (struct dirent *entry; (entry = readdir(folder));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            empty = false;
    closedir(folder);
    return empty;
}

enum qian_status qian_bundle_room(const char *path, struct qian_err *err) {
    if (!qian_file_exists(path) || is_empty_folder(path))
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_CANNOT, "", "", "something is there already, and it stays as it is",
                  "give --out a path where nothing is");
    qian_err_where(err, "%.200s", path);
    return status;
}

static void remove_partial(const char *path) {
    for (size_t i = 0; i < QIAN_BUNDLE_FILES; i++) {
        char *file = qian_path_join(path, qian_bundle_names[i]);
        unlink(file);
        free(file);
    }
    rmdir(path);
}

// "a/b/" names the same folder as "a/b".
static char *without_slash(const char *path) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    return qian_str_copy((struct qian_str){path, n});
}

static enum qian_status write_files(const char *folder, const struct qian_bundle *bundle,
                                    struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < QIAN_BUNDLE_FILES && status == QIAN_OK; i++) {
        char *file = qian_path_join(folder, qian_bundle_names[i]);
        status = qian_file_write(file, qian_buf_view(&bundle->file[i]), 0644, err);
        free(file);
    }
    return status;
}

static enum qian_status cannot_place(const char *place, struct qian_err *err) {
    int cause = errno;
    enum qian_status status =
        qian_fail(err, QIAN_CANNOT, "", "", "the bundle cannot be put into its place",
                  "check path, rights and free space");
    qian_err_where(err, "%.200s", place);
    qian_err_value(err, "%s", strerrordesc_np(cause));
    return status;
}

// A new folder beside `place`, of a name that nobody else has.
static enum qian_status make_partial(const char *place, struct qian_buf *partial,
                                     struct qian_err *err) {
    char *folder = qian_path_folder(place);
    enum qian_status status = qian_folder_make(folder, 0755, err);
    free(folder);
    qian_buf_text(partial, place);
    qian_buf_text(partial, ".XXXXXX");
    if (status == QIAN_OK && (!mkdtemp(partial->p) || chmod(partial->p, 0755) != 0))
        status = cannot_place(place, err);
    return status;
}

enum qian_status qian_bundle_write(const char *path, const struct qian_bundle *bundle,
                                   struct qian_err *err) {
    char *place = without_slash(path);
    struct qian_buf partial = {0};
    sigset_t all, before; // a signal waits until the bundle is there, or gone again
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    enum qian_status status = make_partial(place, &partial, err);
    if (status == QIAN_OK) {
        status = write_files(partial.p, bundle, err);
        if (status == QIAN_OK && (rename(partial.p, place) != 0 || !qian_folder_sync(place)))
            status = cannot_place(place, err);
        if (status != QIAN_OK)
            remove_partial(partial.p);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    qian_buf_free(&partial);
    free(place);
    return status;
}

enum qian_status qian_bundle_read(const char *path, struct qian_bundle *out, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    *out = (struct qian_bundle){0};
    for (size_t i = 0; i < QIAN_BUNDLE_FILES && status == QIAN_OK; i++) {
        char *file = qian_path_join(path, qian_bundle_names[i]);
        bool table = strstr(qian_bundle_names[i], ".tsv") != NULL;
        status = qian_file_read_regular(file, table ? TABLE_MAX : OTHER_MAX, &out->file[i], err);
        free(file);
    }
    return status;
}

void qian_bundle_free(struct qian_bundle *bundle) {
    for (size_t i = 0; i < QIAN_BUNDLE_FILES; i++)
        qian_buf_free(&bundle->file[i]);
}
