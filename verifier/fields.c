// SPDX-License-Identifier: MulanPSL-2.0
// The form of each column (tables.md 1.2, 1.3, 1.5, 2 to 5).
#include "verifier/classes.h"
#include "verifier/forms.h"
#include "verifier/lang.h"

static const char CODE[] = "[0-9A-Za-z._:-]{1,64}";

// spec/tables.md 3.1: "`id` is `P` and six digits (code F07)."
static bool is_pseudonym(struct bytes text)
{
    bool good = text.n == 7 && text.at[0] == 'P';
    for (size_t i = 1; good && i < 7; i++) {
        good = text.at[i] >= '0' && text.at[i] <= '9';
    }
    return good;
}

static void judge_code(struct row *row, size_t column)
{
    if (!bytes_code(row->fields[column])) {
        row_fault(row, STEP_FORM, column, CODE);
    }
}

// spec/tables.md 1.2: "these two have 1 to 512 bytes and neither begin nor end with a blank (U+0020, U+00A0, U+3000). Code
// F07."
static void judge_text(struct row *row, size_t column)
{
    if (!bytes_text(row->fields[column])) {
        row_fault(row, STEP_FORM, column, "1–512 bytes");
    }
}

// spec/tables.md 1.5: "Hexadecimal fields (`salt`, `identity`, `key`) have exactly their number of lower-case digits. Code
// F13."
static void judge_hex(struct row *row, size_t column, size_t digits)
{
    if (!bytes_hex(row->fields[column], digits)) {
        row_fault(row, STEP_ENCODING, column, digits == 32 ? "[0-9a-f]{32}" : "[0-9a-f]{64}");
    }
}

static void judge_number(struct row *row, size_t column, uint64_t min, uint64_t max)
{
    uint64_t value = 0;
    if (!bytes_integer(row->fields[column], &value) || value < min || value > max) {
        row_fault(row, STEP_FORM, column, min == 0 ? "0–1000000" : ">= 1");
    }
}

static bool is_area_code(struct bytes text)
{
    uint32_t area = 0;
    return text.n == 6 && area_of(text, &area);
}

static bool is_bar_byte(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
           c == ':' || c == '/' || c == '-';
}

// spec/tables.md 2.4: "`barred` is a list of `item=reason:reference`: reason `[a-z]{1,32}`, reference
// `[0-9A-Za-z._:/-]{1,128}` (code F07)."
static bool is_bar(struct bytes element)
{
    struct bar bar;
    if (!bar_read(element, &bar) || !bytes_code(bar.item) || bar.reason.n == 0 || bar.reason.n > 32 ||
        bar.reference.n == 0 || bar.reference.n > 128) {
        return false;
    }
    for (size_t i = 0; i < bar.reason.n; i++) {
        if (bar.reason.at[i] < 'a' || bar.reason.at[i] > 'z') {
            return false;
        }
    }
    for (size_t i = 0; i < bar.reference.n; i++) {
        if (!is_bar_byte(bar.reference.at[i])) {
            return false;
        }
    }
    return true;
}

// spec/tables.md 1.3: "Elements out of order or repeated are code F05. An element of another form (an empty one too) is F07,
// and then the order of that list is not judged." Then it returns false.
static bool judge_list(struct row *row, size_t column, bool (*form)(struct bytes), const char *expected)
{
    struct bytes rest = row->fields[column];
    struct bytes element = {NULL, 0};
    struct bytes before = {NULL, 0};
    bool more = rest.n > 0;
    bool ordered = true;
    for (bool first = true; list_next(&rest, &more, &element); first = false) {
        if (!form(element)) {
            row_fault(row, STEP_FORM, column, expected);
            return false;
        }
        ordered = ordered && (first || bytes_order(before, element) < 0);
        before = element;
    }
    if (!ordered) {
        row_fault(row, STEP_ORDER, column, say("已排序且不重复", "sorted, without repeats"));
    }
    return true;
}

// spec/tables.md 2.4: "An item is barred at most once in a row (code F05)". Neighbours are enough: a list in which the
// same item is further apart is out of order.
static void judge_barred_once(struct row *row)
{
    struct bytes rest = row->fields[T_BARRED];
    struct bytes element = {NULL, 0};
    struct bytes before = {NULL, 0};
    bool more = rest.n > 0;
    for (bool first = true; list_next(&rest, &more, &element); first = false) {
        struct bytes item = {element.at, bytes_find(element, '=')};
        if (!first && bytes_same(before, item)) {
            row_fault(row, STEP_ORDER, T_BARRED, say("每个事项至多一次", "each item at most once"));
        }
        before = item;
    }
}

