// SPDX-License-Identifier: MulanPSL-2.0
// What the registers refuse: another process, another program's changes, a clock that was set back.
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/store/registers.h"
#include "tests/check.h"
#include "tests/engine/registers.h"

static enum qian_twins tell_none(void *context, const struct qian_twin *twin) {
    (void)context;
    CHECK(false, "row %llu is told as a repeat", (unsigned long long)twin->row);
    return QIAN_FIRST_STAYS;
}

// A list of every register with one row in it, by the order of its columns.
static void fill_all(struct qian_store *store) {
    struct qian_err err = {0};
    for (size_t r = 0; r < qian_register_count; r++) {
        const struct qian_register *reg = &qian_registers[r];
        struct qian_str field[QIAN_REGISTER_COLUMNS_MAX];
        struct qian_stage *stage;
        uint64_t number, counts[4];
        for (size_t i = 0; i < reg->columns; i++)
            field[i] = qian_str(reg->column[i]);
        check_ok(qian_store_begin(store, &err), &err, "begin");
        check_ok(qian_store_list(store, reg->name, reg->name, "D1", &number, &err), &err, "list");
        check_ok(qian_store_stage(store, reg, &stage, &err), &err, "stage");
        check_ok(qian_stage_add(stage, 2, "2026-01-01", field, &err), &err, "add");
        check_ok(qian_stage_sort(stage, tell_none, NULL, &err), &err, "sort");
        struct qian_stage_order order = {number, "2026-01-01", false, NULL, NULL};
        check_ok(qian_stage_compare(stage, &order, counts, &err), &err, "compare");
        struct qian_change change = {0, number, "2026-01-01T00:00:00+08:00", "x", "import", "{}"};
        check_ok(qian_store_change_add(store, &change, &err), &err, "change");
        check_ok(qian_stage_apply(stage, &change, &err), &err, "apply");
        qian_stage_free(stage);
        check_ok(qian_store_end(store, QIAN_OK, &err), &err, "end");
    }
}

static void check_columns(struct qian_store *store) {
    struct qian_err err = {0};
    for (size_t r = 0; r < qian_register_count; r++) {
        struct qian_scan_order order = {
            .reg = &qian_registers[r], .change = 99, .day = "2026-01-01"};
        struct qian_scanned row = {0};
        struct qian_scan *scan;
        bool more = false;
        check_ok(qian_store_scan(store, &order, &scan, &err), &err, "scan");
        check_ok(qian_scan_next(scan, &more, &row, &err), &err, "next");
        CHECK(more, "%s: no row", qian_registers[r].name);
        for (size_t i = 0; more && i < qian_registers[r].columns; i++)
            CHECK(qian_str_is(row.field[i], qian_registers[r].column[i]), "%s: %s",
                  qian_registers[r].name, qian_registers[r].column[i]);
        qian_scan_close(scan);
    }
}

static bool append_only(sqlite3 *db, const char *sql) {
    char *said = NULL;
    int rc = sqlite3_exec(db, sql, NULL, NULL, &said);
    bool good = rc != SQLITE_OK && said && strcmp(said, "append-only") == 0;
    if (!good)
        fprintf(stderr, "%s: %s\n", sql, said ? said : "done");
    sqlite3_free(said);
    return good;
}

// What somebody could do by accident with another program.
static void check_triggers(const char *home) {
    static const char *const columns[] = {"list", "valid_from", "valid_to", "recorded_from"};
    sqlite3 *db = NULL;
    char *path = qian_path_join(home, "registers.db"), sql[200];
    if (sqlite3_open(path, &db) != SQLITE_OK)
        abort();
    for (size_t r = 0; r < qian_register_count; r++) {
        const struct qian_register *reg = &qian_registers[r];
        snprintf(sql, sizeof sql, "DELETE FROM %s", reg->name);
        CHECK(append_only(db, sql), "%s", sql);
        for (size_t i = 0; i < reg->columns + 4; i++) {
            const char *name = i < reg->columns ? reg->column[i] : columns[i - reg->columns];
            snprintf(sql, sizeof sql, "UPDATE %s SET %s = %s", reg->name, name, name);
            CHECK(append_only(db, sql), "%s", sql);
        }
        snprintf(sql, sizeof sql, "UPDATE %s SET recorded_to = 99", reg->name);
        CHECK(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s", sql);
        CHECK(append_only(db, sql), "%s, again", sql);
    }
    static const char *const others[] = {"DELETE FROM change",
                                         "UPDATE change SET manifest = '{}'",
                                         "UPDATE change SET time = time",
                                         "DELETE FROM list",
                                         "UPDATE list SET name = name || 'x'",
                                         "UPDATE list SET department = 'D2'"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CHECK(append_only(db, others[i]), "%s", others[i]);
    sqlite3_close(db);
    free(path);
}

static void check_refusals(struct qian_store *store) {
    struct qian_err err = {0};
    uint64_t number = 99;
    struct qian_change early = {0, 1, "2025-12-31T23:59:59+08:00", "x", "import", "{}"};
    struct qian_change same = {0, 1, "2026-01-01T00:00:00+08:00", "x", "import", "{}"};
    check_ok(qian_store_begin(store, &err), &err, "begin");
    CHECK(qian_store_change_add(store, &early, &err) == QIAN_REFUSED &&
              strcmp(err.clause, "registers 2.3") == 0,
          "B42: the clock was set back");
    check_ok(qian_store_change_add(store, &same, &err), &err, "the same second");
    CHECK(qian_store_list(store, "targets", "classes", "D1", &number, &err) == QIAN_REFUSED,
          "a list of another register");
    CHECK(qian_store_list(store, "targets", "targets", "D2", &number, &err) == QIAN_REFUSED,
          "a list of another department");
    CHECK(qian_store_list(store, "new", "targets", NULL, &number, &err) == QIAN_OK && number == 0,
          "a list that is not there");
    CHECK(qian_store_end(store, QIAN_REFUSED, &err) == QIAN_REFUSED, "rolled back");
    CHECK(qian_store_change_at(store, "2025-12-31T00:00:00+08:00", &number, &err) == QIAN_OK &&
              number == 0,
          "before the first change");
    CHECK(qian_store_change_at(store, "2026-01-01T00:00:00+08:00", &number, &err) == QIAN_OK &&
              number == qian_register_count,
          "the last change of a second");
}

// Another process, which opens the registers when it is told to; it is there before this one opens
// them, since the library does not bear a fork in between.
static enum qian_status open_elsewhere(const char *home, struct qian_store **mine) {
    int ends[2], how = 0;
    char byte;
    struct qian_err err;
    if (pipe(ends) != 0)
        abort();
    pid_t child = fork();
    if (child == 0) {
        struct qian_store *store;
        close(ends[1]);
        if (read(ends[0], &byte, 1) != 1)
            _exit(99);
        enum qian_status status = qian_store_open_registers(home, 50, &store, &err);
        qian_store_close(store);
        _exit((int)status);
    }
    close(ends[0]);
    check_ok(qian_store_open_registers(home, 0, mine, &err), &err, "open");
    if (write(ends[1], "x", 1) != 1)
        abort();
    close(ends[1]);
    waitpid(child, &how, 0);
    return (enum qian_status)WEXITSTATUS(how);
}

void registers_guards(void) {
    char *home = folder_make();
    struct qian_store *store = NULL;
    CHECK(open_elsewhere(home, &store) == QIAN_BUSY, "two at once");
    fill_all(store);
    check_columns(store);
    check_refusals(store);
    qian_store_close(store);
    check_triggers(home);
    folder_remove(home);
}
