// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/ceremony/keyfile.h"
#include "engine/crypto/locked.h"

#define FILE_NAME_MAX 180

// The name as part of a file's name: bytes that a path gives a meaning to are written as %xx.
char *qian_key_path(const char *home, const char *name, enum qian_suite suite) {
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

static enum qian_status take_secret(struct qian_key *key, struct qian_err *err) {
    void *memory;
    enum qian_status status = qian_locked_take(sizeof *key->secret, &memory, err);
    key->secret = memory;
    return status;
}

// Name, suite, public key and vkey, from the secret.
static void complete(struct qian_key *key, const char *name) {
    struct qian_buf vkey = {0};
    key->name = qian_str_copy(qian_str(name));
    key->suite = key->secret->suite;
    qian_public_of(key->secret, &key->public_key);
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

enum qian_status qian_key_of_seed(const uint8_t test_seed[32], const char *name,
                                  enum qian_suite suite, struct qian_key *out,
                                  struct qian_err *err) {
    uint8_t bytes[32];
    *out = (struct qian_key){0};
    enum qian_status status = take_secret(out, err);
    if (status != QIAN_OK)
        return status;
    qian_derive(test_seed, "key", qian_str(name), bytes);
    while (!qian_secret_from(suite, bytes, out->secret))
        qian_derive(bytes, "again", qian_str(name), bytes);
    qian_wipe(bytes, sizeof bytes);
    complete(out, name);
    return QIAN_OK;
}

static void write_head(const struct qian_key *key, struct qian_buf *out) {
    qian_buf_text(out, "qian/1 key\nname ");
    qian_buf_text(out, key->name);
    qian_buf_text(out, "\nsuite ");
    qian_buf_text(out, qian_suite_name(key->suite));
    qian_buf_text(out, "\nvkey ");
    qian_buf_text(out, key->vkey);
    qian_buf_char(out, '\n');
}

enum qian_status qian_key_store(const char *home, const char *path, struct qian_str text,
                                struct qian_err *err) {
    char *folder = qian_path_join(home, "keys");
    enum qian_status status = qian_folder_make(folder, 0700, err);
    if (status == QIAN_OK)
        status = qian_folder_private(folder, err);
    if (status == QIAN_OK)
        status = qian_file_write(path, text, 0600, err);
    free(folder);
    return status;
}

static enum qian_status seal_and_store(const char *home, const char *path,
                                       const struct qian_key *key, struct qian_vault *vault,
                                       struct qian_err *err) {
    struct qian_buf text = {0}, head = {0};
    write_head(key, &head);
    qian_buf_str(&text, qian_buf_view(&head));
    enum qian_status status = qian_seal(vault, key->name, qian_buf_view(&head), key->secret->bytes,
                                        sizeof key->secret->bytes, &text, err);
    if (status == QIAN_OK)
        status = qian_key_store(home, path, qian_buf_view(&text), err);
    qian_buf_free(&head);
    qian_buf_free(&text);
    return status;
}

enum qian_status qian_key_read_head(const char *path, struct qian_str text, struct qian_key *key,
                                    struct qian_str *head, struct qian_str *block,
                                    struct qian_err *err) {
    struct qian_str rest = text, version, name, suite, vkey, clear, said;
    bool good = qian_line_take(&rest, "qian/1", &version) && qian_str_is(version, "key") &&
                qian_line_take(&rest, "name", &name) && qian_line_take(&rest, "suite", &suite) &&
                qian_line_take(&rest, "vkey", &vkey) && qian_suite_read(suite, &key->suite);
    *head = (struct qian_str){text.p, text.n - rest.n};
    *block = rest;
    enum qian_status status = QIAN_OK;
    if (good && qian_line_take(&rest, "secret", &clear))
        status = qian_fail(err, QIAN_REFUSED, "", "",
                           "the key lies there in the clear, as old versions kept it",
                           "move the file away and make a new key");
    else if (!good || qian_vkey_read(vkey, key->suite, &said, &key->public_key) ||
             !qian_str_eq(said, name))
        status = qian_seal_wrong(err);
    if (status != QIAN_OK) {
        qian_err_where(err, "%.200s", path);
        return status;
    }
    key->name = qian_str_copy(name);
    key->vkey = qian_str_copy(vkey);
    return QIAN_OK;
}

// Open the box into key->secret, and hold the public key to it.
static enum qian_status open_secret(struct qian_str head, struct qian_str block,
                                    struct qian_vault *vault, struct qian_key *key,
                                    struct qian_err *err) {
    void *memory;
    size_t n = 0;
    enum qian_status status = take_secret(key, err);
    if (status != QIAN_OK)
        return status;
    status = qian_locked_take(32, &memory, err);
    if (status == QIAN_OK)
        status = qian_unseal(vault, key->name, head, block, memory, 32, &n, err);
    if (status == QIAN_OK) {
        struct qian_public real = {0};
        bool good = n == 32 && qian_secret_from(key->suite, memory, key->secret);
        if (good)
            qian_public_of(key->secret, &real);
        if (!good || real.size != key->public_key.size ||
            memcmp(real.bytes, key->public_key.bytes, real.size) != 0)
            status = qian_seal_wrong(err);
    }
    qian_locked_free(memory);
    return status;
}

enum qian_status qian_key_read(const char *path, struct qian_str text, struct qian_vault *vault,
                               struct qian_key *key, struct qian_err *err) {
    struct qian_str head, block;
    *key = (struct qian_key){0};
    enum qian_status status = qian_key_read_head(path, text, key, &head, &block, err);
    if (status == QIAN_OK && vault) {
        status = open_secret(head, block, vault, key, err);
        if (status == QIAN_CANNOT && !*err->where)
            qian_err_where(err, "%.200s", path);
    }
    if (status != QIAN_OK)
        qian_key_close(key);
    return status;
}

enum qian_status qian_key_fetch(const char *home, const char *path, bool *there,
                                struct qian_buf *text, struct qian_err *err) {
    *there = qian_file_exists(path);
    if (!*there)
        return QIAN_OK;
    char *folder = qian_path_join(home, "keys");
    enum qian_status status = qian_folder_private(folder, err);
    if (status == QIAN_OK)
        status = qian_file_read_private(path, QIAN_KEY_FILE_MAX, text, err);
    free(folder);
    return status;
}

// Read the key's file, if there is one, and open it where `vault` is given.
static enum qian_status load(const char *home, const char *name, enum qian_suite suite,
                             struct qian_vault *vault, bool *there, struct qian_key *out,
                             struct qian_err *err) {
    struct qian_buf text = {0};
    char *path = qian_key_path(home, name, suite);
    *out = (struct qian_key){0};
    enum qian_status status = qian_key_fetch(home, path, there, &text, err);
    if (status == QIAN_OK && *there) {
        status = qian_key_read(path, qian_buf_view(&text), vault, out, err);
        if (status == QIAN_OK && (strcmp(out->name, name) != 0 || out->suite != suite)) {
            status = qian_seal_wrong(err); // another key's file under this key's name
            qian_err_where(err, "%.200s", path);
            qian_key_close(out);
        }
    }
    qian_buf_free(&text);
    free(path);
    return status;
}

enum qian_status qian_key_look(const char *home, const char *name, enum qian_suite suite,
                               bool *there, struct qian_key *out, struct qian_err *err) {
    return load(home, name, suite, NULL, there, out, err);
}

enum qian_status qian_key_open(const char *home, const char *name, enum qian_suite suite,
                               struct qian_vault *vault, struct qian_key *out,
                               struct qian_err *err) {
    bool there;
    enum qian_status status = load(home, name, suite, vault, &there, out, err);
    if (status == QIAN_OK && !there) {
        status = qian_fail(err, QIAN_USAGE, "", "", "the home has no key of this name and suite",
                           "qian key show lists its keys");
        qian_err_where(err, "%.200s", name);
    }
    return status;
}

enum qian_status qian_key_new(const char *home, const char *name, enum qian_suite suite,
                              struct qian_vault *vault, struct qian_key *out,
                              struct qian_err *err) {
    *out = (struct qian_key){0};
    enum qian_status status = QIAN_OK;
    if (!qian_signer_name_good(qian_str(name))) {
        status = qian_fail(err, QIAN_USAGE, "F08", "notes 2.1", "not a lawful signer's name",
                           "use 1 to 64 characters without white space, + or |");
        qian_err_where(err, "%.200s", name);
        return status;
    }
    char *path = qian_key_path(home, name, suite);
    if (qian_file_exists(path)) {
        status = qian_fail(err, QIAN_REFUSED, "", "", "there is a key of this name already",
                           "choose another name, or use that key");
        qian_err_where(err, "%.200s", path);
    } else {
        status = take_secret(out, err);
    }
    if (status == QIAN_OK) {
        make_secret(suite, out->secret);
        complete(out, name);
        status = seal_and_store(home, path, out, vault, err);
    }
    free(path);
    if (status != QIAN_OK)
        qian_key_close(out);
    return status;
}

enum qian_status qian_key_seal_again(const char *home, const char *name, enum qian_suite suite,
                                     struct qian_vault *old, struct qian_vault *fresh,
                                     struct qian_key *out, struct qian_err *err) {
    enum qian_status status = qian_key_open(home, name, suite, old, out, err);
    if (status != QIAN_OK)
        return status;
    char *path = qian_key_path(home, name, suite);
    status = seal_and_store(home, path, out, fresh, err);
    free(path);
    if (status != QIAN_OK)
        qian_key_close(out);
    return status;
}

void qian_key_close(struct qian_key *key) {
    qian_locked_free(key->secret);
    free(key->name);
    free(key->vkey);
    *key = (struct qian_key){0};
}
