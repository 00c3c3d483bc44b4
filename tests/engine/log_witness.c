// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/log_witness.c - the witness: a third party's sequence, and two requests at once.
#include <sys/wait.h>
#include <unistd.h>

#include "engine/log/cosign.h"
#include "engine/log/witness.h"
#include "tests/engine/log.h"

#define NOW 1700000000

static void add_log(struct qian_store *store, struct qian_str origin,
                    const struct qian_public *key) {
    struct qian_buf vkey = {0};
    struct qian_err err;
    char *name = qian_str_copy(origin);
    qian_log_vkey_write(&vkey, origin, key, false);
    CHECK(qian_store_known_add(store, name, vkey.p, &err) == QIAN_OK, "log not entered");
    free(name);
    qian_buf_free(&vkey);
}

static struct qian_str origin_of(struct qian_str request) {
    const char *at = strstr(request.p, "sigsum.org");
    return (struct qian_str){at, at ? strcspn(at, "\n") : 0};
}

// The answer's line is the witness's, over the request's checkpoint, at this time.
static bool cosigned(struct qian_str request, struct qian_str answer,
                     const struct qian_note_key *witness) {
    struct qian_witness_request read;
    struct qian_checkpoint *checkpoint = qian_take(1, sizeof *checkpoint);
    struct qian_buf whole = {0};
    struct qian_seen seen = {0};
    bool good = qian_witness_request_read(request, &read);
    qian_buf_str(&whole, read.checkpoint);
    qian_buf_str(&whole, answer);
    good = good && !qian_checkpoint_read(qian_buf_view(&whole), checkpoint) &&
           !qian_checkpoint_judge(checkpoint, witness, 1, &seen) && seen.here && seen.time == NOW;
    qian_buf_free(&whole);
    free(checkpoint);
    return good;
}

static unsigned status_of(struct qian_store *store, const struct qian_witness *witness,
                          struct qian_str request) {
    struct qian_buf answer = {0};
    struct qian_err err;
    unsigned http = 0;
    if (qian_witness_answer(store, witness, request, NOW, &http, &answer, &err) != QIAN_OK)
        http = 0;
    qian_buf_free(&answer);
    return http;
}

static void sequence(void) {
    json_t *root = cases_load("third-party", "witness_add_checkpoint_sequence.json"), *one;
    struct qian_buf bytes = hex_of(root, "log_public_key_hex");
    struct qian_public key = {.suite = QIAN_SHA256_ED25519, .size = 32};
    struct qian_secret secret = secret_of(9);
    struct qian_witness witness = {qian_str("example.com/witness"), &secret};
    struct qian_note_key own = qian_note_key_of(witness.name, &secret, true);
    char *home = folder_make();
    struct qian_store *store;
    struct qian_err err;
    size_t i;
    memcpy(key.bytes, bytes.p, 32);
    if (qian_store_open(home, 0, &store, &err) != QIAN_OK)
        abort();
    json_t *requests = json_object_get(root, "requests");
    add_log(store, origin_of(str_of(json_array_get(requests, 0), "request")), &key);
    json_array_foreach(requests, i, one) {
        struct qian_buf answer = {0};
        unsigned http = 0, want = (unsigned)json_integer_value(json_object_get(one, "want_status"));
        if (strstr(text_of(one, "want_body"), "unknown log"))
            want = 404; // as C2SP says now
        struct qian_buf copy = {0};
        qian_buf_str(&copy, str_of(one, "request"));
        // One signature's base64 has a bit that belongs to no byte: that is a matter of form here
        // (spec/log.md 2.2), and its signature is looked at once this is mended.
        char *loose = strstr(copy.p, "gx=\n");
        if (loose) {
            CHECK(status_of(store, &witness, qian_buf_view(&copy)) == 400, "loose base64");
            loose[1] = 'w';
        }
        struct qian_str request = qian_buf_view(&copy);
        CHECK(qian_witness_answer(store, &witness, request, NOW, &http, &answer, &err) == QIAN_OK,
              "request %zu: %s", i, err.what);
        CHECK(http == want, "request %zu: %u, not %u", i, http, want);
        if (http == 200)
            CHECK(cosigned(request, qian_buf_view(&answer), &own), "request %zu: cosignature", i);
        if (http == 409) {
            char body[16];
            snprintf(body, sizeof body, "body == \"%.*s\\n\"", (int)answer.n - 1, answer.p);
            CHECK(strcmp(body, text_of(one, "want_body")) == 0, "request %zu: %s", i, body);
        }
        qian_buf_free(&answer);
        qian_buf_free(&copy);
    }
    qian_buf_free(&bytes);
    qian_store_close(store);
    folder_remove(home);
    json_decref(root);
}

