// SPDX-License-Identifier: MulanPSL-2.0
// What would have to collude, in the fixed words of spec/bundle.md 4.6 and 4.9.
#include "engine/core/notice.h"

static const char solo_public[] =
    "solo: one machine held every key and nonce, so the commitments prove little; the draw is "
    "fair if the public value came into being after the close";
static const char solo_none[] =
    "solo without a public value: one machine held every key and nonce, and whoever ran it could "
    "have chosen the outcome";
static const char ceremony_none[] =
    "ceremony without a public value: to foresee or steer the outcome, every contributor would "
    "have to work together; the last to reveal alone could only make the draw void";
static const char foresee_before[] =
    "ceremony: to foresee the outcome, every contributor and the maker of every public value (";
static const char foresee_after[] = ") would have to work together; to steer it, ";
static const char steer_balls[] =
    "whoever draws the balls would have to know all else and choose how they fall";
static const char steer_others[] = "the maker of every public value would have to work with a "
                                   "contributor before the close";

static bool has_source(const struct qian_notice *n, enum qian_source_kind kind) {
    bool found = false;
    for (size_t i = 0; i < n->public_count; i++)
        found = found || n->public[i].kind == kind;
    return found;
}

static void write_ceremony(const struct qian_notice *n, struct qian_buf *out) {
    if (n->public_count == 0) {
        qian_buf_text(out, ceremony_none);
        return;
    }
    qian_buf_text(out, foresee_before);
    for (size_t i = 0; i < n->public_count; i++) {
        if (i > 0)
            qian_buf_text(out, ", ");
        qian_buf_text(out, qian_source_names[n->public[i].kind]);
    }
    qian_buf_text(out, foresee_after);
    qian_buf_text(out, has_source(n, QIAN_BALLS) ? steer_balls : steer_others);
}

void qian_assurance_write(const struct qian_notice *n, size_t withheld, struct qian_buf *out) {
    if (!n->ceremony) {
        qian_buf_text(out, n->public_count ? solo_public : solo_none);
        return;
    }
    write_ceremony(n, out);
    if (withheld > 0) {
        qian_buf_text(out, "; withheld: ");
        qian_buf_u64(out, withheld);
        qian_buf_text(out, " of ");
        qian_buf_u64(out, n->contributor_count);
        qian_buf_text(out, " contributors");
    }
    if (has_source(n, QIAN_LOTTERY))
        qian_buf_text(out, "; that the lottery's numbers are these, the witnesses vouch");
}
