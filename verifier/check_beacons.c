// SPDX-License-Identifier: MulanPSL-2.0
// Steps 69 to 74: public values are what the notice announced, and verify (beacons.md).
#include "verifier/checks.h"
#include "verifier/drand.h"
#include "verifier/lang.h"

// One source of the notice, with its line of entropy.txt and its pulse.
struct evidence {
    struct bundle *b;
    size_t place; // in `public`, from 0
    const struct public_source *source;
    const struct public_value *value; // NULL where there is none
    const struct beacon *beacon;
    bool pulse, previous, certificate; // these files are usable
};

static void judge(const struct evidence *e, int step, bool good, struct bytes found, const char *expected)
{
    if (report_judge(&e->b->report, step, good)) {
        report_fault(&e->b->report, step, found, bytes_of(expected), "notice.json public[%zu]", e->place);
    }
}

static bool has_file(const struct evidence *e, enum beacon_no which)
{
    return usable(e->b, beacon_file(e->place, which));
}

// spec/beacons.md 1.3: "Of a value, the chain, round, pulse, game and issue are those that the notice names at its
// place. Code E05."
static void check_named(const struct evidence *e)
{
    const char *expected = say("公告所指者", "what the notice names");
    if (e->value == NULL) {
        report_undone(&e->b->report, STEP_VALUE_NAMED);
        return;
    }
    judge(e, STEP_VALUE_NAMED, public_value_named(e->value, e->source), e->value->last, expected);
    if (e->source->kind != PUBLIC_NIST) {
        return;
    }
    if (!e->pulse) {
        report_undone(&e->b->report, STEP_VALUE_NAMED);
        return;
    }
    // spec/beacons.md 3.6: "The pulse's chainIndex, pulseIndex and outputValue are those of the value in entropy.txt
    // (E05; E07 for outputValue)"
    judge(e, STEP_VALUE_NAMED, public_value_is_pulse(e->value, &e->beacon->pulse),
          e->beacon->pulse.text[PULSE_PULSE_INDEX], expected);
}

// spec/beacons.md 2.2: "The notice's `round` is the first that is not before its `time`: r = ceil((T − genesis)/period)
// + 1, and T is not before genesis. Code E06."
static void check_times_of(const struct evidence *e)
{
    uint64_t round = 0;
    if (e->source->kind == PUBLIC_DRAND) {
        bool good = drand_round(e->source->time, &round) && round == e->source->number;
        judge(e, STEP_VALUE_TIMES, good, e->source->time, say("该时刻的轮次", "the round of that time"));
        return;
    }
    if (!e->pulse) {
        report_undone(&e->b->report, STEP_VALUE_TIMES);
        return;
    }
    // spec/beacons.md 3.6: "its `statusCode` is 0 and its `timeStamp` is the notice's `time` in UTC (E06)."
    const struct pulse *p = &e->beacon->pulse;
    judge(e, STEP_VALUE_TIMES, pulse_is_of_time(p, e->source->time), p->text[PULSE_TIME_STAMP],
          say("公告的时刻", "the notice's time"));
    judge(e, STEP_VALUE_TIMES, pulse_status_good(p), p->text[PULSE_STATUS], "0");
}

// spec/verify.md 3.14: "Step 71 judges the `nist` signature of the pulse file even where the value differs, and a
// `drand` signature for the round that the value itself states. Where 3.4 of beacons fails on the digest, the signature
// is not judged."
static void check_verifies(const struct evidence *e)
{
    const char *expected = say("有效的公开值", "a value that verifies");
    if (e->value == NULL || (e->source->kind == PUBLIC_NIST && (!e->pulse || !e->certificate))) {
        report_undone(&e->b->report, STEP_VALUE_VERIFIES);
        return;
    }
    if (e->source->kind == PUBLIC_DRAND) {
        judge(e, STEP_VALUE_VERIFIES, public_value_verifies(e->value), e->value->last, expected);
    } else {
        judge(e, STEP_VALUE_VERIFIES, pulse_verifies(&e->beacon->pulse, &e->beacon->certificate),
              e->beacon->pulse.text[PULSE_OUTPUT], expected);
    }
}

// spec/beacons.md 3.5: "`outputValue` is SHA-512(message signature), the signature as it is, without its length. Code
// E07."
static void check_output(const struct evidence *e)
{
    if (e->value == NULL || !e->pulse) {
        report_undone(&e->b->report, STEP_PULSE_OUTPUT);
        return;
    }
    const struct pulse *p = &e->beacon->pulse;
    judge(e, STEP_PULSE_OUTPUT, pulse_output_right(p), p->text[PULSE_OUTPUT],
          say("签名所得的值", "what its signature gives"));
    judge(e, STEP_PULSE_OUTPUT, public_value_is_output(e->value, p), e->value->last,
          say("脉冲的 outputValue", "the pulse's outputValue"));
}

static bool one_certificate(const struct evidence *e)
{
    return bytes_same(e->beacon->pulse.text[PULSE_CERTIFICATE_ID], e->beacon->previous.text[PULSE_CERTIFICATE_ID]);
}

