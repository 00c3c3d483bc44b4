// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/notice.h"

#include "verifier/date.h"
#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/moment.h"

#include <stdlib.h>
#include <string.h>

enum member {
    M_SPEC, M_SUITE, M_DRAW, M_TITLE, M_AUTHORITY, M_OPERATOR, M_REHEARSAL, M_MODE, M_PLAN, M_RULES, M_TARGETS,
    M_INSPECTORS, M_RECUSALS, M_INITIATOR, M_STRATIFY, M_WEIGHTS, M_MINIMUM, M_ITEMS, M_BATCHES, M_TEAM,
    M_CONTRIBUTORS, M_CUSTODIANS, M_LOG, M_ON_MISSING, M_PUBLIC, M_EMBARGO, M_CREATED, M_COUNT
};

static const char *const MEMBERS[M_COUNT] = {
    "spec", "suite", "draw", "title", "authority", "operator", "rehearsal", "mode", "plan", "rules", "targets",
    "inspectors", "recusals", "initiator", "stratify", "weights", "minimum", "items", "batches", "team",
    "contributors", "custodians", "log", "on_missing", "public", "embargo", "created"};

void notice_load(struct notice *n, struct report *r, struct file *file)
{
    (void)memset(n, 0, sizeof *n);
    shape_load(&n->shape, r, file);
}

void notice_free(struct notice *n)
{
    for (size_t i = 0; i < n->items_count; i++) {
        free(n->items[i].strata);
    }
    free(n->items);
    for (size_t i = 0; i < n->contributors_count; i++) {
        vkey_free(&n->contributors[i].key);
    }
    vkey_free(&n->operator_key);
    vkey_free(&n->custodians[0]);
    vkey_free(&n->custodians[1]);
    shape_free(&n->shape);
}

static bool named_text(const struct notice *n, uint32_t v, const char *name, struct bytes *text)
{
    const struct json *j = &n->shape.json;
    if (v == 0 || !bytes_are(json_name(j, v), name) || json_type(j, v) != JSON_STRING) {
        return false;
    }
    *text = json_text(j, v);
    return true;
}

// spec/verify.md 2.3: "`spec`, then `suite`, are read from notice.json as soon as it is JSON by bundle 2.4 and 2.5
// whose first member is `spec` and, for `suite`, whose second is `suite`"
bool notice_spec(const struct notice *n, struct bytes *spec)
{
    return n->shape.json.valid && json_type(&n->shape.json, 1) == JSON_OBJECT &&
           named_text(n, n->shape.json.values[1].first, "spec", spec);
}

bool notice_suite(const struct notice *n, struct bytes *suite)
{
    struct bytes spec;
    if (!notice_spec(n, &spec)) {
        return false;
    }
    return named_text(n, n->shape.json.values[n->shape.json.values[1].first].next, "suite", suite);
}

// spec/bundle.md 3.3: "`operator` and each contributor's `key` is a vkey (notes 2)". False where it is none.
static bool read_key(struct shape *s, uint32_t v, const char *name, struct vkey *key)
{
    if (!shape_type(s, v, name, JSON_STRING)) {
        return false;
    }
    bool good = vkey_read(key, json_text(&s->json, v));
    shape_judge(s, STEP_ENCODING, good, name, key->text, say("名称+标识+公钥", "NAME+ID+KEY with the key's own id"));
    if (!good) {
        key->name.n = 0; // spec/notes.md 2.2: "then nothing else is judged of it."
    }
    return good;
}

// spec/bundle.md 3.4: "`line` a string of 1 to 64 bytes that neither begins nor ends with a blank (2.6);"
static bool is_line(struct bytes text)
{
    return text.n >= 1 && text.n <= 64 && !bytes_blank_at_end(text);
}

static void read_plan(struct notice *n, uint32_t v)
{
    static const char *const NAMES[] = {"line", "serial", "replaces", "reason"};
    struct shape *s = &n->shape;
    uint32_t m[4];
    shape_down(s, "plan", NO_INDEX);
    if (shape_object(s, v, NAMES, 4, m)) {
        (void)shape_string(s, m[0], "line", is_line,
                           say("1–64 字节，首尾无空格", "1–64 bytes, no blank at either end"));
        // spec/bundle.md 3.4: "`serial` an integer from 1 to 999,999;"
        (void)shape_number(s, m[1], "serial", 1, 999999);
        n->has_replaces = json_type(&s->json, m[2]) != JSON_NULL;
        n->has_reason = json_type(&s->json, m[3]) != JSON_NULL;
        if (n->has_replaces) {
            n->replaces = shape_string(s, m[2], "replaces", bytes_code, "[0-9A-Za-z._:-]{1,64}");
        }
        if (n->has_reason) {
            (void)shape_string(s, m[3], "reason", bytes_text, "1–512 bytes");
        }
    }
    shape_up(s);
}

