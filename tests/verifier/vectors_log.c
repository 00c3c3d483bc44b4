// SPDX-License-Identifier: MulanPSL-2.0
// Vectors about logs: inclusion proofs, checkpoints, proof files, and a whole log of other people's.
#include "tests/verifier/harness.h"

#include "verifier/base64.h"
#include "verifier/ed25519.h"
#include "verifier/inclusion.h"
#include "verifier/mem.h"
#include "verifier/out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 64, HASH_BASE64 = 44 };

static bool read_hash(struct bytes base64, unsigned char hash[DIGEST_BYTES])
{
    unsigned char blob[DIGEST_BYTES + 1];
    size_t n = 0;
    if (base64.n != HASH_BASE64 || !base64_decode(base64, blob, &n) || n != DIGEST_BYTES) {
        return false;
    }
    (void)memcpy(hash, blob, DIGEST_BYTES);
    return true;
}

// leafIdx and treeSize are decimal strings, since some need 64 bits.
static uint64_t big_number(struct bytes text)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < text.n; i++) {
        sum = sum * 10 + (uint64_t)(text.at[i] - '0');
    }
    return sum;
}

static bool inclusion_accepted(const struct vectors *v, uint32_t c)
{
    unsigned char leaf[DIGEST_BYTES];
    unsigned char root[DIGEST_BYTES];
    unsigned char path[PATH_ROOM][DIGEST_BYTES];
    size_t count = 0;
    bool good = read_hash(text_of(v, c, "leafHash"), leaf) && read_hash(text_of(v, c, "root"), root);
    for (uint32_t e = is_null(v, c, "proof") ? 0 : first_of(v, c, "proof"); good && e != 0; e = next_of(v, e)) {
        good = count < PATH_ROOM && read_hash(json_text(&v->json, e), path[count]);
        count++;
    }
    return good && inclusion_holds(leaf, big_number(text_of(v, c, "leafIdx")), big_number(text_of(v, c, "treeSize")),
                                   (const unsigned char(*)[DIGEST_BYTES])path, count, root);
}

static void test_inclusion(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "third-party/merkle_inclusion.json")) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        current_case = text_of(&v, c, "file");
        bool refused = json_type(&v.json, member_of(&v, c, "wantErr")) == JSON_TRUE;
        CHECK(inclusion_accepted(&v, c) != refused, "%s", refused ? "it is accepted" : "it is refused");
    }
    CHECK(cases == 98, "%lu cases", cases);
    vectors_close(&v);
    vectors_count(current_file, cases);
}

// A bundle of a ceremony that holds nothing but a proof (and its note).
static struct bundle *with_proof(struct bytes proof)
{
    struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
    b->kind.ceremony = true;
    bundle_put(b, proof_file(NOTE_NOTICE), proof);
    proof_read(&b->proofs[NOTE_NOTICE], &b->report, &b->folder.files[proof_file(NOTE_NOTICE)]);
    return b;
}

static bool proof_usable(struct bytes text)
{
    struct bundle *b = with_proof(text);
    bool good = usable(b, proof_file(NOTE_NOTICE));
    bundle_release(b);
    return good;
}

static struct bytes built(const struct out *o)
{
    return (struct bytes){(const unsigned char *)o->text, o->n};
}

// Malformed by other people's judgement: also by ours. (What they take may have a root of another length than 32.)
static void test_malformed(const char *folder, const char *name, const char *member, const char *before,
                           const char *after)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, name)) {
        return;
    }
    for (uint32_t c = vectors_first(&v, "cases"); c != 0; c = next_of(&v, c), cases++) {
        struct out o = {0};
        current_case = text_of(&v, c, "desc");
        if (json_type(&v.json, member_of(&v, c, "want_err")) == JSON_FALSE) {
            continue;
        }
        out_add(&o, bytes_of(before));
        out_add(&o, text_of(&v, c, member));
        out_add(&o, bytes_of(after));
        CHECK(!proof_usable(built(&o)), "it is accepted");
        out_free(&o);
    }
    vectors_close(&v);
    vectors_count(current_file, cases);
}

