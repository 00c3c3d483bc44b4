// SPDX-License-Identifier: MulanPSL-2.0
// Vectors about keys and signatures: vkeys, notes, and other people's.
#include "tests/verifier/harness.h"

#include "verifier/ed25519.h"
#include "verifier/merkle.h"
#include "verifier/sm2.h"

#include <stdio.h>
#include <string.h>

static bool lists(const struct vectors *v, uint32_t c, const char *code)
{
    for (uint32_t e = first_of(v, c, "codes"); e != 0; e = next_of(v, e)) {
        if (bytes_are(json_text(&v->json, e), code)) {
            return true;
        }
    }
    return false;
}

static void test_vkeys(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/vkeys.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct vkey key;
        struct bytes public_key;
        enum suite suite = suite_of(&v, c);
        current_case = text_of(&v, c, "id");
        bool form = vkey_read(&key, text_of(&v, c, "vkey"));
        bool of_suite = form && vkey_of_suite(&key, suite, &public_key);
        bool point = of_suite && (suite == SUITE_SM3_SM2 ? sm2_point(public_key.at) : ed25519_point(public_key.at));
        CHECK(form != lists(&v, c, "F13"), "F13");
        CHECK((form && !of_suite) == lists(&v, c, "S08"), "S08");
        CHECK((of_suite && !point) == lists(&v, c, "S07"), "S07");
        vkey_free(&key);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

// spec/notes.md 2.3: "A key of the other suite's type, or with another length, is code S08 (one without type or key too)"
static void test_keys_without_key(void)
{
    static const char *const TEXTS[] = {"operator+d478fe1a+", "operator+b02f0399+AQ==",
                                        "operator+9ab99cf6+/3FpYW4tc20yLXNtMy12MQ=="};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        struct vkey key;
        struct bytes public_key;
        current_case = bytes_of(TEXTS[i]);
        CHECK(vkey_read(&key, bytes_of(TEXTS[i])), "F13");
        CHECK(!vkey_of_suite(&key, SUITE_SHA256_ED25519, &public_key) && !vkey_of_suite(&key, SUITE_SM3_SM2, &public_key),
              "it is of a suite");
        vkey_free(&key);
    }
}

static void test_note(const struct vectors *v, uint32_t c)
{
    static const char *const KINDS[] = {"notice", "close", "transcript"};
    struct bundle *b = bundle_make(suite_of(v, c));
    enum note_kind kind = NOTE_NOTICE;
    while (kind < NOTE_TRANSCRIPT && !bytes_are(text_of(v, c, "kind"), KINDS[kind])) {
        kind++;
    }
    bundle_believe_notice(b);
    b->notice.draw = text_of(v, c, "draw");
    uint32_t signer = first_of(v, c, "signers");
    CHECK(vkey_read(&b->notice.operator_key, json_text(&v->json, signer)), "the operator's key is malformed");
    for (signer = next_of(v, signer); signer != 0; signer = next_of(v, signer)) {
        struct contributor *contributor = &b->notice.contributors[b->notice.contributors_count++];
        CHECK(vkey_read(&contributor->key, json_text(&v->json, signer)), "a key is malformed");
        contributor->name = contributor->key.name;
    }
    bool hex = member_of(v, c, "note") == 0;
    struct bytes note = hex ? unhex(text_of(v, c, "note_hex")) : text_of(v, c, "note");
    bundle_put(b, note_file(kind), note);
    note_read(&b->notes[kind], &b->report, &b->kind, &b->folder, &b->folder.files[note_file(kind)], kind);
    check_belongs(b);
    check_signers(b);
    expect_codes(b, v, member_of(v, c, "codes"));
    bundle_release(b);
    if (hex) {
        release(note);
    }
}