static void read_rules(struct notice *n, uint32_t v)
{
    static const char *const NAMES[] = {"name", "digest"};
    uint32_t m[2];
    shape_down(&n->shape, "rules", NO_INDEX);
    if (shape_object(&n->shape, v, NAMES, 2, m)) {
        n->rules_name = shape_string(&n->shape, m[0], "name", bytes_code, "[0-9A-Za-z._:-]{1,64}");
        n->rules_digest = shape_string(&n->shape, m[1], "digest", is_digest, "[0-9a-f]{64}");
    }
    shape_up(&n->shape);
}

static void read_table(struct notice *n, uint32_t v, int member, struct table_claim *claim)
{
    static const char *const NAMES[] = {"rows", "digest", "root"};
    uint32_t m[3];
    shape_down(&n->shape, MEMBERS[member], NO_INDEX);
    if (shape_object(&n->shape, v, NAMES, 3, m)) {
        claim->rows = shape_number(&n->shape, m[0], "rows", 0, UINT64_MAX);
        claim->digest = shape_string(&n->shape, m[1], "digest", is_digest, "[0-9a-f]{64}");
        claim->root = shape_string(&n->shape, m[2], "root", is_digest, "[0-9a-f]{64}");
    }
    shape_up(&n->shape);
}

// spec/bundle.md 3.7: "`stratify` is a list of distinct strings out of `class` and `area`."
static void read_stratify(struct notice *n, uint32_t v)
{
    struct shape *s = &n->shape;
    struct strata_plan *plan = &n->plan;
    if (!shape_type(s, v, "stratify", JSON_ARRAY)) {
        return;
    }
    for (uint32_t e = s->json.values[v].first; e != 0; e = s->json.values[e].next) {
        struct bytes text = shape_string(s, e, "stratify", is_any, "class, area");
        bool is_class = bytes_are(text, "class") && !plan->by_class;
        bool is_area = bytes_are(text, "area") && !plan->by_area;
        shape_judge(s, STEP_LAYOUT, is_class || is_area, "stratify", text, "class, area");
        plan->class_first = plan->class_first || (is_class && !plan->by_area);
        plan->by_class = plan->by_class || is_class;
        plan->by_area = plan->by_area || is_area;
    }
}

// spec/bundle.md 3.7: "`weights` maps classes (`A`, `B`, `C`, `D`, `-`) to integers from 1 to 1,000."
static void read_weights(struct notice *n, uint32_t v)
{
    struct shape *s = &n->shape;
    if (!shape_type(s, v, "weights", JSON_OBJECT)) {
        return;
    }
    shape_sorted(s, v, "weights");
    for (uint32_t e = s->json.values[v].first; e != 0; e = s->json.values[e].next) {
        int class_no = class_of(json_name(&s->json, e));
        uint64_t weight = shape_number(s, e, "weights", 1, 1000);
        shape_judge(s, STEP_LAYOUT, class_no != CLASS_NONE, "weights", json_name(&s->json, e), "A, B, C, D, -");
        if (class_no != CLASS_NONE) {
            n->weights[class_no] = (uint32_t)weight;
        }
    }
}

// spec/bundle.md 3.9: "`team`: `per_visit` and `per_department` from 1 to 20, `experts` from 0 to 20."
static void read_team(struct notice *n, uint32_t v)
{
    static const char *const NAMES[] = {"per_visit", "per_department", "experts"};
    uint32_t m[3];
    shape_down(&n->shape, "team", NO_INDEX);
    if (shape_object(&n->shape, v, NAMES, 3, m)) {
        n->per_visit = shape_number(&n->shape, m[0], NAMES[0], 1, 20);
        n->per_department = shape_number(&n->shape, m[1], NAMES[1], 1, 20);
        n->experts = shape_number(&n->shape, m[2], NAMES[2], 0, 20);
    }
    shape_up(&n->shape);
}

