// SPDX-License-Identifier: MulanPSL-2.0
// The public sources that the notice names (beacons.md 1.1).
#include "verifier/date.h"
#include "verifier/lottery.h"
#include "verifier/moment.h"
#include "verifier/notice.h"

enum { SOURCE_MEMBERS = 4 };

// The members of a source, `source` first.
struct source_form {
    enum public_kind kind;
    const char *members[SOURCE_MEMBERS];
};

// spec/beacons.md 1.1: "An element of the notice's `public` has `source` and then, in this order, the members given
// here."
static const struct source_form FORMS[] = {
    {PUBLIC_BALLS, {"source", "count", "from", "to"}},
    {PUBLIC_DRAND, {"source", "chain", "round", "time"}},
    {PUBLIC_NIST, {"source", "chain", "pulse", "time"}},
    {PUBLIC_LOTTERY, {"source", "game", "issue", "time"}},
};

static const struct source_form *form_of(const struct shape *s, uint32_t v)
{
    const struct json *j = &s->json;
    uint32_t first = json_type(j, v) == JSON_OBJECT ? j->values[v].first : 0;
    if (json_type(j, first) != JSON_STRING || !bytes_are(json_name(j, first), "source")) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        if (FORMS[i].kind == public_kind_of(json_text(j, first))) {
            return &FORMS[i];
        }
    }
    return NULL;
}

static void read_time(struct shape *s, uint32_t v, struct source *source)
{
    source->is.time = shape_string(s, v, "time", date_is_time, "YYYY-MM-DDTHH:MM:SS+08:00");
    source->seconds = date_is_time(source->is.time) ? moment_of(source->is.time) : 0;
}

// spec/beacons.md 1.1: "`drand`: `chain` (64 digits), `round` (an integer from 1), `time`; [...] `nist`: `chain` (an
// integer from 1 to 255), `pulse` (an integer from 1), `time`; [...] `lottery`: `game` (`kl8` or `ssq`), `issue`"
static void read_members(struct shape *s, const uint32_t m[SOURCE_MEMBERS], struct source *source)
{
    struct public_source *is = &source->is;
    switch (is->kind) {
    case PUBLIC_BALLS:
        is->count = shape_number(s, m[1], "count", 0, BALLS_MAX);
        is->from = shape_number(s, m[2], "from", 0, BALLS_MAX);
        is->to = shape_number(s, m[3], "to", 0, BALLS_MAX);
        break;
    case PUBLIC_DRAND:
        is->chain = shape_string(s, m[1], "chain", is_digest, "[0-9a-f]{64}");
        is->number = shape_number(s, m[2], "round", 1, UINT64_MAX);
        read_time(s, m[3], source);
        break;
    case PUBLIC_NIST:
        is->chain_index = shape_number(s, m[1], "chain", 1, 255);
        is->number = shape_number(s, m[2], "pulse", 1, UINT64_MAX);
        read_time(s, m[3], source);
        break;
    default:
        is->game = shape_string(s, m[1], "game", lottery_is_game, "kl8, ssq");
        is->issue = shape_string(s, m[2], "issue", lottery_is_issue, "[0-9]{7}");
        read_time(s, m[3], source);
        break;
    }
}

static void read_source(struct shape *s, uint32_t v, struct source *source)
{
    uint32_t m[SOURCE_MEMBERS];
    const struct source_form *form = form_of(s, v);
    // spec/bundle.md 3.10: "Another source or member is F08;"
    shape_judge(s, STEP_LAYOUT, form != NULL, "source", bytes_of("?"), "balls, drand, nist, lottery");
    if (form == NULL || !shape_object(s, v, form->members, SOURCE_MEMBERS, m)) {
        return;
    }
    source->is.kind = form->kind;
    read_members(s, m, source);
}

void notice_read_sources(struct notice *n, uint32_t array)
{
    struct shape *s = &n->shape;
    if (!shape_type(s, array, "public", JSON_ARRAY)) {
        return;
    }
    n->sources_count = s->json.values[array].children;
    uint32_t e = s->json.values[array].first;
    for (size_t i = 0; i < n->sources_count; i++, e = s->json.values[e].next) {
        shape_down(s, "public", (int64_t)i);
        read_source(s, e, &n->sources[i]);
        shape_up(s);
    }
}
