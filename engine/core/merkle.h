// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/merkle.h - the RFC 6962 tree over the lines of a table (spec/tables.md 6).
#pragma once

#include "engine/crypto/hash.h"

#define QIAN_TREE_DEPTH_MAX 64

// A tree that is built line by line; only the roots of complete subtrees are kept.
struct qian_tree {
    struct qian_hasher *hasher; // borrowed
    uint64_t leaves;
    struct qian_digest stack[QIAN_TREE_DEPTH_MAX];
};

void qian_tree_begin(struct qian_tree *tree, struct qian_hasher *hasher);
void qian_tree_add(struct qian_tree *tree, struct qian_str line);
// The root. RFC 6962: the root of no leaves is the hash of nothing.
void qian_tree_root(const struct qian_tree *tree, struct qian_digest *out);

void qian_leaf_hash(struct qian_hasher *h, struct qian_str line, struct qian_digest *out);

// Node and root over hashes that are known already. `count` is at least 1.
void qian_node_hash(struct qian_hasher *h, const struct qian_digest *left,
                    const struct qian_digest *right, struct qian_digest *out);
void qian_tree_root_of(struct qian_hasher *h, const struct qian_digest *leaves, size_t count,
                       struct qian_digest *out);

// The audit path of leaf `index` (RFC 6962 2.1.1), from the leaf's sibling up. Returns its length.
size_t qian_tree_path(struct qian_hasher *h, const struct qian_digest *leaves, size_t count,
                      size_t index, struct qian_digest path[QIAN_TREE_DEPTH_MAX]);
// Does the path lead from this leaf hash to the root?
bool qian_tree_check(struct qian_hasher *h, const struct qian_digest *leaf, uint64_t index,
                     uint64_t count, const struct qian_digest *path, size_t length,
                     const struct qian_digest *root);
