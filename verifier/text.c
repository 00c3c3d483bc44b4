// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/text.h"

#include "verifier/mem.h"
#include "verifier/utf8.h"

#include <stdlib.h>
#include <string.h>

// A run without any ASCII character that is longer than any line may be is judged in parts of this size.
enum { RUN_MAX = 65536 }; // a line that may be longer is F11 (bundle 1.3)

void text_start(struct text *t, enum file_kind kind)
{
    (void)memset(t, 0, sizeof *t);
    t->table = kind == KIND_TABLE;
    // spec/log.md 3.1: "A proof file has one empty line before the checkpoint and the checkpoint's own."
    t->empty_max = kind == KIND_PROOF ? 2 : kind == KIND_NOTE ? 1 : 0;
    t->line = 1;
    t->run_plain = true;
}

static void first(uint64_t *line, uint64_t now)
{
    if (*line == 0) {
        *line = now;
    }
}

// Ideographs are neither composed nor taken apart nor reordered: most names need no further look.
static bool is_plain(uint32_t c)
{
    return c < 0x80 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xFF01 && c <= 0xFF5E);
}

static bool run_is_normal(struct text *t)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_ssize_t n = 0;
    for (;;) {
        n = utf8proc_decompose(t->run, (utf8proc_ssize_t)t->run_bytes, t->work, (utf8proc_ssize_t)t->work_room, options);
        if (n < 0) {
            return false;
        }
        if ((size_t)n <= t->work_room) {
            break;
        }
        t->work = mem_grow(t->work, &t->work_room, (size_t)n, sizeof *t->work);
    }
    n = utf8proc_normalize_utf32(t->work, n, options);
    size_t at = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        unsigned char c[4];
        size_t bytes = (size_t)utf8proc_encode_char(t->work[i], c);
        if (bytes > t->run_bytes - at || memcmp(c, t->run + at, bytes) != 0) {
            return false;
        }
        at += bytes;
    }
    return at == t->run_bytes;
}

// spec/bundle.md 2.2: "its text is in Unicode Normalization Form C"
static void judge_run(struct text *t)
{
    if (!t->run_plain && t->not_utf8 == 0 && t->not_normal == 0 && !run_is_normal(t)) {
        first(&t->not_normal, t->line);
    }
    t->run_bytes = 0;
    t->run_plain = true;
}

// Marks out of canonical order are never normal. This is seen here, before the library has to sort them: it would take
// time that grows with the square of a hostile run.
static void judge_mark(struct text *t, uint32_t c)
{
    // These three count as no marks but come apart into marks: they are never normal, and would have to be sorted too.
    if (c == 0x0F73 || c == 0x0F75 || c == 0x0F81) {
        first(&t->not_normal, t->line);
    }
    int now = is_plain(c) ? 0 : utf8proc_get_property((utf8proc_int32_t)c)->combining_class;
    if (now != 0 && now < t->mark_class) {
        first(&t->not_normal, t->line);
    }
    t->mark_class = now;
}

static void end_line(struct text *t)
{
    if (t->line_bytes > t->longest) {
        t->longest = t->line_bytes;
        t->longest_line = t->line;
    }
    // spec/bundle.md 2.3: "no line is empty (but the one empty line of a note, notes 1.1)"
    if (t->line_bytes == 0) {
        t->empty_lines++;
        if (t->empty_lines > t->empty_max) {
            first(&t->empty, t->line);
        }
    }
    t->line++;
    t->line_bytes = 0;
}

static void judge_char(struct text *t, uint32_t c, size_t at)
{
    if (c == 0xFEFF && at == 0) {
        first(&t->mark, t->line);
    } else if (c == '\r') {
        first(&t->return_char, t->line);
    } else if (utf8_forbidden(c) || (c == '\t' && !t->table)) {
        first(&t->forbidden, t->line);
    }
}

static void add_to_run(struct text *t, struct bytes character, uint32_t c)
{
    // U+11A7 composes with nothing; a library that thinks otherwise is not asked: a run ends before it.
    if (c < 0x80 || c == 0x11A7 || t->run_bytes >= RUN_MAX) {
        if (t->run_bytes > 1) {
            judge_run(t);
        }
        t->run_bytes = 0;
    }
    if (t->run_room < t->run_bytes + 4) {
        t->run = mem_grow(t->run, &t->run_room, t->run_bytes + 4, 1);
    }
    (void)memcpy(t->run + t->run_bytes, character.at, character.n);
    t->run_bytes += character.n;
    t->run_plain = t->run_plain && is_plain(c);
    judge_mark(t, c);
}

// A whole character, or one byte that begins none.
static size_t take(struct text *t, struct bytes text)
{
    uint32_t c = 0;
    size_t n = utf8_char(text, &c);
    if (n == 0) {
        first(&t->not_utf8, t->line);
        n = 1;
    } else {
        add_to_run(t, (struct bytes){text.at, n}, c);
        judge_char(t, c, (size_t)t->bytes);
    }
    t->bytes += n;
    if (c == '\n' && text.at[0] == '\n') {
        end_line(t);
    } else {
        t->line_bytes += n;
    }
    return n;
}

// The character that the last piece's end cut: fills it up from this piece, byte by byte.
static struct bytes take_part(struct text *t, struct bytes piece)
{
    while (t->part_bytes > 0) {
        size_t need = utf8_length(t->part[0]);
        if (t->part_bytes < need && piece.n == 0) {
            return piece;
        }
        if (t->part_bytes < need) {
            t->part[t->part_bytes++] = piece.at[0];
            piece = bytes_after(piece, 1);
            continue;
        }
        size_t n = take(t, (struct bytes){t->part, t->part_bytes});
        t->part_bytes -= n;
        (void)memmove(t->part, t->part + n, t->part_bytes);
    }
    return piece;
}

// The printable ASCII characters at the start of a piece need no look one by one; most of a roster is such.
static size_t take_printable(struct text *t, struct bytes piece)
{
    size_t n = 0;
    while (n < piece.n && piece.at[n] >= 0x20 && piece.at[n] < 0x7F) {
        n++;
    }
    if (n > 0) {
        add_to_run(t, (struct bytes){piece.at + n - 1, 1}, piece.at[n - 1]);
        t->bytes += n;
        t->line_bytes += n;
    }
    return n;
}

void text_feed(struct text *t, struct bytes piece)
{
    if (piece.n == 0) {
        return;
    }
    t->last = piece.at[piece.n - 1];
    piece = take_part(t, piece);
    for (;;) {
        piece = bytes_after(piece, take_printable(t, piece));
        if (piece.n == 0) {
            return;
        }
        if (utf8_length(piece.at[0]) > piece.n) {
            (void)memcpy(t->part, piece.at, piece.n);
            t->part_bytes = piece.n;
            return;
        }
        piece = bytes_after(piece, take(t, piece));
    }
}

void text_end(struct text *t)
{
    while (t->part_bytes > 0) {
        size_t n = take(t, (struct bytes){t->part, t->part_bytes});
        t->part_bytes -= n;
        (void)memmove(t->part, t->part + n, t->part_bytes);
    }
    judge_run(t);
    if (t->line_bytes > t->longest) {
        t->longest = t->line_bytes;
        t->longest_line = t->line;
    }
    free(t->run);
    free(t->work);
    t->run = NULL;
    t->work = NULL;
}

uint64_t text_lines(const struct text *t)
{
    return t->line - (t->line_bytes == 0 ? 1 : 0);
}
