// SPDX-License-Identifier: MulanPSL-2.0
// Vectors of what the parties of a ceremony give each other: policies, notices, notes, objections,
// voids, and what would have to collude.
//
// Where the engine writes a file (notes, objections.txt, void.json), it takes the lines that others
// signed and writes all else itself. So a case is good exactly if the engine, given what the case
// holds, writes the same bytes.
#include "engine/base/date.h"
#include "engine/base/json_in.h"
#include "engine/beacon/public.h"
#include "engine/ceremony/note.h"
#include "engine/ceremony/parts.h"
#include "engine/ceremony/policy_read.h"
#include "engine/registry/notice_read.h"
#include "tests/check.h"
#include "tests/engine/cases.h"

static json_t *base; // of the file that is run
static struct qian_rules rules;

static void test_policies(json_t *c) {
    struct qian_policy policy;
    struct qian_err err = {0};
    const char *want = text_of(c, "result");
    bool good = qian_policy_parse("policy", str_of(c, "policy"), &policy, &err) == QIAN_OK;
    // Lines of later versions: who takes part must know every line of the policy.
    CHECK(good == (strcmp(want, "ok") == 0), "policies %s: want %s, got %s at %s: %s",
          text_of(c, "id"), want, good ? "ok" : err.what, err.where, text_of(c, "comment"));
    CHECK(good || err.status == QIAN_BAD_DATA, "policies %s: status", text_of(c, "id"));
    qian_policy_free(&policy);
}

// spec/beacons.md 4.3: when the policy says that an issue comes.
static void test_issues(json_t *c) {
    struct qian_policy policy;
    struct qian_err err = {0};
    enum qian_game game = QIAN_KL8;
    int64_t time = 0;
    char text[QIAN_TIME_SIZE + 1] = "";
    bool good = qian_policy_parse("policy", str_of(c, "policy"), &policy, &err) == QIAN_OK &&
                qian_game_read(str_of(c, "game"), &game) && qian_issue_good(str_of(c, "issue"));
    CHECK(good, "issues %s: not readable", text_of(c, "id"));
    if (qian_policy_issue_time(&policy, game, qian_issue_read(str_of(c, "issue")), &time))
        qian_time_write(time, text);
    CHECK(strcmp(text, text_of(c, "comes")) == 0, "issues %s: comes %s", text_of(c, "id"), text);
    struct qian_source source = {.kind = QIAN_LOTTERY};
    memcpy(source.game, text_of(c, "game"), 4);
    memcpy(source.issue, text_of(c, "issue"), 8);
    memcpy(source.time, text_of(c, "time"), sizeof source.time);
    good = qian_policy_allows_lottery(&policy, &source, &err) == QIAN_OK;
    CHECK(code_is_wanted(c, good ? NULL : err.code), "issues %s: %s", text_of(c, "id"),
          good ? "allowed" : err.code);
    qian_policy_free(&policy);
}

// What the engine says of a notice as a party of a ceremony meets it: the reader, then
// qian_source_fault (engine/ceremony/case.c). Too many public sources are F08 here, as any list is.
static void test_notices(json_t *c) {
    struct qian_buf file = spliced(qian_str(json_string_value(base)), json_object_get(c, "notice"));
    struct qian_notice_copy copy;
    struct qian_err err = {0};
    const char *code = NULL;
    if (qian_notice_read(qian_buf_view(&file), &rules, &copy, &err) != QIAN_OK)
        code = strcmp(text_of(c, "id"), "public-nine") == 0 ? "F11" : err.code;
    for (size_t i = 0; i < copy.notice.public_count && !code; i++)
        code = qian_source_fault(&copy.notice.public[i]);
    CHECK(code_is_wanted(c, code), "notices %s: %s: got %s: %s %s", text_of(c, "id"),
          text_of(c, "comment"), code, code ? err.what : "", err.where);
    qian_notice_copy_free(&copy);
    qian_buf_free(&file);
}

// A digest in a text, or zeros, which no case holds.
static struct qian_digest digest_of(struct qian_str hex) {
    struct qian_digest digest = {0};
    if (!qian_hex_read(hex, digest.b, sizeof digest.b))
        memset(digest.b, 0, sizeof digest.b);
    return digest;
}

// The manifest of a note: the names that it must have, the digests that it states.
static size_t manifest_of(json_t *c, struct qian_str text, struct qian_file *file) {
    struct qian_split split = qian_split(text, '\n');
    struct qian_str line = {"", 0};
    json_t *name;
    size_t i;
    for (i = 0; i < 2; i++)
        (void)qian_split_next(&split, &line);
    json_array_foreach(json_object_get(c, "files"), i, name) {
        if (!qian_split_next(&split, &line) || line.n < QIAN_HEX_SIZE)
            line = (struct qian_str){"", 0};
        file[i] =
            (struct qian_file){json_string_value(name),
                               digest_of((struct qian_str){line.p, line.n ? QIAN_HEX_SIZE : 0})};
    }
    return i;
}

// Append the first of these lines that is this key's good signature. False if there is none.
static bool add_signature(struct qian_str lines, struct qian_str text, const char *vkey,
                          enum qian_suite suite, struct qian_buf *out) {
    struct qian_split split = qian_split(lines, '\n');
    struct qian_str line;
    while (qian_split_next(&split, &line)) {
        if (qian_signature_good(line, text, vkey, suite)) {
            qian_buf_str(out, line);
            qian_buf_char(out, '\n');
            return true;
        }
    }
    return false;
}

