// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/csv_stream.h"

#include <stdlib.h>
#include <string.h>

#include "engine/sheet/gb18030.h"

#define END (-1)

// Where a cell's text is, while the buffers still grow.
struct span {
    size_t from, n;
    bool converted; // in `text`, else in `raw`
    unsigned marks;
};

struct qian_csv_stream {
    struct qian_source source;
    bool gb;        // GBK or GB18030: cells are to be converted
    size_t raw_max; // bytes of a cell before it is converted

    uint8_t *chunk; // a window on the file
    size_t size, at, end;
    uint64_t place; // of chunk[0] in the file
    size_t line;    // of chunk[at]
    enum qian_status status;
    struct qian_err err; // of the source

    struct qian_buf raw, text; // the row's cells, as in the file without quotation marks; converted
    struct span *span;
    size_t spans, span_cap, cell_cap;
    struct qian_sheet_row row;
    const char *fault;
    uint64_t second; // place of the second line of the row; 0: not yet met
    size_t rows;     // read, with those passed over
};

struct qian_csv_stream *qian_csv_stream_open(struct qian_source source, enum qian_encoding encoding,
                                             size_t chunk) {
    struct qian_csv_stream *s = qian_take(1, sizeof *s);
    s->source = source;
    s->gb = encoding == QIAN_GBK || encoding == QIAN_GB18030;
    // A code of four bytes becomes two at the least, one of two bytes never fewer.
    s->raw_max = encoding == QIAN_GB18030 ? 2 * QIAN_CELL_MAX : QIAN_CELL_MAX;
    s->size = chunk;
    s->chunk = qian_take(chunk, 1);
    s->place = encoding == QIAN_UTF8_BOM ? 3 : 0;
    s->line = 1;
    qian_buf_add(&s->raw, "", 0); // so that empty cells are no null pointers
    qian_buf_add(&s->text, "", 0);
    return s;
}

void qian_csv_stream_close(struct qian_csv_stream *s) {
    if (!s)
        return;
    qian_buf_free(&s->raw);
    qian_buf_free(&s->text);
    free(s->span);
    free(s->row.cell);
    free(s->chunk);
    free(s);
}

uint64_t qian_csv_stream_read(const struct qian_csv_stream *s) {
    return s->place + s->at;
}

// ---- the window

// Are there bytes at `at`? Reads on if need be. A source that fails is at its end.
static bool more(struct qian_csv_stream *s) {
    if (s->at < s->end)
        return true;
    if (s->status)
        return false;
    s->place += s->end;
    s->at = s->end = 0;
    s->status = s->source.read(s->source.who, s->place, s->chunk, s->size, &s->end, &s->err);
    return s->status == QIAN_OK && s->end > 0;
}

static int peek(struct qian_csv_stream *s) {
    return more(s) ? s->chunk[s->at] : END;
}

// A LF has been passed.
static void next_line(struct qian_csv_stream *s) {
    s->line++;
    if (s->second == 0)
        s->second = s->place + s->at;
}

static void skip_line(struct qian_csv_stream *s) {
    while (more(s)) {
        const uint8_t *lf = memchr(s->chunk + s->at, '\n', s->end - s->at);
        s->at = lf ? (size_t)(lf - s->chunk) + 1 : s->end;
        if (lf) {
            next_line(s);
            return;
        }
    }
}

// spec/import.md 2.5: "After a fault of form (2.1, 2.5) reading goes on at the line after the one
// on which the row began."
static void recover(struct qian_csv_stream *s) {
    if (s->second == 0) {
        skip_line(s);
        return;
    }
    s->line = s->row.number + 1;
    if (s->second >= s->place && s->second <= s->place + s->end) {
        s->at = (size_t)(s->second - s->place);
        return;
    }
    s->place = s->second;
    s->at = s->end = 0;
}

// ---- cells

static void begin_cell(struct qian_csv_stream *s) {
    s->span = qian_grow(s->span, &s->span_cap, s->spans + 1, sizeof *s->span);
    s->span[s->spans] = (struct span){.from = s->raw.n};
}

static void end_cell(struct qian_csv_stream *s) {
    s->span[s->spans].n = s->raw.n - s->span[s->spans].from;
    s->spans++;
}

// Take n bytes of the window into the cell.
static bool take(struct qian_csv_stream *s, size_t n) {
    if (s->raw.n - s->span[s->spans].from + n > s->raw_max) {
        s->fault = "a cell of more than 65,535 bytes";
        return false;
    }
    qian_buf_add(&s->raw, s->chunk + s->at, n);
    s->at += n;
    return true;
}

