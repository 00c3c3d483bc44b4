// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/crypto/digests.h"

#include <openssl/evp.h>

#include "engine/base/err.h"

static void digest(const char *name, struct qian_str message, uint8_t *out) {
    size_t n = 0;
    if (EVP_Q_digest(NULL, name, NULL, message.p ? message.p : "", message.n, out, &n) != 1)
        qian_stop("the hash library failed");
}

void qian_sha512(struct qian_str message, uint8_t out[64]) {
    digest("SHA2-512", message, out);
}

void qian_md5(struct qian_str message, uint8_t out[16]) {
    digest("MD5", message, out);
}
