// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/rosters.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/registry/pairs.h"

#define FILE_MODE 0600

static const char *const grounds[] = {"repeat", "certified", "cap"};

static const char *code_of(const struct qian_rostering *r, size_t place) {
    const struct qian_pool_order *pool = &r->order->pool;
    return pool->items->item[pool->item[place]].code;
}

static void write_items(struct qian_rostering *r, uint64_t items) {
    bool first = true;
    for (size_t i = 0; i < r->order->pool.item_count; i++) {
        if (!(items >> i & 1))
            continue;
        qian_buf_text(&r->targets, first ? "" : ";");
        qian_buf_text(&r->targets, code_of(r, i));
        first = false;
    }
}

static void write_bars(struct qian_rostering *r, const struct qian_pool_row *row) {
    bool met[QIAN_BAR_GROUNDS] = {false};
    for (size_t i = 0; i < row->bars; i++) {
        const struct qian_pool_bar *bar = &row->bar[i];
        qian_buf_text(&r->targets, i ? ";" : "");
        qian_buf_text(&r->targets, code_of(r, bar->item));
        qian_buf_char(&r->targets, '=');
        qian_buf_text(&r->targets, grounds[bar->ground]);
        qian_buf_char(&r->targets, ':');
        qian_buf_text(&r->targets, bar->reference);
        met[bar->ground] = true;
    }
    for (size_t g = 0; g < QIAN_BAR_GROUNDS; g++)
        r->out->barred[g] += met[g];
}

static void write_target(struct qian_rostering *r, const struct qian_pool_row *row) {
    struct qian_buf *csv = &r->targets;
    qian_buf_text(csv, row->id);
    qian_buf_char(csv, ',');
    qian_csv_field(csv, qian_str(row->name));
    qian_buf_char(csv, ',');
    qian_buf_text(csv, row->area);
    qian_buf_char(csv, ',');
    qian_buf_char(csv, row->class);
    qian_buf_char(csv, ',');
    write_items(r, row->items);
    qian_buf_char(csv, ',');
    write_bars(r, row);
    qian_buf_char(csv, '\n');
    r->out->targets++;
    r->out->not_live += strcmp(row->status, "live") != 0;
}

static enum qian_status refuse_conflicts(struct qian_rostering *r, struct qian_pool *pool,
                                         struct qian_err *err) {
    size_t count;
    const struct qian_pool_conflict *conflict = qian_pool_conflicts(pool, &count);
    if (count == 0)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "", "registers 3.2",
                  "lists of one subject contradict each other", "correct one of the lists");
    qian_err_where(err, "%.64s %s", conflict->id, conflict->column);
    qian_err_value(err, "%.40s: %.60s ≠ %.40s: %.60s", conflict->list[0], conflict->value[0],
                   conflict->list[1], conflict->value[1]);
    r->out->conflict = qian_pool_take_conflicts(pool, &r->out->conflicts);
    return status;
}

static enum qian_status write_targets(struct qian_rostering *r, struct qian_err *err) {
    struct qian_pool *pool = NULL;
    const struct qian_pool_row *row = NULL;
    qian_buf_text(&r->targets, "id,name,area,class,items,barred\n");
    enum qian_status status = qian_pool_open(&r->order->pool, &pool, err);
    while (status == QIAN_OK) {
        status = qian_pool_next(pool, &row, err);
        if (status != QIAN_OK || !row)
            break;
        write_target(r, row);
    }
    if (status == QIAN_OK)
        status = refuse_conflicts(r, pool, err);
    if (pool)
        r->out->unknown_area = qian_pool_unknown_areas(pool);
    qian_pool_close(pool);
    return status;
}

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_person(const struct qian_rostering *r, struct qian_str certificate) {
    char *key = qian_str_copy(certificate);
    bool found =
        r->persons > 0 && bsearch(&key, r->person, r->persons, sizeof *r->person, compare) != NULL;
    free(key);
    return found;
}

