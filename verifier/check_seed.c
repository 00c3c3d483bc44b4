// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"
#include "verifier/lang.h"

// spec/seed.md 2.3: "The names are those of the notice's contributors in the notice's order, one line each. Code E01."
static void check_contributors(struct bundle *b)
{
    const struct contributions *c = &b->contributions;
    struct report *r = &b->report;
    char found[24];
    char expected[24];
    if (report_judge(r, STEP_CONTRIBUTORS, c->count == b->notice.contributors_count)) {
        report_fault(r, STEP_CONTRIBUTORS, report_number(found, c->count),
                     report_number(expected, b->notice.contributors_count), "contributions.txt");
    }
    for (size_t i = 0; i < c->count && i < b->notice.contributors_count; i++) {
        struct bytes right = b->notice.contributors[i].name;
        if (report_judge(r, STEP_CONTRIBUTORS, bytes_same(c->reveals[i].name, right))) {
            report_fault(r, STEP_CONTRIBUTORS, c->reveals[i].name, right, "contributions.txt:%zu", i + 4);
        }
    }
}

static void judge_withheld(struct bundle *b, bool good, const char *found, const char *expected)
{
    if (report_judge(&b->report, STEP_WITHHELD, good)) {
        report_fault(&b->report, STEP_WITHHELD, bytes_of(found), bytes_of(expected), "contributions.txt");
    }
}

// spec/seed.md 2.4: "`withheld` is allowed only where `on_missing` is `proceed`. At least one contributor reveals.
// `on_missing` `proceed` needs at least one public source. Code E02."
static void check_withheld(struct bundle *b)
{
    const struct contributions *c = &b->contributions;
    size_t withheld = 0;
    for (size_t i = 0; i < c->count; i++) {
        withheld += c->reveals[i].withheld;
    }
    judge_withheld(b, withheld == 0 || b->notice.proceed, "withheld", "on_missing proceed");
    judge_withheld(b, withheld < c->count, say("无人揭示", "no reveal"), say("至少一人揭示", "at least one reveal"));
    judge_withheld(b, !b->notice.proceed || b->notice.sources_count > 0, say("无公开随机源", "no public source"),
                   say("proceed 至少需要一个公开随机源", "at least one for proceed"));
}

static const struct contributor *contributor_of(const struct notice *n, struct bytes name)
{
    for (size_t i = 0; i < n->contributors_count; i++) {
        if (bytes_same(n->contributors[i].name, name)) {
            return &n->contributors[i];
        }
    }
    return NULL;
}

// spec/seed.md 2.5: "The nonce of a `reveal` gives the commitment of the notice by 1.2. Code H05."
static void check_commitments(struct bundle *b)
{
    const struct contributions *c = &b->contributions;
    report_able(&b->report, STEP_COMMITMENTS);
    for (size_t i = 0; i < c->count; i++) {
        const struct reveal *reveal = &c->reveals[i];
        const struct contributor *contributor = contributor_of(&b->notice, reveal->name);
        char digits[DIGEST_DIGITS];
        if (reveal->withheld || contributor == NULL) {
            continue; // a name that is nobody's is E01's
        }
        struct bytes parts[] = {bytes_of("qian/1|commit|"), b->notice.draw, bytes_of("|"), reveal->name,
                                bytes_of("|"), reveal->nonce};
        hash_digits(&b->hash, parts, sizeof parts / sizeof parts[0], digits);
        if (report_judge(&b->report, STEP_COMMITMENTS, bytes_same(contributor->commitment, digits_of(digits)))) {
            report_fault(&b->report, STEP_COMMITMENTS, digits_of(digits), contributor->commitment,
                         "contributions.txt:%zu", i + 4);
        }
    }
}

