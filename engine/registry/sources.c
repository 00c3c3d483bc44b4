// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/sources.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/core/seed.h"

struct from {
    const struct qian_json_place *place;
    bool stated;
    json_t *source;
    char path[16]; // "public[0]"
};

// A string member copied into a field of `room` bytes.
static enum qian_status get_word(const struct from *f, const char *name, bool optional, char *out,
                                 size_t room, struct qian_err *err) {
    char *text = NULL;
    enum qian_status status =
        qian_json_get_text(f->place, f->source, f->path, name, room - 1, optional, &text, err);
    if (status == QIAN_OK && text)
        memcpy(out, text, strlen(text) + 1);
    free(text);
    return status;
}

static enum qian_status get_number(const struct from *f, const char *name, bool optional,
                                   uint64_t max, uint64_t *out, struct qian_err *err) {
    json_t *value = json_object_get(f->source, name);
    if (!value && optional)
        return QIAN_OK;
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < 1 || (uint64_t)number > max)
        return qian_json_wrong(f->place, f->path, name, "must be an integer within its bounds",
                               err);
    *out = (uint64_t)number;
    return QIAN_OK;
}

static enum qian_status get_time(const struct from *f, char *out, struct qian_err *err) {
    enum qian_status status = get_word(f, "time", false, out, QIAN_TIME_SIZE + 1, err);
    if (status == QIAN_OK && !qian_time_good(qian_str(out)))
        status = qian_json_wrong(f->place, f->path, "time",
                                 "must be a time: YYYY-MM-DDTHH:MM:SS+08:00", err);
    return status;
}

static enum qian_status get_balls(const struct from *f, struct qian_source *out,
                                  struct qian_err *err) {
    static const char *const members[] = {"source", "count", "from", "to", NULL};
    const struct {
        const char *name;
        uint32_t *to;
    } all[] = {{"count", &out->balls.count}, {"from", &out->balls.from}, {"to", &out->balls.to}};
    enum qian_status status = qian_json_known(f->place, f->source, f->path, members, err);
    for (size_t i = 0; i < 3 && status == QIAN_OK; i++)
        status = qian_json_get_u32(f->place, f->source, f->path, all[i].name, 0, 99, false,
                                   all[i].to, err);
    if (status == QIAN_OK && !qian_balls_enough(&out->balls)) {
        status =
            qian_fail(err, QIAN_REFUSED, "E09", "seed 3.5", "the balls carry less than 20 bits",
                      "draw more balls, or from a larger set");
        qian_err_where(err, "request %s", f->path);
    }
    return status;
}

static enum qian_status get_drand(const struct from *f, struct qian_source *out,
                                  struct qian_err *err) {
    static const char *const members[] = {"source", "chain", "round", "time", NULL};
    enum qian_status status = qian_json_known(f->place, f->source, f->path, members, err);
    uint8_t hash[32];
    if (status == QIAN_OK)
        status = get_word(f, "chain", !f->stated, out->chain, sizeof out->chain, err);
    if (status == QIAN_OK && *out->chain && !qian_hex_read(qian_str(out->chain), hash, 32))
        status = qian_json_wrong(f->place, f->path, "chain",
                                 "must be 64 lower-case hexadecimal digits", err);
    if (status == QIAN_OK)
        status = get_number(f, "round", !f->stated, INT64_MAX >> 10, &out->number, err);
    return status == QIAN_OK ? get_time(f, out->time, err) : status;
}

static enum qian_status get_nist(const struct from *f, struct qian_source *out,
                                 struct qian_err *err) {
    static const char *const members[] = {"source", "chain", "pulse", "time", NULL};
    uint64_t chain = 0;
    enum qian_status status = qian_json_known(f->place, f->source, f->path, members, err);
    if (status == QIAN_OK)
        status = get_number(f, "chain", false, 255, &chain, err);
    out->chain_index = (uint32_t)chain;
    if (status == QIAN_OK)
        status = get_number(f, "pulse", false, INT64_MAX >> 10, &out->number, err);
    return status == QIAN_OK ? get_time(f, out->time, err) : status;
}

static enum qian_status get_lottery(const struct from *f, struct qian_source *out,
                                    struct qian_err *err) {
    static const char *const members[] = {"source", "game", "issue", "time", NULL};
    enum qian_status status = qian_json_known(f->place, f->source, f->path, members, err);
    if (status == QIAN_OK)
        status = get_word(f, "game", false, out->game, sizeof out->game, err);
    if (status == QIAN_OK && strcmp(out->game, "kl8") != 0 && strcmp(out->game, "ssq") != 0)
        status = qian_json_wrong(f->place, f->path, "game", "must be kl8 or ssq", err);
    if (status == QIAN_OK)
        status = get_word(f, "issue", false, out->issue, sizeof out->issue, err);
    if (status == QIAN_OK && strspn(out->issue, "0123456789") != 7)
        status = qian_json_wrong(f->place, f->path, "issue", "must be a string of 7 digits", err);
    return status == QIAN_OK ? get_time(f, out->time, err) : status;
}

static enum qian_status get_source(const struct from *f, struct qian_source *out,
                                   struct qian_err *err) {
    typedef enum qian_status reader(const struct from *, struct qian_source *, struct qian_err *);
    static reader *const readers[QIAN_SOURCES] = {get_balls, get_drand, get_nist, get_lottery};
    char name[16] = "";
    enum qian_status status = get_word(f, "source", false, name, sizeof name, err);
    for (size_t k = 0; k < QIAN_SOURCES && status == QIAN_OK; k++) {
        if (strcmp(name, qian_source_names[k]) == 0) {
            out->kind = (enum qian_source_kind)k;
            return readers[k](f, out, err);
        }
    }
    return status == QIAN_OK ? qian_json_wrong(f->place, f->path, "source",
                                               "must be balls, drand, nist or lottery", err)
                             : status;
}

enum qian_status qian_sources_read(const struct qian_json_place *place, json_t *root, bool stated,
                                   struct qian_notice *out, struct qian_err *err) {
    json_t *list = NULL, *source;
    size_t i;
    enum qian_status status = qian_json_get_array(place, root, "", "public",
                                                  QIAN_PUBLIC_MAX_SOURCES, !stated, &list, err);
    json_array_foreach(list, i, source) {
        struct from from = {place, stated, source, "public[0]"};
        from.path[7] = (char)('0' + i);
        if (status == QIAN_OK)
            status = get_source(&from, &out->public[out->public_count++], err);
    }
    return status;
}
