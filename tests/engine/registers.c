// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/registers.c - the registers in two times, beside a model that keeps, for every
// change ever made, what each id was on each day.
#include <unistd.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/store/registers.h"
#include "tests/check.h"
#include "tests/engine/dice.h"
#include "tests/engine/registers.h"

#define LISTS 3
#define IDS 9
#define DAYS 12
#define CHANGES (SLOW_BUILD ? 30 : 60)
#define WORLDS (SLOW_BUILD ? 25 : 60)
#define ROWS_MAX 14

// What an id is on a day: a value, and the day since which this row says so; 0 is nothing.
struct state {
    uint8_t value, since;
};
struct snapshot {
    struct state at[LISTS][IDS][DAYS];
};

struct staged {
    uint8_t id, value, day;
};

struct world {
    struct qian_store *store;
    const struct qian_register *reg;
    struct dice dice;
    struct snapshot *of;      // by change
    struct qian_digest *said; // of the scan of all lists, by change and day
    uint64_t last, list[LISTS];
    size_t steps, refused, scans;
};

static void day_of(size_t day, char out[11]) {
    snprintf(out, 11, "2026-01-%02u", (unsigned)(day + 1) % 100);
}

// Names of which one is the beginning of another, so that an order by length would show.
static struct qian_str id_of(size_t id) {
    static const char *const ids[IDS] = {"a", "aa", "aaa", "ab", "b", "b0", "z", "企", "企业"};
    return qian_str(ids[id]);
}

// Values differ in one column, in the other, or in where one ends and the other begins.
static void fields_of(size_t id, size_t value, struct qian_str out[3]) {
    static const char *const first[] = {"", "A", "A", "B", "", "AB"};
    static const char *const second[] = {"", "", "x", "x", "A", ""};
    out[0] = id_of(id);
    out[1] = qian_str(first[value]);
    out[2] = qian_str(second[value]);
}
#define VALUES 6 // of which 0 is no row

struct told {
    size_t same, other;
    uint64_t rows; // a bit for each row that was told
};

static enum qian_twins tell_twin(void *context, const struct qian_twin *twin) {
    struct told *told = context;
    CHECK(!(told->rows >> twin->row & 1) && twin->row != twin->first && twin->field[0].n > 0 &&
              qian_str_eq(twin->field[0], twin->first_field[0]),
          "row %llu is told twice", (unsigned long long)twin->row);
    told->rows |= UINT64_C(1) << twin->row;
    *(twin->differ ? &told->other : &told->same) += 1;
    return twin->differ ? QIAN_NONE_STAYS : QIAN_FIRST_STAYS;
}

// What is staged, and what stays of it: the rows of one id are one row, or none.
struct batch {
    struct staged row[ROWS_MAX];
    size_t count;
    bool held[IDS], partial;
    size_t removal; // day
    size_t same, other;
    const struct staged *stays[IDS];
};

static void settle(struct batch *b) {
    for (size_t id = 0; id < IDS; id++) {
        size_t same = 0, other = 0;
        for (size_t i = 0; i < b->count; i++) {
            const struct staged *row = &b->row[i];
            if (row->id != id)
                continue;
            if (!b->stays[id])
                b->stays[id] = row;
            else if (row->value == b->stays[id]->value && row->day == b->stays[id]->day)
                same++;
            else
                other++;
        }
        b->same += same;
        b->other += other ? other + 1 : 0;
        if (other) {
            b->stays[id] = NULL;
            b->held[id] = true;
        }
    }
}

static struct batch throw_batch(struct dice *dice) {
    struct batch b = {.partial = dice_one_in(dice, 3), .removal = dice_below(dice, DAYS)};
    b.count = dice_below(dice, ROWS_MAX + 1);
    bool mixed = dice_one_in(dice, 3);
    for (size_t i = 0; i < b.count; i++) {
        b.row[i].id = (uint8_t)dice_below(dice, IDS);
        b.row[i].value = (uint8_t)(1 + dice_below(dice, dice_one_in(dice, 2) ? 2 : VALUES - 1));
        b.row[i].day = (uint8_t)(mixed ? dice_below(dice, DAYS) : b.removal);
    }
    for (size_t id = 0; id < IDS; id++)
        b.held[id] = dice_one_in(dice, 8);
    return b;
}

