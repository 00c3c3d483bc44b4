// SPDX-License-Identifier: MulanPSL-2.0
// Plans on registers as departments fill them: a clean year has no breach, and each fault that is
// planted alone is found, with nothing else (spec/plan.md 2, 3). B.. and A.. name the rules of the
// notice's reading that a case is an example of.
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/plan/check.h"
#include "engine/registry/import.h"
#include "tests/check.h"

enum { TARGETS, ITEMS, JOINT, OWN, TEMPORARY, EVENTS, FILES };

// The year 2021 of a small city: one department that issues licences, the fire brigade, the office.
static const char *const clean[FILES] = {
    [ITEMS] = "id,name,department,kind,reason,cap,type,system,unit,lists\n"
              "A1,许可检查,SCJG,general,,,place,SCJG,premises,shops\n"
              "A2,年报检查,SCJG,general,,,place,SCJG,premises,shops\n"
              "B1,消防检查,XFJY,key,safety,,place,XFJY,premises,shops\n",
    [JOINT] =
        "id,year,kind,title,items,initiator,participants,ratio,starts,ends,education,scheme,"
        "per_visit,batches,weights,stratify,approval,areas,carried,ratios\n"
        "J1,2021,joint,联合,A1;B1,SCJG,XFJY,20%,2021-03-15,2021-06-30,2021-01-31,长办1号,,,,,,,,"
        "\n",
    [OWN] = "id,year,kind,title,items,initiator,participants,ratio,starts,ends,education,scheme\n"
            "D1,2021,own,年报,A2,SCJG,,5%,2021-05-01,2021-08-31,2021-01-31,长办2号\n",
    [TEMPORARY] = "",
    [EVENTS] = "arranged joint 2021-01-12T09:00:00+08:00\n"
               "filed joint 2021-01-15T09:00:00+08:00\n"
               "approved joint 2021-01-20T09:00:00+08:00\n"
               "filed own 2021-01-21T09:00:00+08:00\n"
               "approved own 2021-01-22T09:00:00+08:00\n",
};

struct city {
    char home[64];
    const char *file[FILES];
    size_t targets;
    const char *time; // of the check
    const char *pack[2];
};

static char *replaced(const char *text, const char *old, const char *new) {
    const char *at = strstr(text, old);
    struct qian_buf out = {0};
    CHECK(at != NULL, "\"%s\" is not in the file", old);
    if (!at)
        return qian_str_copy(qian_str(text));
    qian_buf_add(&out, text, (size_t)(at - text));
    qian_buf_text(&out, new);
    qian_buf_text(&out, at + strlen(old));
    return out.p;
}

static void import(const struct city *c, const char *kind, const char *list, const char *department,
                   const char *text, const char *time) {
    struct qian_err err = {0};
    struct qian_import *done = qian_take(1, sizeof *done);
    struct qian_buf path = {0};
    qian_buf_text(&path, c->home);
    qian_buf_text(&path, "/in.csv");
    struct qian_import_order order = {.kind = qian_kind_find(kind),
                                      .home = c->home,
                                      .path = path.p,
                                      .list = list,
                                      .department = department,
                                      .header = {.kind = qian_kind_find(kind)},
                                      .reason = "error:改正",
                                      .who = "test",
                                      .time = time,
                                      .apply = true};
    enum qian_status status = qian_file_write(path.p, qian_str(text), 0600, &err);
    if (status == QIAN_OK)
        status = qian_import_run(&order, done, &err);
    CHECK(status == QIAN_OK, "%s: %s %s %s", list, err.what ? err.what : "", err.where, err.value);
    qian_import_free(done);
    free(done);
    qian_buf_free(&path);
}

static void import_targets(const struct city *c, size_t from, size_t to, const char *time) {
    struct qian_buf text = {0};
    qian_buf_text(&text, "id,name,area\n");
    for (size_t i = 1; i <= to; i++) {
        char line[64];
        if (i > from || from == 0) {
            snprintf(line, sizeof line, "loc:T%05zu,商铺%zu,220102\n", i, i);
            qian_buf_text(&text, line);
        }
    }
    import(c, "targets", "shops", "SCJG", text.p, time);
    qian_buf_free(&text);
}

