// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/store/draws.h"

#include <stdlib.h>
#include <string.h>

#include "engine/store/sql.h"

const char qian_sql_draws[] =
    "CREATE TABLE draw (id TEXT PRIMARY KEY, plan_line TEXT NOT NULL, authority TEXT NOT NULL,"
    " year TEXT NOT NULL, serial INTEGER NOT NULL CHECK (serial > 0), replaces TEXT,"
    " ended TEXT CHECK (ended IN ('transcript', 'void', 'dropped')),"
    " opened INTEGER NOT NULL UNIQUE) STRICT;"
    "CREATE UNIQUE INDEX draw_serial ON draw (authority, year, serial)"
    " WHERE ended IS NULL OR ended <> 'dropped';"
    "CREATE UNIQUE INDEX draw_going ON draw (authority, year, plan_line) WHERE ended IS NULL;"
    "CREATE TABLE draw_file (draw TEXT NOT NULL, name TEXT NOT NULL,"
    " digest BLOB NOT NULL CHECK (length(digest) = 32), PRIMARY KEY (draw, name)) STRICT;"
    "CREATE TABLE signed (draw TEXT NOT NULL, kind TEXT NOT NULL, signer TEXT NOT NULL,"
    " digest BLOB NOT NULL CHECK (length(digest) = 32), PRIMARY KEY (draw, kind, signer)) STRICT;";

static void bind(struct qian_sql *sql, int place, const char *text) {
    if (text)
        qian_sql_text(sql, place, qian_str(text));
    else
        qian_sql_null(sql, place);
}

// What the one row of a query of numbers says; *found is false if there is none or it is null.
static enum qian_status number(struct qian_sql *sql, bool *found, uint64_t *out,
                               struct qian_err *err) {
    bool row = false;
    enum qian_status status = qian_sql_step(sql, &row, err);
    *found = status == QIAN_OK && row && !qian_sql_is_null(sql, 0);
    if (*found)
        *out = qian_sql_get_u64(sql, 0);
    qian_sql_close(sql);
    return status;
}

// The id of a row that is there.
static enum qian_status other_draw(const char *id, const char *what, const char *next,
                                   struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "C02", "ceremony 6.3", what, next);
    qian_err_where(err, "request draw");
    qian_err_value(err, "%s", id);
    return status;
}

// What was entered and got no draft was broken off: it is no draw, and is checked anew.
static enum qian_status forget_broken(struct qian_store *store, struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "DELETE FROM draw WHERE ended IS NULL AND id NOT IN"
                             " (SELECT draw FROM draw_file WHERE name = 'draft.json')");
    return qian_sql_done(&sql, err);
}

static enum qian_status check_id(struct qian_store *store, const char *id, struct qian_err *err) {
    bool there;
    uint64_t one;
    struct qian_sql sql = qian_sql_open(store, "SELECT 1 FROM draw WHERE id = ?1");
    bind(&sql, 1, id);
    enum qian_status status = number(&sql, &there, &one, err);
    if (status != QIAN_OK || !there)
        return status;
    return other_draw(id, "this id stands for another draw, or for one that was dropped",
                      "give the draw an id of its own", err);
}

enum qian_status qian_store_draw_opened(struct qian_store *store,
                                        const struct qian_stored_draw *draw, const char *replaces,
                                        bool *opened, struct qian_err *err) {
    uint64_t same = 0;
    struct qian_sql sql = qian_sql_open(
        store, "SELECT plan_line = ?2 AND authority = ?3 AND serial = ?4 AND replaces IS ?5"
               " FROM draw JOIN draw_file ON draw_file.draw = draw.id AND name = 'draft.json'"
               " WHERE id = ?1");
    bind(&sql, 1, draw->id);
    bind(&sql, 2, draw->plan_line);
    bind(&sql, 3, draw->authority);
    qian_sql_u64(&sql, 4, draw->serial);
    bind(&sql, 5, replaces);
    enum qian_status status = number(&sql, opened, &same, err);
    if (status != QIAN_OK || !*opened || same)
        return status;
    return other_draw(draw->id, "this draw was opened before with another request",
                      "drop it, and open a new draw id", err);
}