// spec/registers.md 2.4: "What is entered as valid from a day replaces what is recorded as valid on
// that day and after"
static void put(struct state at[DAYS], size_t from, uint8_t value) {
    for (size_t day = from; day < DAYS; day++)
        at[day] = (struct state){value, value ? (uint8_t)from : 0};
}

static bool any(const struct state at[DAYS], size_t from) {
    for (size_t day = from; day < DAYS; day++)
        if (at[day].value)
            return true;
    return false;
}

static bool stands(const struct state at[DAYS], size_t from, uint8_t value) {
    for (size_t day = from; day < DAYS; day++)
        if (at[day].value != value || at[day].since > from)
            return false;
    return true;
}

static void expect(const struct batch *b, struct state at[IDS][DAYS], uint64_t counts[4]) {
    for (size_t id = 0; id < IDS; id++) {
        const struct staged *row = b->stays[id];
        if (row) {
            enum qian_difference what = !any(at[id], row->day)                 ? QIAN_ADDED
                                        : stands(at[id], row->day, row->value) ? QIAN_SAME
                                                                               : QIAN_CHANGED;
            counts[what]++;
            if (what != QIAN_SAME)
                put(at[id], row->day, row->value);
        } else if (!b->partial && !b->held[id] && any(at[id], b->removal)) {
            counts[QIAN_REMOVED]++;
            put(at[id], b->removal, 0);
        }
    }
}

void check_ok(enum qian_status status, const struct qian_err *err, const char *what) {
    CHECK(status == QIAN_OK, "%s: %s %s", what, err->what, err->value);
}

static void fill(struct world *w, const struct batch *b, struct qian_stage *stage) {
    struct qian_err err = {0};
    struct qian_str field[3];
    char day[11];
    for (size_t i = 0; i < b->count; i++) {
        fields_of(b->row[i].id, b->row[i].value, field);
        day_of(b->row[i].day, day);
        check_ok(qian_stage_add(stage, i + 2, day, field, &err), &err, "add");
    }
    for (size_t id = 0; id < IDS; id++)
        if (b->held[id])
            check_ok(qian_stage_hold(stage, id_of(id), 40 + id, &err), &err, "hold");
    (void)w;
}

struct count_told {
    uint64_t counts[4];
};

static void tell_difference(void *context, const struct qian_compared *c) {
    struct count_told *told = context;
    told->counts[c->what]++;
    CHECK((c->old == NULL) == (c->what == QIAN_ADDED) &&
              (c->new == NULL) == (c->what == QIAN_REMOVED) &&
              (c->row == 0) == (c->what == QIAN_REMOVED),
          "what a difference brings");
}

static void time_of(uint64_t change, char out[26]) {
    qian_time_write(1767200000 + (int64_t)(change / 2) * 1000, out); // two changes at one time
}

