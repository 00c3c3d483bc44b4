// SPDX-License-Identifier: MulanPSL-2.0
#include "tests/verifier/harness.h"

#include "verifier/mem.h"
#include "verifier/survey.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *current_file = "";
struct bytes current_case = {(const unsigned char *)"", 0};
unsigned long failures;

void check(const char *file, int line, bool good, const char *format, ...)
{
    va_list more;
    if (good) {
        return;
    }
    failures++;
    (void)printf("FAILED %s:%d %s %.*s: ", file, line, current_file, (int)current_case.n,
                 (const char *)current_case.at);
    va_start(more, format);
    (void)vprintf(format, more);
    va_end(more);
    (void)printf("\n");
}

static unsigned char *writable(struct bytes text)
{
    union {
        const unsigned char *kept;
        unsigned char *ours;
    } room = {.kept = text.at};
    return room.ours;
}

bool vectors_open(struct vectors *v, const char *folder, const char *name)
{
    char path[4096];
    size_t room = 0;
    unsigned char *text = NULL;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    current_file = name;
    current_case = bytes_of("");
    if (file == NULL) {
        CHECK(false, "it is absent");
        return false;
    }
    v->text.n = 0;
    for (;;) {
        text = mem_grow(text, &room, v->text.n + 65536, 1);
        size_t n = fread(text + v->text.n, 1, 65536, file);
        v->text.n += n;
        if (n == 0) {
            break;
        }
    }
    (void)fclose(file);
    v->text.at = text;
    json_parse(&v->json, text, v->text.n, false);
    CHECK(v->json.valid, "it is no JSON at byte %zu: %s", v->json.bad_at, v->json.bad == NULL ? "" : v->json.bad);
    return v->json.valid;
}

void vectors_close(struct vectors *v)
{
    json_free(&v->json);
    release(v->text);
}

uint32_t vectors_first(struct vectors *v, const char *member)
{
    uint32_t array = member == NULL ? 1 : member_of(v, 1, member);
    CHECK(v->json.values[array].children > 0, "no case in it");
    return v->json.values[array].first;
}

void vectors_count(const char *name, unsigned long cases)
{
    (void)printf("%s: %lu cases\n", name, cases);
}

uint32_t member_of(const struct vectors *v, uint32_t object, const char *member)
{
    return json_member(&v->json, object, member);
}

struct bytes text_of(const struct vectors *v, uint32_t object, const char *member)
{
    return json_text(&v->json, member_of(v, object, member));
}

uint64_t number_of(const struct vectors *v, uint32_t object, const char *member)
{
    return v->json.values[member_of(v, object, member)].number;
}

uint32_t first_of(const struct vectors *v, uint32_t object, const char *member)
{
    uint32_t value = member_of(v, object, member);
    return value == 0 ? 0 : v->json.values[value].first;
}

uint32_t next_of(const struct vectors *v, uint32_t value)
{
    return v->json.values[value].next;
}

bool is_null(const struct vectors *v, uint32_t object, const char *member)
{
    return json_type(&v->json, member_of(v, object, member)) == JSON_NULL;
}

enum suite suite_of(const struct vectors *v, uint32_t object)
{
    return bytes_are(text_of(v, object, "suite"), "sm3-sm2") ? SUITE_SM3_SM2 : SUITE_SHA256_ED25519;
}

static unsigned value_of(unsigned char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a') + 10U;
}

struct bytes unhex(struct bytes digits)
{
    unsigned char *room = mem_new(digits.n / 2 + 1, 1);
    for (size_t i = 0; i < digits.n / 2; i++) {
        room[i] = (unsigned char)(value_of(digits.at[2 * i]) << 4 | value_of(digits.at[2 * i + 1]));
    }
    return (struct bytes){room, digits.n / 2};
}

void release(struct bytes text)
{
    free(writable(text));
}

struct bundle *bundle_make(enum suite suite)
{
    struct bundle *b = mem_new(1, sizeof *b);
    folder_clear(&b->folder);
    b->kind.known = true; // and solo
    b->suite_known = true;
    b->suite = suite;
    hash_open(&b->hash, suite);
    return b;
}

void bundle_release(struct bundle *b)
{
    bundle_free(b);
    free(b);
}

void bundle_put(struct bundle *b, int number, struct bytes content)
{
    struct file *file = &b->folder.files[number];
    FILE *temporary = tmpfile();
    if (temporary == NULL || (content.n > 0 && fwrite(content.at, 1, content.n, temporary) != content.n) ||
        fflush(temporary) != 0) {
        trouble("tmpfile", "it cannot be written", "make room");
    }
    char path[40]; // opened again for reading alone: a file that is open for writing is refused
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(temporary));
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    (void)fclose(temporary);
    if (fd < 0) {
        trouble("tmpfile", "it cannot be read", "mount /proc");
    }
    file_adopt(file, fd);
    survey_file(&b->report, file, &b->suite);
}

