// SPDX-License-Identifier: MulanPSL-2.0
// Vectors about the log and its witnesses: quorums, proven times, checkpoints, cosignatures, proofs, inclusions.
#include "tests/verifier/harness.h"

#include "verifier/date.h"
#include "verifier/ed25519.h"
#include "verifier/inclusion.h"
#include "verifier/mem.h"
#include "verifier/out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HEAD[] = "c2sp.org/tlog-proof@v1\nindex 0\n\n";

static struct bytes built(const struct out *o)
{
    return (struct bytes){(const unsigned char *)o->text, o->n};
}

static void test_quorum(const struct vectors *v, uint32_t c)
{
    struct policy p;
    policy_read(&p, text_of(v, c, "policy"));
    CHECK(p.state == POLICY_GOOD, "the policy is none");
    bool *have = mem_new(p.parties_count, sizeof *have);
    for (uint32_t e = first_of(v, c, "signed"); e != 0; e = next_of(v, e)) {
        int64_t party = dict_find(&p.names, json_text(&v->json, e));
        CHECK(party != DICT_NONE, "a witness is unknown");
        if (party != DICT_NONE) {
            have[party] = true;
        }
    }
    CHECK(policy_satisfied(&p, have) == (json_type(&v->json, member_of(v, c, "satisfied")) == JSON_TRUE), "satisfied");
    free(have);
    policy_free(&p);
}

static const struct policy_key *cosigner_of(const struct policy *p, struct bytes name)
{
    int64_t party = dict_find(&p->names, name);
    for (size_t i = 0; i < p->keys_count; i++) {
        if (p->keys[i].role == ROLE_WITNESS && party == (int64_t)p->keys[i].party) {
            return &p->keys[i];
        }
    }
    return NULL;
}

static void test_proven_time(const struct vectors *v, uint32_t c)
{
    struct policy p;
    struct logged logged = {0};
    char room[DATE_ROOM] = "";
    policy_read(&p, text_of(v, c, "policy"));
    CHECK(p.state == POLICY_GOOD, "the policy is none");
    for (uint32_t e = first_of(v, c, "cosigned"); e != 0; e = next_of(v, e)) {
        uint32_t name = v->json.values[e].first;
        const struct policy_key *key = cosigner_of(&p, json_text(&v->json, name));
        if (key != NULL) { // else whom the policy does not name
            logged.cosignatures[logged.count++] =
                (struct cosignature){key, (int64_t)v->json.values[next_of(v, name)].number};
        }
    }
    find_time(&p, &logged);
    CHECK(logged.proven != is_null(v, c, "seconds"), "is there a proven time?");
    CHECK(!logged.proven || (uint64_t)logged.time == number_of(v, c, "seconds"), "found %lld", (long long)logged.time);
    bool shown = logged.proven && date_text(logged.time, room);
    CHECK(shown != is_null(v, c, "proven") && (!shown || bytes_are(text_of(v, c, "proven"), room)), "found %s", room);
    policy_free(&p);
}

static bool digits_say(struct bytes digits, const unsigned char digest[DIGEST_BYTES])
{
    char found[DIGEST_DIGITS];
    digest_to_hex(digest, found);
    return bytes_same(digits_of(found), digits);
}

// The same witnesses, by place in the file's list, and times, in the order of the lines.
static void expect_cosigned(const struct bundle *b, const struct vectors *v, uint32_t c)
{
    const struct logged *logged = &b->logged[NOTE_NOTICE];
    size_t count = 0;
    for (uint32_t e = first_of(v, c, "cosigned"); e != 0; e = next_of(v, e), count++) {
        uint32_t index = v->json.values[e].first;
        CHECK(count < logged->count && logged->cosignatures[count].key->party == v->json.values[index].number &&
                  (uint64_t)logged->cosignatures[count].time == v->json.values[next_of(v, index)].number,
              "cosignature %zu", count);
    }
    CHECK(count == logged->count, "%zu cosignatures", logged->count);
}

// spec/verify.md 3.10: "A proof whose origin fails 79 is passed over by 80 and 81"
// The vectors look at the checkpoint alone and have L02 where its origin is not the log's: that this log has not signed.
// Here step 79 says L03 instead.
static void expect_another_origin(const struct bundle *b, const struct vectors *v, uint32_t c)
{
    uint32_t first = first_of(v, c, "codes");
    CHECK(bytes_are(json_text(&v->json, first), "F02") && bytes_are(json_text(&v->json, next_of(v, first)), "L02"),
          "other codes");
    for (int i = 0; i < STEP_COUNT; i++) {
        int step = STEP_TEXTS[i].step;
        bool expected = step == STEP_TEXT || step == STEP_LOG_TRUSTED;
        CHECK((b->report.steps[step].failed > 0) == expected, "step %d", step);
    }
}

