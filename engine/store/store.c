// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/store/sql.h"

#define HEAP_MAX (64 << 20)
#define WAIT_STEP_MS 10

// Version n of the file is what the first n texts make. Texts are only ever added.
static const char *const migration[] = {qian_sql_log, qian_sql_witness, qian_sql_draws};
#define VERSION (sizeof migration / sizeof *migration)

static enum qian_status unset(const struct qian_store *store, const char *name,
                              struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_CANNOT, "", "", "the database library does not take a setting",
                  "install the SQLite of the distribution");
    qian_err_where(err, "%.200s", store->path);
    qian_err_value(err, "%s", name);
    return status;
}

// Run `PRAGMA text`; its first value goes to `out`.
static int pragma(struct qian_store *store, const char *text, char *out, size_t size) {
    struct qian_buf sql = {0};
    sqlite3_stmt *statement = NULL;
    *out = 0;
    qian_buf_text(&sql, "PRAGMA ");
    qian_buf_text(&sql, text);
    int rc = sqlite3_prepare_v2(store->db, sql.p, -1, &statement, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(statement);
    const char *value = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (value)
        strncat(out, value, size - 1);
    int end = sqlite3_finalize(statement);
    qian_buf_free(&sql);
    return end;
}

// The lock comes first: with it, the WAL file has one connection for as long as it is there.
static const struct {
    const char *name, *set, *want;
} pragmas[] = {
    {"locking_mode", "locking_mode=EXCLUSIVE", "exclusive"},
    {"journal_mode", "journal_mode=WAL", "wal"},
    {"synchronous", "synchronous=FULL", "2"},
    {"wal_autocheckpoint", "wal_autocheckpoint=1000", "1000"},
    {"foreign_keys", "foreign_keys=ON", "1"},
    {"trusted_schema", "trusted_schema=OFF", "0"},
    {"cell_size_check", "cell_size_check=ON", "1"},
    {"mmap_size", "mmap_size=0", "0"},
    {"temp_store", "temp_store=MEMORY", "2"},
    {"secure_delete", "secure_delete=ON", "1"},
    {"recursive_triggers", "recursive_triggers=ON", "1"},
};

static enum qian_status set_pragmas(struct qian_store *store, struct qian_err *err) {
    char value[32];
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++) {
        int rc = pragma(store, pragmas[i].set, value, sizeof value);
        if (rc == SQLITE_OK)
            rc = pragma(store, pragmas[i].name, value, sizeof value);
        // The lock is taken at once and kept: a file that is busy would make the next settings fail
        // without saying why.
        if (rc == SQLITE_OK && i == 0)
            rc = sqlite3_exec(store->db, "BEGIN EXCLUSIVE; COMMIT", NULL, NULL, NULL);
        if (rc != SQLITE_OK)
            return qian_sql_fault(store, rc, err);
        // A library without memory maps answers nothing.
        bool absent = !*value && strcmp(pragmas[i].name, "mmap_size") == 0;
        if (strcmp(value, pragmas[i].want) != 0 && !absent)
            return unset(store, pragmas[i].name, err);
    }
    return QIAN_OK;
}

