// SPDX-License-Identifier: MulanPSL-2.0
// The CSV that is read as a stream: every rule, and the same rows whatever is read at once.
#include <string.h>

#include "engine/sheet/csv_stream.h"
#include "engine/sheet/encoding.h"
#include "engine/sheet/gb18030.h"
#include "tests/check.h"
#include "tests/sheet/memory.h"

// All rows as text: "number fault|cell|cell\n", contested cells behind "~".
static void dump(struct qian_str file, enum qian_encoding encoding, size_t chunk,
                 struct qian_buf *out) {
    struct memory memory = {file, SIZE_MAX};
    struct qian_csv_stream *s = qian_csv_stream_open(memory_source(&memory), encoding, chunk);
    struct qian_sheet_row *row = NULL;
    struct qian_err err;
    out->n = 0;
    qian_buf_add(out, "", 0);
    while (qian_csv_stream_next(s, &row, &err) == QIAN_OK && row) {
        qian_buf_u64(out, row->number);
        qian_buf_text(out, " ");
        qian_buf_text(out, row->fault ? row->fault : "-");
        for (size_t i = 0; i < row->cells; i++) {
            qian_buf_text(out, row->cell[i].marks ? "|~" : "|");
            qian_buf_str(out, row->cell[i].text);
        }
        qian_buf_char(out, '\n');
    }
    CHECK(qian_csv_stream_read(s) <= file.n, "read too much");
    qian_csv_stream_close(s);
}

#define STRAY "a quotation mark inside a field that is not quoted"
#define OPEN "a quoted field that does not end"
#define AFTER "characters after a closing quotation mark"
#define NUL "a NUL byte"
#define CR "a carriage return without a line feed"
#define LONG "a cell of more than 65,535 bytes"
#define MANY "more than 1,024 cells"

static const struct {
    const char *file;
    size_t n; // 0: as long as it is
    enum qian_encoding encoding;
    const char *rows;
} cases[] = {
    {"", 0, QIAN_UTF8, ""},
    {"\n\r\n,,\n\"\"\n", 0, QIAN_UTF8, ""},
    {"a,b\nc,d", 0, QIAN_UTF8, "1 -|a|b\n2 -|c|d\n"},
    {"a,b\r\nc,d\r\n", 0, QIAN_UTF8, "1 -|a|b\n2 -|c|d\n"},
    {"\n\na,\n", 0, QIAN_UTF8, "3 -|a|\n"},
    {"\xef\xbb\xbfid,\"n\"\nx\n", 0, QIAN_UTF8_BOM, "1 -|id|n\n2 -|x\n"},
    {"\"a,\"\"b\"\"\",c\n", 0, QIAN_UTF8, "1 -|a,\"b\"|c\n"},
    {"\"a\nb\r\nc\",d\ne\n", 0, QIAN_UTF8, "1 -|a\nb\r\nc|d\n4 -|e\n"},
    {"\"a\"\r\n\"b\"", 0, QIAN_UTF8, "1 -|a\n2 -|b\n"},
    {"a\"b,c\nd\n", 0, QIAN_UTF8, "1 " STRAY "|a\n2 -|d\n"},
    {"x,\"a\"b,c\nd\n", 0, QIAN_UTF8, "1 " AFTER "|x|a\n2 -|d\n"},
    {"\"a\" ,c\nd\n", 0, QIAN_UTF8, "1 " AFTER "|a\n2 -|d\n"},
    {"a,\"b\nc,d\ne", 0, QIAN_UTF8, "1 " OPEN "|a|b\nc,d\ne\n2 -|c|d\n3 -|e\n"},
    {"\"", 0, QIAN_UTF8, "1 " OPEN "|\n"},
    // A mark too many on line 1 meets one that is right on line 4.
    {"1,\"b\n2,c\n3,d\n4,\"e\",f\n5,g\n", 0, QIAN_UTF8,
     "1 " AFTER "|1|b\n2,c\n3,d\n4,\n2 -|2|c\n3 -|3|d\n4 -|4|e|f\n5 -|5|g\n"},
    {"a\rb\nc\n", 0, QIAN_UTF8, "1 " CR "|a\n2 -|c\n"},
    {"a\r\rb\nc\n", 0, QIAN_UTF8, "1 " CR "|a\n2 -|c\n"},
    {"a\nb\r", 0, QIAN_UTF8, "1 -|a\n2 " CR "|b\n"},
    {"\"a\"\rb\nc\n", 0, QIAN_UTF8, "1 " CR "|a\n2 -|c\n"},
    {"\"a\rb\"\nc\n", 0, QIAN_UTF8, "1 -|a\rb\n2 -|c\n"},
    {"a\0b,c\nd\n", 8, QIAN_UTF8, "1 " NUL "|a\n2 -|d\n"},
    {"\"x\na\0b\",c\nd\n", 12, QIAN_UTF8, "1 " NUL "|x\na\n2 " NUL "|a\n3 -|d\n"},
    // GBK: 张三; trail bytes that look like \ and |; the comma is none
    {"\xd5\xc5\xc8\xfd,\x81\x5c,\x81\x7c\n", 0, QIAN_GBK, "1 -|张三|乗|亅\n"},
    {"\"\xd5\xc5\",\"\xa6\xd9\"\nx", 0, QIAN_GBK, "1 -|张|~\\xA6\\xD9\n2 -|x\n"},
    // GB18030: U+20000 (95328236), U+0080 (81308130), contested, none, private
    {"\x95\x32\x82\x36,\x81\x30\x81\x30,\x81\x35\xf4\x37,\xfe\x39\xfe\x39,\xaa\xa1\n", 0,
     QIAN_GB18030,
     "1 -|\xf0\xa0\x80\x80|\xc2\x80|~\\x81\\x35\\xF4\\x37|~\\xFE\\x39\\xFE\\x39|"
     "~\\xAA\\xA1\n"},
    // Bytes that are no code, though the look at the whole file lets none through.
    {"\x81,\xff\"\n\x80z\n", 0, QIAN_GBK, "1 " STRAY "|~\\x81|~\\xFF\n2 -|~\\x80z\n"},
};