static struct qian_store *opened(const struct city *c) {
    struct qian_store *store = NULL;
    struct qian_err err = {0};
    CHECK(qian_store_open_registers(c->home, 0, &store, &err) == QIAN_OK, "%s", err.what);
    return store;
}

static enum qian_status event(const struct city *c, const char *list, const char *name,
                              const char *time, struct qian_err *err) {
    struct qian_store *store = opened(c);
    uint64_t change = 0;
    struct qian_event_order order = {.list = list,
                                     .event = qian_event_find(name),
                                     .reference = "文号",
                                     .time = time,
                                     .who = "test"};
    enum qian_status status = qian_event_enter(store, &order, &change, err);
    qian_store_close(store);
    return status;
}

// Lines "event list time", or "import joint time", which imports the joint plan with another title.
static void events(const struct city *c, const char *text) {
    struct qian_split split = qian_split(qian_str(text), '\n');
    struct qian_str line;
    while (qian_split_next(&split, &line)) {
        char name[16], list[16], time[32], row[64];
        struct qian_err err = {0};
        snprintf(row, sizeof row, "%.*s", (int)line.n, line.p);
        if (sscanf(row, "%15s %15s %31s", name, list, time) != 3)
            continue;
        if (strcmp(name, "grow") == 0) {
            import_targets(c, 0, (size_t)atoi(list), time);
        } else if (strcmp(name, "import") == 0) {
            char *changed = replaced(c->file[JOINT], ",联合,", ",联合抽查,");
            import(c, "lines", list, "SSJB", changed, time);
            free(changed);
        } else {
            enum qian_status status = event(c, list, name, time, &err);
            CHECK(status == QIAN_OK, "%s: %s", row, err.what ? err.what : "");
        }
    }
}

static void build(struct city *c) {
    strcpy(c->home, "/tmp/qian-plan-XXXXXX");
    CHECK(mkdtemp(c->home) != NULL, "no folder");
    import_targets(c, 0, c->targets, "2021-01-04T09:00:00+08:00");
    import(c, "items", "items", "SCJG", c->file[ITEMS], "2021-01-05T09:00:00+08:00");
    import(c, "lines", "joint", "SSJB", c->file[JOINT], "2021-01-10T09:00:00+08:00");
    import(c, "lines", "own", "SCJG", c->file[OWN], "2021-01-10T09:00:00+08:00");
    if (*c->file[TEMPORARY])
        import(c, "lines", "temporary", "SCJG", c->file[TEMPORARY], "2021-01-10T09:00:00+08:00");
    events(c, c->file[EVENTS]);
}

static void drop(const struct city *c) {
    static const char *const files[] = {"in.csv", "registers.db", "registers.db-wal",
                                        "registers.db-shm", "registers.db-journal"};
    for (size_t i = 0; i < 5; i++) {
        char *path = qian_path_join(c->home, files[i]);
        (void)unlink(path);
        free(path);
    }
    (void)rmdir(c->home);
}

// "P10 own/D1 A2; P15! A2": codes, places, and ! for warnings; no values.
static void tell(const struct qian_breaches *found, struct qian_buf *out) {
    qian_buf_text(out, "");
    for (size_t i = 0; i < found->count; i++) {
        const struct qian_breach *b = &found->breach[i];
        qian_buf_text(out, i > 0 ? "; " : "");
        qian_buf_text(out, qian_rule_text(b->rule)->code);
        qian_buf_text(out, b->warning ? "!" : "");
        if (*b->list) {
            qian_buf_char(out, ' ');
            qian_buf_text(out, b->list);
        }
        if (*b->line) {
            qian_buf_char(out, '/');
            qian_buf_text(out, b->line);
        }
        if (*b->item) {
            qian_buf_char(out, ' ');
            qian_buf_text(out, b->item);
        }
    }
}