// A witness's requests: is the log's signature on the checkpoint good?
static void test_requests(const char *folder)
{
    struct vectors v;
    unsigned long cases = 0;
    if (!vectors_open(&v, folder, "third-party/witness_add_checkpoint_sequence.json")) {
        return;
    }
    struct bytes key = unhex(text_of(&v, 1, "log_public_key_hex"));
    for (uint32_t c = vectors_first(&v, "requests"); c != 0; c = next_of(&v, c)) {
        struct bytes request = text_of(&v, c, "request");
        uint64_t status = number_of(&v, c, "want_status");
        size_t n = bytes_find(request, '\n');
        if ((status != 200 && status != 409) || n == request.n) {
            continue;
        }
        struct out o = {0};
        out_add(&o, bytes_of("c2sp.org/tlog-proof@v1\nindex 0"));
        out_add(&o, bytes_after(request, n));
        struct bundle *b = with_proof(built(&o));
        const struct proof *p = &b->proofs[NOTE_NOTICE];
        CHECK(usable(b, proof_file(NOTE_NOTICE)) && p->count > 0 && p->lines[0].signature.n == 64 &&
                  ed25519_verify(key.at, p->text, p->lines[0].signature.at),
              "request %lu", cases);
        bundle_release(b);
        out_free(&o);
        cases++;
    }
    release(key);
    vectors_close(&v);
    vectors_count(current_file, cases);
}

// --- a whole log: Tessera's ---

enum { LOG_SIZE = 15, FILE_ROOM = 65536 };

struct tree {
    struct bytes entries[LOG_SIZE];
    unsigned char leaves[LOG_SIZE][DIGEST_BYTES];
};

// The file of that name in tessera_log.json, of at most FILE_ROOM bytes; the caller frees it by release.
static struct bytes read_all(const struct vectors *v, const char *name)
{
    unsigned char *room = mem_new(FILE_ROOM, 1);
    size_t n = 0;
    struct bytes base64 = text_of(v, member_of(v, 1, "files"), name);
    CHECK(base64.n > 0 && base64.n / 4 * 3 <= FILE_ROOM && base64_decode(base64, room, &n), "%s is needed", name);
    return (struct bytes){room, n};
}

static void join(const unsigned char *left, const unsigned char *right, unsigned char *out)
{
    unsigned char text[1 + 2 * DIGEST_BYTES] = {1};
    (void)memcpy(text + 1, left, DIGEST_BYTES);
    (void)memcpy(text + 1 + DIGEST_BYTES, right, DIGEST_BYTES);
    (void)crypto_hash_sha256(out, text, sizeof text);
}

static size_t split_of(size_t n)
{
    size_t k = 1;
    while (2 * k < n) {
        k *= 2;
    }
    return k;
}

static void head(const struct tree *t, size_t from, size_t n, unsigned char out[DIGEST_BYTES])
{
    unsigned char left[DIGEST_BYTES];
    unsigned char right[DIGEST_BYTES];
    if (n == 1) {
        (void)memcpy(out, t->leaves[from], DIGEST_BYTES);
        return;
    }
    size_t k = split_of(n);
    head(t, from, k, left);
    head(t, from + k, n - k, right);
    join(left, right, out);
}

static void put_hash(struct out *o, const unsigned char hash[DIGEST_BYTES])
{
    char base64[HASH_BASE64 + 1];
    (void)sodium_bin2base64(base64, sizeof base64, hash, DIGEST_BYTES, sodium_base64_VARIANT_ORIGINAL);
    out_print(o, "%s\n", base64);
}

// The audit path of RFC 9162, from the leaf's sibling up.
static void put_path(struct out *o, const struct tree *t, size_t from, size_t n, size_t index)
{
    unsigned char other[DIGEST_BYTES];
    if (n == 1) {
        return;
    }
    size_t k = split_of(n);
    if (index < k) {
        put_path(o, t, from, k, index);
        head(t, from + k, n - k, other);
    } else {
        put_path(o, t, from + k, n - k, index - k);
        head(t, from, k, other);
    }
    put_hash(o, other);
}

