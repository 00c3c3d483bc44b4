// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"

#define KEY_FILE_MAX 4096
#define FILE_NAME_MAX 180

// The name as part of a file's name: bytes that a path gives a meaning to are written as %xx.
static char *key_path(const char *home, const char *name, enum qian_suite suite) {
    struct qian_buf file = {0};
    qian_buf_text(&file, "keys/");
    for (const char *p = name; *p; p++) {
        if (*p == '/' || *p == '%' || (*p == '.' && p == name)) {
            qian_buf_char(&file, '%');
            qian_buf_hex(&file, (const uint8_t *)p, 1);
        } else {
            qian_buf_char(&file, *p);
        }
    }
    if (file.n > FILE_NAME_MAX) { // a file's name has room for few characters of four bytes
        struct qian_digest digest;
        qian_sha256(qian_str(name), &digest);
        file.n = sizeof "keys/" - 1;
        qian_buf_hex(&file, digest.b, 32);
    }
    qian_buf_char(&file, '.');
    qian_buf_text(&file, qian_suite_name(suite));
    qian_buf_text(&file, ".key");
    char *path = qian_path_join(home, file.p);
    qian_buf_free(&file);
    return path;
}

static void complete(struct qian_key *key, const char *name) {
    struct qian_buf vkey = {0};
    key->name = qian_str_copy(qian_str(name));
    qian_public_of(&key->secret, &key->public_key);
    qian_vkey_write(&vkey, qian_str(name), &key->public_key);
    key->vkey = vkey.p;
}

static void make_secret(enum qian_suite suite, struct qian_secret *out) {
    uint8_t random[32];
    do
        qian_random(random);
    while (!qian_secret_from(suite, random, out));
    qian_wipe(random, sizeof random);
}

void qian_key_of_seed(const uint8_t test_seed[32], const char *name, enum qian_suite suite,
                      struct qian_key *out) {
    uint8_t bytes[32];
    *out = (struct qian_key){0};
    qian_derive(test_seed, "key", qian_str(name), bytes);
    while (!qian_secret_from(suite, bytes, &out->secret))
        qian_derive(bytes, "again", qian_str(name), bytes);
    qian_wipe(bytes, sizeof bytes);
    complete(out, name);
}

static enum qian_status store(const char *home, const char *path, const struct qian_key *key,
                              struct qian_err *err) {
    struct qian_buf text = {0}; // large enough at once: growing would leave copies behind
    char *folder = qian_path_join(home, "keys");
    text.p = qian_grow(NULL, &text.cap, KEY_FILE_MAX, 1);
    qian_buf_text(&text, "qian/1 key\nname ");
    qian_buf_text(&text, key->name);
    qian_buf_text(&text, "\nsuite ");
    qian_buf_text(&text, qian_suite_name(key->secret.suite));
    qian_buf_text(&text, "\nvkey ");
    qian_buf_text(&text, key->vkey);
    qian_buf_text(&text, "\nsecret ");
    qian_buf_hex(&text, key->secret.bytes, 32);
    qian_buf_char(&text, '\n');
    enum qian_status status = qian_folder_make(folder, 0700, err);
    if (status == QIAN_OK)
        status = qian_file_write(path, qian_buf_view(&text), 0600, err);
    qian_wipe(text.p, text.n);
    qian_buf_free(&text);
    free(folder);
    return status;
}

enum qian_status qian_key_new(const char *home, const char *name, enum qian_suite suite,
                              struct qian_key *out, struct qian_err *err) {
    *out = (struct qian_key){0};
    enum qian_status status = QIAN_OK;
    if (!qian_signer_name_good(qian_str(name))) {
        status = qian_fail(err, QIAN_USAGE, "F08", "notes 2.1", "not a lawful signer's name",
                           "use 1 to 64 characters without white space, + or |");
        qian_err_where(err, "%.200s", name);
        return status;
    }
    char *path = key_path(home, name, suite);
    if (qian_file_exists(path)) {
        status = qian_fail(err, QIAN_REFUSED, "", "", "there is a key of this name already",
                           "choose another name, or use that key");
        qian_err_where(err, "%.200s", path);
    } else {
        make_secret(suite, &out->secret);
        complete(out, name);
        status = store(home, path, out, err);
    }
    free(path);
    if (status != QIAN_OK)
        qian_key_close(out);
    return status;
}

// The value of the line that begins with `word` and a space; empty if there is none.
static struct qian_str line_value(struct qian_str text, const char *word) {
    struct qian_split split = qian_split(text, '\n');
    struct qian_str line;
    size_t n = strlen(word);
    while (qian_split_next(&split, &line))
        if (line.n > n && memcmp(line.p, word, n) == 0 && line.p[n] == ' ')
            return (struct qian_str){line.p + n + 1, line.n - n - 1};
    return (struct qian_str){"", 0};
}

static enum qian_status load(const char *path, const char *name, enum qian_suite suite,
                             struct qian_key *out, struct qian_err *err) {
    struct qian_buf text = {0};
    uint8_t secret[32];
    enum qian_status status = qian_file_read(path, KEY_FILE_MAX, &text, err);
    if (status == QIAN_OK) {
        struct qian_str view = qian_buf_view(&text);
        bool good = qian_str_is(line_value(view, "name"), name) &&
                    qian_str_is(line_value(view, "suite"), qian_suite_name(suite)) &&
                    qian_hex_read(line_value(view, "secret"), secret, sizeof secret) &&
                    qian_secret_from(suite, secret, &out->secret);
        if (good)
            complete(out, name);
        if (!good || !qian_str_is(line_value(view, "vkey"), out->vkey)) {
            status = qian_fail(err, QIAN_CANNOT, "", "", "the key file is damaged",
                               "restore it from a copy");
            qian_err_where(err, "%.200s", path);
        }
        qian_wipe(text.p, text.n);
    }
    qian_wipe(secret, sizeof secret);
    qian_buf_free(&text);
    return status;
}

enum qian_status qian_key_need(const char *home, const char *name, enum qian_suite suite,
                               struct qian_key *out, struct qian_err *err) {
    *out = (struct qian_key){0};
    char *path = key_path(home, name, suite);
    enum qian_status status = qian_file_exists(path) ? load(path, name, suite, out, err)
                                                     : qian_key_new(home, name, suite, out, err);
    free(path);
    if (status != QIAN_OK)
        qian_key_close(out);
    return status;
}

void qian_key_close(struct qian_key *key) {
    qian_secret_wipe(&key->secret);
    free(key->name);
    free(key->vkey);
    *key = (struct qian_key){0};
}
