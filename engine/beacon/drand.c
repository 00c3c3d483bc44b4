// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/drand.h"

static const char tag[] = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
static const char key_digits[] =
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d10"
    "64510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991e"
    "f5ece45a";

// spec/beacons.md 2.2: "The notice's `round` is the first that is not before its `time`: r =
// ceil((T − genesis)/period) + 1, and T is not before genesis."
bool qian_drand_round_of(int64_t time, uint64_t *round) {
    if (time < QIAN_DRAND_GENESIS)
        return false;
    uint64_t since = (uint64_t)time - QIAN_DRAND_GENESIS;
    *round = since / QIAN_DRAND_PERIOD + (since % QIAN_DRAND_PERIOD != 0) + 1;
    return true;
}

// spec/beacons.md 2.2: "Round r comes into being at genesis + (r − 1)·period."
int64_t qian_drand_time_of(uint64_t round) {
    return QIAN_DRAND_GENESIS + (int64_t)(round - 1) * QIAN_DRAND_PERIOD;
}

// spec/beacons.md 2.4: "hashes the message SHA-256(u64 round)"
static void message_of(uint64_t round, struct qian_digest *out) {
    char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(round >> (56 - 8 * i));
    qian_sha256((struct qian_str){bytes, sizeof bytes}, out);
}

enum qian_status qian_drand_verify(uint64_t round, const uint8_t signature[QIAN_BLS_SIGNATURE],
                                   struct qian_err *err) {
    uint8_t key[QIAN_BLS_KEY];
    struct qian_digest message;
    if (!qian_hex_read(qian_str(key_digits), key, sizeof key))
        qian_stop("the chain's key is damaged");
    if (!qian_bls_signature_good(signature))
        return qian_fail(err, QIAN_DISAGREES, "E04", "beacons 2.3",
                         "the signature is no proper point of the group G1",
                         "compare it with what the drand network published");
    message_of(round, &message);
    if (!qian_bls_verify(key, qian_str(tag), (struct qian_str){(const char *)message.b, 32},
                         signature))
        return qian_fail(err, QIAN_DISAGREES, "E04", "beacons 2.4",
                         "the signature is not the chain's signature of this round",
                         "compare round and signature with what the drand network published");
    return QIAN_OK;
}

// spec/beacons.md 2.5: "The drand network calls SHA-256(signature) the round's randomness."
void qian_drand_randomness(const uint8_t signature[QIAN_BLS_SIGNATURE], struct qian_digest *out) {
    qian_sha256((struct qian_str){(const char *)signature, QIAN_BLS_SIGNATURE}, out);
}
