// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/keys.h - signing keys in a home folder.
//
// HOME/keys/NAME.SUITE.key, mode 0600, text: `qian/1 key`, `name …`, `suite …`, `vkey …`,
// `secret …` (64 digits). The secret is in the clear: protect the folder.
#pragma once

#include "engine/crypto/vkey.h"

struct qian_key {
    char *name; // owned
    struct qian_secret secret;
    struct qian_public public_key;
    char *vkey; // owned
};

// Make a new key out of 32 random bytes and store it. QIAN_REFUSED if there is one of that name and
// suite; QIAN_USAGE if the name is not lawful.
enum qian_status qian_key_new(const char *home, const char *name, enum qian_suite suite,
                              struct qian_key *out, struct qian_err *err) QIAN_MUST_USE;
// Load the key, or make it if there is none.
enum qian_status qian_key_need(const char *home, const char *name, enum qian_suite suite,
                               struct qian_key *out, struct qian_err *err) QIAN_MUST_USE;
// The key that a test seed gives. It is never stored: a home holds no key that a seed could give.
void qian_key_of_seed(const uint8_t test_seed[32], const char *name, enum qian_suite suite,
                      struct qian_key *out);
// Wipes the secret.
void qian_key_close(struct qian_key *key);
