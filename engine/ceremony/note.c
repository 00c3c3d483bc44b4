// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/note.h"

#include <string.h>

// spec/notes.md 1.2: "one line a file: H of the file, two spaces, the file's name"
static void write_text(const char *kind, const char *draw, const struct qian_file *file,
                       size_t files, struct qian_buf *out) {
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

// spec/notes.md 1.3: "base64 of 4 bytes of key id and 64 bytes of signature"
static void write_signature(const struct qian_key *key, struct qian_str text,
                            const uint8_t *test_seed, struct qian_buf *out) {
    uint8_t line[QIAN_KEY_ID_SIZE + QIAN_SIGNATURE_SIZE], nonce[32];
    if (test_seed) // never one nonce for two texts
        qian_derive(test_seed, "signature", text, nonce);
    qian_key_id(qian_str(key->name), &key->public_key, line);
    qian_sign(key->secret, text, test_seed ? nonce : NULL, line + QIAN_KEY_ID_SIZE);
    qian_buf_text(out, "\xe2\x80\x94 ");
    qian_buf_text(out, key->name);
    qian_buf_char(out, ' ');
    qian_buf_base64(out, line, sizeof line);
    qian_buf_char(out, '\n');
}

void qian_note_write(const char *kind, const char *draw, const struct qian_file *file, size_t files,
                     const struct qian_key *const *signer, size_t signers, const uint8_t *test_seed,
                     struct qian_buf *out) {
    struct qian_buf text = {0};
    write_text(kind, draw, file, files, &text);
    qian_buf_str(out, qian_buf_view(&text));
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < signers; i++)
        write_signature(signer[i], qian_buf_view(&text), test_seed, out);
    qian_buf_free(&text);
}
