// SPDX-License-Identifier: MulanPSL-2.0
// NIST's pulses and certificates: readers, signatures, links, and a fault in every place.
#include "engine/base/date.h"
#include "engine/beacon/public.h"
#include "engine/crypto/digests.h"
#include "engine/crypto/rsa.h"
#include "tests/check.h"
#include "tests/engine/beacons.h"
#include "tests/engine/cases.h"

#define LINES 21

// What the tests share: pulses 54609 and 54610 of chain 1 and their certificate, as evidence files.
static struct qian_buf earlier, later, certificate;

static bool same_code(const char *got, const char *want) {
    return got ? want && strcmp(got, want) == 0 : !want;
}

static struct qian_pulse import(const char *name) {
    struct qian_buf json = cases_bytes("third-party/nist", name);
    struct qian_pulse pulse = {.chain = 0};
    struct qian_err err = {.what = ""};
    CHECK(qian_pulse_import(name, qian_buf_view(&json), &pulse, &err) == QIAN_OK, "%s: %s %s", name,
          err.where, err.what);
    qian_buf_free(&json);
    return pulse;
}

static struct qian_buf der_of(const char *name) {
    struct qian_buf pem = cases_bytes("third-party/nist", name), der = {0};
    CHECK(qian_certificate_import(qian_buf_view(&pem), &der), "%s", name);
    qian_buf_free(&pem);
    return der;
}

static void prepare(void) {
    struct qian_pulse first = import("pulse-chain1-54609.json");
    struct qian_pulse second = import("pulse-chain1-54610.json");
    struct qian_buf der = der_of("certificate-5501e3d7.pem");
    qian_pulse_write(&first, &earlier);
    qian_pulse_write(&second, &later);
    qian_certificate_write(qian_buf_view(&der), &certificate);
    qian_buf_free(&der);
}

