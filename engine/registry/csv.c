// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/csv.h"

#include <stdlib.h>
#include <string.h>

void qian_csv_open(struct qian_csv *csv, struct qian_buf *bytes) {
    *csv = (struct qian_csv){.at = bytes->p, .end = bytes->p + bytes->n, .line = 1};
    if (bytes->n >= 3 && memcmp(bytes->p, "\xef\xbb\xbf", 3) == 0)
        csv->at += 3;
}

void qian_csv_close(struct qian_csv *csv) {
    free(csv->field);
    *csv = (struct qian_csv){0};
}

static void add_field(struct qian_csv *csv, char *from, char *to) {
    csv->field = qian_grow(csv->field, &csv->cap, csv->fields + 1, sizeof *csv->field);
    csv->field[csv->fields++] = (struct qian_str){from, (size_t)(to - from)};
}

// At the first byte after a field: step over a comma (true) or the end of the record (false).
static bool step(struct qian_csv *csv) {
    if (csv->at < csv->end && *csv->at == ',') {
        csv->at++;
        return true;
    }
    if (csv->at < csv->end && *csv->at == '\r' && csv->at + 1 < csv->end && csv->at[1] == '\n')
        csv->at++;
    if (csv->at < csv->end && *csv->at == '\n') {
        csv->at++;
        csv->line++;
    }
    return false;
}

static char *plain_end(const struct qian_csv *csv) {
    char *p = csv->at;
    while (p < csv->end && *p != ',' && *p != '\n')
        p++;
    bool crlf = p < csv->end && *p == '\n' && p > csv->at && p[-1] == '\r';
    return crlf ? p - 1 : p;
}

static void read_plain(struct qian_csv *csv) {
    char *from = csv->at, *to = plain_end(csv);
    if (memchr(from, '"', (size_t)(to - from)))
        csv->fault = "a quotation mark inside a field that is not quoted";
    add_field(csv, from, to);
    csv->at = to;
}

static void read_quoted(struct qian_csv *csv) {
    char *from = ++csv->at, *to = from;
    for (; csv->at < csv->end; csv->at++) {
        if (*csv->at == '"') {
            if (csv->at + 1 == csv->end || csv->at[1] != '"')
                break;
            csv->at++; // "" stands for one
        }
        if (*csv->at == '\n')
            csv->line++;
        *to++ = *csv->at;
    }
    add_field(csv, from, to);
    if (csv->at == csv->end) {
        csv->fault = "a quoted field that does not end";
        return;
    }
    csv->at++;
    char *rest = plain_end(csv);
    if (rest != csv->at)
        csv->fault = "characters after a closing quotation mark";
    csv->at = rest;
}

bool qian_csv_next(struct qian_csv *csv) {
    csv->fields = 0;
    csv->fault = NULL;
    csv->row = csv->line;
    if (csv->at >= csv->end)
        return false;
    do {
        if (csv->at < csv->end && *csv->at == '"')
            read_quoted(csv);
        else
            read_plain(csv);
    } while (step(csv));
    return true;
}
