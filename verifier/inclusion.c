// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/inclusion.h"

#include <string.h>

static void hash_parts(const struct bytes *parts, size_t count, unsigned char out[DIGEST_BYTES])
{
    struct hash h;
    hash_open(&h, SUITE_SHA256_ED25519);
    hash_start(&h);
    for (size_t i = 0; i < count; i++) {
        hash_add(&h, parts[i]);
    }
    hash_end(&h, out);
    hash_close(&h);
}

// spec/log.md 1.1: "Leaf = SHA-256(0x00 entry), node = SHA-256(0x01 left right), as in RFC 6962;"
void inclusion_leaf(struct bytes entry, unsigned char leaf[DIGEST_BYTES])
{
    static const unsigned char ZERO = 0;
    struct bytes parts[] = {{&ZERO, 1}, entry};
    hash_parts(parts, 2, leaf);
}

static void join(const unsigned char *left, const unsigned char *right, unsigned char out[DIGEST_BYTES])
{
    static const unsigned char ONE = 1;
    struct bytes parts[] = {{&ONE, 1}, {left, DIGEST_BYTES}, {right, DIGEST_BYTES}};
    unsigned char node[DIGEST_BYTES];
    hash_parts(parts, 3, node);
    (void)memcpy(out, node, DIGEST_BYTES);
}

// spec/log.md 3.2: "Inclusion is verified as in RFC 9162, section 2.1.3.2: index below size, as many hashes as the
// place wants, and the checkpoint's root comes out."
bool inclusion_holds(const unsigned char leaf[DIGEST_BYTES], uint64_t index, uint64_t size,
                     const unsigned char (*path)[DIGEST_BYTES], size_t count, const unsigned char root[DIGEST_BYTES])
{
    unsigned char node[DIGEST_BYTES];
    if (index >= size) {
        return false;
    }
    uint64_t at = index;      // of the node in its level
    uint64_t last = size - 1; // of the last node of that level
    (void)memcpy(node, leaf, DIGEST_BYTES);
    for (size_t i = 0; i < count; i++) {
        if (last == 0) {
            return false; // a hash too many
        }
        if ((at & 1) == 1 || at == last) {
            join(path[i], node, node);
            while ((at & 1) == 0 && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            join(node, path[i], node);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && memcmp(node, root, DIGEST_BYTES) == 0;
}
