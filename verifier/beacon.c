// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/beacon.h"

#include <string.h>

// spec/beacons.md 3.2: "A pulse file is text of these lines, each a name, a space and a value, in this order" and "Code
// F07 (an empty value, or one with a blank in it, too); F13 for other digits or another number of them."
static void read_pulse(struct small *s, struct pulse *p, struct report *r, struct file *file)
{
    struct bytes line;
    size_t lines = 0;
    if (!small_load(s, r, file)) {
        return;
    }
    while (small_next(s, &line)) {
        enum shape_fault fault = pulse_line(p, lines, line);
        small_judge(s, STEP_FORM, fault != SHAPE_FORM, line, pulse_line_form(lines));
        if (fault != SHAPE_FORM) {
            small_judge(s, STEP_ENCODING, fault != SHAPE_DIGITS, line, "[0-9a-f]{128, 1024}");
        }
        lines++;
    }
    char room[24];
    small_judge(s, STEP_FORM, lines == PULSE_FIELDS, report_number(room, lines), "21");
}

// spec/beacons.md 3.4: "The certificate file is one X.509 certificate in PEM [...] other text is F07, and so is
// base64 that is not canonical."
static void read_certificate(struct certificate *c, struct report *r, struct file *file)
{
    struct small s;
    if (!small_load(&s, r, file)) {
        return;
    }
    s.line = certificate_read(c, s.text);
    small_judge(&s, STEP_FORM, s.line == 0, bytes_of("?"), "PEM");
    small_free(&s);
}

void beacon_read(struct beacon *b, struct report *r, struct file *files, size_t source)
{
    (void)memset(b, 0, sizeof *b);
    read_pulse(&b->pulse_file, &b->pulse, r, &files[beacon_file(source, BEACON_PULSE)]);
    read_pulse(&b->previous_file, &b->previous, r, &files[beacon_file(source, BEACON_PREVIOUS)]);
    read_certificate(&b->certificate, r, &files[beacon_file(source, BEACON_CERTIFICATE)]);
    read_certificate(&b->certificate_previous, r, &files[beacon_file(source, BEACON_CERTIFICATE_PREVIOUS)]);
}

void beacon_free(struct beacon *b)
{
    certificate_free(&b->certificate);
    certificate_free(&b->certificate_previous);
    small_free(&b->pulse_file);
    small_free(&b->previous_file);
}
