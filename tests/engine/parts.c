// SPDX-License-Identifier: MulanPSL-2.0
// The small files of a ceremony and the lines of notes: what was written reads back, and with any
// byte changed, more or less it is refused.
#include <string.h>

#include "engine/ceremony/note.h"
#include "engine/ceremony/parts.h"
#include "tests/check.h"

static const char draw[] = "220100-2026-J-0017", name[] = "纪检监察",
                  nonce[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
static const char *const suites[2] = {"sha256-ed25519", "sm3-sm2"};

static struct qian_digest digest_of(const char *text) {
    struct qian_digest digest;
    qian_sha256(qian_str(text), &digest);
    return digest;
}

// Is the line or file, read once more, accepted for other bytes than it was written with? What it
// then says is written to `again`.
typedef bool reader(struct qian_str bytes, void *context, struct qian_buf *again);

static bool reads(reader *read, struct qian_str bytes, void *context) {
    struct qian_buf again = {0};
    bool good = read(bytes, context, &again);
    // What is accepted says exactly what stands there.
    if (good)
        CHECK(qian_str_eq(qian_buf_view(&again), bytes), "accepted otherwise: %.*s", (int)bytes.n,
              bytes.p);
    qian_buf_free(&again);
    return good;
}

// Bytes that a change puts into each place.
static const unsigned char others[] = {0,   '\t', '\n', '\r', ' ',  '-',
                                       '0', '=',  'A',  'f',  0x80, 0xff};

// All changes of one byte. Between `from` and `to` a digit may become another digit.
static void change_each(struct qian_str good, size_t from, size_t to, reader *read, void *context) {
    struct qian_buf copy = {0};
    qian_buf_str(&copy, good);
    for (size_t i = 0; i < good.n; i++) {
        for (size_t k = 0; k <= sizeof others; k++) {
            unsigned char was = (unsigned char)good.p[i];
            unsigned char now = k < sizeof others ? others[k] : was ^ 1;
            if (now == was)
                continue;
            bool digit = i >= from && i < to && memchr("0123456789abcdef", now, 16);
            copy.p[i] = (char)now;
            CHECK(reads(read, qian_buf_view(&copy), context) == digit, "byte %zu is 0x%02x", i,
                  now);
            copy.p[i] = (char)was;
        }
    }
    qian_buf_free(&copy);
}

static void lengthen_and_shorten(struct qian_str good, reader *read, void *context) {
    CHECK(!reads(read, (struct qian_str){"", 0}, context), "nothing");
    for (size_t i = 0; i <= good.n; i++) {
        struct qian_buf other = {0};
        CHECK(i == good.n || !reads(read, (struct qian_str){good.p, i}, context), "%zu bytes", i);
        qian_buf_add(&other, good.p, i);
        qian_buf_char(&other, i > 0 ? good.p[i - 1] : 'x'); // a byte twice
        qian_buf_add(&other, good.p + i, good.n - i);
        CHECK(!reads(read, qian_buf_view(&other), context), "a byte more at %zu", i);
        other.n = i > 0 ? i - 1 : 0;
        qian_buf_add(&other, good.p + i, good.n - i);
        CHECK(i == 0 || !reads(read, qian_buf_view(&other), context), "byte %zu left out", i - 1);
        qian_buf_free(&other);
    }
}

struct expected {
    const char *draw, *name;
    struct qian_digest notice;
};

static bool read_commit(struct qian_str bytes, void *context, struct qian_buf *again) {
    const struct expected *e = context;
    struct qian_digest commitment;
    bool good = qian_commit_part_read(bytes, e->draw, e->name, &commitment);
    if (good)
        qian_commit_part_write(e->draw, e->name, &commitment, again);
    return good;
}

static bool read_reveal(struct qian_str bytes, void *context, struct qian_buf *again) {
    const struct expected *e = context;
    char digits[QIAN_HEX_SIZE + 1];
    bool good = qian_reveal_part_read(bytes, e->draw, &e->notice, e->name, digits);
    if (good)
        qian_reveal_part_write(e->draw, &e->notice, e->name, digits, again);
    return good;
}

static void test_commit(void) {
    struct expected e = {draw, name, {{0}}}, other = {"220100-2026-J-0018", name, {{0}}};
    struct qian_digest commitment = digest_of("commitment");
    struct qian_buf part = {0};
    qian_commit_part_write(draw, name, &commitment, &part);
    struct qian_str good = qian_buf_view(&part);
    CHECK(reads(read_commit, good, &e), "commit");
    CHECK(!reads(read_commit, good, &other), "commit for another draw");
    other = (struct expected){draw, "公证处", {{0}}};
    CHECK(!reads(read_commit, good, &other), "commit of another");
    change_each(good, good.n - 65, good.n - 1, read_commit, &e);
    lengthen_and_shorten(good, read_commit, &e);
    qian_buf_free(&part);
}

static void test_reveal(void) {
    struct expected e = {draw, name, digest_of("notice")}, other = {draw, name, digest_of("other")};
    struct qian_buf part = {0};
    qian_reveal_part_write(draw, &e.notice, name, nonce, &part);
    struct qian_str good = qian_buf_view(&part);
    CHECK(reads(read_reveal, good, &e), "reveal");
    CHECK(!reads(read_reveal, good, &other), "reveal for another notice");
    other = (struct expected){"220100-2026-J-0018", name, e.notice};
    CHECK(!reads(read_reveal, good, &other), "reveal for another draw");
    other = (struct expected){draw, "公证处", e.notice};
    CHECK(!reads(read_reveal, good, &other), "reveal of another");
    change_each(good, good.n - 65, good.n - 1, read_reveal, &e);
    lengthen_and_shorten(good, read_reveal, &e);
    qian_buf_free(&part);
}

static void test_reason(void) {
    char longest[514];
    memset(longest, 'x', sizeof longest);
    CHECK(qian_reason_good((struct qian_str){longest, 512}), "512 bytes");
    CHECK(!qian_reason_good((struct qian_str){longest, 513}), "513 bytes");
    CHECK(qian_reason_good(qian_str("名录 有误")), "a blank inside");
    static const char *const bad[] = {"",     " x",   "x ",        "\xe3\x80\x80x", "a\nb",
                                      "a\tb", "\xff", "e\xcc\x81", "\xe2\x80\x8bx"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!qian_reason_good(qian_str(bad[i])), "reason %zu", i);
}

static struct qian_key key_of(enum qian_suite suite, uint8_t first, const char *of) {
    struct qian_key key;
    struct qian_err err;
    uint8_t seed[32] = {first};
    if (qian_key_of_seed(seed, of, suite, &key, &err) != QIAN_OK)
        exit(1);
    return key;
}

// Who must have signed what.
struct signing {
    const char *draw, *vkey;
    struct qian_digest transcript;
    struct qian_str text;
    enum qian_suite suite;
};

static bool read_objection(struct qian_str line, void *context, struct qian_buf *again) {
    const struct signing *s = context;
    struct qian_objection o;
    struct qian_buf text = {0};
    bool good = qian_objection_read(line, &o);
    if (good) {
        qian_objection_text(s->draw, &s->transcript, o.reason, &text);
        good = qian_signature_word_good(o.name, o.word, qian_buf_view(&text), s->vkey, s->suite);
    }
    qian_buf_str(again, line);
    qian_buf_free(&text);
    return good;
}

static void test_objection(enum qian_suite suite) {
    struct qian_key key = key_of(suite, 1, name), other = key_of(suite, 2, name);
    struct signing s = {draw, key.vkey, digest_of("transcript"), {0}, suite};
    struct qian_buf text = {0}, line = {0};
    qian_objection_text(draw, &s.transcript, qian_str("名录 有误"), &text);
    qian_buf_text(&line, "objection ");
    qian_buf_text(&line, name);
    qian_buf_char(&line, ' ');
    qian_signature_word(&key, qian_buf_view(&text), NULL, &line);
    qian_buf_text(&line, " 名录 有误");
    struct qian_str good = qian_buf_view(&line);
    CHECK(reads(read_objection, good, &s), "objection, %s", suites[suite]);
    change_each(good, 0, 0, read_objection, &s);
    lengthen_and_shorten(good, read_objection, &s);
    struct signing wrong = s;
    wrong.vkey = other.vkey;
    CHECK(!reads(read_objection, good, &wrong), "objection of another");
    wrong = s;
    wrong.draw = "220100-2026-J-0018";
    CHECK(!reads(read_objection, good, &wrong), "objection to another draw");
    wrong = s;
    wrong.transcript = digest_of("other");
    CHECK(!reads(read_objection, good, &wrong), "objection to another transcript");
    qian_buf_free(&line);
    qian_buf_free(&text);
    qian_key_close(&key);
    qian_key_close(&other);
}

static bool read_signature(struct qian_str line, void *context, struct qian_buf *again) {
    const struct signing *s = context;
    qian_buf_str(again, line);
    return qian_signature_good(line, s->text, s->vkey, s->suite);
}

// The text with any byte changed is not what was signed.
static void change_text(struct qian_str line, const struct signing *s) {
    struct qian_buf copy = {0};
    qian_buf_str(&copy, s->text);
    for (size_t i = 0; i < copy.n; i++) {
        copy.p[i] ^= 1;
        CHECK(!qian_signature_good(line, qian_buf_view(&copy), s->vkey, s->suite),
              "text changed at %zu", i);
        copy.p[i] ^= 1;
    }
    copy.n--;
    CHECK(!qian_signature_good(line, qian_buf_view(&copy), s->vkey, s->suite), "text without LF");
    qian_buf_free(&copy);
}

static void test_note(enum qian_suite suite) {
    static const uint8_t seed[32] = {9};
    struct qian_key key[2] = {key_of(suite, 1, name), key_of(suite, 2, "operator")};
    const struct qian_key *const signer[2] = {&key[0], &key[1]};
    struct qian_file file[2] = {{"notice.json", digest_of("a")}, {"notice.note", digest_of("b")}};
    struct qian_buf note = {0}, again = {0};
    struct qian_str text, lines, line;
    qian_note_write("void", draw, file, 2, signer, 2, seed, &note);
    qian_note_write("void", draw, file, 2, signer, 2, seed, &again);
    CHECK(qian_str_eq(qian_buf_view(&note), qian_buf_view(&again)), "one seed, one note");
    CHECK(qian_note_split(qian_buf_view(&note), &text, &lines), "split");
    again.n = 0;
    qian_note_text("void", draw, file, 2, &again);
    CHECK(qian_str_eq(text, qian_buf_view(&again)), "text: %s", again.p);
    struct qian_split split = qian_split(lines, '\n');
    for (size_t i = 0; i < 2; i++) {
        struct signing s = {draw, key[i].vkey, {{0}}, text, suite};
        CHECK(qian_split_next(&split, &line) && reads(read_signature, line, &s), "line %zu", i);
        change_text(line, &s);
        change_each(line, 0, 0, read_signature, &s);
        lengthen_and_shorten(line, read_signature, &s);
        s.vkey = key[1 - i].vkey;
        CHECK(!reads(read_signature, line, &s), "line %zu under another key", i);
        s = (struct signing){draw, key[i].vkey, {{0}}, text, (enum qian_suite) !suite};
        CHECK(!reads(read_signature, line, &s), "line %zu in the other suite", i);
    }
    CHECK(qian_split_next(&split, &line) && line.n == 0 && !qian_split_next(&split, &line), "end");
    qian_buf_free(&again);
    qian_buf_free(&note);
    qian_key_close(&key[0]);
    qian_key_close(&key[1]);
}

static void test_split(void) {
    struct qian_str text, lines;
    CHECK(!qian_note_split(qian_str(""), &text, &lines), "nothing");
    CHECK(!qian_note_split(qian_str("a\nb\n"), &text, &lines), "no empty line");
    CHECK(qian_note_split(qian_str("a\n\n"), &text, &lines) && qian_str_is(text, "a\n") &&
              lines.n == 0,
          "no lines");
    CHECK(qian_note_split(qian_str("a\n\nb\n\nc\n"), &text, &lines) && qian_str_is(text, "a\n") &&
              qian_str_is(lines, "b\n\nc\n"),
          "the first empty line");
}

int main(void) {
    struct qian_err err;
    if (qian_sign_start(&err) != QIAN_OK)
        return 1;
    test_commit();
    test_reveal();
    test_reason();
    test_split();
    for (int suite = 0; suite < 2; suite++) {
        test_objection((enum qian_suite)suite);
        test_note((enum qian_suite)suite);
    }
    return check_end("engine parts");
}
