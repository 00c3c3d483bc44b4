// SPDX-License-Identifier: MulanPSL-2.0
// Vectors of keys and signatures, and third-party vectors.
//
// With the argument --cctv it only prints the numbers of the CCTV cases that the engine accepts, a
// line each, to be held against the verifier's.
#include "engine/core/merkle.h"
#include "engine/crypto/ed25519.h"
#include "engine/crypto/sm2.h"
#include "engine/crypto/vkey.h"
#include "tests/check.h"
#include "tests/engine/cases.h"

static void test_vkeys(void) {
    json_t *root = cases_load("qian", "vkeys.json"), *c;
    size_t i;
    json_array_foreach(json_object_get(root, "cases"), i, c) {
        struct qian_str name;
        struct qian_public key;
        char want[64];
        codes_of(c, want, sizeof want);
        const char *code = qian_vkey_read(str_of(c, "vkey"), suite_of(c), &name, &key);
        CHECK(strcmp(want, code ? code : "") == 0, "vkeys %s: want [%s] got [%s]", text_of(c, "id"),
              want, code ? code : "");
        struct qian_buf again = {0};
        if (!code)
            qian_vkey_write(&again, name, &key);
        CHECK(code || qian_str_eq(qian_buf_view(&again), str_of(c, "vkey")),
              "vkeys %s: written again", text_of(c, "id"));
        qian_buf_free(&again);
    }
    json_decref(root);
}

// One signature line of a note against the signer that it names.
static void check_line(struct qian_str text, struct qian_str line, struct qian_str vkey,
                       enum qian_suite suite, bool *bad, bool *weak) {
    struct qian_str name;
    struct qian_public key;
    uint8_t id[QIAN_KEY_ID_SIZE], bytes[QIAN_KEY_ID_SIZE + QIAN_SIGNATURE_SIZE];
    const char *code = qian_vkey_read(vkey, suite, &name, &key);
    const char *space = memchr(line.p + 4, ' ', line.n - 4);
    if ((code && strcmp(code, "S07") != 0) || !space)
        return;
    struct qian_str said = {line.p + 4, (size_t)(space - line.p) - 4};
    struct qian_str base = {space + 1, (size_t)(line.p + line.n - space) - 1};
    if (!qian_str_eq(said, name) || !qian_base64_read(base, bytes, sizeof bytes))
        return;
    qian_key_id(name, &key, id);
    if (memcmp(id, bytes, sizeof id) != 0)
        return;
    if (code || !qian_signature_good_r(suite, bytes + QIAN_KEY_ID_SIZE))
        *weak = true;
    else if (!qian_verify(&key, text, bytes + QIAN_KEY_ID_SIZE))
        *bad = true;
}

// The engine writes notes and checks signatures; who must sign is the verifier's. So of the note
// vectors it runs the good ones and those where a signature, key or R is bad.
static void test_notes(void) {
    json_t *root = cases_load("qian", "notes.json"), *c, *signer;
    size_t i, k;
    json_array_foreach(json_object_get(root, "cases"), i, c) {
        char want[64];
        bool bad = false, weak = false;
        codes_of(c, want, sizeof want);
        struct qian_str note = str_of(c, "note");
        const char *gap = strstr(note.p, "\n\n");
        if (!gap || (*want && strcmp(want, "S02") != 0 && strcmp(want, "S07") != 0))
            continue;
        struct qian_str text = {note.p, (size_t)(gap - note.p) + 1};
        struct qian_split split = qian_split(qian_str(gap + 2), '\n');
        struct qian_str line;
        while (qian_split_next(&split, &line))
            if (line.n > 4)
                json_array_foreach(json_object_get(c, "signers"), k, signer) check_line(
                    text, line, qian_str(json_string_value(signer)), suite_of(c), &bad, &weak);
        CHECK(bad == (strcmp(want, "S02") == 0) && weak == (strcmp(want, "S07") == 0),
              "notes %s: want [%s]", text_of(c, "id"), want);
    }
    json_decref(root);
}

static bool cctv_accepts(json_t *c) {
    struct qian_buf key = hex_of(c, "key"), sig = hex_of(c, "sig");
    bool good = key.n == 32 && sig.n == 64 &&
                qian_ed25519_verify((uint8_t *)key.p, str_of(c, "msg"), (uint8_t *)sig.p);
    qian_buf_free(&key);
    qian_buf_free(&sig);
    return good;
}

