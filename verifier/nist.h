// SPDX-License-Identifier: MulanPSL-2.0
// The public source `nist` (beacons.md 3): pulses and certificates of the NIST Randomness Beacon 2.0.
#ifndef QIAN_VERIFIER_NIST_H
#define QIAN_VERIFIER_NIST_H

#include "verifier/bytes.h"

enum pulse_field {
    PULSE_URI,
    PULSE_VERSION,
    PULSE_CIPHER_SUITE,
    PULSE_PERIOD,
    PULSE_CERTIFICATE_ID,
    PULSE_CHAIN_INDEX,
    PULSE_PULSE_INDEX,
    PULSE_TIME_STAMP,
    PULSE_LOCAL_RANDOM,
    PULSE_EXTERNAL_SOURCE,
    PULSE_EXTERNAL_STATUS,
    PULSE_EXTERNAL_VALUE,
    PULSE_PREVIOUS,
    PULSE_HOUR,
    PULSE_DAY,
    PULSE_MONTH,
    PULSE_YEAR,
    PULSE_PRECOMMITMENT,
    PULSE_STATUS,
    PULSE_SIGNATURE,
    PULSE_OUTPUT,
    PULSE_FIELDS,
};

enum { PULSE_HASH_BYTES = 64, PULSE_HASH_DIGITS = 128, PULSE_SIGNATURE_DIGITS = 1024, PULSE_MESSAGE_ROOM = 2048 };

// What a line or word is: good, not of its form (F07), or not of its hexadecimal digits (F13).
enum shape_fault { SHAPE_GOOD, SHAPE_FORM, SHAPE_DIGITS };

// A pulse file as data. Texts are borrowed from the file's lines.
struct pulse {
    struct bytes text[PULSE_FIELDS];
    uint64_t number[PULSE_FIELDS]; // of those that are numbers
};

// beacons.md 3.2: the file's lines in order, from 0. A line too many is SHAPE_FORM, a missing one is for the caller to
// tell: the file has PULSE_FIELDS lines. Only a pulse of which every line was good may be asked about below.
enum shape_fault pulse_line(struct pulse *p, size_t number, struct bytes line);
// The line's name and form in words, for the report.
const char *pulse_line_form(size_t number);

// A certificate file as data.
struct certificate {
    unsigned char *der; // owned
    size_t n;
    unsigned char digest[PULSE_HASH_BYTES]; // SHA-512 of der
};

// beacons.md 3.4: reads the whole file, strictly; 0, or the number of the first line that is not of the form (F07).
// What is inside the base64 is not looked at. certificate_free in either case.
uint64_t certificate_read(struct certificate *c, struct bytes file);
void certificate_free(struct certificate *c);
// beacons.md 3.4: is SHA-512 of its DER this CERTIFICATEID: of a pulse (E04: steps 71, 73) or of a `nist` line of the
// policy (S05: step 74)?
bool certificate_is(const struct certificate *c, struct bytes id);
// beacons.md 3.5: is this its holder's signature of the message? Parses it: ask certificate_is first.
bool certificate_signed(const struct certificate *c, struct bytes message, struct bytes signature);

// beacons.md 3.3: the message; how long it is.
size_t pulse_message(unsigned char room[PULSE_MESSAGE_ROOM], const struct pulse *p);
// beacons.md 3.4, 3.5: is the certificate the pulse's, and has it signed the pulse (E04: step 71)? It is parsed only if
// it is.
bool pulse_verifies(const struct pulse *p, const struct certificate *c);
// beacons.md 3.5: is outputValue what message and signature give (E07: step 72)?
bool pulse_output_right(const struct pulse *p);
// beacons.md 3.6: is the pulse's timeStamp the time of the notice, which date_is_time accepts, and statusCode 0 (E06:
// step 70)?
bool pulse_is_of_time(const struct pulse *p, struct bytes time);
bool pulse_status_good(const struct pulse *p);
// beacons.md 3.7: is previous the one before p, of the same chain; is it the one that p names, and did it commit to p's
// localRandomValue (E04: step 73)? That previous verifies (pulse_verifies, pulse_output_right) is to be asked besides.
bool pulse_follows(const struct pulse *p, const struct pulse *previous);

#endif
