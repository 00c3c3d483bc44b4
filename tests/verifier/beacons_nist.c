// SPDX-License-Identifier: MulanPSL-2.0
// Pulses of the NIST beacon, brought from the service's JSON into the text form of spec/beacons.md 3.2.
#include "tests/verifier/beacons.h"
#include "tests/verifier/harness.h"

#include "verifier/mem.h"
#include "verifier/nist.h"
#include "verifier/public_value.h"

#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_ROOM = 8192, PEM_ROOM = 16384 };

struct pulse_file {
    char text[TEXT_ROOM];
    size_t n;
};

static void put(struct pulse_file *f, const char *name, struct bytes value, bool lower)
{
    int n = snprintf(f->text + f->n, sizeof f->text - f->n, "%s %.*s\n", name, (int)value.n, (const char *)value.at);
    for (size_t i = f->n + strlen(name); lower && i < f->n + (size_t)n; i++) {
        f->text[i] = (char)(f->text[i] >= 'A' && f->text[i] <= 'F' ? f->text[i] | 0x20 : f->text[i]);
    }
    f->n += (size_t)n;
}

static void put_member(struct pulse_file *f, const struct vectors *v, uint32_t object, const char *name,
                       const char *member)
{
    uint32_t value = member_of(v, object, member);
    if (json_type(&v->json, value) == JSON_NUMBER) {
        char digits[24];
        (void)snprintf(digits, sizeof digits, "%llu", (unsigned long long)number_of(v, object, member));
        put(f, name, bytes_of(digits), false);
    } else {
        bool plain = strcmp(name, "uri") == 0 || strcmp(name, "version") == 0 || strcmp(name, "timeStamp") == 0;
        put(f, name, json_text(&v->json, value), !plain);
    }
}

static void convert(struct pulse_file *f, const struct vectors *v)
{
    static const char *const BEFORE[] = {"uri", "version", "cipherSuite", "period", "certificateId", "chainIndex",
                                         "pulseIndex", "timeStamp", "localRandomValue"};
    static const char *const AFTER[] = {"precommitmentValue", "statusCode", "signatureValue", "outputValue"};
    static const char *const LIST[] = {"previous", "hour", "day", "month", "year"};
    uint32_t pulse = member_of(v, 1, "pulse");
    uint32_t external = member_of(v, pulse, "external");
    f->n = 0;
    for (size_t i = 0; i < sizeof BEFORE / sizeof BEFORE[0]; i++) {
        put_member(f, v, pulse, BEFORE[i], BEFORE[i]);
    }
    put_member(f, v, external, "external.sourceId", "sourceId");
    put_member(f, v, external, "external.statusCode", "statusCode");
    put_member(f, v, external, "external.value", "value");
    for (size_t i = 0; i < sizeof LIST / sizeof LIST[0]; i++) {
        for (uint32_t e = first_of(v, pulse, "listValues"); e != 0; e = next_of(v, e)) {
            if (bytes_are(text_of(v, e, "type"), LIST[i])) {
                put_member(f, v, e, LIST[i], "value");
            }
        }
    }
    for (size_t i = 0; i < sizeof AFTER / sizeof AFTER[0]; i++) {
        put_member(f, v, pulse, AFTER[i], AFTER[i]);
    }
}

// Reads all lines: how many were bad with F07 and F13, and the last of these.
struct reading {
    size_t lines, form, digits, bad;
};

static struct reading read_pulse(struct pulse *p, const struct pulse_file *f)
{
    struct reading r = {0};
    struct bytes rest = {(const unsigned char *)f->text, f->n};
    while (rest.n > 0) {
        size_t n = bytes_find(rest, '\n');
        enum shape_fault fault = pulse_line(p, r.lines, (struct bytes){rest.at, n});
        r.form += fault == SHAPE_FORM;
        r.digits += fault == SHAPE_DIGITS;
        r.bad = fault == SHAPE_GOOD ? r.bad : r.lines;
        rest = bytes_after(rest, n < rest.n ? n + 1 : n);
        r.lines++;
    }
    return r;
}

