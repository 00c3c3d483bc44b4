// SPDX-License-Identifier: MulanPSL-2.0
// The tree of tables.md 6 against the recursive definition, and audit paths against every
// alteration.
#include "engine/core/merkle.h"
#include "tests/check.h"
#include "tests/engine/properties.h"

enum { LEAVES = 70 };

static struct qian_digest leaf[LEAVES];

static void node_of(struct qian_hasher *h,
                    const struct qian_digest *left,
                    const struct qian_digest *right,
                    struct qian_digest *out) {
    struct qian_buf text = {0};
    qian_buf_char(&text, 1);
    qian_buf_add(&text, left->b, 32);
    qian_buf_add(&text, right->b, 32);
    qian_hash(h, qian_buf_view(&text), out);
    qian_buf_free(&text);
}

static size_t half_of(size_t n) {
    size_t k = 1;
    while (2 * k < n)
        k *= 2;
    return k;
}

// tables 6.1: MTH(D[n]) = H(0x01 MTH(D[0:k]) MTH(D[k:n]))
static void root_of(struct qian_hasher *h, size_t from, size_t n, struct qian_digest *out) {
    struct qian_digest left, right;
    if (n == 0) {
        qian_hash(h, qian_str(""), out);
        return;
    }
    if (n == 1) {
        *out = leaf[from];
        return;
    }
    root_of(h, from, half_of(n), &left);
    root_of(h, from + half_of(n), n - half_of(n), &right);
    node_of(h, &left, &right, out);
}

// What a path of this index in a tree of n leads to, from the top down: false if its length is
// wrong.
static bool climb(struct qian_hasher *h,
                  const struct qian_digest *start,
                  size_t index,
                  size_t n,
                  const struct qian_digest *path,
                  size_t length,
                  struct qian_digest *out) {
    if (n == 1) {
        *out = *start;
        return length == 0;
    }
    struct qian_digest below;
    size_t k = half_of(n);
    bool left = index < k;
    if (length == 0 ||
        !climb(h, start, left ? index : index - k, left ? k : n - k, path, length - 1, &below))
        return false;
    if (left)
        node_of(h, &below, &path[length - 1], out);
    else
        node_of(h, &path[length - 1], &below, out);
    return true;
}

static bool same(const struct qian_digest *a, const struct qian_digest *b) {
    return memcmp(a->b, b->b, 32) == 0;
}

// Another index is never right. Another size is right exactly where the path has the same shape
// in it: a size is not in the root, but in the notice beside it (rows).
static void test_other_shapes(struct qian_hasher *h,
                              size_t index,
                              size_t n,
                              const struct qian_digest *path,
                              size_t length,
                              const struct qian_digest *root) {
    for (size_t i = 0; i < n + 2; i++)
        CHECK(i == index || !qian_tree_check(h, &leaf[index], i, n, path, length, root),
              "leaf %zu of %zu verifies as %zu", index, n, i);
    for (size_t size = 0; size <= 2 * n + 1; size++) {
        struct qian_digest top;
        bool want = index < size && climb(h, &leaf[index], index, size, path, length, &top) &&
                    same(&top, root);
        CHECK(qian_tree_check(h, &leaf[index], index, size, path, length, root) == want,
              "leaf %zu of %zu as of %zu", index, n, size);
    }
}

static void test_other_nodes(struct qian_hasher *h,
                             struct dice *d,
                             size_t index,
                             size_t n,
                             const struct qian_digest *path,
                             size_t length,
                             const struct qian_digest *root) {
    struct qian_digest other[QIAN_TREE_DEPTH_MAX + 1] = {0}, bad = *root;
    memcpy(other, path, length * sizeof *other);
    for (size_t i = 0; i < length; i++) {
        uint8_t bit = (uint8_t)(1u << dice_below(d, 8));
        size_t at = dice_below(d, 32);
        other[i].b[at] ^= bit;
        CHECK(!qian_tree_check(h, &leaf[index], index, n, other, length, root),
              "leaf %zu of %zu: node %zu altered", index, n, i);
        other[i].b[at] ^= bit;
        if (i == 0)
            continue;
        other[i] = path[i - 1];
        other[i - 1] = path[i];
        CHECK(!qian_tree_check(h, &leaf[index], index, n, other, length, root),
              "leaf %zu of %zu: nodes %zu exchanged", index, n, i);
        other[i] = path[i];
        other[i - 1] = path[i - 1];
    }
    CHECK(!qian_tree_check(h, &leaf[index], index, n, other, length + 1, root) &&
              (length == 0 || !qian_tree_check(h, &leaf[index], index, n, other, length - 1, root)),
          "leaf %zu of %zu: a longer or shorter path", index, n);
    bad.b[dice_below(d, 32)] ^= 1;
    CHECK(!qian_tree_check(h, &leaf[index], index, n, path, length, &bad), "another root");
    CHECK(!qian_tree_check(h, root, index, n, path, length, root) || n == 1, "another leaf");
}

static void test_size(struct qian_hasher *h, struct dice *d, size_t n) {
    struct qian_tree tree;
    struct qian_digest want, got;
    qian_tree_begin(&tree, h);
    for (size_t i = 0; i < n; i++) {
        char line[32];
        snprintf(line, sizeof line, "line %zu", i);
        qian_tree_add(&tree, qian_str(line));
    }
    root_of(h, 0, n, &want);
    qian_tree_root(&tree, &got);
    CHECK(same(&want, &got), "root of %zu", n);
    qian_tree_root(&tree, &got); // asking changes nothing
    CHECK(same(&want, &got), "root of %zu, again", n);
    for (size_t i = 0; i < n; i++) {
        struct qian_digest path[QIAN_TREE_DEPTH_MAX], top;
        size_t length = qian_tree_path(h, leaf, n, i, path);
        CHECK(climb(h, &leaf[i], i, n, path, length, &top) && same(&top, &want), "path %zu of %zu",
              i, n);
        CHECK(qian_tree_check(h, &leaf[i], i, n, path, length, &want), "leaf %zu of %zu", i, n);
        test_other_shapes(h, i, n, path, length, &want);
        test_other_nodes(h, d, i, n, path, length, &want);
    }
}

struct outcome properties_of_trees(void) {
    struct dice d = dice_of("properties-tree", 0);
    for (int suite = 0; suite < 2; suite++) {
        struct qian_hasher *h = qian_hasher_open(suite ? QIAN_SM3_SM2 : QIAN_SHA256_ED25519);
        for (size_t i = 0; i < LEAVES; i++) {
            char line[32] = {0}; // the 0x00 in front is written here
            snprintf(line + 1, sizeof line - 1, "line %zu", i);
            qian_hash(h, (struct qian_str){line, 1 + strlen(line + 1)}, &leaf[i]);
        }
        for (size_t n = 0; n <= LEAVES; n += SLOW_BUILD && n > 20 ? 7 : 1)
            test_size(h, &d, n);
        qian_hasher_close(h);
    }
    return (struct outcome){checks_passed, checks_failed};
}
