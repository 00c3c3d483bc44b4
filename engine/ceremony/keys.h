// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/keys.h - signing keys in a home folder, sealed under a passphrase.
//
// HOME/keys/NAME.SUITE.key, mode 0600, text:
//
//     qian/1 key
//     name 纪检监察
//     suite sha256-ed25519
//     vkey 纪检监察+9e3c07aa+AS…
//     kdf argon2id
//     …                        a block of engine/crypto/seal.h
//
// The block keeps the 32 bytes of the secret key. Its context is the lines above it, byte for byte,
// and the vkey is recomputed from the secret: nothing of one file can be put into another. The
// folder and its files are their owner's alone (QIAN_REFUSED otherwise). A wrong passphrase and
// damage of any kind give one and the same error, QIAN_CANNOT (exit code 3).
#pragma once

#include "engine/crypto/seal.h"
#include "engine/crypto/vkey.h"

struct qian_key {
    char *name; // owned
    enum qian_suite suite;
    struct qian_public public_key;
    char *vkey;                 // owned
    struct qian_secret *secret; // owned, in locked memory; NULL where only the head was read
};

// Is there such a key? Its file is looked at, as far as that goes without a passphrase, and `out`
// (close it) is filled without the secret.
enum qian_status qian_key_look(const char *home, const char *name, enum qian_suite suite,
                               bool *there, struct qian_key *out,
                               struct qian_err *err) QIAN_MUST_USE;
// Make a new key out of 32 random bytes and store it. QIAN_REFUSED if there is one of that name and
// suite; QIAN_USAGE if the name is not lawful.
enum qian_status qian_key_new(const char *home, const char *name, enum qian_suite suite,
                              struct qian_vault *vault, struct qian_key *out,
                              struct qian_err *err) QIAN_MUST_USE;
// Open a key that is there.
enum qian_status qian_key_open(const char *home, const char *name, enum qian_suite suite,
                               struct qian_vault *vault, struct qian_key *out,
                               struct qian_err *err) QIAN_MUST_USE;
// Seal a key that `old` opens anew, under the passphrase of `fresh`.
enum qian_status qian_key_seal_again(const char *home, const char *name, enum qian_suite suite,
                                     struct qian_vault *old, struct qian_vault *fresh,
                                     struct qian_key *out, struct qian_err *err) QIAN_MUST_USE;
// The key that a test seed gives. It is never stored: a home holds no key that a seed could give.
enum qian_status qian_key_of_seed(const uint8_t test_seed[32], const char *name,
                                  enum qian_suite suite, struct qian_key *out,
                                  struct qian_err *err) QIAN_MUST_USE;
// Wipes the secret.
void qian_key_close(struct qian_key *key);

// The keys of a home, as their files say: no passphrase is needed, and nothing is proved.
struct qian_keys {
    struct qian_key *key; // by file name, ascending
    size_t count, cap;
    char **damaged; // paths of files that are no key files
    size_t damaged_count, damaged_cap;
};
enum qian_status qian_keys_list(const char *home, struct qian_keys *out,
                                struct qian_err *err) QIAN_MUST_USE;
void qian_keys_free(struct qian_keys *keys);

// Copy the key's file, sealed as it is, to a place where nothing is.
enum qian_status qian_key_export(const char *home, const char *name, enum qian_suite suite,
                                 const char *to, struct qian_err *err) QIAN_MUST_USE;
// Look at a copy before it is imported: fills `out` without the secret.
enum qian_status qian_key_look_at_copy(const char *path, struct qian_key *out,
                                       struct qian_err *err) QIAN_MUST_USE;
// Take a copy back, as it is, once `vault` has opened it. QIAN_REFUSED if the home has such a key.
enum qian_status qian_key_import(const char *home, const char *path, struct qian_vault *vault,
                                 struct qian_key *out, struct qian_err *err) QIAN_MUST_USE;
