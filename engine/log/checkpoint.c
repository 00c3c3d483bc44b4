// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/checkpoint.h"

#include <string.h>

#include "engine/log/cosign.h"

// spec/log.md 2.1: "three lines: the origin; the size, an integer; the root, base64 of 32 bytes.
// (Further lines are allowed by C2SP. Qian's log writes none; a verifier accepts them, and they are
// signed with the rest.)"
const char *qian_checkpoint_read(struct qian_str bytes, struct qian_checkpoint *out) {
    memset(out, 0, sizeof *out);
    if (bytes.n > QIAN_CHECKPOINT_MAX)
        return "F11";
    const char *fault = qian_signed_read(bytes, &out->note);
    if (fault)
        return fault;
    if (out->note.lines > QIAN_CHECKPOINT_LINES_MAX)
        return "F11";
    struct qian_str size, root;
    struct qian_split split = qian_split((struct qian_str){out->note.text.p, out->note.text.n - 1},
                                         '\n'); // without its last LF
    if (!qian_split_next(&split, &out->origin) || !qian_split_next(&split, &size) ||
        !qian_split_next(&split, &root) || out->origin.n == 0 ||
        !qian_u64_read(size, QIAN_LOG_SIZE_MAX, &out->size))
        return "F07";
    // spec/verify.md 3.15: "base64 of a signature line is F07, of a root or path hash F13."
    return qian_base64_read(root, out->root.b, sizeof out->root.b) ? NULL : "F13";
}

const char *qian_note_key_read(struct qian_str vkey, bool witness, struct qian_note_key *out) {
    *out = (struct qian_note_key){.witness = witness};
    const char *fault = qian_log_vkey_read(vkey, witness, &out->name, &out->key);
    if (!fault)
        qian_log_key_id(out->name, &out->key, witness, out->id);
    return fault;
}

struct qian_note_key qian_note_key_of(struct qian_str name, const struct qian_secret *secret,
                                      bool witness) {
    struct qian_note_key out = {.name = name, .witness = witness};
    qian_public_of(secret, &out.key);
    qian_log_key_id(name, &out.key, witness, out.id);
    return out;
}

// spec/log.md 2.2: "A line whose name and key id are known must verify."
// spec/log.md 2.3: "Its signature signs the text. Code L02 where it is missing or fails."
static const char *judge_line(const struct qian_checkpoint *checkpoint, size_t line,
                              const struct qian_note_key *key, struct qian_seen *seen) {
    const struct qian_signature_line *l = &checkpoint->note.line[line];
    if (key->witness) {
        uint8_t cosignature[QIAN_COSIGNED_SIZE];
        return qian_signature_line_bytes(l, cosignature, sizeof cosignature)
                   ? qian_cosign_judge(&key->key, checkpoint->note.text, cosignature, &seen->time)
                   : "L02";
    }
    uint8_t signature[QIAN_SIGNATURE_SIZE];
    if (!qian_signature_line_bytes(l, signature, sizeof signature))
        return "L02";
    if (!qian_public_good(&key->key) || !qian_signature_good_r(key->key.suite, signature))
        return "S07";
    return qian_verify(&key->key, checkpoint->note.text, signature) ? NULL : "L02";
}

// spec/log.md 2.6: "A second line of one key in one checkpoint is code L05."
// spec/verify.md 3.13: "Step 76 looks at lines of the same name and key id, known or not."
static bool stands_before(const struct qian_signed *note, size_t line) {
    const struct qian_signature_line *l = &note->line[line];
    for (size_t i = 0; i < line; i++)
        if (qian_str_eq(note->line[i].name, l->name) &&
            memcmp(note->line[i].id, l->id, sizeof l->id) == 0)
            return true;
    return false;
}

const char *qian_checkpoint_judge(const struct qian_checkpoint *checkpoint,
                                  const struct qian_note_key *known, size_t count,
                                  struct qian_seen *seen) {
    const char *first = NULL;
    memset(seen, 0, count * sizeof *seen);
    for (size_t line = 0; line < checkpoint->note.lines; line++) {
        const struct qian_signature_line *l = &checkpoint->note.line[line];
        if (!first && stands_before(&checkpoint->note, line))
            first = "L05";
        for (size_t k = 0; k < count; k++) {
            if (seen[k].here || !qian_str_eq(l->name, known[k].name) ||
                memcmp(l->id, known[k].id, sizeof l->id) != 0)
                continue;
            const char *fault = judge_line(checkpoint, line, &known[k], &seen[k]);
            if (!first)
                first = fault;
            if (!fault) {
                seen[k].here = true;
                seen[k].line = line;
            }
        }
    }
    return first;
}

void qian_checkpoint_text(struct qian_buf *out, struct qian_str origin, uint64_t size,
                          const struct qian_digest *root) {
    qian_buf_str(out, origin);
    qian_buf_char(out, '\n');
    qian_buf_u64(out, size);
    qian_buf_char(out, '\n');
    qian_buf_base64(out, root->b, sizeof root->b);
    qian_buf_char(out, '\n');
}
