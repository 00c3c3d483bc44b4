// SPDX-License-Identifier: MulanPSL-2.0
// Vectors of single functions: ids, ratios, text, JSON layout, tables, roots, commitments, seeds,
// balls.
#include "engine/base/json_in.h"
#include "engine/base/text.h"
#include "engine/core/field.h"
#include "engine/core/merkle.h"
#include "engine/core/ratio.h"
#include "engine/core/seed.h"
#include "engine/core/table.h"
#include "tests/check.h"
#include "tests/engine/cases.h"

static void test_ids(json_t *c) {
    static const char *const forms[] = {"", "uscc", "registration", "typed"};
    enum qian_id_form form = qian_id_form(str_of(c, "value"));
    CHECK(strcmp(forms[form], text_of(c, "form")) == 0, "ids %s: %s", text_of(c, "id"),
          forms[form]);
}

static void test_ratios(json_t *c) {
    uint32_t got = 0;
    json_t *want = json_object_get(c, "millionths");
    bool good = qian_ratio_read(str_of(c, "value"), &got);
    CHECK(good == json_is_integer(want) && (!good || got == json_integer_value(want)),
          "ratios %s: %u", text_of(c, "id"), got);
}

// F03 of a file that is no table, as the engine's readers judge it line by line.
static bool lines_bad(struct qian_str f) {
    if (f.n == 0 || f.p[f.n - 1] != '\n' || (f.n >= 3 && memcmp(f.p, "\xef\xbb\xbf", 3) == 0) ||
        f.p[0] == '\n' || memchr(f.p, '\r', f.n))
        return true;
    for (size_t i = 1; i < f.n; i++)
        if (f.p[i] == '\n' && f.p[i - 1] == '\n')
            return true;
    return false;
}

static void test_text(json_t *c) {
    struct qian_buf file = hex_of(c, "file_hex");
    struct qian_str f = qian_buf_view(&file);
    char want[64], got[64] = "";
    codes_of(c, want, sizeof want);
    // The engine reads text line by line; LF and CR are the lines' own.
    const char *code = NULL;
    for (size_t at = 0; at < f.n && (!code || strcmp(code, "F01") != 0);) {
        size_t end = at;
        while (end < f.n && f.p[end] != '\n' && f.p[end] != '\r')
            end++;
        struct qian_str line = {f.p + at, end - at};
        if (at == 0 && line.n >= 3 && memcmp(line.p, "\xef\xbb\xbf", 3) == 0)
            line = (struct qian_str){line.p + 3, line.n - 3};
        const char *found = qian_text_fault(line, false);
        code = found ? found : code;
        at = end + 1;
    }
    if (code)
        strcat(got, code);
    if (lines_bad(f))
        strcat(strcat(got, *got ? " " : ""), "F03");
    CHECK(strcmp(want, got) == 0, "text %s: want [%s] got [%s]", text_of(c, "id"), want, got);
    qian_buf_free(&file);
}

static void test_json(json_t *c) {
    static const struct qian_json_place place = {"vector", "bundle 2.4", QIAN_BAD_DATA};
    struct qian_buf file = hex_of(c, "file_hex");
    struct qian_err err;
    char want[64];
    codes_of(c, want, sizeof want);
    // The engine's files have an object on top; bundle 2.6.
    if (*want == 0 && file.p[0] != '{') {
        qian_buf_free(&file);
        return;
    }
    json_t *root = qian_json_load(&place, qian_buf_view(&file), &err);
    bool good = root && qian_json_laid_out(root, qian_buf_view(&file));
    CHECK(good == (*want == 0), "json %s: want [%s]", text_of(c, "id"), want);
    json_decref(root);
    qian_buf_free(&file);
}

static void test_tables(json_t *c) {
    static const char *const kinds[] = {"targets", "inspectors", "recusals", "selection",
                                        "assignment"};
    struct qian_buf file = hex_of(c, "file_hex");
    struct qian_table table;
    char want[64], got[128] = "";
    codes_of(c, want, sizeof want);
    size_t kind = 0;
    while (strcmp(kinds[kind], text_of(c, "table")) != 0)
        kind++;
    qian_table_read((enum qian_table_kind)kind, qian_buf_view(&file), &table);
    for (size_t i = 0; i < qian_table_code_count; i++)
        if (table.codes & 1u << i)
            strcat(strcat(got, *got ? " " : ""), qian_table_codes[i]);
    CHECK(strcmp(want, got) == 0, "tables %s: want [%s] got [%s]", text_of(c, "id"), want, got);
    qian_table_free(&table);
    qian_buf_free(&file);
}