// spec/ceremony.md 6.6: "A draw whose notice is not in the log can be dropped, and its serial is
// free"
static enum qian_status is_freed(struct qian_store *store, const struct qian_stored_draw *draw,
                                 bool *freed, struct qian_err *err) {
    uint64_t one;
    struct qian_sql sql =
        qian_sql_open(store, "SELECT 1 FROM draw WHERE authority = ?1 AND year = ?2 AND serial = ?3"
                             " GROUP BY serial HAVING min(ended IS 'dropped') = 1");
    bind(&sql, 1, draw->authority);
    bind(&sql, 2, draw->year);
    qian_sql_u64(&sql, 3, draw->serial);
    return number(&sql, freed, &one, err);
}

// spec/ceremony.md 6.3: "the serial is the next one"
static enum qian_status check_serial(struct qian_store *store, const struct qian_stored_draw *draw,
                                     struct qian_err *err) {
    bool found, freed = false;
    uint64_t last = 0;
    struct qian_sql sql = qian_sql_open(store, "SELECT max(serial) FROM draw WHERE authority = ?1"
                                               " AND year = ?2 AND ended IS NOT 'dropped'");
    bind(&sql, 1, draw->authority);
    bind(&sql, 2, draw->year);
    enum qian_status status = number(&sql, &found, &last, err);
    if (status == QIAN_OK)
        status = is_freed(store, draw, &freed, err);
    if (status != QIAN_OK || !found || freed || draw->serial == last + 1)
        return status;
    status = qian_fail(err, QIAN_REFUSED, "C02", "ceremony 6.3",
                       "the serial is not the next one of this authority and year",
                       "serials have no holes: take the next one");
    qian_err_where(err, "request serial");
    qian_err_value(err, "%llu, %llu", (unsigned long long)draw->serial,
                   (unsigned long long)last + 1);
    return status;
}

// spec/ceremony.md 6.3: "a plan line that was drawn before names the void that it replaces"
// In whatever year: a new year frees no line.
static enum qian_status check_plan(struct qian_store *store, const struct qian_stored_draw *draw,
                                   const char *replaces, struct qian_err *err) {
    bool row = false;
    struct qian_sql sql =
        qian_sql_open(store, "SELECT id, ended FROM draw WHERE authority = ?1 AND plan_line = ?2"
                             " AND ended IS NOT 'dropped' ORDER BY opened DESC");
    bind(&sql, 1, draw->authority);
    bind(&sql, 2, draw->plan_line);
    enum qian_status status = qian_sql_step(&sql, &row, err);
    char *last = row ? qian_sql_get_text(&sql, 0) : NULL;
    char *ended = row && !qian_sql_is_null(&sql, 1) ? qian_sql_get_text(&sql, 1) : NULL;
    qian_sql_close(&sql);
    bool fits =
        !last || (ended && strcmp(ended, "void") == 0 && replaces && strcmp(replaces, last) == 0);
    if (status == QIAN_OK && !fits) {
        status =
            qian_fail(err, QIAN_REFUSED, "C04", "ceremony 6.3", "this plan line has a draw already",
                      "only a void is replaced: name it in replaces, with a reason");
        qian_err_where(err, "request plan_line");
        qian_err_value(err, "%s (%s)", last, ended ? ended : "going on");
    }
    free(last);
    free(ended);
    return status;
}

static enum qian_status insert(struct qian_store *store, const struct qian_stored_draw *draw,
                               const char *replaces, struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(
        store, "INSERT INTO draw (id, plan_line, authority, year, serial, replaces, opened)"
               " SELECT ?1, ?2, ?3, ?4, ?5, ?6, coalesce(max(opened), 0) + 1 FROM draw");
    bind(&sql, 1, draw->id);
    bind(&sql, 2, draw->plan_line);
    bind(&sql, 3, draw->authority);
    bind(&sql, 4, draw->year);
    qian_sql_u64(&sql, 5, draw->serial);
    bind(&sql, 6, replaces);
    return qian_sql_done(&sql, err);
}

