// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/transcript.h"

#include "verifier/mem.h"
#include "verifier/notice.h"

#include <stdlib.h>
#include <string.h>

static uint32_t read_barred(struct shape *s, uint32_t v)
{
    if (!shape_type(s, v, "barred", JSON_OBJECT)) {
        return 0;
    }
    shape_sorted(s, v, "barred");
    for (uint32_t e = s->json.values[v].first; e != 0; e = s->json.values[e].next) {
        (void)shape_number(s, e, "barred", 0, UINT64_MAX);
    }
    return v;
}

static void read_stratum(struct shape *s, uint32_t v, struct said_stratum *out)
{
    static const char *const NAMES[] = {"label", "roster", "eligible", "barred", "quota", "cutoff", "chance"};
    uint32_t m[7];
    if (!shape_object(s, v, NAMES, 7, m)) {
        return;
    }
    out->label = shape_string(s, m[0], "label", is_any, "string");
    out->roster = shape_number(s, m[1], "roster", 0, UINT64_MAX);
    out->eligible = shape_number(s, m[2], "eligible", 0, UINT64_MAX);
    out->barred = read_barred(s, m[3]);
    out->quota = shape_number(s, m[4], "quota", 0, UINT64_MAX);
    out->has_cutoff = json_type(&s->json, m[5]) != JSON_NULL;
    if (out->has_cutoff) {
        out->cutoff = shape_string(s, m[5], "cutoff", is_digest, "[0-9a-f]{64}, null");
    }
    out->has_chance = json_type(&s->json, m[6]) != JSON_NULL;
    if (out->has_chance) {
        out->chance = shape_string(s, m[6], "chance", is_any, "string, null");
    }
}

static void read_strata(struct shape *s, uint32_t array, struct said_item *out)
{
    if (!shape_type(s, array, "strata", JSON_ARRAY)) {
        return;
    }
    size_t count = s->json.values[array].children;
    out->strata = mem_new(count, sizeof *out->strata);
    out->strata_count = count;
    uint32_t e = s->json.values[array].first;
    for (size_t i = 0; i < count; i++, e = s->json.values[e].next) {
        shape_down(s, "strata", (int64_t)i);
        read_stratum(s, e, &out->strata[i]);
        shape_up(s);
    }
}

static void read_item(struct shape *s, uint32_t v, struct said_item *out)
{
    static const char *const NAMES[] = {"code", "roster", "eligible", "barred", "quota", "strata"};
    uint32_t m[6];
    if (!shape_object(s, v, NAMES, 6, m)) {
        return;
    }
    out->code = shape_string(s, m[0], "code", bytes_code, "[0-9A-Za-z._:-]{1,64}");
    out->roster = shape_number(s, m[1], "roster", 0, UINT64_MAX);
    out->eligible = shape_number(s, m[2], "eligible", 0, UINT64_MAX);
    out->barred = read_barred(s, m[3]);
    out->quota = shape_number(s, m[4], "quota", 0, UINT64_MAX);
    read_strata(s, m[5], out);
}

static void read_items(struct transcript *t, uint32_t array)
{
    struct shape *s = &t->shape;
    if (!shape_type(s, array, "items", JSON_ARRAY)) {
        return;
    }
    size_t count = s->json.values[array].children;
    t->items = mem_new(count, sizeof *t->items);
    t->items_count = count;
    uint32_t e = s->json.values[array].first;
    for (size_t i = 0; i < count; i++, e = s->json.values[e].next) {
        shape_down(s, "items", (int64_t)i);
        read_item(s, e, &t->items[i]);
        shape_up(s);
    }
}

static void read_subseeds(struct transcript *t, uint32_t v)
{
    static const char *const NAMES[] = {"targets", "inspectors", "experts"};
    uint32_t m[3];
    shape_down(&t->shape, "subseeds", NO_INDEX);
    if (shape_object(&t->shape, v, NAMES, 3, m)) {
        for (size_t i = 0; i < 3; i++) {
            t->subseeds[i] = shape_string(&t->shape, m[i], NAMES[i], is_digest, "[0-9a-f]{64}");
        }
    }
    shape_up(&t->shape);
}

static void read_slots(struct transcript *t, uint32_t v, const char *name, size_t which)
{
    static const char *const NAMES[] = {"slots", "filled"};
    uint32_t m[2];
    shape_down(&t->shape, name, NO_INDEX);
    if (shape_object(&t->shape, v, NAMES, 2, m)) {
        t->slots[which] = shape_number(&t->shape, m[0], "slots", 0, UINT64_MAX);
        t->filled[which] = shape_number(&t->shape, m[1], "filled", 0, UINT64_MAX);
    }
    shape_up(&t->shape);
}

static void read_batches(struct transcript *t, uint32_t v)
{
    struct shape *s = &t->shape;
    t->batches = v;
    if (!shape_type(s, v, "batches", JSON_ARRAY)) {
        return;
    }
    for (uint32_t e = s->json.values[v].first; e != 0; e = s->json.values[e].next) {
        (void)shape_number(s, e, "batches", 0, UINT64_MAX);
    }
}

static void read_versions(struct transcript *t, uint32_t v)
{
    static const char *const NAMES[] = {"engine"};
    uint32_t m[1];
    shape_down(&t->shape, "versions", NO_INDEX);
    if (shape_object(&t->shape, v, NAMES, 1, m)) {
        (void)shape_string(&t->shape, m[0], "engine", bytes_text, "1–512 bytes");
    }
    shape_up(&t->shape);
}

// spec/bundle.md 4.7: "Form (code F08): `draw` is a code; `notice`, `seed`, the subseeds and a `cutoff` that is not null are
// digests. `spec`, `label`, `chance`, `assurance` and the names in `barred` may be any string (items' `code` a code); what
// they must say is judged by the codes above."
static void read_members(struct transcript *t)
{
    static const char *const NAMES[] = {"spec",  "draw",    "notice",     "seed",    "subseeds",  "items",
                                        "visits", "batches", "inspectors", "experts", "assurance", "versions"};
    struct shape *s = &t->shape;
    uint32_t m[12];
    if (!shape_object(s, 1, NAMES, 12, m)) {
        return;
    }
    t->spec = shape_string(s, m[0], "spec", is_any, "string");
    t->draw = shape_string(s, m[1], "draw", bytes_code, "[0-9A-Za-z._:-]{1,64}");
    t->notice = shape_string(s, m[2], "notice", is_digest, "[0-9a-f]{64}");
    t->seed = shape_string(s, m[3], "seed", is_digest, "[0-9a-f]{64}");
    read_subseeds(t, m[4]);
    read_items(t, m[5]);
    t->visits = shape_number(s, m[6], "visits", 0, UINT64_MAX);
    read_batches(t, m[7]);
    read_slots(t, m[8], "inspectors", 0);
    read_slots(t, m[9], "experts", 1);
    t->assurance = shape_string(s, m[10], "assurance", is_any, "string");
    read_versions(t, m[11]);
}

void transcript_read(struct transcript *t, struct report *r, struct file *file)
{
    (void)memset(t, 0, sizeof *t);
    shape_load(&t->shape, r, file);
    if (shape_begin(&t->shape) && shape_items_length(&t->shape)) {
        read_members(t);
        shape_end(&t->shape);
    }
}

void transcript_free(struct transcript *t)
{
    for (size_t i = 0; i < t->items_count; i++) {
        free(t->items[i].strata);
    }
    free(t->items);
    shape_free(&t->shape);
}
