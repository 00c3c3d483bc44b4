// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/store/registers.h"

#include <stdlib.h>
#include <string.h>

#include "engine/store/sql.h"

// spec/registers.md 2.2: "A row is never changed or taken away"
#define KEPT(table, columns)                                                                       \
    "CREATE TRIGGER " table "_kept BEFORE DELETE ON " table                                        \
    " BEGIN SELECT RAISE(ABORT, 'append-only'); END;"                                              \
    "CREATE TRIGGER " table "_same BEFORE UPDATE OF list, " columns ", valid_from, valid_to, "     \
    "recorded_from ON " table " BEGIN SELECT RAISE(ABORT, 'append-only'); END;"                    \
    "CREATE TRIGGER " table "_once BEFORE UPDATE OF recorded_to ON " table                         \
    " WHEN old.recorded_to IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
// `typed` are the columns with their type, `columns` their names alone.
#define REGISTER(table, typed, columns)                                                            \
    "CREATE TABLE " table "(list INTEGER NOT NULL REFERENCES list(number), " typed                 \
    ", valid_from TEXT NOT NULL, valid_to TEXT NOT NULL CHECK(valid_to > valid_from), "            \
    "recorded_from INTEGER NOT NULL REFERENCES change(number), "                                   \
    "recorded_to INTEGER REFERENCES change(number) CHECK(recorded_to > recorded_from), "           \
    "PRIMARY KEY(list, id, valid_from, recorded_from)) STRICT, WITHOUT ROWID;" KEPT(table,         \
                                                                                    columns)

#define T " TEXT NOT NULL"
static const char base[] =
    "CREATE TABLE list(number INTEGER PRIMARY KEY CHECK(number > 0), name TEXT NOT NULL UNIQUE, "
    "register TEXT NOT NULL, department TEXT NOT NULL) STRICT;"
    "CREATE TABLE change(number INTEGER PRIMARY KEY CHECK(number > 0), time TEXT NOT NULL, "
    "who TEXT NOT NULL, kind TEXT NOT NULL, list INTEGER REFERENCES list(number), "
    "manifest TEXT NOT NULL) STRICT;"
    "CREATE TRIGGER list_kept BEFORE DELETE ON list "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
    "CREATE TRIGGER list_same BEFORE UPDATE ON list "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
    "CREATE TRIGGER change_kept BEFORE DELETE ON change "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
    "CREATE TRIGGER change_same BEFORE UPDATE ON change "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END;";
// clang-format off
static const char targets_sql[] = REGISTER("targets",
        "id" T ", name" T ", type" T ", area" T ", status" T ", section" T ", subject" T ", licence" T
        ", industry" T ", form" T ", since" T ", address" T ", conflict" T,
        "id, name, type, area, status, section, subject, licence, industry, form, since, address, conflict");
static const char inspectors_sql[] = REGISTER("inspectors",
        "id" T ", name" T ", class" T ", role" T ", department" T ", areas" T ", items" T ", capacity" T
        ", issued" T ", expires" T,
        "id, name, class, role, department, areas, items, capacity, issued, expires");
static const char classes_sql[] = REGISTER("classes", "id" T ", class" T ", basis" T, "id, class, basis");
static const char pairs_sql[] = REGISTER("pairs", "id" T ", current" T ", proof" T, "id, current, proof");
static const char items_sql[] = REGISTER("items",
        "id" T ", name" T ", part" T ", department" T ", kind" T ", reason" T ", special" T ", cap" T
         ", ratio" T ", frequency" T ", basis" T ", object" T ", agency" T ", content" T ", method" T
         ", procedure" T ", staff" T ", source" T ", external" T ", type" T ", system" T ", unit" T
         ", lists" T ", members" T ", retired" T ", retired_for" T ", note" T,
        "id, name, part, department, kind, reason, special, cap, ratio, frequency, basis, object, "
        "agency, content, method, procedure, staff, source, external, type, system, unit, lists, "
        "members, retired, retired_for, note");