static void test_proof(struct qian_hasher *h, const struct qian_digest *leaf, size_t n, json_t *p,
                       const char *id) {
    struct qian_digest path[QIAN_TREE_DEPTH_MAX];
    size_t index = (size_t)json_integer_value(json_object_get(p, "index"));
    json_t *want = json_object_get(p, "path");
    size_t length = qian_tree_path(h, leaf, n, index, path);
    CHECK(length == json_array_size(want), "roots %s: path of %zu", id, index);
    for (size_t i = 0; i < length; i++) {
        char hex[QIAN_HEX_SIZE + 1];
        qian_digest_hex(&path[i], hex);
        CHECK(strcmp(hex, json_string_value(json_array_get(want, i))) == 0, "roots %s: path", id);
    }
}

static void test_roots(json_t *c) {
    struct qian_hasher *h = qian_hasher_open(suite_of(c));
    json_t *lines = json_object_get(c, "lines"), *line, *proof;
    size_t i, n = json_array_size(lines);
    struct qian_digest *leaf = qian_take(n, sizeof *leaf), root;
    struct qian_tree tree;
    char hex[QIAN_HEX_SIZE + 1];
    qian_tree_begin(&tree, h);
    json_array_foreach(lines, i, line) {
        struct qian_str text = qian_str(json_string_value(line));
        qian_tree_add(&tree, text);
        qian_leaf_hash(h, text, &leaf[i]);
    }
    qian_tree_root(&tree, &root);
    qian_digest_hex(&root, hex);
    CHECK(strcmp(hex, text_of(c, "root")) == 0, "roots %s", text_of(c, "id"));
    json_array_foreach(json_object_get(c, "proofs"), i, proof)
        test_proof(h, leaf, n, proof, text_of(c, "id"));
    free(leaf);
    qian_hasher_close(h);
}

static void test_commitments(json_t *c) {
    struct qian_hasher *h = qian_hasher_open(suite_of(c));
    struct qian_digest d;
    char hex[QIAN_HEX_SIZE + 1];
    qian_commit(h, text_of(c, "draw"), text_of(c, "name"), text_of(c, "nonce"), &d);
    qian_digest_hex(&d, hex);
    CHECK(strcmp(hex, text_of(c, "commitment")) == 0, "commitments %s", text_of(c, "id"));
    qian_hasher_close(h);
}

static void test_seeds(json_t *c) {
    static const char *const scopes[] = {"targets", "inspectors", "experts"};
    struct qian_hasher *h = qian_hasher_open(suite_of(c));
    struct qian_seeds seeds;
    char hex[QIAN_HEX_SIZE + 1];
    qian_seeds_of(h, str_of(c, "entropy"), &seeds);
    qian_digest_hex(&seeds.seed, hex);
    CHECK(strcmp(hex, text_of(c, "seed")) == 0, "seeds %s", text_of(c, "id"));
    for (size_t i = 0; i < 3; i++) {
        qian_digest_hex(&seeds.subseed[i], hex);
        CHECK(strcmp(hex, text_of(c, scopes[i])) == 0, "seeds %s %s", text_of(c, "id"), scopes[i]);
    }
    qian_hasher_close(h);
}

static void test_balls(json_t *c) {
    struct qian_balls b = {(uint32_t)json_integer_value(json_object_get(c, "count")),
                           (uint32_t)json_integer_value(json_object_get(c, "from")),
                           (uint32_t)json_integer_value(json_object_get(c, "to"))};
    char want[64], got[64] = "";
    codes_of(c, want, sizeof want);
    const char *code = qian_balls_fault(&b, str_of(c, "value"));
    if (!qian_balls_enough(&b))
        strcat(got, "E09");
    if (code)
        strcat(strcat(got, *got ? " " : ""), code);
    CHECK(strcmp(want, got) == 0, "balls %s: want [%s] got [%s]", text_of(c, "id"), want, got);
}

int main(void) {
    static const struct {
        const char *file;
        void (*test)(json_t *c);
    } all[] = {{"ids.json", test_ids},
               {"ratios.json", test_ratios},
               {"text.json", test_text},
               {"json.json", test_json},
               {"tables.json", test_tables},
               {"roots.json", test_roots},
               {"commitments.json", test_commitments},
               {"seeds.json", test_seeds},
               {"balls.json", test_balls}};
    for (size_t f = 0; f < sizeof all / sizeof *all; f++) {
        json_t *root = cases_load("qian", all[f].file), *c;
        size_t i;
        json_array_foreach(json_object_get(root, "cases"), i, c) all[f].test(c);
        json_decref(root);
    }
    return check_end("engine vectors, form");
}
