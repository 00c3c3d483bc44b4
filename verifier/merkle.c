// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/merkle.h"

#include <string.h>

static const unsigned char LEAF = 0;
static const unsigned char NODE = 1;

void merkle_start(struct merkle *m, struct hash *h)
{
    m->h = h;
    m->leaves = 0;
    m->in_leaf = false;
}

// out = H(0x01 left right); out may be either of them.
static void join(struct hash *h, const unsigned char *left, const unsigned char *right, unsigned char *out)
{
    hash_start(h);
    hash_add(h, (struct bytes){&NODE, 1});
    hash_add(h, (struct bytes){left, DIGEST_BYTES});
    hash_add(h, (struct bytes){right, DIGEST_BYTES});
    hash_end(h, out);
}

static void begin_leaf(struct merkle *m)
{
    hash_start(m->h);
    hash_add(m->h, (struct bytes){&LEAF, 1});
    m->in_leaf = true;
}

// A full subtree of 2^level leaves is joined with its left neighbour as soon as both are there: binary addition.
static void end_leaf(struct merkle *m)
{
    unsigned char digest[DIGEST_BYTES];
    unsigned level = 0;
    hash_end(m->h, digest);
    for (uint64_t bits = m->leaves; bits & 1; bits >>= 1) {
        join(m->h, m->peak[level], digest, digest);
        level++;
    }
    (void)memcpy(m->peak[level], digest, DIGEST_BYTES);
    m->leaves++;
    m->in_leaf = false;
}

void merkle_feed(struct merkle *m, struct bytes piece)
{
    while (piece.n > 0) {
        size_t n = bytes_find(piece, '\n');
        if (!m->in_leaf) {
            begin_leaf(m);
        }
        hash_add(m->h, (struct bytes){piece.at, n});
        if (n < piece.n) {
            end_leaf(m);
            n++;
        }
        piece = bytes_after(piece, n);
    }
}

// spec/tables.md 6.1: "let k be the largest power of two smaller than n"
// Here: the peaks, joined from the right.
void merkle_root(struct merkle *m, unsigned char root[DIGEST_BYTES])
{
    bool any = false;
    if (m->in_leaf) {
        end_leaf(m);
    }
    for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
        if ((m->leaves >> level & 1) == 0) {
            continue;
        }
        if (any) {
            join(m->h, m->peak[level], root, root);
        } else {
            (void)memcpy(root, m->peak[level], DIGEST_BYTES);
            any = true;
        }
    }
    if (!any) {
        hash_start(m->h);
        hash_end(m->h, root);
    }
}
