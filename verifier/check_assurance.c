// SPDX-License-Identifier: MulanPSL-2.0
// Step 64: how much the transcript may say of itself (bundle.md 4.6, 4.9).
#include "verifier/checks.h"
#include "verifier/out.h"

// spec/bundle.md 4.6: "In mode `solo` it is one of two. With at least one public source: `solo: one machine held every
// key and nonce, so the commitments prove little; the draw is fair if the public value came into being after the
// close`. With none: `solo without a public value: one machine held every key and nonce, and whoever ran it could have
// chosen the outcome`."
static void solo_sentence(struct out *o, const struct notice *n)
{
    static const char WITH[] =
        "solo: one machine held every key and nonce, so the commitments prove little; the draw is "
        "fair if the public value came into being after the close";
    static const char WITHOUT[] = "solo without a public value: one machine held every key and nonce, and whoever ran "
                                  "it could have chosen the outcome";
    out_add(o, bytes_of(n->sources_count > 0 ? WITH : WITHOUT));
}

static bool has(const struct notice *n, enum public_kind kind)
{
    for (size_t i = 0; i < n->sources_count; i++) {
        if (n->sources[i].is.kind == kind) {
            return true;
        }
    }
    return false;
}

// spec/bundle.md 4.9: "SOURCES are the names of the sources in the notice's order, with `, ` between"
static void ceremony_sentence(struct out *o, const struct notice *n, const struct contributions *c)
{
    size_t withheld = 0;
    if (n->sources_count == 0) {
        out_add(
            o, bytes_of("ceremony without a public value: to foresee or steer the outcome, every contributor would have "
                        "to work together; the last to reveal alone could only make the draw void"));
    } else {
        out_add(o,
                bytes_of("ceremony: to foresee the outcome, every contributor and the maker of every public value ("));
        for (size_t i = 0; i < n->sources_count; i++) {
            out_add(o, bytes_of(i == 0 ? "" : ", "));
            out_add(o, bytes_of(public_source_name(n->sources[i].is.kind)));
        }
        out_add(o, bytes_of(") would have to work together; to steer it, "));
        out_add(o, bytes_of(has(n, PUBLIC_BALLS) ? "whoever draws the balls would have to know all else and choose how "
                                                   "they fall"
                                                 : "the maker of every public value would have to work with a "
                                                   "contributor before the close"));
    }
    for (size_t i = 0; i < c->count; i++) {
        withheld += c->reveals[i].withheld;
    }
    // spec/bundle.md 4.9: "then, where a contributor withheld, `; withheld: X of Y contributors`;"
    if (withheld > 0) {
        out_print(o, "; withheld: %zu of %zu contributors", withheld, n->contributors_count);
    }
    // spec/bundle.md 4.9: "then, where `lottery` is among the sources, `; that the lottery's numbers are these, the
    // witnesses vouch`."
    if (has(n, PUBLIC_LOTTERY)) {
        out_add(o, bytes_of("; that the lottery's numbers are these, the witnesses vouch"));
    }
}

// spec/bundle.md 4.6: "`assurance` is a sentence (code E11). In mode `ceremony` it is that of 4.9."
void check_assurance(struct bundle *b)
{
    struct out right = {0};
    if (!usable(b, FILE_NOTICE) || !usable(b, FILE_TRANSCRIPT)) {
        return;
    }
    if (!b->notice.ceremony) {
        solo_sentence(&right, &b->notice);
    } else if (usable(b, FILE_CONTRIBUTIONS)) {
        ceremony_sentence(&right, &b->notice, &b->contributions);
    } else {
        return;
    }
    struct bytes sentence = {(const unsigned char *)right.text, right.n};
    if (report_judge(&b->report, STEP_ASSURANCE, bytes_same(b->transcript.assurance, sentence))) {
        report_fault(&b->report, STEP_ASSURANCE, b->transcript.assurance, sentence, "transcript.json assurance");
    }
    out_free(&right);
}
