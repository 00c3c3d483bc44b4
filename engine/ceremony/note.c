// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/note.h"

#include <stdlib.h>
#include <string.h>

#include "engine/log/signed.h"

#define SIGNED_SIZE (QIAN_KEY_ID_SIZE + QIAN_SIGNATURE_SIZE)

// spec/notes.md 1.2: "one line a file: H of the file, two spaces, the file's name"
void qian_note_text(const char *kind, const char *draw, const struct qian_file *file, size_t files,
                    struct qian_buf *out) {
    qian_buf_text(out, "qian/1 ");
    qian_buf_text(out, kind);
    qian_buf_char(out, '\n');
    qian_buf_text(out, draw);
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < files; i++) {
        qian_buf_hex(out, file[i].digest.b, 32);
        qian_buf_text(out, "  ");
        qian_buf_text(out, file[i].name);
        qian_buf_char(out, '\n');
    }
}

static void sign(const struct qian_key *key, struct qian_str text, const uint8_t *test_seed,
                 uint8_t id[QIAN_KEY_ID_SIZE], uint8_t signature[QIAN_SIGNATURE_SIZE]) {
    uint8_t nonce[32];
    if (test_seed) // never one nonce for two texts
        qian_derive(test_seed, "signature", text, nonce);
    qian_key_id(qian_str(key->name), &key->public_key, id);
    qian_sign(key->secret, text, test_seed ? nonce : NULL, signature);
}

// spec/notes.md 1.3: "base64 of 4 bytes of key id and 64 bytes of signature"
void qian_signature_word(const struct qian_key *key, struct qian_str text, const uint8_t *test_seed,
                         struct qian_buf *out) {
    uint8_t bytes[SIGNED_SIZE];
    sign(key, text, test_seed, bytes, bytes + QIAN_KEY_ID_SIZE);
    qian_buf_base64(out, bytes, sizeof bytes);
}

void qian_signature_write(const struct qian_key *key, struct qian_str text,
                          const uint8_t *test_seed, struct qian_buf *out) {
    uint8_t id[QIAN_KEY_ID_SIZE], signature[QIAN_SIGNATURE_SIZE];
    sign(key, text, test_seed, id, signature);
    qian_signature_line_write(out, qian_str(key->name), id, signature, sizeof signature);
}

bool qian_signature_word_good(struct qian_str name, struct qian_str word, struct qian_str text,
                              const char *vkey, enum qian_suite suite) {
    struct qian_str own;
    struct qian_public key;
    uint8_t bytes[SIGNED_SIZE], id[QIAN_KEY_ID_SIZE];
    if (qian_vkey_read(qian_str(vkey), suite, &own, &key) || !qian_str_eq(own, name) ||
        !qian_base64_read(word, bytes, sizeof bytes))
        return false;
    qian_key_id(own, &key, id);
    return memcmp(id, bytes, sizeof id) == 0 && qian_verify(&key, text, bytes + QIAN_KEY_ID_SIZE);
}

bool qian_signature_good(struct qian_str line, struct qian_str text, const char *vkey,
                         enum qian_suite suite) {
    struct qian_signature_line read;
    return qian_signature_line_read(line, &read) &&
           qian_signature_word_good(read.name, read.base64, text, vkey, suite);
}

void qian_note_write(const char *kind, const char *draw, const struct qian_file *file, size_t files,
                     const struct qian_key *const *signer, size_t signers, const uint8_t *test_seed,
                     struct qian_buf *out) {
    struct qian_buf text = {0};
    qian_note_text(kind, draw, file, files, &text);
    qian_buf_str(out, qian_buf_view(&text));
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < signers; i++)
        qian_signature_write(signer[i], qian_buf_view(&text), test_seed, out);
    qian_buf_free(&text);
}

bool qian_note_split(struct qian_str note, struct qian_str *text, struct qian_str *lines) {
    for (size_t i = 1; i < note.n; i++) {
        if (note.p[i] == '\n' && note.p[i - 1] == '\n') {
            *text = (struct qian_str){note.p, i};
            *lines = (struct qian_str){note.p + i + 1, note.n - i - 1};
            return true;
        }
    }
    return false;
}

void qian_note_add(struct qian_str text, const struct qian_key *key, struct qian_str note,
                   bool *before, struct qian_buf *out) {
    struct qian_signed *read = qian_take(1, sizeof *read);
    struct qian_signature_line own = {.name = qian_str(key->name)};
    bool there = false;
    qian_key_id(own.name, &key->public_key, own.id);
    if (note.n > 0 && qian_signed_read(note, read))
        read->lines = 0; // cannot be: it was judged
    for (size_t i = 0; i < read->lines; i++)
        there = there || qian_same_signer(&read->line[i], &own);
    *before = there;
    qian_buf_str(out, text);
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < read->lines; i++) {
        if (!there && qian_str_cmp(own.name, read->line[i].name) < 0) {
            qian_signature_write(key, text, NULL, out);
            there = true;
        }
        qian_buf_str(out, read->line[i].line);
        qian_buf_char(out, '\n');
    }
    if (!there)
        qian_signature_write(key, text, NULL, out);
    free(read);
}
