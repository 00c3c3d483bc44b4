// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/opening.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/core/ratio.h"
#include "engine/plan/reached.h"
#include "engine/registry/frozen.h"

uint32_t qian_wish_upper(const struct qian_wish *w) {
    return w->cap && (!w->max || w->cap < w->max) ? w->cap : w->max;
}

bool qian_line_has(const struct qian_plan_line *line, size_t item) {
    for (size_t i = 0; i < line->items; i++)
        if (line->item[i] == item)
            return true;
    return false;
}

enum qian_status qian_opening_count(const struct qian_planning *planning,
                                    const struct qian_plan *plan, const struct qian_plan_line *line,
                                    bool opening, bool everywhere, struct qian_counted *out,
                                    struct qian_err *err) {
    static char all[] = "*";
    const struct qian_event_at *at = &plan->history.last[QIAN_EVENT_APPROVED];
    bool then = opening && at->change > 0;
    struct qian_plan_line wide = *line;
    if (everywhere)
        wide.field[QIAN_LINE_AREAS] = all;
    return qian_line_count(planning, &wide, then ? at->change : planning->change,
                           then ? at->day : planning->day, out, err);
}

// spec/plan.md 3.14: "A quota that cannot be counted, and that of a line that cites an approval, is
// left out of the sum"
static bool is_left_out(const struct qian_planning *planning, const struct qian_plan_line *line,
                        const struct qian_listed_item *item,
                        const struct qian_counted_item *counted) {
    return *counted->refused || counted->roster == 0 || (!line->rated && !line->by_ratios) ||
           item->kind == QIAN_ITEM_UNMARKED || qian_line_wish(planning, line, item).approved;
}

void qian_opening_leave_out(const struct qian_counted *uncounted, struct qian_opening *opening) {
    for (size_t i = 0; i < uncounted->items; i++)
        opening[uncounted->item[i].item].partial = true;
}

// spec/plan.md 2.6: "the last event `approved` of the plan that has the item, of several the first"
void qian_opening_add(const struct qian_planning *planning, const struct qian_plan *plan,
                      const struct qian_plan_line *line, const struct qian_counted *counted,
                      const struct qian_counted *whole, struct qian_opening *opening) {
    for (size_t i = 0; i < counted->items; i++) {
        struct qian_opening *o = &opening[counted->item[i].item];
        const struct qian_listed_item *item = &planning->items.item[counted->item[i].item];
        uint64_t is = plan->history.last[QIAN_EVENT_APPROVED].change;
        uint64_t was = o->plan ? o->plan->history.last[QIAN_EVENT_APPROVED].change : 0;
        if (!o->plan || (is > 0 && (was == 0 || is < was))) {
            o->plan = plan;
            o->roster = whole->item[i].roster;
        }
        bool out = is_left_out(planning, line, item, &counted->item[i]);
        o->lines++;
        o->quota += out ? 0 : counted->item[i].quota;
        o->partial = o->partial || out;
        o->wanted = o->wanted || plan->wanted;
    }
}

static bool has_common(const struct qian_plan_line *a, const struct qian_plan_line *b) {
    for (size_t i = 0; i < a->items; i++)
        if (a->item[i] != QIAN_NO_ITEM && qian_line_has(b, a->item[i]))
            return true;
    return false;
}

static enum qian_status add_line(const struct qian_planning *planning, const struct qian_plan *plan,
                                 const struct qian_plan_line *line, struct qian_opening *out,
                                 struct qian_err *err) {
    struct qian_counted counted = {0}, whole = {0};
    enum qian_status status = qian_opening_count(planning, plan, line, true, false, &counted, err);
    if (status == QIAN_OK)
        status = qian_opening_count(planning, plan, line, true, true, &whole, err);
    if (status == QIAN_OK && !*counted.uncounted)
        qian_opening_add(planning, plan, line, &counted, &whole, out);
    qian_counted_free(&counted);
    qian_counted_free(&whole);
    return status;
}

enum qian_status qian_openings_read(const struct qian_planning *planning,
                                    const struct qian_plan_line *with, struct qian_opening *out,
                                    struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < planning->plans; i++) {
        const struct qian_plan *plan = &planning->plan[i];
        for (size_t l = 0; plan->year == planning->year && l < plan->lines; l++)
            if (status == QIAN_OK && (!with || has_common(with, &plan->line[l])))
                status = add_line(planning, plan, &plan->line[l], out, err);
    }
    return status;
}

