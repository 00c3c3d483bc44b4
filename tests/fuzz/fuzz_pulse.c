// SPDX-License-Identifier: MulanPSL-2.0
// Pulses and certificates: a file that is read writes back as the same bytes; JSON that is taken in
// makes a file that is read; a certificate has one text. The first byte chooses.
#include <string.h>

#include "engine/beacon/nist.h"
#include "engine/beacon/rfc3797.h"
#include "tests/fuzz/fuzz.h"

static bool is(const char *code, const char *want) {
    return code && strcmp(code, want) == 0;
}

static void pulse_file(struct qian_str text) {
    struct qian_pulse pulse;
    struct qian_buf again = {0};
    const char *line;
    const char *code = qian_pulse_read(text, &pulse, &line);
    MUST(!code || is(code, "F07") || is(code, "F13"));
    if (!code) {
        qian_pulse_write(&pulse, &again);
        MUST(qian_str_eq(qian_buf_view(&again), text));
    }
    qian_buf_free(&again);
}

static void pulse_json(struct qian_str text) {
    struct qian_pulse pulse, second;
    struct qian_buf file = {0};
    struct qian_err err;
    const char *line;
    if (qian_pulse_import("x", text, &pulse, &err) == QIAN_OK) {
        qian_pulse_write(&pulse, &file);
        MUST(!qian_pulse_read(qian_buf_view(&file), &second, &line));
        MUST(qian_pulse_verify(&second, text, &err) == QIAN_DISAGREES); // it is no certificate
    }
    qian_buf_free(&file);
}

static void certificate(struct qian_str text) {
    struct qian_buf der = {0}, again = {0}, second = {0};
    if (qian_certificate_import(text, &der)) {
        qian_certificate_write(qian_buf_view(&der), &again);
        MUST(!qian_certificate_read(qian_buf_view(&again), &second));
        MUST(qian_str_eq(qian_buf_view(&der), qian_buf_view(&second)));
        second.n = 0;
        MUST(qian_str_eq(qian_buf_view(&again), text) == !qian_certificate_read(text, &second));
    }
    qian_buf_free(&der);
    qian_buf_free(&again);
    qian_buf_free(&second);
}

static void draw(struct qian_str text) {
    struct qian_rfc3797 read;
    struct qian_err err;
    if (qian_rfc3797_read("x", text, &read, &err) == QIAN_OK && read.picks <= 16) {
        uint32_t picked[16];
        qian_rfc3797_run(&read, picked);
        for (uint32_t i = 0; i < read.picks; i++) {
            MUST(picked[i] >= 1 && picked[i] <= read.pool);
            for (uint32_t k = 0; k < i; k++)
                MUST(picked[k] != picked[i]);
        }
    }
    qian_rfc3797_free(&read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static void (*const what[])(struct qian_str) = {pulse_file, pulse_json, certificate, draw};
    if (size > 0)
        what[data[0] % 4]((struct qian_str){(const char *)data + 1, size - 1});
    return 0;
}
