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

// Steps 1 to 10. False where nothing else is to be judged.
static bool begin(struct bundle *b, const char *path)
{
    struct folder *f = &b->folder;
    folder_open(f, path, &b->report);
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
    for (int i = 0; i < FILE_COUNT; i++) {
        if (f->files[i].present) {
            survey_file(&b->report, &f->files[i], b->suite_known ? &b->suite : NULL);
        }
    }
    notice_read(&b->notice);
    check_mode(b);
    return !unsupported(&b->report);
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
        note_read(&b->notes[kind], &b->report, &files[note_file(kind)], kind);
    }
    for (int i = 0; i < FILE_COUNT; i++) {
        if (file_kind(i) == KIND_TABLE && file_legible(&files[i])) {
            table_judge(&b->report, &files[i], i);
        }
    }
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
    check_policy(b);
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
    }
    contributions_free(&b->contributions);
    entropy_free(&b->entropy);
    transcript_free(&b->transcript);
    rules_free(&b->rules);
    notice_free(&b->notice);
    policy_free(&b->policy);
    hash_close(&b->hash);
    folder_close(&b->folder);
}
