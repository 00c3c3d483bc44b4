// SPDX-License-Identifier: MulanPSL-2.0
// Whether a policy allows a draw, by its notice: for the operator before it is opened, and for
// those who sign it, each by the policy that they hold.
#include "engine/base/date.h"
#include "engine/ceremony/policy_read.h"

#define NAMES_MAX 200 // bytes of names in an error

static enum qian_status has_key(const struct qian_policy *p, enum qian_role role, const char *word,
                                const char *vkey, int64_t when, struct qian_err *err) {
    const struct qian_policy_key *key = vkey ? qian_policy_of_vkey(p, role, qian_str(vkey)) : NULL;
    enum qian_status status = QIAN_OK;
    if (!key)
        status = qian_fail(err, QIAN_REFUSED, "S05", "policy 3",
                           "the policy does not give this key this role",
                           "correct the request, or have the policy renewed");
    else if (!qian_policy_valid(key, when))
        status = qian_fail(err, QIAN_REFUSED, "S06", "policy 2.2",
                           "this key is not valid at that time, by the policy",
                           "sign nothing; have the policy or the notice renewed");
    if (status == QIAN_OK)
        return status;
    qian_err_where(err, "%s", word);
    qian_err_value(err, "%.200s", vkey ? vkey : "");
    return status;
}

// spec/ceremony.md 5.2: "each origin is the name of a `log` line of the policy"
static enum qian_status check_log(const struct qian_policy *p, const struct qian_notice *n,
                                  int64_t when, struct qian_err *err) {
    for (size_t i = 0; i < p->keys; i++)
        if (p->key[i].role == QIAN_ROLE_LOG && qian_str_is(p->key[i].name, n->log) &&
            qian_policy_valid(&p->key[i], when))
            return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "L03", "ceremony 5.2",
                  "the policy does not know this log, or its key is not valid at that time",
                  "make it with qian log init, by the name that the policy has");
    qian_err_value(err, "%.200s", n->log);
    return status;
}

static enum qian_status check_keys(const struct qian_policy *p, const struct qian_notice *n,
                                   int64_t when, struct qian_err *err) {
    enum qian_status status =
        has_key(p, QIAN_ROLE_OPERATOR, "operator", n->operator_vkey, when, err);
    for (size_t i = 0; i < n->contributor_count && status == QIAN_OK; i++)
        status =
            has_key(p, QIAN_ROLE_CONTRIBUTOR, "contributor", n->contributors[i].vkey, when, err);
    if (status == QIAN_OK)
        status = has_key(p, QIAN_ROLE_CUSTODIAN_TARGETS, "custodian targets", n->custodian_targets,
                         when, err);
    if (status == QIAN_OK)
        status = has_key(p, QIAN_ROLE_CUSTODIAN_INSPECTORS, "custodian inspectors",
                         n->custodian_inspectors, when, err);
    return status == QIAN_OK ? check_log(p, n, when, err) : status;
}

static enum qian_status has_organisation(const struct qian_policy_key *key, struct qian_err *err) {
    if (key->organisation.n > 0)
        return QIAN_OK;
    enum qian_status status = qian_fail(err, QIAN_REFUSED, "S05", "policy 3.2",
                                        "the policy states no organisation for this key",
                                        "have the policy renewed, with a key line for it");
    qian_err_value(err, "%.*s", key->name.n < NAMES_MAX ? (int)key->name.n : NAMES_MAX,
                   key->name.p);
    return status;
}

// spec/policy.md 3.2: "the operator and every contributor have an `organisation`, and at least one
// contributor's is not the operator's."
static enum qian_status check_organisations(const struct qian_policy *p,
                                            const struct qian_notice *n, struct qian_err *err) {
    const struct qian_policy_key *op =
        qian_policy_of_vkey(p, QIAN_ROLE_OPERATOR, qian_str(n->operator_vkey));
    enum qian_status status = has_organisation(op, err);
    bool other = false;
    for (size_t i = 0; i < n->contributor_count && status == QIAN_OK; i++) {
        const struct qian_policy_key *key =
            qian_policy_of_vkey(p, QIAN_ROLE_CONTRIBUTOR, qian_str(n->contributors[i].vkey));
        status = has_organisation(key, err);
        other = other || (status == QIAN_OK && !qian_str_eq(key->organisation, op->organisation));
    }
    if (status == QIAN_OK && !other)
        status = qian_fail(err, QIAN_REFUSED, "S05", "policy 3.2",
                           "no contributor is of another organisation than the operator",
                           "let somebody from outside contribute");
    return status;
}

static enum qian_status check_kind(const struct qian_policy *p, const struct qian_notice *n,
                                   struct qian_err *err) {
    if (!qian_policy_has_rules(p, n->rules_name, &n->rules_digest))
        return qian_fail(err, QIAN_REFUSED, "C07", "notes 3.4",
                         "the policy does not have this rules pack in force",
                         "choose a pack of the policy, or have the policy renewed");
    if (p->rehearsal != n->rehearsal)
        return qian_fail(err, QIAN_REFUSED, "C08", "notes 3.5",
                         "a policy is either for rehearsals or for real draws",
                         "use the policy of this draw");
    if (p->quorum.none)
        return qian_fail(err, QIAN_REFUSED, "L04", "policy 3.3",
                         "a ceremony needs witnesses, and the policy has no quorum",
                         "give a policy with witnesses, or make a solo draw");
    // spec/policy.md 3.7: "any two ways to satisfy the quorum share a witness"
    if (qian_quorum_overlap(&p->quorum) == 0)
        return qian_fail(err, QIAN_REFUSED, "L04", "policy 3.7",
                         "two sets of witnesses that share nobody could each satisfy the quorum",
                         "have the policy renewed, with a greater quorum");
    return QIAN_OK;
}