static void check(const struct city *c, const char *name, const char *want, const char *value) {
    struct qian_store *store = opened(c);
    struct qian_rules rules[2];
    memset(rules, 0, sizeof rules);
    const struct qian_rules *pack[2] = {&rules[0], &rules[1]};
    struct qian_err err = {0};
    struct qian_planning planning = {0};
    struct qian_breaches found = {0};
    struct qian_buf told = {0};
    size_t packs = c->pack[1] ? 2 : 1;
    for (size_t i = 0; i < packs; i++)
        CHECK(qian_rules_load(c->pack[i], ".", &rules[i], &err) == QIAN_OK, "%s", err.what);
    struct qian_planning_order order = {
        .store = store, .rules = pack, .packs = packs, .time = c->time, .year = 2021};
    enum qian_status status = qian_planning_open(&order, &planning, &err);
    if (status == QIAN_OK)
        status = qian_plan_check(&planning, &found, &err);
    CHECK(status == QIAN_OK, "%s: %s %s", name, err.what ? err.what : "", err.value);
    tell(&found, &told);
    CHECK(strcmp(told.p, want) == 0, "%s: found \"%s\", not \"%s\"%s%s", name, told.p, want,
          found.count ? "; first value " : "", found.count ? found.breach[0].value : "");
    if (value && found.count > 0)
        CHECK(strstr(found.breach[0].value, value) != NULL, "%s: value \"%s\", not \"%s\"", name,
              found.breach[0].value, value);
    qian_buf_free(&told);
    qian_breaches_free(&found);
    qian_planning_close(&planning);
    for (size_t i = 0; i < 2; i++)
        qian_rules_free(&rules[i]);
    qian_store_close(store);
}

#define JANUARY "2021-01-25T09:00:00+08:00"

// One change to one file of the clean city, and what the check then says.
struct planted {
    const char *name;
    int file;
    const char *old, *new;
    const char *want, *value;
    size_t targets;   // 0: 100
    const char *time; // NULL: January
};

