// SPDX-License-Identifier: MulanPSL-2.0
// The keys of a home seen from outside: listed, copied, taken back.
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/ceremony/keyfile.h"

static int is_key_file(const struct dirent *entry) {
    size_t n = strlen(entry->d_name);
    return n > 4 && strcmp(entry->d_name + n - 4, ".key") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

// One file of the folder: a key, or damaged. QIAN_REFUSED stops the list.
static enum qian_status list_one(const char *home, const char *path, struct qian_keys *out,
                                 struct qian_err *err) {
    struct qian_buf text = {0};
    struct qian_key key = {0};
    bool there;
    enum qian_status status = qian_key_fetch(home, path, &there, &text, err);
    if (status == QIAN_OK)
        status = qian_key_read(path, qian_buf_view(&text), NULL, &key, err);
    char *proper = status == QIAN_OK ? qian_key_path(home, key.name, key.suite) : NULL;
    if (proper && strcmp(proper, path) == 0) {
        out->key = qian_grow(out->key, &out->cap, out->count + 1, sizeof *out->key);
        out->key[out->count++] = key;
    } else if (status != QIAN_REFUSED) {
        out->damaged =
            qian_grow(out->damaged, &out->damaged_cap, out->damaged_count + 1, sizeof(char *));
        out->damaged[out->damaged_count++] = qian_str_copy(qian_str(path));
        qian_key_close(&key);
        status = QIAN_OK;
    }
    free(proper);
    qian_buf_free(&text);
    return status;
}

enum qian_status qian_keys_list(const char *home, struct qian_keys *out, struct qian_err *err) {
    struct dirent **entry = NULL;
    char *folder = qian_path_join(home, "keys");
    *out = (struct qian_keys){0};
    enum qian_status status = QIAN_OK;
    bool there = qian_file_exists(folder); // a home without the folder has no keys
    if (there)
        status = qian_folder_private(folder, err);
    int n = there && status == QIAN_OK ? scandir(folder, &entry, is_key_file, by_bytes) : 0;
    if (n < 0) {
        status = qian_fail(err, QIAN_CANNOT, "", "", "the folder cannot be read",
                           "check path, rights and free space");
        qian_err_where(err, "%.200s", folder);
    }
    for (int i = 0; i < n; i++) {
        char *path = qian_path_join(folder, entry[i]->d_name);
        if (status == QIAN_OK)
            status = list_one(home, path, out, err);
        free(path);
        free(entry[i]);
    }
    free(entry);
    free(folder);
    if (status != QIAN_OK)
        qian_keys_free(out);
    return status;
}

void qian_keys_free(struct qian_keys *keys) {
    for (size_t i = 0; i < keys->count; i++)
        qian_key_close(&keys->key[i]);
    for (size_t i = 0; i < keys->damaged_count; i++)
        free(keys->damaged[i]);
    free(keys->key);
    free(keys->damaged);
    *keys = (struct qian_keys){0};
}

enum qian_status qian_key_export(const char *home, const char *name, enum qian_suite suite,
                                 const char *to, struct qian_err *err) {
    struct qian_buf text = {0};
    struct qian_key key = {0};
    bool there;
    char *path = qian_key_path(home, name, suite);
    enum qian_status status = qian_key_look(home, name, suite, &there, &key, err);
    qian_key_close(&key);
    if (status == QIAN_OK)
        status = qian_key_fetch(home, path, &there, &text, err);
    if (status == QIAN_OK && !there) {
        status = qian_fail(err, QIAN_USAGE, "", "", "the home has no key of this name and suite",
                           "qian key show lists its keys");
        qian_err_where(err, "%.200s", name);
    } else if (status == QIAN_OK && qian_file_exists(to)) {
        status = qian_fail(err, QIAN_REFUSED, "", "",
                           "something is there already, and it stays as it is",
                           "give --out a path where nothing is");
        qian_err_where(err, "%.200s", to);
    } else if (status == QIAN_OK) {
        status = qian_file_write(to, qian_buf_view(&text), 0600, err);
    }
    qian_buf_free(&text);
    free(path);
    return status;
}

enum qian_status qian_key_look_at_copy(const char *path, struct qian_key *out,
                                       struct qian_err *err) {
    struct qian_buf text = {0};
    *out = (struct qian_key){0};
    enum qian_status status = qian_file_read_regular(path, QIAN_KEY_FILE_MAX, &text, err);
    if (status == QIAN_OK)
        status = qian_key_read(path, qian_buf_view(&text), NULL, out, err);
    qian_buf_free(&text);
    return status;
}

enum qian_status qian_key_import(const char *home, const char *path, struct qian_vault *vault,
                                 struct qian_key *out, struct qian_err *err) {
    struct qian_buf text = {0};
    *out = (struct qian_key){0};
    enum qian_status status = qian_file_read_regular(path, QIAN_KEY_FILE_MAX, &text, err);
    if (status == QIAN_OK)
        status = qian_key_read(path, qian_buf_view(&text), vault, out, err);
    char *place = status == QIAN_OK ? qian_key_path(home, out->name, out->suite) : NULL;
    if (place && qian_file_exists(place)) {
        status = qian_fail(err, QIAN_REFUSED, "", "", "there is a key of this name already",
                           "move that one away first, if this copy is the right one");
        qian_err_where(err, "%.200s", place);
    } else if (place) {
        status = qian_key_store(home, place, qian_buf_view(&text), err);
    }
    free(place);
    qian_buf_free(&text);
    if (status != QIAN_OK)
        qian_key_close(out);
    return status;
}