// Take the bytes up to one that may mean something; false after a fault.
static bool take_run(struct qian_csv_stream *s, const bool stops[256]) {
    while (more(s)) {
        size_t i = s->at;
        while (i < s->end && !stops[s->chunk[i]])
            i++;
        bool whole = i < s->end;
        if (i > s->at && !take(s, i - s->at))
            return false;
        if (whole)
            return true;
    }
    return true;
}

static void read_plain(struct qian_csv_stream *s) {
    static const bool stops[256] = {
        [0] = true, ['"'] = true, [','] = true, ['\r'] = true, ['\n'] = true};
    if (!take_run(s, stops))
        return;
    int c = peek(s);
    if (c == '"')
        s->fault = "a quotation mark inside a field that is not quoted";
    else if (c == 0)
        s->fault = "a NUL byte";
}

static void read_quoted(struct qian_csv_stream *s) {
    static const bool stops[256] = {[0] = true, ['"'] = true, ['\n'] = true};
    s->at++;
    while (take_run(s, stops)) {
        int c = peek(s);
        if (c == END) {
            s->fault = "a quoted field that does not end";
            return;
        }
        if (c == 0) {
            s->fault = "a NUL byte";
            return;
        }
        if (c == '\n') {
            if (!take(s, 1))
                return;
            next_line(s);
            continue;
        }
        s->at++;
        if (peek(s) != '"' || !take(s, 1)) // "" stands for one
            return;
    }
}

// At the first byte after a cell: step over a comma (true) or the end of the row (false).
static bool step(struct qian_csv_stream *s) {
    int c = peek(s);
    if (c == END)
        return false;
    if (c != ',' && c != '\r' && c != '\n') {
        s->fault = "characters after a closing quotation mark";
        return false;
    }
    s->at++;
    if (c == ',') {
        if (s->spans == QIAN_ROW_CELLS_MAX)
            s->fault = "more than 1,024 cells";
        return !s->fault;
    }
    if (c == '\r') {
        if (peek(s) != '\n') {
            s->fault = "a carriage return without a line feed";
            return false;
        }
        s->at++;
    }
    next_line(s);
    return false;
}

// ---- rows

static bool is_ascii(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if ((uint8_t)p[i] >= 0x80)
            return false;
    return true;
}

static void convert(struct qian_csv_stream *s, struct span *span) {
    struct qian_str raw = {s->raw.p + span->from, span->n};
    if (raw.n <= QIAN_CELL_MAX && is_ascii(raw.p, raw.n))
        return;
    size_t from = s->text.n;
    enum qian_gb_result result = qian_gb_decode(raw, QIAN_CELL_MAX, &s->text);
    if (result == QIAN_GB_LONG && !s->fault)
        s->fault = "a cell of more than 65,535 bytes";
    *span = (struct span){.from = from, .n = s->text.n - from, .converted = true};
    if (result == QIAN_GB_CONTESTED)
        span->marks = QIAN_CELL_CONTESTED;
}

// Make cells of the spans. True if there is something to tell.
static bool make_row(struct qian_csv_stream *s) {
    bool text = s->fault != NULL;
    for (size_t i = 0; s->gb && i < s->spans; i++)
        convert(s, &s->span[i]);
    s->row.cell = qian_grow(s->row.cell, &s->cell_cap, s->spans + 1, sizeof *s->row.cell);
    for (size_t i = 0; i < s->spans; i++) {
        const struct span *span = &s->span[i];
        const char *p = span->converted ? s->text.p : s->raw.p;
        s->row.cell[i] = (struct qian_cell){{p + span->from, span->n}, span->marks};
        text = text || span->n > 0;
    }
    s->row.cells = s->spans;
    s->row.fault = s->fault;
    return text;
}

static void read_row(struct qian_csv_stream *s) {
    s->raw.n = s->text.n = s->spans = 0;
    s->fault = NULL;
    s->second = 0;
    s->row.number = s->line;
    do {
        begin_cell(s);
        if (peek(s) == '"')
            read_quoted(s);
        else
            read_plain(s);
        end_cell(s);
    } while (!s->fault && step(s));
    if (s->fault)
        recover(s);
}

enum qian_status qian_csv_stream_next(struct qian_csv_stream *s, struct qian_sheet_row **row,
                                      struct qian_err *err) {
    *row = NULL;
    while (more(s)) {
        read_row(s);
        if (s->status)
            break;
        if (++s->rows > QIAN_ROWS_MAX)
            return qian_fail(err, QIAN_BAD_DATA, "", "import 2.5",
                             "the file has more than 20,000,000 rows", "split it");
        if (make_row(s)) {
            *row = &s->row;
            return QIAN_OK;
        }
    }
    if (s->status)
        *err = s->err;
    return s->status;
}
