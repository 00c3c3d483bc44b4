// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/signed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

#define SIGNATURE_MAX 72

static const char dash[] = "\xe2\x80\x94 "; // U+2014, space
#define DASH (sizeof dash - 1)

// spec/log.md 2.2: "`— ` name, space, base64 of key id and signature, as in notes 1.3, but of any
// length"
bool qian_signature_line_read(struct qian_str line, struct qian_signature_line *out) {
    *out = (struct qian_signature_line){.line = line};
    if (line.n <= DASH || memcmp(line.p, dash, DASH) != 0)
        return false;
    const char *name = line.p + DASH;
    const char *space = memchr(name, ' ', line.n - DASH);
    if (!space)
        return false;
    out->name = (struct qian_str){name, (size_t)(space - name)};
    out->base64 = (struct qian_str){space + 1, line.n - DASH - out->name.n - 1};
    size_t n = qian_base64_size(out->base64);
    if (!qian_origin_good(out->name) || n <= QIAN_KEY_ID_SIZE)
        return false;
    uint8_t *bytes = qian_take(n, 1);
    bool good = qian_base64_read(out->base64, bytes, n);
    if (good)
        memcpy(out->id, bytes, QIAN_KEY_ID_SIZE);
    out->size = n - QIAN_KEY_ID_SIZE;
    free(bytes);
    return good;
}

bool qian_signature_line_bytes(const struct qian_signature_line *line, uint8_t *out, size_t n) {
    uint8_t bytes[QIAN_KEY_ID_SIZE + SIGNATURE_MAX];
    if (line->size != n || n > SIGNATURE_MAX ||
        !qian_base64_read(line->base64, bytes, QIAN_KEY_ID_SIZE + n))
        return false;
    memcpy(out, bytes + QIAN_KEY_ID_SIZE, n);
    return true;
}

void qian_signature_line_write(struct qian_buf *out, struct qian_str name,
                               const uint8_t id[QIAN_KEY_ID_SIZE], const uint8_t *signature,
                               size_t n) {
    uint8_t bytes[QIAN_KEY_ID_SIZE + SIGNATURE_MAX];
    assert(n <= SIGNATURE_MAX);
    memcpy(bytes, id, QIAN_KEY_ID_SIZE);
    memcpy(bytes + QIAN_KEY_ID_SIZE, signature, n);
    qian_buf_text(out, dash);
    qian_buf_str(out, name);
    qian_buf_char(out, ' ');
    qian_buf_base64(out, bytes, QIAN_KEY_ID_SIZE + n);
    qian_buf_char(out, '\n');
}

const char *qian_signed_bytes_fault(struct qian_str bytes, size_t empty) {
    const char *fault = qian_text_fault(bytes, true);
    bool bare = false; // a control character that is neither LF nor CR
    if (fault && strcmp(fault, "F01") == 0)
        return fault;
    if (bytes.n == 0 || bytes.p[bytes.n - 1] != '\n' || bytes.p[0] == '\n')
        return "F03";
    for (size_t i = 0; i < bytes.n; i++) {
        bool ends = i > 0 && bytes.p[i] == '\n' && bytes.p[i - 1] == '\n';
        if (bytes.p[i] == '\r' || (ends && empty-- == 0))
            return "F03";
        bare = bare || ((unsigned char)bytes.p[i] < 0x20 && bytes.p[i] != '\n');
    }
    return bare ? "F02" : fault;
}

const char *qian_signed_read(struct qian_str bytes, struct qian_signed *out) {
    memset(out, 0, sizeof *out);
    const char *fault = qian_signed_bytes_fault(bytes, 1);
    if (fault)
        return fault;
    size_t at = bytes.n; // of the second LF of the last pair
    do
        at--;
    while (at > 0 && !(bytes.p[at] == '\n' && bytes.p[at - 1] == '\n'));
    if (at == 0)
        return "F07";
    out->text = (struct qian_str){bytes.p, at};
    struct qian_str line, rest = {bytes.p + at + 1, bytes.n - at - 1};
    struct qian_split split = qian_split(rest, '\n');
    while (qian_split_next(&split, &line)) {
        if (line.n == 0)
            continue; // behind the last LF
        if (out->lines == QIAN_SIGNED_LINES_MAX)
            return "F11";
        if (!qian_signature_line_read(line, &out->line[out->lines]))
            return "F07";
        out->lines++;
    }
    return NULL;
}

bool qian_same_signer(const struct qian_signature_line *a, const struct qian_signature_line *b) {
    return qian_str_eq(a->name, b->name) && memcmp(a->id, b->id, sizeof a->id) == 0;
}