static void read_contributors(struct notice *n, uint32_t v)
{
    static const char *const NAMES[] = {"name", "key", "commitment"};
    struct shape *s = &n->shape;
    if (!shape_type(s, v, "contributors", JSON_ARRAY)) {
        return;
    }
    size_t count = s->json.values[v].children;
    // spec/bundle.md 3.10: "`contributors`: at least one; `commitment` a digest (seed 1)."
    shape_judge(s, STEP_LAYOUT, count > 0, "contributors", bytes_of("[]"), ">= 1");
    uint32_t e = s->json.values[v].first;
    for (size_t i = 0; i < count; i++, e = s->json.values[e].next) {
        struct contributor *c = &n->contributors[n->contributors_count++];
        uint32_t m[3];
        shape_down(s, "contributors", (int64_t)i);
        if (shape_object(s, e, NAMES, 3, m)) {
            c->name = shape_string(s, m[0], "name", vkey_is_name, say("签名者名称", "a signer's name"));
            bool good = read_key(s, m[1], "key", &c->key);
            c->commitment = shape_string(s, m[2], "commitment", is_digest, "[0-9a-f]{64}");
            // spec/bundle.md 3.3: "the key of a contributor bears the contributor's `name`."
            shape_judge(s, STEP_LAYOUT, !good || bytes_same(c->name, c->key.name), "key", c->key.name, "name");
        }
        shape_up(s);
    }
}

// spec/bundle.md 3.12: "an object with `targets` and `inspectors`, each the vkey of the custodian who signs for that
// roster; [...] Code F08."
static void read_custodians(struct notice *n, uint32_t v)
{
    static const char *const NAMES[] = {"targets", "inspectors"};
    uint32_t m[2];
    shape_down(&n->shape, "custodians", NO_INDEX);
    if (shape_object(&n->shape, v, NAMES, 2, m)) {
        for (size_t i = 0; i < 2; i++) {
            (void)read_key(&n->shape, m[i], NAMES[i], &n->custodians[i]);
        }
    }
    shape_up(&n->shape);
}

// spec/bundle.md 3.12: "and a string, the origin of the log into which the draw's notes go, of the form of a signer's
// name (notes 2.1). Code F08."
static void read_log(struct notice *n, uint32_t v)
{
    n->log = shape_string(&n->shape, v, "log", vkey_is_name, say("日志名称", "the origin of a log"));
}

// spec/bundle.md 3.3: "Names of signers (notes 2.1) are distinct over operator, contributors and custodians (3.12)."
static void judge_names(struct notice *n)
{
    struct bytes names[3 + CONTRIBUTORS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < n->contributors_count; i++) {
        names[count++] = n->contributors[i].name;
    }
    const struct vkey *keys[] = {&n->operator_key, &n->custodians[0], &n->custodians[1]};
    for (size_t i = 0; i < 3; i++) {
        if (keys[i]->name.n > 0) {
            names[count++] = keys[i]->name;
        }
    }
    for (size_t i = 0; i < count; i++) {
        bool distinct = true;
        for (size_t k = 0; k < i; k++) {
            distinct = distinct && !bytes_same(names[i], names[k]);
        }
        shape_judge(&n->shape, STEP_LAYOUT, distinct, "contributors", names[i],
                    say("互不相同的名称", "distinct names"));
    }
}

// spec/bundle.md 3.6: "`mode` is `solo`, where one machine holds all keys, or `ceremony`, where each signer has a
// machine of their own."
static void read_mode(struct notice *n, uint32_t mode)
{
    struct shape *s = &n->shape;
    struct bytes text = shape_string(s, mode, "mode", is_any, "solo, ceremony");
    shape_judge(s, STEP_LAYOUT, bytes_are(text, "solo") || n->ceremony, "mode", text, "solo, ceremony");
}

static bool find_contributor(struct notice *n, struct bytes name)
{
    for (size_t i = 0; i < n->contributors_count; i++) {
        if (bytes_same(n->contributors[i].name, name)) {
            n->embargo_contributor = i;
            return true;
        }
    }
    return false;
}

// spec/bundle.md 3.6: "`embargo` is null or, in mode `ceremony` alone, an object with `contributor`, the name of one of
// the notice's contributors, and `until`, a time (3.11), not before `created`. Anything else is F08."
static void read_embargo(struct notice *n, uint32_t v)
{
    static const char *const NAMES[] = {"contributor", "until"};
    struct shape *s = &n->shape;
    uint32_t m[2];
    if (json_type(&s->json, v) == JSON_NULL) {
        return;
    }
    shape_judge(s, STEP_LAYOUT, n->ceremony, "embargo", bytes_of("mode solo"), "null");
    shape_down(s, "embargo", NO_INDEX);
    if (shape_object(s, v, NAMES, 2, m)) {
        struct bytes name = shape_string(s, m[0], "contributor", is_any, "");
        struct bytes until = shape_string(s, m[1], "until", date_is_time, "YYYY-MM-DDTHH:MM:SS+08:00");
        shape_judge(s, STEP_LAYOUT, find_contributor(n, name), "contributor", name,
                    say("公告中的随机数提供人", "a contributor of the notice"));
        shape_judge(s, STEP_LAYOUT, bytes_order(until, n->created) >= 0, "until", until,
                    say("不早于 created", "not before created"));
        n->embargoed = true;
        n->until_seconds = date_is_time(until) ? moment_of(until) : 0;
    }
    shape_up(s);
}

