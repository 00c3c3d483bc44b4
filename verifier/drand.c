// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/drand.h"

#include "verifier/bls.h"
#include "verifier/hash.h"
#include "verifier/hex.h"
#include "verifier/moment.h"

// spec/beacons.md 2.1: "The known chain is `quicknet`: chain hash
// `52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971`, period 3 seconds, genesis at 1692803367 seconds
// after 1970-01-01T00:00:00Z"
static const char *const CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
static const int64_t PERIOD = 3;
static const int64_t GENESIS = 1692803367;
static const char *const KEY =
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";
// spec/beacons.md 2.4: "with the tag `BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_`"
static const char *const TAG = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

bool drand_known(struct bytes chain)
{
    return bytes_are(chain, CHAIN);
}

bool drand_round(struct bytes time, uint64_t *round)
{
    // spec/beacons.md 2.2: "r = ceil((T − genesis)/period) + 1, and T is not before genesis."
    int64_t since = moment_of(time) - GENESIS;
    if (since < 0) {
        return false;
    }
    *round = (uint64_t)((since + PERIOD - 1) / PERIOD + 1);
    return true;
}

// spec/beacons.md 2.4: "hashes the message SHA-256(u64 round)."
void drand_message(uint64_t round, unsigned char message[DIGEST_BYTES])
{
    unsigned char number[8];
    struct hash h;
    for (size_t i = 0; i < sizeof number; i++) {
        number[i] = (unsigned char)(round >> (56 - 8 * i));
    }
    hash_open(&h, SUITE_SHA256_ED25519);
    hash_start(&h);
    hash_add(&h, (struct bytes){number, sizeof number});
    hash_end(&h, message);
    hash_close(&h);
}

bool drand_verifies(uint64_t round, struct bytes signature)
{
    unsigned char key[G2_BYTES];
    unsigned char point[G1_BYTES];
    unsigned char message[DIGEST_BYTES];
    hex_bytes(bytes_of(KEY), key);
    hex_bytes(signature, point);
    drand_message(round, message);
    return bls_verify(key, bytes_of(TAG), (struct bytes){message, sizeof message}, point);
}
