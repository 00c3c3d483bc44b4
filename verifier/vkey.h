// SPDX-License-Identifier: MulanPSL-2.0
// A signer's verification key as it stands in notice and policy (notes.md 2.2).
#ifndef QIAN_VERIFIER_VKEY_H
#define QIAN_VERIFIER_VKEY_H

#include "verifier/hash.h"

enum { KEY_ID_BYTES = 4, SIGNATURE_BYTES = 64, SM2_TYPE_BYTES = 16, ED25519_KEY = 32, SM2_KEY = 65 };

struct vkey {
    struct bytes text; // the whole; borrowed
    struct bytes name;
    unsigned char id[KEY_ID_BYTES];
    unsigned char *blob; // type and public key; owned
    size_t blob_n;
};

// notes.md 2.1: 1 to 64 characters, no white space, no + and no |. The name must be valid UTF-8.
bool vkey_is_name(struct bytes name);
// A name of anybody's by C2SP's signed-note: of any length, and it may hold |.
bool vkey_is_foreign_name(struct bytes name);
// False where it has another form or the key id is not this key's (code F13).
bool vkey_read(struct vkey *key, struct bytes text);
void vkey_free(struct vkey *key);
// notes.md 2.3: is the type that of the suite, and the length right? *key is then the public key.
bool vkey_of_suite(const struct vkey *key, enum suite suite, struct bytes *public_key);

// log.md 2.5: is it a witness's cosigner key (type 0x04)? *key is then the public key.
bool vkey_of_witness(const struct vkey *key, struct bytes *public_key);
// The public key without its type, whatever the type; where the type is not known, all bytes after the first.
struct bytes vkey_public(const struct vkey *key);

#endif
