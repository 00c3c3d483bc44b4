// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/load.h"

#include <string.h>

#include "engine/base/file.h"

#define EVIDENCE_MAX 65536 // bytes of a file

enum qian_status qian_pulse_load(const char *path, struct qian_pulse *out, struct qian_err *err) {
    struct qian_buf text = {0};
    const char *line, *code;
    enum qian_status status = qian_file_read(path, EVIDENCE_MAX, &text, err);
    if (status == QIAN_OK) {
        size_t blank = text.n ? strspn(text.p, " \t\r\n") : 0;
        if (blank < text.n && text.p[blank] == '{') {
            status = qian_pulse_import(path, qian_buf_view(&text), out, err);
        } else if ((code = qian_pulse_read(qian_buf_view(&text), out, &line))) {
            status = qian_fail(err, QIAN_BAD_DATA, code, "beacons 3.2",
                               "neither a pulse file nor the beacon's JSON",
                               "give the pulse as the beacon's service delivers it");
            qian_err_where(err, "%s%s%s", path, *line ? " " : "", line);
        }
    }
    qian_buf_free(&text);
    return status;
}

enum qian_status qian_certificate_load(const char *path, struct qian_buf *der,
                                       struct qian_err *err) {
    struct qian_buf text = {0};
    enum qian_status status = qian_file_read(path, EVIDENCE_MAX, &text, err);
    if (status == QIAN_OK && !qian_certificate_import(qian_buf_view(&text), der)) {
        status = qian_fail(err, QIAN_BAD_DATA, "F07", "beacons 3.4", "not one certificate in PEM",
                           "give the beacon's own certificate alone");
        qian_err_where(err, "%s", path);
    }
    qian_buf_free(&text);
    return status;
}