static void test_checkpoint(const struct vectors *v, uint32_t c)
{
    struct out o = {0};
    int number = proof_file(NOTE_NOTICE);
    struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
    struct bytes checkpoint = content_of(v, c, "checkpoint", "checkpoint_hex");
    b->kind.ceremony = true;
    policy_begin(&b->policy);
    policy_add(&b->policy, ROLE_LOG, text_of(v, c, "log"));
    bundle_believe_notice(b);
    b->notice.log = b->policy.keys[0].key.name;
    for (uint32_t e = first_of(v, c, "witnesses"); e != 0; e = next_of(v, e)) {
        policy_add(&b->policy, ROLE_WITNESS, json_text(&v->json, e));
    }
    out_add(&o, bytes_of(HEAD));
    out_add(&o, checkpoint);
    bundle_put(b, number, built(&o));
    proof_read(&b->proofs[NOTE_NOTICE], &b->report, &b->folder.files[number]);
    check_log(b);
    const struct proof *p = &b->proofs[NOTE_NOTICE];
    if (usable(b, number) && !bytes_same(p->origin, b->policy.keys[0].key.name)) {
        expect_another_origin(b, v, c);
    } else {
        expect_codes(b, v, member_of(v, c, "codes"));
    }
    CHECK(usable(b, number) != is_null(v, c, "origin"), "usable");
    if (usable(b, number)) {
        CHECK(bytes_same(p->origin, text_of(v, c, "origin")) && p->size == number_of(v, c, "size") &&
                  digits_say(text_of(v, c, "root"), p->root),
              "origin, size or root");
    }
    expect_cosigned(b, v, c);
    bundle_release(b);
    release(checkpoint);
    out_free(&o);
}

// The key of a log that signs the checkpoints of cosignatures.json.
struct log_key {
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    unsigned char id[KEY_ID_BYTES];
    struct out vkey;
};

static void put_base64(struct out *o, const unsigned char *at, size_t n)
{
    char *base64 = mem_new(2 * n + 8, 1);
    (void)sodium_bin2base64(base64, 2 * n + 8, at, n, sodium_base64_VARIANT_ORIGINAL);
    out_add(o, bytes_of(base64));
    free(base64);
}

static void log_open(struct log_key *log, struct bytes origin)
{
    static const unsigned char SEED[crypto_sign_SEEDBYTES] = {1};
    unsigned char typed[1 + ED25519_KEY] = {1};
    unsigned char digest[DIGEST_BYTES];
    crypto_hash_sha256_state state;
    (void)crypto_sign_seed_keypair(typed + 1, log->secret, SEED);
    (void)crypto_hash_sha256_init(&state);
    (void)crypto_hash_sha256_update(&state, origin.at, origin.n);
    (void)crypto_hash_sha256_update(&state, (const unsigned char *)"\n", 1);
    (void)crypto_hash_sha256_update(&state, typed, sizeof typed);
    (void)crypto_hash_sha256_final(&state, digest);
    (void)memcpy(log->id, digest, KEY_ID_BYTES);
    log->vkey = (struct out){0};
    out_add(&log->vkey, origin);
    out_print(&log->vkey, "+%02x%02x%02x%02x+", digest[0], digest[1], digest[2], digest[3]);
    put_base64(&log->vkey, typed, sizeof typed);
}

static void put_line(struct out *o, struct bytes name, const unsigned char id[KEY_ID_BYTES], struct bytes signature)
{
    unsigned char *blob = mem_new(KEY_ID_BYTES + signature.n, 1);
    (void)memcpy(blob, id, KEY_ID_BYTES);
    if (signature.n > 0) {
        (void)memcpy(blob + KEY_ID_BYTES, signature.at, signature.n);
    }
    out_add(o, bytes_of("\xE2\x80\x94 "));
    out_add(o, name);
    out_add(o, bytes_of(" "));
    put_base64(o, blob, KEY_ID_BYTES + signature.n);
    out_add(o, bytes_of("\n"));
    free(blob);
}

