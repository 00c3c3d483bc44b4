// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/seed.h"

#define BITS_MIN_PRODUCT 1048576u // 2^20

// spec/seed.md 1.2: "commitment = H("qian/1|commit|" draw "|" name "|" nonce)"
void qian_commit(struct qian_hasher *h, const char *draw, const char *name, const char *nonce,
                 struct qian_digest *out) {
    struct qian_buf text = {0};
    qian_buf_text(&text, QIAN_SPEC "|commit|");
    qian_buf_text(&text, draw);
    qian_buf_char(&text, '|');
    qian_buf_text(&text, name);
    qian_buf_char(&text, '|');
    qian_buf_text(&text, nonce);
    qian_hash(h, qian_buf_view(&text), out);
    qian_buf_free(&text);
}

static void write_head(const char *kind, const struct qian_notice *notice,
                       const struct qian_digest *notice_digest, struct qian_buf *out) {
    qian_buf_text(out, QIAN_SPEC " ");
    qian_buf_text(out, kind);
    qian_buf_text(out, "\ndraw ");
    qian_buf_text(out, notice->draw);
    qian_buf_text(out, "\nnotice ");
    qian_buf_hex(out, notice_digest->b, 32);
    qian_buf_char(out, '\n');
}

void qian_contributions_write(const struct qian_notice *notice,
                              const struct qian_digest *notice_digest, const char *const *nonces,
                              struct qian_buf *out) {
    write_head("contributions", notice, notice_digest, out);
    for (size_t i = 0; i < notice->contributor_count; i++) {
        qian_buf_text(out, nonces[i] ? "reveal " : "withheld ");
        qian_buf_text(out, notice->contributors[i].name);
        if (nonces[i]) {
            qian_buf_char(out, ' ');
            qian_buf_text(out, nonces[i]);
        }
        qian_buf_char(out, '\n');
    }
}

void qian_entropy_write(const struct qian_notice *notice, const struct qian_digest *notice_digest,
                        const struct qian_digest *contributions, const char *const *values,
                        struct qian_buf *out) {
    write_head("entropy", notice, notice_digest, out);
    qian_buf_text(out, "contributions ");
    qian_buf_hex(out, contributions->b, 32);
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < notice->public_count; i++) {
        qian_buf_text(out, "public ");
        qian_buf_text(out, qian_source_names[notice->public[i].kind]);
        qian_buf_char(out, ' ');
        qian_buf_text(out, values[i]);
        qian_buf_char(out, '\n');
    }
}

// spec/seed.md 3.5: "n·(n − 1)·…·(n − count + 1) ≥ 1,048,576. `from` is not above `to` and `count`
// is from 1 to n."
bool qian_balls_enough(const struct qian_balls *balls) {
    if (balls->from > balls->to)
        return false;
    uint32_t n = balls->to - balls->from + 1;
    if (balls->count < 1 || balls->count > n)
        return false;
    uint64_t product = 1;
    for (uint32_t i = 0; i < balls->count; i++) {
        product *= n - i;
        if (product >= BITS_MIN_PRODUCT)
            return true;
    }
    return false;
}

// spec/seed.md 3.4: "each two decimal digits, separated by `-`. Any other form is F07. Their count
// is the notice's `count`, each lies between `from` and `to`, both included, and none repeats."
const char *qian_balls_fault(const struct qian_balls *balls, struct qian_str value) {
    bool seen[100] = {false}, fits = true;
    uint32_t count = 0;
    struct qian_split split = qian_split(value, '-');
    struct qian_str part;
    if (value.n == 0)
        return "F07";
    while (qian_split_next(&split, &part)) {
        if (part.n != 2 || part.p[0] < '0' || part.p[0] > '9' || part.p[1] < '0' || part.p[1] > '9')
            return "F07";
        uint32_t ball = (uint32_t)(part.p[0] - '0') * 10 + (uint32_t)(part.p[1] - '0');
        fits = fits && ball >= balls->from && ball <= balls->to && !seen[ball];
        seen[ball] = true;
        count++;
    }
    return fits && count == balls->count ? NULL : "E10";
}

// spec/seed.md 4.2: "subseed(scope) = H(seed "|" scope), seed as its 64 digits"
void qian_seeds_of(struct qian_hasher *h, struct qian_str entropy, struct qian_seeds *out) {
    static const char *const scopes[QIAN_SCOPES] = {"targets", "inspectors", "experts"};
    qian_hash(h, entropy, &out->seed);
    for (size_t i = 0; i < QIAN_SCOPES; i++) {
        struct qian_buf text = {0};
        qian_buf_hex(&text, out->seed.b, 32);
        qian_buf_char(&text, '|');
        qian_buf_text(&text, scopes[i]);
        qian_hash(h, qian_buf_view(&text), &out->subseed[i]);
        qian_buf_free(&text);
    }
}

void qian_subseed_prefix(const struct qian_seeds *seeds, enum qian_scope scope,
                         struct qian_buf *out) {
    qian_buf_hex(out, seeds->subseed[scope].b, 32);
    qian_buf_char(out, '|');
}