// Of the 914 edge cases exactly those without a flag are sound under spec/notes.md 2.4.
static void test_cctv(bool print) {
    json_t *root = cases_load("third-party", "cctv_ed25519vectors.json"), *c;
    size_t i, n = json_array_size(root);
    json_array_foreach(root, i, c) {
        bool good = cctv_accepts(c);
        if (print && good)
            printf("%lld\n", (long long)json_integer_value(json_object_get(c, "number")));
        CHECK(good == (json_array_size(json_object_get(c, "flags")) == 0), "cctv %zu", i);
    }
    CHECK(n == 914, "cctv: %zu cases", n);
    json_decref(root);
}

static void test_wycheproof(void) {
    json_t *root = cases_load("third-party", "wycheproof_ed25519_test.json"), *group, *c;
    size_t g, i;
    json_array_foreach(json_object_get(root, "testGroups"), g, group) {
        struct qian_buf key = hex_of(json_object_get(group, "publicKey"), "pk");
        json_array_foreach(json_object_get(group, "tests"), i, c) {
            struct qian_buf msg = hex_of(c, "msg"), sig = hex_of(c, "sig");
            bool good = sig.n == 64 && qian_ed25519_verify((uint8_t *)key.p, qian_buf_view(&msg),
                                                           (uint8_t *)sig.p);
            CHECK(good == (strcmp(text_of(c, "result"), "valid") == 0), "wycheproof %lld",
                  (long long)json_integer_value(json_object_get(c, "tcId")));
            qian_buf_free(&msg);
            qian_buf_free(&sig);
        }
        qian_buf_free(&key);
    }
    json_decref(root);
}

static void test_sm2(void) {
    json_t *c = cases_load("third-party", "sm2_gbt32918_5_annexA.json");
    struct qian_buf key = hex_of(c, "public_key_04XY"), d = hex_of(c, "d");
    struct qian_buf sig = hex_of(c, "r"), s = hex_of(c, "s"), k = hex_of(c, "k");
    uint8_t public_key[65], made[64];
    struct qian_str message = str_of(c, "message");
    qian_buf_str(&sig, qian_buf_view(&s));
    CHECK(qian_sm2_verify((uint8_t *)key.p, message, (uint8_t *)sig.p), "sm2 annex A");
    sig.p[40] ^= 1;
    CHECK(!qian_sm2_verify((uint8_t *)key.p, message, (uint8_t *)sig.p), "sm2 altered");
    sig.p[40] ^= 1;
    qian_sm2_public((uint8_t *)d.p, public_key);
    CHECK(memcmp(public_key, key.p, 65) == 0, "sm2 public key");
    qian_sm2_sign((uint8_t *)d.p, message, (uint8_t *)k.p, made);
    CHECK(qian_sm2_verify(public_key, message, made), "sm2 signed with a given nonce");
    uint8_t again[64];
    qian_sm2_sign((uint8_t *)d.p, message, (uint8_t *)k.p, again);
    CHECK(memcmp(made, again, 64) == 0, "sm2 signed twice with a given nonce");
    qian_sm2_sign((uint8_t *)d.p, message, NULL, again);
    CHECK(memcmp(made, again, 64) != 0 && qian_sm2_verify(public_key, message, again),
          "sm2 signed with the library's nonce");
    qian_buf_free(&key);
    qian_buf_free(&d);
    qian_buf_free(&sig);
    qian_buf_free(&s);
    qian_buf_free(&k);
    json_decref(c);
}

static void test_sm3(void) {
    json_t *root = cases_load("third-party", "sm3_vectors.json"), *c;
    struct qian_hasher *h = qian_hasher_open(QIAN_SM3_SM2);
    size_t i;
    json_array_foreach(json_object_get(root, "vectors"), i, c) {
        struct qian_digest d;
        char hex[QIAN_HEX_SIZE + 1];
        qian_hash(h, str_of(c, "msg_ascii"), &d);
        qian_digest_hex(&d, hex);
        CHECK(strcmp(hex, text_of(c, "digest")) == 0, "sm3 %zu", i);
    }
    qian_hasher_close(h);
    json_decref(root);
}