static void test_notes(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "qian/notes.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        current_case = text_of(&v, c, "id");
        test_note(&v, c);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

void test_keys(const char *folder)
{
    test_vkeys(folder);
    test_keys_without_key();
    test_notes(folder);
}

static bool accepts(struct bytes key, struct bytes message, struct bytes signature)
{
    return key.n == 32 && signature.n == 64 && ed25519_point(key.at) && ed25519_point(signature.at) &&
           ed25519_verify(key.at, message, signature.at);
}

static bool accepts_cctv(const struct vectors *v, uint32_t c)
{
    struct bytes key = unhex(text_of(v, c, "key"));
    struct bytes signature = unhex(text_of(v, c, "sig"));
    bool good = accepts(key, text_of(v, c, "msg"), signature);
    release(key);
    release(signature);
    return good;
}

int print_cctv(const char *folder)
{
    struct vectors v;
    if (!vectors_open(&v, folder, "third-party/cctv_ed25519vectors.json")) {
        return 1;
    }
    for (uint32_t c = vectors_first(&v, NULL); c != 0; c = next_of(&v, c)) {
        if (accepts_cctv(&v, c)) {
            (void)printf("%llu\n", (unsigned long long)number_of(&v, c, "number"));
        }
    }
    vectors_close(&v);
    return failures == 0 ? 0 : 1;
}

// Nothing may be accepted whose flags say that its key or R is of low order, mixed order or not canonical.
static void test_cctv(const char *folder)
{
    static const char *const BAD[] = {"low_order_R", "low_order_A", "low_order_component_R", "low_order_component_A",
                                      "non_canonical_R", "non_canonical_A"};
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "third-party/cctv_ed25519vectors.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, NULL); c != 0; c = next_of(&v, c), cases++) {
        bool accepted = accepts_cctv(&v, c);
        for (uint32_t e = first_of(&v, c, "flags"); e != 0; e = next_of(&v, e)) {
            for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
                CHECK(!accepted || !bytes_are(json_text(&v.json, e), BAD[i]), "case %llu is accepted",
                      (unsigned long long)number_of(&v, c, "number"));
            }
        }
    }
    CHECK(cases == 914, "%lu cases", cases);
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void test_wycheproof(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "third-party/wycheproof_ed25519_test.json")) {
        return;
    }
    for (uint32_t g = vectors_first(&v, "testGroups"); g != 0; g = next_of(&v, g)) {
        struct bytes key = unhex(text_of(&v, member_of(&v, g, "publicKey"), "pk"));
        for (uint32_t c = first_of(&v, g, "tests"); c != 0; c = next_of(&v, c), cases++) {
            struct bytes message = unhex(text_of(&v, c, "msg"));
            struct bytes signature = unhex(text_of(&v, c, "sig"));
            bool valid = bytes_are(text_of(&v, c, "result"), "valid");
            CHECK(accepts(key, message, signature) == valid, "tcId %llu", (unsigned long long)number_of(&v, c, "tcId"));
            release(message);
            release(signature);
        }
        release(key);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void test_sm2(const char *folder)
{
    struct vectors v;
    if (!vectors_open(&v, folder, "third-party/sm2_gbt32918_5_annexA.json")) {
        return;
    }
    struct bytes key = unhex(text_of(&v, 1, "public_key_04XY"));
    struct bytes r = unhex(text_of(&v, 1, "r"));
    struct bytes s = unhex(text_of(&v, 1, "s"));
    unsigned char signature[64] = {0};
    CHECK(key.n == 65 && r.n == 32 && s.n == 32, "lengths");
    (void)memcpy(signature, r.at, 32);
    (void)memcpy(signature + 32, s.at, 32);
    struct bytes message = text_of(&v, 1, "message");
    CHECK(sm2_point(key.at), "the key is no point");
    CHECK(sm2_verify(key.at, "1234567812345678", message, signature), "it does not verify");
    CHECK(!sm2_verify(key.at, "", message, signature), "it verifies without the identifier");
    signature[40] ^= 1;
    CHECK(!sm2_verify(key.at, "1234567812345678", message, signature), "it verifies when changed");
    release(key);
    release(r);
    release(s);
    vectors_close(&v);
    vectors_count(current_file, 1);
}

static void test_sm3(const char *folder)
{
    struct vectors v;
    struct hash h;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "third-party/sm3_vectors.json")) {
        return;
    }
    hash_open(&h, SUITE_SM3_SM2);
    for (uint32_t c = vectors_first(&v, "vectors"); c != 0; c = next_of(&v, c), cases++) {
        char digits[DIGEST_DIGITS];
        struct bytes message = text_of(&v, c, "msg_ascii");
        hash_digits(&h, &message, 1, digits);
        CHECK(bytes_same(digits_of(digits), text_of(&v, c, "digest")), "another digest");
    }
    hash_close(&h);
    vectors_close(&v);
    vectors_count(current_file, cases);
}

static void test_rfc6962(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "third-party/rfc6962_leaves_roots.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "roots_size1to8"); c != 0; c = next_of(&v, c), cases++) {
        struct hash h;
        struct merkle m;
        unsigned char root[DIGEST_BYTES];
        char digits[DIGEST_DIGITS];
        uint32_t leaf = first_of(&v, 1, "leaf_inputs_hex");
        hash_open(&h, SUITE_SHA256_ED25519);
        merkle_start(&m, &h);
        for (unsigned long i = 0; i <= cases; i++, leaf = next_of(&v, leaf)) {
            struct bytes input = unhex(json_text(&v.json, leaf));
            merkle_feed(&m, input);
            merkle_feed(&m, bytes_of("\n"));
            release(input);
        }
        merkle_root(&m, root);
        digest_to_hex(root, digits);
        CHECK(bytes_same(digits_of(digits), json_text(&v.json, c)), "another root of %lu leaves", cases + 1);
        hash_close(&h);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

void test_third_party(const char *folder)
{
    test_cctv(folder);
    test_wycheproof(folder);
    test_sm2(folder);
    test_sm3(folder);
    test_rfc6962(folder);
}