// A small log in memory: `size` leaves that a byte tells apart.
static struct qian_buf request_of(const struct qian_secret *secret, uint64_t old, size_t size,
                                  uint8_t which) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct qian_digest leaf[64], root, path[QIAN_TREE_DEPTH_MAX];
    struct qian_note_key key = qian_note_key_of(qian_str("log.example/1"), secret, false);
    struct qian_buf out = {0}, note = {0};
    uint8_t signature[64];
    for (size_t i = 0; i < size; i++) {
        char bytes[2] = {(char)i, (char)which};
        qian_leaf_hash(h, (struct qian_str){bytes, 2}, &leaf[i]);
    }
    qian_sha256((struct qian_str){"", 0}, &root);
    if (size > 0)
        qian_tree_root_of(h, leaf, size, &root);
    size_t length = old > 0 && old < size ? qian_consistency_path(h, leaf, old, size, path) : 0;
    qian_checkpoint_text(&note, key.name, size, &root);
    qian_sign(secret, qian_buf_view(&note), NULL, signature);
    qian_buf_char(&note, '\n');
    qian_signature_line_write(&note, key.name, key.id, signature, 64);
    qian_witness_request_write(&out, old, path, length, qian_buf_view(&note));
    qian_buf_free(&note);
    qian_hasher_close(h);
    return out;
}

static unsigned answer_of(const char *home, struct qian_buf request) {
    struct qian_secret secret = secret_of(9);
    struct qian_witness witness = {qian_str("w.example"), &secret};
    struct qian_store *store;
    struct qian_err err;
    struct qian_buf answer = {0};
    unsigned http = 0;
    enum qian_status status = qian_store_open(home, 5000, &store, &err);
    if (status == QIAN_OK)
        status = qian_witness_answer(store, &witness, qian_buf_view(&request), NOW, &http, &answer,
                                     &err);
    qian_store_close(store);
    qian_buf_free(&answer);
    qian_buf_free(&request);
    return status == QIAN_OK ? http : (unsigned)status;
}

static char *witness_home(const struct qian_secret *secret) {
    char *home = folder_make();
    struct qian_store *store;
    struct qian_err err;
    struct qian_public key;
    qian_public_of(secret, &key);
    if (qian_store_open(home, 0, &store, &err) != QIAN_OK)
        abort();
    add_log(store, qian_str("log.example/1"), &key);
    qian_store_close(store);
    return home;
}

static void decisions(void) {
    struct qian_secret log = secret_of(5), stranger = secret_of(6);
    char *home = witness_home(&log);
    struct qian_buf body = request_of(&log, 0, 3, 0);
    struct qian_buf cut = {0};
    qian_buf_add(&cut, body.p, body.n - 1);
    CHECK(answer_of(home, cut) == 400, "cut short");
    qian_buf_free(&body);
    CHECK(answer_of(home, request_of(&log, 0, 0, 0)) == 200, "the empty tree");
    CHECK(answer_of(home, request_of(&stranger, 0, 3, 0)) == 403, "a stranger's signature");
    CHECK(answer_of(home, request_of(&log, 5, 3, 0)) == 400, "old above the size");
    CHECK(answer_of(home, request_of(&log, 2, 3, 0)) == 409, "old is not what is remembered");
    CHECK(answer_of(home, request_of(&log, 0, 3, 0)) == 200, "first");
    CHECK(answer_of(home, request_of(&log, 0, 3, 0)) == 409, "old 0 again");
    CHECK(answer_of(home, request_of(&log, 3, 3, 0)) == 200, "the same again");
    CHECK(answer_of(home, request_of(&log, 3, 3, 1)) == 422, "another root for the size");
    CHECK(answer_of(home, request_of(&log, 3, 7, 1)) == 422, "another history");
    CHECK(answer_of(home, request_of(&log, 3, 7, 0)) == 200, "its own");
    CHECK(answer_of(home, request_of(&log, 3, 7, 0)) == 409, "once more");
    CHECK(answer_of(home, request_of(&log, 3, 2, 0)) == 400, "backwards");
    folder_remove(home);
}

// Two processes ask at once, each from what is remembered: one is cosigned, the other is told.
static void race(void) {
    struct qian_secret log = secret_of(5);
    char *home = witness_home(&log);
    uint64_t size = 0;
    for (size_t round = 0; round < 12; round++) {
        pid_t child[2];
        unsigned got[2];
        for (size_t i = 0; i < 2; i++) {
            child[i] = fork();
            if (child[i] == 0)
                _exit(answer_of(home, request_of(&log, size, (size_t)size + 1 + i, 0)) == 200 ? 20
                                                                                              : 40);
        }
        for (size_t i = 0; i < 2; i++) {
            int how = 0;
            waitpid(child[i], &how, 0);
            got[i] = (unsigned)WEXITSTATUS(how);
        }
        CHECK(got[0] + got[1] == 60, "round %zu: %u and %u", round, got[0], got[1]);
        size += got[0] == 20 ? 1 : 2;
        CHECK(answer_of(home, request_of(&log, size, (size_t)size, 0)) == 200,
              "round %zu: what won is not what is remembered", round);
    }
    folder_remove(home);
}

void test_witness(size_t *passed, size_t *failed) {
    sequence();
    decisions();
    race();
    *passed += checks_passed;
    *failed += checks_failed;
}
