// SPDX-License-Identifier: MulanPSL-2.0
#include "tests/engine/second_look.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#define CODE "[0-9A-Za-z._:-]+"
#define BAR CODE "=[a-z]+:[0-9A-Za-z._:/-]+"
#define LIST(element) "(" element "(," element ")*)?"
#define COUNT "[1-9][0-9]*"
#define HEX "[0-9a-f]+"
#define TEXT "[^ ].*[^ ]|[^ ]"
#define PERSON "P[0-9][0-9][0-9][0-9][0-9][0-9]"
#define AREA "[0-9][0-9][0-9][0-9][0-9][0-9]"

// A column: its form, and how long it may be in bytes.
static const struct column {
    const char *name, *form;
    size_t min, max;
} columns[][QIAN_COLUMNS_MAX] = {
    [QIAN_TARGETS] = {{"id", CODE, 1, 64},
                      {"name", TEXT, 1, 512},
                      {"area", AREA "|-", 1, 6},
                      {"class", "[ABCD-]", 1, 1},
                      {"items", LIST(CODE), 0, 65535},
                      {"barred", LIST(BAR), 0, 65535},
                      {"salt", HEX, 32, 32}},
    [QIAN_INSPECTORS] = {{"id", PERSON, 7, 7},
                         {"role", "inspector|expert", 6, 9},
                         {"department", CODE, 1, 64},
                         {"areas", "\\*|" LIST(AREA), 0, 65535},
                         {"items", LIST(CODE), 0, 65535},
                         {"capacity", "0|" COUNT, 1, 7},
                         {"identity", HEX, 64, 64}},
    [QIAN_RECUSALS] = {{"inspector", PERSON, 7, 7},
                       {"target", CODE, 1, 64},
                       {"reason", TEXT, 1, 512}},
    [QIAN_SELECTION] = {{"order", COUNT, 1, 16},
                        {"id", CODE, 1, 64},
                        {"key", HEX, 64, 64},
                        {"items", LIST(CODE), 1, 65535},
                        {"batch", COUNT, 1, 16}},
    [QIAN_ASSIGNMENT] = {{"order", COUNT, 1, 16},
                         {"target", CODE, 1, 64},
                         {"department", CODE, 1, 64},
                         {"slot", COUNT, 1, 16},
                         {"role", "inspector|expert", 6, 9},
                         {"inspector", PERSON "|-", 1, 7},
                         {"key", HEX "|-", 1, 64}},
};

static size_t width_of(enum qian_table_kind kind) {
    size_t n = 0;
    while (n < QIAN_COLUMNS_MAX && columns[kind][n].name)
        n++;
    return n;
}

static bool matches(const struct column *c, const char *field) {
    static struct {
        const struct column *column;
        regex_t form;
    } known[64];
    size_t i = 0, n = strlen(field);
    while (known[i].column && known[i].column != c)
        i++;
    if (!known[i].column) {
        char whole[512] = "^(";
        strcat(strcat(whole, c->form), ")$");
        if (regcomp(&known[i].form, whole, REG_EXTENDED | REG_NOSUB) != 0)
            abort();
        known[i].column = c;
    }
    return n >= c->min && n <= c->max && regexec(&known[i].form, field, 0, NULL, 0) == 0;
}

// A list's elements ascend strictly; one that is longer than a code is refused.
static bool list_ascends(char *field, bool bars) {
    char *last = NULL, *save = NULL;
    for (char *e = strtok_r(field, ",", &save); e; e = strtok_r(NULL, ",", &save)) {
        size_t item = strcspn(e, bars ? "=" : "");
        size_t reason = bars ? strcspn(e + item, ":") - 1 : 0;
        if ((last && strcmp(last, e) >= 0) || item > 64 || reason > 32 ||
            (bars && strlen(e + item + reason + 2) > 128))
            return false;
        last = e;
    }
    return true;
}

