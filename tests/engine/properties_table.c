// SPDX-License-Identifier: MulanPSL-2.0
// The strict reader on altered tables: it never accepts what a second look refuses.
#include "tests/check.h"
#include "tests/engine/properties.h"
#include "tests/engine/second_look.h"

#define MUTANTS (SLOW_BUILD ? 60 : 1500)

static size_t mutants, accepted;

static struct qian_str random_line(struct dice *d, const struct qian_buf *b) {
    size_t at = dice_below(d, b->n), from = at, to = at;
    while (from > 0 && b->p[from - 1] != '\n')
        from--;
    while (to < b->n && b->p[to] != '\n')
        to++;
    return (struct qian_str){b->p + from, to - from + (to < b->n)};
}

static void splice(struct qian_buf *b, size_t at, size_t gone, struct qian_str in) {
    struct qian_buf out = {0};
    qian_buf_add(&out, b->p, at);
    qian_buf_str(&out, in);
    qian_buf_add(&out, b->p + at + gone, b->n - at - gone);
    qian_buf_free(b);
    *b = out;
}

// Bytes that tables care about are likelier than others.
static char roll_byte(struct dice *d) {
    static const char likely[] = "\t\n\r ,:=-*0123456789abcdefAPZ|\";\xef\xbb\xbf\xc2\xa0";
    return dice_one_in(d, 3) ? (char)dice_next(d) : likely[dice_below(d, sizeof likely)];
}

static void mutate(struct dice *d, struct qian_buf *b) {
    char byte = roll_byte(d);
    struct qian_str one = {&byte, 1}, none = {"", 0};
    if (b->n == 0)
        return;
    size_t at = dice_below(d, b->n);
    struct qian_str line = random_line(d, b);
    char *copy = qian_str_copy(line);
    switch (dice_below(d, 7)) {
    case 0:
        b->p[at] = byte;
        break;
    case 1:
        splice(b, at, 1, none);
        break;
    case 2:
        splice(b, at, 0, one);
        break;
    case 3: // a line less
        splice(b, (size_t)(line.p - b->p), line.n, none);
        break;
    case 4: // a line twice
        splice(b, (size_t)(line.p - b->p), 0, (struct qian_str){copy, line.n});
        break;
    case 5: { // a line somewhere else
        struct qian_str other = random_line(d, b);
        splice(b, (size_t)(other.p - b->p), 0, (struct qian_str){copy, line.n});
        break;
    }
    default: // the end is cut off
        b->n = at;
    }
    free(copy);
}

static void judge(enum qian_table_kind kind, const struct qian_buf *b, const char *name) {
    // A copy of its very size, so that a sanitizer sees a byte read too far.
    char *copy = qian_take(b->n, 1);
    memcpy(copy, b->p, b->n);
    struct qian_str bytes = {copy, b->n};
    struct qian_table table;
    size_t rows = 0;
    bool good = second_look(kind, bytes, &rows);
    qian_table_read(kind, bytes, &table);
    CHECK(good || table.codes != 0, "%s, mutant %zu: accepted", name, mutants);
    if (table.codes == 0) {
        accepted++;
        CHECK(table.rows == rows, "%s, mutant %zu: %zu rows, want %zu", name, mutants, table.rows,
              rows);
    } else {
        CHECK(table.first.code && *table.first.code && table.first.where[0],
              "%s, mutant %zu: a fault without a place", name, mutants);
    }
    qian_table_free(&table);
    free(copy);
}

static void test_file(struct dice *d, const char *bundle, enum qian_table_kind kind) {
    char name[128];
    snprintf(name, sizeof name, "%s/bundle/%s", bundle, qian_table_file(kind));
    struct qian_buf file = vector_file(name);
    struct qian_table table;
    size_t rows = 0;
    qian_table_read(kind, qian_buf_view(&file), &table);
    CHECK(table.codes == 0 && second_look(kind, qian_buf_view(&file), &rows) && rows == table.rows,
          "%s is good", name);
    qian_table_free(&table);
    for (int i = 0; i < MUTANTS; i++) {
        struct qian_buf b = {0};
        qian_buf_str(&b, qian_buf_view(&file));
        for (size_t times = 1 + dice_below(d, 3); times > 0; times--)
            mutate(d, &b);
        mutants++;
        judge(kind, &b, name);
        qian_buf_free(&b);
    }
    qian_buf_free(&file);
}

struct outcome properties_of_tables(void) {
    for (size_t i = 0; i < BUNDLES; i++)
        for (int kind = QIAN_TARGETS; kind <= QIAN_ASSIGNMENT; kind++) {
            struct dice d = dice_of("properties-table-", i * 5 + (size_t)kind);
            test_file(&d, bundle_names[i], (enum qian_table_kind)kind);
        }
    printf("tables: %zu mutants, %zu of them well-formed\n", mutants, accepted);
    return (struct outcome){checks_passed, checks_failed};
}
