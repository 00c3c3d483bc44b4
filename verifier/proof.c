// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/proof.h"

#include "verifier/base64.h"
#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/note.h"

#include <stdlib.h>
#include <string.h>

// Base64 of 32 bytes has 44 characters.
static bool read_hash(struct small *s, struct bytes base64, unsigned char hash[DIGEST_BYTES])
{
    unsigned char blob[DIGEST_BYTES + 1];
    size_t size = 0;
    bool good = base64.n == 44 && base64_decode(base64, blob, &size) && size == DIGEST_BYTES;
    small_judge(s, STEP_ENCODING, good, base64, say("32 字节的规范 base64", "canonical base64 of 32 bytes"));
    if (good) {
        (void)memcpy(hash, blob, DIGEST_BYTES);
    }
    return good;
}

// spec/log.md 3.1: "`c2sp.org/tlog-proof@v1`; `index ` and an integer; the hashes of the inclusion proof, from the
// leaf's sibling to the root's child, each a line of base64 of 32 bytes, at most 63; an empty line;"
// False where no empty line came.
static bool read_path(struct proof *p)
{
    static const char TITLE[] = "c2sp.org/tlog-proof@v1";
    struct small *s = &p->file;
    struct bytes line;
    struct bytes number;
    (void)small_next(s, &line);
    small_judge(s, STEP_FORM, bytes_are(line, TITLE), line, TITLE);
    (void)small_next(s, &line);
    if (small_pair(s, line, "index", &number)) {
        small_judge(s, STEP_FORM, bytes_integer(number, &p->index), number, say("一个整数", "an integer"));
    } else if (line.n == 0) {
        return true; // the empty line before the checkpoint: the index alone is missing
    }
    while (small_next(s, &line)) {
        if (line.n == 0) {
            return true;
        }
        // spec/log.md 3.1: "`extra` lines are not used: F07."
        bool good = is_word(line) && p->path_count < PATH_MAX_HASHES;
        small_judge(s, STEP_FORM, good, line, say("至多 63 行散列", "a line of a hash, at most 63"));
        if (good && read_hash(s, line, p->path[p->path_count])) {
            p->path_count++;
        }
    }
    return false;
}

// spec/log.md 2.1: "A checkpoint is a signed note whose text is three lines: the origin; the size, an integer; the
// root, base64 of 32 bytes. (Further lines are allowed by C2SP. Qian's log writes none; a verifier accepts them, and
// they are signed with the rest.)"
// False where no empty line came.
static bool read_checkpoint(struct proof *p)
{
    struct small *s = &p->file;
    struct bytes line;
    size_t start = s->next;
    bool more = small_next(s, &p->origin) && p->origin.n > 0;
    small_judge(s, STEP_FORM, more, p->origin, say("日志名称", "the origin"));
    more = more && small_next(s, &line) && line.n > 0;
    if (more) {
        small_judge(s, STEP_FORM, bytes_integer(line, &p->size), line, say("一个整数", "an integer"));
        more = small_next(s, &line) && line.n > 0;
    }
    if (more) {
        small_judge(s, STEP_FORM, is_word(line), line, say("树根", "the root"));
        (void)(is_word(line) && read_hash(s, line, p->root));
    } else {
        small_judge(s, STEP_FORM, false, bytes_of(say("到此为止", "its end")),
                    say("名称、大小、树根", "origin, size, root"));
    }
    while (more && small_next(s, &line)) {
        if (line.n == 0) {
            p->text = (struct bytes){s->text.at + start, s->next - 1 - start};
            return true;
        }
    }
    return false;
}

// spec/log.md 2.2: "Signature lines are `— ` name, space, base64 of key id and signature, as in notes 1.3, but of any
// length: lines of unknown name and key id are passed over. [...] A line of no such form makes the checkpoint unusable:
// code F07."
static void read_line(struct proof *p, struct bytes line)
{
    struct small *s = &p->file;
    struct bytes name;
    struct bytes base64;
    size_t size = 0;
    unsigned char *at = p->room + p->room_used;
    // Whose line is passed over may have any name that C2SP allows.
    bool good = note_signature_words(line, &name, &base64) && vkey_is_foreign_name(name) &&
                base64_decode(base64, at, &size) && size > KEY_ID_BYTES;
    small_judge(s, STEP_FORM, good, line, say("— 名称 签名", "— NAME SIGNATURE"));
    if (!good || p->count == CHECKPOINT_LINES_MAX) {
        return;
    }
    struct checkpoint_line *out = &p->lines[p->count++];
    out->name = name;
    out->line = s->line;
    (void)memcpy(out->id, at, KEY_ID_BYTES);
    out->signature = (struct bytes){at + KEY_ID_BYTES, size - KEY_ID_BYTES};
    p->room_used += size;
}

// spec/log.md 3.1: "A proof file has one empty line before the checkpoint and the checkpoint's own."
// With fewer its parts cannot be told, and nothing else is said of its form.
static bool has_parts(const struct small *s)
{
    size_t empty = 0;
    for (size_t i = 1; i < s->text.n; i++) {
        empty += s->text.at[i - 1] == '\n' && s->text.at[i] == '\n' ? 1U : 0U;
    }
    return empty == 2;
}

void proof_read(struct proof *p, struct report *r, struct file *file)
{
    struct bytes line;
    char found[24];
    uint64_t lines = 0;
    (void)memset(p, 0, sizeof *p);
    if (!small_load(&p->file, r, file)) {
        return;
    }
    struct small *s = &p->file;
    bool good = has_parts(s);
    small_judge(s, STEP_FORM, good, bytes_of(say("无空行", "no empty line")), say("空行", "an empty line"));
    if (!good) {
        return;
    }
    p->room = mem_new(s->text.n + 1, 1); // base64 has more bytes than it stands for
    good = read_path(p) && read_checkpoint(p);
    small_judge(s, STEP_FORM, good, bytes_of(say("无空行", "no empty line")), say("空行", "an empty line"));
    while (small_next(s, &line)) {
        read_line(p, line);
        lines++;
    }
    // spec/log.md 2.2: "At most 64 signature lines: F11."
    if (file_judge(r, file, STEP_LIMITS, lines <= CHECKPOINT_LINES_MAX)) {
        report_fault(r, STEP_LIMITS, report_number(found, lines), bytes_of("64"), "%s", file->name);
    }
}

void proof_free(struct proof *p)
{
    free(p->room);
    small_free(&p->file);
}
