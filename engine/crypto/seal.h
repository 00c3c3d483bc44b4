// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/seal.h - small secrets at rest, sealed under a passphrase.
//
// A key is derived from the passphrase by Argon2id (version 1.3), from it and a context one that
// seals by XSalsa20-Poly1305 (libsodium's secretbox). What is sealed is a block of text:
//
//     kdf argon2id
//     opslimit 4
//     memlimit 268435456
//     salt <32 digits>
//     nonce <48 digits>
//     sealed <base64>
//
// Every byte of the block and of the context is bound in: a block opens under its own context and
// as it was written, or not at all. opslimit 1 to 10 and memlimit 8 MiB to 1 GiB are read.
#pragma once

#include "engine/crypto/sign.h"

#define QIAN_PASSPHRASE_MAX 1024 // bytes
#define QIAN_PASSPHRASE_MIN 12   // characters, of one under which something new is sealed
#define QIAN_SEAL_MAX 4096       // bytes of a secret
#define QIAN_SEAL_TEXT_MAX 8192  // bytes of a block
#define QIAN_SEAL_OPSLIMIT 4
#define QIAN_SEAL_MEMLIMIT (256u << 20)

// Which passphrase is asked for: the one under which `name` is sealed, or one for something new.
enum qian_ask { QIAN_ASK_OPEN, QIAN_ASK_NEW };
// Put a passphrase of at most QIAN_PASSPHRASE_MAX bytes into `out` and its length into *n, or fail.
// `out` is locked memory. `name` says what is to be opened or made.
typedef enum qian_status qian_ask_fn(void *context, enum qian_ask why, const char *name, char *out,
                                     size_t *n, struct qian_err *err);

// The passphrase of one run, and the keys derived from it; both in locked memory. It asks when it
// is first needed, and once more for what the passphrase that it has does not open. All that is
// sealed in one run shares a salt and a cost, those of what was opened in it before, if anything
// was: so that it is opened with one derivation.
struct qian_vault;
struct qian_vault *qian_vault_new(qian_ask_fn *ask, void *context);
void qian_vault_free(struct qian_vault *vault); // wipes; NULL is accepted
// What sealing costs from now on, within the bounds above.
void qian_vault_cost(struct qian_vault *vault, uint64_t opslimit, uint64_t memlimit);
// Ask now, if it was not asked before: so that nobody has to wait for a person later.
enum qian_status qian_vault_ask(struct qian_vault *vault, enum qian_ask why, const char *name,
                                struct qian_err *err) QIAN_MUST_USE;

// QIAN_REFUSED for a passphrase under which nothing new is sealed: too short, or no good text.
enum qian_status qian_passphrase_check(struct qian_str passphrase,
                                       struct qian_err *err) QIAN_MUST_USE;

// Append to `out` the block of text that keeps n bytes, 1 to QIAN_SEAL_MAX. `name` is said when the
// passphrase is asked for.
enum qian_status qian_seal(struct qian_vault *vault, const char *name, struct qian_str context,
                           const void *secret, size_t n, struct qian_buf *out,
                           struct qian_err *err) QIAN_MUST_USE;
// Open a block, which is all of `text`, into `secret` (locked memory of `max` bytes). QIAN_CANNOT
// with one and the same error (qian_seal_wrong) for another passphrase, another context and damage.
enum qian_status qian_unseal(struct qian_vault *vault, const char *name, struct qian_str context,
                             struct qian_str text, void *secret, size_t max, size_t *n,
                             struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_seal_wrong(struct qian_err *err);
