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

#define WAIT_STEP_MS 10
#define COUNT(array) (sizeof(array) / sizeof *(array))

// Version n of a file is what the first n texts make. Texts are only ever added.
static const char *const home_texts[] = {qian_sql_log, qian_sql_witness, qian_sql_draws};

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
static const struct setting {
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
    {"secure_delete", "secure_delete=ON", "1"},
    {"recursive_triggers", "recursive_triggers=ON", "1"},
};

// The two files of a home differ in size by orders of magnitude, and so in what they may take.
static const struct kind {
    const char *file;
    const char *const *text;
    unsigned version;
    const char *prepare; // temporary tables, made at each opening; or ""
    bool checked;        // whole, at each opening; else when somebody asks for it
    int flags;           // when it is opened, beyond those of all
    struct setting own[2];
    int heap_max, depth_max, variables_max;
} home_kind =
    {
        .file = "qian.db",
        .text = home_texts,
        .version = COUNT(home_texts),
        .prepare = "",
        .checked = true,
        .own = {{"temp_store", "temp_store=MEMORY", "2"},
                {"cache_size", "cache_size=-2000", "-2000"}},
        .heap_max = 64 << 20,
        .depth_max = 10,
        .variables_max = 10,
},
  // Rows that are being imported lie in a temporary file in the home, which has no name.
    register_kind = {
        .file = "registers.db",
        .text = qian_sql_registers,
        .version = QIAN_SQL_REGISTERS,
        .prepare = qian_sql_stage,
        .flags = SQLITE_OPEN_NOMUTEX, // one thread has it; locks would take a sixth of the time
        .own = {{"temp_store", "temp_store=FILE", "1"},
                {"cache_size", "cache_size=-65536", "-65536"}},
        .heap_max = 256 << 20,
        .depth_max = 40,
        .variables_max = 40,
};

static enum qian_status set_pragma(struct qian_store *store, const struct setting *setting,
                                   struct qian_err *err) {
    char value[32];
    bool locks = setting == pragmas;
    int rc = pragma(store, setting->set, value, sizeof value);
    if (rc == SQLITE_OK)
        rc = pragma(store, setting->name, value, sizeof value);
    // The lock is taken at once and kept: a file that is busy would make the next settings fail
    // without saying why.
    if (rc == SQLITE_OK && locks)
        rc = sqlite3_exec(store->db, "BEGIN EXCLUSIVE; COMMIT", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        return qian_sql_fault(store, rc, err);
    // A library without memory maps answers nothing.
    bool absent = !*value && strcmp(setting->name, "mmap_size") == 0;
    if (strcmp(value, setting->want) != 0 && !absent)
        return unset(store, setting->name, err);
    return QIAN_OK;
}

static enum qian_status set_pragmas(struct qian_store *store, const struct kind *kind,
                                    struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; status == QIAN_OK && i < COUNT(pragmas); i++)
        status = set_pragma(store, &pragmas[i], err);
    for (size_t i = 0; status == QIAN_OK && i < COUNT(kind->own); i++)
        status = set_pragma(store, &kind->own[i], err);
    return status;
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
    {"LIMIT_COMPOUND_SELECT", SQLITE_LIMIT_COMPOUND_SELECT, 3},
    {"LIMIT_VDBE_OP", SQLITE_LIMIT_VDBE_OP, 25000},
    {"LIMIT_FUNCTION_ARG", SQLITE_LIMIT_FUNCTION_ARG, 8},
    {"LIMIT_ATTACHED", SQLITE_LIMIT_ATTACHED, 0},
    {"LIMIT_LIKE_PATTERN_LENGTH", SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
    {"LIMIT_TRIGGER_DEPTH", SQLITE_LIMIT_TRIGGER_DEPTH, 10},
    {"LIMIT_WORKER_THREADS", SQLITE_LIMIT_WORKER_THREADS, 0},
};

static enum qian_status set_limit(struct qian_store *store, const char *name, int what, int want,
                                  struct qian_err *err) {
    (void)sqlite3_limit(store->db, what, want); // returns the old value
    return sqlite3_limit(store->db, what, -1) == want ? QIAN_OK : unset(store, name, err);
}

static enum qian_status set_limits(struct qian_store *store, const struct kind *kind,
                                   struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; status == QIAN_OK && i < COUNT(limits); i++)
        status = set_limit(store, limits[i].name, limits[i].what, limits[i].want, err);
    if (status == QIAN_OK)
        status =
            set_limit(store, "LIMIT_EXPR_DEPTH", SQLITE_LIMIT_EXPR_DEPTH, kind->depth_max, err);
    if (status == QIAN_OK)
        status = set_limit(store, "LIMIT_VARIABLE_NUMBER", SQLITE_LIMIT_VARIABLE_NUMBER,
                           kind->variables_max, err);
    (void)sqlite3_hard_heap_limit64(kind->heap_max);
    if (status == QIAN_OK && sqlite3_hard_heap_limit64(-1) != kind->heap_max)
        status = unset(store, "hard_heap_limit", err);
    return status;
}