// A line that is to be drawn, and what of its items is taken.
struct room {
    const struct qian_planning *planning;
    const struct qian_plan *plan;
    const struct qian_plan_line *line;
    const char *draw; // id of the draw that is to be
    const struct qian_draw_changes *changes;
    const struct qian_opening *opening; // by item
    const uint64_t *drawn;              // likewise
    uint64_t open;                      // what open draws would take of the item at hand
    struct qian_buf names;              // of these
};

// spec/plan.md 4.5: "it counts with the quotas of its freeze. A rehearsal does not."
static void count_open(struct room *r, const char *item) {
    const struct qian_draw_changes *changes = r->changes;
    r->open = 0;
    r->names.n = 0;
    qian_buf_text(&r->names, "");
    for (size_t i = 0; i < changes->count; i++) {
        const struct qian_draw_change *at = &changes->at[i];
        int32_t day;
        if (!qian_draw_open(changes, at) || strcmp(at->draw, r->draw) == 0 ||
            !qian_day_read(qian_str(at->day), &day) || qian_date_of(day).year != r->planning->year)
            continue;
        uint64_t quota = qian_draw_quota(at, item);
        if (quota == 0)
            continue;
        r->open += quota;
        qian_buf_text(&r->names, r->names.n ? ", " : "");
        qian_buf_text(&r->names, at->draw);
    }
}

static enum qian_status no_room(const struct room *r, const struct qian_listed_item *item,
                                uint64_t drawn, uint64_t quota, uint64_t most,
                                struct qian_err *err) {
    unsigned long long was = drawn, more = quota, upper = most;
    enum qian_status status =
        r->open ? qian_fail(err, QIAN_REFUSED, "", "plan 4.5",
                            "with draws that were requested and have no end here more targets "
                            "would be drawn in the year than the item allows",
                            "enter what became of them (qian import transcript), or give them up: "
                            "request one of these ids anew with --again")
                : qian_fail(err, QIAN_REFUSED, "", "plan 4.5",
                            "with this draw more targets would be drawn in the year than the item "
                            "allows",
                            "lower the line's ratio, or cite an approval in it");
    qian_err_where(err, "%.64s %.64s %.64s", r->plan->name, r->line->field[QIAN_LINE_ID],
                   item->code);
    if (r->open)
        qian_err_value(err, "%llu + %llu (%.120s) + %llu > %llu", was, (unsigned long long)r->open,
                       r->names.p, more, upper);
    else
        qian_err_value(err, "%llu + %llu > %llu", was, more, upper);
    return status;
}

// spec/plan.md 4.5: "the targets that draws of the year took for that item (history 1.4) and the
// line's quota together are more than floor(u·N) of 3.14, unless the line cites an approval"
static enum qian_status check_room(struct room *r, const struct qian_counted *now,
                                   struct qian_err *err) {
    for (size_t i = 0; i < now->items; i++) {
        size_t at = now->item[i].item;
        const struct qian_listed_item *item = &r->planning->items.item[at];
        struct qian_wish wish = qian_line_wish(r->planning, r->line, item);
        uint32_t upper = qian_wish_upper(&wish);
        if (item->kind != QIAN_ITEM_GENERAL || !upper || wish.approved || !r->opening[at].plan)
            continue;
        uint64_t most = qian_ratio_floor(upper, r->opening[at].roster);
        count_open(r, item->code);
        if (r->drawn[at] + r->open + now->item[i].quota > most)
            return no_room(r, item, r->drawn[at], now->item[i].quota, most, err);
    }
    return QIAN_OK;
}

enum qian_status qian_line_room(const struct qian_planning *planning, const struct qian_plan *plan,
                                const struct qian_plan_line *line, const char *draw,
                                const struct qian_draw_changes *changes, struct qian_counted *now,
                                struct qian_err *err) {
    size_t items = planning->items.count;
    struct qian_opening *opening = qian_take(items + 1, sizeof *opening);
    uint64_t *drawn = qian_take(items + 1, sizeof *drawn);
    struct room r = {.planning = planning,
                     .plan = plan,
                     .line = line,
                     .draw = draw,
                     .changes = changes,
                     .opening = opening,
                     .drawn = drawn};
    enum qian_status status = qian_openings_read(planning, line, opening, err);
    if (status == QIAN_OK)
        status = qian_drawn_targets(planning, drawn, err);
    if (status == QIAN_OK)
        status = qian_line_count(planning, line, planning->change, planning->day, now, err);
    if (status == QIAN_OK)
        status = check_room(&r, now, err);
    qian_buf_free(&r.names);
    free(opening);
    free(drawn);
    return status;
}
