// SPDX-License-Identifier: MulanPSL-2.0
// A policy as those who take part read it: who may do what, when, and how many are enough.
#include <string.h>
#include <unistd.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/ceremony/keys.h"
#include "engine/ceremony/policy_read.h"
#include "tests/check.h"

// The parties of one policy; keys come from the first byte of a seed.
enum { OPERATOR, CONTRIBUTOR, TARGETS, INSPECTORS, SUPERVISOR, LOG, W1, W2, S1, S2, PARTIES };
static char *vkey[PARTIES];
static struct qian_str logged; // the vkey of LOG is one of type 0x01, those of W1 and W2 of 0x04

static char *log_vkey(const char *name, const struct qian_key *key, bool witness) {
    struct qian_buf out = {0};
    qian_log_vkey_write(&out, qian_str(name), &key->public_key, witness);
    return out.p;
}

static void make_keys(void) {
    static const char *const names[PARTIES] = {
        "双随机办公室",      "公证处",     "登记注册科", "人事科",     "纪检监察",
        "qian.example/2026", "w1.example", "w2.example", "w1.example", "w2.example"};
    for (int i = 0; i < PARTIES; i++) {
        // A witness's cosigner and signer key may be the same.
        uint8_t seed[32] = {(uint8_t)(i == S1 ? W1 : i)};
        bool sm2 = i < LOG || i == S2;
        struct qian_key key;
        struct qian_err err;
        if (qian_key_of_seed(seed, names[i], sm2 ? QIAN_SM3_SM2 : QIAN_SHA256_ED25519, &key,
                             &err) != QIAN_OK)
            exit(1);
        bool of_log = i == LOG || i == W1 || i == W2;
        vkey[i] = of_log ? log_vkey(names[i], &key, i != LOG) : qian_str_copy(qian_str(key.vkey));
        qian_key_close(&key);
    }
    logged = qian_str(vkey[LOG]);
}

// Append a template in which `$` and a letter from `a` on stand for a vkey.
static void fill(struct qian_buf *out, const char *template) {
    for (const char *p = template; *p; p++) {
        if (*p == '$')
            qian_buf_text(out, vkey[*++p - 'a']);
        else
            qian_buf_char(out, *p);
    }
}

static bool parse(const char *template, struct qian_policy *out) {
    struct qian_buf text = {0};
    struct qian_err err = {0};
    fill(&text, template);
    bool good = qian_policy_parse("policy", qian_buf_view(&text), out, &err) == QIAN_OK;
    CHECK(good || (err.status == QIAN_BAD_DATA && *err.what && *err.where), "error: %s", err.what);
    qian_buf_free(&text);
    return good;
}

static const char whole[] =
    "# of the test\n"
    "\n"
    "policy 3\n"
    "previous 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
    "key $b organisation=公证处 from=2026-01-01T00:00:00+08:00 "
    "to=2026-12-31T23:59:59+08:00 revoked=2026-06-30T12:00:00+08:00\n"
    "key $h revoked=2026-06-30T12:00:00+08:00\n"
    "\toperator  $a \n"
    "contributor\t$b\n"
    "custodian targets $c\ncustodian inspectors $d\nsupervisor $e\n"
    "rules changchun-2021 "
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
    "log $f https://qian.example/2026\n"
    "witness one $g\nsigner one $i\n"
    "witness two $h http://w2.example/\nsigner two $j\n"
    "group both all one two\n"
    "quorum both"; // no LF at the end

static int64_t time_of(const char *text) {
    int64_t seconds = 0;
    CHECK(qian_time_read(qian_str(text), &seconds), "%s", text);
    return seconds;
}