static void check_case(size_t i) {
    struct qian_str file = {cases[i].file, cases[i].n ? cases[i].n : strlen(cases[i].file)};
    struct qian_buf rows = {0};
    for (size_t chunk = 1; chunk <= 64; chunk++) {
        dump(file, cases[i].encoding, chunk, &rows);
        CHECK(qian_str_is(qian_buf_view(&rows), cases[i].rows), "case %zu, %zu at once:\n%s--\n%s",
              i, chunk, rows.p, cases[i].rows);
    }
    qian_buf_free(&rows);
}

static void fill(struct qian_buf *out, const char *piece, size_t times) {
    for (size_t i = 0; i < times; i++)
        qian_buf_text(out, piece);
}

static void expect(struct qian_buf *file, enum qian_encoding encoding, const char *rows,
                   const char *what) {
    struct qian_buf out = {0};
    size_t chunks[] = {1, 7, 4096, 131072};
    for (size_t i = 0; i < 4; i++) {
        dump(qian_buf_view(file), encoding, chunks[i], &out);
        CHECK(out.n >= strlen(rows) && strcmp(out.p + out.n - strlen(rows), rows) == 0,
              "%s: %.200s", what, out.p);
    }
    file->n = 0;
    qian_buf_free(&out);
}

static void check_limits(void) {
    struct qian_buf file = {0};
    fill(&file, "a", QIAN_CELL_MAX);
    qian_buf_text(&file, "\nb\n");
    expect(&file, QIAN_UTF8, "a\n2 -|b\n", "the longest cell");
    fill(&file, "a", QIAN_CELL_MAX + 1);
    qian_buf_text(&file, "\nb\n");
    struct qian_buf out = {0};
    dump(qian_buf_view(&file), QIAN_UTF8, 999, &out);
    CHECK(strncmp(out.p, "1 " LONG "|", strlen(LONG) + 3) == 0, "too long: %.60s", out.p);
    file.n = 0;
    // A mark too many: the cell runs over its bound, and the lines behind it are told all the same.
    qian_buf_text(&file, "h\n\"x\n");
    fill(&file, "12345678,abc\n", 10000);
    dump(qian_buf_view(&file), QIAN_UTF8, 4096, &out);
    CHECK(strstr(out.p, "2 " LONG "|x"), "no fault told");
    expect(&file, QIAN_UTF8, "\n10001 -|12345678|abc\n10002 -|12345678|abc\n", "rows behind");
    fill(&file, ",", QIAN_ROW_CELLS_MAX - 1);
    qian_buf_text(&file, "x\n");
    expect(&file, QIAN_UTF8, "||x\n", "the most cells");
    fill(&file, "a,", QIAN_ROW_CELLS_MAX);
    qian_buf_text(&file, "x\ny\n");
    dump(qian_buf_view(&file), QIAN_UTF8, 999, &out);
    CHECK(strncmp(out.p, "1 " MANY "|a|", strlen(MANY) + 5) == 0, "too many: %.60s", out.p);
    expect(&file, QIAN_UTF8, "a|a\n2 -|y\n", "behind too many");
    fill(&file, "\xd5\xc5", 21845); // three bytes each
    qian_buf_text(&file, "\n");
    expect(&file, QIAN_GBK, "张\n", "the longest cell of GBK");
    fill(&file, "\xd5\xc5", 21846);
    qian_buf_text(&file, "\nz\n");
    dump(qian_buf_view(&file), QIAN_GBK, 999, &out);
    CHECK(strncmp(out.p, "1 " LONG "|", strlen(LONG) + 3) == 0, "too long in UTF-8: %.60s", out.p);
    expect(&file, QIAN_GBK, "\n2 -|z\n", "behind it");
    fill(&file, "\x81\x30\x81\x30", 32767); // U+0080: four bytes become two
    qian_buf_text(&file, "\n");
    expect(&file, QIAN_GB18030, "\xc2\x80\n", "codes of four bytes that shrink");
    qian_buf_free(&file);
    qian_buf_free(&out);
}