// Pairs of a person or target that is not there say nothing, and are left out: request 2.2 wants
// none of them.
static enum qian_status write_recusals(struct qian_rostering *r, const char *const *target,
                                       size_t targets, struct qian_err *err) {
    const struct qian_pool_order *pool = &r->order->pool;
    struct qian_scan_order order = {.reg = qian_register_find("recusals"),
                                    .change = pool->change,
                                    .day = pool->day,
                                    .by = "target"};
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    bool more = true;
    qian_buf_text(&r->recusals, "certificate,target,reason\n");
    enum qian_status status = qian_store_scan(pool->store, &order, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status != QIAN_OK || !more)
            break;
        char *id = qian_str_copy(row.key);
        bool known = targets > 0 && bsearch(&id, target, targets, sizeof *target, compare);
        free(id);
        if (!known || !is_person(r, row.field[1]))
            continue;
        qian_buf_str(&r->recusals, row.field[1]);
        qian_buf_char(&r->recusals, ',');
        qian_buf_str(&r->recusals, row.key);
        qian_buf_char(&r->recusals, ',');
        qian_csv_field(&r->recusals, row.field[3]);
        qian_buf_char(&r->recusals, '\n');
        r->out->recusals++;
    }
    qian_scan_close(scan);
    return status;
}

// The ids of targets.csv: the first field of each line, in the order of bytes.
static char **target_ids(const struct qian_rostering *r, size_t *count) {
    struct qian_split lines = qian_split(qian_buf_view(&r->targets), '\n');
    struct qian_str line;
    char **id = NULL;
    size_t cap = 0, n = 0;
    bool header = true;
    while (qian_split_next(&lines, &line)) {
        const char *comma = line.n ? memchr(line.p, ',', line.n) : NULL;
        if (comma && !header) {
            id = qian_grow(id, &cap, n + 1, sizeof *id);
            id[n++] = qian_str_copy((struct qian_str){line.p, (size_t)(comma - line.p)});
        }
        header = false;
    }
    *count = n;
    return id;
}

static enum qian_status write_files(const struct qian_rostering *r, struct qian_err *err) {
    const struct {
        const char *name;
        const struct qian_buf *bytes;
    } files[] = {{"targets.csv", &r->targets},
                 {"inspectors.csv", &r->inspectors},
                 {"recusals.csv", &r->recusals},
                 {"churn.csv", &r->churn}};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; status == QIAN_OK && i < 4; i++) {
        char *path = qian_path_join(r->order->folder, files[i].name);
        status = qian_file_write(path, qian_buf_view(files[i].bytes), FILE_MODE, err);
        free(path);
    }
    return status;
}

static enum qian_status work(struct qian_rostering *r, struct qian_err *err) {
    size_t targets = 0;
    enum qian_status status = write_targets(r, err);
    if (status == QIAN_OK)
        status = qian_rosters_people(r, err);
    char **target = target_ids(r, &targets);
    if (status == QIAN_OK)
        status = write_recusals(r, (const char *const *)target, targets, err);
    for (size_t i = 0; i < targets; i++)
        free(target[i]);
    free(target);
    if (status == QIAN_OK)
        status = qian_rosters_churn(r, err);
    return status == QIAN_OK ? write_files(r, err) : status;
}

enum qian_status qian_rosters_write(const struct qian_rosters_order *order,
                                    struct qian_rosters *out, struct qian_err *err) {
    struct qian_rostering r = {.order = order, .out = out};
    enum qian_status status = work(&r, err);
    struct qian_buf *bufs[] = {&r.targets, &r.inspectors, &r.recusals, &r.churn};
    for (size_t i = 0; i < 4; i++)
        qian_buf_free(bufs[i]);
    for (size_t i = 0; i < r.persons; i++)
        free(r.person[i]);
    free(r.person);
    return status;
}

void qian_rosters_free(struct qian_rosters *rosters) {
    qian_pool_conflicts_free(rosters->conflict, rosters->conflicts);
    *rosters = (struct qian_rosters){0};
}
