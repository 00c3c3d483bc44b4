// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/hash.h - H of spec/bundle.md: SHA-256 or SM3, through OpenSSL.
#pragma once

#include "engine/base/bytes.h"

enum qian_suite { QIAN_SHA256_ED25519, QIAN_SM3_SM2 };

struct qian_digest {
    uint8_t b[32];
};

// "sha256-ed25519" or "sm3-sm2".
const char *qian_suite_name(enum qian_suite suite);
bool qian_suite_read(struct qian_str name, enum qian_suite *out);

// One hasher, reused for any number of messages. Never NULL: the program stops if the library
// cannot give one. Not shared between threads.
struct qian_hasher;
struct qian_hasher *qian_hasher_open(enum qian_suite suite);
void qian_hasher_close(struct qian_hasher *h);

void qian_hash_begin(struct qian_hasher *h);
void qian_hash_add(struct qian_hasher *h, const void *bytes, size_t n);
void qian_hash_end(struct qian_hasher *h, struct qian_digest *out);

// Remember a first part that many messages share, and begin messages with it.
void qian_hash_prefix(struct qian_hasher *h, const void *bytes, size_t n);
void qian_hash_begin_prefixed(struct qian_hasher *h);

// One message at once.
void qian_hash(struct qian_hasher *h, struct qian_str message, struct qian_digest *out);
// SHA-256 whatever the suite: key ids (spec/notes.md 2.2) and digests of files that are not
// part of a bundle.
void qian_sha256(struct qian_str message, struct qian_digest *out);

void qian_digest_hex(const struct qian_digest *d, char out[QIAN_HEX_SIZE + 1]);
