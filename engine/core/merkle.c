// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/merkle.h"

#include <assert.h>
#include <string.h>

void qian_leaf_hash(struct qian_hasher *h, struct qian_str line, struct qian_digest *out) {
    qian_hash_begin(h);
    qian_hash_add(h, "\x00", 1);
    qian_hash_add(h, line.p, line.n);
    qian_hash_end(h, out);
}

void qian_node_hash(struct qian_hasher *h, const struct qian_digest *left,
                    const struct qian_digest *right, struct qian_digest *out) {
    uint8_t node[65] = {1};
    memcpy(node + 1, left->b, 32);
    memcpy(node + 33, right->b, 32);
    qian_hash(h, (struct qian_str){(const char *)node, sizeof node}, out);
}

void qian_tree_begin(struct qian_tree *tree, struct qian_hasher *hasher) {
    tree->hasher = hasher;
    tree->leaves = 0;
}

// spec/tables.md 6.1: "let k be the largest power of two smaller than n: MTH(D[n]) = H(0x01
// MTH(D[0:k]) MTH(D[k:n]))"
// So complete subtrees are merged as soon as they have a sibling: as many as the number of leaves
// before has trailing one bits.
void qian_tree_add(struct qian_tree *tree, struct qian_str line) {
    size_t depth = (size_t)__builtin_popcountll(tree->leaves);
    struct qian_digest node;
    qian_leaf_hash(tree->hasher, line, &node);
    for (uint64_t n = tree->leaves; n & 1; n >>= 1)
        qian_node_hash(tree->hasher, &tree->stack[--depth], &node, &node);
    tree->stack[depth] = node;
    tree->leaves++;
}

void qian_tree_root(const struct qian_tree *tree, struct qian_digest *out) {
    size_t depth = (size_t)__builtin_popcountll(tree->leaves);
    if (depth == 0) {
        qian_hash(tree->hasher, (struct qian_str){"", 0}, out);
        return;
    }
    *out = tree->stack[--depth];
    while (depth > 0)
        qian_node_hash(tree->hasher, &tree->stack[--depth], out, out);
}

void qian_tree_root_of(struct qian_hasher *h, const struct qian_digest *leaves, size_t count,
                       struct qian_digest *out) {
    struct qian_digest stack[QIAN_TREE_DEPTH_MAX];
    size_t depth = 0;
    for (size_t i = 0; i < count; i++) {
        struct qian_digest node = leaves[i];
        for (size_t n = i; n & 1; n >>= 1)
            qian_node_hash(h, &stack[--depth], &node, &node);
        stack[depth++] = node;
    }
    *out = stack[--depth];
    while (depth > 0)
        qian_node_hash(h, &stack[--depth], out, out);
}

size_t qian_tree_path(struct qian_hasher *h, const struct qian_digest *leaves, size_t count,
                      size_t index, struct qian_digest path[QIAN_TREE_DEPTH_MAX]) {
    assert(index < count);
    size_t length = 0;
    while (count > 1) { // from the top down: the siblings come out last first
        size_t k = 1;
        while (2 * k < count)
            k *= 2;
        if (index < k) {
            qian_tree_root_of(h, leaves + k, count - k, &path[length++]);
            count = k;
        } else {
            qian_tree_root_of(h, leaves, k, &path[length++]);
            leaves += k;
            index -= k;
            count -= k;
        }
    }
    for (size_t i = 0; i < length / 2; i++) {
        struct qian_digest swap = path[i];
        path[i] = path[length - 1 - i];
        path[length - 1 - i] = swap;
    }
    return length;
}

bool qian_tree_check(struct qian_hasher *h, const struct qian_digest *leaf, uint64_t index,
                     uint64_t count, const struct qian_digest *path, size_t length,
                     const struct qian_digest *root) {
    if (index >= count)
        return false;
    struct qian_digest node = *leaf;
    uint64_t last = count - 1;
    size_t used = 0;
    for (; last > 0; last >>= 1, index >>= 1) {
        if (!(index & 1) && index == last)
            continue; // no sibling on this level
        if (used == length)
            return false;
        if (index & 1)
            qian_node_hash(h, &path[used++], &node, &node);
        else
            qian_node_hash(h, &node, &path[used++], &node);
    }
    return used == length && memcmp(node.b, root->b, sizeof node.b) == 0;
}
