// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/keyfile.h - the files behind keys.h; for keys.c and keyshelf.c alone.
#pragma once

#include "engine/ceremony/keys.h"

#define QIAN_KEY_FILE_MAX 4096

// HOME/keys/NAME.SUITE.key; the caller frees.
char *qian_key_path(const char *home, const char *name, enum qian_suite suite);
// Read the head of a key file: fills `key` without the secret; `head` and `block` point into
// `text`.
enum qian_status qian_key_read_head(const char *path, struct qian_str text, struct qian_key *key,
                                    struct qian_str *head, struct qian_str *block,
                                    struct qian_err *err) QIAN_MUST_USE;
// Read the whole file, fill `key`, and open the secret where `vault` is given.
enum qian_status qian_key_read(const char *path, struct qian_str text, struct qian_vault *vault,
                               struct qian_key *key, struct qian_err *err) QIAN_MUST_USE;
// Is there a file for this key, and is it its owner's alone? Then `text` is filled with it.
enum qian_status qian_key_fetch(const char *home, const char *path, bool *there,
                                struct qian_buf *text, struct qian_err *err) QIAN_MUST_USE;
// Write the file; makes the folder.
enum qian_status qian_key_store(const char *home, const char *path, struct qian_str text,
                                struct qian_err *err) QIAN_MUST_USE;