static void test_pulses(void) {
    static const struct {
        const char *pulse, *certificate;
        uint64_t chain, index;
        size_t message;
        uint32_t status;
    } cases[] = {
        {"pulse-chain1-1.json", "certificate-5501e3d7.pem", 1, 1, 0, 1},
        {"pulse-chain1-54609.json", "certificate-5501e3d7.pem", 1, 54609, 813, 0},
        {"pulse-chain1-54610.json", "certificate-5501e3d7.pem", 1, 54610, 813, 0},
        {"pulse-chain2-1921299.json", "certificate-528943a5.pem", 2, 1921299, 807, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qian_pulse pulse = import(cases[i].pulse), again;
        struct qian_buf der = der_of(cases[i].certificate), text = {0}, message = {0}, twice = {0};
        struct qian_err err = {.what = ""};
        const char *line;
        CHECK(pulse.chain == cases[i].chain && pulse.index == cases[i].index &&
                  pulse.status == cases[i].status,
              "%s: members", cases[i].pulse);
        CHECK(qian_pulse_verify(&pulse, qian_buf_view(&der), &err) == QIAN_OK, "%s: %s",
              cases[i].pulse, err.what);
        CHECK((qian_pulse_usable(&pulse, &err) == QIAN_OK) == (cases[i].status == 0), "%s: usable",
              cases[i].pulse);
        qian_pulse_message(&pulse, &message);
        CHECK(!cases[i].message || message.n == cases[i].message, "%s: %zu bytes", cases[i].pulse,
              message.n);
        qian_pulse_write(&pulse, &text);
        CHECK(!qian_pulse_read(qian_buf_view(&text), &again, &line), "%s: read", cases[i].pulse);
        qian_pulse_write(&again, &twice);
        CHECK(qian_str_eq(qian_buf_view(&text), qian_buf_view(&twice)), "%s: again",
              cases[i].pulse);
        CHECK(qian_pulse_verify(&again, qian_buf_view(&der), &err) == QIAN_OK, "%s: as text",
              cases[i].pulse);
        qian_buf_free(&der);
        qian_buf_free(&text);
        qian_buf_free(&twice);
        qian_buf_free(&message);
    }
}

static struct qian_pulse read_good(const struct qian_buf *text) {
    struct qian_pulse pulse;
    const char *line;
    CHECK(!qian_pulse_read(qian_buf_view(text), &pulse, &line), "read");
    return pulse;
}

static void test_links(void) {
    struct qian_pulse a = read_good(&earlier), b = read_good(&later), c;
    struct qian_err err;
    CHECK(qian_pulse_follows(&b, &a, &err) == QIAN_OK, "54610 after 54609");
    CHECK(qian_pulse_follows(&a, &b, &err) == QIAN_DISAGREES, "the wrong way round");
    CHECK(qian_pulse_follows(&b, &b, &err) == QIAN_DISAGREES, "after itself");
    c = a;
    c.chain++;
    CHECK(qian_pulse_follows(&b, &c, &err) == QIAN_DISAGREES, "another chain");
    c = a;
    c.index--;
    CHECK(qian_pulse_follows(&b, &c, &err) == QIAN_DISAGREES, "not the one before");
    c = a;
    c.output[63] ^= 1;
    CHECK(qian_pulse_follows(&b, &c, &err) == QIAN_DISAGREES, "not chained");
    c = a;
    c.precommitment[0] ^= 0x80;
    CHECK(qian_pulse_follows(&b, &c, &err) == QIAN_DISAGREES, "not committed to");
    CHECK(strcmp(err.code, "E04") == 0, "code of a broken link");
}

// The k-th line of a text, without its LF.
static struct qian_str line_of(struct qian_str text, size_t k) {
    struct qian_split split = qian_split(text, '\n');
    struct qian_str line = {"", 0};
    for (size_t i = 0; i <= k; i++)
        (void)qian_split_next(&split, &line);
    return line;
}

// The text with its k-th line replaced; `line` has its own LF, or is empty.
static struct qian_buf with_line(struct qian_str text, size_t k, struct qian_str line) {
    struct qian_buf out = {0};
    for (size_t i = 0; i < LINES; i++) {
        qian_buf_str(&out, i == k ? line : line_of(text, i));
        if (i != k)
            qian_buf_char(&out, '\n');
    }
    return out;
}

// Change a character of a line so that it keeps its form.
static struct qian_buf altered(struct qian_str text, size_t k) {
    struct qian_buf line = {0};
    qian_buf_str(&line, line_of(text, k));
    // The last character, or, in "timeStamp 2018-08-30T17:44:00.000Z", the first of the minutes.
    size_t at = line.p[line.n - 1] == 'Z' ? 24 : line.n - 1;
    line.p[at] = line.p[at] == '1' ? '2' : '1';
    qian_buf_char(&line, '\n');
    struct qian_buf out = with_line(text, k, qian_buf_view(&line));
    qian_buf_free(&line);
    return out;
}

// Every member is signed, is the signature, or is the hash of all: none can be changed.
static void test_tampered(void) {
    struct qian_buf der = der_of("certificate-5501e3d7.pem"),
                    wrong = der_of("certificate-528943a5.pem");
    struct qian_err err;
    for (size_t k = 0; k < LINES; k++) {
        struct qian_buf text = altered(qian_buf_view(&later), k);
        struct qian_pulse pulse;
        const char *line;
        const char *code = qian_pulse_read(qian_buf_view(&text), &pulse, &line);
        CHECK(!code && !qian_str_eq(qian_buf_view(&text), qian_buf_view(&later)),
              "line %zu altered is %s", k, code ? code : "the same");
        CHECK(qian_pulse_verify(&pulse, qian_buf_view(&der), &err) == QIAN_DISAGREES &&
                  strcmp(err.code, k == LINES - 1 ? "E07" : "E04") == 0 &&
                  (strcmp(err.clause, "beacons 3.4") == 0) == (k == 4),
              "line %zu altered", k);
        qian_buf_free(&text);
    }
    struct qian_pulse pulse = read_good(&later);
    CHECK(qian_pulse_verify(&pulse, qian_buf_view(&wrong), &err) == QIAN_DISAGREES &&
              strcmp(err.clause, "beacons 3.4") == 0,
          "another certificate");
    // What is no certificate has no key, whatever its digest; nor has one with a byte after it.
    qian_buf_char(&der, 0);
    struct qian_str strange[] = {{"no certificate", 14}, qian_buf_view(&der), {"", 0}};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        qian_sha512(strange[i], pulse.certificate_id);
        CHECK(qian_pulse_verify(&pulse, strange[i], &err) == QIAN_DISAGREES &&
                  strcmp(err.clause, "beacons 3.5") == 0,
              "no certificate %zu", i);
    }
    qian_buf_free(&der);
    qian_buf_free(&wrong);
}

static void check_form(struct qian_str text, const char *want, const char *what, size_t k) {
    struct qian_pulse pulse;
    const char *line;
    const char *code = qian_pulse_read(text, &pulse, &line);
    CHECK(same_code(code, want), "%s, line %zu: %s", what, k, code ? code : "good");
}

