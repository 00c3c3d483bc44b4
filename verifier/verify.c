// SPDX-License-Identifier: MulanPSL-2.0
// The whole of verify.md 3, in order. Reading this file is reading the plan.
#include "verifier/checks.h"
#include "verifier/forms.h"
#include "verifier/survey.h"

#include <string.h>

void bundle_subseeds(struct bundle *b)
{
    static const char *const SCOPES[SUBSEED_COUNT] = {"targets", "inspectors", "experts"};
    for (size_t i = 0; i < SUBSEED_COUNT; i++) {
        // spec/seed.md 4.2: "seed as its 64 digits; the scopes are `targets`, `inspectors`, `experts`."
        struct bytes parts[] = {digits_of(b->seed), bytes_of("|"), bytes_of(SCOPES[i])};
        hash_digits(&b->hash, parts, 3, b->subseeds[i]);
    }
    b->seeded = true;
}

// spec/seed.md 4.1: "seed = H(entropy.txt), the whole file."
static void find_seed(struct bundle *b)
{
    const struct file *entropy = &b->folder.files[FILE_ENTROPY];
    if (b->suite_known && entropy->present) {
        (void)memcpy(b->seed, entropy->digest, DIGEST_DIGITS);
        bundle_subseeds(b);
    }
}

static bool unsupported(const struct report *r)
{
    return r->steps[STEP_VERSION].unsupported || r->steps[STEP_SUITE].unsupported ||
           r->steps[STEP_SOURCES_KNOWN].unsupported;
}

static void survey_present(struct bundle *b)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        if (b->folder.files[i].present && i != FILE_NOTICE) {
            survey_file(&b->report, &b->folder.files[i], b->suite_known ? &b->suite : NULL);
        }
    }
}

// Steps 1 to 10. False where nothing else is to be judged. notice.json comes first: it tells what belongs to the
// bundle.
static bool begin(struct bundle *b, const char *path)
{
    struct folder *f = &b->folder;
    folder_open(f, path);
    notice_load(&b->notice, &b->report, &f->files[FILE_NOTICE]);
    check_version(b);
    if (unsupported(&b->report)) {
        return false;
    }
    check_suite(b);
    if (unsupported(&b->report)) {
        return false;
    }
    if (b->suite_known) {
        hash_open(&b->hash, b->suite);
    }
    if (f->files[FILE_NOTICE].present) {
        survey_file(&b->report, &f->files[FILE_NOTICE], b->suite_known ? &b->suite : NULL);
    }
    notice_read(&b->notice);
    check_sources_known(b);
    if (unsupported(&b->report)) {
        return false;
    }
    kind_find(&b->kind, f, &b->notice);
    folder_read(f, &b->kind, &b->report);
    survey_present(b);
    return true;
}

// What the bundles of ceremonies have besides; steps 3, 7, 12, 14 and 15.
static void judge_ceremony_forms(struct bundle *b)
{
    struct file *files = b->folder.files;
    voidfile_read(&b->voidfile, &b->report, &files[FILE_VOID]);
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        proof_read(&b->proofs[kind], &b->report, &files[proof_file(kind)]);
    }
    for (size_t i = 0; i < SOURCES_MAX; i++) {
        beacon_read(&b->beacons[i], &b->report, files, i);
    }
    // spec/verify.md 3.8: "objections in 12, 14, 15, 25 and 31, are `none` in mode `solo`, [...] Steps whose condition
    // is not known (2.6) are `not done`."
    if (b->kind.known) {
        objections_read(&b->objections, &b->report, &files[FILE_OBJECTIONS]);
    }
}

// Steps 7 and 11 to 15.
static void judge_forms(struct bundle *b)
{
    struct file *files = b->folder.files;
    rules_read(&b->rules, &b->report, &files[FILE_RULES]);
    transcript_read(&b->transcript, &b->report, &files[FILE_TRANSCRIPT]);
    contributions_read(&b->contributions, &b->report, &files[FILE_CONTRIBUTIONS]);
    entropy_read(&b->entropy, &b->report, &files[FILE_ENTROPY]);
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        note_read(&b->notes[kind], &b->report, &b->kind, &b->folder, &files[note_file(kind)], kind);
    }
    for (int i = 0; i < FILE_COUNT; i++) {
        if (file_kind(i) == KIND_TABLE && file_legible(&files[i])) {
            table_judge(&b->report, &files[i], i);
        }
    }
    judge_ceremony_forms(b);
}