static void judge_target(struct row *row)
{
    uint32_t area = 0;
    judge_code(row, T_ID);
    judge_text(row, T_NAME);
    // spec/tables.md 2.2: "`area` is six digits (GB/T 2260) or `-`. `class` is `A`, `B`, `C`, `D` or `-`. Code F07."
    if (!area_of(row->fields[T_AREA], &area)) {
        row_fault(row, STEP_FORM, T_AREA, "[0-9]{6}, -");
    }
    if (class_of(row->fields[T_CLASS]) == CLASS_NONE) {
        row_fault(row, STEP_FORM, T_CLASS, "A, B, C, D, -");
    }
    (void)judge_list(row, T_ITEMS, bytes_code, CODE);
    if (judge_list(row, T_BARRED, is_bar, "item=reason:reference")) {
        judge_barred_once(row);
    }
    judge_hex(row, T_SALT, 32);
}

static void judge_role(struct row *row, size_t column)
{
    // spec/tables.md 3.2: "`role` is `inspector` or `expert`."
    if (!bytes_are(row->fields[column], "inspector") && !bytes_are(row->fields[column], "expert")) {
        row_fault(row, STEP_FORM, column, "inspector, expert");
    }
}

static void judge_inspector(struct row *row)
{
    // spec/tables.md 1.5: "Any other breach of a field's form is code F07." The numbering is R07's.
    if (!is_pseudonym(row->fields[I_ID])) {
        row_fault(row, STEP_FORM, I_ID, "P[0-9]{6}");
    }
    judge_role(row, I_ROLE);
    judge_code(row, I_DEPARTMENT);
    // spec/tables.md 3.2: "`areas` is `*` or a list of areas of six digits."
    if (!bytes_are(row->fields[I_AREAS], "*")) {
        (void)judge_list(row, I_AREAS, is_area_code, "[0-9]{6}");
    }
    (void)judge_list(row, I_ITEMS, bytes_code, CODE);
    // spec/tables.md 3.2: "`capacity`, the most visits in this draw, is an integer from 0 to 1,000,000."
    judge_number(row, I_CAPACITY, 0, 1000000);
    judge_hex(row, I_IDENTITY, 64);
}

// spec/tables.md 4.1: "`inspector` and `target` have the form of 3.1 and of 2.1 (code F07; R01 is not judged)"
static void judge_recusal(struct row *row)
{
    if (!is_pseudonym(row->fields[R_INSPECTOR])) {
        row_fault(row, STEP_FORM, R_INSPECTOR, "P[0-9]{6}");
    }
    judge_code(row, R_TARGET);
    judge_text(row, R_REASON);
}

// spec/tables.md 5.1: "`order` and `batch` are integers of at least 1, `id` as in 2.1, `key` has 64 digits, `items` is a
// list with at least one element."
static void judge_selection(struct row *row)
{
    judge_number(row, S_ORDER, 1, UINT64_MAX);
    judge_code(row, S_ID);
    judge_hex(row, S_KEY, 64);
    if (row->fields[S_ITEMS].n == 0) {
        row_fault(row, STEP_FORM, S_ITEMS, CODE);
    }
    (void)judge_list(row, S_ITEMS, bytes_code, CODE);
    judge_number(row, S_BATCH, 1, UINT64_MAX);
}

// spec/tables.md 5.2: "In an empty slot `inspector` and `key` are `-`, and in an empty expert's slot `department` too."
static void judge_assignment(struct row *row)
{
    judge_number(row, A_ORDER, 1, UINT64_MAX);
    judge_code(row, A_TARGET);
    judge_code(row, A_DEPARTMENT);
    judge_number(row, A_SLOT, 1, UINT64_MAX);
    judge_role(row, A_ROLE);
    if (!bytes_are(row->fields[A_INSPECTOR], "-")) {
        if (!is_pseudonym(row->fields[A_INSPECTOR])) {
            row_fault(row, STEP_FORM, A_INSPECTOR, "P[0-9]{6}, -");
        }
        judge_hex(row, A_KEY, 64);
        return;
    }
    if (!bytes_are(row->fields[A_KEY], "-")) {
        row_fault(row, STEP_FORM, A_KEY, "-");
    }
    if (bytes_are(row->fields[A_ROLE], "expert") && !bytes_are(row->fields[A_DEPARTMENT], "-")) {
        row_fault(row, STEP_FORM, A_DEPARTMENT, "-");
    }
}

void fields_judge(struct row *row, int file_number)
{
    switch (file_number) {
    case FILE_TARGETS:
        judge_target(row);
        break;
    case FILE_INSPECTORS:
        judge_inspector(row);
        break;
    case FILE_RECUSALS:
        judge_recusal(row);
        break;
    case FILE_SELECTION:
        judge_selection(row);
        break;
    default:
        judge_assignment(row);
        break;
    }
}
