// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/load.h - evidence of a beacon from files as people have them.
#pragma once

#include "engine/beacon/nist.h"

// A pulse file of beacons 3.2, or NIST's JSON. QIAN_CANNOT, QIAN_BAD_DATA.
enum qian_status qian_pulse_load(const char *path, struct qian_pulse *out,
                                 struct qian_err *err) QIAN_MUST_USE;
// A certificate in PEM of any layout; its DER bytes are appended. QIAN_CANNOT, QIAN_BAD_DATA.
enum qian_status qian_certificate_load(const char *path, struct qian_buf *der,
                                       struct qian_err *err) QIAN_MUST_USE;
