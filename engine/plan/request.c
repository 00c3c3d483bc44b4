// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/request.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/base/json_in.h"
#include "engine/plan/file.h"
#include "engine/plan/opening.h"
#include "engine/registry/frozen.h"

#define PLAN_LINE_MAX 64 // bytes (spec/bundle.md 3.4)
#define BASE_MAX 1048576
#define FILE_MODE 0600
#define FOLDER_MODE 0700

struct making {
    const struct qian_plan_request_order *order;
    struct qian_plan_request *out;
    const struct qian_plan *plan;
    const struct qian_plan_line *line;
    struct qian_buf name;      // of the line, in the draw
    struct qian_digest digest; // SHA-256 of the plan file
    json_t *request;
    size_t *item; // places in the planning's items, ascending
    size_t items;
    struct qian_draw_changes changes;
    struct qian_counted now; // the line
    bool rehearsal;
};

static enum qian_status no_line(const struct qian_plan_request_order *order, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_USAGE, "", "plan 1.1", "there is no such line",
                                        "qian plan show lists the lines of a plan");
    qian_err_where(err, "%.64s", order->list);
    qian_err_value(err, "%.64s", order->line);
    return status;
}

static enum qian_status find_line(struct making *m, struct qian_err *err) {
    const struct qian_planning *planning = m->order->planning;
    for (size_t i = 0; i < planning->plans; i++) {
        const struct qian_plan *plan = &planning->plan[i];
        for (size_t k = 0; strcmp(plan->name, m->order->list) == 0 && k < plan->lines; k++)
            if (strcmp(plan->line[k].field[QIAN_LINE_ID], m->order->line) == 0) {
                m->plan = plan;
                m->line = &plan->line[k];
            }
    }
    return m->line ? QIAN_OK : no_line(m->order, err);
}

// spec/plan.md 4.2: "names the line as `LIST/ID`, of at most 64 bytes (bundle 3.4); a longer one is
// refused."
static enum qian_status name_line(struct making *m, struct qian_err *err) {
    qian_buf_text(&m->name, m->plan->name);
    qian_buf_char(&m->name, '/');
    qian_buf_text(&m->name, m->line->field[QIAN_LINE_ID]);
    if (m->name.n <= PLAN_LINE_MAX)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "", "plan 4.2",
                  "list and line have more than 64 bytes together, and a draw names both",
                  "give the line a shorter id, or import the plan under a shorter name");
    qian_err_where(err, "%.200s", m->name.p);
    qian_err_value(err, "%zu", m->name.n);
    return status;
}

static enum qian_status digest_plan(struct making *m, struct qian_err *err) {
    struct qian_buf file = {0};
    enum qian_status status = qian_plan_file_write(m->order->planning->store, m->plan->list,
                                                   m->plan->history.imported, NULL, &file, err);
    qian_sha256(qian_buf_view(&file), &m->digest);
    qian_buf_free(&file);
    return status;
}

// spec/plan.md 4.1: "A line may be drawn on a day if its plan is approved and nothing was imported
// since"
static enum qian_status may_draw(struct making *m, struct qian_err *err) {
    int32_t today;
    const struct qian_planning *planning = m->order->planning;
    enum qian_status status = qian_plan_check(planning, &m->out->breaches, err);
    if (status != QIAN_OK)
        return status;
    if (qian_day_read(qian_str(planning->day), &today) &&
        qian_line_may_draw(planning, m->plan, m->line, &m->out->breaches, today))
        return qian_line_room(planning, m->plan, m->line, m->out->draw, &m->changes, &m->now, err);
    status = qian_fail(err, QIAN_REFUSED, "", "plan 4.1", "the line may not be drawn today",
                       "qian plan check tells what stands against it");
    qian_err_where(err, "%.64s %.64s", m->order->list, m->order->line);
    qian_err_value(err, "%s", planning->day);
    return status;
}

// spec/plan.md 4.4: "the approval on which 4.1 rests (that of the plan, or, by 3.26, of the plan of
// the year before)"
static enum qian_status ask_approval(const struct making *m, struct qian_err *err) {
    const struct qian_planning *planning = m->order->planning;
    const struct qian_plan *plan = m->plan;
    if (!qian_history_holds(&plan->history, QIAN_EVENT_APPROVED))
        plan = qian_line_carried(planning, m->line);
    return m->order->approval ? m->order->approval(m->order->context, planning, plan, err)
                              : QIAN_OK;
}

static const char *const of_plan[] = {"plan_line", "items",      "initiator", "stratify",
                                      "weights",   "minimum",    "batches",   "team",
                                      "targets",   "inspectors", "recusals"};

