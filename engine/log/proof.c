// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/proof.h"

#include <assert.h>
#include <string.h>

#include "engine/log/checkpoint.h"

// RFC 9162, 2.1.4.1: SUBPROOF from the top down, so that the hashes come out last first.
size_t qian_consistency_path(struct qian_hasher *h, const struct qian_digest *leaves, size_t old,
                             size_t count, struct qian_digest path[QIAN_TREE_DEPTH_MAX]) {
    assert(old > 0 && old <= count);
    size_t length = 0;
    bool whole = true; // is the old tree still the whole of what was asked for?
    while (old != count) {
        size_t k = 1;
        while (2 * k < count)
            k *= 2;
        if (old <= k) {
            qian_tree_root_of(h, leaves + k, count - k, &path[length++]);
            count = k;
        } else {
            qian_tree_root_of(h, leaves, k, &path[length++]);
            leaves += k;
            old -= k;
            count -= k;
            whole = false;
        }
    }
    if (!whole)
        qian_tree_root_of(h, leaves, count, &path[length++]);
    for (size_t i = 0; i < length / 2; i++) {
        struct qian_digest swap = path[i];
        path[i] = path[length - 1 - i];
        path[length - 1 - i] = swap;
    }
    return length;
}

static bool same(const struct qian_digest *a, const struct qian_digest *b) {
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

// RFC 9162, 2.1.4.2, steps 4 to 7. `fn` and `sn` count nodes of the old and the new tree.
static bool climb(struct qian_hasher *h, uint64_t fn, uint64_t sn, const struct qian_digest *path,
                  size_t length, const struct qian_digest *old_root,
                  const struct qian_digest *root) {
    struct qian_digest fr = path[0], sr = path[0];
    for (size_t i = 1; i < length; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            qian_node_hash(h, &path[i], &fr, &fr);
            qian_node_hash(h, &path[i], &sr, &sr);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            qian_node_hash(h, &sr, &path[i], &sr);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && same(&fr, old_root) && same(&sr, root);
}

bool qian_consistency_check(struct qian_hasher *h, uint64_t old, uint64_t count,
                            const struct qian_digest *old_root, const struct qian_digest *root,
                            const struct qian_digest *path, size_t length) {
    if (old == 0 || old > count)
        return false;
    if (old == count)
        return length == 0 && same(old_root, root);
    if (length == 0 || length > QIAN_PROOF_MAX)
        return false;
    struct qian_digest with[QIAN_PROOF_MAX + 1];
    bool complete = (old & (old - 1)) == 0; // then the old root is the first hash
    if (complete)
        with[0] = *old_root;
    memcpy(with + complete, path, length * sizeof *path);
    uint64_t fn = old - 1, sn = count - 1;
    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    return climb(h, fn, sn, with, length + complete, old_root, root);
}

bool qian_line_next(struct qian_str *rest, struct qian_str *line) {
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    if (!end)
        return false;
    *line = (struct qian_str){rest->p, (size_t)(end - rest->p)};
    *rest = (struct qian_str){end + 1, rest->n - line->n - 1};
    return true;
}

const char *qian_hash_lines_read(struct qian_str *rest, struct qian_digest path[QIAN_PROOF_MAX],
                                 size_t *length) {
    struct qian_str line;
    *length = 0;
    while (qian_line_next(rest, &line)) {
        if (line.n == 0)
            return NULL;
        if (*length == QIAN_PROOF_MAX || memchr(line.p, ' ', line.n))
            return "F07";
        if (!qian_base64_read(line, path[*length].b, sizeof path->b))
            return "F13";
        ++*length;
    }
    return "F07";
}

void qian_hash_lines_write(struct qian_buf *out, const struct qian_digest *path, size_t length) {
    for (size_t i = 0; i < length; i++) {
        qian_buf_base64(out, path[i].b, sizeof path[i].b);
        qian_buf_char(out, '\n');
    }
    qian_buf_char(out, '\n');
}

// spec/log.md 3.1: "`c2sp.org/tlog-proof@v1`; `index ` and an integer; the hashes of the inclusion
// proof, from the leaf's sibling to the root's child, each a line of base64 of 32 bytes, at most
// 63; an empty line; the checkpoint with its signatures. `extra` lines are not used: F07. A proof
// file has one empty line before the checkpoint and the checkpoint's own."
static const char head[] = "c2sp.org/tlog-proof@v1";
static const char word[] = "index ";
#define WORD (sizeof word - 1)

const char *qian_log_proof_read(struct qian_str bytes, struct qian_log_proof *out) {
    struct qian_str line;
    memset(out, 0, sizeof *out);
    const char *fault = qian_signed_bytes_fault(bytes, 2);
    if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
        return "F03";
    if (fault)
        return fault;
    if (!qian_signed_bytes_fault(bytes, 1)) // an empty line is missing
        return "F07";
    if (!qian_line_next(&bytes, &line) || !qian_str_is(line, head))
        return "F07";
    if (!qian_line_next(&bytes, &line) || line.n <= WORD || memcmp(line.p, word, WORD) != 0 ||
        !qian_u64_read((struct qian_str){line.p + WORD, line.n - WORD}, QIAN_LOG_SIZE_MAX,
                       &out->index))
        return "F07";
    fault = qian_hash_lines_read(&bytes, out->path, &out->length);
    out->checkpoint = bytes;
    return fault;
}

void qian_log_proof_write(struct qian_buf *out, uint64_t index, const struct qian_digest *path,
                          size_t length, struct qian_str checkpoint) {
    qian_buf_text(out, head);
    qian_buf_char(out, '\n');
    qian_buf_text(out, word);
    qian_buf_u64(out, index);
    qian_buf_char(out, '\n');
    qian_hash_lines_write(out, path, length);
    qian_buf_str(out, checkpoint);
}