void bundle_believe_notice(struct bundle *b)
{
    b->folder.files[FILE_NOTICE].present = true;
}

static bool code_listed(const struct vectors *v, uint32_t array, const char *code)
{
    for (uint32_t e = v->json.values[array].first; e != 0; e = next_of(v, e)) {
        if (bytes_are(json_text(&v->json, e), code)) {
            return true;
        }
    }
    return false;
}

// Has the step said its code?
static bool says(const struct outcome *o)
{
    return o->failed > 0 || o->unsupported;
}

void expect_codes_of(const struct bundle *b, const struct vectors *v, uint32_t array, const char *codes)
{
    for (int i = 0; i < STEP_COUNT; i++) {
        const struct outcome *o = &b->report.steps[STEP_TEXTS[i].step];
        bool looked_at = codes == NULL || strstr(codes, STEP_TEXTS[i].code) != NULL;
        CHECK(!looked_at || !says(o) || (array != 0 && code_listed(v, array, STEP_TEXTS[i].code)),
              "%s is reported and should not be: %s: found %s, expected %s", STEP_TEXTS[i].code, o->place, o->found,
              o->expected);
    }
    for (uint32_t e = array == 0 ? 0 : v->json.values[array].first; e != 0; e = next_of(v, e)) {
        bool failed = false;
        struct bytes code = json_text(&v->json, e);
        for (int i = 0; i < STEP_COUNT; i++) {
            failed = failed || (bytes_are(code, STEP_TEXTS[i].code) && says(&b->report.steps[STEP_TEXTS[i].step]));
        }
        CHECK(failed, "%.*s should be reported", (int)code.n, (const char *)code.at);
    }
}

void expect_codes(const struct bundle *b, const struct vectors *v, uint32_t array)
{
    expect_codes_of(b, v, array, NULL);
}

struct bytes splice(const struct vectors *v, struct bytes base, uint32_t array)
{
    uint32_t from = v->json.values[array].first;
    uint32_t to = next_of(v, from);
    struct bytes text = json_text(&v->json, next_of(v, to));
    size_t start = (size_t)v->json.values[from].number;
    size_t end = (size_t)v->json.values[to].number;
    CHECK(start <= end && end <= base.n, "no such place in the base");
    unsigned char *room = mem_new(base.n + text.n + 1, 1);
    (void)memcpy(room, base.at, start);
    if (text.n > 0) {
        (void)memcpy(room + start, text.at, text.n);
    }
    (void)memcpy(room + start + text.n, base.at + end, base.n - end);
    return (struct bytes){room, start + text.n + base.n - end};
}

struct bytes content_of(const struct vectors *v, uint32_t object, const char *member, const char *member_hex)
{
    if (member_of(v, object, member) == 0) {
        CHECK(member_of(v, object, member_hex) != 0, "neither %s nor %s", member, member_hex);
        return unhex(text_of(v, object, member_hex));
    }
    struct bytes text = text_of(v, object, member);
    unsigned char *room = mem_new(text.n + 1, 1);
    (void)memcpy(room, text.n > 0 ? text.at : room, text.n);
    return (struct bytes){room, text.n};
}

void each_case(const char *folder, const char *name, void (*test)(const struct vectors *v, uint32_t c))
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, name)) {
        CHECK(false, "it is needed");
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        current_case = text_of(&v, c, "id");
        test(&v, c);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

void policy_begin(struct policy *p)
{
    *p = (struct policy){.state = POLICY_GOOD};
    dict_open(&p->names);
    dict_open(&p->contributors);
    dict_open(&p->issue_names);
}

void policy_add(struct policy *p, enum role role, struct bytes vkey)
{
    p->keys = mem_grow(p->keys, &p->keys_room, p->keys_count + 1, sizeof *p->keys);
    struct policy_key *key = &p->keys[p->keys_count++];
    *key = (struct policy_key){.role = role};
    CHECK(vkey_read(&key->key, vkey), "the vkey is malformed");
    if (role == ROLE_WITNESS || role == ROLE_SIGNER) {
        p->parties = mem_grow(p->parties, &p->parties_room, p->parties_count + 1, sizeof *p->parties);
        p->parties[p->parties_count] = (struct party){.name = key->key.name};
        key->party = p->parties_count++;
    }
}
