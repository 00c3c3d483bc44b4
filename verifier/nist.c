// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/nist.h"

#include "verifier/hex.h"
#include "verifier/moment.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum kind { KIND_TEXT, KIND_TIME, KIND_NUMBER_32, KIND_NUMBER, KIND_HASH, KIND_SIGNATURE };

enum { ASCII_MAX = 256 };

struct field {
    const char *name;
    enum kind kind;
};

// spec/beacons.md 3.2: "A pulse file is text of these lines, each a name, a space and a value, in this order"
static const struct field FIELDS[PULSE_FIELDS] = {
    {"uri", KIND_TEXT},
    {"version", KIND_TEXT},
    {"cipherSuite", KIND_NUMBER_32},
    {"period", KIND_NUMBER_32},
    {"certificateId", KIND_HASH},
    {"chainIndex", KIND_NUMBER},
    {"pulseIndex", KIND_NUMBER},
    {"timeStamp", KIND_TIME},
    {"localRandomValue", KIND_HASH},
    {"external.sourceId", KIND_HASH},
    {"external.statusCode", KIND_NUMBER_32},
    {"external.value", KIND_HASH},
    {"previous", KIND_HASH},
    {"hour", KIND_HASH},
    {"day", KIND_HASH},
    {"month", KIND_HASH},
    {"year", KIND_HASH},
    {"precommitmentValue", KIND_HASH},
    {"statusCode", KIND_NUMBER_32},
    {"signatureValue", KIND_SIGNATURE},
    {"outputValue", KIND_HASH},
};

// spec/beacons.md 3.2: "printable ASCII of 1 to 256 characters without spaces at the ends"
static bool is_ascii(struct bytes text)
{
    if (text.n < 1 || text.n > ASCII_MAX || text.at[0] == ' ' || text.at[text.n - 1] == ' ') {
        return false;
    }
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < 0x20 || text.at[i] > 0x7E) {
            return false;
        }
    }
    return true;
}

// spec/beacons.md 3.2: "`timeStamp` is `YYYY-MM-DDTHH:MM:SS.mmmZ`, judged here by its pattern of digits alone."
static bool is_time_stamp(struct bytes text)
{
    static const char FORM[] = "0000-00-00T00:00:00.000Z";
    if (text.n != sizeof FORM - 1) {
        return false;
    }
    for (size_t i = 0; i < text.n; i++) {
        bool digit = text.at[i] >= '0' && text.at[i] <= '9';
        if (FORM[i] == '0' ? !digit : text.at[i] != (unsigned char)FORM[i]) {
            return false;
        }
    }
    return true;
}

// spec/beacons.md 3.2: "Code F07 (an empty value, or one with a blank in it, too); F13 for other digits or another
// number of them."
static enum shape_fault hex_fault(struct bytes text, size_t n)
{
    if (text.n == 0 || bytes_find(text, ' ') < text.n) {
        return SHAPE_FORM;
    }
    return bytes_hex(text, n) ? SHAPE_GOOD : SHAPE_DIGITS;
}

static enum shape_fault value_fault(enum kind kind, struct bytes text, uint64_t *number)
{
    bool good = false;
    switch (kind) {
    case KIND_TEXT:
        good = is_ascii(text);
        break;
    case KIND_TIME:
        good = is_time_stamp(text);
        break;
    case KIND_NUMBER_32: // spec/beacons.md 3.2: "are below 2^32"
        good = bytes_integer(text, number) && *number <= UINT32_MAX;
        break;
    case KIND_NUMBER:
        good = bytes_integer(text, number);
        break;
    case KIND_HASH:
        return hex_fault(text, PULSE_HASH_DIGITS);
    case KIND_SIGNATURE:
        return hex_fault(text, PULSE_SIGNATURE_DIGITS);
    }
    return good ? SHAPE_GOOD : SHAPE_FORM;
}

enum shape_fault pulse_line(struct pulse *p, size_t number, struct bytes line)
{
    if (number >= PULSE_FIELDS) {
        return SHAPE_FORM;
    }
    const struct field *field = &FIELDS[number];
    size_t n = strlen(field->name);
    p->number[number] = 0;
    p->text[number] = (struct bytes){line.at, 0};
    if (!bytes_begin(line, field->name) || line.n == n || line.at[n] != ' ') {
        return SHAPE_FORM;
    }
    p->text[number] = bytes_after(line, n + 1);
    return value_fault(field->kind, p->text[number], &p->number[number]);
}

const char *pulse_line_form(size_t number)
{
    return number < PULSE_FIELDS ? FIELDS[number].name : "21";
}

