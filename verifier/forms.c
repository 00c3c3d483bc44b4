// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/forms.h"

#include "verifier/hash.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

void row_fault(struct row *row, int step, size_t column, const char *expected)
{
    uint64_t bit = (uint64_t)1 << step;
    if ((row->faults & bit) != 0) {
        return;
    }
    row->faults |= bit;
    if (file_judge(row->report, row->file, step, false)) {
        report_fault(row->report, step, row->fields[column], bytes_of(expected), "%s:%llu %s", row->file->name,
                     (unsigned long long)row->line, row->columns->names[column]);
    }
}

// spec/tables.md 1.1: "The first line is the header: the column names of the table separated by TAB, exactly."
static void judge_header(struct row *row, bool there, struct bytes line)
{
    bool good = there && table_split(line, row->fields) == row->columns->count;
    for (size_t i = 0; good && i < row->columns->count; i++) {
        good = bytes_are(row->fields[i], row->columns->names[i]);
    }
    if (file_judge(row->report, row->file, STEP_FIELDS, good)) {
        report_fault(row->report, STEP_FIELDS, there ? line : bytes_of(say("空", "nothing")),
                     bytes_of(say("表头", "the header")), "%s:1", row->file->name);
    }
}

static void judge_line(struct row *row, int file_number, struct bytes line)
{
    static const int STEPS[] = {STEP_ORDER, STEP_FORM, STEP_ENCODING};
    char found[24];
    char expected[24];
    size_t count = table_split(line, row->fields);
    row->faults = 0;
    // spec/tables.md 1.1: "Each further line is a row with exactly as many fields. Code F04."
    if (file_judge(row->report, row->file, STEP_FIELDS, count == row->columns->count)) {
        report_fault(row->report, STEP_FIELDS, report_number(found, count),
                     report_number(expected, row->columns->count), "%s:%llu", row->file->name,
                     (unsigned long long)row->line);
    }
    if (count != row->columns->count) {
        return;
    }
    fields_judge(row, file_number);
    for (size_t i = 0; i < 3; i++) {
        if ((row->faults >> STEPS[i] & 1) == 0) {
            (void)file_judge(row->report, row->file, STEPS[i], true);
        }
    }
}

struct line_copy {
    unsigned char *room; // owned
    struct bytes text;
};

static void keep(struct line_copy *copy, struct bytes line)
{
    (void)memcpy(copy->room, line.at, line.n);
    copy->text = (struct bytes){copy->room, line.n};
}

// spec/tables.md 1.4: "The rows of targets.tsv, inspectors.tsv and recusals.tsv ascend strictly as whole lines of bytes
// (code F05; two equal lines too, besides F06)."
static bool judge_ascent(struct row *row, bool first, struct bytes before, struct bytes line)
{
    bool good = first || bytes_order(before, line) < 0;
    if (!good && file_judge(row->report, row->file, STEP_ORDER, false)) {
        report_fault(row->report, STEP_ORDER, line, bytes_of(say("在上一行之后", "a line after the one before")),
                     "%s:%llu", row->file->name, (unsigned long long)row->line);
    }
    return good;
}

// Judges the rows; true where they stand in ascending order of lines.
static bool judge_rows(struct row *row, int file_number)
{
    bool ordered = file_number == FILE_TARGETS || file_number == FILE_INSPECTORS || file_number == FILE_RECUSALS;
    bool ascending = ordered;
    bool first = true;
    struct lines lines;
    struct line_copy before = {.room = mem_new(LINE_MAX_BYTES, 1)};
    struct bytes line = {NULL, 0};
    lines_open(&lines, row->file);
    judge_header(row, lines_next(&lines, &line), line);
    while (lines_next(&lines, &line)) {
        row->line = lines.number;
        judge_line(row, file_number, line);
        if (ordered) {
            ascending = judge_ascent(row, first, before.text, line) && ascending;
            keep(&before, line);
            first = false;
        }
    }
    lines_close(&lines);
    free(before.room);
    return ascending;
}

struct seen {
    unsigned char digest[DIGEST_BYTES];
    uint64_t line;
};

static int by_digest(const void *a, const void *b)
{
    const struct seen *one = a;
    const struct seen *two = b;
    int order = memcmp(one->digest, two->digest, DIGEST_BYTES);
    return order != 0 ? order : (one->line > two->line) - (one->line < two->line);
}