// Line k with `tail` put in place of its value's last `drop` characters.
static void check_tail(size_t k, size_t drop, const char *tail, const char *want) {
    struct qian_buf line = {0};
    qian_buf_str(&line, line_of(qian_buf_view(&later), k));
    line.n -= drop;
    qian_buf_text(&line, tail);
    qian_buf_char(&line, '\n');
    struct qian_buf text = with_line(qian_buf_view(&later), k, qian_buf_view(&line));
    check_form(qian_buf_view(&text), want, tail, k);
    qian_buf_free(&line);
    qian_buf_free(&text);
}

static size_t value_size(size_t k) {
    struct qian_str line = line_of(qian_buf_view(&later), k);
    return line.n - 1 - (size_t)((const char *)memchr(line.p, ' ', line.n) - line.p);
}

static void test_forms(void) {
    struct qian_str text = qian_buf_view(&later);
    check_form(text, NULL, "as it is", 0);
    check_form((struct qian_str){text.p, text.n - 1}, "F07", "no last LF", 0);
    check_form((struct qian_str){"", 0}, "F07", "empty", 0);
    for (size_t k = 0; k < LINES; k++) {
        bool hex = value_size(k) >= 128;
        struct qian_buf without = with_line(text, k, (struct qian_str){"", 0});
        check_form(qian_buf_view(&without), "F07", "a line missing", k);
        qian_buf_free(&without);
        check_tail(k, 0, "\n", "F07"); // an empty line after it
        check_tail(k, value_size(k), "", "F07");
        check_tail(k, value_size(k) + 1, "", "F07"); // not even a space
        check_tail(k, 0, " ", "F07");
        check_tail(k, 0, "\r", hex ? "F13" : "F07");
        check_tail(k, 1, hex ? "A" : "\xc3\xa9", hex ? "F13" : "F07");
        if (hex)
            check_tail(k, 2, "", "F13");
    }
    check_tail(2, 1, "00", "F07");
    check_tail(2, 1, "4294967295", NULL);
    check_tail(2, 1, "4294967296", "F07");
    check_tail(5, 1, "9007199254740991", NULL);
    check_tail(5, 1, "9007199254740992", "F07");
    check_tail(7, 1, "", "F07");
    check_tail(7, 5, ",000Z", "F07");
    check_tail(7, 4, "00aZ", "F07");
    check_tail(7, 13, "2544:00:.000Z", "F07");
    check_tail(7, 13, "25:44:00.000Z", NULL); // of the form; it is no notice's time
    char longest[258];
    memset(longest, 'x', sizeof longest - 1);
    longest[257] = 0;
    check_tail(0, value_size(0), longest, "F07");
    longest[256] = 0;
    check_tail(0, value_size(0), longest, NULL);
    check_tail(20, 0, "\nmore 1", "F07");
}

static void test_json(void) {
    struct qian_buf json = cases_bytes("third-party/nist", "pulse-chain1-54610.json");
    static const struct {
        const char *from, *to; // replaced once
        bool good;
    } edits[] = {
        {"\"pulse\": {", "\"pulse\":\t{\"unknown\": [1, {\"a\": null}],", true},
        {"\"statusCode\"", "\"statusKode\"", false},
        {"\"period\": 60000", "\"period\": 60000.0", false},
        {"\"period\": 60000", "\"period\": \"60000\"", false},
        {"\"period\": 60000", "\"period\": -1", false},
        {"\"period\": 60000", "\"period\": 4294967296", false},
        {"\"period\": 60000", "\"period\": 60000, \"period\": 60000", false},
        {"\"type\": \"hour\"", "\"type\": \"day\"", false},
        {"\"type\": \"hour\"", "\"type\": 5", false},
        {"\"listValues\"", "\"ListValues\"", false},
        {"\"pulse\"", "\"Pulse\"", false},
        {"\"external\": {", "\"external\": {}, \"other\": {", false},
        {"\"version\": \"Version 2.0\"", "\"version\": \"\"", false},
        {"\"version\": \"Version 2.0\"", "\"version\": 2", false},
        {"44:00.000Z", "44:00Z", false},
        {"{", "", false},
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        const char *at = strstr(json.p, edits[i].from);
        CHECK(at, "edit %zu", i);
        struct qian_buf text = {0}, again = {0};
        struct qian_pulse pulse = {.chain = 0};
        struct qian_err err;
        size_t before = at ? (size_t)(at - json.p) : 0;
        qian_buf_add(&text, json.p, before);
        qian_buf_text(&text, edits[i].to);
        qian_buf_text(&text, json.p + before + strlen(edits[i].from));
        bool good = qian_pulse_import("x", qian_buf_view(&text), &pulse, &err) == QIAN_OK;
        CHECK(good == edits[i].good, "edit %zu", i);
        if (good) {
            qian_pulse_write(&pulse, &again);
            CHECK(qian_str_eq(qian_buf_view(&again), qian_buf_view(&later)), "edit %zu: pulse", i);
        }
        qian_buf_free(&text);
        qian_buf_free(&again);
    }
    qian_buf_free(&json);
}

