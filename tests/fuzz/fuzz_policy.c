// SPDX-License-Identifier: MulanPSL-2.0
// Policy files as those who take part read them.
#include "engine/ceremony/policy_read.h"
#include "tests/fuzz/fuzz.h"

// Each key is found by its role and vkey; no two share what they must not (spec/policy.md 1.4).
static void keys(const struct qian_policy *p) {
    for (size_t i = 0; i < p->keys; i++) {
        const struct qian_policy_key *key = &p->key[i];
        MUST(qian_policy_of_vkey(p, key->role, key->vkey));
        MUST(qian_signer_name_good(key->name) && qian_public_good(&key->key));
        bool named = key->role == QIAN_ROLE_WITNESS || key->role == QIAN_ROLE_SIGNER;
        MUST((key->witness.n > 0) == named);
        for (size_t k = 0; k < i; k++)
            MUST(p->key[k].role != key->role || !qian_str_eq(p->key[k].vkey, key->vkey) ||
                 key->role == QIAN_ROLE_LOG || key->role == QIAN_ROLE_SIGNER);
    }
}

// All who can sign do: then the quorum is met, unless there is none.
static void quorum(const struct qian_policy *p) {
    struct qian_str *name = qian_take(p->quorum.count + 1, sizeof *name);
    size_t names = 0;
    MUST(p->quorum.given);
    for (size_t i = 0; i < p->quorum.count; i++)
        if (!p->quorum.node[i].group)
            name[names++] = p->quorum.node[i].name;
    MUST(qian_policy_met(p, name, names) == !p->quorum.none);
    MUST(!qian_policy_met(p, name, 0));
    free(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool started;
    struct qian_err err;
    struct qian_policy read, again;
    if (!started)
        MUST(qian_sign_start(&err) == QIAN_OK);
    started = true;
    struct qian_str bytes = {(const char *)data, size};
    enum qian_status status = qian_policy_parse("policy", bytes, &read, &err);
    MUST(status == QIAN_OK || status == QIAN_BAD_DATA);
    if (status == QIAN_OK) {
        keys(&read);
        quorum(&read);
        // Its words with single blanks say the same.
        MUST(qian_policy_parse("policy", qian_buf_view(&read.words), &again, &err) == QIAN_OK);
        MUST(again.keys == read.keys && again.lines == read.lines &&
             again.version == read.version && again.rehearsal == read.rehearsal);
        qian_policy_free(&again);
    }
    qian_policy_free(&read);
    return 0;
}