void check_contributions(struct bundle *b)
{
    const struct file *contributions = &b->folder.files[FILE_CONTRIBUTIONS];
    if (!usable(b, FILE_NOTICE)) {
        return;
    }
    if (usable(b, FILE_CONTRIBUTIONS)) {
        check_contributors(b);
        check_withheld(b);
        check_commitments(b);
    }
    // spec/seed.md 3.2: "The contributions digest is that of the file: code E08."
    if (usable(b, FILE_ENTROPY) && contributions->present) {
        struct bytes right = digits_of(contributions->digest);
        if (report_judge(&b->report, STEP_OF_CONTRIBUTIONS, bytes_same(b->entropy.contributions, right))) {
            report_fault(&b->report, STEP_OF_CONTRIBUTIONS, b->entropy.contributions, right, "entropy.txt:4");
        }
    }
}

// spec/seed.md 3.3: "The sources are those of the notice's `public`, in its order, one line each. Code E03."
static void check_values(struct bundle *b)
{
    const struct entropy *e = &b->entropy;
    const struct notice *n = &b->notice;
    struct report *r = &b->report;
    char found[24];
    char expected[24];
    report_able(r, STEP_VALUES);
    if (report_judge(r, STEP_SOURCES, e->count == n->sources_count)) {
        report_fault(r, STEP_SOURCES, report_number(found, e->count), report_number(expected, n->sources_count),
                     "entropy.txt");
    }
    for (size_t i = 0; i < e->count && i < n->sources_count; i++) {
        const struct public_source *s = &n->sources[i].is;
        bool same = bytes_are(e->values[i].source, public_source_name(s->kind));
        if (report_judge(r, STEP_SOURCES, same)) {
            report_fault(r, STEP_SOURCES, e->values[i].source, bytes_of(public_source_name(s->kind)), "entropy.txt:%zu",
                         i + 5);
        }
        if (same && (s->kind == PUBLIC_BALLS || s->kind == PUBLIC_LOTTERY) &&
            report_judge(r, STEP_VALUES, public_value_fits(&e->values[i].value, s))) {
            report_fault(r, STEP_VALUES, e->values[i].text,
                         bytes_of(say("数量、范围合于公告且不重复", "count and range of the notice, none twice")),
                         "entropy.txt:%zu", i + 5);
        }
    }
}

void check_sources(struct bundle *b)
{
    if (!usable(b, FILE_NOTICE)) {
        return;
    }
    if (usable(b, FILE_ENTROPY)) {
        check_values(b);
    }
    report_able(&b->report, STEP_BITS);
    for (size_t i = 0; i < b->notice.sources_count; i++) {
        const struct public_source *s = &b->notice.sources[i].is;
        if (s->kind != PUBLIC_BALLS) {
            continue;
        }
        if (report_judge(&b->report, STEP_BITS, balls_enough(s->count, s->from, s->to))) {
            report_fault(&b->report, STEP_BITS, bytes_of(say("不足20比特", "less than 20 bits")),
                         bytes_of(">= 1048576"), "notice.json public[%zu]", i);
        }
    }
}

// spec/seed.md 4.2: "Code D09 where the transcript says otherwise."
void check_seeds(struct bundle *b)
{
    static const char *const SCOPES[] = {"subseeds.targets", "subseeds.inspectors", "subseeds.experts"};
    if (!usable(b, FILE_NOTICE) || !usable(b, FILE_TRANSCRIPT) || !b->seeded) {
        return;
    }
    if (report_judge(&b->report, STEP_SEEDS, bytes_same(b->transcript.seed, digits_of(b->seed)))) {
        report_fault(&b->report, STEP_SEEDS, b->transcript.seed, digits_of(b->seed), "transcript.json seed");
    }
    for (size_t i = 0; i < SUBSEED_COUNT; i++) {
        struct bytes right = digits_of(b->subseeds[i]);
        if (report_judge(&b->report, STEP_SEEDS, bytes_same(b->transcript.subseeds[i], right))) {
            report_fault(&b->report, STEP_SEEDS, b->transcript.subseeds[i], right, "transcript.json %s", SCOPES[i]);
        }
    }
}