static const struct {
    const char *name;
    int what, want;
} switches[] = {
    {"DEFENSIVE", SQLITE_DBCONFIG_DEFENSIVE, 1},
    {"ENABLE_FKEY", SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    {"ENABLE_TRIGGER", SQLITE_DBCONFIG_ENABLE_TRIGGER, 1}, // for the append-only guards
    {"ENABLE_VIEW", SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {"ENABLE_LOAD_EXTENSION", SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {"TRUSTED_SCHEMA", SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {"DQS_DML", SQLITE_DBCONFIG_DQS_DML, 0},
    {"DQS_DDL", SQLITE_DBCONFIG_DQS_DDL, 0},
    {"WRITABLE_SCHEMA", SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
};

static const struct {
    const char *name;
    int what, want;
} limits[] = {
    {"LIMIT_LENGTH", SQLITE_LIMIT_LENGTH, 1000000},
    {"LIMIT_SQL_LENGTH", SQLITE_LIMIT_SQL_LENGTH, 100000},
    {"LIMIT_COLUMN", SQLITE_LIMIT_COLUMN, 100},
    {"LIMIT_EXPR_DEPTH", SQLITE_LIMIT_EXPR_DEPTH, 10},
    {"LIMIT_COMPOUND_SELECT", SQLITE_LIMIT_COMPOUND_SELECT, 3},
    {"LIMIT_VDBE_OP", SQLITE_LIMIT_VDBE_OP, 25000},
    {"LIMIT_FUNCTION_ARG", SQLITE_LIMIT_FUNCTION_ARG, 8},
    {"LIMIT_ATTACHED", SQLITE_LIMIT_ATTACHED, 0},
    {"LIMIT_LIKE_PATTERN_LENGTH", SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
    {"LIMIT_VARIABLE_NUMBER", SQLITE_LIMIT_VARIABLE_NUMBER, 10},
    {"LIMIT_TRIGGER_DEPTH", SQLITE_LIMIT_TRIGGER_DEPTH, 10},
    {"LIMIT_WORKER_THREADS", SQLITE_LIMIT_WORKER_THREADS, 0},
};

static enum qian_status set_switches(struct qian_store *store, struct qian_err *err) {
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
        int is = -1;
        if (sqlite3_db_config(store->db, switches[i].what, switches[i].want, &is) != SQLITE_OK ||
            is != switches[i].want)
            return unset(store, switches[i].name, err);
    }
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        (void)sqlite3_limit(store->db, limits[i].what, limits[i].want); // returns the old value
        if (sqlite3_limit(store->db, limits[i].what, -1) != limits[i].want)
            return unset(store, limits[i].name, err);
    }
    (void)sqlite3_hard_heap_limit64(HEAP_MAX);
    if (sqlite3_hard_heap_limit64(-1) != HEAP_MAX)
        return unset(store, "hard_heap_limit", err);
    return QIAN_OK;
}

// The file is made here, so that it is private from its first byte on; a link is not followed.
static enum qian_status make_file(const struct qian_store *store, struct qian_err *err) {
    struct stat stat;
    int fd = open(store->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool good = fd >= 0
                    ? qian_folder_sync(store->path)
                    : errno == EEXIST && lstat(store->path, &stat) == 0 && S_ISREG(stat.st_mode);
    if (fd >= 0)
        close(fd); // before the library opens it: closing later would drop its locks
    if (good)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_CANNOT, "", "", "the database cannot be read or written",
                  "check path, rights and free space");
    qian_err_where(err, "%.200s", store->path);
    return status;
}

static int migrate(struct qian_store *store, unsigned from) {
    int rc = sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (unsigned i = from; rc == SQLITE_OK && i < VERSION; i++)
        rc = sqlite3_exec(store->db, migration[i], NULL, NULL, NULL);
    char ignored[8], set[] = "user_version=00";
    set[sizeof set - 3] = (char)('0' + VERSION / 10);
    set[sizeof set - 2] = (char)('0' + VERSION % 10);
    if (rc == SQLITE_OK)
        rc = pragma(store, set, ignored, sizeof ignored);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    return rc;
}

static enum qian_status bring_up(struct qian_store *store, struct qian_err *err) {
    char value[128];
    uint64_t version = 0;
    int rc = pragma(store, "quick_check(1)", value, sizeof value);
    if (rc == SQLITE_OK && strcmp(value, "ok") != 0) {
        enum qian_status status = qian_sql_damaged(store, err);
        qian_err_value(err, "%s", value);
        return status;
    }
    if (rc == SQLITE_OK)
        rc = pragma(store, "user_version", value, sizeof value);
    if (rc == SQLITE_OK && (!qian_u64_read(qian_str(value), 99, &version) || version > VERSION)) {
        enum qian_status status =
            qian_fail(err, QIAN_REFUSED, "", "", "a newer program made this database",
                      "use that program, or a newer one");
        qian_err_where(err, "%.200s", store->path);
        qian_err_value(err, "%s", value);
        return status;
    }
    if (rc == SQLITE_OK && version < VERSION)
        rc = migrate(store, (unsigned)version);
    return rc == SQLITE_OK ? QIAN_OK : qian_sql_fault(store, rc, err);
}

// Once the file is set up nothing more may be attached, set, or changed in its schema.
static int authorize(void *context, int action, const char *a, const char *b, const char *c,
                     const char *d) {
    (void)context, (void)a, (void)b, (void)c, (void)d;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_FUNCTION:
    case SQLITE_TRANSACTION:
        return SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

static enum qian_status open_once(struct qian_store *store, struct qian_err *err) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE;
    int rc = sqlite3_open_v2(store->path, &store->db, flags, NULL);
    if (rc != SQLITE_OK)
        return qian_sql_fault(store, rc, err);
    enum qian_status status = set_switches(store, err);
    if (status == QIAN_OK)
        status = set_pragmas(store, err);
    if (status == QIAN_OK)
        status = bring_up(store, err);
    if (status == QIAN_OK && sqlite3_set_authorizer(store->db, authorize, NULL) != SQLITE_OK)
        status = unset(store, "authorizer", err);
    return status;
}

enum qian_status qian_store_open(const char *home, unsigned wait_ms, struct qian_store **out,
                                 struct qian_err *err) {
    struct qian_store *store = qian_take(1, sizeof *store);
    *out = NULL;
    store->path = qian_path_join(home, "qian.db");
    enum qian_status status = make_file(store, err);
    if (status == QIAN_OK)
        status = open_once(store, err);
    // Two that open at once can both be turned away: each waits for a time of its own.
    long step = WAIT_STEP_MS + getpid() % WAIT_STEP_MS;
    for (long waited = 0; status == QIAN_BUSY && waited < (long)wait_ms; waited += step) {
        (void)sqlite3_close(store->db);
        store->db = NULL;
        nanosleep(&(struct timespec){.tv_nsec = step * 1000000}, NULL);
        status = open_once(store, err);
    }
    if (status == QIAN_OK)
        *out = store;
    else
        qian_store_close(store);
    return status;
}

void qian_store_close(struct qian_store *store) {
    if (!store)
        return;
    (void)sqlite3_close(store->db); // rolls back; what was committed is safe already
    free(store->path);
    free(store);
}

static enum qian_status plain(struct qian_store *store, const char *sql, struct qian_err *err) {
    int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? QIAN_OK : qian_sql_fault(store, rc, err);
}

enum qian_status qian_store_begin(struct qian_store *store, struct qian_err *err) {
    return plain(store, "BEGIN IMMEDIATE", err);
}

enum qian_status qian_store_end(struct qian_store *store, enum qian_status status,
                                struct qian_err *err) {
    if (status == QIAN_OK)
        status = plain(store, "COMMIT", err);
    if (status != QIAN_OK && !sqlite3_get_autocommit(store->db))
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL); // `err` tells the first fault
    return status;
}