// The base has what a plan does not say: draw, serial, authority, suite, rules, contributors,
// public values, custodians.
static enum qian_status read_base(struct making *m, struct qian_err *err) {
    const struct qian_json_place place = {m->order->base, "request 1", QIAN_BAD_DATA};
    struct qian_buf bytes = {0};
    enum qian_status status = qian_file_read(m->order->base, BASE_MAX, &bytes, err);
    if (status == QIAN_OK) {
        m->request = qian_json_load(&place, qian_buf_view(&bytes), err);
        status = m->request ? QIAN_OK : QIAN_BAD_DATA;
    }
    qian_buf_free(&bytes);
    for (size_t i = 0; status == QIAN_OK && i < sizeof of_plan / sizeof *of_plan; i++)
        if (json_object_get(m->request, of_plan[i]))
            status =
                qian_json_wrong(&place, "", of_plan[i], "the plan says this, not the base", err);
    if (status == QIAN_OK)
        status = qian_json_get_text(&place, m->request, "", "draw", QIAN_CODE_MAX, false,
                                    &m->out->draw, err);
    m->rehearsal = json_is_true(json_object_get(m->request, "rehearsal"));
    return status;
}

// spec/plan.md 4.6: "A draw id is frozen once."
static enum qian_status check_before(struct making *m, struct qian_err *err) {
    const char *draw = m->out->draw;
    enum qian_status status =
        qian_draw_changes_read(m->order->planning->store, UINT64_MAX, &m->changes, err);
    if (status != QIAN_OK)
        return status;
    const struct qian_draw_change *ended = qian_draw_last(&m->changes, draw, QIAN_DRAW_ENTERED);
    const struct qian_draw_change *frozen = qian_draw_last(&m->changes, draw, QIAN_DRAW_FROZEN);
    if (!ended)
        ended = qian_draw_last(&m->changes, draw, QIAN_DRAW_VOID);
    m->out->before = frozen ? frozen->change : 0;
    if (ended)
        status = qian_fail(err, QIAN_REFUSED, "", "plan 4.6", "what became of this draw is entered",
                           "give the new draw an id of its own");
    else if (frozen && !frozen->rehearsal && !m->order->again)
        status = qian_fail(err, QIAN_REFUSED, "", "plan 4.6",
                           "the rosters of this draw were frozen before",
                           "take that request, or, if it was given up, qian plan request --again");
    qian_err_where(err, "%.64s", draw);
    if (ended || frozen)
        qian_err_value(err, "%llu", (unsigned long long)(ended ? ended : frozen)->change);
    return status;
}

