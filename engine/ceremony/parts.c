// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/parts.h"

#include <string.h>

#include "engine/base/json_out.h"
#include "engine/base/text.h"
#include "engine/core/field.h"

static void put(struct qian_buf *out, const char *word, struct qian_str value) {
    qian_buf_text(out, word);
    qian_buf_char(out, ' ');
    qian_buf_str(out, value);
    qian_buf_char(out, '\n');
}

static void digest_line(struct qian_buf *out, const char *word, const struct qian_digest *digest) {
    char hex[QIAN_HEX_SIZE + 1];
    qian_digest_hex(digest, hex);
    put(out, word, qian_str(hex));
}

// A part is good if it is what we would write of the same things.
static bool same(struct qian_str part, struct qian_buf *want) {
    bool equal = qian_str_eq(part, qian_buf_view(want));
    qian_buf_free(want);
    return equal;
}

// The last `digits` characters of the part before its final LF.
static struct qian_str tail(struct qian_str part, size_t digits) {
    if (part.n < digits + 1)
        return (struct qian_str){"", 0};
    return (struct qian_str){part.p + part.n - digits - 1, digits};
}

void qian_commit_part_write(const char *draw, const char *name,
                            const struct qian_digest *commitment, struct qian_buf *out) {
    qian_buf_text(out, QIAN_SPEC " commit\n");
    put(out, "draw", qian_str(draw));
    put(out, "name", qian_str(name));
    digest_line(out, "commitment", commitment);
}

bool qian_commit_part_read(struct qian_str part, const char *draw, const char *name,
                           struct qian_digest *commitment) {
    struct qian_buf want = {0};
    if (!qian_hex_read(tail(part, QIAN_HEX_SIZE), commitment->b, sizeof commitment->b))
        return false;
    qian_commit_part_write(draw, name, commitment, &want);
    return same(part, &want);
}

void qian_reveal_part_write(const char *draw, const struct qian_digest *notice, const char *name,
                            const char *nonce, struct qian_buf *out) {
    qian_buf_text(out, QIAN_SPEC " reveal\n");
    put(out, "draw", qian_str(draw));
    digest_line(out, "notice", notice);
    put(out, "name", qian_str(name));
    put(out, "nonce", qian_str(nonce));
}

bool qian_reveal_part_read(struct qian_str part, const char *draw, const struct qian_digest *notice,
                           const char *name, char nonce[QIAN_HEX_SIZE + 1]) {
    uint8_t bytes[32];
    struct qian_str digits = tail(part, QIAN_HEX_SIZE);
    if (!qian_hex_read(digits, bytes, sizeof bytes))
        return false;
    memcpy(nonce, digits.p, QIAN_HEX_SIZE);
    nonce[QIAN_HEX_SIZE] = 0;
    struct qian_buf want = {0};
    qian_reveal_part_write(draw, notice, name, nonce, &want);
    return same(part, &want);
}

bool qian_reason_good(struct qian_str reason) {
    return reason.n > 0 && reason.n <= QIAN_TEXT_MAX && !qian_text_fault(reason, false) &&
           !qian_text_blank_end(reason);
}

// spec/ceremony.md 1.1: "Line 1 `qian/1 objections`; line 2 `draw ` and the draw's id; line 3
// `transcript ` and H(transcript.json)"
void qian_objections_head(const char *draw, const struct qian_digest *transcript,
                          struct qian_buf *out) {
    qian_buf_text(out, QIAN_SPEC " objections\n");
    put(out, "draw", qian_str(draw));
    digest_line(out, "transcript", transcript);
}

// spec/ceremony.md 1.1: "`objection `, name, space, base64 of 4 bytes of key id and 64 bytes of
// signature, space, the reason."
bool qian_objection_read(struct qian_str text, struct qian_objection *out) {
    static const char head[] = "objection ";
    size_t skip = sizeof head - 1;
    if (text.n <= skip || memcmp(text.p, head, skip) != 0)
        return false;
    struct qian_str *const parts[] = {&out->name, &out->word};
    const char *at = text.p + skip, *end = text.p + text.n;
    for (size_t i = 0; i < 2; i++) {
        const char *space = memchr(at, ' ', (size_t)(end - at));
        if (!space)
            return false;
        *parts[i] = (struct qian_str){at, (size_t)(space - at)};
        at = space + 1;
    }
    out->reason = (struct qian_str){at, (size_t)(end - at)};
    return out->name.n > 0 && out->word.n > 0 && qian_reason_good(out->reason);
}

// spec/ceremony.md 1.3: "`qian/1 objection`; the draw's id; H(transcript.json), two spaces,
// `transcript.json`; `reason ` and the reason."
void qian_objection_text(const char *draw, const struct qian_digest *transcript,
                         struct qian_str reason, struct qian_buf *out) {
    qian_buf_text(out, QIAN_SPEC " objection\n");
    qian_buf_text(out, draw);
    qian_buf_char(out, '\n');
    qian_buf_hex(out, transcript->b, sizeof transcript->b);
    qian_buf_text(out, "  transcript.json\n");
    put(out, "reason", reason);
}

void qian_void_write(const char *draw, const struct qian_digest *notice, const char *reason,
                     const char *created, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "spec", QIAN_SPEC);
    qian_json_text(&j, "draw", draw);
    qian_json_hex(&j, "notice", notice->b, sizeof notice->b);
    qian_json_text(&j, "reason", reason);
    qian_json_text(&j, "created", created);
    qian_json_end(&j);
}
