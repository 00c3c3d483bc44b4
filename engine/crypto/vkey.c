// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/vkey.h"

#include <string.h>

#include "engine/base/text.h"

#define NAME_CHARS_MAX 64
#define TYPED_MAX 128 // bytes of type and key that are looked at

// spec/notes.md 2.1: "no white space (Unicode White_Space), no `+`, no `|`"
bool qian_signer_name_good(struct qian_str name) {
    if (name.n == 0 || qian_text_fault(name, false) || qian_text_has_space(name))
        return false;
    return qian_text_chars(name) <= NAME_CHARS_MAX && !memchr(name.p, '+', name.n) &&
           !memchr(name.p, '|', name.n);
}

bool qian_origin_good(struct qian_str name) {
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < 0x20 || name.p[i] == '+')
            return false;
    // What is no UTF-8 counts as a space.
    return name.n > 0 && name.n <= QIAN_ORIGIN_MAX && !qian_text_has_space(name);
}

// What a vkey is for, which its type says.
static const struct qian_str type_ed25519 = {"\x01", 1};
// spec/notes.md 2.3: "type is 0xFF and the 15 bytes `qian-sm2-sm3-v1`"
static const struct qian_str type_sm2 = {"\xffqian-sm2-sm3-v1", 16};
// spec/log.md 2.5: "A witness's vkey has type 0x04"
static const struct qian_str type_witness = {"\x04", 1};

static struct qian_str type_of(enum qian_suite suite) {
    return suite == QIAN_SM3_SM2 ? type_sm2 : type_ed25519;
}

// spec/notes.md 2.2: "the first 4 bytes of SHA-256(name, 0x0A, type, public key), in both suites"
static void id_of(struct qian_str name, struct qian_str typed, uint8_t out[QIAN_KEY_ID_SIZE]) {
    struct qian_buf text = {0};
    struct qian_digest digest;
    qian_buf_str(&text, name);
    qian_buf_char(&text, '\n');
    qian_buf_str(&text, typed);
    qian_sha256(qian_buf_view(&text), &digest);
    memcpy(out, digest.b, QIAN_KEY_ID_SIZE);
    qian_buf_free(&text);
}

static void key_id(struct qian_str name, struct qian_str type, const struct qian_public *key,
                   uint8_t out[QIAN_KEY_ID_SIZE]) {
    struct qian_buf typed = {0};
    qian_buf_str(&typed, type);
    qian_buf_add(&typed, key->bytes, key->size);
    id_of(name, qian_buf_view(&typed), out);
    qian_buf_free(&typed);
}

static void vkey_write(struct qian_buf *out, struct qian_str name, struct qian_str type,
                       const struct qian_public *key) {
    struct qian_buf typed = {0};
    uint8_t id[QIAN_KEY_ID_SIZE];
    qian_buf_str(&typed, type);
    qian_buf_add(&typed, key->bytes, key->size);
    id_of(name, qian_buf_view(&typed), id);
    qian_buf_str(out, name);
    qian_buf_char(out, '+');
    qian_buf_hex(out, id, sizeof id);
    qian_buf_char(out, '+');
    qian_buf_base64(out, (const uint8_t *)typed.p, typed.n);
    qian_buf_free(&typed);
}

static const char *vkey_read(struct qian_str vkey, struct qian_str type,
                             bool (*name_good)(struct qian_str), struct qian_str *name,
                             struct qian_public *key) {
    const char *plus = memchr(vkey.p, '+', vkey.n);
    if (!plus)
        return "F13";
    *name = (struct qian_str){vkey.p, (size_t)(plus - vkey.p)};
    size_t rest = vkey.n - name->n - 1;
    uint8_t stated[QIAN_KEY_ID_SIZE], id[QIAN_KEY_ID_SIZE], typed[TYPED_MAX];
    if (!name_good(*name) || rest < 10 || plus[9] != '+' ||
        !qian_hex_read((struct qian_str){plus + 1, 8}, stated, sizeof stated))
        return "F13";
    struct qian_str base64 = {plus + 10, rest - 9};
    size_t n = qian_base64_size(base64);
    if (n == 0 || n > TYPED_MAX || !qian_base64_read(base64, typed, n))
        return "F13";
    id_of(*name, (struct qian_str){(const char *)typed, n}, id);
    if (memcmp(id, stated, sizeof id) != 0)
        return "F13";
    if (n != type.n + key->size || memcmp(typed, type.p, type.n) != 0)
        return "S08";
    memcpy(key->bytes, typed + type.n, key->size);
    return qian_public_good(key) ? NULL : "S07";
}

void qian_key_id(struct qian_str name, const struct qian_public *key,
                 uint8_t out[QIAN_KEY_ID_SIZE]) {
    key_id(name, type_of(key->suite), key, out);
}

void qian_vkey_write(struct qian_buf *out, struct qian_str name, const struct qian_public *key) {
    vkey_write(out, name, type_of(key->suite), key);
}

const char *qian_vkey_read(struct qian_str vkey, enum qian_suite suite, struct qian_str *name,
                           struct qian_public *key) {
    *key = (struct qian_public){.suite = suite, .size = suite == QIAN_SM3_SM2 ? 65 : 32};
    return vkey_read(vkey, type_of(suite), qian_signer_name_good, name, key);
}

void qian_log_key_id(struct qian_str name, const struct qian_public *key, bool witness,
                     uint8_t out[QIAN_KEY_ID_SIZE]) {
    key_id(name, witness ? type_witness : type_ed25519, key, out);
}

void qian_log_vkey_write(struct qian_buf *out, struct qian_str name, const struct qian_public *key,
                         bool witness) {
    vkey_write(out, name, witness ? type_witness : type_ed25519, key);
}

const char *qian_log_vkey_read(struct qian_str vkey, bool witness, struct qian_str *name,
                               struct qian_public *key) {
    *key = (struct qian_public){.suite = QIAN_SHA256_ED25519, .size = 32};
    return vkey_read(vkey, witness ? type_witness : type_ed25519, qian_origin_good, name, key);
}
