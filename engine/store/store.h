// SPDX-License-Identifier: MulanPSL-2.0
// engine/store/store.h - the SQLite files HOME/qian.db and HOME/registers.db, each of which one
// process has open at a time.
//
// Open, work, close: nobody keeps it open. What is stored has its own header for each kind of data
// (draws.h, log.h, witness.h; registers.h); SQL stands nowhere outside this room.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

struct qian_store;

// Open HOME/qian.db, or make it (mode 0600). Every setting is read back: QIAN_CANNOT, with its
// name, if the library does not take it. QIAN_REFUSED if a newer program made the file. QIAN_BUSY
// if another process still has it after `wait_ms` milliseconds.
enum qian_status qian_store_open(const char *home, unsigned wait_ms, struct qian_store **out,
                                 struct qian_err *err) QIAN_MUST_USE;
// The same for HOME/registers.db, which holds the registers of a planner or custodian, and has room
// for ten million rows. Not while the other file is open: the library's limits are those of one.
enum qian_status qian_store_open_registers(const char *home, unsigned wait_ms,
                                           struct qian_store **out,
                                           struct qian_err *err) QIAN_MUST_USE;
// Read the whole file and look for damage; qian.db is looked at whenever it is opened.
enum qian_status qian_store_check(struct qian_store *store, struct qian_err *err) QIAN_MUST_USE;
// NULL is no error. A transaction that is open is rolled back.
void qian_store_close(struct qian_store *store);

// One transaction: begin (BEGIN IMMEDIATE), functions of the store, end. qian_store_end commits if
// `status` is QIAN_OK, else rolls back; it returns `status`, or why it could not commit. What was
// committed is there after a power cut.
enum qian_status qian_store_begin(struct qian_store *store, struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_end(struct qian_store *store, enum qian_status status,
                                struct qian_err *err) QIAN_MUST_USE;