// What is detected, and its sample: "encoding sample", or the clause and place of a refusal.
static const struct {
    const char *file, *stated, *want;
} found[] = {
    {"", NULL, "0 "},
    {"a,b\n", NULL, "0 "},
    {"a\nx,\xe5\xbc\xa0\r\nb\n", NULL, "0 x,张"},
    {"\xef\xbb\xbf\xe5\xbc\xa0\n", NULL, "1 张"},
    {"\xef\xbb\xbf"
     "abc\n",
     NULL, "1 "},
    {"\xef\xbb\xbf"
     "abc\xd5\xc5\n",
     NULL, "import 2.2 line 1 0xD5, byte 7"},
    {"a\nb\xd5\xc5\xc8\xfd\n", NULL, "2 b张三"},
    {"\xd5\xc5\x95\x32\x82\x36\n", NULL, "3 张\xf0\xa0\x80\x80"},
    {"a\n\xd5\xc5\n\x80\n", NULL, "import 2.2 line 3 0x80, byte 6"},
    {"\xd5\xc5\n\xd5", NULL, "import 2.2 line 2 0xD5, byte 4"},
    {"\xd5\xc5\n\x81\x30\x81", NULL, "import 2.2 line 2 0x81, byte 4"},
    {"\xd5\xc5\n\x81\x30\x81\xff", NULL, "import 2.2 line 2 0x81, byte 4"},
    {"\xff\xfe"
     "a",
     NULL, "import 2.2  "},
    {"\xfe\xff"
     "a",
     "gbk", "import 2.2  "},
    {"\xd5\xc5", "utf-8", "import 2.3 line 1 0xD5, byte 1"},
    {"\xd5\xc5\n\x95\x32\x82\x36\n", "gbk", "import 2.3 line 2 0x95, byte 4"},
    {"\xd5\xc5\n\x95\x32\x82\x36\n", "gb18030", "3 张"},
    {"\xd5\xc5\n", "gb18030", "3 张"},
    {"\xef\xbb\xbf\xe5\xbc\xa0x", "gbk", "import 2.3 line 1 0xEF, byte 1"},
    {"\xc3\xa4\xc3\xb6", "gbk", "2 盲枚"}, // both: what was stated holds
    {"\xed\xa0\x80x", NULL, "import 2.2 line 1 0x80, byte 3"},
    {"\xc0\x80\x80", NULL, "import 2.2 line 1 0x80, byte 3"},
    {"\xf4\x90\x80\x80", NULL, "import 2.2 line 1 0x80, byte 3"},
    {"a", "latin1", "import 2.2  latin1"},
};

static void check_found(size_t i) {
    for (size_t most = 1; most <= 9; most++) {
        struct memory memory = {qian_str(found[i].file), most};
        enum qian_encoding encoding = QIAN_UTF8;
        struct qian_buf sample = {0}, got = {0};
        struct qian_err err = {0};
        if (qian_encoding_find(memory_source(&memory), found[i].stated, &encoding, &sample, &err)) {
            qian_buf_text(&got, err.clause);
            qian_buf_text(&got, " ");
            qian_buf_text(&got, err.where);
            qian_buf_text(&got, " ");
            qian_buf_text(&got, err.value);
        } else {
            qian_buf_u64(&got, encoding);
            qian_buf_text(&got, " ");
            qian_buf_str(&got, qian_buf_view(&sample));
        }
        CHECK(qian_str_is(qian_buf_view(&got), found[i].want), "found %zu: %s", i, got.p);
        qian_buf_free(&sample);
        qian_buf_free(&got);
    }
}

int main(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_case(i);
    check_limits();
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        check_found(i);
    return check_end("sheet_csv");
}
