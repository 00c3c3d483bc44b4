// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/note.h"

#include "verifier/base64.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

static const char *const TITLES[NOTE_COUNT] = {"qian/1 notice", "qian/1 close", "qian/1 transcript",
                                               "qian/1 void",   "qian/1 open",  "qian/1 void"};

int note_file(enum note_kind kind)
{
    static const int FILES[NOTE_COUNT] = {FILE_NOTICE_NOTE,   FILE_CLOSE_NOTE, FILE_TRANSCRIPT_NOTE,
                                          FILE_REPLACES_NOTE, FILE_OPEN_NOTE,  FILE_VOID_NOTE};
    return FILES[kind];
}

int proof_file(enum note_kind kind)
{
    return FILE_PROOFS + (int)kind;
}

const char *note_title(enum note_kind kind)
{
    return TITLES[kind];
}

bool signature_is_by(const struct signature *line, const struct vkey *key)
{
    return bytes_same(key->name, line->name) && memcmp(key->id, line->id, KEY_ID_BYTES) == 0;
}

bool signature_same_signer(const struct signature *a, const struct signature *b)
{
    return bytes_same(a->name, b->name) && memcmp(a->id, b->id, KEY_ID_BYTES) == 0;
}

// The next line of the text, or false at the empty line or the end.
static bool next_of_text(struct small *s, struct bytes *line)
{
    return small_next(s, line) && line->n > 0;
}

static bool is_title(struct bytes line)
{
    bool known = false;
    for (size_t i = 0; i < NOTE_COUNT; i++) {
        known = known || bytes_are(line, TITLES[i]);
    }
    return known;
}

// spec/notes.md 1.1: "line 1 `qian/1 notice`, `qian/1 close`, `qian/1 transcript`, `qian/1 void` or `qian/1 open` as
// the file's name says (replaces.note: `qian/1 void`); line 2 the draw's id (replaces.note: the notice's
// `plan.replaces`; code S09 for either); then the manifest."
static bool read_head(struct note *n)
{
    struct small *s = &n->file;
    if (!next_of_text(s, &n->kind)) {
        return false;
    }
    small_judge(s, STEP_FORM, is_title(n->kind), n->kind, "qian/1 notice, close, transcript, void, open");
    if (!next_of_text(s, &n->draw)) {
        return false;
    }
    small_code(s, n->draw);
    return true;
}

// spec/notes.md 1.2: "The manifest has one line a file: H of the file, two spaces, the file's name."
// Returns the place after the file that the line names, or the count where it names none that may stand here.
static size_t read_entry(struct note *n, const struct manifest *m, size_t at, struct bytes line)
{
    struct small *s = &n->file;
    size_t blank = bytes_find(line, ' ');
    bool two = line.n - blank >= 2 && line.at[blank + 1] == ' ';
    size_t found = two ? manifest_find(m, at, bytes_after(line, blank + 2)) : m->count;
    small_judge(s, STEP_FORM, found < m->count, line, at < m->count ? FILE_NAMES[m->files[at]] : "");
    if (found == m->count) {
        return m->count;
    }
    struct bytes digest = {line.at, blank};
    n->listed[m->files[found]] = true;
    small_digest(s, &digest);
    if (digest.n > 0) {
        n->digests[m->files[found]] = digest;
    }
    return found + 1;
}

// The text to the empty line. False where no empty line ends it.
static bool read_text(struct note *n, const struct manifest *m)
{
    struct small *s = &n->file;
    struct bytes line = {s->text.at, 0};
    size_t at = 0;
    bool whole = read_head(n);
    bool good = whole;
    while (whole && next_of_text(s, &line)) {
        good = good && at < m->count;
        at = good ? read_entry(n, m, at, line) : at;
    }
    good = good && manifest_may_end(m, at);
    // spec/notes.md 1.2: "the two in the middle both or not at all."
    bool both = n->listed[FILE_CONTRIBUTIONS] == n->listed[FILE_CLOSE_NOTE];
    good = good && (m->files[m->count - 1] != FILE_VOID || both);
    small_judge(s, STEP_FORM, good, line, say("清单各行，然后空行", "the manifest's lines, then an empty line"));
    bool ended = s->next >= 2 && s->text.at[s->next - 1] == '\n' && s->text.at[s->next - 2] == '\n';
    n->text = (struct bytes){s->text.at, ended ? s->next - 1 : 0};
    return ended;
}

// spec/notes.md 1.3: "A signature line is `— ` (U+2014, space), name, space, base64 of 4 bytes of key id and 64 bytes
// of signature."
bool note_signature_words(struct bytes line, struct bytes *name, struct bytes *base64)
{
    static const char DASH[] = "\xE2\x80\x94 ";
    if (!bytes_begin(line, DASH)) {
        return false;
    }
    struct bytes rest = bytes_after(line, strlen(DASH));
    size_t blank = bytes_find(rest, ' ');
    if (blank == rest.n) {
        return false;
    }
    *name = (struct bytes){rest.at, blank};
    *base64 = bytes_after(rest, blank + 1);
    return is_word(*base64);
}

static void read_signature(struct note *n, struct bytes line)
{
    struct small *s = &n->file;
    struct bytes name;
    struct bytes base64;
    // spec/notes.md 1.3: "A line of another form (another dash, another number of words or blanks) is F07."
    bool good = note_signature_words(line, &name, &base64) && vkey_is_name(name);
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

void note_read(struct note *n, struct report *r, const struct bundle_kind *of, const struct folder *f,
               struct file *file, enum note_kind kind)
{
    struct bytes line;
    struct manifest m;
    (void)memset(n, 0, sizeof *n);
    if (!small_load(&n->file, r, file)) {
        return;
    }
    manifest_make(&m, kind, of, f);
    bool ended = read_text(n, &m);
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
