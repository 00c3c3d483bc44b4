// SPDX-License-Identifier: MulanPSL-2.0
// Vectors of public values: rounds, values, lotteries, pulses, and whole sources of NIST's.
#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/beacon/drand.h"
#include "engine/beacon/public.h"
#include "engine/core/seed.h"
#include "engine/crypto/digests.h"
#include "engine/registry/sources.h"
#include "tests/check.h"
#include "tests/engine/cases.h"

static const struct qian_json_place place = {"vector", "beacons 1.1", QIAN_BAD_DATA};
static json_t *base; // of the file that is run

static void test_rounds(json_t *c) {
    int64_t seconds = 0;
    uint64_t round = 0;
    bool good = qian_time_read(str_of(c, "time"), &seconds);
    CHECK(good && seconds == json_integer_value(json_object_get(c, "seconds")), "rounds %s: %lld",
          text_of(c, "id"), (long long)seconds);
    bool found = qian_drand_round_of(seconds, &round);
    CHECK(code_is_wanted(c, found ? NULL : "E06") &&
              (!found || round == (uint64_t)json_integer_value(json_object_get(c, "round"))),
          "rounds %s: %llu", text_of(c, "id"), (unsigned long long)round);
}

static struct qian_source source_of(json_t *c) {
    struct qian_notice n = {0};
    struct qian_err err = {0};
    json_t *root = json_pack("{s:[O]}", "public", json_object_get(c, "element"));
    enum qian_status status = qian_sources_read(&place, root, true, &n, &err);
    CHECK(status == QIAN_OK && n.public_count == 1, "%s: source: %s", text_of(c, "id"),
          status ? err.what : "");
    json_decref(root);
    return n.public[0];
}

// The words behind `public SOURCE `; false if the line is another's.
static bool value_of(json_t *c, const struct qian_source *source, struct qian_str *value) {
    char head[32];
    snprintf(head, sizeof head, "public %s ", qian_source_names[source->kind]);
    *value = str_of(c, "line");
    size_t n = strlen(head);
    if (value->n < n || memcmp(value->p, head, n) != 0)
        return false;
    *value = (struct qian_str){value->p + n, value->n - n};
    return true;
}

// The engine writes the first two words of the line itself: a line that does not begin so is none
// that it reads. What it verifies beyond the line is a drand signature.
static void test_values(json_t *c) {
    struct qian_source source = source_of(c);
    struct qian_str value;
    if (!value_of(c, &source, &value)) {
        CHECK(!code_is_wanted(c, NULL), "values %s: not of this source", text_of(c, "id"));
        return;
    }
    const char *code = source.kind == QIAN_BALLS ? qian_balls_fault(&source.balls, value)
                                                 : qian_source_value_fault(&source, value);
    bool other = code && strcmp(code, "E04") == 0 && code_is_wanted(c, NULL);
    CHECK(other ? strcmp(text_of(c, "id"), "drand-other-signature") == 0 : code_is_wanted(c, code),
          "values %s: got %s", text_of(c, "id"), code);
}

static void test_lotteries(json_t *c) {
    enum qian_game game;
    bool known = qian_game_read(str_of(c, "game"), &game);
    CHECK(known, "lotteries %s: game", text_of(c, "id"));
    const char *code = known ? qian_lottery_fault(game, str_of(c, "numbers")) : "F07";
    CHECK(code_is_wanted(c, code), "lotteries %s: got %s", text_of(c, "id"), code);
}

static bool is_wanted(json_t *c, const char *code) {
    // Bytes (F03) are judged where the file is read: here such lines are of no known form.
    json_t *first = json_array_get(json_object_get(c, "codes"), 0);
    return code_is_wanted(c, code) || (code && strcmp(code, "F07") == 0 && first &&
                                       strcmp(json_string_value(first), "F03") == 0);
}

static void test_pulses(json_t *c) {
    struct qian_buf file = spliced(qian_str(json_string_value(base)), json_object_get(c, "pulse"));
    struct qian_buf message = {0}, again = {0}, hex = {0};
    struct qian_pulse pulse;
    const char *name = "", *code = qian_pulse_read(qian_buf_view(&file), &pulse, &name);
    CHECK(is_wanted(c, code), "pulses %s: got %s at %s", text_of(c, "id"), code, name);
    if (!code) {
        uint8_t digest[QIAN_PULSE_DIGEST];
        qian_pulse_write(&pulse, &again);
        CHECK(qian_str_eq(qian_buf_view(&again), qian_buf_view(&file)), "pulses %s: written again",
              text_of(c, "id"));
        qian_pulse_message(&pulse, &message);
        qian_sha512(qian_buf_view(&message), digest);
        qian_buf_hex(&hex, digest, sizeof digest);
        CHECK(qian_str_is(qian_buf_view(&hex), text_of(c, "message_sha512")), "pulses %s: message",
              text_of(c, "id"));
    }
    qian_buf_free(&hex);
    qian_buf_free(&again);
    qian_buf_free(&message);
    qian_buf_free(&file);
}

static bool policy_has(json_t *c, const uint8_t id[QIAN_PULSE_DIGEST]) {
    json_t *line;
    size_t i;
    bool found = false;
    struct qian_buf hex = {0};
    qian_buf_hex(&hex, id, QIAN_PULSE_DIGEST);
    json_array_foreach(json_object_get(c, "policy_nist"), i, line) found =
        found || qian_str_is(qian_buf_view(&hex), json_string_value(line));
    qian_buf_free(&hex);
    return found;
}

static void test_nist(json_t *c) {
    static const char *const names[] = {"pulse", "previous", "certificate"};
    struct qian_source source = source_of(c);
    struct qian_buf file[3];
    struct qian_str value;
    uint8_t used[2][QIAN_PULSE_DIGEST];
    const char *where = "";
    bool open = false;
    for (size_t i = 0; i < 3; i++)
        file[i] = spliced(str_of(base, names[i]), json_object_get(c, names[i]));
    const struct qian_nist_files files = {
        qian_buf_view(&file[0]), qian_buf_view(&file[1]), qian_buf_view(&file[2]), {0}};
    CHECK(value_of(c, &source, &value), "nist %s: line", text_of(c, "id"));
    const char *code = qian_source_value_fault(&source, value);
    if (!code)
        code = qian_nist_evidence_fault(&source, value, &files, &where, &open, used);
    if (!code && (!policy_has(c, used[0]) || !policy_has(c, used[1])))
        code = "S05";
    CHECK(code_is_wanted(c, code) && !open, "nist %s: got %s in %s", text_of(c, "id"), code, where);
    for (size_t i = 0; i < 3; i++)
        qian_buf_free(&file[i]);
}

int main(void) {
    static const struct {
        const char *file;
        void (*test)(json_t *c);
    } all[] = {{"rounds.json", test_rounds},
               {"values.json", test_values},
               {"lotteries.json", test_lotteries},
               {"pulses.json", test_pulses},
               {"nist.json", test_nist}};
    for (size_t f = 0; f < sizeof all / sizeof *all; f++) {
        json_t *root = cases_load("qian", all[f].file), *c;
        size_t i;
        base = json_object_get(root, "base");
        json_array_foreach(json_object_get(root, "cases"), i, c) all[f].test(c);
        json_decref(root);
    }
    return check_end("engine vectors, beacons");
}