static int compare(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static void find_items(struct making *m) {
    m->item = qian_take(m->line->items + 1, sizeof *m->item);
    for (size_t i = 0; i < m->line->items; i++)
        if (m->line->item[i] != QIAN_NO_ITEM)
            m->item[m->items++] = m->line->item[i];
    if (m->items > 1)
        qsort(m->item, m->items, sizeof *m->item, compare);
}

static json_t *text(const char *value) {
    return json_string(value);
}

// `A=3%;B=5%` as an object; numbers where they are weights.
static json_t *by_class(const char *list, bool numbers) {
    json_t *object = json_object();
    struct qian_split split = qian_split(qian_str(list), ';');
    struct qian_str one;
    while (qian_split_next(&split, &one)) {
        uint64_t number = 0;
        char name[2] = {one.n ? one.p[0] : 0, 0};
        struct qian_str value = {one.p + 2, one.n > 2 ? one.n - 2 : 0};
        if (numbers && qian_u64_read(value, QIAN_CAPACITY_MAX, &number))
            json_object_set_new(object, name, json_integer((json_int_t)number));
        else
            json_object_set_new(object, name, json_stringn(value.p, value.n));
    }
    return object;
}

static json_t *ratio_text(uint32_t millionths) {
    char digits[QIAN_RATIO_TEXT];
    qian_ratio_write(millionths, digits);
    return json_string(digits);
}

static json_t *item_json(const struct making *m, const struct qian_listed_item *item) {
    static const char *const kinds[] = {"", "general", "key"};
    char *const *field = m->line->field;
    struct qian_wish wish = qian_line_wish(m->order->planning, m->line, item);
    json_t *object = json_object();
    json_object_set_new(object, "code", text(item->code));
    json_object_set_new(object, "name", text(item->name));
    json_object_set_new(object, "department", text(item->department));
    json_object_set_new(object, "kind", text(kinds[item->kind]));
    if (m->line->by_ratios)
        json_object_set_new(object, "ratios", by_class(field[QIAN_LINE_RATIOS], false));
    else
        json_object_set_new(object, "ratio", ratio_text(wish.ratio));
    if (item->cap)
        json_object_set_new(object, "cap", ratio_text(item->cap));
    if (wish.approved)
        json_object_set_new(object, "approval", text(field[QIAN_LINE_APPROVAL]));
    return object;
}

static json_t *strata_json(const struct qian_plan_line *line) {
    json_t *array = json_array();
    static const char *const names[] = {"area", "class"};
    bool has[] = {line->by_area, line->by_class};
    for (size_t i = 0; i < 2; i++) {
        size_t at = line->area_first ? i : 1 - i;
        if (has[at])
            json_array_append_new(array, text(names[at]));
    }
    return array;
}

static void write_plan(struct making *m) {
    const struct qian_plan_line *line = m->line;
    const struct qian_planning *planning = m->order->planning;
    json_t *items = json_array(), *team = json_object(), *r = m->request;
    for (size_t i = 0; i < m->items; i++)
        json_array_append_new(items, item_json(m, &planning->items.item[m->item[i]]));
    json_object_set_new(r, "plan_line", text(m->name.p));
    if (!json_object_get(r, "title"))
        json_object_set_new(r, "title", text(line->field[QIAN_LINE_TITLE]));
    json_object_set_new(r, "initiator", text(line->field[QIAN_LINE_INITIATOR]));
    json_object_set_new(r, "items", items);
    json_object_set_new(r, "stratify", strata_json(line));
    if (*line->field[QIAN_LINE_WEIGHTS])
        json_object_set_new(r, "weights", by_class(line->field[QIAN_LINE_WEIGHTS], true));
    json_object_set_new(r, "minimum", json_integer((json_int_t)line->minimum));
    json_object_set_new(r, "batches", json_integer(line->batches ? line->batches : 1));
    json_object_set_new(team, "per_visit", json_integer(qian_line_per_visit(planning, line)));
    json_object_set_new(team, "per_department",
                        json_integer(qian_line_per_department(planning, line)));
    json_object_set_new(team, "experts", json_integer(line->experts));
    json_object_set_new(r, "team", team);
    json_object_set_new(r, "targets", text("targets.csv"));
    json_object_set_new(r, "inspectors", text("inspectors.csv"));
    json_object_set_new(r, "recusals", text("recusals.csv"));
}

static char *day_text(int32_t day) {
    char out[11];
    qian_day_write(day, out);
    return qian_str_copy(qian_str(out));
}

static enum qian_status write_rosters(struct making *m, struct qian_err *err) {
    const struct qian_planning *planning = m->order->planning;
    const struct qian_plan_line *line = m->line;
    char year[5] = "", *starts = day_text(line->starts), *ends = day_text(line->ends);
    memcpy(year, planning->day, 4);
    const char **department = qian_take(line->departments + 1, sizeof *department);
    for (size_t i = 0; i < line->departments; i++)
        department[i] = qian_str_copy(line->department[i]);
    const char *areas = *line->field[QIAN_LINE_AREAS] ? line->field[QIAN_LINE_AREAS] : "*";
    struct qian_rosters_order order = {.pool = {.store = planning->store,
                                                .rules = planning->rules,
                                                .packs = planning->packs,
                                                .items = &planning->items,
                                                .item = m->item,
                                                .item_count = m->items,
                                                .change = planning->change,
                                                .day = planning->day,
                                                .year = year,
                                                .areas = areas},
                                       .department = department,
                                       .departments = line->departments,
                                       .starts = starts,
                                       .ends = ends,
                                       .folder = m->order->folder};
    enum qian_status status = qian_rosters_write(&order, &m->out->rosters, err);
    for (size_t i = 0; i < line->departments; i++)
        free((void *)(uintptr_t)department[i]);
    free(department);
    free(starts);
    free(ends);
    return status;
}

static enum qian_status write_request(const struct making *m, struct qian_err *err) {
    char *path = qian_path_join(m->order->folder, "request.json");
    char *bytes = json_dumps(m->request, JSON_INDENT(1));
    if (!bytes)
        qian_stop("out of memory");
    struct qian_buf out = {0};
    qian_buf_text(&out, bytes);
    qian_buf_char(&out, '\n');
    enum qian_status status = qian_file_write(path, qian_buf_view(&out), FILE_MODE, err);
    qian_buf_free(&out);
    free(bytes);
    free(path);
    return status;
}

// spec/plan.md 4.3: "That of the plan names the quota of each item too"
static json_t *quotas_json(const struct making *m) {
    json_t *quotas = json_object();
    for (size_t i = 0; i < m->now.items; i++)
        json_object_set_new(quotas, m->order->planning->items.item[m->now.item[i].item].code,
                            json_integer((json_int_t)m->now.item[i].quota));
    return quotas;
}

// spec/plan.md 4.3: "each names the draw, the line by 4.2, the version and the digest of the plan
// file (7.1)"
static enum qian_status freeze_list(const struct making *m, uint64_t number, struct qian_err *err) {
    const struct qian_planning *planning = m->order->planning;
    struct qian_buf digest = {0};
    qian_buf_hex(&digest, m->digest.b, sizeof m->digest.b);
    json_t *manifest = json_pack("{s:s, s:s, s:s, s:s, s:I, s:s}", "event", "frozen", "reference",
                                 m->out->draw, "day", planning->day, "line", m->name.p, "version",
                                 (json_int_t)m->plan->history.imported, "digest", digest.p);
    if (number == m->plan->list)
        json_object_set_new(manifest, "quotas", quotas_json(m));
    if (m->rehearsal)
        json_object_set_new(manifest, "rehearsal", json_true());
    char *bytes = json_dumps(manifest, JSON_INDENT(1));
    struct qian_change change = {.list = number,
                                 .time = planning->time,
                                 .who = m->order->who,
                                 .kind = "frozen",
                                 .manifest = bytes};
    enum qian_status status = qian_store_change_add(planning->store, &change, err);
    qian_buf_free(&digest);
    free(bytes);
    json_decref(manifest);
    return status;
}

// One change a list of targets that the items name.
static enum qian_status freeze_targets(const struct making *m, const char *list,
                                       struct qian_err *err) {
    uint64_t number = 0;
    enum qian_status status =
        qian_store_list(m->order->planning->store, list, "targets", NULL, &number, err);
    return status == QIAN_OK ? freeze_list(m, number, err) : status;
}

static bool is_first(const struct making *m, size_t item, struct qian_str list) {
    const struct qian_items *items = &m->order->planning->items;
    for (size_t i = 0; i < item; i++)
        if (qian_words_have(items->item[m->item[i]].lists, list))
            return false;
    return true;
}

static enum qian_status enter_freeze(const struct making *m, struct qian_err *err) {
    const struct qian_planning *planning = m->order->planning;
    enum qian_status status = qian_store_begin(planning->store, err);
    if (status != QIAN_OK)
        return status;
    for (size_t i = 0; status == QIAN_OK && i < m->items; i++) {
        struct qian_split split = qian_split(qian_str(planning->items.item[m->item[i]].lists), ';');
        struct qian_str list;
        while (status == QIAN_OK && qian_split_next(&split, &list)) {
            char *name = qian_str_copy(list);
            if (is_first(m, i, list))
                status = freeze_targets(m, name, err);
            free(name);
        }
    }
    if (status == QIAN_OK)
        status = freeze_list(m, m->plan->list, err);
    return qian_store_end(planning->store, status, err);
}

static enum qian_status make_folder(const struct making *m, struct qian_err *err) {
    if (!qian_file_exists(m->order->folder))
        return qian_folder_make(m->order->folder, FOLDER_MODE, err);
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "", "", "the folder is there already",
                                        "name another one, or move it away");
    qian_err_where(err, "%.200s", m->order->folder);
    return status;
}

