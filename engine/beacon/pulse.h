// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/pulse.h - pulses of the NIST Randomness Beacon 2.0 as text, as JSON and as the
// message that is signed (spec/beacons.md 3.2, 3.3).
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

#define QIAN_PULSE_TEXT_MAX 256
#define QIAN_PULSE_TIME 24 // characters of YYYY-MM-DDTHH:MM:SS.mmmZ
#define QIAN_PULSE_DIGEST 64
#define QIAN_PULSE_SIGNATURE 512

// Texts are terminated. Made by one of the readers below alone, so its members have their forms.
struct qian_pulse {
    char uri[QIAN_PULSE_TEXT_MAX + 1], version[QIAN_PULSE_TEXT_MAX + 1];
    char time_stamp[QIAN_PULSE_TIME + 1];
    uint32_t cipher_suite, period, external_status, status;
    uint64_t chain, index;
    uint8_t certificate_id[QIAN_PULSE_DIGEST], local_random[QIAN_PULSE_DIGEST];
    uint8_t external_source[QIAN_PULSE_DIGEST], external_value[QIAN_PULSE_DIGEST];
    uint8_t previous[QIAN_PULSE_DIGEST], hour[QIAN_PULSE_DIGEST], day[QIAN_PULSE_DIGEST];
    uint8_t month[QIAN_PULSE_DIGEST], year[QIAN_PULSE_DIGEST], precommitment[QIAN_PULSE_DIGEST];
    uint8_t signature[QIAN_PULSE_SIGNATURE], output[QIAN_PULSE_DIGEST];
};

// beacons 3.2: read a pulse file. NULL, or F07 or F13 with `name` set to the line's name ("" where
// the number of lines is wrong).
const char *qian_pulse_read(struct qian_str text, struct qian_pulse *out, const char **name);
// Append the pulse file.
void qian_pulse_write(const struct qian_pulse *pulse, struct qian_buf *out);

// Read a pulse as NIST's service gives it: JSON of any layout, hexadecimal in either case, members
// that are not known passed over. QIAN_BAD_DATA on failure; `file` is named in errors.
enum qian_status qian_pulse_import(const char *file, struct qian_str json, struct qian_pulse *out,
                                   struct qian_err *err) QIAN_MUST_USE;

// beacons 3.3: append what the pulse's signature signs.
void qian_pulse_message(const struct qian_pulse *pulse, struct qian_buf *out);
// The pulse's timeStamp in milliseconds since 1970 (UTC); INT64_MIN if there is no such day or hour.
int64_t qian_pulse_time(const struct qian_pulse *pulse);
