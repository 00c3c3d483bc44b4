// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_policy.h"

#include <string.h>

#include "engine/base/date.h"
#include "engine/base/json_out.h"

static const char *const roles[QIAN_ROLES] = {"operator",
                                              "contributor",
                                              "custodian of targets",
                                              "custodian of inspectors",
                                              "supervisor",
                                              "office: signs rules packs and calendars",
                                              "the log",
                                              "witness: cosigns the log",
                                              "witness: signs notes"};

// NAME = any of (…), all of (…), K of (…); a witness is its name alone.
static void add_node(const struct ui *ui, const struct qian_quorum *q, size_t at,
                     struct qian_buf *out) {
    const struct qian_quorum_node *node = &q->node[at];
    qian_show(out, node->name, 256);
    if (!node->group)
        return;
    qian_buf_text(out, " = ");
    qian_buf_u64(out, node->wanted);
    qian_buf_text(out, ui_say(ui, " of "));
    qian_buf_u64(out, node->members);
    qian_buf_text(out, " (");
    for (size_t i = 0; i < node->members; i++) {
        qian_buf_text(out, i > 0 ? ", " : "");
        add_node(ui, q, node->member[i], out);
    }
    qian_buf_text(out, ")");
}

static void add_quorum(const struct ui *ui, const struct qian_policy *policy,
                       struct qian_buf *out) {
    if (policy->quorum.none)
        qian_buf_text(out, ui_say(ui, "none: no witness is required"));
    else
        add_node(ui, &policy->quorum, policy->quorum.top, out);
}

static void text_time(const struct ui *ui, const char *what, int64_t time, struct qian_buf *out) {
    char text[26];
    if (time == INT64_MIN || time == INT64_MAX)
        return;
    qian_time_write(time, text);
    qian_buf_text(out, ui_say(ui, what));
    qian_buf_text(out, text);
}

static void text_key(const struct ui *ui, const struct qian_policy_key *key, struct qian_buf *out) {
    qian_buf_text(out, ui_say(ui, roles[key->role]));
    qian_buf_text(out, ": ");
    if (key->witness.n > 0 && !qian_str_eq(key->witness, key->name)) {
        qian_show(out, key->witness, 256);
        qian_buf_text(out, ", ");
    }
    qian_show(out, key->name, 256);
    if (key->url.n > 0) {
        qian_buf_char(out, ' ');
        qian_show(out, key->url, 1024);
    }
    if (key->organisation.n > 0) {
        qian_buf_text(out, ui_say(ui, "; organisation "));
        qian_show(out, key->organisation, 512);
    }
    text_time(ui, "; from ", key->from, out);
    text_time(ui, key->revoked ? "; REVOKED, valid until " : "; until ", key->until, out);
    qian_buf_text(out, "\n    ");
    qian_show(out, key->vkey, 1024);
    qian_buf_char(out, '\n');
}

static void add_names(const struct qian_policy_want *want, struct qian_buf *out) {
    for (size_t i = 0; i < want->names; i++) {
        qian_buf_text(out, i > 0 ? ", " : "");
        qian_show(out, want->name[i], 256);
    }
}

// The lines of one kind that say what a draw must have, or what holds where there is none.
static void wants(const struct ui *ui, const struct qian_policy *policy, bool sources,
                  struct qian_buf *out) {
    bool told = false;
    for (size_t i = 0; i < policy->wants; i++) {
        const struct qian_policy_want *want = &policy->want[i];
        if (want->sources != sources)
            continue;
        told = true;
        qian_buf_text(out, sources ? ui_say(ui, "every draw has of these public sources ")
                                   : ui_say(ui, "every draw has of these contributors "));
        qian_buf_u64(out, want->wanted);
        qian_buf_text(out, ui_say(ui, " of "));
        qian_buf_u64(out, want->names);
        qian_buf_text(out, " (");
        add_names(want, out);
        qian_buf_text(out, ")\n");
    }
    if (told)
        return;
    if (!sources)
        qian_buf_text(out,
                      ui_say(ui, "every contributor with a valid key takes part in every draw"));
    else if (policy->public_none)
        qian_buf_text(out, ui_say(ui, "a draw need have no public source"));
    else
        qian_buf_text(out, ui_say(ui, "every draw has at least one public source"));
    qian_buf_char(out, '\n');
}

static void text_quorum(const struct ui *ui, const struct qian_policy *policy,
                        struct qian_buf *out) {
    qian_buf_text(out, ui_say(ui, "\nquorum: "));
    add_quorum(ui, policy, out);
    qian_buf_char(out, '\n');
    if (policy->quorum.none)
        return;
    qian_buf_text(out, ui_say(ui, "witnesses that any two quorums share: at least "));
    qian_buf_u64(out, qian_quorum_overlap(&policy->quorum));
    qian_buf_text(out, ui_say(ui, " (fewer bad ones cannot close a draw twice)"));
    qian_buf_char(out, '\n');
    wants(ui, policy, false, out);
    wants(ui, policy, true, out);
}

