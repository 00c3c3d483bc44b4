// SPDX-License-Identifier: MulanPSL-2.0
// Vectors of the log: checkpoints, cosignatures, proofs, inclusions; of quorums and proven times.
#include "engine/base/date.h"
#include "engine/ceremony/policy_read.h"
#include "engine/core/source.h"
#include "engine/log/proof.h"
#include "tests/check.h"
#include "tests/engine/cases.h"

#define KEYS_MAX 16

static struct qian_checkpoint checkpoint; // large
static struct qian_hasher *sha256;

static uint64_t number_of(json_t *c, const char *name) {
    return (uint64_t)json_integer_value(json_object_get(c, name));
}

// A digest as 64 digits, or as the bytes of a path's element in the faulty cases.
static bool digest_is(const struct qian_digest *digest, json_t *hex) {
    char digits[QIAN_HEX_SIZE + 1];
    qian_digest_hex(digest, digits);
    return json_is_string(hex) && strcmp(digits, json_string_value(hex)) == 0;
}

// Two lists: of the cosignatures that verify, and of those that should.
static bool cosigned_as_wanted(json_t *c, const struct qian_seen *seen, size_t witnesses) {
    json_t *list = json_object_get(c, "cosigned"), *one;
    size_t i, here = 0;
    for (i = 0; i < witnesses; i++)
        here += seen[i].here;
    bool good = true;
    json_array_foreach(list, i, one) {
        size_t at = (size_t)json_integer_value(json_array_get(one, 0));
        good = good && seen[at].here &&
               seen[at].time == (uint64_t)json_integer_value(json_array_get(one, 1));
    }
    return good && here == json_array_size(list);
}

static void test_checkpoints(json_t *c) {
    struct qian_buf bytes = bytes_of(c, "checkpoint");
    struct qian_note_key key[KEYS_MAX]; // the log's, then the witnesses'
    struct qian_seen seen[KEYS_MAX];
    json_t *witnesses = json_object_get(c, "witnesses"), *vkey;
    size_t i, count = json_array_size(witnesses);
    const char *code = qian_note_key_read(str_of(c, "log"), false, &key[0]);
    CHECK(!code && count < KEYS_MAX, "checkpoints %s: the log's key", text_of(c, "id"));
    json_array_foreach(witnesses, i, vkey) {
        struct qian_str text = {json_string_value(vkey), json_string_length(vkey)};
        CHECK(!qian_note_key_read(text, true, &key[i + 1]), "checkpoints %s: a witness's key",
              text_of(c, "id"));
    }
    code = qian_checkpoint_read(qian_buf_view(&bytes), &checkpoint);
    // spec/verify.md 2.7: F02 leaves a checkpoint usable; the engine takes no such text.
    CHECK((code && strcmp(code, "F02") == 0) || !code == !json_is_null(json_object_get(c, "root")),
          "checkpoints %s: usable", text_of(c, "id"));
    if (!code) {
        CHECK(qian_str_eq(checkpoint.origin, str_of(c, "origin")) &&
                  checkpoint.size == number_of(c, "size") &&
                  digest_is(&checkpoint.root, json_object_get(c, "root")),
              "checkpoints %s: origin, size, root", text_of(c, "id"));
        code = qian_checkpoint_judge(&checkpoint, key, count + 1, seen);
        if (!code && !seen[0].here)
            code = "L02"; // log 2.3
    }
    CHECK(code_is_wanted(c, code), "checkpoints %s: got %s", text_of(c, "id"), code);
    CHECK(code || cosigned_as_wanted(c, seen + 1, count), "checkpoints %s: cosigned",
          text_of(c, "id"));
    qian_buf_free(&bytes);
}

