// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/rfc3797.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/json_in.h"
#include "engine/crypto/digests.h"

#define SOURCES_MAX 64
#define NUMBERS_MAX 1000             // of one source
#define INTEGER_MAX 9007199254740991 // 2^53 - 1

static int compare(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

// spec/beacons.md 5.1: "the key string is, for each source, its numbers ascending, each followed by
// `.`, then `/`"
static enum qian_status add_source(const struct qian_json_place *place, json_t *source,
                                   struct qian_buf *key, struct qian_err *err) {
    uint64_t numbers[NUMBERS_MAX];
    json_t *number;
    size_t i, n = json_array_size(source);
    if (!json_is_array(source) || n < 1 || n > NUMBERS_MAX)
        return qian_json_wrong(place, "", "sources", "must be a list within its bounds", err);
    json_array_foreach(source, i, number) {
        json_int_t value = json_is_integer(number) ? json_integer_value(number) : -1;
        if (value < 0 || value > INTEGER_MAX)
            return qian_json_wrong(place, "", "sources", "must be an integer within its bounds",
                                   err);
        numbers[i] = (uint64_t)value;
    }
    qsort(numbers, n, sizeof *numbers, compare);
    for (i = 0; i < n; i++) {
        qian_buf_u64(key, numbers[i]);
        qian_buf_char(key, '.');
    }
    qian_buf_char(key, '/');
    return QIAN_OK;
}

static enum qian_status add_claimed(const struct qian_json_place *place, json_t *claimed,
                                    struct qian_rfc3797 *out, struct qian_err *err) {
    json_t *number;
    size_t i;
    if (json_array_size(claimed) != out->picks)
        return qian_json_wrong(place, "", "claimed", "must have as many numbers as `picks`", err);
    out->claimed = qian_take(out->picks, sizeof *out->claimed);
    json_array_foreach(claimed, i, number) {
        json_int_t value = json_is_integer(number) ? json_integer_value(number) : 0;
        if (value < 1 || value > (json_int_t)out->pool)
            return qian_json_wrong(place, "", "claimed", "must be an integer within its bounds",
                                   err);
        out->claimed[i] = (uint32_t)value;
    }
    return QIAN_OK;
}

static enum qian_status read_members(const struct qian_json_place *place, json_t *root,
                                     struct qian_rfc3797 *out, struct qian_err *err) {
    static const char *const names[] = {"sources", "pool", "picks", "claimed", NULL};
    json_t *sources, *claimed, *source;
    size_t i;
    enum qian_status status = qian_json_known(place, root, "", names, err);
    if (status == QIAN_OK)
        status = qian_json_get_array(place, root, "", "sources", SOURCES_MAX, false, &sources, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(place, root, "", "pool", 1, QIAN_RFC3797_POOL_MAX, false,
                                   &out->pool, err);
    if (status == QIAN_OK)
        status = qian_json_get_u32(place, root, "", "picks", 1, out->pool, false, &out->picks, err);
    if (status == QIAN_OK)
        status = qian_json_get_array(place, root, "", "claimed", QIAN_RFC3797_POOL_MAX, false,
                                     &claimed, err);
    if (status != QIAN_OK)
        return status;
    if (json_array_size(sources) == 0)
        return qian_json_wrong(place, "", "sources", "must be a list within its bounds", err);
    json_array_foreach(sources, i, source) {
        status = add_source(place, source, &out->key, err);
        if (status != QIAN_OK)
            return status;
    }
    return add_claimed(place, claimed, out, err);
}

enum qian_status qian_rfc3797_read(const char *file, struct qian_str json, struct qian_rfc3797 *out,
                                   struct qian_err *err) {
    struct qian_json_place place = {file, "beacons 5.1", QIAN_BAD_DATA};
    *out = (struct qian_rfc3797){.pool = 0};
    json_t *root = qian_json_load(&place, json, err);
    if (!root)
        return place.status;
    enum qian_status status = read_members(&place, root, out, err);
    json_decref(root);
    return status;
}

void qian_rfc3797_free(struct qian_rfc3797 *draw) {
    qian_buf_free(&draw->key);
    free(draw->claimed);
    *draw = (struct qian_rfc3797){.pool = 0};
}

// spec/beacons.md 5.1: "pick i (from 0) is MD5(u16 i, key string, u16 i) as a big-endian integer,
// modulo the number that remain"
static uint32_t pick(uint32_t i, struct qian_str key, uint32_t remain) {
    const char number[2] = {(char)(i >> 8), (char)i};
    struct qian_buf text = {0};
    uint8_t md5[16];
    qian_buf_add(&text, number, sizeof number);
    qian_buf_str(&text, key);
    qian_buf_add(&text, number, sizeof number);
    qian_md5(qian_buf_view(&text), md5);
    qian_buf_free(&text);
    uint64_t rest = 0;
    for (size_t k = 0; k < sizeof md5; k++)
        rest = (rest << 8 | md5[k]) % remain;
    return (uint32_t)rest;
}

// spec/beacons.md 5.1: "the pick is taken out of the ordered pool."
void qian_rfc3797_run(const struct qian_rfc3797 *draw, uint32_t *picked) {
    uint32_t *pool = qian_take(draw->pool, sizeof *pool);
    for (uint32_t i = 0; i < draw->pool; i++)
        pool[i] = i + 1;
    for (uint32_t i = 0; i < draw->picks; i++) {
        uint32_t remain = draw->pool - i, at = pick(i, qian_buf_view(&draw->key), remain);
        picked[i] = pool[at];
        memmove(pool + at, pool + at + 1, (remain - at - 1) * sizeof *pool);
    }
    free(pool);
}