// One import: stage, sort, compare, apply; now and then all of it is rolled back.
static void step(struct world *w) {
    struct qian_err err = {0};
    struct qian_stage *stage = NULL;
    struct told told = {0};
    struct count_told shown = {{0}};
    size_t list = dice_below(&w->dice, LISTS);
    struct batch b = throw_batch(&w->dice);
    struct snapshot next = w->of[w->last];
    uint64_t counts[4], want[4] = {0};
    char day[11], time[26];
    bool keep = !dice_one_in(&w->dice, 6);
    check_ok(qian_store_begin(w->store, &err), &err, "begin");
    check_ok(qian_store_stage(w->store, w->reg, &stage, &err), &err, "stage");
    fill(w, &b, stage);
    check_ok(qian_stage_sort(stage, tell_twin, &told, &err), &err, "sort");
    settle(&b);
    CHECK(told.same + told.other == b.same + b.other, "repeats: %zu + %zu, not %zu + %zu",
          told.same, told.other, b.same, b.other);
    day_of(b.removal, day);
    struct qian_stage_order order = {w->list[list], day, b.partial, tell_difference, &shown};
    check_ok(qian_stage_compare(stage, &order, counts, &err), &err, "compare");
    expect(&b, next.at[list], want);
    CHECK(memcmp(counts, want, sizeof want) == 0,
          "same %llu added %llu changed %llu removed %llu, not %llu %llu %llu %llu",
          (unsigned long long)counts[0], (unsigned long long)counts[1],
          (unsigned long long)counts[2], (unsigned long long)counts[3], (unsigned long long)want[0],
          (unsigned long long)want[1], (unsigned long long)want[2], (unsigned long long)want[3]);
    CHECK(shown.counts[0] == 0 && memcmp(shown.counts + 1, counts + 1, 3 * sizeof *counts) == 0,
          "each difference is told once");
    time_of(w->last + 1, time);
    struct qian_change change = {0, w->list[list], time, "somebody", "import", "{}"};
    check_ok(qian_store_change_add(w->store, &change, &err), &err, "change");
    check_ok(qian_stage_apply(stage, &change, &err), &err, "apply");
    qian_stage_free(stage);
    enum qian_status ended = qian_store_end(w->store, keep ? QIAN_OK : QIAN_REFUSED, &err);
    CHECK(ended == (keep ? QIAN_OK : QIAN_REFUSED), "end: %s", err.what);
    w->steps++;
    w->refused += !keep;
    if (!keep)
        return;
    CHECK(change.number == w->last + 1, "changes are counted from 1, without gaps");
    w->of[++w->last] = next;
}

static size_t end_of(const struct state at[DAYS], size_t day) {
    size_t end = day;
    while (end < DAYS && at[end].value && at[end].since == at[day].since)
        end++;
    return end;
}

// The next id and list with a row on this day.
static bool next_row(const struct snapshot *s, size_t day, size_t list, size_t *place) {
    for (; *place < (size_t)IDS * LISTS; ++*place)
        if (s->at[*place % LISTS][*place / LISTS][day].value &&
            (list == LISTS || *place % LISTS == list))
            return true;
    return false;
}

static bool row_is(const struct world *w, const struct qian_scanned *row, const struct snapshot *s,
                   size_t place, size_t day) {
    size_t list = place % LISTS, id = place / LISTS;
    const struct state *at = s->at[list][id];
    struct qian_str field[3];
    char from[11], to[11];
    size_t end = end_of(at, day);
    fields_of(id, at[day].value, field);
    day_of(at[day].since, from);
    day_of(end, to);
    bool same = row->list == w->list[list] && qian_str_is(row->valid_from, from) &&
                qian_str_is(row->valid_to, end < DAYS ? to : QIAN_FOREVER);
    for (size_t i = 0; i < 3; i++)
        same = same && qian_str_eq(row->field[i], field[i]);
    return same;
}

static void add_row(struct qian_buf *out, const struct qian_scanned *row) {
    for (size_t i = 0; i < 3; i++) {
        qian_buf_str(out, row->field[i]);
        qian_buf_char(out, '\t');
    }
    qian_buf_str(out, row->valid_from);
    qian_buf_str(out, row->valid_to);
    qian_buf_u64(out, row->list);
    qian_buf_char(out, ' ');
    qian_buf_u64(out, row->recorded);
    qian_buf_char(out, '\n');
}

