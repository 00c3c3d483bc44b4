// SPDX-License-Identifier: MulanPSL-2.0
// engine/crypto/rsa.h - an RSA signature under the key of an X.509 certificate, through OpenSSL.
#pragma once

#include "engine/base/bytes.h"

#define QIAN_RSA_BITS_MIN 2048
#define QIAN_RSA_BITS_MAX 8192

// Is `signature` the PKCS #1 v1.5 signature with SHA-512 of the message under the RSA key of this
// certificate (DER, and nothing after it)? False too where it is no certificate, or its key is not
// RSA of 2,048 to 8,192 bits. Nothing else of the certificate is looked at: whoever calls knows by
// its digest that it is the right one.
bool qian_rsa_verify(struct qian_str certificate, struct qian_str message,
                     struct qian_str signature);
