// SPDX-License-Identifier: MulanPSL-2.0
// What the parties put into a case: commitments, reveals, objections, signature lines. What is read
// writes back as the same bytes.
#include <string.h>

#include "engine/ceremony/note.h"
#include "engine/ceremony/parts.h"
#include "tests/fuzz/fuzz.h"

// tests/fuzz/corpus.py knows these.
static const char draw[] = "220100-2026-J-0017", name[] = "operator";
static const char *const vkeys[2] = {
    "operator+4f2c181e+AS5OHpVNqyLb93vq7ta+JpCFoModNB1DERCz3REplmiG",
    "operator+f3a7c69e+Ae/i0K2CytWM1IwBXBCO0pe/ONcX34H58MchOpu9mIDV"};
static const struct qian_digest notice = {{0}};

static void must_be(struct qian_buf *again, struct qian_str bytes) {
    MUST(qian_str_eq(qian_buf_view(again), bytes));
    qian_buf_free(again);
}

static void parts(struct qian_str bytes) {
    struct qian_digest commitment;
    struct qian_buf again = {0};
    char nonce[QIAN_HEX_SIZE + 1];
    if (qian_commit_part_read(bytes, draw, name, &commitment)) {
        qian_commit_part_write(draw, name, &commitment, &again);
        must_be(&again, bytes);
    }
    if (qian_reveal_part_read(bytes, draw, &notice, name, nonce)) {
        qian_reveal_part_write(draw, &notice, name, nonce, &again);
        must_be(&again, bytes);
    }
}

static void objections(struct qian_str bytes) {
    struct qian_objection o;
    struct qian_buf again = {0}, text = {0};
    if (!qian_objection_read(bytes, &o))
        return;
    MUST(qian_reason_good(o.reason) && !memchr(o.word.p, ' ', o.word.n));
    qian_buf_text(&again, "objection ");
    qian_buf_str(&again, o.name);
    qian_buf_char(&again, ' ');
    qian_buf_str(&again, o.word);
    qian_buf_char(&again, ' ');
    qian_buf_str(&again, o.reason);
    must_be(&again, bytes);
    qian_objection_text(draw, &notice, o.reason, &text);
    // Nobody here can sign; most lines name another key.
    MUST(!qian_signature_word_good(o.name, o.word, qian_buf_view(&text), vkeys[0],
                                   QIAN_SHA256_ED25519));
    qian_buf_free(&text);
}

static void notes(struct qian_str bytes) {
    struct qian_str text, lines, line;
    if (!qian_note_split(bytes, &text, &lines))
        return;
    MUST(text.n + 1 + lines.n == bytes.n && text.p[text.n - 1] == '\n');
    struct qian_split split = qian_split(lines, '\n');
    while (qian_split_next(&split, &line)) {
        for (size_t i = 0; i < 2; i++) {
            if (!qian_signature_good(line, text, vkeys[i], QIAN_SHA256_ED25519))
                continue;
            // A good line is good over this text alone.
            struct qian_str shorter = {text.p, text.n - 1};
            MUST(!qian_signature_good(line, shorter, vkeys[i], QIAN_SHA256_ED25519));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool started;
    struct qian_err err;
    if (!started)
        MUST(qian_sign_start(&err) == QIAN_OK);
    started = true;
    struct qian_str bytes = {(const char *)data, size};
    parts(bytes);
    objections(bytes);
    notes(bytes);
    return 0;
}
