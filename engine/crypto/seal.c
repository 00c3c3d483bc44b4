// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/seal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/crypto/locked.h"

#define OPSLIMIT_MAX 10
#define MEMLIMIT_MIN (8u << 20)
#define MEMLIMIT_MAX (1u << 30)
#define SALT crypto_pwhash_SALTBYTES
#define NONCE crypto_secretbox_NONCEBYTES
#define MAC crypto_secretbox_MACBYTES
#define KEPT_MAX 16     // derived keys
#define STACK_USED 4096 // by the library at most

// How a key is derived from the passphrase.
struct derivation {
    uint64_t opslimit, memlimit;
    uint8_t salt[SALT];
};

struct kept {
    struct derivation from;
    uint8_t key[32];
};

// What lies in locked memory.
struct safe {
    size_t n, keys;
    struct kept kept[KEPT_MAX];
    uint8_t box_key[32];
    char passphrase[QIAN_PASSPHRASE_MAX];
};

struct qian_vault {
    qian_ask_fn *ask;
    void *context;
    struct safe *safe;         // NULL until the passphrase was asked for
    char *asked_for;           // what was last named in asking
    struct derivation sealing; // of all that is sealed in this run
};

struct qian_vault *qian_vault_new(qian_ask_fn *ask, void *context) {
    struct qian_vault *vault = qian_take(1, sizeof *vault);
    vault->ask = ask;
    vault->context = context;
    qian_vault_cost(vault, QIAN_SEAL_OPSLIMIT, QIAN_SEAL_MEMLIMIT);
    return vault;
}

void qian_vault_free(struct qian_vault *vault) {
    if (vault)
        qian_locked_free(vault->safe);
    if (vault)
        free(vault->asked_for);
    free(vault);
}

void qian_vault_cost(struct qian_vault *vault, uint64_t opslimit, uint64_t memlimit) {
    vault->sealing.opslimit = opslimit;
    vault->sealing.memlimit = memlimit;
}

// Ask, and forget what was derived from the passphrase before. On failure all stays as it was.
static enum qian_status ask(struct qian_vault *vault, enum qian_ask why, const char *name,
                            struct qian_err *err) {
    void *memory;
    enum qian_status status = qian_locked_take(sizeof(struct safe), &memory, err);
    if (status != QIAN_OK)
        return status;
    struct safe *safe = memory;
    free(vault->asked_for);
    vault->asked_for = qian_str_copy(qian_str(name));
    status = vault->ask(vault->context, why, name, safe->passphrase, &safe->n, err);
    if (status == QIAN_OK && why == QIAN_ASK_NEW)
        status = qian_passphrase_check((struct qian_str){safe->passphrase, safe->n}, err);
    qian_locked_free(status == QIAN_OK ? (void *)vault->safe : memory);
    if (status == QIAN_OK)
        vault->safe = safe;
    return status;
}

enum qian_status qian_vault_ask(struct qian_vault *vault, enum qian_ask why, const char *name,
                                struct qian_err *err) {
    return vault->safe ? QIAN_OK : ask(vault, why, name, err);
}

enum qian_status qian_passphrase_check(struct qian_str passphrase, struct qian_err *err) {
    // Another machine must be able to type it: no control character, and one form of each letter.
    if (qian_text_fault(passphrase, false))
        return qian_fail(err, QIAN_REFUSED, "", "",
                         "the passphrase holds a control character, or is not UTF-8 in "
                         "Normalization Form C",
                         "choose another passphrase");
    if (qian_text_chars(passphrase) < QIAN_PASSPHRASE_MIN)
        return qian_fail(err, QIAN_REFUSED, "", "",
                         "the passphrase has fewer than 12 characters: whoever copies a key file "
                         "could guess it",
                         "choose a longer one: several words are easily remembered");
    return QIAN_OK;
}

enum qian_status qian_seal_wrong(struct qian_err *err) {
    return qian_fail(err, QIAN_CANNOT, "", "",
                     "wrong passphrase, or the file is damaged; nothing was changed",
                     "try again, or restore the file from a copy");
}

static bool same(const struct derivation *a, const struct derivation *b) {
    return a->opslimit == b->opslimit && a->memlimit == b->memlimit &&
           memcmp(a->salt, b->salt, SALT) == 0;
}