static void check_certificate(struct qian_str pem, const char *want, const char *what) {
    struct qian_buf der = {0};
    CHECK(same_code(qian_certificate_read(pem, &der), want) && (der.n == 0) == (want != NULL),
          "certificate: %s", what);
    qian_buf_free(&der);
}

static void test_certificates(void) {
    struct qian_str good = qian_buf_view(&certificate);
    struct qian_buf text = cases_bytes("third-party/nist", "certificate-5501e3d7.pem");
    struct qian_buf crlf = cases_bytes("third-party/nist", "certificate-528943a5.pem");
    check_certificate(good, NULL, "as it is");
    check_certificate(qian_buf_view(&crlf), "F07", "with CR");
    check_certificate((struct qian_str){good.p, good.n - 1}, "F07", "no last LF");
    check_certificate((struct qian_str){good.p + 1, good.n - 1}, "F07", "no first dash");
    check_certificate((struct qian_str){"", 0}, "F07", "empty");
    text.n = 0;
    qian_buf_str(&text, good);
    qian_buf_str(&text, good);
    check_certificate(qian_buf_view(&text), "F07", "two");
    static const struct {
        const char *what;
        size_t at; // of the good text
        const char *put;
        size_t drop;
    } edits[] = {{"an empty line", 28, "\n", 0},
                 {"a blank", 40, " ", 0},
                 {"a line of 63", 91, "\n", 0},
                 {"a line too long", 92, "", 1},
                 {"no base64", 40, "*", 1},
                 {"a pad inside", 40, "=", 1},
                 {"a character missing", 40, "", 1},
                 {"text before", 0, "x\n", 0},
                 {"another label", 11, "X509 CRL", 11}};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        text.n = 0;
        qian_buf_add(&text, good.p, edits[i].at);
        qian_buf_text(&text, edits[i].put);
        qian_buf_text(&text, good.p + edits[i].at + edits[i].drop);
        check_certificate(qian_buf_view(&text), "F07", edits[i].what);
    }
    text.n = 0;
    qian_buf_str(&text, good);
    qian_buf_text(&text, "after\n");
    check_certificate(qian_buf_view(&text), "F07", "text after");
    qian_buf_free(&text);
    qian_buf_free(&crlf);
}

static void test_rsa(void) {
    json_t *root = cases_load("../tests/engine", "rsa_certificates.json"), *c;
    size_t i;
    json_array_foreach(json_object_get(root, "cases"), i, c) {
        struct qian_buf der = hex_of(c, "certificate"), sig = hex_of(c, "signature");
        bool want = json_is_true(json_object_get(c, "good"));
        CHECK(qian_rsa_verify(qian_buf_view(&der), str_of(root, "message"), qian_buf_view(&sig)) ==
                  want,
              "rsa %s", text_of(c, "id"));
        CHECK(!qian_rsa_verify(qian_buf_view(&der), qian_str("another"), qian_buf_view(&sig)),
              "rsa %s, another message", text_of(c, "id"));
        qian_buf_char(&der, 0);
        CHECK(!qian_rsa_verify(qian_buf_view(&der), str_of(root, "message"), qian_buf_view(&sig)),
              "rsa %s, a byte after the certificate", text_of(c, "id"));
        der.n--;
        sig.n--;
        CHECK(!qian_rsa_verify(qian_buf_view(&der), str_of(root, "message"), qian_buf_view(&sig)),
              "rsa %s, short", text_of(c, "id"));
        qian_buf_free(&der);
        qian_buf_free(&sig);
    }
    CHECK(i == 4, "rsa: %zu cases", i);
    json_decref(root);
}

