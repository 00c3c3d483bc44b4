// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/core/field.h"

struct column {
    const char *name;
    qian_field_check *check;
};

static const struct shape {
    const char *file, *header;
    size_t columns, rows_max;
    struct column column[QIAN_COLUMNS_MAX];
} shapes[] = {
    [QIAN_TARGETS] = {"targets.tsv",
                      "id\tname\tarea\tclass\titems\tbarred\tsalt",
                      7,
                      QIAN_TARGETS_MAX,
                      {{"id", qian_check_target_id},
                       {"name", qian_check_text},
                       {"area", qian_check_area},
                       {"class", qian_check_class},
                       {"items", qian_check_codes},
                       {"barred", qian_check_barred},
                       {"salt", qian_check_hex32}}},
    [QIAN_INSPECTORS] = {"inspectors.tsv",
                         "id\trole\tdepartment\tareas\titems\tcapacity\tidentity",
                         7,
                         QIAN_INSPECTORS_MAX,
                         {{"id", qian_check_inspector},
                          {"role", qian_check_role},
                          {"department", qian_check_code},
                          {"areas", qian_check_areas},
                          {"items", qian_check_codes},
                          {"capacity", qian_check_capacity},
                          {"identity", qian_check_hex64}}},
    [QIAN_RECUSALS] = {"recusals.tsv",
                       "inspector\ttarget\treason",
                       3,
                       QIAN_RECUSALS_MAX,
                       {{"inspector", qian_check_inspector},
                        {"target", qian_check_any_id},
                        {"reason", qian_check_text}}},
    [QIAN_SELECTION] = {"selection.tsv",
                        "order\tid\tkey\titems\tbatch",
                        5,
                        QIAN_TARGETS_MAX,
                        {{"order", qian_check_count},
                         {"id", qian_check_any_id},
                         {"key", qian_check_hex64},
                         {"items", qian_check_codes_one},
                         {"batch", qian_check_count}}},
    [QIAN_ASSIGNMENT] = {"assignment.tsv",
                         "order\ttarget\tdepartment\tslot\trole\tinspector\tkey",
                         7,
                         SIZE_MAX,
                         {{"order", qian_check_count},
                          {"target", qian_check_any_id},
                          {"department", qian_check_code_or_none},
                          {"slot", qian_check_count},
                          {"role", qian_check_role},
                          {"inspector", qian_check_inspector_or_none},
                          {"key", qian_check_hex64_or_none}}},
};

const char *const qian_table_codes[] = {"F01", "F02", "F03", "F04", "F05", "F06",
                                        "F07", "F11", "F13", "R01", "R07"};
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define BIT_F01 (1u << 0)
#define BIT_F02 (1u << 1)
#define BIT_F03 (1u << 2)
#define BIT_F11 (1u << 7)
#define BIT_R01 (1u << 9)
const size_t qian_table_code_count = sizeof qian_table_codes / sizeof *qian_table_codes;

const char *qian_table_file(enum qian_table_kind kind) {
    return shapes[kind].file;
}

const char *qian_table_header(enum qian_table_kind kind) {
    return shapes[kind].header;
}

size_t qian_table_columns(enum qian_table_kind kind) {
    return shapes[kind].columns;
}

const char *qian_table_column(enum qian_table_kind kind, size_t column) {
    return shapes[kind].column[column].name;
}

const char *qian_table_check(enum qian_table_kind kind, size_t column, struct qian_str field) {
    return shapes[kind].column[column].check(field);
}

static const char *sentence(const char *code) {
    static const struct {
        const char *code, *what;
    } known[] = {{"F01", "not valid UTF-8"},
                 {"F02", "a forbidden character, or not in Normalization Form C"},
                 {"F03", "line ends, byte order mark or empty line"},
                 {"F04", "wrong header or number of fields"},
                 {"F05", "out of order"},
                 {"F06", "stands twice"},
                 {"F07", "the field has another form"},
                 {"F11", "over the limit"},
                 {"F13", "not lower-case hexadecimal of the right length"},
                 {"R01", "wrong check digit or unknown form of id"},
                 {"R07", "inspectors are not numbered by identity"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].code, code) == 0)
            return known[i].what;
    return "not as the table wants it";
}