// Reads the rosters, as far as they are usable, and makes the draw again. Steps 16 to 19.
static void draw(struct bundle *b)
{
    const struct file *files = b->folder.files;
    const struct notice *notice = usable(b, FILE_NOTICE) ? &b->notice : NULL;
    find_seed(b);
    if (usable(b, FILE_INSPECTORS)) {
        people_load(&b->people, &b->report, &files[FILE_INSPECTORS], notice);
    }
    if (b->people.loaded && usable(b, FILE_RECUSALS)) {
        recusals_load(&b->recusals, &files[FILE_RECUSALS], &b->people);
    }
    if (!usable(b, FILE_TARGETS)) {
        return;
    }
    roster_load(&b->roster, &b->report, &files[FILE_TARGETS], notice, &b->hash,
                b->seeded ? b->subseeds[SUBSEED_TARGETS] : NULL, b->recusals.loaded ? &b->recusals : NULL);
    if (b->recusals.loaded) {
        recusals_settle(&b->recusals);
        recusals_judge(&b->recusals, &b->report, &b->people);
    }
    if (!b->roster.drawn) {
        return;
    }
    visits_load(&b->visits, &b->roster, &files[FILE_TARGETS]);
    crew_teams(&b->crews[CREW_INSPECTORS], false, notice, &b->visits);
    crew_teams(&b->crews[CREW_EXPERTS], true, notice, &b->visits);
    b->teamed = true;
    if (b->recusals.loaded) {
        for (size_t i = 0; i < CREW_COUNT; i++) {
            crew_kinds(&b->crews[i], &b->people, &b->recusals);
            crew_match(&b->crews[i], &b->people, &b->hash, b->subseeds[SUBSEED_INSPECTORS + i]);
        }
        b->matched = true;
    }
}

void verify(struct bundle *b, const char *path)
{
    if (!begin(b, path)) {
        report_only_unsupported(&b->report);
        return;
    }
    judge_forms(b);
    draw(b);
    check_notice(b);
    check_digests(b);
    check_belongs(b);
    check_signers(b);
    check_contributions(b);
    check_sources(b);
    check_counts(b);
    check_quotas(b);
    check_seeds(b);
    check_selection(b);
    check_batches(b);
    check_strata(b);
    check_places(b);
    check_assignment(b);
    check_slots(b);
    check_assurance(b);
    check_policy(b);
    check_one_key(b);
    check_beacons(b);
    check_log(b);
    check_times(b);
    check_custodians(b);
    check_witnesses(b);
    check_void_alone(b);
    check_objectors(b);
    check_wishes(b);
    check_issues(b);
    settle(b);
    folder_unchanged(&b->folder);
}

void bundle_free(struct bundle *b)
{
    for (size_t i = 0; i < CREW_COUNT; i++) {
        crew_free(&b->crews[i]);
    }
    visits_free(&b->visits);
    roster_free(&b->roster);
    recusals_free(&b->recusals);
    people_free(&b->people);
    for (size_t i = 0; i < NOTE_COUNT; i++) {
        note_free(&b->notes[i]);
        proof_free(&b->proofs[i]);
    }
    for (size_t i = 0; i < SOURCES_MAX; i++) {
        beacon_free(&b->beacons[i]);
    }
    objections_free(&b->objections);
    voidfile_free(&b->voidfile);
    contributions_free(&b->contributions);
    entropy_free(&b->entropy);
    transcript_free(&b->transcript);
    rules_free(&b->rules);
    notice_free(&b->notice);
    policy_free(&b->policy);
    hash_close(&b->hash);
    folder_close(&b->folder);
}
