// SPDX-License-Identifier: MulanPSL-2.0
// engine/store/register_sql.h - statements over registers, for this room alone.
#pragma once

#include "engine/store/registers.h"
#include "engine/store/sql.h"

// Append the register's columns, each after `prefix`, separated by ", ".
void qian_sql_columns(struct qian_buf *sql, const struct qian_register *reg, const char *prefix);
// A column as it lies in the library, until the next step.
struct qian_str qian_sql_view(const struct qian_sql *sql, int column);

struct qian_stage {
    struct qian_store *store; // borrowed
    const struct qian_register *reg;
    struct qian_sql add; // open while rows are added
    uint64_t list;       // of the last comparison
};
// Append c0, c1, …, as many as the register has columns, each after `prefix`.
void qian_stage_columns(struct qian_buf *sql, const struct qian_register *reg, const char *prefix);