static const char inspections_sql[] = REGISTER("inspections",
        "id" T ", target" T ", item" T ", department" T ", system" T ", level" T ", date" T ", kind" T
        ", result" T,
        "id, target, item, department, system, level, date, kind, result");
static const char certificates_sql[] = REGISTER("certificates",
        "id" T ", target" T ", item" T ", issuer" T ", issued" T ", expires" T,
        "id, target, item, issuer, issued, expires");
static const char approvals_sql[] = REGISTER("approvals",
        "id" T ", target" T ", item" T ", authority" T ", date" T ", reason" T,
        "id, target, item, authority, date, reason");
static const char recusals_sql[] = REGISTER("recusals",
        "id" T ", certificate" T ", target" T ", reason" T,
        "id, certificate, target, reason");
static const char lines_sql[] = REGISTER("lines",
        "id" T ", year" T ", kind" T ", title" T ", domain" T ", items" T ", object" T
        ", initiator" T ", participants" T ", ratio" T ", ratios" T ", frequency" T ", stratify" T
        ", weights" T ", minimum" T ", batches" T ", areas" T ", level" T ", period" T ", starts" T
        ", ends" T ", education" T ", method" T ", basis" T ", per_visit" T ", per_department" T
        ", experts" T ", approval" T ", scheme" T ", carried" T ", note" T,
        "id, year, kind, title, domain, items, object, initiator, participants, ratio, ratios, "
        "frequency, stratify, weights, minimum, batches, areas, level, period, starts, ends, "
        "education, method, basis, per_visit, per_department, experts, approval, scheme, "
        "carried, note");
// clang-format on
const char *const qian_sql_registers[QIAN_SQL_REGISTERS] = {
    base,          targets_sql,  inspectors_sql,  classes_sql,
    pairs_sql,     items_sql,    inspections_sql, certificates_sql,
    approvals_sql, recusals_sql, lines_sql};

static const char *const targets[] = {"id",      "name",    "type",    "area",     "status",
                                      "section", "subject", "licence", "industry", "form",
                                      "since",   "address", "conflict"};
static const char *const inspectors[] = {"id",    "name",  "class",    "role",   "department",
                                         "areas", "items", "capacity", "issued", "expires"};
static const char *const classes[] = {"id", "class", "basis"};
static const char *const pairs[] = {"id", "current", "proof"};
static const char *const items[] = {
    "id",     "name",      "part",      "department", "kind",        "reason", "special",
    "cap",    "ratio",     "frequency", "basis",      "object",      "agency", "content",
    "method", "procedure", "staff",     "source",     "external",    "type",   "system",
    "unit",   "lists",     "members",   "retired",    "retired_for", "note"};
static const char *const inspections[] = {"id",    "target", "item", "department", "system",
                                          "level", "date",   "kind", "result"};
static const char *const certificates[] = {"id", "target", "item", "issuer", "issued", "expires"};
static const char *const approvals[] = {"id", "target", "item", "authority", "date", "reason"};
static const char *const recusals[] = {"id", "certificate", "target", "reason"};
static const char *const lines[] = {
    "id",        "year",         "kind",  "title",     "domain",         "items",    "object",
    "initiator", "participants", "ratio", "ratios",    "frequency",      "stratify", "weights",
    "minimum",   "batches",      "areas", "level",     "period",         "starts",   "ends",
    "education", "method",       "basis", "per_visit", "per_department", "experts",  "approval",
    "scheme",    "carried",      "note"};