// Note a fault of line `line` (1 is the header) and, if it is one field's, of that column.
static void note(struct qian_table *t, const char *code, size_t line, const char *column) {
    if (t->codes == 0) {
        qian_fail(&t->first, QIAN_BAD_DATA, code, "tables 1", sentence(code),
                  "the file was altered, or made by another program");
        qian_err_where(&t->first, "%s:%zu%s%s", shapes[t->kind].file, line, column ? " " : "",
                       column ? column : "");
    }
    for (size_t i = 0; i < qian_table_code_count; i++)
        if (strcmp(qian_table_codes[i], code) == 0)
            t->codes |= 1u << i;
}

// spec/tables.md 5.2: "In an empty slot `inspector` and `key` are `-`, and in an empty expert's
// slot `department` too."
// "An inspector with the key `-` is F13; a key without an inspector, or an empty expert's slot
// with another department, F07."
static const char *empty_slot_fault(const struct qian_row *row) {
    bool no_inspector = qian_str_is(row->field[A_INSPECTOR], "-");
    bool no_key = qian_str_is(row->field[A_KEY], "-");
    bool no_department = qian_str_is(row->field[A_DEPARTMENT], "-");
    bool expert = qian_str_is(row->field[A_ROLE], "expert");
    if (!no_inspector && no_key)
        return "F13";
    return no_inspector != no_key || (expert && no_inspector && !no_department) ? "F07" : NULL;
}

static void read_row(struct qian_table *t, struct qian_str line, size_t number) {
    const struct shape *shape = &shapes[t->kind];
    struct qian_row *row = &t->row[t->rows];
    struct qian_split split = qian_split(line, '\t');
    struct qian_str part;
    size_t n = 0;
    while (qian_split_next(&split, &part)) {
        if (n < shape->columns)
            row->field[n] = part;
        n++;
    }
    if (n != shape->columns) {
        note(t, "F04", number, NULL);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const char *code = shape->column[i].check(row->field[i]);
        if (code)
            note(t, code, number, shape->column[i].name);
    }
    const char *empty = t->kind == QIAN_ASSIGNMENT ? empty_slot_fault(row) : NULL;
    if (empty)
        note(t, empty, number, NULL);
    t->rows++;
}

static int compare_str(const void *a, const void *b) {
    return qian_str_cmp(*(const struct qian_str *)a, *(const struct qian_str *)b);
}

// spec/tables.md 2.1: "unique (code F06)"; 4.1: "Two rows with the same pair are code F06"
static void check_unique(struct qian_table *t) {
    if (t->rows < 2 || t->kind == QIAN_ASSIGNMENT || t->kind == QIAN_INSPECTORS)
        return;
    size_t column = t->kind == QIAN_SELECTION ? S_ID : 0;
    struct qian_str *ids = qian_take(t->rows, sizeof *ids);
    for (size_t i = 0; i < t->rows; i++) {
        ids[i] = t->row[i].field[column];
        if (t->kind == QIAN_RECUSALS) // the pair, with the TAB between: neighbours in the file
            ids[i].n =
                (size_t)(t->row[i].field[R_TARGET].p - ids[i].p) + t->row[i].field[R_TARGET].n;
    }
    bool sorted = true;
    for (size_t i = 1; i < t->rows; i++)
        sorted = sorted && qian_str_cmp(ids[i - 1], ids[i]) <= 0;
    if (!sorted)
        qsort(ids, t->rows, sizeof *ids, compare_str);
    for (size_t i = 1; i < t->rows; i++)
        if (qian_str_eq(ids[i - 1], ids[i]))
            note(t, "F06", 0, shapes[t->kind].column[column].name);
    free(ids);
}

