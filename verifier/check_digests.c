// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/checks.h"

static const char *const TABLES[] = {"targets", "inspectors", "recusals"};
static const int TABLE_FILES[] = {FILE_TARGETS, FILE_INSPECTORS, FILE_RECUSALS};

static void judge_digest(struct bundle *b, int file, struct bytes stated, const char *place)
{
    const struct file *f = &b->folder.files[file];
    if (!f->present) {
        return;
    }
    if (report_judge(&b->report, STEP_DIGESTS, bytes_same(stated, digits_of(f->digest)))) {
        report_fault(&b->report, STEP_DIGESTS, stated, digits_of(f->digest), "%s %s", place, f->name);
    }
}

// spec/notes.md 1.2: "a digest has 64 lower-case digits (F13) and is that of the file (code H01)."
static void check_manifest(struct bundle *b, enum note_kind kind)
{
    const struct note *note = &b->notes[kind];
    report_able(&b->report, STEP_DIGESTS);
    for (int file = 0; file < FILE_COUNT; file++) {
        if (note->listed[file]) {
            judge_digest(b, file, note->digests[file], FILE_NAMES[note_file(kind)]);
        }
    }
}

// spec/bundle.md 3.5: "`targets`, `inspectors`, `recusals`: `rows` without the header (H03), H of the whole file (H01),
// and `root` (tables 6, H02)."
static void check_table(struct bundle *b, size_t i)
{
    const struct table_claim *claim = &b->notice.tables[i];
    const struct file *f = &b->folder.files[TABLE_FILES[i]];
    char found[24];
    char expected[24];
    judge_digest(b, TABLE_FILES[i], claim->digest, "notice.json");
    if (!f->present) {
        return;
    }
    if (report_judge(&b->report, STEP_ROOTS, bytes_same(claim->root, digits_of(f->root)))) {
        report_fault(&b->report, STEP_ROOTS, claim->root, digits_of(f->root), "notice.json %s.root", TABLES[i]);
    }
    uint64_t rows = f->lines == 0 ? 0 : f->lines - 1;
    if (report_judge(&b->report, STEP_ROWS, claim->rows == rows)) {
        report_fault(&b->report, STEP_ROWS, report_number(found, claim->rows), report_number(expected, rows),
                     "notice.json %s.rows", TABLES[i]);
    }
}

void check_digests(struct bundle *b)
{
    if (!usable(b, FILE_NOTICE)) {
        return;
    }
    judge_digest(b, FILE_RULES, b->notice.rules_digest, "notice.json");
    for (size_t i = 0; i < 3; i++) {
        check_table(b, i);
    }
    // spec/verify.md 3.8: "H01 (not replaces.note, whose files are elsewhere)"
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        if (kind != NOTE_REPLACES && usable(b, note_file(kind))) {
            check_manifest(b, kind);
        }
    }
}

static void judge_same(struct bundle *b, int step, struct bytes found, struct bytes expected, const char *place,
                       const char *what)
{
    if (report_judge(&b->report, step, bytes_same(found, expected))) {
        report_fault(&b->report, step, found, expected, "%s %s", place, what);
    }
}

// spec/ceremony.md 1.2: "Draw id and digest are this draw's: code H04."
static void check_objections_belong(struct bundle *b)
{
    const struct file *transcript = &b->folder.files[FILE_TRANSCRIPT];
    if (usable(b, FILE_OBJECTIONS) && transcript->present) {
        judge_same(b, STEP_BELONGS, b->objections.draw, b->notice.draw, "objections.txt:2", "draw");
        judge_same(b, STEP_BELONGS, b->objections.transcript, digits_of(transcript->digest), "objections.txt:3",
                   "transcript");
    }
}

// spec/ceremony.md 2.1: "H04 where spec, draw or notice are not this draw's."
static void check_void_belongs(struct bundle *b)
{
    if (usable(b, FILE_VOID)) {
        judge_same(b, STEP_BELONGS, b->voidfile.spec, bytes_of("qian/1"), "void.json", "spec");
        judge_same(b, STEP_BELONGS, b->voidfile.draw, b->notice.draw, "void.json", "draw");
        judge_same(b, STEP_BELONGS, b->voidfile.notice, digits_of(b->folder.files[FILE_NOTICE].digest), "void.json",
                   "notice");
    }
}

// spec/bundle.md 4.1: "`spec`, `draw` and `notice` are this draw's (code H04)."
// spec/seed.md 2.2: "Draw id and notice digest are this draw's. Code H04."
void check_belongs(struct bundle *b)
{
    struct bytes draw = b->notice.draw;
    if (!usable(b, FILE_NOTICE)) {
        return;
    }
    struct bytes notice = digits_of(b->folder.files[FILE_NOTICE].digest);
    if (usable(b, FILE_CONTRIBUTIONS)) {
        judge_same(b, STEP_BELONGS, b->contributions.draw, draw, "contributions.txt:2", "draw");
        judge_same(b, STEP_BELONGS, b->contributions.notice, notice, "contributions.txt:3", "notice");
    }
    if (usable(b, FILE_ENTROPY)) {
        judge_same(b, STEP_BELONGS, b->entropy.draw, draw, "entropy.txt:2", "draw");
        judge_same(b, STEP_BELONGS, b->entropy.notice, notice, "entropy.txt:3", "notice");
    }
    if (usable(b, FILE_TRANSCRIPT)) {
        judge_same(b, STEP_BELONGS, b->transcript.spec, bytes_of("qian/1"), "transcript.json", "spec");
        judge_same(b, STEP_BELONGS, b->transcript.draw, draw, "transcript.json", "draw");
        judge_same(b, STEP_BELONGS, b->transcript.notice, notice, "transcript.json", "notice");
    }
    check_objections_belong(b);
    check_void_belongs(b);
    // spec/notes.md 1.1: "line 2 the draw's id (replaces.note: the notice's `plan.replaces`; code S09 for either)"
    for (enum note_kind kind = NOTE_NOTICE; kind < NOTE_COUNT; kind++) {
        const struct note *note = &b->notes[kind];
        if (usable(b, note_file(kind))) {
            judge_same(b, STEP_NOTE_KIND, note->kind, bytes_of(note_title(kind)), FILE_NAMES[note_file(kind)], "1");
            judge_same(b, STEP_NOTE_KIND, note->draw, kind == NOTE_REPLACES ? b->notice.replaces : draw,
                       FILE_NAMES[note_file(kind)], "2");
        }
    }
}
