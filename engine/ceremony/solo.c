// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/solo.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/beacon/public.h"
#include "engine/ceremony/home.h"
#include "engine/ceremony/policy.h"

#define SEED_FILE_MAX 4096

// A test seed: `qian/1 test-seed`, `seed <64 digits>`, `created <time>`.
static enum qian_status read_test_seed(const char *path, struct qian_solo *s,
                                       struct qian_err *err) {
    struct qian_buf text = {0};
    enum qian_status status = qian_file_read(path, SEED_FILE_MAX, &text, err);
    if (status == QIAN_OK) {
        struct qian_split split = qian_split(qian_buf_view(&text), '\n');
        struct qian_str head = {0}, seed = {0}, created = {0}, rest = {0};
        (void)qian_split_next(&split, &head);
        (void)qian_split_next(&split, &seed);
        (void)qian_split_next(&split, &created);
        (void)qian_split_next(&split, &rest);
        bool good = !split.more && rest.n == 0 && qian_str_is(head, "qian/1 test-seed") &&
                    seed.n == 69 && created.n == 33 && memcmp(seed.p, "seed ", 5) == 0 &&
                    memcmp(created.p, "created ", 8) == 0 &&
                    qian_hex_read((struct qian_str){seed.p + 5, 64}, s->seed_bytes, 32) &&
                    qian_time_good((struct qian_str){created.p + 8, 25});
        if (good)
            s->request.notice.created = qian_str_copy((struct qian_str){created.p + 8, 25});
        else
            status = qian_fail(err, QIAN_BAD_DATA, "", "", "not a test seed file",
                               "lines: qian/1 test-seed, seed and 64 digits, created and a time");
        if (!good)
            qian_err_where(err, "%.200s", path);
    }
    qian_buf_free(&text);
    return status;
}

// Where the randomness of salts, keys and nonces comes from, and the time.
static enum qian_status prepare(const struct qian_solo_order *order, struct qian_solo *s,
                                struct qian_err *err) {
    struct qian_notice *n = &s->request.notice;
    qian_random(s->secret);
    if (order->test_seed) {
        enum qian_status status = read_test_seed(order->test_seed, s, err);
        if (status != QIAN_OK)
            return status;
        s->seeded = true;
        // Whoever knows the seed knows every secret: such a draw can only be a rehearsal.
        n->rehearsal = true;
        qian_derive(s->seed_bytes, "roster", qian_str(n->draw), s->secret);
    } else {
        char created[26];
        qian_time_write((int64_t)time(NULL), created);
        n->created = qian_str_copy(qian_str(created));
    }
    s->hasher = qian_hasher_open(n->suite);
    qian_buf_str(&s->bundle.file[QIAN_F_RULES], qian_buf_view(&s->request.rules.bytes));
    qian_hash(s->hasher, qian_buf_view(&s->request.rules.bytes), &n->rules_digest);
    return QIAN_OK;
}

// The rules that need no roster.
static enum qian_status check_rules(const struct qian_solo *s, struct qian_err *err) {
    const struct qian_notice *n = &s->request.notice;
    const struct qian_rules *r = &s->request.rules;
    enum qian_status status = QIAN_OK;
    // spec/rules.md 2.1: "The day of the notice's `created` (its first ten characters) is not
    // before `from` and not after `to`"
    if (strncmp(n->created, r->from, 10) < 0 || (*r->to && strncmp(n->created, r->to, 10) > 0)) {
        status = qian_fail(err, QIAN_REFUSED, "C07", "rules 2.1",
                           "the rules pack is not in force on this day", "choose another pack");
        qian_err_where(err, "request rules");
        qian_err_value(err, "%.10s", n->created);
    } else if (n->per_visit < r->team_minimum) {
        // spec/inspectors.md 1.3: "`per_visit` is at least the pack's `team.minimum`."
        status =
            qian_fail(err, QIAN_REFUSED, "A05", "inspectors 1.3",
                      "fewer inspectors a visit than the rules pack wants", "raise team.per_visit");
        qian_err_where(err, "request team.per_visit");
        qian_err_value(err, "%u < %u", n->per_visit, r->team_minimum);
    }
    return status;
}

static enum qian_status check_public(const struct qian_solo_order *order, const struct qian_solo *s,
                                     struct qian_err *err) {
    const struct qian_notice *n = &s->request.notice;
    if (order->public_values != n->public_count) {
        enum qian_status status =
            qian_fail(err, QIAN_USAGE, "E03", "seed 3.3",
                      "as many public values as the request names sources",
                      "give --public balls=NN-NN-… once for each source, in their order");
        qian_err_value(err, "%zu, %zu", order->public_values, n->public_count);
        return status;
    }
    for (size_t i = 0; i < n->public_count; i++) {
        if (n->public[i].kind == QIAN_NIST) // its evidence is collected by a ceremony alone
            return qian_fail(err, QIAN_REFUSED, "E03", "beacons 3.1",
                             "a solo draw cannot have a nist source", "hold a ceremony");
        enum qian_status status =
            qian_public_check(&n->public[i], qian_str(order->public_value[i]), err);
        if (status != QIAN_OK)
            return status;
    }
    return QIAN_OK;
}

enum qian_status qian_public_check(const struct qian_source *source, struct qian_str value,
                                   struct qian_err *err) {
    const char *code = source->kind == QIAN_BALLS ? qian_balls_fault(&source->balls, value)
                                                  : qian_source_value_fault(source, value);
    if (!code)
        return QIAN_OK;
    enum qian_status status =
        source->kind == QIAN_BALLS
            ? qian_fail(err, QIAN_BAD_DATA, code, "seed 3.4",
                        "the balls do not fit the request's count, range or form, or repeat",
                        "read them off again: two digits each, in drawing order, with - between")
            : qian_fail(err, strcmp(code, "E04") == 0 ? QIAN_DISAGREES : QIAN_BAD_DATA, code,
                        "beacons 1", "this is not the public value that the notice names",
                        "get it again: chain, round, pulse or issue, and value as published");
    qian_err_where(err, "--public");
    qian_err_value(err, "%.*s", value.n < 100 ? (int)value.n : 100, value.p);
    return status;
}