static size_t put_number(unsigned char *at, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (unsigned char)(number >> (8 * (bytes - 1 - i)));
    }
    return bytes;
}

// spec/beacons.md 3.3: "in this order and with each text or byte string preceded by its length as u32 [...] Hexadecimal
// values stand as bytes."
static size_t put_field(unsigned char *at, const struct pulse *p, size_t field)
{
    struct bytes text = p->text[field];
    switch (FIELDS[field].kind) {
    case KIND_NUMBER_32:
        return put_number(at, p->number[field], 4);
    case KIND_NUMBER:
        return put_number(at, p->number[field], 8);
    case KIND_TEXT:
    case KIND_TIME:
        (void)put_number(at, text.n, 4);
        (void)memcpy(at + 4, text.at, text.n);
        return 4 + text.n;
    case KIND_HASH:
    case KIND_SIGNATURE:
        (void)put_number(at, text.n / 2, 4);
        hex_bytes(text, at + 4);
        return 4 + text.n / 2;
    }
    return 0;
}

static_assert(PULSE_MESSAGE_ROOM >= PULSE_FIELDS * (4 + PULSE_HASH_BYTES) + 2 * ASCII_MAX, "a message does not fit");

size_t pulse_message(unsigned char room[PULSE_MESSAGE_ROOM], const struct pulse *p)
{
    size_t n = 0;
    for (size_t field = 0; field < PULSE_SIGNATURE; field++) {
        n += put_field(room + n, p, field);
    }
    return n;
}

bool pulse_verifies(const struct pulse *p, const struct certificate *c)
{
    unsigned char message[PULSE_MESSAGE_ROOM];
    unsigned char signature[PULSE_SIGNATURE_DIGITS / 2];
    // spec/beacons.md 3.4: "It is parsed only if it is that."
    if (!certificate_is(c, p->text[PULSE_CERTIFICATE_ID])) {
        return false;
    }
    size_t n = pulse_message(message, p);
    hex_bytes(p->text[PULSE_SIGNATURE], signature);
    return certificate_signed(c, (struct bytes){message, n}, (struct bytes){signature, sizeof signature});
}

// spec/beacons.md 3.5: "`outputValue` is SHA-512(message signature), the signature as it is, without its length."
bool pulse_output_right(const struct pulse *p)
{
    unsigned char message[PULSE_MESSAGE_ROOM];
    unsigned char signature[PULSE_SIGNATURE_DIGITS / 2];
    unsigned char digest[PULSE_HASH_BYTES];
    crypto_hash_sha512_state state;
    hex_bytes(p->text[PULSE_SIGNATURE], signature);
    (void)crypto_hash_sha512_init(&state);
    (void)crypto_hash_sha512_update(&state, message, pulse_message(message, p));
    (void)crypto_hash_sha512_update(&state, signature, sizeof signature);
    (void)crypto_hash_sha512_final(&state, digest);
    return hex_says(p->text[PULSE_OUTPUT], (struct bytes){digest, sizeof digest});
}

// spec/beacons.md 3.6: "its `timeStamp` is the notice's `time` in UTC (E06)."
bool pulse_is_of_time(const struct pulse *p, struct bytes time)
{
    char utc[PULSE_TIME_DIGITS];
    moment_in_utc(time, utc);
    return bytes_same(p->text[PULSE_TIME_STAMP], (struct bytes){(const unsigned char *)utc, sizeof utc});
}

bool pulse_status_good(const struct pulse *p)
{
    return p->number[PULSE_STATUS] == 0;
}

// spec/beacons.md 3.7: "The previous pulse has the same chainIndex, pulseIndex one less [...] The pulse's `previous` is
// its outputValue, and SHA-512(localRandomValue) of the pulse is the previous pulse's precommitmentValue."
bool pulse_follows(const struct pulse *p, const struct pulse *previous)
{
    unsigned char random[PULSE_HASH_BYTES];
    unsigned char digest[PULSE_HASH_BYTES];
    hex_bytes(p->text[PULSE_LOCAL_RANDOM], random);
    (void)crypto_hash_sha512(digest, random, sizeof random);
    return previous->number[PULSE_CHAIN_INDEX] == p->number[PULSE_CHAIN_INDEX] &&
           previous->number[PULSE_PULSE_INDEX] + 1 == p->number[PULSE_PULSE_INDEX] &&
           bytes_same(p->text[PULSE_PREVIOUS], previous->text[PULSE_OUTPUT]) &&
           hex_says(previous->text[PULSE_PRECOMMITMENT], (struct bytes){digest, sizeof digest});
}
