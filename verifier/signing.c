// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/signing.h"

#include "verifier/ed25519.h"
#include "verifier/sm2.h"

bool signing_key_good(enum suite suite, struct bytes public_key)
{
    return suite == SUITE_SM3_SM2 ? sm2_point(public_key.at) : ed25519_point(public_key.at);
}

bool signing_r_good(enum suite suite, const unsigned char signature[64])
{
    return suite == SUITE_SM3_SM2 || ed25519_point(signature);
}

bool signing_verifies(enum suite suite, struct bytes public_key, struct bytes text, const unsigned char signature[64])
{
    // spec/notes.md 2.3: "signature SM2 with SM3 over the text with the identifier `1234567812345678`"
    static const char ID[] = "1234567812345678";
    return suite == SUITE_SM3_SM2 ? sm2_verify(public_key.at, ID, text, signature)
                                  : ed25519_verify(public_key.at, text, signature);
}
