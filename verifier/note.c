// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/note.h"

#include "verifier/base64.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

static const char *const TITLES[NOTE_COUNT] = {"qian/1 notice", "qian/1 close", "qian/1 transcript"};

int note_file(enum note_kind kind)
{
    static const int FILES[NOTE_COUNT] = {FILE_NOTICE_NOTE, FILE_CLOSE_NOTE, FILE_TRANSCRIPT_NOTE};
    return FILES[kind];
}

const char *note_title(enum note_kind kind)
{
    return TITLES[kind];
}

// spec/notes.md 1.2: "notice.note: rules.json, targets.tsv, inspectors.tsv, recusals.tsv, notice.json. close.note:
// contributions.txt. transcript.note: the twelve files of bundle.md before transcript.note, in that order."
size_t note_manifest(enum note_kind kind, int files[FILE_COUNT])
{
    static const int FROM[NOTE_COUNT] = {FILE_RULES, FILE_CONTRIBUTIONS, FILE_RULES};
    static const int TO[NOTE_COUNT] = {FILE_NOTICE, FILE_CONTRIBUTIONS, FILE_TRANSCRIPT};
    size_t count = 0;
    for (int file = FROM[kind]; file <= TO[kind]; file++) {
        files[count++] = file;
    }
    return count;
}

// The next line of the text, or false at the empty line or the end.
static bool next_of_text(struct small *s, struct bytes *line)
{
    return small_next(s, line) && line->n > 0;
}

// spec/notes.md 1.1: "line 1 `qian/1 notice`, `qian/1 close` or `qian/1 transcript` as the file's name says; line 2 the
// draw's id (code S09 for either); then the manifest."
static bool read_head(struct note *n)
{
    struct small *s = &n->file;
    if (!next_of_text(s, &n->kind)) {
        return false;
    }
    bool known = bytes_are(n->kind, TITLES[0]) || bytes_are(n->kind, TITLES[1]) || bytes_are(n->kind, TITLES[2]);
    small_judge(s, STEP_FORM, known, n->kind, "qian/1 notice, qian/1 close, qian/1 transcript");
    if (!next_of_text(s, &n->draw)) {
        return false;
    }
    small_code(s, n->draw);
    return true;
}

// spec/notes.md 1.2: "The manifest has one line a file: H of the file, two spaces, the file's name."
static void read_entry(struct small *s, struct bytes line, int file, struct bytes *digest)
{
    size_t blank = bytes_find(line, ' ');
    bool good = line.n - blank >= 2 && line.at[blank + 1] == ' ' && bytes_are(bytes_after(line, blank + 2), FILE_NAMES[file]);
    small_judge(s, STEP_FORM, good, line, FILE_NAMES[file]);
    if (good) {
        *digest = (struct bytes){line.at, blank};
        small_digest(s, digest);
    }
}

// The text to the empty line. False where no empty line ends it.
static bool read_text(struct note *n, enum note_kind kind)
{
    struct small *s = &n->file;
    struct bytes line = {s->text.at, 0};
    int files[FILE_COUNT];
    size_t count = note_manifest(kind, files);
    size_t entries = 0;
    bool whole = read_head(n);
    while (whole && next_of_text(s, &line)) {
        if (entries < count) {
            read_entry(s, line, files[entries], &n->digests[entries]);
        }
        entries++;
    }
    small_judge(s, STEP_FORM, entries == count, line, say("清单各行，然后空行", "the manifest's lines, then an empty line"));
    bool ended = s->next >= 2 && s->text.at[s->next - 1] == '\n' && s->text.at[s->next - 2] == '\n';
    n->text = (struct bytes){s->text.at, ended ? s->next - 1 : 0};
    return ended;
}

// spec/notes.md 1.3: "A signature line is `— ` (U+2014, space), name, space, base64 of 4 bytes of key id and 64 bytes of
// signature."
static void read_signature(struct note *n, struct bytes line)
{
    static const char DASH[] = "\xE2\x80\x94 ";
    struct small *s = &n->file;
    struct bytes rest = {line.at, 0};
    if (bytes_begin(line, DASH)) {
        rest = bytes_after(line, strlen(DASH));
    }
    size_t blank = bytes_find(rest, ' ');
    struct bytes name = {rest.at, blank};
    struct bytes base64 = bytes_after(rest, blank < rest.n ? blank + 1 : blank);
    // spec/notes.md 1.3: "A line of another form (another dash, another number of words or
    // blanks) is F07."
    bool good = blank < rest.n && vkey_is_name(name) && is_word(base64);
    small_judge(s, STEP_FORM, good, line, say("— 名称 签名", "— NAME SIGNATURE"));
    if (!good) {
        return;
    }
    unsigned char *blob = mem_new(base64.n / 4 * 3 + 3, 1);
    size_t size = 0;
    good = base64_decode(base64, blob, &size) && size == KEY_ID_BYTES + SIGNATURE_BYTES;
    small_judge(s, STEP_ENCODING, good, base64, say("68 字节的规范 base64", "canonical base64 of 68 bytes"));
    if (good) {
        n->signatures = mem_grow(n->signatures, &n->room, n->count + 1, sizeof *n->signatures);
        struct signature *out = &n->signatures[n->count++];
        out->name = name;
        out->line = s->line;
        (void)memcpy(out->id, blob, KEY_ID_BYTES);
        (void)memcpy(out->bytes, blob + KEY_ID_BYTES, SIGNATURE_BYTES);
    }
    free(blob);
}

void note_read(struct note *n, struct report *r, struct file *file, enum note_kind kind)
{
    struct bytes line;
    (void)memset(n, 0, sizeof *n);
    if (!small_load(&n->file, r, file)) {
        return;
    }
    bool ended = read_text(n, kind);
    small_judge(&n->file, STEP_FORM, ended, bytes_of(say("无空行", "no empty line")),
                say("文本后的空行", "an empty line after the text"));
    while (small_next(&n->file, &line)) {
        read_signature(n, line);
    }
}

void note_free(struct note *n)
{
    free(n->signatures);
    small_free(&n->file);
}