static void add_name(struct qian_buf *names, struct qian_str name) {
    if (names->n > 0)
        qian_buf_text(names, ", ");
    qian_buf_str(names, name);
}

static bool has_source(const struct qian_notice *n, struct qian_str kind) {
    for (size_t i = 0; i < n->public_count; i++)
        if (qian_str_is(kind, qian_source_names[n->public[i].kind]))
            return true;
    return false;
}

// Those of a line that the notice does not have; true if enough others are in it.
static bool want_met(const struct qian_policy_want *want, const struct qian_notice *n,
                     struct qian_buf *missing) {
    size_t here = 0;
    for (size_t i = 0; i < want->names; i++) {
        struct qian_str name = want->name[i];
        if (want->sources ? has_source(n, name) : qian_contributor_find(n, name) >= 0)
            here++;
        else
            add_name(missing, name);
    }
    return here >= want->wanted;
}

// spec/policy.md 3.5: "Where the policy has no such line, every name that stands in a `contributor`
// vkey, of either suite, which is valid (2.1) at the proven time of notice.note is a name of the
// notice's contributors."
static void add_absent(const struct qian_policy *p, const struct qian_notice *n, int64_t when,
                       struct qian_buf *missing) {
    for (size_t i = 0; i < p->keys; i++) {
        const struct qian_policy_key *key = &p->key[i];
        if (key->role == QIAN_ROLE_CONTRIBUTOR && qian_policy_valid(key, when) &&
            qian_contributor_find(n, key->name) < 0)
            add_name(missing, key->name);
    }
}

static enum qian_status lacks(const struct qian_buf *missing, bool sources, struct qian_err *err) {
    enum qian_status status =
        sources ? qian_fail(err, QIAN_REFUSED, "E12", "policy 3.6",
                            "the policy wants a public source that the draw does not name",
                            "name it in the request, or have the policy renewed")
                : qian_fail(err, QIAN_REFUSED, "S05", "policy 3.5",
                            "the policy wants a contributor who takes no part",
                            "name them in the request, or have the policy renewed");
    if (missing->n > 0)
        qian_err_value(err, "%.*s", missing->n < NAMES_MAX ? (int)missing->n : NAMES_MAX,
                       missing->p);
    return status;
}

static enum qian_status check_wants(const struct qian_policy *p, const struct qian_notice *n,
                                    int64_t when, struct qian_err *err) {
    struct qian_buf missing = {0};
    bool told[2] = {false, p->public_none}; // of contributors, of sources
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < p->wants && status == QIAN_OK; i++) {
        told[p->want[i].sources] = true;
        missing.n = 0;
        if (!want_met(&p->want[i], n, &missing))
            status = lacks(&missing, p->want[i].sources, err);
    }
    missing.n = 0;
    if (status == QIAN_OK && !told[0])
        add_absent(p, n, when, &missing);
    if (missing.n > 0)
        status = lacks(&missing, false, err);
    else if (status == QIAN_OK && !told[1] && n->public_count == 0)
        status = lacks(&missing, true, err);
    qian_buf_free(&missing);
    return status;
}

// spec/beacons.md 4.3: "The notice's `time` is the time that the issue so has"
enum qian_status qian_policy_allows_lottery(const struct qian_policy *p,
                                            const struct qian_source *source,
                                            struct qian_err *err) {
    enum qian_game game;
    int64_t time = 0, said = 0;
    char text[QIAN_TIME_SIZE + 1] = "";
    if (qian_game_read(qian_str(source->game), &game) &&
        qian_policy_issue_time(p, game, qian_issue_read(qian_str(source->issue)), &time))
        qian_time_write(time, text);
    if (qian_time_read(qian_str(source->time), &said) && text[0] && said == time)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "E06", "beacons 4.3",
                  "this is not the time of the lottery's issue by the policy's calendar",
                  "correct issue or time, or have the policy renewed, with a lottery line");
    qian_err_where(err, "lottery %s %s %s", source->game, source->issue, source->time);
    qian_err_value(err, "%s", text);
    return status;
}

enum qian_status qian_policy_allows(const struct qian_policy *policy,
                                    const struct qian_notice *notice, int64_t when,
                                    struct qian_err *err) {
    enum qian_status status = check_keys(policy, notice, when, err);
    if (status == QIAN_OK)
        status = check_organisations(policy, notice, err);
    if (status == QIAN_OK)
        status = check_kind(policy, notice, err);
    if (status == QIAN_OK)
        status = check_wants(policy, notice, when, err);
    for (size_t i = 0; i < notice->public_count && status == QIAN_OK; i++)
        if (notice->public[i].kind == QIAN_LOTTERY)
            status = qian_policy_allows_lottery(policy, &notice->public[i], err);
    return status;
}
