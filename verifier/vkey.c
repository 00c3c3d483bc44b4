// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/vkey.h"

#include "verifier/base64.h"
#include "verifier/mem.h"
#include "verifier/utf8.h"

#include <stdlib.h>
#include <string.h>

// How many characters a name has that holds no white space, no + and, where bar, no |; 0 where it does.
static size_t name_length(struct bytes name, bool bar)
{
    size_t count = 0;
    while (name.n > 0) {
        uint32_t c = 0;
        size_t n = utf8_char(name, &c);
        if (n == 0 || utf8_white_space(c) || c == '+' || (bar && c == '|')) {
            return 0;
        }
        name = bytes_after(name, n);
        count++;
    }
    return count;
}

// spec/notes.md 2.1: "A signer's name has 1 to 64 characters: no white space (Unicode White_Space), no `+`, no `|`."
bool vkey_is_name(struct bytes name)
{
    size_t count = name_length(name, true);
    return count >= 1 && count <= 64;
}

bool vkey_is_foreign_name(struct bytes name)
{
    return name_length(name, false) >= 1;
}

// spec/notes.md 2.2: "The key id is the first 4 bytes of SHA-256(name, 0x0A, type, public key), in both suites."
static void key_id(const struct vkey *key, unsigned char id[KEY_ID_BYTES])
{
    struct hash h;
    unsigned char digest[DIGEST_BYTES];
    hash_open(&h, SUITE_SHA256_ED25519);
    hash_start(&h);
    hash_add(&h, key->name);
    hash_add(&h, bytes_of("\n"));
    hash_add(&h, (struct bytes){key->blob, key->blob_n});
    hash_end(&h, digest);
    hash_close(&h);
    (void)memcpy(id, digest, KEY_ID_BYTES);
}

static bool read_rest(struct vkey *key, struct bytes hex, struct bytes base64)
{
    unsigned char digest[DIGEST_BYTES] = {0};
    char padded[DIGEST_DIGITS];
    if (!bytes_hex(hex, 2 * (size_t)KEY_ID_BYTES)) {
        return false;
    }
    (void)memset(padded, '0', sizeof padded);
    (void)memcpy(padded, hex.at, hex.n);
    hex_to_digest((struct bytes){(const unsigned char *)padded, DIGEST_DIGITS}, digest);
    key->blob = mem_new(base64.n / 4 * 3 + 3, 1);
    if (!base64_decode(base64, key->blob, &key->blob_n)) {
        return false;
    }
    key_id(key, key->id);
    return memcmp(key->id, digest, KEY_ID_BYTES) == 0;
}

// spec/notes.md 2.2: "Code F13 where the name breaks 2.1, a `+` is missing, base64 or hex have another form, or the key
// id is not this; then nothing else is judged of it."
bool vkey_read(struct vkey *key, struct bytes text)
{
    (void)memset(key, 0, sizeof *key);
    key->text = text;
    // spec/notes.md 2.2: "split at the first two `+`."
    size_t plus = bytes_find(text, '+');
    key->name = (struct bytes){text.at, plus};
    if (plus == text.n || !vkey_is_name(key->name)) {
        return false;
    }
    struct bytes rest = bytes_after(text, plus + 1);
    plus = bytes_find(rest, '+');
    return plus < rest.n && read_rest(key, (struct bytes){rest.at, plus}, bytes_after(rest, plus + 1));
}

void vkey_free(struct vkey *key)
{
    free(key->blob);
    key->blob = NULL;
}

// spec/notes.md 2.3: "Suite `sha256-ed25519`: type is the byte 0x01, key 32 bytes, signature by Ed25519 (RFC 8032) over
// the text. Suite `sm3-sm2`: type is 0xFF and the 15 bytes `qian-sm2-sm3-v1`, key 65 bytes 0x04 x y"
bool vkey_of_suite(const struct vkey *key, enum suite suite, struct bytes *public_key)
{
    static const char SM2_TYPE[] = "\xFFqian-sm2-sm3-v1";
    struct bytes blob = {key->blob, key->blob_n};
    if (suite == SUITE_SM3_SM2) {
        if (blob.n != SM2_TYPE_BYTES + SM2_KEY || !bytes_begin(blob, SM2_TYPE)) {
            return false;
        }
        *public_key = bytes_after(blob, SM2_TYPE_BYTES);
        return true;
    }
    if (blob.n != 1 + ED25519_KEY || blob.at[0] != 1) {
        return false;
    }
    *public_key = bytes_after(blob, 1);
    return true;
}

// spec/log.md 2.5: "A witness's vkey has type 0x04;"
bool vkey_of_witness(const struct vkey *key, struct bytes *public_key)
{
    if (key->blob_n != 1 + ED25519_KEY || key->blob[0] != 4) {
        return false;
    }
    *public_key = (struct bytes){key->blob + 1, ED25519_KEY};
    return true;
}

struct bytes vkey_public(const struct vkey *key)
{
    struct bytes public_key = {key->blob, key->blob_n};
    if (vkey_of_suite(key, SUITE_SM3_SM2, &public_key) || key->blob_n == 0) {
        return public_key;
    }
    return bytes_after(public_key, 1);
}