#define COLUMNS(name)                                                                              \
    { #name, name, sizeof(name) / sizeof *(name) }
const struct qian_register qian_registers[] = {
    COLUMNS(targets),  COLUMNS(inspectors),  COLUMNS(classes),      COLUMNS(pairs),
    COLUMNS(items),    COLUMNS(inspections), COLUMNS(certificates), COLUMNS(approvals),
    COLUMNS(recusals), COLUMNS(lines)};
const size_t qian_register_count = sizeof qian_registers / sizeof *qian_registers;

const struct qian_register *qian_register_find(const char *name) {
    for (size_t i = 0; i < qian_register_count; i++)
        if (strcmp(qian_registers[i].name, name) == 0)
            return &qian_registers[i];
    return NULL;
}

size_t qian_register_column(const struct qian_register *reg, const char *column) {
    for (size_t i = 0; i < reg->columns; i++)
        if (strcmp(reg->column[i], column) == 0)
            return i;
    qian_stop("a column that the register does not have");
}

static enum qian_status other_list(const char *name, const char *found, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "", "registers 1.2",
                  "a list of this name is there already, of another register or department",
                  "take another name for the list");
    qian_err_where(err, "%.200s", name);
    qian_err_value(err, "%.200s", found);
    return status;
}

static enum qian_status find_list(struct qian_store *store, const char *name, const char *reg,
                                  const char *department, uint64_t *number, struct qian_err *err) {
    bool row;
    struct qian_sql sql =
        qian_sql_open(store, "SELECT number, register, department FROM list WHERE name = ?1");
    qian_sql_text(&sql, 1, qian_str(name));
    enum qian_status status = qian_sql_step(&sql, &row, err);
    *number = 0;
    if (status == QIAN_OK && row) {
        char *is = qian_sql_get_text(&sql, 1), *of = qian_sql_get_text(&sql, 2);
        *number = qian_sql_get_u64(&sql, 0);
        if (strcmp(is, reg) != 0)
            status = other_list(name, is, err);
        else if (department && *department && strcmp(of, department) != 0)
            status = other_list(name, of, err);
        free(is);
        free(of);
    }
    qian_sql_close(&sql);
    return status;
}

enum qian_status qian_store_list(struct qian_store *store, const char *name, const char *reg,
                                 const char *department, uint64_t *number, struct qian_err *err) {
    enum qian_status status = find_list(store, name, reg, department, number, err);
    if (status != QIAN_OK || *number > 0 || !department)
        return status;
    struct qian_sql sql =
        qian_sql_open(store, "INSERT INTO list(name, register, department) VALUES(?1, ?2, ?3)");
    qian_sql_text(&sql, 1, qian_str(name));
    qian_sql_text(&sql, 2, qian_str(reg));
    qian_sql_text(&sql, 3, qian_str(department));
    status = qian_sql_done(&sql, err);
    return status == QIAN_OK ? find_list(store, name, reg, department, number, err) : status;
}

enum qian_status qian_store_lists(struct qian_store *store, const char *reg,
                                  struct qian_stored_list **out, size_t *count,
                                  struct qian_err *err) {
    bool row = true;
    size_t cap = 0;
    enum qian_status status = QIAN_OK;
    struct qian_sql sql = qian_sql_open(
        store, "SELECT number, name, register, department, EXISTS(SELECT 1 FROM change c WHERE "
               "c.list = l.number AND c.kind = 'transcript') FROM list l WHERE register = ?1 "
               "ORDER BY name");
    qian_sql_text(&sql, 1, qian_str(reg));
    *out = NULL;
    *count = 0;
    while (status == QIAN_OK && row) {
        status = qian_sql_step(&sql, &row, err);
        if (status != QIAN_OK || !row)
            break;
        *out = qian_grow(*out, &cap, *count + 1, sizeof **out);
        (*out)[(*count)++] = (struct qian_stored_list){
            qian_sql_get_u64(&sql, 0), qian_sql_get_text(&sql, 1), qian_sql_get_text(&sql, 2),
            qian_sql_get_text(&sql, 3), qian_sql_get_u64(&sql, 4) != 0};
    }
    qian_sql_close(&sql);
    return status;
}

void qian_stored_lists_free(struct qian_stored_list *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(list[i].name);
        free(list[i].reg);
        free(list[i].department);
    }
    free(list);
}