static void check_tessera(const struct tree *t, struct bytes checkpoint, struct bytes policy, size_t size, size_t index)
{
    struct out o = {0};
    out_print(&o, "c2sp.org/tlog-proof@v1\nindex %zu\n", index);
    put_path(&o, t, 0, size, index);
    out_add(&o, bytes_of("\n"));
    out_add(&o, checkpoint);
    struct bundle *b = with_proof(built(&o));
    policy_read(&b->policy, policy);
    CHECK(b->policy.state == POLICY_GOOD, "the policy is none");
    bundle_believe_notice(b);
    b->notice.log = b->policy.keys[0].key.name;
    bundle_put(b, note_file(NOTE_NOTICE), t->entries[index]);
    check_log(b);
    CHECK(report_state(&b->report, STEP_LOGGED) == STATE_PASSED, "size %zu, index %zu: L01", size, index);
    CHECK(report_state(&b->report, STEP_LOG_TRUSTED) == STATE_PASSED, "size %zu: L03", size);
    CHECK(report_state(&b->report, STEP_CHECKPOINTS) == STATE_PASSED, "size %zu: L02", size);
    CHECK(report_state(&b->report, STEP_LOG_QUORUM) == STATE_OPEN, "size %zu: L04", size);
    bundle_release(b);
    out_free(&o);
}

// spec/log.md 1.2: "entries, each preceded by its length in 2 bytes, big-endian."
static size_t read_entries(struct tree *t, struct bytes tile)
{
    size_t count = 0;
    while (count < LOG_SIZE && tile.n >= 2) {
        size_t n = (size_t)tile.at[0] << 8 | tile.at[1];
        t->entries[count] = (struct bytes){tile.at + 2, n};
        inclusion_leaf(t->entries[count], t->leaves[count]);
        tile = bytes_after(tile, 2 + n);
        count++;
    }
    return count;
}

static void test_tessera(const char *folder)
{
    struct tree t;
    struct vectors v;
    struct out policy = {0};
    if (!vectors_open(&v, folder, "third-party/tessera_log.json")) {
        CHECK(false, "it is needed");
        return;
    }
    struct bytes tile = read_all(&v, "tile/entries/000.p/15");
    CHECK(read_entries(&t, tile) == LOG_SIZE, "entries are missing");
    out_add(&policy, bytes_of("quorum none\nlog "));
    out_add(&policy, text_of(&v, 1, "vkey"));
    for (size_t size = 1; size <= LOG_SIZE; size++) {
        char name[64];
        (void)snprintf(name, sizeof name, "checkpoint.%zu", size);
        struct bytes checkpoint = read_all(&v, name);
        for (size_t index = 0; index < size; index++) {
            check_tessera(&t, checkpoint, built(&policy), size, index);
        }
        release(checkpoint);
    }
    vectors_count(current_file, LOG_SIZE);
    vectors_close(&v);
    out_free(&policy);
    release(tile);
}

void test_logs(const char *folder)
{
    static const char ROOT[] = "mI0sAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    static const char LINE[] = "\n\xE2\x80\x94 a AAAAAAA=\n";
    char good[256];
    test_inclusion(folder);
    (void)snprintf(good, sizeof good, "c2sp.org/tlog-proof@v1\nindex 0\n\nLog\n1\n%s\n%s", ROOT, LINE);
    current_case = bytes_of("a good proof");
    CHECK(proof_usable(bytes_of(good)), "it is refused");
    test_malformed(folder, "third-party/checkpoint_parse_cases.json", "text",
                   "c2sp.org/tlog-proof@v1\nindex 0\n\n", LINE);
    test_malformed(folder, "third-party/tlog_proof_invalid.json", "proof", "", LINE);
    test_requests(folder);
    test_tessera(folder);
}