// Who stands behind each pseudonym: for the custodian alone, beside the keys.
static enum qian_status keep_identities(const char *home, const char *as, const struct qian_solo *s,
                                        char **path, struct qian_err *err) {
    struct qian_buf text = {0}, name = {0};
    qian_buf_text(&text, "id\tcertificate\tname\tsalt\n");
    for (size_t i = 0; i < s->people.count; i++) {
        const struct qian_person *p = &s->people.person[i];
        qian_buf_str(&text, s->inspectors.row[i].field[I_ID]);
        const char *fields[] = {p->certificate, p->name, p->salt};
        for (size_t k = 0; k < 3; k++) {
            qian_buf_char(&text, '\t');
            qian_buf_text(&text, fields[k]);
        }
        qian_buf_char(&text, '\n');
    }
    qian_buf_text(&name, as);
    qian_buf_text(&name, ".tsv");
    char *folder = qian_path_join(home, "identities");
    *path = qian_path_join(folder, name.p);
    enum qian_status status = qian_folder_make(folder, 0700, err);
    if (status == QIAN_OK)
        status = qian_file_write(*path, qian_buf_view(&text), 0600, err);
    free(folder);
    qian_buf_free(&name);
    qian_buf_free(&text);
    return status;
}

enum qian_status qian_identities_keep(const char *home, const char *as, const struct qian_solo *s,
                                      struct qian_err *err) {
    char *path = NULL;
    enum qian_status status =
        s->people.count > 0 ? keep_identities(home, as, s, &path, err) : QIAN_OK;
    free(path);
    return status;
}

enum qian_status qian_solo_begin(const struct qian_solo_order *order, struct qian_solo *s,
                                 struct qian_err *err) {
    enum qian_status status = prepare(order, s, err);
    return status == QIAN_OK ? check_rules(s, err) : status;
}

// What only a ceremony has.
static enum qian_status check_solo(const struct qian_request *r, struct qian_err *err) {
    if (!r->custodian_targets && !r->notice.embargo_until)
        return QIAN_OK;
    return qian_fail(err, QIAN_BAD_DATA, "F08", "request 1.4",
                     "custodians and embargo belong to a ceremony", "use qian ceremony open");
}

static enum qian_status run(const struct qian_solo_order *order, struct qian_solo *s,
                            struct qian_err *err) {
    enum qian_status status = qian_request_read(order->request, &s->request, err);
    if (status == QIAN_OK)
        status = qian_bundle_room(order->out, err);
    if (status == QIAN_OK)
        status = check_public(order, s, err);
    if (status == QIAN_OK)
        status = check_solo(&s->request, err);
    if (status == QIAN_OK)
        status = qian_solo_begin(order, s, err);
    if (status == QIAN_OK)
        status = qian_solo_freeze(order, s, err);
    return status;
}

static enum qian_status publish(const struct qian_solo_order *order, struct qian_solo *s,
                                struct qian_err *err) {
    int lock = -1;
    char *identities = NULL, as[QIAN_HEX_SIZE + 1];
    enum qian_status status = qian_policy_check(order->home, s->request.notice.rehearsal, err);
    if (status == QIAN_OK && !s->seeded)
        status = qian_solo_unlock(order, s, err);
    if (status == QIAN_OK)
        status = qian_home_lock(order->home, &lock, err);
    if (status == QIAN_OK) // once more, now that nobody else works here
        status = qian_policy_check(order->home, s->request.notice.rehearsal, err);
    if (status == QIAN_OK)
        status = qian_solo_seal(order, s, err);
    if (status == QIAN_OK)
        status = qian_policy_enter(order->home, &s->request.notice, err);
    qian_digest_hex(&s->notice_digest, as);
    if (status == QIAN_OK)
        status = keep_identities(order->home, as, s, &identities, err);
    if (status == QIAN_OK)
        status = qian_bundle_write(order->out, &s->bundle, err);
    if (status != QIAN_OK && identities)
        unlink(identities);
    free(identities);
    if (lock >= 0)
        close(lock);
    return status;
}

enum qian_status qian_solo_run(const struct qian_solo_order *order, struct qian_solo *solo,
                               struct qian_err *err) {
    enum qian_status status = qian_sign_start(err);
    if (status == QIAN_OK)
        status = run(order, solo, err);
    return status == QIAN_OK ? publish(order, solo, err) : status;
}

void qian_solo_free(struct qian_solo *s) {
    size_t contributors = s->request.notice.contributor_count;
    for (size_t i = 0; s->contributor_key && i < contributors; i++)
        qian_key_close(&s->contributor_key[i]);
    free(s->contributor_key);
    qian_key_close(&s->operator_key);
    if (s->nonce)
        qian_wipe(s->nonce, contributors * sizeof *s->nonce);
    free(s->nonce);
    qian_wipe(s->secret, sizeof s->secret);
    qian_wipe(s->seed_bytes, sizeof s->seed_bytes);
    qian_draw_free(&s->draw);
    qian_frame_close(&s->frame);
    qian_table_free(&s->targets);
    qian_table_free(&s->inspectors);
    qian_table_free(&s->recusals);
    qian_bundle_free(&s->bundle);
    qian_people_free(&s->people);
    qian_intake_free(&s->intake);
    qian_hasher_close(s->hasher);
    qian_request_free(&s->request);
}
