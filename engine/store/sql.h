// SPDX-License-Identifier: MulanPSL-2.0
// engine/store/sql.h - statements, for this room alone.
//
// A fault of prepare or bind is remembered and comes out of the next step, so that only steps are
// looked at.
#pragma once

#include <sqlite3.h>

#include "engine/crypto/hash.h"
#include "engine/store/store.h"

struct qian_store {
    sqlite3 *db;
    char *path; // owned
};

struct qian_sql {
    struct qian_store *store; // borrowed
    sqlite3_stmt *statement;
    int rc; // the first fault
};

// The schema of each kind of data, one text a version of the file.
extern const char qian_sql_log[];     // version 1
extern const char qian_sql_witness[]; // version 2
extern const char qian_sql_draws[];   // version 3
// registers.db has versions of its own, and temporary tables.
#define QIAN_SQL_REGISTERS 11
extern const char *const qian_sql_registers[QIAN_SQL_REGISTERS];
extern const char qian_sql_stage[];

struct qian_sql qian_sql_open(struct qian_store *store, const char *sql);
void qian_sql_close(struct qian_sql *sql);
// Places count from 1. The bytes must live until the statement is stepped.
void qian_sql_text(struct qian_sql *sql, int place, struct qian_str value);
void qian_sql_blob(struct qian_sql *sql, int place, const void *bytes, size_t n);
void qian_sql_u64(struct qian_sql *sql, int place, uint64_t value); // at most 2^63 - 1
void qian_sql_bits(struct qian_sql *sql, int place, uint64_t bits); // any 64 bits
void qian_sql_null(struct qian_sql *sql, int place);

// The next row; *row is false when there is none. A statement whose *row was false can be bound and
// stepped again.
enum qian_status qian_sql_step(struct qian_sql *sql, bool *row, struct qian_err *err) QIAN_MUST_USE;
// So that a statement that gave a row can be bound and stepped again.
void qian_sql_rewind(struct qian_sql *sql);
// Step a statement that gives no row.
enum qian_status qian_sql_run(struct qian_sql *sql, struct qian_err *err) QIAN_MUST_USE;
// The same, and close it.
enum qian_status qian_sql_done(struct qian_sql *sql, struct qian_err *err) QIAN_MUST_USE;

// Columns count from 0. Copies are the caller's.
bool qian_sql_is_null(const struct qian_sql *sql, int column);
uint64_t qian_sql_get_u64(const struct qian_sql *sql, int column);
uint64_t qian_sql_get_bits(const struct qian_sql *sql, int column);
char *qian_sql_get_text(const struct qian_sql *sql, int column);
void qian_sql_get_blob(const struct qian_sql *sql, int column, struct qian_buf *out);
// False if the column does not hold exactly n bytes.
bool qian_sql_get_bytes(const struct qian_sql *sql, int column, void *out, size_t n);

// Say that what is stored cannot be.
enum qian_status qian_sql_damaged(const struct qian_store *store, struct qian_err *err);
enum qian_status qian_sql_fault(const struct qian_store *store, int rc, struct qian_err *err);