// The key that the passphrase gives; derived once in a run.
static enum qian_status derive(struct safe *safe, const struct derivation *from,
                               const uint8_t **key, struct qian_err *err) {
    for (size_t i = 0; i < safe->keys && i < KEPT_MAX; i++) {
        *key = safe->kept[i].key;
        if (same(&safe->kept[i].from, from))
            return QIAN_OK;
    }
    struct kept *kept = &safe->kept[safe->keys % KEPT_MAX];
    kept->from = (struct derivation){0}; // no lawful one, should this fail
    if (crypto_pwhash(kept->key, sizeof kept->key, safe->passphrase, safe->n, from->salt,
                      from->opslimit, (size_t)from->memlimit, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        enum qian_status status = qian_fail(err, QIAN_CANNOT, "", "",
                                            "not enough memory to derive a key from a passphrase",
                                            "free some memory, or raise its limit (ulimit -v)");
        qian_err_value(err, "%llu MiB", (unsigned long long)(from->memlimit >> 20));
        return status;
    }
    kept->from = *from;
    safe->keys++;
    *key = kept->key;
    return QIAN_OK;
}

// The key of one box: bound to its context and to the lines above the box.
static enum qian_status box_key(struct safe *safe, const struct derivation *from,
                                struct qian_str context, struct qian_str head,
                                struct qian_err *err) {
    const uint8_t *key = NULL;
    enum qian_status status = derive(safe, from, &key, err);
    if (status != QIAN_OK)
        return status;
    qian_derive(key, "context", context, safe->box_key);
    qian_derive(safe->box_key, "seal", head, safe->box_key);
    return QIAN_OK;
}

static void write_head(const struct derivation *from, const uint8_t nonce[NONCE],
                       struct qian_buf *out) {
    qian_buf_text(out, "kdf argon2id\nopslimit ");
    qian_buf_u64(out, from->opslimit);
    qian_buf_text(out, "\nmemlimit ");
    qian_buf_u64(out, from->memlimit);
    qian_buf_text(out, "\nsalt ");
    qian_buf_hex(out, from->salt, SALT);
    qian_buf_text(out, "\nnonce ");
    qian_buf_hex(out, nonce, NONCE);
    qian_buf_char(out, '\n');
}

enum qian_status qian_seal(struct qian_vault *vault, const char *name, struct qian_str context,
                           const void *secret, size_t n, struct qian_buf *out,
                           struct qian_err *err) {
    uint8_t nonce[NONCE], box[QIAN_SEAL_MAX + MAC];
    size_t start = out->n;
    if (n == 0 || n > QIAN_SEAL_MAX)
        qian_stop("a secret too large to be sealed");
    enum qian_status status = qian_vault_ask(vault, QIAN_ASK_NEW, name, err);
    if (status == QIAN_OK) // it may have been asked for to open something
        status =
            qian_passphrase_check((struct qian_str){vault->safe->passphrase, vault->safe->n}, err);
    if (status != QIAN_OK)
        return status;
    if (sodium_is_zero(vault->sealing.salt, SALT))
        randombytes_buf(vault->sealing.salt, SALT);
    randombytes_buf(nonce, sizeof nonce);
    write_head(&vault->sealing, nonce, out);
    struct qian_str head = {out->p + start, out->n - start};
    status = box_key(vault->safe, &vault->sealing, context, head, err);
    if (status != QIAN_OK) {
        out->n = start;
        return status;
    }
    crypto_secretbox_easy(box, secret, n, nonce, vault->safe->box_key);
    qian_buf_text(out, "sealed ");
    qian_buf_base64(out, box, n + MAC);
    qian_buf_char(out, '\n');
    return QIAN_OK;
}

// A block, read.
struct block {
    struct derivation from;
    struct qian_str head; // the lines above the box
    uint8_t nonce[NONCE];
    uint8_t box[QIAN_SEAL_MAX + MAC];
    size_t n;
};

static bool read_block(struct qian_str text, struct block *b) {
    struct qian_str rest = text, kdf, opslimit, memlimit, salt, nonce, sealed;
    if (!qian_line_take(&rest, "kdf", &kdf) || !qian_line_take(&rest, "opslimit", &opslimit) ||
        !qian_line_take(&rest, "memlimit", &memlimit) || !qian_line_take(&rest, "salt", &salt) ||
        !qian_line_take(&rest, "nonce", &nonce))
        return false;
    b->head = (struct qian_str){text.p, text.n - rest.n};
    if (!qian_line_take(&rest, "sealed", &sealed) || rest.n > 0)
        return false;
    b->n = qian_base64_size(sealed);
    return qian_str_is(kdf, "argon2id") &&
           qian_u64_read(opslimit, OPSLIMIT_MAX, &b->from.opslimit) && b->from.opslimit >= 1 &&
           qian_u64_read(memlimit, MEMLIMIT_MAX, &b->from.memlimit) &&
           b->from.memlimit >= MEMLIMIT_MIN && qian_hex_read(salt, b->from.salt, SALT) &&
           qian_hex_read(nonce, b->nonce, NONCE) && b->n > MAC && b->n <= sizeof b->box &&
           qian_base64_read(sealed, b->box, b->n);
}

// *wrong: the key does not fit the box.
static enum qian_status open_box(struct safe *safe, struct qian_str context, const struct block *b,
                                 void *secret, bool *wrong, struct qian_err *err) {
    enum qian_status status = box_key(safe, &b->from, context, b->head, err);
    *wrong = status == QIAN_OK &&
             crypto_secretbox_open_easy(secret, b->box, b->n, b->nonce, safe->box_key) != 0;
    sodium_stackzero(STACK_USED); // the library leaves the first bytes that it opens there
    return *wrong ? qian_seal_wrong(err) : status;
}

enum qian_status qian_unseal(struct qian_vault *vault, const char *name, struct qian_str context,
                             struct qian_str text, void *secret, size_t max, size_t *n,
                             struct qian_err *err) {
    struct block b;
    bool wrong;
    if (!read_block(text, &b) || b.n - MAC > max)
        return qian_seal_wrong(err);
    enum qian_status status = qian_vault_ask(vault, QIAN_ASK_OPEN, name, err);
    if (status != QIAN_OK)
        return status;
    *n = b.n - MAC;
    status = open_box(vault->safe, context, &b, secret, &wrong, err);
    struct qian_err none; // where nobody answers a second time, the first fault stands
    if (wrong && strcmp(vault->asked_for, name) != 0 &&
        ask(vault, QIAN_ASK_OPEN, name, &none) == QIAN_OK)
        status = open_box(vault->safe, context, &b, secret, &wrong, err);
    // What is sealed next opens with the same derivation, and is guarded as well as this was.
    if (status == QIAN_OK && sodium_is_zero(vault->sealing.salt, SALT))
        vault->sealing = b.from;
    return status;
}
