// SPDX-License-Identifier: MulanPSL-2.0
// Vectors about form: ids, ratios, text, JSON, tables, policies.
#include "tests/verifier/harness.h"

#include "verifier/forms.h"
#include "verifier/ids.h"
#include "verifier/ratio.h"

#include <stdio.h>
#include <string.h>

static void test_ids(const char *folder)
{
    static const char *const NAMES[] = {"", "uscc", "registration", "typed"};
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/ids.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        current_case = text_of(&v, c, "id");
        enum id_form form = id_form(text_of(&v, c, "value"));
        CHECK(bytes_are(text_of(&v, c, "form"), NAMES[form]), "found %s", NAMES[form]);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void test_ratios(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/ratios.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        uint32_t ratio = 0;
        current_case = text_of(&v, c, "id");
        bool good = ratio_read(text_of(&v, c, "value"), &ratio);
        CHECK(good != is_null(&v, c, "millionths") && ratio == number_of(&v, c, "millionths"), "found %u", ratio);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void test_text(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/text.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct bytes content = unhex(text_of(&v, c, "file_hex"));
        struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
        current_case = text_of(&v, c, "id");
        bundle_put(b, FILE_ENTROPY, content);
        expect_codes(b, &v, member_of(&v, c, "codes"));
        bundle_release(b);
        release(content);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void test_json(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/json.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct bytes content = unhex(text_of(&v, c, "file_hex"));
        union {
            const unsigned char *kept;
            unsigned char *ours;
        } room = {.kept = content.at};
        struct json j;
        current_case = text_of(&v, c, "id");
        json_parse(&j, room.ours, content.n, true);
        CHECK(j.valid == (first_of(&v, c, "codes") == 0), "found %s", j.valid ? "good" : j.bad);
        json_free(&j);
        release(content);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static int table_number(struct bytes name)
{
    static const int TABLES[] = {FILE_TARGETS, FILE_INSPECTORS, FILE_RECUSALS, FILE_SELECTION, FILE_ASSIGNMENT};
    for (size_t i = 0; i < 5; i++) {
        if (strlen(FILE_NAMES[TABLES[i]]) == name.n + 4 &&
            memcmp(FILE_NAMES[TABLES[i]], name.at, name.n) == 0) {
            return TABLES[i];
        }
    }
    return FILE_COUNT;
}

static void judge_table(struct bundle *b, int number)
{
    struct file *file = &b->folder.files[number];
    if (file_legible(file)) {
        table_judge(&b->report, file, number);
    }
    if (file_usable(file) && number == FILE_TARGETS) {
        roster_load(&b->roster, &b->report, file, NULL, &b->hash, NULL, NULL);
    }
    if (file_usable(file) && number == FILE_INSPECTORS) {
        people_load(&b->people, &b->report, file, NULL);
    }
}

static void test_tables(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/tables.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct bytes content = unhex(text_of(&v, c, "file_hex"));
        struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
        current_case = text_of(&v, c, "id");
        int number = table_number(text_of(&v, c, "table"));
        CHECK(number < FILE_COUNT, "an unknown table");
        if (number < FILE_COUNT) {
            bundle_put(b, number, content);
            judge_table(b, number);
            expect_codes(b, &v, member_of(&v, c, "codes"));
        }
        bundle_release(b);
        release(content);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void test_policies(const char *folder)
{
    static const char *const NAMES[] = {"", "ok", "unsupported", "error"};
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/policies.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct policy p;
        bool hex = member_of(&v, c, "policy") == 0;
        struct bytes text = hex ? unhex(text_of(&v, c, "policy_hex")) : text_of(&v, c, "policy");
        current_case = text_of(&v, c, "id");
        policy_read(&p, text);
        CHECK(bytes_are(text_of(&v, c, "result"), NAMES[p.state]), "found %s", NAMES[p.state]);
        policy_free(&p);
        if (hex) {
            release(text);
        }
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

void test_forms(const char *folder)
{
    test_ids(folder);
    test_ratios(folder);
    test_text(folder);
    test_json(folder);
    test_tables(folder);
    test_policies(folder);
}
