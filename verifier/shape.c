// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/shape.h"

#include "verifier/lang.h"
#include "verifier/ratio.h"

#include <stdio.h>
#include <string.h>

static uint64_t line_of(const struct shape *s, size_t at)
{
    uint64_t line = 1;
    for (size_t i = 0; i < at && i < s->text.n; i++) {
        line += s->text.at[i] == '\n';
    }
    return line;
}

void shape_load(struct shape *s, struct report *r, struct file *file)
{
    (void)memset(s, 0, sizeof *s);
    s->report = r;
    s->file = file;
    if (!file->present || file->size > JSON_MAX) {
        return;
    }
    s->text = file_load(file);
    union {
        const unsigned char *kept;
        unsigned char *ours;
    } room = {.kept = s->text.at}; // file_load gave it to us: it may be changed
    json_parse(&s->json, room.ours, s->text.n, true);
}

bool shape_begin(struct shape *s)
{
    if (s->text.at == NULL || !file_legible(s->file)) {
        return false;
    }
    if (file_judge(s->report, s->file, STEP_LAYOUT, s->json.valid)) {
        struct bytes rest = bytes_after(s->text, s->json.bad_at < s->text.n ? s->json.bad_at : s->text.n);
        rest.n = rest.n < 40 ? rest.n : 40;
        report_fault(s->report, STEP_LAYOUT, rest, bytes_of(s->json.bad), "%s:%llu", s->file->name,
                     (unsigned long long)line_of(s, s->json.bad_at));
    }
    return s->json.valid;
}

// spec/verify.md 2.2: "The order of items and strata (F05) and the form of ratios and vkeys (F07, F13) are judged only
// in a JSON file without F08;"
static bool is_held(int step)
{
    return step == STEP_ORDER || step == STEP_FORM || step == STEP_ENCODING;
}

void shape_end(struct shape *s)
{
    if (file_fails(s->file, STEP_LAYOUT)) {
        return;
    }
    for (int step = STEP_ORDER; step <= STEP_ENCODING; step++) {
        file_add(s->report, s->file, step, &s->held.steps[step]);
    }
}

void shape_free(struct shape *s)
{
    json_free(&s->json);
    bytes_release(s->text);
    s->text.at = NULL;
}

void shape_down(struct shape *s, const char *name, int64_t index)
{
    s->at[s->depth].name = name;
    s->at[s->depth].index = index;
    s->depth++;
}

void shape_up(struct shape *s)
{
    s->depth--;
}

static void add(char *path, size_t size, const char *name, int64_t index)
{
    size_t used = strlen(path);
    if (index == NO_INDEX) {
        (void)snprintf(path + used, size - used, "%s%s", used == 0 ? "" : ".", name);
    } else {
        (void)snprintf(path + used, size - used, "%s%s[%lld]", used == 0 ? "" : ".", name, (long long)index);
    }
}

void shape_judge(struct shape *s, int step, bool good, const char *name, struct bytes found, const char *expected)
{
    char path[200] = "";
    struct report *report = is_held(step) ? &s->held : s->report;
    if (!(is_held(step) ? report_judge(report, step, good) : file_judge(report, s->file, step, good))) {
        return;
    }
    for (size_t i = 0; i < s->depth; i++) {
        add(path, sizeof path, s->at[i].name, s->at[i].index);
    }
    if (name != NULL) {
        add(path, sizeof path, name, NO_INDEX);
    }
    report_fault(report, step, found, bytes_of(expected), "%s %s", s->file->name, path);
}

// What a value looks like to a person.
static struct bytes shown(const struct shape *s, uint32_t v, char room[24])
{
    static const char *const WORDS[] = {"null", "false", "true", "", "", "[…]", "{…}"};
    enum json_type type = json_type(&s->json, v);
    if (type == JSON_STRING) {
        return json_text(&s->json, v);
    }
    return type == JSON_NUMBER ? report_number(room, s->json.values[v].number) : bytes_of(WORDS[type]);
}

bool shape_object(struct shape *s, uint32_t v, const char *const *names, size_t count, uint32_t *out)
{
    const struct json *j = &s->json;
    (void)memset(out, 0, count * sizeof *out);
    if (!shape_type(s, v, NULL, JSON_OBJECT)) {
        return false;
    }
    size_t i = 0;
    uint32_t member = j->values[v].first;
    for (; member != 0 && i < count && bytes_are(json_name(j, member), names[i]); member = j->values[member].next) {
        out[i++] = member;
    }
    bool good = i == count && member == 0;
    // spec/bundle.md 2.6: "Members stand in the order of this page"
    shape_judge(s, STEP_LAYOUT, good, NULL, member == 0 ? bytes_of(say("到此为止", "its end")) : json_name(j, member),
                i < count ? names[i] : say("到此为止", "its end"));
    return good;
}