enum qian_status qian_store_draw_open(struct qian_store *store, const struct qian_stored_draw *draw,
                                      const char *replaces, struct qian_err *err) {
    enum qian_status status = qian_store_begin(store, err);
    if (status != QIAN_OK)
        return status;
    status = forget_broken(store, err);
    if (status == QIAN_OK)
        status = check_id(store, draw->id, err);
    if (status == QIAN_OK)
        status = check_serial(store, draw, err);
    if (status == QIAN_OK)
        status = check_plan(store, draw, replaces, err);
    if (status == QIAN_OK)
        status = insert(store, draw, replaces, err);
    return qian_store_end(store, status, err);
}

enum qian_status qian_store_draw_end(struct qian_store *store, const char *id, const char *how,
                                     struct qian_err *err) {
    enum qian_status status = qian_store_begin(store, err);
    if (status != QIAN_OK)
        return status;
    struct qian_sql sql =
        qian_sql_open(store, "UPDATE draw SET ended = ?2 WHERE id = ?1 AND ended IS NULL");
    bind(&sql, 1, id);
    bind(&sql, 2, how);
    return qian_store_end(store, qian_sql_done(&sql, err), err);
}

enum qian_status qian_store_draw_dropped(struct qian_store *store, const char *id, bool *dropped,
                                         struct qian_err *err) {
    uint64_t one;
    struct qian_sql sql =
        qian_sql_open(store, "SELECT 1 FROM draw WHERE id = ?1 AND ended = 'dropped'");
    bind(&sql, 1, id);
    return number(&sql, dropped, &one, err);
}

enum qian_status qian_store_draws(struct qian_store *store, struct qian_stored_draw **out,
                                  size_t *count, struct qian_err *err) {
    size_t cap = 0;
    bool row = false;
    struct qian_sql sql =
        qian_sql_open(store, "SELECT id, plan_line, authority, year, serial, ended FROM draw"
                             " ORDER BY authority, year, serial, opened");
    *out = NULL;
    *count = 0;
    enum qian_status status = qian_sql_step(&sql, &row, err);
    while (status == QIAN_OK && row) {
        *out = qian_grow(*out, &cap, *count + 1, sizeof **out);
        (*out)[(*count)++] = (struct qian_stored_draw){
            .id = qian_sql_get_text(&sql, 0),
            .plan_line = qian_sql_get_text(&sql, 1),
            .authority = qian_sql_get_text(&sql, 2),
            .year = qian_sql_get_text(&sql, 3),
            .serial = qian_sql_get_u64(&sql, 4),
            .ended = qian_sql_is_null(&sql, 5) ? NULL : qian_sql_get_text(&sql, 5)};
        status = qian_sql_step(&sql, &row, err);
    }
    qian_sql_close(&sql);
    return status;
}

void qian_stored_draws_free(struct qian_stored_draw *draw, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(draw[i].id);
        free(draw[i].plan_line);
        free(draw[i].authority);
        free(draw[i].year);
        free(draw[i].ended);
    }
    free(draw);
}

// The digest that a query gives.
static enum qian_status digest(struct qian_sql *sql, bool *found, struct qian_digest *out,
                               struct qian_err *err) {
    enum qian_status status = qian_sql_step(sql, found, err);
    if (status == QIAN_OK && *found && !qian_sql_get_bytes(sql, 0, out->b, sizeof out->b))
        status = qian_sql_damaged(sql->store, err);
    qian_sql_close(sql);
    return status;
}

static enum qian_status other_before(const char *draw, const char *name, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "C01", "ceremony 6.4",
                  "this was done before, with another content, and is not done twice",
                  "go on with what was acknowledged, or make the draw void");
    qian_err_where(err, "%.100s %.100s", draw, name);
    return status;
}

enum qian_status qian_store_file_get(struct qian_store *store, const char *draw, const char *name,
                                     bool *found, struct qian_digest *out, struct qian_err *err) {
    struct qian_sql sql =
        qian_sql_open(store, "SELECT digest FROM draw_file WHERE draw = ?1 AND name = ?2");
    bind(&sql, 1, draw);
    bind(&sql, 2, name);
    return digest(&sql, found, out, err);
}

