// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/nist.h"

#include <stdlib.h>
#include <string.h>

#include "engine/crypto/digests.h"
#include "engine/crypto/rsa.h"

#define LINE 64                // characters of base64 in a line
#define CERTIFICATE_MAX 65536u // bytes of text

static const char head[] = "-----BEGIN CERTIFICATE-----";
static const char tail[] = "-----END CERTIFICATE-----";

// Append what canonical base64 says; false if it is not that.
static bool decode(struct qian_str base64, struct qian_buf *out) {
    if (base64.n == 0 || base64.n % 4)
        return false;
    size_t pad = (base64.p[base64.n - 1] == '=') + (size_t)(base64.p[base64.n - 2] == '=');
    size_t n = base64.n / 4 * 3 - pad;
    uint8_t *bytes = qian_take(n, 1);
    bool good = qian_base64_read(base64, bytes, n);
    if (good)
        qian_buf_add(out, bytes, n);
    free(bytes);
    return good;
}

// spec/beacons.md 3.4: "`-----BEGIN CERTIFICATE-----`, lines of base64 of 64 characters, the last
// shorter or equal, `-----END CERTIFICATE-----`"
const char *qian_certificate_read(struct qian_str pem, struct qian_buf *der) {
    struct qian_buf again = {0};
    size_t before = der->n;
    // The form has one text for given bytes: it is that which writes them.
    bool good = pem.n <= CERTIFICATE_MAX && qian_certificate_import(pem, der);
    if (good) {
        qian_certificate_write((struct qian_str){der->p + before, der->n - before}, &again);
        good = qian_str_eq(qian_buf_view(&again), pem);
    }
    if (!good)
        der->n = before;
    qian_buf_free(&again);
    return good ? NULL : "F07";
}

void qian_certificate_write(struct qian_str der, struct qian_buf *pem) {
    struct qian_buf base64 = {0};
    qian_buf_base64(&base64, (const uint8_t *)der.p, der.n);
    qian_buf_text(pem, head);
    qian_buf_char(pem, '\n');
    for (size_t at = 0; at < base64.n; at += LINE) {
        qian_buf_add(pem, base64.p + at, base64.n - at < LINE ? base64.n - at : LINE);
        qian_buf_char(pem, '\n');
    }
    qian_buf_text(pem, tail);
    qian_buf_char(pem, '\n');
    qian_buf_free(&base64);
}

// Where `wanted` stands in the text from `at` on, or the text's length.
static size_t find(struct qian_str text, size_t at, const char *wanted) {
    size_t n = strlen(wanted);
    while (at + n <= text.n && memcmp(text.p + at, wanted, n) != 0)
        at++;
    return at + n <= text.n ? at : text.n;
}

bool qian_certificate_import(struct qian_str pem, struct qian_buf *der) {
    struct qian_buf base64 = {0};
    size_t begin = find(pem, 0, head), end = find(pem, begin, tail);
    if (end == pem.n || find(pem, begin + 1, head) != pem.n)
        return false;
    for (size_t i = begin + strlen(head); i < end; i++)
        if (!strchr(" \t\r\n", pem.p[i]) || !pem.p[i])
            qian_buf_char(&base64, pem.p[i]);
    bool good = decode(qian_buf_view(&base64), der);
    qian_buf_free(&base64);
    return good;
}

enum qian_status qian_pulse_verify(const struct qian_pulse *pulse, struct qian_str der,
                                   struct qian_err *err) {
    uint8_t digest[QIAN_PULSE_DIGEST];
    struct qian_buf message = {0};
    // spec/beacons.md 3.4: "SHA-512 of its DER bytes is the pulse's `certificateId`"
    qian_sha512(der, digest);
    if (memcmp(digest, pulse->certificate_id, sizeof digest) != 0)
        return qian_fail(err, QIAN_DISAGREES, "E04", "beacons 3.4",
                         "the certificate is not the one that the pulse names",
                         "fetch the certificate of the pulse's certificateId");
    qian_pulse_message(pulse, &message);
    bool good =
        qian_rsa_verify(der, qian_buf_view(&message),
                        (struct qian_str){(const char *)pulse->signature, sizeof pulse->signature});
    // spec/beacons.md 3.5: "`outputValue` is SHA-512(message signature), the signature as it
    // is, without its length."
    qian_buf_add(&message, pulse->signature, sizeof pulse->signature);
    qian_sha512(qian_buf_view(&message), digest);
    qian_buf_free(&message);
    if (!good)
        return qian_fail(err, QIAN_DISAGREES, "E04", "beacons 3.5",
                         "signatureValue does not verify under the key of the certificate",
                         "compare the pulse with what the beacon published");
    if (memcmp(digest, pulse->output, sizeof digest) != 0)
        return qian_fail(err, QIAN_DISAGREES, "E07", "beacons 3.5",
                         "outputValue is not the hash of the pulse",
                         "compare the pulse with what the beacon published");
    return QIAN_OK;
}

enum qian_status qian_pulse_usable(const struct qian_pulse *pulse, struct qian_err *err) {
    if (pulse->status == 0)
        return QIAN_OK;
    (void)qian_fail(err, QIAN_DISAGREES, "E06", "beacons 3.6",
                    "the beacon itself marks this pulse by a statusCode other than 0",
                    "such a pulse is no public value");
    qian_err_value(err, "%u", pulse->status);
    return err->status;
}

static enum qian_status broken(struct qian_err *err, const char *what) {
    return qian_fail(err, QIAN_DISAGREES, "E04", "beacons 3.7", what,
                     "give the pulse of the same chain whose pulseIndex is one less");
}

// spec/beacons.md 3.7: "The previous pulse has the same chainIndex, pulseIndex one less"
enum qian_status qian_pulse_follows(const struct qian_pulse *pulse,
                                    const struct qian_pulse *previous, struct qian_err *err) {
    uint8_t digest[QIAN_PULSE_DIGEST];
    if (previous->chain != pulse->chain || previous->index + 1 != pulse->index)
        return broken(err, "the previous pulse is not the one before this one");
    // spec/beacons.md 3.7: "The pulse's `previous` is its outputValue, and
    // SHA-512(localRandomValue) of the pulse is the previous pulse's precommitmentValue."
    if (memcmp(pulse->previous, previous->output, sizeof pulse->previous) != 0)
        return broken(err, "the pulse is not chained to the outputValue of the previous one");
    qian_sha512((struct qian_str){(const char *)pulse->local_random, sizeof pulse->local_random},
                digest);
    if (memcmp(digest, previous->precommitment, sizeof digest) != 0)
        return broken(err, "the previous pulse did not commit to the random part of this one");
    return QIAN_OK;
}