bool shape_type(struct shape *s, uint32_t v, const char *name, enum json_type type)
{
    static const char *const NAMES[] = {"null", "false", "true", "integer", "string", "array", "object"};
    char room[24];
    bool good = v != 0 && json_type(&s->json, v) == type;
    shape_judge(s, STEP_LAYOUT, good, name, shown(s, v, room), NAMES[type]);
    return good;
}

struct bytes shape_string(struct shape *s, uint32_t v, const char *name, bool (*form)(struct bytes), const char *what)
{
    if (!shape_type(s, v, name, JSON_STRING)) {
        return (struct bytes){s->text.at, 0};
    }
    struct bytes text = json_text(&s->json, v);
    bool good = form(text);
    shape_judge(s, STEP_LAYOUT, good, name, text, what);
    return text;
}

uint64_t shape_number(struct shape *s, uint32_t v, const char *name, uint64_t min, uint64_t max)
{
    char room[24];
    char range[64];
    if (!shape_type(s, v, name, JSON_NUMBER)) {
        return min;
    }
    uint64_t number = s->json.values[v].number;
    bool good = number >= min && number <= max;
    if (!good) {
        (void)snprintf(range, sizeof range, "%llu–%llu", (unsigned long long)min, (unsigned long long)max);
        shape_judge(s, STEP_LAYOUT, false, name, report_number(room, number), range);
    }
    return good ? number : min;
}

bool shape_bool(struct shape *s, uint32_t v, const char *name)
{
    char room[24];
    enum json_type type = json_type(&s->json, v);
    shape_judge(s, STEP_LAYOUT, v != 0 && (type == JSON_TRUE || type == JSON_FALSE), name, shown(s, v, room),
                "true, false");
    return type == JSON_TRUE;
}

// spec/bundle.md 3.8: "A ratio that is a string but not of the form of quota 1.1 is code F07; all else F08."
uint32_t shape_ratio(struct shape *s, uint32_t v, const char *name)
{
    uint32_t millionths = 0;
    if (!shape_type(s, v, name, JSON_STRING)) {
        return 0;
    }
    struct bytes text = json_text(&s->json, v);
    bool good = ratio_read(text, &millionths);
    shape_judge(s, STEP_FORM, good, name, text, "5%, 12.5%, 0.25%");
    return millionths;
}

// spec/bundle.md 2.6: "Where names are data (`weights`, `ratios`, `barred`), they are sorted."
void shape_sorted(struct shape *s, uint32_t object, const char *name)
{
    const struct json *j = &s->json;
    uint32_t v = j->values[object].first;
    for (; v != 0 && j->values[v].next != 0; v = j->values[v].next) {
        struct bytes next = json_name(j, j->values[v].next);
        shape_judge(s, STEP_LAYOUT, bytes_order(json_name(j, v), next) < 0, name, next,
                    say("成员名按序", "sorted names"));
    }
}

bool shape_length(struct shape *s, uint32_t object, const char *name, size_t max)
{
    char found[24];
    char most[24];
    uint32_t v = json_type(&s->json, object) == JSON_OBJECT ? json_member(&s->json, object, name) : 0;
    if (json_type(&s->json, v) != JSON_ARRAY) {
        return true; // what else it is is F08's
    }
    size_t n = s->json.values[v].children;
    (void)report_number(most, max);
    shape_judge(s, STEP_LIMITS, n <= max, name, report_number(found, n), most);
    return n <= max;
}

// spec/bundle.md 1.3: "The limits on items and strata hold for notice.json and transcript.json."
bool shape_items_length(struct shape *s)
{
    bool good = shape_length(s, 1, "items", ITEMS_MAX);
    uint32_t items = json_type(&s->json, 1) == JSON_OBJECT ? json_member(&s->json, 1, "items") : 0;
    uint32_t e = json_type(&s->json, items) == JSON_ARRAY ? s->json.values[items].first : 0;
    for (int64_t i = 0; e != 0; i++, e = s->json.values[e].next) {
        shape_down(s, "items", i);
        good = shape_length(s, e, "strata", STRATA_MAX) && good;
        shape_up(s);
    }
    return good;
}

bool is_any(struct bytes text)
{
    return text.at != NULL;
}

bool is_digest(struct bytes text)
{
    return bytes_hex(text, DIGEST_DIGITS);
}
