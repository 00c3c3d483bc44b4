// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/bls_hash.h"

#include "verifier/hash.h"

#include <string.h>

enum { SHA256_BLOCK = 64, HASHED_BYTES = 64 };

// RFC 9380 5.3.1: "DST_prime = DST || I2OSP(len(DST), 1)"
static void add_tag(struct hash *h, struct bytes tag)
{
    unsigned char length = (unsigned char)tag.n;
    hash_add(h, tag);
    hash_add(h, (struct bytes){&length, 1});
}

void bls_expand(struct bytes message, struct bytes tag, unsigned char *out, size_t n)
{
    static const unsigned char ZEROS[SHA256_BLOCK];
    unsigned char lengths[3] = {(unsigned char)(n >> 8), (unsigned char)n, 0};
    unsigned char first[DIGEST_BYTES];
    unsigned char block[DIGEST_BYTES] = {0};
    struct hash h;
    hash_open(&h, SUITE_SHA256_ED25519);
    hash_start(&h);
    hash_add(&h, (struct bytes){ZEROS, sizeof ZEROS});
    hash_add(&h, message);
    hash_add(&h, (struct bytes){lengths, sizeof lengths});
    add_tag(&h, tag);
    hash_end(&h, first);
    // RFC 9380 5.3.1: "b_i = H(strxor(b_0, b_(i - 1)) || I2OSP(i, 1) || DST_prime)", where for b_1 the second is
    // nothing
    for (size_t done = 0; done < n; done += DIGEST_BYTES) {
        unsigned char number = (unsigned char)(done / DIGEST_BYTES + 1);
        for (size_t i = 0; i < DIGEST_BYTES; i++) {
            block[i] ^= first[i];
        }
        hash_start(&h);
        hash_add(&h, (struct bytes){block, sizeof block});
        hash_add(&h, (struct bytes){&number, 1});
        add_tag(&h, tag);
        hash_end(&h, block);
        (void)memcpy(out + done, block, n - done < DIGEST_BYTES ? n - done : DIGEST_BYTES);
    }
    hash_close(&h);
}

// 64 bytes, big-endian, modulo p. Each half is below p.
static struct fp reduce(const unsigned char *bytes)
{
    static const uint64_t HALF[] = {256};
    unsigned char high[FP_BYTES] = {0};
    unsigned char low[FP_BYTES] = {0};
    struct fp a = FP_ZERO;
    struct fp b = FP_ZERO;
    (void)memcpy(high + 16, bytes, 32);
    (void)memcpy(low + 16, bytes + 32, 32);
    (void)fp_of_bytes(high, &a);
    (void)fp_of_bytes(low, &b);
    return fp_add(fp_mul(a, fp_pow(fp_add(FP_ONE, FP_ONE), HALF, 1)), b);
}

struct point bls_hash_to_g1(struct bytes message, struct bytes tag)
{
    static const uint64_t COFACTOR[] = {0xd201000000010001}; // h_eff of RFC 9380 8.8.1
    unsigned char random[2 * HASHED_BYTES];
    bls_expand(message, tag, random, sizeof random);
    struct point q0 = bls_map(reduce(random));
    struct point q1 = bls_map(reduce(random + HASHED_BYTES));
    struct point sum = point_add(&q0, &q1);
    return point_multiply(&sum, COFACTOR, 1);
}