// A scan gives what the model has, in order; its bytes come back. list LISTS: all of them.
static void scan(struct world *w, uint64_t change, size_t day, size_t list, struct qian_buf *out) {
    struct qian_err err = {0};
    struct qian_scan *s = NULL;
    struct qian_scanned row = {0};
    char text[11];
    bool more = true, good = true;
    size_t place = 0;
    day_of(day, text);
    struct qian_scan_order order = {
        .reg = w->reg, .list = list < LISTS ? w->list[list] : 0, .change = change, .day = text};
    check_ok(qian_store_scan(w->store, &order, &s, &err), &err, "scan");
    while (good) {
        check_ok(qian_scan_next(s, &more, &row, &err), &err, "next");
        bool want = next_row(&w->of[change], day, list, &place);
        good = more == want && (!more || row_is(w, &row, &w->of[change], place, day));
        if (!more)
            break;
        CHECK(row.recorded >= 1 && row.recorded <= change, "recorded by a later change");
        add_row(out, &row);
        place++;
    }
    CHECK(good, "change %llu, day %zu, list %zu: not as the model", (unsigned long long)change, day,
          list);
    qian_scan_close(s);
    w->scans++;
}

// spec/registers.md 2.5: "It gives the same bytes for ever."
static void look(struct world *w, uint64_t change, size_t day, bool first) {
    struct qian_buf bytes = {0};
    struct qian_digest digest;
    scan(w, change, day, LISTS, &bytes);
    qian_sha256((struct qian_str){bytes.p ? bytes.p : "", bytes.n}, &digest);
    struct qian_digest *said = &w->said[change * DAYS + day];
    if (first)
        *said = digest;
    CHECK(memcmp(said, &digest, sizeof digest) == 0, "change %llu, day %zu: other bytes",
          (unsigned long long)change, day);
    qian_buf_free(&bytes);
}

static void look_at_all(struct world *w) {
    for (uint64_t change = 0; change <= w->last; change++)
        for (size_t day = 0; day < DAYS; day++) {
            look(w, change, day, false);
            struct qian_buf ignored = {0};
            scan(w, change, day, dice_below(&w->dice, LISTS), &ignored);
            qian_buf_free(&ignored);
        }
}

static void make_lists(struct world *w) {
    struct qian_err err = {0};
    check_ok(qian_store_begin(w->store, &err), &err, "begin");
    for (size_t i = 0; i < LISTS; i++) {
        char name[] = "list-0";
        name[5] = (char)('0' + i);
        check_ok(qian_store_list(w->store, name, w->reg->name, "D1", &w->list[i], &err), &err,
                 "list");
    }
    check_ok(qian_store_end(w->store, QIAN_OK, &err), &err, "end");
}

static void run_world(uint64_t number, size_t totals[3]) {
    char *home = folder_make();
    struct qian_err err = {0};
    struct world w = {.reg = qian_register_find("classes"), .dice = dice_of("world ", number)};
    w.of = qian_take(CHANGES + 1, sizeof *w.of);
    w.said = qian_take((CHANGES + 1) * DAYS, sizeof *w.said);
    if (qian_store_open_registers(home, 0, &w.store, &err) != QIAN_OK)
        abort();
    make_lists(&w);
    for (size_t day = 0; day < DAYS; day++)
        look(&w, 0, day, true);
    while (w.last < CHANGES) {
        uint64_t before = w.last;
        step(&w);
        for (size_t day = 0; w.last > before && day < DAYS; day++)
            look(&w, w.last, day, true);
        look(&w, dice_below(&w.dice, w.last + 1), dice_below(&w.dice, DAYS), false);
    }
    qian_store_close(w.store); // what is asked next comes from the disk
    if (qian_store_open_registers(home, 0, &w.store, &err) != QIAN_OK)
        abort();
    look_at_all(&w);
    check_ok(qian_store_check(w.store, &err), &err, "damaged");
    qian_store_close(w.store);
    totals[0] += w.steps, totals[1] += w.refused, totals[2] += w.scans;
    free(w.of);
    free(w.said);
    folder_remove(home);
}

int main(void) {
    size_t totals[3] = {0};
    registers_guards();
    for (uint64_t number = 0; number < WORLDS; number++)
        run_world(number, totals);
    printf("registers: %zu imports, of which %zu rolled back, %zu scans\n", totals[0], totals[1],
           totals[2]);
    return check_end("registers");
}
