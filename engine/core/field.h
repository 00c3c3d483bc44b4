// SPDX-License-Identifier: MulanPSL-2.0
// engine/core/field.h - the forms of single fields (spec/tables.md 1-5, spec/bundle.md 2.7).
//
// Each check returns NULL if the field is good, else the reason code of what it breaks.
#pragma once

#include "engine/base/bytes.h"

#define QIAN_TEXT_MAX 512 // bytes of a name or another text that people write
#define QIAN_CODE_MAX 64  // characters of a code or id
#define QIAN_CAPACITY_MAX 1000000
#define QIAN_INTEGER_MAX 9007199254740991 // 2^53 - 1

typedef const char *qian_field_check(struct qian_str field);

qian_field_check qian_check_code;              // bundle 2.7
qian_field_check qian_check_text;              // tables 1.2 (not whether it is UTF-8 or normalised)
qian_field_check qian_check_target_id;         // tables 2.1: F07 or R01
qian_field_check qian_check_any_id;            // tables 2.1 without R01
qian_field_check qian_check_area;              // tables 2.2
qian_field_check qian_check_class;             // tables 2.2
qian_field_check qian_check_codes;             // a list of codes; F05 for its order
qian_field_check qian_check_codes_one;         // the same, not empty
qian_field_check qian_check_barred;            // tables 2.4, all but R04
qian_field_check qian_check_areas;             // tables 3.2
qian_field_check qian_check_role;              // tables 3.2
qian_field_check qian_check_capacity;          // tables 3.2
qian_field_check qian_check_inspector;         // tables 3.1, the form alone
qian_field_check qian_check_inspector_or_none; // the same or "-"
qian_field_check qian_check_code_or_none;
qian_field_check qian_check_count; // an integer of at least 1
qian_field_check qian_check_hex32; // 32 lower-case hexadecimal digits
qian_field_check qian_check_hex64;
qian_field_check qian_check_hex64_or_none;

enum qian_id_form { QIAN_ID_NONE, QIAN_ID_USCC, QIAN_ID_REGISTRATION, QIAN_ID_TYPED };
// tables 2.1: which of the three forms an id has.
enum qian_id_form qian_id_form(struct qian_str id);

// Cut `item=reason:reference` in three. False if it has not this form.
struct qian_bar {
    struct qian_str item, reason, reference;
};
bool qian_bar_read(struct qian_str entry, struct qian_bar *out);

// Index of a class in "ABCD-", or -1.
int qian_class_index(struct qian_str cls);
#define QIAN_CLASSES 5