// spec/tables.md 3.1: "The rows are numbered `P000001`, `P000002`, … without a hole, and their
// `identity` ascends strictly."
static void check_numbering(struct qian_table *t) {
    for (size_t i = 0; i < t->rows; i++) {
        uint64_t number = 0;
        struct qian_str id = t->row[i].field[I_ID];
        for (size_t k = 1; k < id.n; k++)
            number = number * 10 + (uint64_t)(id.p[k] - '0');
        bool ascends = i == 0 || qian_str_cmp(t->row[i - 1].field[I_IDENTITY],
                                              t->row[i].field[I_IDENTITY]) < 0;
        if (number != i + 1 || !ascends)
            note(t, "R07", i + 2, "id");
    }
}

static void check_line(struct qian_table *t, struct qian_str line, size_t number) {
    if (line.n > QIAN_LINE_MAX)
        note(t, "F11", number, NULL);
    if (line.n == 0 || memchr(line.p, '\r', line.n))
        note(t, "F03", number, NULL);
    if (number == 1 && line.n >= 3 && memcmp(line.p, BYTE_ORDER_MARK, 3) == 0)
        line = (struct qian_str){line.p + 3, line.n - 3}; // F03's, see qian_table_read
    const char *code = qian_text_fault(line, true);
    if (code)
        note(t, code, number, NULL);
}

static size_t count_lines(struct qian_str bytes) {
    size_t n = 0;
    for (const char *at = bytes.p, *end = bytes.p + bytes.n; at < end; n++) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        at = lf ? lf + 1 : end;
    }
    return n;
}

static void read_lines(struct qian_table *t, struct qian_str bytes) {
    struct qian_str last = {NULL, 0};
    size_t number = 0;
    for (const char *at = bytes.p, *end = bytes.p + bytes.n; at < end;) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        struct qian_str line = {at, (size_t)((lf ? lf : end) - at)};
        at = lf ? lf + 1 : end;
        number++;
        check_line(t, line, number);
        if (number == 1) {
            if (!qian_str_is(line, shapes[t->kind].header))
                note(t, "F04", 1, NULL);
            continue;
        }
        if (t->kind <= QIAN_RECUSALS && last.p && qian_str_cmp(last, line) >= 0)
            note(t, "F05", number, NULL);
        last = line;
        read_row(t, line, number);
    }
}

void qian_table_read(enum qian_table_kind kind, struct qian_str bytes, struct qian_table *out) {
    *out = (struct qian_table){.kind = kind};
    // spec/bundle.md 2.3: "a file is not empty, starts with no U+FEFF, holds no carriage return,
    // ends with LF"
    if (bytes.n == 0 || bytes.p[bytes.n - 1] != '\n' ||
        (bytes.n >= 3 && memcmp(bytes.p, BYTE_ORDER_MARK, 3) == 0))
        note(out, "F03", 1, NULL);
    size_t lines = count_lines(bytes);
    if (lines > 1 && lines - 1 > shapes[kind].rows_max) {
        note(out, "F11", lines, NULL);
        return;
    }
    out->row = qian_take(lines, sizeof *out->row);
    read_lines(out, bytes);
    check_unique(out);
    // spec/verify.md 2.2: "R01 and R07 are judged only in a usable table."
    if (out->codes & ~(BIT_F02 | BIT_R01))
        out->codes &= ~BIT_R01;
    else if (kind == QIAN_INSPECTORS)
        check_numbering(out);
    // spec/bundle.md 2.8: "A file with a fault of F01 or F03 is judged for no further code of form
    // (F04–F08, F13): its lines cannot be told."
    if (out->codes & (BIT_F01 | BIT_F03))
        out->codes &= BIT_F01 | BIT_F02 | BIT_F03 | BIT_F11;
    if (out->codes & BIT_F01)
        out->codes &= ~BIT_F02;
}

void qian_table_free(struct qian_table *table) {
    free(table->row);
    table->row = NULL;
    table->rows = 0;
}