static bool begins(struct qian_str line, const char *word) {
    size_t n = strlen(word);
    return line.n > n && memcmp(line.p, word, n) == 0;
}

static void text(const struct ui *ui, const struct qian_policy *policy, struct qian_buf *out) {
    qian_buf_text(out, "SHA-256 ");
    qian_buf_hex(out, policy->digest.b, sizeof policy->digest.b);
    qian_buf_text(out, ui_say(ui, "\nversion "));
    if (policy->version > 0)
        qian_buf_u64(out, policy->version);
    else
        qian_buf_text(out, ui_say(ui, "not stated"));
    if (policy->previous.n > 0) {
        qian_buf_text(out, ui_say(ui, "; the version before has SHA-256 "));
        qian_buf_str(out, policy->previous);
    }
    qian_buf_char(out, '\n');
    qian_buf_text(out, ui_say(ui, policy->rehearsal ? "for rehearsals" : "for real draws"));
    text_quorum(ui, policy, out);
    for (int role = 0; role < QIAN_ROLES; role++)
        for (size_t i = 0; i < policy->keys; i++)
            if ((int)policy->key[i].role == role)
                text_key(ui, &policy->key[i], out);
    for (size_t i = 0; i < policy->lines; i++) {
        struct qian_str line = policy->line[i];
        if (begins(line, "rules ") || begins(line, "nist ") || begins(line, "lottery ")) {
            qian_show(out, line, 1024);
            qian_buf_char(out, '\n');
        }
    }
}

static void json_time(struct qian_json *j, const char *name, int64_t time) {
    char text[26];
    bool given = time != INT64_MIN && time != INT64_MAX;
    if (given)
        qian_time_write(time, text);
    qian_json_text_or_null(j, name, given ? text : NULL);
}

static void json_str(struct qian_json *j, const char *name, struct qian_str value) {
    if (value.n > 0)
        qian_json_str(j, name, value);
    else
        qian_json_null(j, name);
}

static void json_keys(struct qian_json *j, const struct qian_policy *policy) {
    static const char *const names[QIAN_ROLES] = {"operator",
                                                  "contributor",
                                                  "custodian targets",
                                                  "custodian inspectors",
                                                  "supervisor",
                                                  "office",
                                                  "log",
                                                  "witness",
                                                  "signer"};
    qian_json_array(j, "keys");
    for (size_t i = 0; i < policy->keys; i++) {
        const struct qian_policy_key *key = &policy->key[i];
        qian_json_object(j, NULL);
        qian_json_text(j, "role", names[key->role]);
        json_str(j, "witness", key->witness);
        qian_json_str(j, "vkey", key->vkey);
        json_str(j, "url", key->url);
        json_str(j, "organisation", key->organisation);
        json_time(j, "from", key->from);
        json_time(j, "until", key->until);
        qian_json_bool(j, "revoked", key->revoked);
        qian_json_close(j);
    }
    qian_json_close(j);
}

// `contributors` and `public`: each a list of objects of `wanted` and `names`.
static void json_wants(struct qian_json *j, const struct qian_policy *policy, bool sources) {
    qian_json_array(j, sources ? "public" : "contributors");
    for (size_t i = 0; i < policy->wants; i++) {
        const struct qian_policy_want *want = &policy->want[i];
        if (want->sources != sources)
            continue;
        qian_json_object(j, NULL);
        qian_json_u64(j, "wanted", want->wanted);
        qian_json_array(j, "names");
        for (size_t n = 0; n < want->names; n++)
            qian_json_str(j, NULL, want->name[n]);
        qian_json_close(j);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void json(const struct ui *ui, const struct qian_policy *policy, struct qian_buf *out) {
    struct qian_json j = qian_json_begin(out);
    struct qian_buf quorum = {0};
    qian_json_text(&j, "format", "qian.policy/1");
    qian_json_hex(&j, "digest", policy->digest.b, sizeof policy->digest.b);
    if (policy->version > 0)
        qian_json_u64(&j, "version", policy->version);
    else
        qian_json_null(&j, "version");
    json_str(&j, "previous", policy->previous);
    qian_json_bool(&j, "rehearsal", policy->rehearsal);
    add_quorum(ui, policy, &quorum);
    qian_json_str(&j, "quorum", qian_buf_view(&quorum));
    qian_json_u64(&j, "overlap", qian_quorum_overlap(&policy->quorum));
    qian_json_bool(&j, "public_none", policy->public_none);
    json_wants(&j, policy, false);
    json_wants(&j, policy, true);
    json_keys(&j, policy);
    qian_json_end(&j);
    qian_buf_free(&quorum);
}

int show_policy(struct ui *ui, const struct qian_policy *policy) {
    struct qian_buf out = {0};
    if (ui->json)
        json(ui, policy, &out);
    else
        text(ui, policy, &out);
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}
