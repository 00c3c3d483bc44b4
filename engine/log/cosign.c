// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/cosign.h"

#include <assert.h>

// spec/log.md 2.4: "over `cosignature/v1`, LF, `time `, the time in decimal, LF, and the text"
static struct qian_buf message_of(struct qian_str text, uint64_t time) {
    struct qian_buf message = {0};
    qian_buf_text(&message, "cosignature/v1\ntime ");
    qian_buf_u64(&message, time);
    qian_buf_char(&message, '\n');
    qian_buf_str(&message, text);
    return message;
}

void qian_cosign(const struct qian_secret *secret, struct qian_str text, uint64_t time,
                 uint8_t out[QIAN_COSIGNED_SIZE]) {
    assert(time <= QIAN_TIME_MAX);
    struct qian_buf message = message_of(text, time);
    for (size_t i = 0; i < 8; i++)
        out[i] = (uint8_t)(time >> (56 - 8 * i));
    qian_sign(secret, qian_buf_view(&message), NULL, out + 8);
    qian_buf_free(&message);
}

const char *qian_cosign_judge(const struct qian_public *key, struct qian_str text,
                              const uint8_t cosignature[QIAN_COSIGNED_SIZE], uint64_t *time) {
    *time = 0;
    for (size_t i = 0; i < 8; i++)
        *time = *time << 8 | cosignature[i];
    if (*time > QIAN_TIME_MAX)
        return "L02";
    // spec/log.md 2.5: "Public key and R must be good by notes 2.4 (S07)."
    if (!qian_public_good(key) || !qian_signature_good_r(key->suite, cosignature + 8))
        return "S07";
    struct qian_buf message = message_of(text, *time);
    bool good = qian_verify(key, qian_buf_view(&message), cosignature + 8);
    qian_buf_free(&message);
    return good ? NULL : "L02";
}