static void test_cosignatures(json_t *c) {
    struct qian_buf bytes = hex_of(c, "signature_hex");
    struct qian_note_key key;
    uint64_t time = 0;
    CHECK(!qian_note_key_read(str_of(c, "vkey"), true, &key), "cosignatures %s: key",
          text_of(c, "id"));
    const char *code =
        bytes.n == QIAN_COSIGNED_SIZE
            ? qian_cosign_judge(&key.key, str_of(c, "text"), (const uint8_t *)bytes.p, &time)
            : "L02";
    CHECK(code_is_wanted(c, code), "cosignatures %s: got %s", text_of(c, "id"), code);
    CHECK(code || time == number_of(c, "time"), "cosignatures %s: time", text_of(c, "id"));
    qian_buf_free(&bytes);
}

static bool is_included(struct qian_str entry, const struct qian_log_proof *proof, uint64_t size,
                        const struct qian_digest *root) {
    struct qian_digest leaf;
    qian_leaf_hash(sha256, entry, &leaf);
    return qian_tree_check(sha256, &leaf, proof->index, size, proof->path, proof->length, root);
}

static void test_proofs(json_t *c) {
    struct qian_buf bytes = bytes_of(c, "proof"), entry = bytes_of(c, "entry");
    struct qian_log_proof proof;
    json_t *path = json_object_get(c, "path"), *hash;
    size_t i;
    const char *code = qian_log_proof_read(qian_buf_view(&bytes), &proof);
    if (!code)
        code = qian_checkpoint_read(proof.checkpoint, &checkpoint);
    CHECK(code_is_wanted(c, code), "proofs %s: got %s", text_of(c, "id"), code);
    if (!code) {
        CHECK(proof.index == number_of(c, "index") && proof.length == json_array_size(path) &&
                  qian_str_eq(checkpoint.origin, str_of(c, "origin")) &&
                  checkpoint.size == number_of(c, "size"),
              "proofs %s: what it says", text_of(c, "id"));
        json_array_foreach(path, i, hash)
            CHECK(digest_is(&proof.path[i], hash), "proofs %s: hash %zu", text_of(c, "id"), i);
        CHECK(is_included(qian_buf_view(&entry), &proof, checkpoint.size, &checkpoint.root) ==
                  json_is_true(json_object_get(c, "included")),
              "proofs %s: included", text_of(c, "id"));
    }
    qian_buf_free(&entry);
    qian_buf_free(&bytes);
}

static void test_inclusions(json_t *c) {
    struct qian_buf entry = bytes_of(c, "entry");
    struct qian_log_proof proof = {.index = number_of(c, "index")};
    struct qian_digest root, leaf;
    json_t *path = json_object_get(c, "path"), *hash;
    size_t i;
    bool good = qian_hex_read(str_of(c, "root"), root.b, sizeof root.b);
    json_array_foreach(path, i, hash) good =
        good && i < QIAN_PROOF_MAX &&
        qian_hex_read(qian_str(json_string_value(hash)), proof.path[proof.length++].b, 32);
    CHECK(good, "inclusions %s: hashes", text_of(c, "id"));
    qian_leaf_hash(sha256, qian_buf_view(&entry), &leaf);
    CHECK(digest_is(&leaf, json_object_get(c, "leaf")), "inclusions %s: leaf", text_of(c, "id"));
    CHECK(is_included(qian_buf_view(&entry), &proof, number_of(c, "size"), &root) ==
              json_is_true(json_object_get(c, "included")),
          "inclusions %s", text_of(c, "id"));
    qian_buf_free(&entry);
}

static size_t find(const struct qian_quorum *quorum, struct qian_str name) {
    size_t i = 0;
    while (i < quorum->count && (quorum->node[i].group || !qian_str_eq(quorum->node[i].name, name)))
        i++;
    return i;
}

