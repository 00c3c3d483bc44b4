// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/nist.h - is a pulse NIST's? (spec/beacons.md 3.4 to 3.7)
#pragma once

#include "engine/beacon/pulse.h"

// beacons 3.4: read a certificate file; its DER bytes are appended to `der`. NULL or F07.
const char *qian_certificate_read(struct qian_str pem, struct qian_buf *der);
// Append a certificate file.
void qian_certificate_write(struct qian_str der, struct qian_buf *pem);
// Read one certificate in PEM as people have it: white space anywhere, text before and after. False
// if there is none, or more than one.
bool qian_certificate_import(struct qian_str pem, struct qian_buf *der);

// Every check here returns QIAN_DISAGREES and the code in `err` where it fails.

// beacons 3.4, 3.5: the certificate is the one that the pulse names; only then is it parsed;
// signatureValue and outputValue are right.
enum qian_status qian_pulse_verify(const struct qian_pulse *pulse, struct qian_str der,
                                   struct qian_err *err) QIAN_MUST_USE;
// beacons 3.6: the pulse can be used (statusCode 0).
enum qian_status qian_pulse_usable(const struct qian_pulse *pulse,
                                   struct qian_err *err) QIAN_MUST_USE;
// beacons 3.7, once both are verified: `previous` is the pulse before and committed to this one.
enum qian_status qian_pulse_follows(const struct qian_pulse *pulse,
                                    const struct qian_pulse *previous,
                                    struct qian_err *err) QIAN_MUST_USE;