// spec/beacons.md 3.7: "The previous pulse has the same chainIndex, pulseIndex one less, and verifies by 3.5 under the
// same certificate or another of the policy [...] The pulse's `previous` is its outputValue, and
// SHA-512(localRandomValue) of the pulse is the previous pulse's precommitmentValue. Code E04 whatever fails here (its
// outputValue too);"
static void check_committed(const struct evidence *e)
{
    const struct beacon *beacon = e->beacon;
    struct report *r = &e->b->report;
    const char *expected = say("先前脉冲所承诺者", "what the pulse before committed to");
    // spec/beacons.md 3.8: "without the previous pulse the step of 3.7 is open."
    if (!e->b->folder.files[beacon_file(e->place, BEACON_PREVIOUS)].present) {
        report_open(r, STEP_PULSE_COMMITTED);
        return;
    }
    if (!e->pulse || !e->previous) {
        report_undone(r, STEP_PULSE_COMMITTED);
        return;
    }
    judge(e, STEP_PULSE_COMMITTED, pulse_follows(&beacon->pulse, &beacon->previous), beacon->pulse.text[PULSE_PREVIOUS],
          expected);
    judge(e, STEP_PULSE_COMMITTED, pulse_output_right(&beacon->previous), beacon->previous.text[PULSE_OUTPUT],
          expected);
    bool same = one_certificate(e);
    if (!has_file(e, same ? BEACON_CERTIFICATE : BEACON_CERTIFICATE_PREVIOUS)) {
        report_undone(r, STEP_PULSE_COMMITTED);
        return;
    }
    judge(e, STEP_PULSE_COMMITTED,
          pulse_verifies(&beacon->previous, same ? &beacon->certificate : &beacon->certificate_previous),
          beacon->previous.text[PULSE_OUTPUT], expected);
}

static bool is_trusted(const struct policy *p, const struct certificate *c)
{
    for (size_t i = 0; i < p->beacons_count; i++) {
        if (certificate_is(c, p->beacons[i])) {
            return true;
        }
    }
    return false;
}

// spec/beacons.md 3.4: "and stands in a line `nist CERTIFICATEID` of the policy (code S05)."
static void check_trusted(const struct evidence *e)
{
    const char *expected = say("策略中的证书", "a certificate of the policy");
    if (e->b->policy.state != POLICY_GOOD) {
        return;
    }
    if (!e->certificate) {
        report_undone(&e->b->report, STEP_BEACON_TRUSTED);
        return;
    }
    judge(e, STEP_BEACON_TRUSTED, is_trusted(&e->b->policy, &e->beacon->certificate), bytes_of("certificate"),
          expected);
    bool known = e->pulse && e->previous;
    if (has_file(e, BEACON_CERTIFICATE_PREVIOUS) && !(known && one_certificate(e))) { // else it is F10's
        judge(e, STEP_BEACON_TRUSTED, is_trusted(&e->b->policy, &e->beacon->certificate_previous),
              bytes_of("certificate.previous"), expected);
    }
}

static void check_source(const struct evidence *e)
{
    enum public_kind kind = e->source->kind;
    if (kind == PUBLIC_BALLS) {
        return;
    }
    check_named(e);
    if (kind == PUBLIC_LOTTERY) {
        return;
    }
    check_times_of(e);
    check_verifies(e);
    if (kind == PUBLIC_NIST) {
        check_output(e);
        check_committed(e);
        check_trusted(e);
    }
}

// spec/beacons.md 3.7: "(whose PEM then is `beacon/i.certificate.previous`; a bundle holds that file only where the two
// certificateIds differ)."
// spec/bundle.md 1.4: "where the two pulses have different certificateIds, that of 3.7 (F10 where they have not)."
// Steps 1 and 2: this belongs to the entries of the folder, whatever entropy.txt says.
static void check_previous_certificate(struct bundle *b, size_t place)
{
    struct evidence e = {.b = b, .place = place, .beacon = &b->beacons[place]};
    int file = beacon_file(place, BEACON_CERTIFICATE_PREVIOUS);
    const char *name = FILE_NAMES[file];
    bool there = b->folder.entries[file] != ENTRY_ABSENT;
    if (kind_file(&b->kind, file) != BELONGS_OPTIONAL || !has_file(&e, BEACON_PULSE) ||
        !has_file(&e, BEACON_PREVIOUS)) {
        return;
    }
    if (there && report_judge(&b->report, STEP_EXTRA, !one_certificate(&e))) {
        report_fault(&b->report, STEP_EXTRA, bytes_of(name), bytes_of(say("无此条目", "no such entry")), "%s", name);
    }
    // spec/beacons.md 3.8: "A missing file of 3.1 or 3.7 is F09;"
    if (!there && !one_certificate(&e)) {
        report_open(&b->report, STEP_PRESENT);
    }
}

void check_beacons(struct bundle *b)
{
    for (size_t i = 0; b->kind.known && i < SOURCES_MAX; i++) {
        check_previous_certificate(b, i);
    }
    if (!usable(b, FILE_NOTICE) || (b->kind.is_void && !b->kind.seeded)) {
        return;
    }
    for (size_t i = 0; i < b->notice.sources_count; i++) {
        struct evidence e = {.b = b, .place = i, .source = &b->notice.sources[i].is, .beacon = &b->beacons[i]};
        bool line = usable(b, FILE_ENTROPY) && i < b->entropy.count;
        // spec/verify.md 3.14: "A source of `public` whose line in entropy.txt has another source (E03) is passed over
        // by 69–74."
        if (line && b->entropy.values[i].value.kind != e.source->kind) {
            continue;
        }
        e.value = line ? &b->entropy.values[i].value : NULL;
        e.pulse = has_file(&e, BEACON_PULSE);
        e.previous = has_file(&e, BEACON_PREVIOUS);
        e.certificate = has_file(&e, BEACON_CERTIFICATE);
        check_source(&e);
    }
}