static const struct planted planted[] = {
    {"a clean year", ITEMS, "A1", "A1", "", NULL, 0, NULL},
    {"draft without ratio", OWN, "5%", "10-20%", "P01 own/D1", "ratio (such", 0, NULL},
    {"draft: a name for a code", OWN, "SCJG,,5%", "SCJG,市场监管部门,5%", "P01 own/D1",
     "participants", 0, NULL},
    {"A33: a department's joint plan", OWN, "own,", "joint,", "P02 own/D1", NULL, 0,
     "2021-01-20T09:00:00+08:00"},
    {"A41: own item of the joint plan", OWN, "A2", "A2;A1", "P14 A1; P04 own/D1 A1",
     "25 > 20, N = 100", 0, NULL},
    {"an unknown item", OWN, "A2", "A2;A9", "P05 own/D1 A9", "unknown", 0, NULL},
    {"an item twice", OWN, "A2", "A2;A2", "P05 own/D1 A2", "twice", 0, NULL},
    {"A35: power for the item", JOINT, "SCJG,XFJY", "SCJG,", "P06 joint/J1 B1", "XFJY", 0, NULL},
    {"a participant without item", JOINT, "XFJY,20%", "XFJY;GAJ,20%", "P07 joint/J1", "GAJ", 0,
     NULL},
    {"A37: an initiator without item", JOINT, "SCJG,XFJY", "JYJ,SCJG;XFJY", "", NULL, 0, NULL},
    {"own line of another", OWN, "SCJG,,", "XFJY,SCJG,", "P08 own/D1", NULL, 0, NULL},
    {"A18: an item that nobody plans", ITEMS, "B1,",
     "A3,新事项,SCJG,general,,,place,S,premises,shops"
     "\nB1,",
     "P09 A3", NULL, 0, NULL},
    {"unmarked", ITEMS, "A2,年报检查,SCJG,general", "A2,年报检查,SCJG,", "P10 own/D1 A2", NULL, 0,
     NULL},
    {"A29: above 20%", OWN, "5%", "21%", "P13 own/D1 A2", "Q04", 0, NULL},
    {"B03: 20% itself", OWN, "5%", "20%", "", NULL, 0, NULL},
    {"A29: below 3%", OWN, "5%", "2.9%", "P13 own/D1 A2", "Q04", 0, NULL},
    {"A29: 3% itself", OWN, "5%", "3%", "", NULL, 0, NULL},
    {"A27: above the item's own cap", ITEMS, "A2,年报检查,SCJG,general,,",
     "A2,年报检查,SCJG,general,,4%", "P13 own/D1 A2", "Q04", 0, NULL},
    {"A30, B06: a key item below 20%", JOINT, "20%", "19%", "P13 joint/J1 B1", "Q04", 0, NULL},
    {"B02: N=4", OWN, "5%", "5%", "P12 joint/J1 A1; P12 own/D1 A2", "N = 4", 4, NULL},
    {"B02: N=5 is exactly one", OWN, "5%", "20%", "", NULL, 5, NULL},
    {"B02: an approved small roster draws one", JOINT, "长办1号,,,,,,", "长办1号,,,,,长批2号,",
     "P12 own/D1 A2", "N = 4", 4, NULL},
    {"B07: two lines of 12%, more than 20% of the year", OWN, "D1,2021,own,年报,A2,SCJG,,5%",
     "D2,2021,own,年报,A2,SCJG,,12%,2021-03-15,2021-04-30,2021-01-31,长办2号\n"
     "D1,2021,own,年报,A2,SCJG,,12%",
     "P14 A2", "24 > 20, N = 100", 0, NULL},
    {"B06: a whole roster", JOINT, "A1;B1,SCJG,XFJY,20%", "B1,XFJY,,100%",
     "P09 A1; P19! joint/J1 B1", NULL, 0, NULL},
    {"B30: a window over the year's end", OWN, "2021-08-31", "2022-01-01", "P21 own/D1", NULL, 0,
     NULL},
    {"B30: the last day", OWN, "2021-08-31", "2021-12-31", "", NULL, 0, NULL},
    {"B24: educated 02-28 is in time for 04-01 on", OWN, "2021-01-31,长办2号", "2021-03-31,长办2号",
     "", NULL, 0, NULL},
    {"B24: a visit before the day is a warning", OWN, "2021-01-31,长办2号", "2021-04-30,长办2号",
     "P22! own/D1", "2021-05-31", 0, NULL},
    {"B24: educated too late for all", OWN, "2021-01-31,长办2号", "2021-07-31,长办2号",
     "P22 own/D1", "2021-09-01", 0, NULL},
    {"A62: no scheme", OWN, "长办2号", "", "P27 own/D1", NULL, 0, NULL},
    {"B37: one inspector", JOINT, "长办1号,,", "长办1号,1,", "P29 joint/J1", "1 < 2", 0, NULL},
    {"B26: filed on 02-28, green", EVENTS,
     "filed joint 2021-01-15T09:00:00+08:00\n"
     "approved joint 2021-01-20T09:00:00+08:00\nfiled own 2021-01-21T09:00:00+08:00\n"
     "approved own 2021-01-22T09:00:00+08:00\n",
     "filed joint 2021-02-28T23:59:59+08:00\napproved joint 2021-03-05T09:00:00+08:00\n"
     "filed own 2021-03-31T23:59:59+08:00\napproved own 2021-04-10T09:00:00+08:00\n",
     "", NULL, 0, "2021-04-11T09:00:00+08:00"},
    {"B26: filed on 03-01 and 04-01, amber", EVENTS,
     "filed joint 2021-01-15T09:00:00+08:00\n"
     "approved joint 2021-01-20T09:00:00+08:00\nfiled own 2021-01-21T09:00:00+08:00\n"
     "approved own 2021-01-22T09:00:00+08:00\n",
     "filed joint 2021-03-01T00:00:00+08:00\napproved joint 2021-03-05T09:00:00+08:00\n"
     "filed own 2021-04-01T23:59:59+08:00\napproved own 2021-04-10T09:00:00+08:00\n",
     "P24! joint; P24! own", "amber", 0, "2021-04-11T09:00:00+08:00"},
    {"B26: filed on 03-02 and 04-02, red", EVENTS,
     "filed joint 2021-01-15T09:00:00+08:00\n"
     "approved joint 2021-01-20T09:00:00+08:00\nfiled own 2021-01-21T09:00:00+08:00\n"
     "approved own 2021-01-22T09:00:00+08:00\n",
     "filed joint 2021-03-02T00:00:00+08:00\napproved joint 2021-03-05T09:00:00+08:00\n"
     "filed own 2021-04-02T00:00:00+08:00\napproved own 2021-04-10T09:00:00+08:00\n",
     "P24 joint; P24 own", "red", 0, "2021-04-11T09:00:00+08:00"},
    {"A61: arranged on 01-31 is in time", EVENTS, "arranged joint 2021-01-12T09:00:00+08:00\n", "",
     "", NULL, 0, "2021-01-31T23:59:59+08:00"},
    {"A61: not arranged on 02-01", EVENTS, "arranged joint 2021-01-12T09:00:00+08:00\n", "",
     "P25 joint", NULL, 0, "2021-02-01T00:00:00+08:00"},
    {"B27, A34: the window has begun, and nobody approved", EVENTS,
     "filed own 2021-01-21T09:00:00+08:00\napproved own 2021-01-22T09:00:00+08:00\n",
     "filed own 2021-01-21T09:00:00+08:00\n", "P26 own/D1", NULL, 0, "2021-05-01T00:00:00+08:00"},
    {"A43: an import after approval", EVENTS, "filed own 2021-01-21",
     "import joint 2021-01-20T10:00:00+08:00\nfiled own 2021-01-21", "P26 joint/J1", NULL, 0,
     "2021-03-15T00:00:00+08:00"},
    {"B10: growth by 10% is borne", EVENTS, "approved own 2021-01-22T09:00:00+08:00\n",
     "approved own 2021-01-22T09:00:00+08:00\ngrow 110 2021-01-23T09:00:00+08:00\n", "", NULL, 0,
     NULL},
    {"B10: growth by 11% wants a new base", EVENTS, "approved own 2021-01-22T09:00:00+08:00\n",
     "approved own 2021-01-22T09:00:00+08:00\ngrow 111 2021-01-23T09:00:00+08:00\n",
     "P16 joint/J1 A1; P16 joint/J1 B1; P16 own/D1 A2", "111 > 100", 0, NULL},
    {"B07: the alarm from October on", EVENTS, "arranged", "arranged", "P15! A1; P15! A2; P15! B1",
     "inspected 0 < 3", 0, "2021-10-01T00:00:00+08:00"},
    {"B07: no alarm the day before", EVENTS, "arranged", "arranged", "", NULL, 0,
     "2021-09-30T23:59:59+08:00"},
    {"B07: and at the year's end a breach", EVENTS, "arranged", "arranged",
     "P15 A1; P15 A2; P15 B1", NULL, 0, "2022-01-01T00:00:00+08:00"},
};

