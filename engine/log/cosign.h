// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/cosign.h - cosignatures of checkpoints (spec/log.md 2.4), C2SP cosignature/v1.
#pragma once

#include "engine/crypto/sign.h"

#define QIAN_COSIGNED_SIZE 72 // 8 bytes of time, big-endian; signature
#define QIAN_TIME_MAX ((UINT64_C(1) << 53) - 1)

// Cosign the text of a checkpoint at `time`, seconds since 1970 (UTC), at most QIAN_TIME_MAX.
void qian_cosign(const struct qian_secret *secret, struct qian_str text, uint64_t time,
                 uint8_t out[QIAN_COSIGNED_SIZE]);
// NULL and the time, or the code: S07 for a bad key or R, L02 for what does not verify.
const char *qian_cosign_judge(const struct qian_public *key, struct qian_str text,
                              const uint8_t cosignature[QIAN_COSIGNED_SIZE], uint64_t *time);
