// SPDX-License-Identifier: MulanPSL-2.0
// Who can inspect: of these departments, with a certificate for the whole window, filed, qualified.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/plan/rosters.h"

enum {
    P_ID,
    P_NAME,
    P_CLASS,
    P_ROLE,
    P_DEPARTMENT,
    P_AREAS,
    P_ITEMS,
    P_CAPACITY,
    P_ISSUED,
    P_EXPIRES
};

// The last change that filed a list, of all lists of inspectors.
struct filings {
    struct qian_stored_change *change;
    size_t count;
};

static bool has_department(const struct qian_rosters_order *order, struct qian_str department) {
    for (size_t i = 0; i < order->departments; i++)
        if (qian_str_is(department, order->department[i]))
            return true;
    return false;
}

// A56: on every day of the window, since the day of the visit is not known yet.
static bool is_valid(const struct qian_rosters_order *order, const struct qian_str *field) {
    struct qian_str issued = field[P_ISSUED], expires = field[P_EXPIRES];
    bool begun = issued.n == 0 || qian_str_cmp(issued, qian_str(order->starts)) <= 0;
    bool lasts = expires.n == 0 || qian_str_cmp(expires, qian_str(order->ends)) >= 0;
    return begun && lasts;
}

static const char *list_of(const struct filings *f, uint64_t change) {
    for (size_t i = 0; i < f->count; i++)
        if (f->change[i].number == change)
            return f->change[i].list;
    return "";
}

static bool is_filed(const struct filings *f, const char *list, uint64_t recorded) {
    for (size_t i = 0; i < f->count; i++)
        if (f->change[i].number > recorded && strcmp(f->change[i].kind, "filed") == 0 &&
            strcmp(f->change[i].list, list) == 0)
            return true;
    return false;
}

// spec/registers.md 4.2: "Inspectors of a change that is not filed may be drawn until the end of
// the quarter of the change"
static enum qian_filing filing(const struct qian_rosters_order *order, const struct filings *f,
                               const struct qian_scanned *row) {
    int32_t changed = 0, today = 0;
    for (size_t i = 0; i < f->count; i++)
        if (f->change[i].number == row->recorded)
            (void)qian_day_read((struct qian_str){f->change[i].time, 10}, &changed);
    (void)qian_day_read(qian_str(order->pool.day), &today);
    bool filed = is_filed(f, list_of(f, row->recorded), row->recorded);
    return qian_filing_state(changed, filed, today);
}

// Append the items of the draw for which the person is qualified: those stated, or, where none are,
// those of the person's own department. False if there are none.
static bool write_items(const struct qian_rosters_order *order, const struct qian_str *field,
                        struct qian_buf *out) {
    size_t start = out->n;
    for (size_t i = 0; i < order->pool.item_count; i++) {
        const struct qian_listed_item *item = &order->pool.items->item[order->pool.item[i]];
        bool own = qian_str_is(field[P_DEPARTMENT], item->department), stated = false;
        struct qian_split split = qian_split(field[P_ITEMS], ';');
        struct qian_str code;
        while (qian_split_next(&split, &code))
            stated = stated || qian_str_is(code, item->code);
        if (field[P_ITEMS].n ? !stated : !own)
            continue;
        qian_buf_text(out, out->n > start ? ";" : "");
        qian_buf_text(out, item->code);
    }
    return out->n > start;
}

static void write_person(struct qian_rostering *r, const struct qian_str *field,
                         const struct qian_buf *items) {
    struct qian_buf *csv = &r->inspectors;
    static const int plain[] = {P_ROLE, P_DEPARTMENT, P_AREAS};
    qian_buf_str(csv, field[P_ID]);
    qian_buf_char(csv, ',');
    qian_csv_field(csv, field[P_NAME]);
    for (size_t i = 0; i < 3; i++) {
        qian_buf_char(csv, ',');
        qian_buf_str(csv, field[plain[i]]);
    }
    qian_buf_char(csv, ',');
    qian_buf_str(csv, qian_buf_view(items));
    qian_buf_char(csv, ',');
    qian_buf_str(csv, field[P_CAPACITY]);
    qian_buf_char(csv, '\n');
    if (qian_str_is(field[P_ROLE], "expert"))
        r->out->experts++;
    else
        r->out->inspectors++;
}

static enum qian_status twice(const struct qian_str *field, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "", "registers 3.2", "a certificate stands in two lists",
                  "take the person out of one of them");
    qian_err_where(err, "%.*s", (int)field[P_ID].n, field[P_ID].p);
    return status;
}

// spec/registers.md 4.2: "after it a freeze that would hold them is refused"
static enum qian_status overdue(const struct filings *f, const struct qian_scanned *row,
                                struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "", "registers 4.2",
                                        "a list of inspectors is overdue for filing",
                                        "file it: qian register event LIST filed");
    qian_err_where(err, "%.64s", list_of(f, row->recorded));
    qian_err_value(err, "%.*s", (int)row->field[P_ID].n, row->field[P_ID].p);
    return status;
}

static enum qian_status take(struct qian_rostering *r, const struct filings *f,
                             const struct qian_scanned *row, struct qian_err *err) {
    struct qian_buf items = {0};
    const struct qian_str *field = row->field;
    size_t *left_out = r->out->left_out;
    if (!has_department(r->order, field[P_DEPARTMENT]))
        return QIAN_OK;
    if (r->persons > 0 && qian_str_is(field[P_ID], r->person[r->persons - 1]))
        return twice(field, err);
    enum qian_filing state = filing(r->order, f, row);
    enum qian_status status = QIAN_OK;
    if (!is_valid(r->order, field)) {
        left_out[QIAN_CERTIFICATE_EXPIRED]++;
    } else if (!write_items(r->order, field, &items)) {
        left_out[QIAN_NOT_QUALIFIED]++;
    } else if (state == QIAN_FILING_OVERDUE) {
        status = overdue(f, row, err);
    } else {
        write_person(r, field, &items);
        r->out->waiting += state == QIAN_FILING_WAITING;
        r->person = qian_grow(r->person, &r->person_cap, r->persons + 1, sizeof *r->person);
        r->person[r->persons++] = qian_str_copy(field[P_ID]);
    }
    qian_buf_free(&items);
    return status;
}

enum qian_status qian_rosters_people(struct qian_rostering *r, struct qian_err *err) {
    const struct qian_pool_order *pool = &r->order->pool;
    struct qian_scan_order order = {
        .reg = qian_register_find("inspectors"), .change = pool->change, .day = pool->day};
    struct filings filings = {0};
    struct qian_scan *scan = NULL;
    struct qian_scanned row;
    bool more = true;
    qian_buf_text(&r->inspectors, "certificate,name,role,department,areas,items,capacity\n");
    enum qian_status status =
        qian_store_changes(pool->store, 0, 0, &filings.change, &filings.count, err);
    if (status == QIAN_OK)
        status = qian_store_scan(pool->store, &order, &scan, err);
    while (status == QIAN_OK && more) {
        status = qian_scan_next(scan, &more, &row, err);
        if (status == QIAN_OK && more)
            status = take(r, &filings, &row, err);
    }
    qian_scan_close(scan);
    qian_stored_changes_free(filings.change, filings.count);
    return status;
}