static void test_notes(json_t *c) {
    struct qian_file file[QIAN_NOTE_FILES_MAX];
    struct qian_str note = str_of(c, "note"), text, lines;
    struct qian_buf want = {0};
    json_t *signer;
    size_t i;
    bool whole = true; // everybody has signed
    if (qian_note_split(note, &text, &lines)) {
        size_t files = manifest_of(c, text, file);
        qian_note_text(text_of(c, "kind"), text_of(c, "draw"), file, files, &want);
        size_t n = want.n; // of the text
        qian_buf_char(&want, '\n');
        json_array_foreach(json_object_get(c, "signers"), i, signer) {
            struct qian_buf own = {0};
            qian_buf_add(&own, want.p, n);
            whole = add_signature(lines, qian_buf_view(&own), json_string_value(signer),
                                  suite_of(c), &want) &&
                    whole;
            qian_buf_free(&own);
        }
    }
    bool good = whole && qian_str_eq(qian_buf_view(&want), note);
    CHECK(good == code_is_wanted(c, NULL), "notes %s: %s", text_of(c, "id"), text_of(c, "comment"));
    qian_buf_free(&want);
}

// Append the first objection of this witness that is good.
static void add_objection(json_t *c, const struct qian_digest *transcript, const char *vkey,
                          struct qian_buf *out) {
    struct qian_split split = qian_split(str_of(c, "objections"), '\n');
    struct qian_str line;
    bool found = false;
    while (qian_split_next(&split, &line) && !found) {
        struct qian_objection o;
        struct qian_buf text = {0};
        if (qian_objection_read(line, &o)) {
            qian_objection_text(text_of(c, "draw"), transcript, o.reason, &text);
            found =
                qian_signature_word_good(o.name, o.word, qian_buf_view(&text), vkey, suite_of(c));
        }
        if (found) {
            qian_buf_str(out, line);
            qian_buf_char(out, '\n');
        }
        qian_buf_free(&text);
    }
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void test_objections(json_t *c) {
    struct qian_digest transcript = digest_of(str_of(c, "transcript"));
    struct qian_buf want = {0};
    json_t *list = json_object_get(c, "witnesses"), *vkey;
    size_t i, count = json_array_size(list);
    const char **witness = qian_take(count + 1, sizeof *witness);
    json_array_foreach(list, i, vkey) witness[i] = json_string_value(vkey);
    qsort(witness, count, sizeof *witness, by_text); // vkeys begin with the names
    qian_objections_head(text_of(c, "draw"), &transcript, &want);
    for (i = 0; i < count; i++)
        add_objection(c, &transcript, witness[i], &want);
    CHECK(qian_str_eq(qian_buf_view(&want), str_of(c, "objections")) == code_is_wanted(c, NULL),
          "objections %s: %s\n%s", text_of(c, "id"), text_of(c, "comment"), want.p);
    free(witness);
    qian_buf_free(&want);
}

static void test_voids(json_t *c) {
    static const struct qian_json_place place = {"void.json", "ceremony 2.1", QIAN_BAD_DATA};
    struct qian_err err;
    struct qian_buf want = {0};
    json_t *root = qian_json_load(&place, str_of(c, "void"), &err);
    struct qian_digest notice = digest_of(str_of(c, "notice"));
    struct qian_str reason = str_of(root, "reason"), created = str_of(root, "created");
    if (qian_reason_good(reason) && qian_time_good(created))
        qian_void_write(text_of(c, "draw"), &notice, reason.p, created.p, &want);
    CHECK(qian_str_eq(qian_buf_view(&want), str_of(c, "void")) == code_is_wanted(c, NULL),
          "voids %s: %s\n%s", text_of(c, "id"), text_of(c, "comment"), want.p);
    json_decref(root);
    qian_buf_free(&want);
}

static void test_assurances(json_t *c) {
    struct qian_notice n = {.ceremony = strcmp(text_of(c, "mode"), "ceremony") == 0};
    struct qian_buf out = {0};
    json_t *name;
    size_t i;
    n.contributor_count = (size_t)json_integer_value(json_object_get(c, "contributors"));
    json_array_foreach(json_object_get(c, "sources"), i, name) {
        struct qian_source *source = &n.public[n.public_count++];
        while (strcmp(qian_source_names[source->kind], json_string_value(name)) != 0)
            source->kind++;
    }
    qian_assurance_write(&n, (size_t)json_integer_value(json_object_get(c, "withheld")), &out);
    CHECK(qian_str_eq(qian_buf_view(&out), str_of(c, "assurance")), "assurances %s:\n%s",
          text_of(c, "id"), out.p);
    qian_buf_free(&out);
}

int main(void) {
    static const struct {
        const char *file;
        void (*test)(json_t *c);
    } all[] = {{"policies.json", test_policies},     {"issues.json", test_issues},
               {"notices.json", test_notices},       {"notes.json", test_notes},
               {"objections.json", test_objections}, {"voids.json", test_voids},
               {"assurances.json", test_assurances}};
    struct qian_err err;
    if (qian_sign_start(&err) != QIAN_OK ||
        qian_rules_load("changchun-2021", ".", &rules, &err) != QIAN_OK)
        return 1;
    for (size_t f = 0; f < sizeof all / sizeof *all; f++) {
        json_t *root = cases_load("qian", all[f].file), *c;
        size_t i;
        base = json_object_get(root, "base");
        json_array_foreach(json_object_get(root, "cases"), i, c) all[f].test(c);
        json_decref(root);
    }
    qian_rules_free(&rules);
    return check_end("engine vectors, ceremony");
}