#define HEADER_T                                                                                   \
    "id,year,kind,title,items,initiator,participants,ratio,starts,ends,education,scheme,basis,"    \
    "approval\n"

static void plant(const struct planted *p) {
    struct city c = {.targets = p->targets ? p->targets : 100,
                     .time = p->time ? p->time : JANUARY,
                     .pack = {"changchun-2021", NULL}};
    memcpy(c.file, clean, sizeof clean);
    char *changed = replaced(clean[p->file], p->old, p->new);
    c.file[p->file] = changed;
    build(&c);
    check(&c, p->name, p->want, p->value);
    free(changed);
    drop(&c);
}

// A44: a temporary plan has its own basis and approval.
static void temporary(void) {
    struct city c = {.targets = 100, .time = JANUARY, .pack = {"changchun-2021", NULL}};
    memcpy(c.file, clean, sizeof clean);
    c.file[TEMPORARY] =
        HEADER_T "T1,2021,temporary,临时,A2,SCJG,,5%,2021-03-01,2021-03-31,2021-01-20,"
                 "长办3号,条例第三条,长批1号\n";
    build(&c);
    check(&c, "A44: temporary with basis and approval", "", NULL);
    drop(&c);
    c.file[TEMPORARY] =
        HEADER_T "T1,2021,temporary,临时,A2,SCJG,,5%,2021-03-01,2021-03-31,2021-01-20,长办3号,,\n";
    build(&c);
    check(&c, "A44: temporary without", "P20 temporary/T1", "basis approval");
    drop(&c);
}