static bool equal_neighbours(struct seen *seen, size_t count, uint64_t *line)
{
    bool found = false;
    qsort(seen, count, sizeof *seen, by_digest);
    for (size_t i = 1; i < count; i++) {
        if (memcmp(seen[i - 1].digest, seen[i].digest, DIGEST_BYTES) == 0 && (!found || seen[i].line < *line)) {
            found = true;
            *line = seen[i].line;
        }
    }
    return found;
}

// Does a value of these columns (first, and second where it is not COLUMNS_MAX) stand in two rows? Any order of rows;
// *line is that of the later one of the first such pair.
static bool table_repeats(const struct file *file, int file_number, size_t first, size_t second, uint64_t *line)
{
    struct rows rows;
    struct hash h;
    struct seen *seen = NULL;
    size_t count = 0;
    size_t room = 0;
    hash_open(&h, SUITE_SHA256_ED25519);
    rows_open(&rows, file, file_number);
    while (rows_next(&rows)) {
        seen = mem_grow(seen, &room, count + 1, sizeof *seen);
        hash_start(&h);
        hash_add(&h, rows.fields[first]);
        if (second < COLUMNS_MAX) {
            hash_add(&h, bytes_of("\t"));
            hash_add(&h, rows.fields[second]);
        }
        hash_end(&h, seen[count].digest);
        seen[count++].line = rows.lines.number;
    }
    rows_close(&rows);
    hash_close(&h);
    bool found = count > 1 && equal_neighbours(seen, count, line);
    free(seen);
    return found;
}

// The same in a table whose lines ascend: lines that begin alike are neighbours.
static bool neighbours_repeat(const struct file *file, int file_number, size_t columns, uint64_t *line)
{
    struct rows rows;
    struct line_copy before = {.room = mem_new(LINE_MAX_BYTES, 1)};
    bool found = false;
    bool first = true;
    rows_open(&rows, file, file_number);
    while (!found && rows_next(&rows)) {
        const struct bytes *end = &rows.fields[columns - 1];
        struct bytes start = {rows.fields[0].at, (size_t)(end->at + end->n - rows.fields[0].at)};
        found = !first && bytes_same(before.text, start);
        *line = rows.lines.number;
        keep(&before, start);
        first = false;
    }
    rows_close(&rows);
    free(before.room);
    return found;
}

static void judge_repeats(struct row *row, int file_number, bool ascending)
{
    uint64_t line = 0;
    bool twice = false;
    switch (file_number) {
    case FILE_TARGETS: // spec/tables.md 2.1: "and is unique (code F06)."
        twice = ascending ? neighbours_repeat(row->file, file_number, 1, &line)
                          : table_repeats(row->file, file_number, T_ID, COLUMNS_MAX, &line);
        break;
    case FILE_RECUSALS: // spec/tables.md 4.1: "Two rows with the same pair are code F06."
        twice = ascending ? neighbours_repeat(row->file, file_number, 2, &line)
                          : table_repeats(row->file, file_number, R_INSPECTOR, R_TARGET, &line);
        break;
    case FILE_SELECTION: // spec/tables.md 5.1: "An id that stands twice is code F06."
        twice = table_repeats(row->file, file_number, S_ID, COLUMNS_MAX, &line);
        break;
    default:
        return;
    }
    if (file_judge(row->report, row->file, STEP_TWICE, !twice)) {
        report_fault(row->report, STEP_TWICE, bytes_of(say("已在前面出现", "it stands in an earlier row, too")),
                     bytes_of(say("每个只出现一次", "each once")), "%s:%llu", row->file->name,
                     (unsigned long long)line);
    }
}

void table_judge(struct report *r, struct file *file, int file_number)
{
    static const int STEPS[] = {STEP_FIELDS, STEP_ORDER, STEP_FORM, STEP_ENCODING};
    struct row row = {.report = r, .file = file, .columns = table_columns(file_number), .line = 1};
    for (size_t i = 0; i < 4; i++) {
        report_able(r, STEPS[i]);
    }
    bool ascending = judge_rows(&row, file_number);
    judge_repeats(&row, file_number, ascending);
}
