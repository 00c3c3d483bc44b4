// SPDX-License-Identifier: MulanPSL-2.0
// A public value of an entropy line, and what the notice says of it (beacons.md 1).
//
// How the steps of verify.md are wired with it, for the source at place i of `public` (counting from 1), whose line is
// entropy.txt:(4 + i):
//   10 E04  drand_known(chain of the notice), else unsupported
//   14 F07  public_value_read: .form_good            nist: pulse_line gives SHAPE_FORM, or there are not 21 lines;
//   15 F13  public_value_read: .digits_good          pulse_line gives SHAPE_DIGITS;  certificate_read (F07) is not 0
//   37 E03  bytes_are(source, public_source_name(kind of the notice))
//   38 E10  public_value_fits
//   39 E09  balls_enough (seedfiles.h), of balls alone
//   69 E05  public_value_named; nist: public_value_is_pulse
//   70 E06  drand: drand_round(time) gives the notice's round; nist: pulse_status_good and pulse_is_of_time
//   71 E04  drand: public_value_verifies; nist: pulse_verifies(pulse, certificate), whatever the value is
//   72 E07  nist: pulse_output_right, and public_value_is_output
//   73 E04  nist: pulse_follows, and pulse_verifies and pulse_output_right of the previous pulse
//   74 S05  nist: certificate_is(certificate, CERTIFICATEID) for a `nist` line of the policy
// Values may be asked about by 38 and 69 to 72 only where both form and digits were good, and where the line has the
// notice's source (verify.md 3.14).
#ifndef QIAN_VERIFIER_PUBLIC_VALUE_H
#define QIAN_VERIFIER_PUBLIC_VALUE_H

#include "verifier/nist.h"

enum public_kind { PUBLIC_NONE, PUBLIC_BALLS, PUBLIC_DRAND, PUBLIC_NIST, PUBLIC_LOTTERY };

// An element of the notice's `public` (beacons.md 1.1). Members that its kind has not are zero. Texts are borrowed.
struct public_source {
    enum public_kind kind;
    uint64_t count, from, to; // balls
    struct bytes chain;       // drand: 64 digits
    uint64_t chain_index;     // nist
    uint64_t number;          // drand: round; nist: pulse
    struct bytes game, issue; // lottery
    struct bytes time;        // all but balls
};

// The value of an entropy line (beacons.md 1.2). Texts are borrowed from the line.
struct public_value {
    enum public_kind kind;
    bool form_good;           // else F07
    bool digits_good;         // else F13
    struct bytes chain;       // drand
    uint64_t chain_index;     // nist
    uint64_t number;          // drand: round; nist: pulse
    struct bytes game, issue; // lottery
    struct bytes last;        // balls and lottery: the numbers; drand: the signature; nist: the outputValue
};

enum public_kind public_kind_of(struct bytes source);
const char *public_source_name(enum public_kind kind);

// What follows the source in a line `public SOURCE VALUE`, judged by the source that stands there.
void public_value_read(struct public_value *v, struct bytes source, struct bytes value);

// E10: are the numbers of balls or of a lottery as they must be? True for the other kinds.
bool public_value_fits(const struct public_value *v, const struct public_source *s);
// E05: are chain, round, pulse, game and issue those of the notice? True for balls.
bool public_value_named(const struct public_value *v, const struct public_source *s);
// E05: is the pulse the one of the value: chainIndex and pulseIndex?
bool public_value_is_pulse(const struct public_value *v, const struct pulse *p);
// E07: is the value the pulse's outputValue?
bool public_value_is_output(const struct public_value *v, const struct pulse *p);
// E04: does the signature of a drand value verify for the value's own round?
bool public_value_verifies(const struct public_value *v);

#endif
