// SPDX-License-Identifier: MulanPSL-2.0
// The certificate that a pulse comes with (beacons.md 3.4, 3.5).
#include "verifier/base64.h"
#include "verifier/hex.h"
#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/nist.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { PEM_LINE = 64, KEY_BITS = 4096 };

static _Noreturn void no_crypto(void)
{
    trouble("libcrypto", say("密码库调用失败", "a call of the library failed"),
            say("请检查 OpenSSL 3 是否完整安装", "see that OpenSSL 3 is installed whole"));
}

// The next line of *rest, without its LF, which it must have. False where there is none.
static bool next_line(struct bytes *rest, struct bytes *line)
{
    size_t n = bytes_find(*rest, '\n');
    *line = (struct bytes){rest->at, n};
    if (n == rest->n) {
        return false;
    }
    *rest = bytes_after(*rest, n + 1);
    return true;
}

// The lines of base64, one after another, into joined; then the closing line and no more. 0, or the line that is wrong.
static uint64_t join(struct bytes rest, unsigned char *joined, size_t *n)
{
    uint64_t number = 2;
    bool last = false;
    struct bytes line;
    *n = 0;
    for (; next_line(&rest, &line); number++) {
        if (bytes_are(line, "-----END CERTIFICATE-----")) {
            return *n == 0 ? number : rest.n == 0 ? 0 : number + 1;
        }
        // spec/beacons.md 3.4: "lines of base64 of 64 characters, the last shorter or equal"
        if (last || line.n == 0 || line.n > PEM_LINE) {
            return number;
        }
        last = line.n < PEM_LINE;
        (void)memcpy(joined + *n, line.at, line.n);
        *n += line.n;
    }
    return number;
}

uint64_t certificate_read(struct certificate *c, struct bytes file)
{
    struct bytes line;
    unsigned char *joined = mem_new(file.n + 1, 1);
    size_t n = 0;
    uint64_t bad = 1;
    *c = (struct certificate){.der = mem_new(file.n + 1, 1)};
    // spec/beacons.md 3.4: "The certificate file is one X.509 certificate in PEM (`-----BEGIN CERTIFICATE-----`"
    if (next_line(&file, &line) && bytes_are(line, "-----BEGIN CERTIFICATE-----")) {
        bad = join(file, joined, &n);
    }
    if (bad == 0 && !base64_decode((struct bytes){joined, n}, c->der, &c->n)) {
        bad = 2;
    }
    if (bad == 0) {
        (void)crypto_hash_sha512(c->digest, c->der, c->n);
    }
    free(joined);
    return bad;
}

void certificate_free(struct certificate *c)
{
    free(c->der);
    c->der = NULL;
}

// spec/beacons.md 3.4: "SHA-512 of its DER bytes is the pulse's `certificateId` (code E04)"
bool certificate_is(const struct certificate *c, struct bytes id)
{
    return hex_says(id, (struct bytes){c->digest, sizeof c->digest});
}

// spec/beacons.md 3.4: "DER that is no X.509 certificate, or has bytes after it, or holds no RSA key of 4,096 bits, is
// E04."
static bool is_suited(const EVP_PKEY *key)
{
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) == KEY_BITS;
}

// spec/beacons.md 3.5: "the RSA signature (PKCS #1 v1.5, SHA-512) of the message"
static bool rsa_verifies(EVP_PKEY *key, struct bytes message, struct bytes signature)
{
    EVP_PKEY_CTX *settings = NULL; // the other's
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context == NULL) {
        no_crypto();
    }
    bool good = EVP_DigestVerifyInit(context, &settings, EVP_sha512(), NULL, key) == 1 &&
                EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PADDING) == 1 &&
                EVP_DigestVerify(context, signature.at, signature.n, message.at, message.n) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

bool certificate_signed(const struct certificate *c, struct bytes message, struct bytes signature)
{
    const unsigned char *at = c->der;
    bool good = false;
    if (c->n > LONG_MAX) {
        return false;
    }
    X509 *parsed = d2i_X509(NULL, &at, (long)c->n);
    if (parsed != NULL && at == c->der + c->n) {
        EVP_PKEY *key = X509_get0_pubkey(parsed); // the certificate's
        good = key != NULL && is_suited(key) && rsa_verifies(key, message, signature);
    }
    X509_free(parsed);
    ERR_clear_error();
    return good;
}
