// SPDX-License-Identifier: MulanPSL-2.0
// Rules packs signed by offices (spec/rules.md 3): good notes, and one fault each.
#include "engine/ceremony/office.h"

#include <string.h>

#include "engine/registry/rules.h"
#include "tests/check.h"

enum { FIRST, SECOND, STRANGER, KEYS };
static struct qian_key key[KEYS];
static const char *office[2];
static struct qian_office_paper paper;

static void make_keys(void) {
    static const char *const names[KEYS] = {"司法局", "领导小组办公室", "他人"};
    for (int i = 0; i < KEYS; i++) {
        uint8_t seed[32] = {(uint8_t)(i + 1)};
        struct qian_err err;
        enum qian_suite suite = i == SECOND ? QIAN_SM3_SM2 : QIAN_SHA256_ED25519;
        if (qian_key_of_seed(seed, names[i], suite, &key[i], &err) != QIAN_OK)
            exit(1);
    }
    office[0] = key[FIRST].vkey;
    office[1] = key[SECOND].vkey;
}

static void check_note(const struct qian_buf *note, const char *code, const char *what) {
    struct qian_err err = {0};
    enum qian_status status =
        qian_office_note_judge(&paper, office, 2, qian_buf_view(note), "x.note", &err);
    if (code)
        CHECK(status == QIAN_DISAGREES && strcmp(err.code, code) == 0, "%s: %s", what,
              status ? err.code : "accepted");
    else
        CHECK(status == QIAN_OK, "%s: %s %s", what, status ? err.code : "", status ? err.what : "");
}

// The note with the first `from` replaced by `to`.
static void check_altered(const struct qian_buf *note, const char *from, const char *to,
                          const char *code) {
    struct qian_buf out = {0};
    const char *at = strstr(note->p, from);
    CHECK(at != NULL, "%s is not there", from);
    if (!at)
        return;
    qian_buf_add(&out, note->p, (size_t)(at - note->p));
    qian_buf_text(&out, to);
    qian_buf_text(&out, at + strlen(from));
    check_note(&out, code, from);
    qian_buf_free(&out);
}

static struct qian_buf added(const struct qian_buf *note, int who, bool want_before) {
    struct qian_buf out = {0};
    bool before = !want_before;
    qian_office_note_add(&paper, &key[who], qian_buf_view(note), &before, &out);
    CHECK(before == want_before, "before");
    return out;
}

static void test_notes(void) {
    struct qian_buf none = {0}, empty = {0}, twice = {0};
    struct qian_buf one = added(&none, FIRST, false), both = added(&one, SECOND, false);
    struct qian_buf second = added(&none, SECOND, false), again = added(&second, FIRST, false);
    struct qian_buf same = added(&both, FIRST, true), other = added(&one, STRANGER, false);
    check_note(&one, NULL, "one");
    check_note(&second, NULL, "second");
    check_note(&both, NULL, "both");
    check_note(&again, NULL, "the other way round");
    CHECK(strncmp(strstr(both.p, "\n\n"), strstr(again.p, "\n\n"), 8) == 0, "order of names");
    CHECK(qian_str_eq(qian_buf_view(&same), qian_buf_view(&both)), "added twice");
    check_note(&other, "S03", "a stranger");
    check_note(&none, "F03", "no bytes");
    qian_office_note_text(&paper, &empty);
    qian_buf_char(&empty, '\n');
    check_note(&empty, "S01", "nobody");
    qian_buf_str(&twice, qian_buf_view(&one));
    qian_buf_text(&twice, strstr(one.p, "\n\n") + 2);
    check_note(&twice, "S04", "twice");
    check_altered(&one, "qian/1 rules", "qian/1 calendar", "H01");
    check_altered(&one, "\nchangchun-2021\n", "\nchangchun-2022\n", "H01");
    check_altered(&one, "changchun-2021.json", "rules.json", "H01");
    check_altered(&one, "\n\n", "\n", "F07");
    check_altered(&one, "\n\n", "\n\n\n", "F03");
    check_altered(&one, "\n\n— ", "\n\n- ", "F07");
    check_altered(&one, "\n\n— 司法局", "\n\n— 司法厅", "S03");
    struct qian_str bytes = paper.bytes;
    paper.bytes.n--; // another file
    check_note(&both, "H01", "another file");
    paper.bytes = bytes;
    const struct qian_buf all[] = {empty, twice, one, both, second, again, same, other};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        qian_buf_free(&(struct qian_buf){all[i].p, all[i].n, all[i].cap});
}

// A signature over another text, and lines in another order.
static void test_lines(void) {
    struct qian_buf none = {0}, wrong = {0}, order = {0};
    struct qian_buf one = added(&none, FIRST, false), second = added(&none, SECOND, false);
    qian_buf_str(&wrong, qian_buf_view(&one));
    wrong.p[wrong.n - 8] = wrong.p[wrong.n - 8] == 'A' ? 'B' : 'A';
    check_note(&wrong, "S02", "signature altered");
    const char *a = strstr(one.p, "\n\n") + 2, *b = strstr(second.p, "\n\n") + 2;
    bool ascending = strcmp(a, b) < 0;
    qian_office_note_text(&paper, &order);
    qian_buf_char(&order, '\n');
    qian_buf_text(&order, ascending ? b : a);
    qian_buf_text(&order, ascending ? a : b);
    check_note(&order, "F05", "order");
    qian_buf_free(&one);
    qian_buf_free(&second);
    qian_buf_free(&wrong);
    qian_buf_free(&order);
}

int main(void) {
    struct qian_err err;
    struct qian_rules rules;
    if (qian_sign_start(&err) != QIAN_OK ||
        qian_rules_load("changchun-2021", ".", &rules, &err) != QIAN_OK)
        return 1;
    make_keys();
    paper = (struct qian_office_paper){"rules", rules.name, qian_buf_view(&rules.bytes)};
    test_notes();
    test_lines();
    for (int i = 0; i < KEYS; i++)
        qian_key_close(&key[i]);
    qian_rules_free(&rules);
    return check_end("engine office");
}