// A line without a signature has no form (spec/log.md 2.2, F07, in checkpoints.json): L02 is said of all that is no
// cosignature of the key.
static void test_cosignature(const struct vectors *v, uint32_t c)
{
    struct log_key log;
    struct out o = {0};
    unsigned char sealed[SIGNATURE_BYTES];
    int number = proof_file(NOTE_NOTICE);
    struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
    struct bytes text = text_of(v, c, "text");
    struct bytes signature = unhex(text_of(v, c, "signature_hex"));
    struct bytes origin = {text.at, bytes_find(text, '\n')};
    log_open(&log, origin);
    (void)crypto_sign_detached(sealed, NULL, text.at, text.n, log.secret);
    b->kind.ceremony = true;
    policy_begin(&b->policy);
    policy_add(&b->policy, ROLE_LOG, built(&log.vkey));
    policy_add(&b->policy, ROLE_WITNESS, text_of(v, c, "vkey"));
    out_add(&o, bytes_of(HEAD));
    out_add(&o, text);
    out_add(&o, bytes_of("\n"));
    put_line(&o, origin, log.id, (struct bytes){sealed, sizeof sealed});
    put_line(&o, b->policy.keys[1].key.name, b->policy.keys[1].key.id, signature);
    bundle_put(b, number, built(&o));
    proof_read(&b->proofs[NOTE_NOTICE], &b->report, &b->folder.files[number]);
    if (signature.n > 0) {
        check_log(b); // without a notice: 80 and 81 go on
        CHECK(report_state(&b->report, STEP_LOG_TRUSTED) == STATE_NOT_DONE, "step 79 without a notice");
        expect_codes(b, v, member_of(v, c, "codes"));
        const struct logged *logged = &b->logged[NOTE_NOTICE];
        CHECK((logged->count == 0) == is_null(v, c, "time"), "%zu cosignatures", logged->count);
        CHECK(logged->count == 0 || (uint64_t)logged->cosignatures[0].time == number_of(v, c, "time"), "another time");
    } else {
        CHECK(!usable(b, number), "a line without a signature");
    }
    bundle_release(b);
    release(signature);
    out_free(&o);
    out_free(&log.vkey);
}

static void test_proof(const struct vectors *v, uint32_t c)
{
    int number = proof_file(NOTE_NOTICE);
    struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
    struct bytes proof = content_of(v, c, "proof", "proof_hex");
    b->kind.ceremony = true;
    bundle_put(b, number, proof);
    proof_read(&b->proofs[NOTE_NOTICE], &b->report, &b->folder.files[number]);
    expect_codes(b, v, member_of(v, c, "codes"));
    const struct proof *p = &b->proofs[NOTE_NOTICE];
    if (usable(b, number)) {
        size_t count = 0;
        CHECK(p->index == number_of(v, c, "index") && p->size == number_of(v, c, "size") &&
                  bytes_same(p->origin, text_of(v, c, "origin")),
              "index, size or origin");
        for (uint32_t e = first_of(v, c, "path"); e != 0; e = next_of(v, e), count++) {
            CHECK(count < p->path_count && digits_say(json_text(&v->json, e), p->path[count]), "hash %zu", count);
        }
        CHECK(count == p->path_count, "%zu hashes", p->path_count);
        bundle_put(b, note_file(NOTE_NOTICE), text_of(v, c, "entry"));
        check_log(b);
        bool included = report_state(&b->report, STEP_LOGGED) == STATE_PASSED;
        CHECK(included == (json_type(&v->json, member_of(v, c, "included")) == JSON_TRUE), "included");
    }
    bundle_release(b);
    release(proof);
}

static void test_inclusion_case(const struct vectors *v, uint32_t c)
{
    unsigned char path[PATH_MAX_HASHES + 1][DIGEST_BYTES];
    unsigned char leaf[DIGEST_BYTES];
    unsigned char root[DIGEST_BYTES];
    size_t count = 0;
    struct bytes entry = content_of(v, c, "entry", "entry_hex");
    inclusion_leaf(entry, leaf);
    CHECK(digits_say(text_of(v, c, "leaf"), leaf), "another leaf");
    hex_to_digest(text_of(v, c, "root"), root);
    for (uint32_t e = first_of(v, c, "path"); e != 0 && count <= PATH_MAX_HASHES; e = next_of(v, e), count++) {
        hex_to_digest(json_text(&v->json, e), path[count]);
    }
    bool good = inclusion_holds(leaf, number_of(v, c, "index"), number_of(v, c, "size"),
                                (const unsigned char(*)[DIGEST_BYTES])path, count, root);
    CHECK(good == (json_type(&v->json, member_of(v, c, "included")) == JSON_TRUE), "included");
    release(entry);
}

void test_log_proofs(const char *folder)
{
    each_case(folder, "qian/quorums.json", test_quorum);
    each_case(folder, "qian/proven.json", test_proven_time);
    each_case(folder, "qian/checkpoints.json", test_checkpoint);
    each_case(folder, "qian/cosignatures.json", test_cosignature);
    each_case(folder, "qian/proofs.json", test_proof);
    each_case(folder, "qian/inclusions.json", test_inclusion_case);
}