static void read_people(struct notice *n, const uint32_t *m)
{
    struct shape *s = &n->shape;
    (void)shape_string(s, m[M_TITLE], "title", bytes_text, "1–512 bytes");
    (void)shape_string(s, m[M_AUTHORITY], "authority", bytes_text, "1–512 bytes");
    (void)read_key(s, m[M_OPERATOR], "operator", &n->operator_key);
    read_contributors(n, m[M_CONTRIBUTORS]);
    if (n->ceremony) {
        read_custodians(n, m[M_CUSTODIANS]);
        read_log(n, m[M_LOG]);
    }
    judge_names(n);
    struct bytes missing = shape_string(s, m[M_ON_MISSING], "on_missing", is_any, "void, proceed");
    shape_judge(s, STEP_LAYOUT, bytes_are(missing, "void") || bytes_are(missing, "proceed"), "on_missing", missing,
                "void, proceed");
    n->proceed = bytes_are(missing, "proceed");
}

static bool is_of_ceremony(int member)
{
    return member == M_CUSTODIANS || member == M_LOG;
}

// spec/bundle.md 3.12: "In mode `ceremony`, and only there, `custodians` and then `log` stand between `contributors` and
// `on_missing`"
// The members of this mode in their order; m[] by member, 0 for one that the mode has not.
static bool split_members(struct notice *n, uint32_t m[M_COUNT])
{
    const char *names[M_COUNT];
    int which[M_COUNT];
    uint32_t found[M_COUNT];
    struct shape *s = &n->shape;
    size_t count = 0;
    uint32_t mode = json_type(&s->json, 1) == JSON_OBJECT ? json_member(&s->json, 1, "mode") : 0;
    n->ceremony = json_type(&s->json, mode) == JSON_STRING && bytes_are(json_text(&s->json, mode), "ceremony");
    for (int i = 0; i < M_COUNT; i++) {
        m[i] = 0;
        if (!is_of_ceremony(i) || n->ceremony) {
            names[count] = MEMBERS[i];
            which[count++] = i;
        }
    }
    bool good = shape_object(s, 1, names, count, found);
    for (size_t i = 0; i < count; i++) {
        m[which[i]] = found[i];
    }
    return good;
}

static void read_members(struct notice *n)
{
    struct shape *s = &n->shape;
    uint32_t m[M_COUNT];
    if (!split_members(n, m)) {
        return;
    }
    (void)shape_string(s, m[M_SPEC], "spec", is_any, "qian/1");
    (void)shape_string(s, m[M_SUITE], "suite", is_any, "sha256-ed25519, sm3-sm2");
    n->draw = shape_string(s, m[M_DRAW], "draw", bytes_code, "[0-9A-Za-z._:-]{1,64}");
    n->rehearsal = shape_bool(s, m[M_REHEARSAL], "rehearsal");
    read_mode(n, m[M_MODE]);
    read_people(n, m);
    read_plan(n, m[M_PLAN]);
    read_rules(n, m[M_RULES]);
    for (int i = 0; i < 3; i++) {
        read_table(n, m[M_TARGETS + i], M_TARGETS + i, &n->tables[i]);
    }
    n->initiator = shape_string(s, m[M_INITIATOR], "initiator", bytes_code, "[0-9A-Za-z._:-]{1,64}");
    read_stratify(n, m[M_STRATIFY]);
    read_weights(n, m[M_WEIGHTS]);
    n->minimum = shape_number(s, m[M_MINIMUM], "minimum", 0, 1000000000);
    notice_read_items(n, m[M_ITEMS]);
    n->batches = shape_number(s, m[M_BATCHES], "batches", 1, 1000);
    read_team(n, m[M_TEAM]);
    notice_read_sources(n, m[M_PUBLIC]);
    n->created = shape_string(s, m[M_CREATED], "created", date_is_time, "YYYY-MM-DDTHH:MM:SS+08:00");
    n->created_seconds = date_is_time(n->created) ? moment_of(n->created) : 0;
    read_embargo(n, m[M_EMBARGO]);
}

// spec/bundle.md 1.3: "at most 200 items, 100,000 strata an item, 64 contributors, 8 public sources."
static bool judge_lengths(struct shape *s)
{
    bool good = shape_items_length(s);
    good = shape_length(s, 1, "contributors", CONTRIBUTORS_MAX) && good;
    return shape_length(s, 1, "public", SOURCES_MAX) && good;
}

void notice_read(struct notice *n)
{
    if (shape_begin(&n->shape) && judge_lengths(&n->shape)) {
        read_members(n);
        shape_end(&n->shape);
    }
}
