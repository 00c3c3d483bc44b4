// SPDX-License-Identifier: MulanPSL-2.0
// Steps 82 to 84, 86 and 94: what came before what (ceremony.md 3 to 5).
#include "verifier/checks.h"
#include "verifier/date.h"
#include "verifier/lang.h"

enum { CLOSE_SECONDS = 60, NOTICE_SECONDS = 30 * 86400 };

static bool failed(const struct bundle *b, int step)
{
    return b->report.steps[step].failed > 0;
}

bool proven_time(struct bundle *b, int step, enum note_kind kind, int64_t *when)
{
    *when = b->logged[kind].time;
    if (b->logged[kind].proven) {
        return true;
    }
    // spec/verify.md 3.10: "where one that they need does not exist, they are `not done` if step 79, 80 or 81 failed,
    // else open."
    if (failed(b, STEP_LOG_TRUSTED) || failed(b, STEP_CHECKPOINTS) || failed(b, STEP_LOG_QUORUM)) {
        report_undone(&b->report, step);
    } else {
        report_open(&b->report, step);
    }
    return false;
}

static void judge(struct bundle *b, int step, bool good, int64_t found, int64_t limit, const char *words,
                  const char *place)
{
    char one[DATE_ROOM];
    char two[DATE_ROOM + 64];
    if (!report_judge(&b->report, step, good)) {
        return;
    }
    (void)date_text(found, one);
    size_t n = 0;
    for (; words[n] != '\0' && n < 60; n++) {
        two[n] = words[n];
    }
    two[n++] = ' ';
    (void)date_text(limit, two + n);
    report_fault(&b->report, step, bytes_of(one), bytes_of(two), "%s", place);
}

// spec/ceremony.md 5.5: "The proven time of notice.note is not after that of close.note (of void.note where there is no
// close). Code T01. `created` of the notice, in UTC, is not after the proven time of notice.note, and at most 30 days
// before it. Code T01."
static void check_notice_first(struct bundle *b)
{
    int64_t notice = 0;
    int64_t next = 0;
    enum note_kind kind = b->kind.is_void && !b->kind.closed ? NOTE_VOID : NOTE_CLOSE;
    bool known = proven_time(b, STEP_NOTICE_FIRST, NOTE_NOTICE, &notice);
    if (known) {
        judge(b, STEP_NOTICE_FIRST, b->notice.created_seconds <= notice, b->notice.created_seconds, notice,
              say("不晚于", "not after"), "notice.json created");
        judge(b, STEP_NOTICE_FIRST, b->notice.created_seconds >= notice - NOTICE_SECONDS, b->notice.created_seconds,
              notice - NOTICE_SECONDS, say("不早于", "not before"), "notice.json created");
    }
    if (proven_time(b, STEP_NOTICE_FIRST, kind, &next) && known) {
        judge(b, STEP_NOTICE_FIRST, notice <= next, notice, next, say("不晚于", "not after"),
              FILE_NAMES[note_file(NOTE_NOTICE)]);
    }
}

// spec/ceremony.md 5.6: "The proven time of close.note is at least 60 seconds before the `time` of every public source
// that has one. Code T02."
static void check_closed_before(struct bundle *b)
{
    int64_t close = 0;
    bool known = proven_time(b, STEP_CLOSED_BEFORE, NOTE_CLOSE, &close);
    report_able(&b->report, STEP_CLOSED_BEFORE);
    for (size_t i = 0; known && i < b->notice.sources_count; i++) {
        const struct source *source = &b->notice.sources[i];
        if (source_timed(source)) {
            judge(b, STEP_CLOSED_BEFORE, close <= source->seconds - CLOSE_SECONDS, close,
                  source->seconds - CLOSE_SECONDS, say("不晚于", "not after"), FILE_NAMES[note_file(NOTE_CLOSE)]);
        }
    }
}

// spec/ceremony.md 5.7: "No cosignature of a policy's witness on the checkpoint of `log/transcript.tlog-proof` is
// before the `time` of a public source. Code T03."
static void check_transcript_after(struct bundle *b)
{
    const struct logged *logged = &b->logged[NOTE_TRANSCRIPT];
    if (!logged->trusted) {
        return; // the proof is not usable, or fails step 79
    }
    report_able(&b->report, STEP_TRANSCRIPT_AFTER);
    for (size_t i = 0; i < b->notice.sources_count; i++) {
        const struct source *source = &b->notice.sources[i];
        for (size_t k = 0; source_timed(source) && k < logged->count; k++) {
            judge(b, STEP_TRANSCRIPT_AFTER, logged->cosignatures[k].time >= source->seconds,
                  logged->cosignatures[k].time, source->seconds, say("不早于", "not before"),
                  FILE_NAMES[proof_file(NOTE_TRANSCRIPT)]);
        }
    }
}

// spec/ceremony.md 4.1: "open.note says that contributions.txt was handed out: its proven time is at or before `until`.
// Code T05."
static void check_embargo(struct bundle *b)
{
    int64_t open = 0;
    if (proven_time(b, STEP_EMBARGO, NOTE_OPEN, &open)) {
        judge(b, STEP_EMBARGO, open <= b->notice.until_seconds, open, b->notice.until_seconds,
              say("不晚于", "not after"), FILE_NAMES[note_file(NOTE_OPEN)]);
    }
}

// spec/ceremony.md 3.1: "In the log it stands before notice.note, where both are in one log (5.2), and its proven time
// is not after that of the notice."
static void check_replaced(struct bundle *b)
{
    const struct proof *replaces = &b->proofs[NOTE_REPLACES];
    const struct proof *notice = &b->proofs[NOTE_NOTICE];
    char room[24];
    int64_t before = 0;
    int64_t after = 0;
    bool both = usable(b, proof_file(NOTE_REPLACES)) && usable(b, proof_file(NOTE_NOTICE));
    if (both && bytes_same(replaces->origin, notice->origin) &&
        report_judge(&b->report, STEP_REPLACED, replaces->index < notice->index)) {
        report_fault(&b->report, STEP_REPLACED, report_number(room, replaces->index),
                     bytes_of(say("在公告之前", "an index before that of the notice")), "%s index",
                     FILE_NAMES[proof_file(NOTE_REPLACES)]);
    }
    bool known = proven_time(b, STEP_REPLACED, NOTE_REPLACES, &before);
    if (proven_time(b, STEP_REPLACED, NOTE_NOTICE, &after) && known) {
        judge(b, STEP_REPLACED, before <= after, before, after, say("不晚于", "not after"),
              FILE_NAMES[note_file(NOTE_REPLACES)]);
    }
}

void check_times(struct bundle *b)
{
    if (!usable(b, FILE_NOTICE) || !b->kind.ceremony || b->policy.state != POLICY_GOOD) {
        return;
    }
    check_notice_first(b);
    if (!b->kind.is_void) {
        check_closed_before(b);
        check_transcript_after(b);
    }
    if (!b->kind.is_void && b->kind.embargo) {
        check_embargo(b);
    }
    if (b->kind.replaces) {
        check_replaced(b);
    }
}