// B27: before the plan's approval a line goes on that is carried over from an approved plan.
static void carried(void) {
    static const char *const from[] = {"joint20/J9", "joint20/J8"};
    for (size_t i = 0; i < 2; i++) {
        struct city c = {
            .targets = 100, .time = "2021-02-20T09:00:00+08:00", .pack = {"changchun-2021", NULL}};
        memcpy(c.file, clean, sizeof clean);
        char *early = replaced(clean[JOINT], "2021-03-15", "2021-02-10");
        char *line = replaced(early, ",,\n", "");
        struct qian_buf whole = {0};
        qian_buf_text(&whole, line);
        qian_buf_char(&whole, ',');
        qian_buf_text(&whole, from[i]);
        qian_buf_text(&whole, ",\n");
        c.file[JOINT] = whole.p;
        c.file[EVENTS] = "";
        build(&c);
        char *old = replaced(clean[JOINT], "J1,2021", "J9,2020");
        import(&c, "lines", "joint20", "SSJB", old, "2021-01-10T09:00:00+08:00");
        events(&c, "filed joint20 2021-01-11T09:00:00+08:00\n"
                   "approved joint20 2021-01-12T09:00:00+08:00\n"
                   "arranged joint 2021-01-12T09:00:00+08:00\n"
                   "filed joint 2021-01-15T09:00:00+08:00\n");
        check(&c, "B27: carried over", i ? "P22! joint/J1; P26 joint/J1" : "P22! joint/J1", NULL);
        drop(&c);
        free(early);
        free(line);
        free(old);
        qian_buf_free(&whole);
    }
}

// B05: an item without targets stays in the plan, and is told.
static void nobody(void) {
    struct city c = {.targets = 0, .time = JANUARY, .pack = {"changchun-2021", NULL}};
    memcpy(c.file, clean, sizeof clean);
    build(&c);
    check(&c, "B05: no targets", "P11 joint/J1; P11 own/D1", NULL);
    drop(&c);
}

// B43, B26: of several packs the stricter holds; A26: high ratios in batches, where a pack has it.
static void packs(void) {
    struct city c = {
        .targets = 100, .time = JANUARY, .pack = {"changchun-2021", "changchun-guobanfa-2024-54"}};
    memcpy(c.file, clean, sizeof clean);
    char *high = replaced(clean[JOINT], "A1;B1,SCJG,XFJY,20%", "B1,XFJY,,50%");
    char *low = replaced(clean[OWN], "5%", "2%");
    c.file[JOINT] = high;
    c.file[OWN] = low;
    build(&c);
    check(&c, "B43, A26: two packs", "P09 A1; P18! joint/J1 B1; P13 own/D1 A2", NULL);
    drop(&c);
    free(high);
    free(low);
}

// registers 4.1, plan 2.2
static void states(void) {
    struct city c = {.targets = 10, .time = JANUARY, .pack = {"changchun-2021", NULL}};
    struct qian_err err = {0};
    memcpy(c.file, clean, sizeof clean);
    c.file[EVENTS] = "";
    build(&c);
    static const struct {
        const char *event;
        enum qian_status want;
    } steps[] = {{"approved", QIAN_REFUSED}, {"published", QIAN_REFUSED}, {"filed", QIAN_OK},
                 {"filed", QIAN_REFUSED},    {"published", QIAN_REFUSED}, {"approved", QIAN_OK},
                 {"published", QIAN_OK},     {"frozen", QIAN_USAGE}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        CHECK(event(&c, "own", steps[i].event, "2021-01-20T09:00:00+08:00", &err) == steps[i].want,
              "step %zu, %s: %s", i, steps[i].event, err.what ? err.what : "");
    CHECK(event(&c, "items", "published", "2021-01-20T09:00:00+08:00", &err) == QIAN_REFUSED,
          "items published without being filed");
    CHECK(event(&c, "items", "filed", "2021-01-20T09:00:00+08:00", &err) == QIAN_OK &&
              event(&c, "items", "published", "2021-01-20T09:00:00+08:00", &err) == QIAN_OK,
          "items filed and published");
    CHECK(event(&c, "own", "filed", "2021-01-19T09:00:00+08:00", &err) != QIAN_OK,
          "the clock was set back");
    CHECK(event(&c, "nobody", "filed", "2021-01-20T09:00:00+08:00", &err) == QIAN_USAGE,
          "a list that is not there");
    drop(&c);
}

int main(void) {
    for (size_t i = 0; i < sizeof planted / sizeof *planted; i++)
        plant(&planted[i]);
    temporary();
    carried();
    nobody();
    packs();
    states();
    return check_end("plan");
}
