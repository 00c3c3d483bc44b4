// SPDX-License-Identifier: MulanPSL-2.0
// A subject that is said to be two things.
#include <stdlib.h>
#include <string.h>

#include "engine/base/json_in.h"
#include "engine/registry/pool_parts.h"

static const char *list_name(const struct qian_pool *pool, uint64_t number) {
    for (size_t i = 0; i < pool->lists; i++)
        if (pool->list[i].number == number)
            return pool->list[i].name;
    return "";
}

void qian_pool_conflict(struct qian_pool *pool, const char *column, struct qian_said a,
                        struct qian_said b) {
    pool->conflict =
        qian_grow(pool->conflict, &pool->conflict_cap, pool->conflicts + 1, sizeof *pool->conflict);
    pool->conflict[pool->conflicts++] =
        (struct qian_pool_conflict){qian_str_copy(qian_buf_view(&pool->id)),
                                    qian_str_copy(qian_str(column)),
                                    {qian_str_copy(qian_str(list_name(pool, a.list))),
                                     qian_str_copy(qian_str(list_name(pool, b.list)))},
                                    {qian_str_copy(a.value), qian_str_copy(b.value)}};
}

// spec/registers.md 3.6: "A target with a conflict is in conflict as in 3.2"
void qian_pool_row_conflicts(struct qian_pool *pool, const struct qian_scanned *row) {
    const struct qian_register *targets = qian_register_find("targets");
    struct qian_str text = row->field[qian_register_column(targets, "conflict")];
    json_t *others = text.n ? json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    json_t *other, *value;
    const char *column;
    size_t i;
    if (text.n &&
        !json_is_array(others)) // somebody wrote into the library; it is no less a conflict
        qian_pool_conflict(pool, "conflict", (struct qian_said){row->list, qian_str("")},
                           (struct qian_said){row->list, text});
    json_array_foreach(others, i, other) {
        json_object_foreach(other, column, value) {
            size_t at = 0;
            while (at < targets->columns && strcmp(targets->column[at], column) != 0)
                at++;
            struct qian_str mine = at < targets->columns ? row->field[at] : qian_str("");
            struct qian_str said = {json_string_value(value), json_string_length(value)};
            qian_pool_conflict(pool, column, (struct qian_said){row->list, mine},
                               (struct qian_said){row->list, said.p ? said : qian_str("")});
        }
    }
    json_decref(others);
}

const struct qian_pool_conflict *qian_pool_conflicts(const struct qian_pool *pool, size_t *count) {
    *count = pool->conflicts;
    return pool->conflict;
}

struct qian_pool_conflict *qian_pool_take_conflicts(struct qian_pool *pool, size_t *count) {
    struct qian_pool_conflict *conflict = pool->conflict;
    *count = pool->conflicts;
    pool->conflict = NULL;
    pool->conflicts = pool->conflict_cap = 0;
    return conflict;
}

void qian_pool_conflicts_free(struct qian_pool_conflict *conflict, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct qian_pool_conflict *c = &conflict[i];
        char *owned[] = {c->id, c->column, c->list[0], c->list[1], c->value[0], c->value[1]};
        for (size_t k = 0; k < 6; k++)
            free(owned[k]);
    }
    free(conflict);
}
