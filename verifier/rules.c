// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/rules.h"

#include "verifier/date.h"
#include "verifier/lang.h"
#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

static void read_effective(struct rules *rules, uint32_t v)
{
    static const char *const NAMES[] = {"from", "to"};
    struct shape *s = &rules->shape;
    uint32_t m[2];
    shape_down(s, "effective", NO_INDEX);
    // spec/rules.md 1.2: "`from` a date `YYYY-MM-DD` that exists (year 0001 or later), `to` such a date or null."
    if (shape_object(s, v, NAMES, 2, m)) {
        rules->from = shape_string(s, m[0], "from", date_is_day, "YYYY-MM-DD");
        rules->has_to = json_type(&s->json, m[1]) != JSON_NULL;
        if (rules->has_to) {
            rules->to = shape_string(s, m[1], "to", date_is_day, "YYYY-MM-DD");
        }
    }
    shape_up(s);
}

static void read_bounds(struct rules *rules, uint32_t v, const char *name, struct bounds *bounds)
{
    static const char *const NAMES[] = {"min", "max"};
    struct shape *s = &rules->shape;
    uint32_t m[2];
    shape_down(s, name, NO_INDEX);
    // spec/rules.md 1.3: "each with `min` (a ratio, quota 1.1) and `max` (a ratio or null)."
    if (shape_object(s, v, NAMES, 2, m)) {
        bounds->min = shape_ratio(s, m[0], "min");
        if (json_type(&s->json, m[1]) != JSON_NULL) {
            bounds->max = shape_ratio(s, m[1], "max");
        }
    }
    shape_up(s);
}

static void read_kinds(struct rules *rules, uint32_t v)
{
    static const char *const NAMES[] = {"general", "key"};
    uint32_t m[2];
    shape_down(&rules->shape, "kinds", NO_INDEX);
    if (shape_object(&rules->shape, v, NAMES, 2, m)) {
        read_bounds(rules, m[0], "general", &rules->general);
        read_bounds(rules, m[1], "key", &rules->key);
    }
    shape_up(&rules->shape);
}

static void read_team(struct rules *rules, uint32_t v)
{
    static const char *const NAMES[] = {"minimum"};
    uint32_t m[1];
    shape_down(&rules->shape, "team", NO_INDEX);
    // spec/rules.md 1.4: "`team.minimum` is an integer from 1 to 20."
    if (shape_object(&rules->shape, v, NAMES, 1, m)) {
        rules->team_minimum = shape_number(&rules->shape, m[0], "minimum", 1, 20);
    }
    shape_up(&rules->shape);
}

// spec/rules.md 1.5: "`name` `[a-z][a-z0-9_]{0,63}`"
static bool is_constant_name(struct bytes text)
{
    if (text.n == 0 || text.n > 64 || text.at[0] < 'a' || text.at[0] > 'z') {
        return false;
    }
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = text.at[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
            return false;
        }
    }
    return true;
}

static bool is_64(struct bytes text)
{
    return text.n <= 64;
}

static bool is_512(struct bytes text)
{
    return text.n <= TEXT_MAX;
}

// spec/rules.md 1.5: "`value` an integer, a string of at most 512 bytes or null, `unit` and `clause` strings of at most 64
// bytes, `text` a string of at most 512 bytes; these may be empty, and begin or end with a blank."
static struct bytes read_constant(struct shape *s, uint32_t v)
{
    static const char *const NAMES[] = {"name", "value", "unit", "clause", "text"};
    uint32_t m[5];
    if (!shape_object(s, v, NAMES, 5, m)) {
        return (struct bytes){s->text.at, 0};
    }
    struct bytes name = shape_string(s, m[0], "name", is_constant_name, "[a-z][a-z0-9_]{0,63}");
    enum json_type type = json_type(&s->json, m[1]);
    if (type == JSON_NUMBER) {
        (void)shape_number(s, m[1], "value", 0, UINT64_MAX);
    } else if (type != JSON_NULL) {
        (void)shape_string(s, m[1], "value", is_512, "integer, string, null");
    }
    (void)shape_string(s, m[2], "unit", is_64, "0–64 bytes");
    (void)shape_string(s, m[3], "clause", is_64, "0–64 bytes");
    (void)shape_string(s, m[4], "text", is_512, "0–512 bytes");
    return name;
}

static int by_bytes(const void *a, const void *b)
{
    return bytes_order(*(const struct bytes *)a, *(const struct bytes *)b);
}

static void read_constants(struct rules *rules, uint32_t v)
{
    struct shape *s = &rules->shape;
    if (!shape_type(s, v, "constants", JSON_ARRAY)) {
        return;
    }
    size_t count = s->json.values[v].children;
    struct bytes *names = mem_new(count, sizeof *names);
    uint32_t e = s->json.values[v].first;
    for (size_t i = 0; i < count; i++, e = s->json.values[e].next) {
        shape_down(s, "constants", (int64_t)i);
        names[i] = read_constant(s, e);
        shape_up(s);
    }
    qsort(names, count, sizeof *names, by_bytes);
    for (size_t i = 1; i < count; i++) {
        shape_judge(s, STEP_LAYOUT, !bytes_same(names[i - 1], names[i]), "constants", names[i],
                    say("互不相同的名称", "distinct names"));
    }
    free(names);
}

static void read_members(struct rules *rules)
{
    static const char *const NAMES[] = {"format", "name", "title", "effective", "kinds", "team", "constants"};
    struct shape *s = &rules->shape;
    uint32_t m[7];
    if (!shape_object(s, 1, NAMES, 7, m)) {
        return;
    }
    // spec/rules.md 1.1: "`format` is `qian/1 rules`. `name` is a code. `title` is text."
    struct bytes format = shape_string(s, m[0], "format", is_any, "qian/1 rules");
    shape_judge(s, STEP_LAYOUT, bytes_are(format, "qian/1 rules"), "format", format, "qian/1 rules");
    rules->name = shape_string(s, m[1], "name", bytes_code, "[0-9A-Za-z._:-]{1,64}");
    (void)shape_string(s, m[2], "title", bytes_text, "1–512 bytes");
    read_effective(rules, m[3]);
    read_kinds(rules, m[4]);
    read_team(rules, m[5]);
    read_constants(rules, m[6]);
}

void rules_read(struct rules *rules, struct report *r, struct file *file)
{
    (void)memset(rules, 0, sizeof *rules);
    shape_load(&rules->shape, r, file);
    if (shape_begin(&rules->shape)) {
        read_members(rules);
        shape_end(&rules->shape);
    }
}

void rules_free(struct rules *rules)
{
    shape_free(&rules->shape);
}