// What was refused leaves nothing behind.
static void unmake_folder(const struct making *m) {
    static const char *const files[] = {"targets.csv", "inspectors.csv", "recusals.csv",
                                        "churn.csv", "request.json"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = qian_path_join(m->order->folder, files[i]);
        (void)unlink(path);
        free(path);
    }
    (void)rmdir(m->order->folder);
}

enum qian_status qian_plan_request_make(const struct qian_plan_request_order *order,
                                        struct qian_plan_request *out, struct qian_err *err) {
    struct making m = {.order = order, .out = out};
    enum qian_status status = find_line(&m, err);
    if (status == QIAN_OK)
        status = name_line(&m, err);
    if (status == QIAN_OK)
        status = read_base(&m, err);
    if (status == QIAN_OK)
        status = check_before(&m, err);
    if (status == QIAN_OK)
        status = may_draw(&m, err);
    if (status == QIAN_OK)
        status = ask_approval(&m, err);
    if (status == QIAN_OK)
        status = digest_plan(&m, err);
    if (status == QIAN_OK)
        status = make_folder(&m, err);
    bool made = status == QIAN_OK;
    if (made) {
        find_items(&m);
        write_plan(&m);
        status = write_rosters(&m, err);
    }
    // The request comes last: with it, the folder is whole.
    if (status == QIAN_OK)
        status = enter_freeze(&m, err);
    if (status == QIAN_OK)
        status = write_request(&m, err);
    if (made && status != QIAN_OK)
        unmake_folder(&m);
    json_decref(m.request);
    qian_buf_free(&m.name);
    qian_draw_changes_free(&m.changes);
    qian_counted_free(&m.now);
    free(m.item);
    return status;
}

void qian_plan_request_free(struct qian_plan_request *request) {
    qian_rosters_free(&request->rosters);
    qian_breaches_free(&request->breaches);
    free(request->draw);
    *request = (struct qian_plan_request){0};
}
