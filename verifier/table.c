// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/table.h"

static const struct columns COLUMNS[] = {
    {7, {"id", "name", "area", "class", "items", "barred", "salt"}},
    {7, {"id", "role", "department", "areas", "items", "capacity", "identity"}},
    {3, {"inspector", "target", "reason", NULL, NULL, NULL, NULL}},
    {5, {"order", "id", "key", "items", "batch", NULL, NULL}},
    {7, {"order", "target", "department", "slot", "role", "inspector", "key"}}};

const struct columns *table_columns(int file_number)
{
    switch (file_number) {
    case FILE_TARGETS:
        return &COLUMNS[0];
    case FILE_INSPECTORS:
        return &COLUMNS[1];
    case FILE_RECUSALS:
        return &COLUMNS[2];
    case FILE_SELECTION:
        return &COLUMNS[3];
    default:
        return &COLUMNS[4];
    }
}

size_t table_split(struct bytes line, struct bytes fields[COLUMNS_MAX])
{
    size_t count = 0;
    for (;;) {
        size_t n = bytes_find(line, '\t');
        if (count < COLUMNS_MAX) {
            fields[count] = (struct bytes){line.at, n};
        }
        count++;
        if (n == line.n) {
            return count;
        }
        line = bytes_after(line, n + 1);
    }
}

void rows_open(struct rows *r, const struct file *file, int file_number)
{
    struct bytes header;
    lines_open(&r->lines, file);
    r->columns = table_columns(file_number);
    (void)lines_next(&r->lines, &header);
}

bool rows_next(struct rows *r)
{
    struct bytes line;
    while (lines_next(&r->lines, &line)) {
        if (table_split(line, r->fields) == r->columns->count) {
            return true;
        }
    }
    return false;
}

void rows_close(struct rows *r)
{
    lines_close(&r->lines);
}

// spec/tables.md 1.3: "A list field holds its elements separated by `,`, sorted, without repeats; an empty list is the empty
// field."
bool list_next(struct bytes *rest, bool *more, struct bytes *element)
{
    if (!*more) {
        return false;
    }
    size_t n = bytes_find(*rest, ',');
    *element = (struct bytes){rest->at, n};
    *more = n < rest->n;
    *rest = bytes_after(*rest, *more ? n + 1 : n);
    return true;
}

// spec/tables.md 2.4: "The first `=` and the first `:` after it separate the three."
bool bar_read(struct bytes element, struct bar *bar)
{
    size_t equals = bytes_find(element, '=');
    if (equals == element.n) {
        return false;
    }
    bar->item = (struct bytes){element.at, equals};
    struct bytes rest = bytes_after(element, equals + 1);
    size_t colon = bytes_find(rest, ':');
    if (colon == rest.n) {
        return false;
    }
    bar->reason = (struct bytes){rest.at, colon};
    bar->reference = bytes_after(rest, colon + 1);
    return true;
}
