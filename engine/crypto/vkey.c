// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/vkey.h"

#include <string.h>

#include "engine/base/text.h"

#define NAME_CHARS_MAX 64
#define TYPED_MAX 128 // bytes of type and key that are looked at

// spec/notes.md 2.3: "type is 0xFF and the 15 bytes `qian-sm2-sm3-v1`"
static const char sm2_type[] = "\xffqian-sm2-sm3-v1";

// spec/notes.md 2.1: "no white space (Unicode White_Space), no `+`, no `|`"
bool qian_signer_name_good(struct qian_str name) {
    if (name.n == 0 || qian_text_fault(name, false) || qian_text_has_space(name))
        return false;
    return qian_text_chars(name) <= NAME_CHARS_MAX && !memchr(name.p, '+', name.n) &&
           !memchr(name.p, '|', name.n);
}

static struct qian_str type_of(enum qian_suite suite) {
    return suite == QIAN_SM3_SM2 ? (struct qian_str){sm2_type, 16} : (struct qian_str){"\x01", 1};
}

static void typed_key(struct qian_buf *out, const struct qian_public *key) {
    qian_buf_str(out, type_of(key->suite));
    qian_buf_add(out, key->bytes, key->size);
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

void qian_key_id(struct qian_str name, const struct qian_public *key,
                 uint8_t out[QIAN_KEY_ID_SIZE]) {
    struct qian_buf typed = {0};
    typed_key(&typed, key);
    id_of(name, qian_buf_view(&typed), out);
    qian_buf_free(&typed);
}

void qian_vkey_write(struct qian_buf *out, struct qian_str name, const struct qian_public *key) {
    struct qian_buf typed = {0};
    uint8_t id[QIAN_KEY_ID_SIZE];
    typed_key(&typed, key);
    id_of(name, qian_buf_view(&typed), id);
    qian_buf_str(out, name);
    qian_buf_char(out, '+');
    qian_buf_hex(out, id, sizeof id);
    qian_buf_char(out, '+');
    qian_buf_base64(out, (const uint8_t *)typed.p, typed.n);
    qian_buf_free(&typed);
}

// Decode base64 of unknown length; false if it is not canonical or too long.
static bool base64_any(struct qian_str s, uint8_t out[TYPED_MAX], size_t *n) {
    if (s.n == 0 || s.n % 4 || s.n / 4 * 3 > TYPED_MAX)
        return false;
    size_t pad = (s.p[s.n - 1] == '=') + (size_t)(s.p[s.n - 1] == '=' && s.p[s.n - 2] == '=');
    *n = s.n / 4 * 3 - pad;
    return qian_base64_read(s, out, *n);
}

const char *qian_vkey_read(struct qian_str vkey, enum qian_suite suite, struct qian_str *name,
                           struct qian_public *key) {
    const char *plus = memchr(vkey.p, '+', vkey.n);
    if (!plus)
        return "F13";
    *name = (struct qian_str){vkey.p, (size_t)(plus - vkey.p)};
    size_t rest = vkey.n - name->n - 1;
    uint8_t stated[QIAN_KEY_ID_SIZE], id[QIAN_KEY_ID_SIZE], typed[TYPED_MAX];
    size_t n = 0;
    if (!qian_signer_name_good(*name) || rest < 10 || plus[9] != '+' ||
        !qian_hex_read((struct qian_str){plus + 1, 8}, stated, sizeof stated) ||
        !base64_any((struct qian_str){plus + 10, rest - 9}, typed, &n))
        return "F13";
    id_of(*name, (struct qian_str){(const char *)typed, n}, id);
    if (memcmp(id, stated, sizeof id) != 0)
        return "F13";
    struct qian_str type = type_of(suite);
    *key = (struct qian_public){.suite = suite, .size = suite == QIAN_SM3_SM2 ? 65 : 32};
    if (n != type.n + key->size || memcmp(typed, type.p, type.n) != 0)
        return "S08";
    memcpy(key->bytes, typed + type.n, key->size);
    return qian_public_good(key) ? NULL : "S07";
}