static void test_roles(const struct qian_policy *p) {
    static const enum qian_role roles[PARTIES] = {QIAN_ROLE_OPERATOR,
                                                  QIAN_ROLE_CONTRIBUTOR,
                                                  QIAN_ROLE_CUSTODIAN_TARGETS,
                                                  QIAN_ROLE_CUSTODIAN_INSPECTORS,
                                                  QIAN_ROLE_SUPERVISOR,
                                                  QIAN_ROLE_LOG,
                                                  QIAN_ROLE_WITNESS,
                                                  QIAN_ROLE_WITNESS,
                                                  QIAN_ROLE_SIGNER,
                                                  QIAN_ROLE_SIGNER};
    CHECK(p->keys == PARTIES, "%zu keys", p->keys);
    for (int i = 0; i < PARTIES; i++) {
        for (int role = 0; role < QIAN_ROLES; role++) {
            const struct qian_policy_key *key =
                qian_policy_of_vkey(p, (enum qian_role)role, qian_str(vkey[i]));
            CHECK(!key == (role != (int)roles[i]), "party %d in role %d", i, role);
            CHECK(!key || (qian_policy_find(p, key->role, key->suite, "nobody") == NULL), "nobody");
        }
    }
    const struct qian_policy_key *key =
        qian_policy_find(p, QIAN_ROLE_CONTRIBUTOR, QIAN_SM3_SM2, "公证处");
    CHECK(key && qian_str_is(key->organisation, "公证处") &&
              qian_str_is(key->vkey, vkey[CONTRIBUTOR]),
          "the contributor");
    CHECK(!qian_policy_find(p, QIAN_ROLE_CONTRIBUTOR, QIAN_SHA256_ED25519, "公证处"), "suite");
    key = qian_policy_find(p, QIAN_ROLE_SIGNER, QIAN_SM3_SM2, "w2.example");
    CHECK(key && qian_str_is(key->witness, "two"), "the signer's witness");
    key = qian_policy_of_vkey(p, QIAN_ROLE_LOG, logged);
    CHECK(key && qian_str_is(key->url, "https://qian.example/2026"), "the log's place");
}

// spec/policy.md 2.1: "`from` (if given) at or before t, `to` (if given) at or after t, and
// `revoked` (if given) after t"
static void test_times(const struct qian_policy *p) {
    const struct qian_policy_key *key =
        qian_policy_find(p, QIAN_ROLE_CONTRIBUTOR, QIAN_SM3_SM2, "公证处");
    int64_t from = time_of("2026-01-01T00:00:00+08:00");
    int64_t revoked = time_of("2026-06-30T12:00:00+08:00");
    CHECK(!qian_policy_valid(key, from - 1) && qian_policy_valid(key, from), "from");
    CHECK(qian_policy_valid(key, revoked - 1) && !qian_policy_valid(key, revoked), "revoked");
    key = qian_policy_find(p, QIAN_ROLE_OPERATOR, QIAN_SM3_SM2, "双随机办公室");
    CHECK(key && qian_policy_valid(key, 0) && qian_policy_valid(key, INT64_MAX), "no times");
    struct qian_policy to;
    CHECK(parse("operator $a\nkey $a to=2026-06-30T12:00:00+08:00\nquorum none\n", &to), "to");
    CHECK(qian_policy_valid(&to.key[0], revoked) && !qian_policy_valid(&to.key[0], revoked + 1),
          "to");
    qian_policy_free(&to);
    // Cosignatures count at their own time.
    struct qian_seen seen[3] = {{.here = true, .time = (uint64_t)revoked},
                                {.here = true, .time = (uint64_t)revoked - 1}};
    uint64_t time = 0;
    CHECK(qian_quorum_time(&p->quorum, seen, &time) && time == (uint64_t)revoked, "proven");
    seen[1].time++;
    CHECK(!qian_quorum_time(&p->quorum, seen, &time), "cosigned by a revoked key");
}

static void test_whole(void) {
    struct qian_policy p;
    struct qian_str both[2] = {qian_str("two"), qian_str("one")};
    if (!parse(whole, &p)) {
        CHECK(false, "the whole policy is not read");
        return;
    }
    CHECK(p.version == 3 && p.previous.n == 64 && !p.rehearsal, "version");
    struct qian_digest digest;
    qian_sha256(qian_buf_view(&p.text), &digest);
    CHECK(memcmp(digest.b, p.digest.b, sizeof digest.b) == 0, "digest");
    test_roles(&p);
    test_times(&p);
    struct qian_buf line = {0};
    fill(&line, "operator $a");
    CHECK(qian_policy_has(&p, qian_buf_view(&line)) && !qian_policy_has(&p, qian_str("rehearsal")),
          "lines");
    CHECK(qian_policy_met(&p, both, 2) && !qian_policy_met(&p, both, 1) &&
              !qian_policy_met(&p, both, 0),
          "quorum");
    both[1] = qian_str("two");
    CHECK(!qian_policy_met(&p, both, 2), "one witness twice is one");
    qian_buf_free(&line);
    qian_policy_free(&p);
}

