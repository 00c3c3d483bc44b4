// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/public_value.h"

#include "verifier/drand.h"
#include "verifier/lottery.h"
#include "verifier/seedfiles.h"

#include <string.h>

enum { WORDS_MAX = 3 };

static const char *const NAMES[] = {"", "balls", "drand", "nist", "lottery"};

enum public_kind public_kind_of(struct bytes source)
{
    for (int kind = PUBLIC_BALLS; kind <= PUBLIC_LOTTERY; kind++) {
        if (bytes_are(source, NAMES[kind])) {
            return (enum public_kind)kind;
        }
    }
    return PUBLIC_NONE;
}

const char *public_source_name(enum public_kind kind)
{
    return NAMES[kind];
}

// Exactly that many words, none empty, one space between them.
static bool split(struct bytes value, struct bytes *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t n = bytes_find(value, ' ');
        words[i] = (struct bytes){value.at, n};
        bool last = i + 1 == count;
        if (n == 0 || (n == value.n) != last) {
            return false;
        }
        value = bytes_after(value, last ? n : n + 1);
    }
    return true;
}

// spec/beacons.md 1.2: "`drand` chain, round, signature (96 hexadecimal digits)"
// spec/beacons.md 1.4: "(round, pulse and chain are integers, whatever their size)"
static void read_drand(struct public_value *v, const struct bytes *words)
{
    v->chain = words[0];
    v->form_good = bytes_integer(words[1], &v->number);
    v->last = words[2];
    v->digits_good = bytes_hex(v->chain, DIGEST_DIGITS) && bytes_hex(v->last, DRAND_SIGNATURE_DIGITS);
}

// spec/beacons.md 1.2: "`nist` chain, pulse, outputValue (128 hexadecimal digits, lower case)"
static void read_nist(struct public_value *v, const struct bytes *words)
{
    bool chain = bytes_integer(words[0], &v->chain_index);
    bool pulse = bytes_integer(words[1], &v->number);
    v->form_good = chain && pulse;
    v->last = words[2];
    v->digits_good = bytes_hex(v->last, PULSE_HASH_DIGITS);
}

// spec/beacons.md 1.2: "`lottery` game, issue, numbers."
static void read_lottery(struct public_value *v, const struct bytes *words)
{
    v->game = words[0];
    v->issue = words[1];
    v->last = words[2];
    v->form_good = lottery_is_game(v->game) && lottery_is_issue(v->issue) && lottery_form(v->game, v->last);
}

// spec/seed.md 3.1: "The value is one to three words, by beacons 1.2; its form is judged by the source that stands in
// the line, and a source that is none of beacons 1.1 is F07."
void public_value_read(struct public_value *v, struct bytes source, struct bytes value)
{
    struct bytes words[WORDS_MAX];
    (void)memset(v, 0, sizeof *v);
    v->kind = public_kind_of(source);
    v->digits_good = true;
    if (v->kind == PUBLIC_NONE) {
        return;
    }
    if (v->kind == PUBLIC_BALLS) {
        v->last = value;
        v->form_good = balls_form(value);
        return;
    }
    if (!split(value, words, WORDS_MAX)) {
        return;
    }
    if (v->kind == PUBLIC_DRAND) {
        read_drand(v, words);
    } else if (v->kind == PUBLIC_NIST) {
        read_nist(v, words);
    } else {
        read_lottery(v, words);
    }
}

bool public_value_fits(const struct public_value *v, const struct public_source *s)
{
    if (v->kind == PUBLIC_BALLS) {
        return balls_fit(v->last, s->count, s->from, s->to);
    }
    return v->kind != PUBLIC_LOTTERY || lottery_fits(v->game, v->last);
}

// spec/beacons.md 1.3: "Of a value, the chain, round, pulse, game and issue are those that the notice names at its
// place."
bool public_value_named(const struct public_value *v, const struct public_source *s)
{
    return bytes_same(v->chain, s->chain) && v->chain_index == s->chain_index && v->number == s->number &&
           bytes_same(v->game, s->game) && bytes_same(v->issue, s->issue);
}

// spec/beacons.md 3.6: "The pulse's chainIndex, pulseIndex and outputValue are those of the value in entropy.txt (E05;
// E07 for outputValue)"
bool public_value_is_pulse(const struct public_value *v, const struct pulse *p)
{
    return p->number[PULSE_CHAIN_INDEX] == v->chain_index && p->number[PULSE_PULSE_INDEX] == v->number;
}

bool public_value_is_output(const struct public_value *v, const struct pulse *p)
{
    return bytes_same(v->last, p->text[PULSE_OUTPUT]);
}

bool public_value_verifies(const struct public_value *v)
{
    return drand_verifies(v->number, v->last);
}
