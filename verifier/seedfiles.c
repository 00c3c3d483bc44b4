// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/seedfiles.h"

#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/vkey.h"

#include <stdlib.h>
#include <string.h>

// The first lines of both files: title, draw, notice.
static void read_head(struct small *s, const char *title, struct bytes *draw, struct bytes *notice)
{
    struct bytes line;
    (void)small_next(s, &line);
    small_judge(s, STEP_FORM, bytes_are(line, title), line, title);
    (void)small_next(s, &line);
    if (small_pair(s, line, "draw", draw)) {
        small_code(s, *draw);
    }
    (void)small_next(s, &line);
    if (small_pair(s, line, "notice", notice)) {
        small_digest(s, notice);
    }
}

static struct reveal *new_reveal(struct contributions *c)
{
    c->reveals = mem_grow(c->reveals, &c->room, c->count + 1, sizeof *c->reveals);
    struct reveal *reveal = &c->reveals[c->count++];
    (void)memset(reveal, 0, sizeof *reveal);
    return reveal;
}

// spec/seed.md 2.1: "then one line a contributor: `reveal `, name, space, nonce; or `withheld ` and name. Code F07
// where a line has none of these forms, F13 where a nonce or digest has not 64 lower-case digits;"
static void read_reveal(struct contributions *c, struct bytes line)
{
    struct small *s = &c->file;
    struct reveal *reveal = new_reveal(c);
    struct bytes rest = {line.at, 0};
    if (bytes_begin(line, "withheld ")) {
        reveal->withheld = true;
        reveal->name = bytes_after(line, strlen("withheld "));
        small_judge(s, STEP_FORM, vkey_is_name(reveal->name), line, say("withheld 名称", "withheld NAME"));
        return;
    }
    if (!small_word(s, line, "reveal", &rest)) {
        return;
    }
    size_t blank = bytes_find(rest, ' ');
    reveal->name = (struct bytes){rest.at, blank};
    bool good = blank < rest.n && vkey_is_name(reveal->name) && is_word(bytes_after(rest, blank + 1));
    small_judge(s, STEP_FORM, good, line, say("reveal 名称 随机数", "reveal NAME NONCE"));
    if (good) {
        reveal->nonce = bytes_after(rest, blank + 1);
        small_digest(s, &reveal->nonce);
    }
}

void contributions_read(struct contributions *c, struct report *r, struct file *file)
{
    struct bytes line;
    (void)memset(c, 0, sizeof *c);
    if (!small_load(&c->file, r, file)) {
        return;
    }
    read_head(&c->file, "qian/1 contributions", &c->draw, &c->notice);
    while (small_next(&c->file, &line)) {
        read_reveal(c, line);
    }
}

void contributions_free(struct contributions *c)
{
    free(c->reveals);
    small_free(&c->file);
}

bool balls_form(struct bytes value)
{
    // spec/seed.md 3.4: "the numbers in the order in which they were drawn, each two decimal digits, separated by `-`."
    for (size_t i = 0; i < value.n; i++) {
        bool digit = value.at[i] >= '0' && value.at[i] <= '9';
        if (i % 3 == 2 ? value.at[i] != '-' : !digit) {
            return false;
        }
    }
    return value.n % 3 == 2;
}

// spec/seed.md 3.4: "Their count is the notice's `count`, each lies between `from` and `to`, both included, and none
// repeats."
bool balls_fit(struct bytes value, uint64_t count, uint64_t from, uint64_t to)
{
    bool drawn[100] = {false};
    if ((value.n + 1) / 3 != count) {
        return false;
    }
    for (size_t i = 0; i < value.n; i += 3) {
        unsigned ball = (unsigned)(value.at[i] - '0') * 10 + (unsigned)(value.at[i + 1] - '0');
        if (ball < from || ball > to || drawn[ball]) {
            return false;
        }
        drawn[ball] = true;
    }
    return true;
}

// spec/seed.md 3.5: "with n = to − from + 1 balls, n·(n − 1)·…·(n − count + 1) ≥ 1,048,576. `from` is not above `to`
// and `count` is from 1 to n."
bool balls_enough(uint64_t count, uint64_t from, uint64_t to)
{
    const uint64_t least = 1048576;
    uint64_t ways = 1;
    if (from > to || count < 1 || count > to - from + 1) {
        return false;
    }
    for (uint64_t i = 0; i < count && ways < least; i++) {
        ways *= to - from + 1 - i;
    }
    return ways >= least;
}

static void read_value(struct entropy *e, struct bytes line)
{
    struct small *s = &e->file;
    struct bytes rest;
    e->values = mem_grow(e->values, &e->room, e->count + 1, sizeof *e->values);
    struct draw_value *out = &e->values[e->count++];
    (void)memset(out, 0, sizeof *out);
    // spec/seed.md 3.1: "then one line for each public source: `public `, source, space, value."
    if (!small_word(s, line, "public", &rest)) {
        return;
    }
    size_t blank = bytes_find(rest, ' ');
    out->source = (struct bytes){rest.at, blank};
    out->text = bytes_after(rest, blank < rest.n ? blank + 1 : blank);
    // spec/seed.md 3.1: "its form is judged by the source that stands in the line, and a source that is none of
    // beacons 1.1 is F07."
    public_value_read(&out->value, out->source, out->text);
    small_judge(s, STEP_FORM, out->value.form_good, line, say("public 来源 值", "public SOURCE VALUE"));
    // spec/beacons.md 1.4: "a word that must be hexadecimal and has not exactly its number of lower-case digits is
    // F13."
    small_judge(s, STEP_ENCODING, out->value.digits_good, line, "[0-9a-f]{64, 96, 128}");
}

void entropy_read(struct entropy *e, struct report *r, struct file *file)
{
    struct bytes line;
    (void)memset(e, 0, sizeof *e);
    if (!small_load(&e->file, r, file)) {
        return;
    }
    read_head(&e->file, "qian/1 entropy", &e->draw, &e->notice);
    (void)small_next(&e->file, &line);
    if (small_pair(&e->file, line, "contributions", &e->contributions)) {
        small_digest(&e->file, &e->contributions);
    }
    while (small_next(&e->file, &line)) {
        read_value(e, line);
    }
}

void entropy_free(struct entropy *e)
{
    free(e->values);
    small_free(&e->file);
}