// spec/policy.md 3.3: "A quorum of `none` is satisfied by nobody". In engine/log the same quorum
// asks for nobody: it says `none`, and whoever asks must look at that.
static void test_quorums(json_t *c) {
    struct qian_policy policy;
    struct qian_err err = {0};
    json_t *list = json_object_get(c, "signed"), *name;
    size_t i, count = json_array_size(list);
    struct qian_str *witness = qian_take(count + 1, sizeof *witness);
    bool want = json_is_true(json_object_get(c, "satisfied"));
    enum qian_status status = qian_policy_parse("policy", str_of(c, "policy"), &policy, &err);
    CHECK(status == QIAN_OK, "quorums %s: %s %s", text_of(c, "id"), status ? err.what : "",
          err.where);
    struct qian_seen *seen = qian_take(policy.quorum.count + 1, sizeof *seen);
    json_array_foreach(list, i, name) {
        witness[i] = qian_str(json_string_value(name));
        seen[find(&policy.quorum, witness[i])].here = true;
    }
    CHECK(qian_policy_met(&policy, witness, count) == want, "quorums %s: signed", text_of(c, "id"));
    CHECK(qian_quorum_met(&policy.quorum, seen, 0) == (want || policy.quorum.none),
          "quorums %s: cosigned", text_of(c, "id"));
    free(seen);
    free(witness);
    qian_policy_free(&policy);
}

static void test_overlaps(json_t *c) {
    struct qian_policy policy;
    struct qian_err err = {0};
    enum qian_status status = qian_policy_parse("policy", str_of(c, "policy"), &policy, &err);
    CHECK(status == QIAN_OK, "overlaps %s: %s", text_of(c, "id"), status ? err.what : "");
    size_t overlap = qian_quorum_overlap(&policy.quorum);
    CHECK(policy.quorum.none == json_is_null(json_object_get(c, "overlap")) &&
              (policy.quorum.none ? overlap == 0 : overlap == number_of(c, "overlap")),
          "overlaps %s: got %zu", text_of(c, "id"), overlap);
    qian_policy_free(&policy);
}

static void test_proven(json_t *c) {
    struct qian_policy policy;
    struct qian_err err = {0};
    json_t *list = json_object_get(c, "cosigned"), *one;
    uint64_t time = 0;
    size_t i;
    enum qian_status status = qian_policy_parse("policy", str_of(c, "policy"), &policy, &err);
    CHECK(status == QIAN_OK, "proven %s: %s", text_of(c, "id"), status ? err.what : "");
    struct qian_seen *seen = qian_take(policy.quorum.count + 1, sizeof *seen);
    json_array_foreach(list, i, one) {
        struct qian_seen *s =
            &seen[find(&policy.quorum, qian_str(json_string_value(json_array_get(one, 0))))];
        if (!s->here) // of two lines of one key the first stays: the second is L05
            *s = (struct qian_seen){.here = true,
                                    .time = (uint64_t)json_integer_value(json_array_get(one, 1))};
    }
    bool found = qian_quorum_time(&policy.quorum, seen, &time) && !policy.quorum.none;
    CHECK(found == json_is_integer(json_object_get(c, "seconds")) &&
              (!found || time == number_of(c, "seconds")),
          "proven %s: got %llu", text_of(c, "id"), (unsigned long long)time);
    char text[QIAN_TIME_SIZE + 1] = "";
    if (found)
        qian_time_write((int64_t)time, text);
    CHECK(strcmp(text, text_of(c, "proven")) == 0, "proven %s: got %s", text_of(c, "id"), text);
    free(seen);
    qian_policy_free(&policy);
}

int main(void) {
    static const struct {
        const char *file;
        void (*test)(json_t *c);
    } all[] = {{"checkpoints.json", test_checkpoints},
               {"cosignatures.json", test_cosignatures},
               {"proofs.json", test_proofs},
               {"inclusions.json", test_inclusions},
               {"quorums.json", test_quorums},
               {"overlaps.json", test_overlaps},
               {"proven.json", test_proven}};
    struct qian_err err;
    if (qian_sign_start(&err) != QIAN_OK)
        return 1;
    sha256 = qian_hasher_open(QIAN_SHA256_ED25519);
    for (size_t f = 0; f < sizeof all / sizeof *all; f++) {
        json_t *root = cases_load("qian", all[f].file), *c;
        size_t i;
        json_array_foreach(json_object_get(root, "cases"), i, c) all[f].test(c);
        json_decref(root);
    }
    qian_hasher_close(sha256);
    return check_end("engine vectors, log");
}