enum qian_status qian_store_file_add(struct qian_store *store, const char *draw, const char *name,
                                     const struct qian_digest *value, struct qian_err *err) {
    bool found = false;
    struct qian_digest before;
    enum qian_status status = qian_store_begin(store, err);
    if (status != QIAN_OK)
        return status;
    status = qian_store_file_get(store, draw, name, &found, &before, err);
    if (status == QIAN_OK && found && memcmp(before.b, value->b, sizeof before.b) != 0)
        status = other_before(draw, name, err);
    if (status == QIAN_OK && !found) {
        struct qian_sql sql =
            qian_sql_open(store, "INSERT INTO draw_file (draw, name, digest) VALUES (?1, ?2, ?3)");
        bind(&sql, 1, draw);
        bind(&sql, 2, name);
        qian_sql_blob(&sql, 3, value->b, sizeof value->b);
        status = qian_sql_done(&sql, err);
    }
    return qian_store_end(store, status, err);
}

enum qian_status qian_store_file_drop(struct qian_store *store, const char *draw, const char *name,
                                      struct qian_err *err) {
    enum qian_status status = qian_store_begin(store, err);
    if (status != QIAN_OK)
        return status;
    struct qian_sql sql =
        qian_sql_open(store, "DELETE FROM draw_file WHERE draw = ?1 AND name = ?2");
    bind(&sql, 1, draw);
    bind(&sql, 2, name);
    return qian_store_end(store, qian_sql_done(&sql, err), err);
}

enum qian_status qian_store_signed_get(struct qian_store *store, const char *draw, const char *kind,
                                       const char *signer, bool *found, struct qian_digest *out,
                                       struct qian_err *err) {
    struct qian_sql sql = qian_sql_open(
        store, "SELECT digest FROM signed WHERE draw = ?1 AND kind = ?2 AND signer = ?3");
    bind(&sql, 1, draw);
    bind(&sql, 2, kind);
    bind(&sql, 3, signer);
    return digest(&sql, found, out, err);
}

// Kinds of which all who sign sign one text.
static bool is_common(const char *kind) {
    static const char *const common[] = {"notice", "close", "open", "void", "result"};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strcmp(kind, common[i]) == 0)
            return true;
    return false;
}

// spec/ceremony.md 6.5: "A party signs one text of a kind for one draw and no other, whichever of
// its keys it signs with"
static enum qian_status no_other(struct qian_store *store, const char *draw, const char *kind,
                                 const struct qian_digest *value, struct qian_err *err) {
    bool row = false;
    struct qian_sql sql = qian_sql_open(
        store, "SELECT 1 FROM signed WHERE draw = ?1 AND kind = ?2 AND digest <> ?3 LIMIT 1");
    bind(&sql, 1, draw);
    bind(&sql, 2, kind);
    qian_sql_blob(&sql, 3, value->b, sizeof value->b);
    enum qian_status status = qian_sql_step(&sql, &row, err);
    qian_sql_close(&sql);
    return status == QIAN_OK && row ? other_before(draw, kind, err) : status;
}

enum qian_status qian_store_signed_add(struct qian_store *store, const char *draw, const char *kind,
                                       const char *signer, const struct qian_digest *value,
                                       bool again, struct qian_err *err) {
    bool found = false;
    struct qian_digest before;
    enum qian_status status = qian_store_begin(store, err);
    if (status != QIAN_OK)
        return status;
    status = qian_store_signed_get(store, draw, kind, signer, &found, &before, err);
    if (status == QIAN_OK && !again && is_common(kind))
        status = no_other(store, draw, kind, value, err);
    if (status == QIAN_OK && found && !again && memcmp(before.b, value->b, sizeof before.b) != 0)
        status = other_before(draw, kind, err);
    if (status == QIAN_OK) {
        struct qian_sql sql = qian_sql_open(store, "INSERT OR REPLACE INTO signed"
                                                   " (draw, kind, signer, digest)"
                                                   " VALUES (?1, ?2, ?3, ?4)");
        bind(&sql, 1, draw);
        bind(&sql, 2, kind);
        bind(&sql, 3, signer);
        qian_sql_blob(&sql, 4, value->b, sizeof value->b);
        status = qian_sql_done(&sql, err);
    }
    return qian_store_end(store, status, err);
}
