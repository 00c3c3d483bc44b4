// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/areas.h"

#include <stdlib.h>
#include <string.h>

#define ASKED_MAX 16384 // a power of two; a list has a few hundred names
#define PROBES_MAX 64

struct qian_area_asked {
    char *text; // province TAB name; owned
    size_t n;
    enum qian_area_answer answer;
    char code[7];
};

static bool ends(struct qian_str s, const char *with) {
    size_t n = strlen(with);
    return s.n >= n && memcmp(s.p + s.n - n, with, n) == 0;
}

static bool begins(struct qian_str s, struct qian_str with) {
    return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

// What a kind of division adds to its name; lists leave it out.
static const char *const endings[] = {"特别行政区", "地区", "新区", "林区", "特区", "省",
                                      "市",         "区",   "县",   "旗",   "盟",   "州"};
static const char *const autonomous[] = {"自治区", "自治州", "自治县", "自治旗"};

// The name without the ending of its kind, if two characters stay.
static struct qian_str stem(struct qian_str name) {
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends(name, endings[i]) && name.n >= strlen(endings[i]) + 6)
            return (struct qian_str){name.p, name.n - strlen(endings[i])};
    return name;
}

// Can the division be meant by this stem: is what it has more an ending of its kind?
static bool meant(struct qian_str division, struct qian_str by) {
    if (!begins(division, by))
        return false;
    struct qian_str rest = {division.p + by.n, division.n - by.n};
    if (rest.n == 0)
        return true;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (qian_str_is(rest, endings[i]))
            return true;
    for (size_t i = 0; i < sizeof autonomous / sizeof *autonomous; i++)
        if (ends(rest, autonomous[i]))
            return true;
    return false;
}

// 0 a county-level division, 1 a city, 2 a province.
static int level(const char *code) {
    return memcmp(code + 2, "0000", 4) == 0 ? 2 : memcmp(code + 4, "00", 2) == 0 ? 1 : 0;
}

struct search {
    char province[2]; // its first two digits, or zeros
    struct qian_str name, stem;
    int rank; // of the best so far
    size_t count;
    char code[7];
};

// How well the division fits: the whole name before its stem, then the higher level; the province
// itself comes last where something in it is looked for.
static int rank(const struct search *s, const char *code, struct qian_str name) {
    bool whole = qian_str_eq(name, s->name);
    if (!whole && !meant(name, s->stem))
        return 0;
    int of_level = level(code) == 2 && s->province[0] ? 1 : level(code) + 2;
    return of_level + (whole ? 10 : 0);
}

static void search(struct search *s) {
    struct qian_split lines =
        qian_split((struct qian_str){(const char *)qian_divisions, qian_divisions_size}, '\n');
    struct qian_str line;
    while (qian_split_next(&lines, &line)) {
        if (line.n < 8 || line.p[6] != '\t' ||
            (s->province[0] && memcmp(line.p, s->province, 2) != 0))
            continue;
        int fits = rank(s, line.p, (struct qian_str){line.p + 7, line.n - 7});
        if (fits == 0 || fits < s->rank)
            continue;
        s->count = fits > s->rank ? 1 : s->count + 1;
        s->rank = fits;
        memcpy(s->code, line.p, 6);
    }
}

static enum qian_area_answer find(struct qian_str province, struct qian_str name, char code[7]) {
    struct search s = {.name = name, .stem = stem(name)};
    if (province.n > 0) {
        char of[7];
        if (find(qian_str(""), province, of) != QIAN_AREA_FOUND)
            return QIAN_AREA_UNKNOWN;
        memcpy(s.province, of, 2);
    }
    if (name.n < 6) // two characters
        return QIAN_AREA_UNKNOWN;
    search(&s);
    memcpy(code, s.code, 7);
    return s.count == 1 ? QIAN_AREA_FOUND : s.count ? QIAN_AREA_AMBIGUOUS : QIAN_AREA_UNKNOWN;
}

static uint32_t hash(struct qian_str s) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (uint8_t)s.p[i]) * 16777619u;
    return h;
}

// The place of this question, or a free one; NULL if the table is too full to look on.
static struct qian_area_asked *place(struct qian_areas *areas, struct qian_str text) {
    uint32_t at = hash(text);
    for (size_t i = 0; i < PROBES_MAX; i++, at++) {
        struct qian_area_asked *asked = &areas->asked[at % ASKED_MAX];
        if (!asked->text || qian_str_eq((struct qian_str){asked->text, asked->n}, text))
            return asked;
    }
    return NULL;
}

enum qian_area_answer qian_area_find(struct qian_areas *areas, struct qian_str province,
                                     struct qian_str name, char code[7]) {
    struct qian_buf text = {0};
    if (!areas->asked)
        areas->asked = qian_take(ASKED_MAX, sizeof *areas->asked);
    qian_buf_str(&text, province);
    qian_buf_char(&text, '\t');
    qian_buf_str(&text, name);
    struct qian_area_asked *asked = place(areas, qian_buf_view(&text)), one = {0};
    if (!asked)
        asked = &one;
    if (!asked->text) {
        asked->answer = find(province, name, asked->code);
        if (asked != &one) {
            asked->text = qian_str_copy(qian_buf_view(&text));
            asked->n = text.n;
        }
    }
    qian_buf_free(&text);
    memcpy(code, asked->code, 7);
    return asked->answer;
}

void qian_areas_free(struct qian_areas *areas) {
    for (size_t i = 0; areas->asked && i < ASKED_MAX; i++)
        free(areas->asked[i].text);
    free(areas->asked);
    *areas = (struct qian_areas){0};
}