static void test_tree_roots(void) {
    json_t *root = cases_load("third-party", "rfc6962_leaves_roots.json"), *leaf;
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct qian_tree tree;
    struct qian_digest d;
    char hex[QIAN_HEX_SIZE + 1];
    size_t i;
    qian_tree_begin(&tree, h);
    qian_tree_root(&tree, &d);
    qian_digest_hex(&d, hex);
    CHECK(strcmp(hex, text_of(root, "root_size0")) == 0, "tree of nothing");
    json_array_foreach(json_object_get(root, "leaf_inputs_hex"), i, leaf) {
        json_t *holder = json_pack("{s:O}", "hex", leaf);
        struct qian_buf bytes = hex_of(holder, "hex");
        qian_tree_add(&tree, qian_buf_view(&bytes));
        qian_tree_root(&tree, &d);
        qian_digest_hex(&d, hex);
        CHECK(strcmp(hex, json_string_value(
                              json_array_get(json_object_get(root, "roots_size1to8"), i))) == 0,
              "tree of %zu", i + 1);
        qian_buf_free(&bytes);
        json_decref(holder);
    }
    qian_hasher_close(h);
    json_decref(root);
}

// base64 of 32 bytes, or anything shorter or longer in the faulty cases. False if not 32.
static bool digest_of(const char *base64, struct qian_digest *out) {
    return base64 && qian_base64_read(qian_str(base64), out->b, 32);
}

static void test_inclusion(void) {
    json_t *root = cases_load("third-party", "merkle_inclusion.json"), *c, *node;
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    size_t i, k;
    json_array_foreach(json_object_get(root, "cases"), i, c) {
        json_t *proof = json_object_get(c, "proof");
        size_t n = json_array_size(proof);
        struct qian_digest leaf, want, *path = qian_take(n, sizeof *path);
        bool good =
            digest_of(text_of(c, "leafHash"), &leaf) && digest_of(text_of(c, "root"), &want);
        json_array_foreach(proof, k, node) good =
            good && digest_of(json_string_value(node), &path[k]);
        uint64_t index = strtoull(text_of(c, "leafIdx"), NULL, 10);
        uint64_t size = strtoull(text_of(c, "treeSize"), NULL, 10);
        good = good && qian_tree_check(h, &leaf, index, size, path, n, &want);
        CHECK(good == !json_is_true(json_object_get(c, "wantErr")), "inclusion %s",
              text_of(c, "file"));
        free(path);
    }
    qian_hasher_close(h);
    json_decref(root);
}

static void test_signed_notes(void) {
    json_t *root = cases_load("third-party", "signed_notes.json"), *c, *vkey;
    size_t i, k, checked = 0;
    json_array_foreach(json_object_get(root, "notes"), i, c) {
        struct qian_str note = str_of(c, "note");
        const char *gap = NULL;
        for (const char *at = note.p; (at = strstr(at, "\n\n")); at++)
            gap = at; // C2SP: the last empty line
        if (!gap || !json_is_true(json_object_get(c, "valid")))
            continue;
        struct qian_str text = {note.p, (size_t)(gap - note.p) + 1}, line;
        struct qian_split split = qian_split(qian_str(gap + 2), '\n');
        bool bad = false, weak = false;
        while (qian_split_next(&split, &line))
            json_array_foreach(json_object_get(c, "vkeys"), k, vkey) if (line.n > 4) check_line(
                text, line, qian_str(json_string_value(vkey)), QIAN_SHA256_ED25519, &bad, &weak);
        CHECK(!bad && !weak, "signed note %zu", i);
        checked++;
    }
    CHECK(checked > 0, "no signed notes");
    json_decref(root);
}

int main(int argc, char **argv) {
    struct qian_err err;
    if (qian_sign_start(&err) != QIAN_OK)
        return 1;
    if (argc > 1 && strcmp(argv[1], "--cctv") == 0) {
        test_cctv(true);
        return checks_failed != 0;
    }
    test_vkeys();
    test_notes();
    test_cctv(false);
    test_wycheproof();
    test_sm2();
    test_sm3();
    test_tree_roots();
    test_inclusion();
    test_signed_notes();
    return check_end("engine vectors, crypto");
}