static bool open_pulse(const char *folder, const char *name, struct pulse_file *f, struct pulse *p)
{
    struct vectors v;
    if (!vectors_open(&v, folder, name)) {
        CHECK(false, "it is needed");
        return false;
    }
    convert(f, &v);
    vectors_close(&v);
    struct reading r = read_pulse(p, f);
    CHECK(r.lines == PULSE_FIELDS && r.form == 0 && r.digits == 0, "line %zu is refused", r.bad);
    return r.form + r.digits == 0;
}

// The PEM as the service gives it, in lines that end with LF alone.
static size_t load_pem(const char *folder, const char *name, char room[PEM_ROOM])
{
    char path[4096];
    size_t n = 0;
    (void)snprintf(path, sizeof path, "%s/nist/%s", folder, name);
    FILE *file = fopen(path, "rb");
    current_file = name;
    current_case = bytes_of("");
    CHECK(file != NULL, "it is needed");
    for (int c = file == NULL ? EOF : fgetc(file); c != EOF && n + 1 < PEM_ROOM; c = fgetc(file)) {
        if (c != '\r') {
            room[n++] = (char)c;
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    if (n > 0 && room[n - 1] != '\n') {
        room[n++] = '\n';
    }
    return n;
}

static uint64_t read_text(const char *text, size_t n)
{
    struct certificate c;
    char *exact = mem_new(n, 1); // so that a byte too far is seen
    (void)memcpy(exact, text, n);
    uint64_t bad = certificate_read(&c, (struct bytes){(const unsigned char *)exact, n});
    certificate_free(&c);
    free(exact);
    return bad;
}

// Every change of one byte is another certificate or none; every beginning is none.
static void test_pem(const char *pem, size_t n)
{
    char room[PEM_ROOM];
    struct certificate c;
    struct certificate right;
    CHECK(certificate_read(&right, (struct bytes){(const unsigned char *)pem, n}) == 0, "the certificate");
    for (size_t i = 0; i < n; i++) {
        CHECK(read_text(pem, i) != 0, "its first %zu bytes", i);
        (void)memcpy(room, pem, n);
        room[i] ^= 1;
        bool good = certificate_read(&c, (struct bytes){(const unsigned char *)room, n}) == 0;
        CHECK(!good || memcmp(c.digest, right.digest, sizeof c.digest) != 0, "byte %zu is another", i);
        certificate_free(&c);
    }
    certificate_free(&right);
    (void)memcpy(room, pem, n);
    room[n] = '\n';
    CHECK(read_text(room, n + 1) != 0, "an empty line after it");
    (void)memcpy(room + n, pem, n);
    CHECK(read_text(room, 2 * n) != 0, "it twice");
    (void)memmove(room + 1, room, n);
    room[0] = ' ';
    CHECK(read_text(room, n + 1) == 1, "a space before it");
    // A line of 64 broken in two.
    (void)memcpy(room, pem, n);
    size_t at = strlen("-----BEGIN CERTIFICATE-----\n") + 30;
    (void)memmove(room + at + 1, room + at, n - at);
    room[at] = '\n';
    CHECK(read_text(room, n + 1) == 3, "a short line in the middle");
    static const char EMPTY[] = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";
    CHECK(read_text(EMPTY, sizeof EMPTY - 1) == 2, "no base64");
}

static void expect_pulse(const struct pulse *p, const struct certificate *c)
{
    CHECK(certificate_is(c, p->text[PULSE_CERTIFICATE_ID]), "the digest of the certificate");
    CHECK(pulse_verifies(p, c), "the signature");
    CHECK(pulse_output_right(p), "outputValue");
}

// A certificate of the same key that is not the one that the pulse names.
static void test_another_certificate(const struct pulse *p, const struct certificate *right)
{
    struct certificate c = {.der = mem_new(right->n, 1), .n = right->n};
    (void)memcpy(c.der, right->der, right->n);
    c.der[c.n - 1] ^= 1; // of what its issuer signed
    (void)crypto_hash_sha512(c.digest, c.der, c.n);
    CHECK(!certificate_is(&c, p->text[PULSE_CERTIFICATE_ID]) && !pulse_verifies(p, &c), "another with the same key");
    certificate_free(&c);
}

static size_t line_start(const struct pulse_file *f, size_t number)
{
    size_t at = 0;
    for (; number > 0; number--) {
        at += strcspn(f->text + at, "\n") + 1;
    }
    return at;
}

// One character of the value of each line to another that is allowed there: the pulse does not verify any more, and of
// outputValue and signatureValue the output is wrong.
static void test_tampered(const struct pulse_file *right, const struct certificate *c)
{
    for (size_t field = 0; field < PULSE_FIELDS; field++) {
        struct pulse_file f = *right;
        struct pulse p;
        size_t last = line_start(&f, field) + strcspn(f.text + line_start(&f, field), "\n") - 1;
        last -= field == PULSE_TIME_STAMP ? 1 : 0; // not the Z
        f.text[last] = f.text[last] == '1' ? '2' : '1';
        struct reading r = read_pulse(&p, &f);
        CHECK(r.form == 0 && r.digits == 0, "line %zu is refused", r.bad);
        CHECK(pulse_verifies(&p, c) == (field == PULSE_OUTPUT), "%s", pulse_line_form(field));
        CHECK(!pulse_output_right(&p), "%s: outputValue", pulse_line_form(field));
    }
}

static void expect_fault(const struct pulse_file *right, size_t field, const char *value, bool digits)
{
    struct pulse_file f;
    struct pulse p;
    size_t start = line_start(right, field);
    size_t next = start + strcspn(right->text + start, "\n") + 1;
    (void)memcpy(f.text, right->text, start);
    int n = snprintf(f.text + start, sizeof f.text - start, "%s%s\n%.*s", pulse_line_form(field), value,
                     (int)(right->n - next), right->text + next);
    f.n = start + (size_t)n;
    struct reading r = read_pulse(&p, &f);
    CHECK(r.form == (digits ? 0 : 1) && r.digits == (digits ? 1 : 0) && r.bad == field, "%s%s", pulse_line_form(field),
          value);
}

static void test_forms_of_hex(const struct pulse_file *right)
{
    char value[1200];
    for (size_t field = 0; field < PULSE_FIELDS; field++) {
        size_t start = line_start(right, field) + strlen(pulse_line_form(field));
        size_t n = strcspn(right->text + start, "\n");
        expect_fault(right, field, "", false);
        expect_fault(right, field, " ", false);
        (void)snprintf(value, sizeof value, "\t%.*s", (int)n - 1, right->text + start + 1);
        expect_fault(right, field, value, false);
        (void)snprintf(value, sizeof value, " %.*s", (int)n, right->text + start);
        expect_fault(right, field, value, false); // two spaces
        if (n < 100) {
            continue;
        }
        (void)snprintf(value, sizeof value, "%.*s", (int)n - 1, right->text + start);
        expect_fault(right, field, value, true);
        (void)snprintf(value, sizeof value, "%.*s0", (int)n, right->text + start);
        expect_fault(right, field, value, true);
        (void)snprintf(value, sizeof value, "%.*sA", (int)n - 1, right->text + start);
        expect_fault(right, field, value, true);
        (void)snprintf(value, sizeof value, "%.*s 0", (int)n, right->text + start);
        expect_fault(right, field, value, false);
    }
}

static void test_pulse_forms(const struct pulse_file *right)
{
    static const size_t SMALL[] = {PULSE_CIPHER_SUITE, PULSE_PERIOD, PULSE_EXTERNAL_STATUS, PULSE_STATUS};
    static const char *const TIMES[] = {" 2018-08-30T17:44:00.00Z", " 2018-08-30T17:44:00.000z",
                                        " 2018-08-30 17:44:00.000Z", " 2018-08-30T17:44:00.000+",
                                        " 2018-08-3OT17:44:00.000Z"};
    char text[300];
    struct pulse_file f = *right;
    struct pulse p;
    test_forms_of_hex(right);
    for (size_t i = 0; i < sizeof SMALL / sizeof SMALL[0]; i++) {
        expect_fault(right, SMALL[i], " 4294967296", false);
        expect_fault(right, SMALL[i], " 01", false);
        expect_fault(right, SMALL[i], " -1", false);
    }
    expect_fault(right, PULSE_CHAIN_INDEX, " 9007199254740992", false);
    expect_fault(right, PULSE_PULSE_INDEX, " 1e3", false);
    for (size_t i = 0; i < sizeof TIMES / sizeof TIMES[0]; i++) {
        expect_fault(right, PULSE_TIME_STAMP, TIMES[i], false);
    }
    (void)snprintf(text, sizeof text, " %0257d", 0);
    expect_fault(right, PULSE_URI, text, false);
    expect_fault(right, PULSE_URI, " a ", false);
    expect_fault(right, PULSE_VERSION, " a\xC2\xA0" "b", false);
    expect_fault(right, PULSE_VERSION, " a\x7F", false);
    f.n += (size_t)snprintf(f.text + f.n, sizeof f.text - f.n, "more 1\n");
    CHECK(read_pulse(&p, &f).form == 1, "a line too many");
    f.n = right->n - 1;
    CHECK(read_pulse(&p, &f).form == 0, "the last LF is another clause's");
}

static void test_value_of_pulse(const struct pulse *p)
{
    char text[300];
    struct public_value v;
    (void)snprintf(text, sizeof text, "1 54610 %.*s", 128, (const char *)p->text[PULSE_OUTPUT].at);
    public_value_read(&v, bytes_of("nist"), bytes_of(text));
    CHECK(v.form_good && v.digits_good && public_value_is_pulse(&v, p) && public_value_is_output(&v, p), "%s", text);
    text[2 + 4] = '1';
    public_value_read(&v, bytes_of("nist"), bytes_of(text));
    CHECK(v.form_good && !public_value_is_pulse(&v, p), "%s", text);
    text[8] = text[8] == '1' ? '2' : '1';
    public_value_read(&v, bytes_of("nist"), bytes_of(text));
    CHECK(v.digits_good && !public_value_is_output(&v, p), "%s", text);
    text[8] = 'A';
    public_value_read(&v, bytes_of("nist"), bytes_of(text));
    CHECK(v.form_good && !v.digits_good, "%s", text);
}

static void test_follows(const struct pulse_file *one, const struct pulse_file *two)
{
    struct pulse p;
    struct pulse q;
    (void)read_pulse(&p, one);
    (void)read_pulse(&q, two);
    CHECK(pulse_follows(&q, &p), "54610 after 54609");
    CHECK(!pulse_follows(&p, &q) && !pulse_follows(&p, &p) && !pulse_follows(&q, &q), "in another order");
    static const size_t OF_PREVIOUS[] = {PULSE_CHAIN_INDEX, PULSE_PULSE_INDEX, PULSE_PRECOMMITMENT, PULSE_OUTPUT};
    static const size_t OF_PULSE[] = {PULSE_CHAIN_INDEX, PULSE_PULSE_INDEX, PULSE_LOCAL_RANDOM, PULSE_PREVIOUS};
    for (size_t i = 0; i < 8; i++) {
        struct pulse_file f = i < 4 ? *one : *two;
        size_t field = i < 4 ? OF_PREVIOUS[i] : OF_PULSE[i - 4];
        struct pulse changed;
        size_t last = line_start(&f, field) + strcspn(f.text + line_start(&f, field), "\n") - 1;
        f.text[last] = f.text[last] == '2' ? '3' : '2';
        (void)read_pulse(&changed, &f);
        CHECK(!(i < 4 ? pulse_follows(&q, &changed) : pulse_follows(&changed, &p)), "%s", pulse_line_form(field));
    }
}

// A certificate of that key for itself, as DER, and the key's signature of the message.
static void certify(struct certificate *c, EVP_PKEY *key, struct bytes message, unsigned char *signature, size_t *n)
{
    X509 *made = X509_new();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    (void)X509_gmtime_adj(X509_getm_notBefore(made), 0);
    (void)X509_gmtime_adj(X509_getm_notAfter(made), 1000);
    bool done = X509_set_pubkey(made, key) == 1 && X509_sign(made, key, EVP_sha256()) > 0 &&
                EVP_DigestSignInit(context, NULL, EVP_sha512(), NULL, key) == 1 &&
                EVP_DigestSign(context, signature, n, message.at, message.n) == 1;
    int length = i2d_X509(made, &c->der);
    CHECK(done && length > 0, "a certificate");
    c->n = length > 0 ? (size_t)length : 0;
    EVP_MD_CTX_free(context);
    X509_free(made);
}

// Which keys are suited, on certificates made here.
static void test_suited_keys(void)
{
    struct sample {
        EVP_PKEY *key;
        bool good;
    } samples[] = {{EVP_RSA_gen(4096), true}, {EVP_RSA_gen(2048), false}, {EVP_EC_gen("P-256"), false}};
    struct bytes message = bytes_of("a message");
    current_file = "certificates";
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct certificate c = {0};
        unsigned char text[1024];
        size_t n = sizeof text;
        certify(&c, samples[i].key, message, text, &n);
        struct bytes signature = {text, n};
        CHECK(certificate_signed(&c, message, signature) == samples[i].good, "key %zu", i);
        CHECK(!certificate_signed(&c, bytes_of("a massage"), signature), "another message, key %zu", i);
        CHECK(!certificate_signed(&c, message, (struct bytes){text, n - 1}), "a shorter signature, key %zu", i);
        unsigned char *longer = mem_new(c.n + 1, 1);
        (void)memcpy(longer, c.der, c.n);
        struct certificate more = {.der = longer, .n = c.n + 1};
        CHECK(!certificate_signed(&more, message, signature), "a byte after the certificate, key %zu", i);
        more.n = c.n - 1;
        CHECK(!certificate_signed(&more, message, signature), "a byte less, key %zu", i);
        free(longer);
        OPENSSL_free(c.der);
        EVP_PKEY_free(samples[i].key);
    }
}

void test_nist(const char *folder)
{
    static struct pulse_file files[4];
    static const char *const NAMES[] = {"nist/pulse-chain1-54609.json", "nist/pulse-chain1-54610.json",
                                        "nist/pulse-chain1-1.json", "nist/pulse-chain2-1921299.json"};
    static const char *const TIMES[] = {"2018-08-31T01:43:00+08:00", "2018-08-31T01:44:00+08:00",
                                        "2018-07-24T03:26:00+08:00", "2026-09-01T03:03:00+08:00"};
    static const char *const PEMS[] = {"certificate-5501e3d7.pem", "certificate-528943a5.pem"};
    struct pulse pulses[4];
    struct certificate certificates[2];
    char pem[PEM_ROOM];
    for (size_t i = 0; i < 2; i++) {
        size_t n = load_pem(folder, PEMS[i], pem);
        test_pem(pem, n);
        (void)certificate_read(&certificates[i], (struct bytes){(const unsigned char *)pem, n});
    }
    for (size_t i = 0; i < 4; i++) {
        if (!open_pulse(folder, NAMES[i], &files[i], &pulses[i])) {
            continue;
        }
        expect_pulse(&pulses[i], &certificates[i / 3]);
        CHECK(!pulse_verifies(&pulses[i], &certificates[1 - i / 3]), "under another certificate");
        CHECK(pulse_status_good(&pulses[i]) == (i != 2), "statusCode");
        for (size_t k = 0; k < 4; k++) {
            CHECK(pulse_is_of_time(&pulses[i], bytes_of(TIMES[k])) == (i == k), "%s", TIMES[k]);
        }
        test_another_certificate(&pulses[i], &certificates[i / 3]);
        test_tampered(&files[i], &certificates[i / 3]);
        test_pulse_forms(&files[i]);
        vectors_count(NAMES[i], 1);
    }
    test_suited_keys();
    test_follows(&files[0], &files[1]);
    test_value_of_pulse(&pulses[1]);
    certificate_free(&certificates[0]);
    certificate_free(&certificates[1]);
}