static void test_refused(void) {
    static const char *const bad[] = {
        "",
        "quorum none\nquorum none\n",
        "operator $a\n",
        "operator $a\noperator $a\nquorum none\n",
        "operator $f\nlog $f\nquorum none\n",         // a log's key is its own
        "operator $a\ncontributor $a\nquorum none\n", // and an operator's
        "custodian targets $c\ncustodian inspectors $c\nquorum none\n",
        "log $a\nquorum none\n",         // SM2
        "log $g\nquorum none\n",         // type 0x04
        "witness one $f\nquorum none\n", // type 0x01
        "operator $g\nquorum none\n",
        "witness one $g\nwitness two $g\nquorum none\n", // one key for two
        "witness one $g\nsigner two $i\nquorum none\n",
        "signer one $i\nwitness one $g\nquorum none\n", // the witness comes first
        "witness one $g\nquorum one\nquorum one\n",
        "quorum one\nwitness one $g\n",
        "witness one $g\ngroup g 2 one\nquorum g\n",
        "witness one $g\ngroup g 0 one\nquorum g\n",
        "witness one $g\ngroup g all g\nquorum g\n",
        "witness one $g\ngroup g any one\ngroup h any one\nquorum h\n",
        "witness none $g\nquorum none\n",
        "key $a organisation=x\nquorum none\n", // of no other line
        "operator $a\nkey $a\nquorum none\n",
        "operator $a\nkey $a organisation=\nquorum none\n",
        "operator $a\nkey $a organisation=x\nkey $a from=2026-01-01T00:00:00+08:00\nquorum none\n",
        "operator $a\nkey $a from=2026-01-01T00:00:00Z\nquorum none\n",
        "operator $a\nkey $a to=2026-01-01T00:00:00+08:00 "
        "from=2026-01-01T00:00:00+08:00\nquorum none\n",
        "policy 0\nquorum none\n",
        "policy 2\nquorum none\n",
        "policy 01\nquorum none\n",
        "previous 00\nquorum none\n",
        "rehearsal now\nquorum none\n",
        "rules x\nquorum none\n",
        "nist 00\nquorum none\n",
        "supervisors $e\nquorum none\n",
        "quorum none\r\n",
        "operator $a\x01\nquorum none\n",
        "# \xff\nquorum none\n",
        "quorum none\n# \xe2\x80\x8b\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct qian_policy p;
        CHECK(!parse(bad[i], &p), "%s", bad[i]);
        qian_policy_free(&p);
    }
}

// With a byte of the operator's line changed the file is refused, or it says the same, or the line
// has become a comment.
static void test_changed_bytes(void) {
    static const char other[] = {0, '\t', '\n', '\r', ' ', '#', '+', '0', 'A', (char)0x80};
    struct qian_buf text = {0};
    fill(&text, "operator $a\nquorum none\n");
    size_t lines = strlen("operator ") + strlen(vkey[OPERATOR]) + 1;
    for (size_t i = 0; i < lines; i++) {
        for (size_t k = 0; k < sizeof other; k++) {
            struct qian_policy p;
            struct qian_err err;
            char was = text.p[i];
            text.p[i] = other[k];
            if (qian_policy_parse("policy", qian_buf_view(&text), &p, &err) == QIAN_OK)
                CHECK((i == 0 && other[k] == '#' && p.keys == 0) ||
                          (p.keys == 1 &&
                           qian_policy_of_vkey(&p, QIAN_ROLE_OPERATOR, qian_str(vkey[OPERATOR]))),
                      "byte %zu is 0x%02x", i, (unsigned)other[k]);
            qian_policy_free(&p);
            text.p[i] = was;
        }
    }
    qian_buf_free(&text);
}

static void test_file(void) {
    char path[] = "/tmp/qian-policy-XXXXXX";
    struct qian_policy p;
    struct qian_err err;
    int fd = mkstemp(path);
    CHECK(fd >= 0 && write(fd, "quorum none\n", 12) == 12, "%s", path);
    close(fd);
    CHECK(qian_policy_read(path, &p, &err) == QIAN_OK && p.quorum.none, "file");
    qian_policy_free(&p);
    unlink(path);
    CHECK(qian_policy_read(path, &p, &err) == QIAN_CANNOT, "no file");
    qian_policy_free(&p);
}

int main(void) {
    struct qian_err err;
    if (qian_sign_start(&err) != QIAN_OK)
        return 1;
    make_keys();
    test_whole();
    test_refused();
    test_changed_bytes();
    test_file();
    for (int i = 0; i < PARTIES; i++)
        free(vkey[i]);
    return check_end("engine policy");
}