// Cut the row (a copy that may be changed) into `field`. False if it has not the right number.
static bool cut(char *row, size_t width, char *field[QIAN_COLUMNS_MAX]) {
    size_t n = 0;
    for (char *at = row; at; n++) {
        char *tab = strchr(at, '\t');
        if (n < width)
            field[n] = at;
        if (tab)
            *tab++ = 0;
        at = tab;
    }
    return n == width;
}

// tables 5.2
static bool slot_good(char *const field[QIAN_COLUMNS_MAX]) {
    bool nobody = strcmp(field[5], "-") == 0, no_key = strcmp(field[6], "-") == 0;
    bool expert = strcmp(field[4], "expert") == 0;
    if (!no_key && strlen(field[6]) != 64)
        return false;
    return nobody == no_key && (!nobody || !expert || strcmp(field[2], "-") == 0);
}

static bool row_good(enum qian_table_kind kind, char *row) {
    char *field[QIAN_COLUMNS_MAX];
    size_t width = width_of(kind);
    if (!cut(row, width, field))
        return false;
    for (size_t i = 0; i < width; i++)
        if (!matches(&columns[kind][i], field[i]))
            return false;
    if (kind == QIAN_INSPECTORS && atol(field[5]) > 1000000)
        return false;
    if (kind == QIAN_ASSIGNMENT && !slot_good(field))
        return false;
    for (size_t i = 0; i < width; i++) {
        const char *name = columns[kind][i].name;
        bool bars = strcmp(name, "barred") == 0;
        if ((bars || strcmp(name, "items") == 0 || strcmp(name, "areas") == 0) &&
            !list_ascends(field[i], bars))
            return false;
    }
    return true;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// Ids of targets and selections, pairs of recusals: none twice. Cuts the lines off behind them.
static bool distinct(enum qian_table_kind kind, char **line, size_t n) {
    if (kind == QIAN_INSPECTORS || kind == QIAN_ASSIGNMENT)
        return true;
    for (size_t i = 0; i < n; i++) {
        if (kind == QIAN_SELECTION)
            line[i] = strchr(line[i], '\t') + 1;
        char *end = strchr(line[i], '\t');
        if (kind == QIAN_RECUSALS)
            end = strchr(end + 1, '\t');
        *end = 0;
    }
    if (n > 1)
        qsort(line, n, sizeof *line, by_text);
    for (size_t i = 1; i < n; i++)
        if (strcmp(line[i - 1], line[i]) == 0)
            return false;
    return true;
}

static bool lines_good(enum qian_table_kind kind, char *text, char **line, size_t *rows) {
    bool good = true;
    char header[256] = "";
    for (size_t i = 0; i < width_of(kind); i++)
        strcat(strcat(header, i ? "\t" : ""), columns[kind][i].name);
    size_t n = 0;
    for (char *at = text, *lf; (lf = strchr(at, '\n')); at = lf + 1) {
        *lf = 0;
        line[n++] = at;
    }
    *rows = n - 1;
    good = strcmp(line[0], header) == 0;
    for (size_t i = 1; good && i < n; i++) {
        char *copy = strdup(line[i]);
        good = strlen(line[i]) <= 65535 && row_good(kind, copy);
        free(copy);
        if (kind <= QIAN_RECUSALS && i > 1)
            good = good && strcmp(line[i - 1], line[i]) < 0;
    }
    return good && distinct(kind, line + 1, n - 1);
}

bool second_look(enum qian_table_kind kind, struct qian_str bytes, size_t *rows) {
    *rows = 0;
    if (bytes.n == 0 || bytes.p[bytes.n - 1] != '\n' || memchr(bytes.p, 0, bytes.n) ||
        memchr(bytes.p, '\r', bytes.n))
        return false;
    char *text = strndup(bytes.p, bytes.n);
    char **line = calloc(bytes.n, sizeof *line);
    if (!text || !line)
        abort();
    bool good = lines_good(kind, text, line, rows);
    free(line);
    free(text);
    return good;
}
