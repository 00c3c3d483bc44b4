// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/signing.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/ceremony/beacon_files.h"
const char *const qian_note_kinds[QIAN_NOTE_KINDS] = {"notice", "close", "transcript", "open",
                                                      "void"};
const char *const qian_note_files[QIAN_NOTE_KINDS] = {"notice.note", "close.note",
                                                      "transcript.note", "open.note", "void.note"};
const char *const qian_proof_files[QIAN_NOTE_KINDS] = {
    "log/notice.tlog-proof", "log/close.tlog-proof", "log/transcript.tlog-proof",
    "log/open.tlog-proof", "log/void.tlog-proof"};

enum qian_status qian_case_digest(const struct qian_case *c, const char *name,
                                  struct qian_digest *out, struct qian_err *err) {
    struct qian_buf bytes = {0};
    enum qian_status status = qian_case_read(c, name, &bytes, err);
    if (status == QIAN_OK)
        qian_hash(c->hasher, qian_buf_view(&bytes), out);
    qian_buf_free(&bytes);
    return status;
}

// The names of a manifest, in the order of spec/notes.md 1.2.
struct names {
    const char *name[QIAN_NOTE_FILES_MAX];
    char beacon[QIAN_BEACON_FILES][QIAN_BEACON_NAME];
    size_t count;
};

static void add(struct names *n, const char *name) {
    assert(n->count < QIAN_NOTE_FILES_MAX);
    n->name[n->count++] = name;
}

// spec/notes.md 1.2: "where there are files of `beacon`, these, as `beacon/…` and sorted, after
// entropy.txt"
static void add_beacon(const struct qian_case *c, struct names *n) {
    size_t count = qian_beacon_files(c, n->beacon);
    for (size_t i = 0; i < count; i++)
        add(n, n->beacon[i]);
}

static void names_of(const struct qian_case *c, enum qian_note_kind kind, struct names *n) {
    static const char *const frozen[] = {"rules.json", "targets.tsv", "inspectors.tsv",
                                         "recusals.tsv", "notice.json"};
    if (kind == QIAN_NOTE_NOTICE || kind == QIAN_NOTE_TRANSCRIPT)
        for (size_t i = 0; i < 5; i++)
            add(n, frozen[i]);
    switch (kind) {
    case QIAN_NOTE_NOTICE:
        break;
    case QIAN_NOTE_CLOSE:
    case QIAN_NOTE_OPEN:
        add(n, "contributions.txt");
        break;
    case QIAN_NOTE_TRANSCRIPT:
        add(n, "notice.note");
        add(n, "contributions.txt");
        add(n, "close.note");
        add(n, "entropy.txt");
        add_beacon(c, n);
        add(n, "selection.tsv");
        add(n, "assignment.tsv");
        add(n, "transcript.json");
        add(n, "objections.txt");
        break;
    case QIAN_NOTE_VOID:
        add(n, "notice.json");
        add(n, "notice.note");
        // spec/bundle.md 1.5: "either none or all of contributions.txt, close.note and
        // `log/close.tlog-proof`"
        if (qian_case_has(c, qian_proof_files[QIAN_NOTE_CLOSE])) {
            add(n, "contributions.txt");
            add(n, "close.note");
        }
        add(n, "void.json");
        break;
    case QIAN_NOTE_KINDS:
        break;
    }
}

enum qian_status qian_case_note_text(const struct qian_case *c, enum qian_note_kind kind,
                                     struct qian_buf *out, struct qian_err *err) {
    struct names n = {0};
    struct qian_file file[QIAN_NOTE_FILES_MAX];
    enum qian_status status = QIAN_OK;
    names_of(c, kind, &n);
    for (size_t i = 0; i < n.count && status == QIAN_OK; i++) {
        file[i].name = n.name[i];
        status = qian_case_digest(c, n.name[i], &file[i].digest, err);
    }
    if (status == QIAN_OK)
        qian_note_text(qian_note_kinds[kind], qian_case_draw(c), file, n.count, out);
    return status;
}

static void add_signer(struct qian_signers *out, struct qian_str vkey, enum qian_suite suite,
                       const char *role) {
    struct qian_signer s = {.vkey = vkey, .role = role};
    struct qian_public key;
    uint8_t id[QIAN_KEY_ID_SIZE];
    if (qian_vkey_read(vkey, suite, &s.name, &key))
        return; // the notice was read before: a key that is none signs nothing
    qian_key_id(s.name, &key, id);
    struct qian_buf hex = {0};
    qian_buf_hex(&hex, id, sizeof id);
    memcpy(s.id, hex.p, sizeof s.id);
    qian_buf_free(&hex);
    out->signer = qian_grow(out->signer, &out->cap, out->count + 1, sizeof *out->signer);
    out->signer[out->count++] = s;
}

static int by_name(const void *a, const void *b) {
    const struct qian_signer *x = a, *y = b;
    return qian_str_cmp(x->name, y->name);
}

static void add_role(const struct qian_case *c, enum qian_role role, const char *word,
                     struct qian_signers *out) {
    for (size_t i = 0; i < c->policy.keys; i++) {
        const struct qian_policy_key *key = &c->policy.key[i];
        if (key->role != role || key->suite != c->copy.notice.suite ||
            !qian_policy_valid(key, qian_now()))
            continue;
        add_signer(out, key->vkey, key->suite, word);
        out->signer[out->count - 1].witness = key->witness;
    }
    if (out->count > 0)
        qsort(out->signer, out->count, sizeof *out->signer, by_name);
}