static enum qian_status set_switches(struct qian_store *store, struct qian_err *err) {
    for (size_t i = 0; i < COUNT(switches); i++) {
        int is = -1;
        if (sqlite3_db_config(store->db, switches[i].what, switches[i].want, &is) != SQLITE_OK ||
            is != switches[i].want)
            return unset(store, switches[i].name, err);
    }
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

static int migrate(struct qian_store *store, const struct kind *kind, unsigned from) {
    int rc = sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (unsigned i = from; rc == SQLITE_OK && i < kind->version; i++)
        rc = sqlite3_exec(store->db, kind->text[i], NULL, NULL, NULL);
    char ignored[8], set[] = "user_version=00";
    set[sizeof set - 3] = (char)('0' + kind->version / 10);
    set[sizeof set - 2] = (char)('0' + kind->version % 10);
    if (rc == SQLITE_OK)
        rc = pragma(store, set, ignored, sizeof ignored);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    return rc;
}

enum qian_status qian_store_check(struct qian_store *store, struct qian_err *err) {
    char value[128];
    int rc = pragma(store, "quick_check(1)", value, sizeof value);
    if (rc != SQLITE_OK)
        return qian_sql_fault(store, rc, err);
    if (strcmp(value, "ok") == 0)
        return QIAN_OK;
    enum qian_status status = qian_sql_damaged(store, err);
    qian_err_value(err, "%s", value);
    return status;
}

static enum qian_status bring_up(struct qian_store *store, const struct kind *kind,
                                 struct qian_err *err) {
    char value[128];
    uint64_t version = 0;
    enum qian_status whole = kind->checked ? qian_store_check(store, err) : QIAN_OK;
    if (whole != QIAN_OK)
        return whole;
    int rc = pragma(store, "user_version", value, sizeof value);
    if (rc == SQLITE_OK &&
        (!qian_u64_read(qian_str(value), 99, &version) || version > kind->version)) {
        enum qian_status status =
            qian_fail(err, QIAN_REFUSED, "", "", "a newer program made this database",
                      "use that program, or a newer one");
        qian_err_where(err, "%.200s", store->path);
        qian_err_value(err, "%s", value);
        return status;
    }
    if (rc == SQLITE_OK && version < kind->version)
        rc = migrate(store, kind, (unsigned)version);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(store->db, kind->prepare, NULL, NULL, NULL);
    return rc == SQLITE_OK ? QIAN_OK : qian_sql_fault(store, rc, err);
}

// Once the file is set up nothing more may be attached, set, or changed in its schema.
static int authorize(void *context, int action, const char *a, const char *b, const char *c,
                     const char *d) {
    (void)context, (void)b, (void)c, (void)d;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_FUNCTION:
    case SQLITE_TRANSACTION:
        return SQLITE_OK;
    case SQLITE_PRAGMA:
        return strcmp(a, "quick_check") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static enum qian_status open_once(struct qian_store *store, const struct kind *kind,
                                  struct qian_err *err) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | kind->flags;
    int rc = sqlite3_open_v2(store->path, &store->db, flags, NULL);
    if (rc != SQLITE_OK)
        return qian_sql_fault(store, rc, err);
    enum qian_status status = set_switches(store, err);
    if (status == QIAN_OK)
        status = set_limits(store, kind, err);
    if (status == QIAN_OK)
        status = set_pragmas(store, kind, err);
    if (status == QIAN_OK)
        status = bring_up(store, kind, err);
    if (status == QIAN_OK && sqlite3_set_authorizer(store->db, authorize, NULL) != SQLITE_OK)
        status = unset(store, "authorizer", err);
    return status;
}

static enum qian_status open_kind(const struct kind *kind, const char *home, unsigned wait_ms,
                                  struct qian_store **out, struct qian_err *err) {
    struct qian_store *store = qian_take(1, sizeof *store);
    *out = NULL;
    store->path = qian_path_join(home, kind->file);
    enum qian_status status = make_file(store, err);
    if (status == QIAN_OK)
        status = open_once(store, kind, err);
    // Two that open at once can both be turned away: each waits for a time of its own.
    long step = WAIT_STEP_MS + getpid() % WAIT_STEP_MS;
    for (long waited = 0; status == QIAN_BUSY && waited < (long)wait_ms; waited += step) {
        (void)sqlite3_close(store->db);
        store->db = NULL;
        nanosleep(&(struct timespec){.tv_nsec = step * 1000000}, NULL);
        status = open_once(store, kind, err);
    }
    if (status == QIAN_OK)
        *out = store;
    else
        qian_store_close(store);
    return status;
}

enum qian_status qian_store_open(const char *home, unsigned wait_ms, struct qian_store **out,
                                 struct qian_err *err) {
    return open_kind(&home_kind, home, wait_ms, out, err);
}

enum qian_status qian_store_open_registers(const char *home, unsigned wait_ms,
                                           struct qian_store **out, struct qian_err *err) {
    sqlite3_free(sqlite3_temp_directory);
    sqlite3_temp_directory = sqlite3_mprintf("%s", home);
    return open_kind(&register_kind, home, wait_ms, out, err);
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