static void check_evidence(const struct qian_source *source, struct qian_str value,
                           const struct qian_nist_files *files, const char *want,
                           const char *what) {
    const char *file;
    bool open;
    uint8_t used[2][QIAN_PULSE_DIGEST];
    const char *code = qian_nist_evidence_fault(source, value, files, &file, &open, used);
    CHECK(same_code(code, want) && open == !files->previous.p, "evidence, %s: %s (%s)", what,
          code ? code : "good", file);
}

static void test_evidence_named(const struct qian_source *good, struct qian_str value,
                                const struct qian_nist_files *files) {
    struct qian_source other = *good;
    struct qian_buf text = {0};
    check_evidence(good, value, files, NULL, "as it is");
    other.number--;
    check_evidence(&other, value, files, "E05", "another pulse named");
    other = *good;
    other.time[18]++; // a second later
    check_evidence(&other, value, files, "E06", "another time named");
    qian_buf_str(&text, value);
    text.p[text.n - 1] = text.p[text.n - 1] == '0' ? '1' : '0';
    check_evidence(good, qian_buf_view(&text), files, "E07", "another outputValue");
    check_evidence(good, qian_str("1 54610"), files, "F07", "form of the value");
    // The pulse before, brought as this one.
    struct qian_nist_files swapped = *files;
    swapped.pulse = files->previous;
    check_evidence(good, value, &swapped, "E05", "the pulse before in its place");
    qian_buf_free(&text);
}

static void test_evidence(void) {
    struct qian_pulse pulse = read_good(&later);
    const struct qian_source source = {.kind = QIAN_NIST,
                                       .chain_index = 1,
                                       .number = 54610,
                                       .time = "2018-08-31T01:44:00+08:00"};
    struct qian_buf value = {0};
    qian_buf_text(&value, "1 54610 ");
    qian_buf_hex(&value, pulse.output, sizeof pulse.output);
    struct qian_str v = qian_buf_view(&value);
    const struct qian_nist_files good = {
        qian_buf_view(&later), qian_buf_view(&earlier), qian_buf_view(&certificate), {NULL, 0}};
    test_evidence_named(&source, v, &good);
    struct qian_nist_files f = good;
    f.previous.p = NULL;
    check_evidence(&source, v, &f, NULL, "no previous pulse");
    f = good;
    f.pulse.p = NULL;
    check_evidence(&source, v, &f, "F09", "no pulse");
    f = good;
    f.certificate.p = NULL;
    check_evidence(&source, v, &f, "F09", "no certificate");
    f = good;
    f.certificate_previous = good.certificate;
    check_evidence(&source, v, &f, "F10", "a second certificate that is the same");
    f = good;
    f.certificate = good.pulse;
    check_evidence(&source, v, &f, "F07", "no PEM");
    f = good;
    f.previous = good.pulse;
    check_evidence(&source, v, &f, "E04", "the pulse before is this one");
    f = good;
    f.previous = good.certificate;
    check_evidence(&source, v, &f, "F07", "the pulse before is none");
    for (size_t k = 0; k < LINES; k++) { // nothing of either pulse can be changed
        struct qian_buf text = altered(good.previous, k);
        f = good;
        f.previous = qian_buf_view(&text);
        check_evidence(&source, v, &f, k == 4 ? "F09" : "E04", "previous altered");
        f.certificate_previous = good.certificate;
        if (k == 4)
            check_evidence(&source, v, &f, "E04", "previous of another certificate");
        qian_buf_free(&text);
    }
    // A pulse that its own status makes useless.
    struct qian_pulse first = import("pulse-chain1-1.json");
    struct qian_buf text = {0};
    qian_pulse_write(&first, &text);
    value.n = 0;
    qian_buf_text(&value, "1 1 ");
    qian_buf_hex(&value, first.output, sizeof first.output);
    struct qian_source useless = source;
    useless.number = 1;
    qian_time_write(qian_pulse_time(&first) / 1000, useless.time);
    f = (struct qian_nist_files){.pulse = qian_buf_view(&text), .certificate = good.certificate};
    check_evidence(&useless, qian_buf_view(&value), &f, "E06", "statusCode 1");
    qian_buf_free(&text);
    qian_buf_free(&value);
}

int beacons_nist(void) {
    prepare();
    test_pulses();
    test_links();
    test_tampered();
    test_forms();
    test_json();
    test_certificates();
    test_rsa();
    test_evidence();
    qian_buf_free(&earlier);
    qian_buf_free(&later);
    qian_buf_free(&certificate);
    return check_end("engine beacons, NIST");
}