void qian_signers_of(const struct qian_case *c, enum qian_note_kind kind,
                     struct qian_signers *out) {
    const struct qian_notice *n = &c->copy.notice;
    *out = (struct qian_signers){0};
    switch (kind) {
    case QIAN_NOTE_NOTICE:
        for (size_t i = 0; i < n->contributor_count; i++)
            add_signer(out, qian_str(n->contributors[i].vkey), n->suite, "contributor");
        add_signer(out, qian_str(n->custodian_targets), n->suite, "custodian targets");
        add_signer(out, qian_str(n->custodian_inspectors), n->suite, "custodian inspectors");
        break;
    case QIAN_NOTE_OPEN:
        for (size_t i = 0; i < n->contributor_count && n->embargo_contributor; i++)
            if (strcmp(n->contributors[i].name, n->embargo_contributor) == 0)
                add_signer(out, qian_str(n->contributors[i].vkey), n->suite, "contributor");
        break;
    case QIAN_NOTE_CLOSE:
    case QIAN_NOTE_TRANSCRIPT:
        add_role(c, QIAN_ROLE_SIGNER, "witness", out);
        break;
    case QIAN_NOTE_VOID:
        add_role(c, QIAN_ROLE_SUPERVISOR, "supervisor", out);
        break;
    case QIAN_NOTE_KINDS:
        break;
    }
}

void qian_signers_free(struct qian_signers *signers) {
    free(signers->signer);
}

static enum qian_status collect_one(const struct qian_case *c, enum qian_note_kind kind,
                                    struct qian_str text, const struct qian_signer *s, bool *here,
                                    struct qian_collected *out, struct qian_err *err) {
    struct qian_buf part = {0}, name = {0};
    qian_buf_text(&name, "sign-");
    qian_buf_text(&name, qian_note_kinds[kind]);
    char *vkey = qian_str_copy(s->vkey);
    enum qian_status status = qian_part_read(c, name.p, s->id, here, &part, err);
    if (status == QIAN_OK && *here) {
        struct qian_str line = {part.p, part.n > 0 ? part.n - 1 : 0};
        bool good = part.n > 0 && part.p[part.n - 1] == '\n' &&
                    qian_signature_good(line, text, vkey, c->copy.notice.suite);
        *here = good;
        if (good)
            qian_buf_str(&out->lines, qian_buf_view(&part));
        else if (kind != QIAN_NOTE_TRANSCRIPT)
            status = qian_part_wrong(c, name.p, s->id,
                                     "this is not the signature of this key over this note", err);
    }
    free(vkey);
    qian_buf_free(&name);
    qian_buf_free(&part);
    return status;
}

static void list(struct qian_buf *names, struct qian_str name) {
    if (names->n > 0)
        qian_buf_text(names, ", ");
    qian_buf_str(names, name);
}

enum qian_status qian_collect(const struct qian_case *c, enum qian_note_kind kind,
                              struct qian_str text, struct qian_collected *out,
                              struct qian_err *err) {
    struct qian_signers all;
    enum qian_status status = QIAN_OK;
    bool some = kind == QIAN_NOTE_CLOSE || kind == QIAN_NOTE_TRANSCRIPT;
    *out = (struct qian_collected){0};
    qian_signers_of(c, kind, &all);
    struct qian_str *witness = qian_take(all.count + 1, sizeof *witness);
    for (size_t i = 0; i < all.count && status == QIAN_OK; i++) {
        bool here = false;
        if (kind == QIAN_NOTE_VOID && out->count == 1)
            break; // one supervisor signs
        status = collect_one(c, kind, text, &all.signer[i], &here, out, err);
        if (here)
            witness[out->count++] = all.signer[i].witness;
        else
            list(&out->missing, all.signer[i].name);
    }
    if (some)
        out->enough = qian_policy_met(&c->policy, witness, out->count);
    else
        out->enough =
            kind == QIAN_NOTE_VOID ? out->count == 1 : all.count > 0 && out->count == all.count;
    free(witness);
    qian_signers_free(&all);
    return status;
}

void qian_collected_free(struct qian_collected *collected) {
    qian_buf_free(&collected->lines);
    qian_buf_free(&collected->missing);
}

enum qian_status qian_case_key(const struct qian_case *c, struct qian_str vkey,
                               struct qian_key *out, struct qian_err *err) {
    struct qian_str name;
    struct qian_public key;
    *out = (struct qian_key){0};
    if (qian_vkey_read(vkey, c->copy.notice.suite, &name, &key))
        return qian_fail(err, QIAN_DISAGREES, "F13", "notes 2.2",
                         "the notice names a key that is none", "make the draw void");
    char *own = qian_str_copy(name);
    enum qian_status status =
        qian_key_open(c->order->home, own, c->copy.notice.suite, c->order->vault, out, err);
    if (status == QIAN_OK && !qian_str_is(vkey, out->vkey)) {
        status = qian_fail(err, QIAN_REFUSED, "S05", "policy 3.1",
                           "the key of this home is not the one that is named",
                           "use the home that has the key, or have the policy renewed");
        qian_err_where(err, "%.200s", own);
    }
    free(own);
    return status;
}
