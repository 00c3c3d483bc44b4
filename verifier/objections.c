// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/objections.h"

#include "verifier/base64.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

// spec/ceremony.md 1.1: "Line 1 `qian/1 objections`; line 2 `draw ` and the draw's id; line 3 `transcript ` and
// H(transcript.json);"
static void read_head(struct objections *o)
{
    static const char TITLE[] = "qian/1 objections";
    struct small *s = &o->file;
    struct bytes line;
    (void)small_next(s, &line);
    small_judge(s, STEP_FORM, bytes_are(line, TITLE), line, TITLE);
    (void)small_next(s, &line);
    if (small_pair(s, line, "draw", &o->draw)) {
        small_code(s, o->draw);
    }
    (void)small_next(s, &line);
    if (small_pair(s, line, "transcript", &o->transcript)) {
        small_digest(s, &o->transcript);
    }
}

// The next word of *rest, which a space ends; false where there is none.
static bool take_word(struct bytes *rest, struct bytes *word)
{
    size_t blank = bytes_find(*rest, ' ');
    if (blank == 0 || blank == rest->n) {
        return false;
    }
    *word = (struct bytes){rest->at, blank};
    *rest = bytes_after(*rest, blank + 1);
    return true;
}

// spec/ceremony.md 1.1: "`objection `, name, space, base64 of 4 bytes of key id and 64 bytes of signature, space, the
// reason. The reason is the rest of the line: 1 to 512 bytes that neither begin nor end with a blank (bundle 2.6).
// Codes F07, and F13 for digest and base64."
static void read_objection(struct objections *o, struct bytes line)
{
    struct small *s = &o->file;
    struct bytes rest;
    struct bytes name = {NULL, 0};
    struct bytes base64 = {NULL, 0};
    if (!small_word(s, line, "objection", &rest)) {
        return;
    }
    bool good = take_word(&rest, &name) && vkey_is_name(name) && take_word(&rest, &base64) && bytes_text(rest);
    small_judge(s, STEP_FORM, good, line, say("objection 名称 签名 理由", "objection NAME SIGNATURE REASON"));
    if (!good) {
        return;
    }
    unsigned char *blob = mem_new(base64.n / 4 * 3 + 3, 1);
    size_t size = 0;
    good = base64_decode(base64, blob, &size) && size == KEY_ID_BYTES + SIGNATURE_BYTES;
    small_judge(s, STEP_ENCODING, good, base64, say("68 字节的规范 base64", "canonical base64 of 68 bytes"));
    if (good) {
        o->all = mem_grow(o->all, &o->room, o->count + 1, sizeof *o->all);
        struct objection *out = &o->all[o->count++];
        out->reason = rest;
        out->signature.name = name;
        out->signature.line = s->line;
        (void)memcpy(out->signature.id, blob, KEY_ID_BYTES);
        (void)memcpy(out->signature.bytes, blob + KEY_ID_BYTES, SIGNATURE_BYTES);
    }
    free(blob);
}

// spec/ceremony.md 1.2: "The lines are ascending by name: F05. One name and key id stands once: S04."
// Equal names do not break the order: a witness may have changed keys (verify.md 3.9).
static void judge_order(struct objections *o)
{
    bool ordered = true;
    struct bytes name = {NULL, 0};
    for (size_t i = 0; i < o->count; i++) {
        ordered = ordered && (i == 0 || bytes_order(name, o->all[i].signature.name) <= 0);
        name = o->all[i].signature.name;
    }
    if (file_judge(o->file.report, o->file.file, STEP_ORDER, ordered)) {
        report_fault(o->file.report, STEP_ORDER, bytes_of(say("次序不同", "another order")),
                     bytes_of(say("按名称升序", "ascending names")), "%s", o->file.file->name);
    }
}

void objections_read(struct objections *o, struct report *r, struct file *file)
{
    struct bytes line;
    (void)memset(o, 0, sizeof *o);
    if (!small_load(&o->file, r, file)) {
        return;
    }
    read_head(o);
    while (small_next(&o->file, &line)) {
        read_objection(o, line);
    }
    judge_order(o);
}

void objections_free(struct objections *o)
{
    free(o->all);
    small_free(&o->file);
}
