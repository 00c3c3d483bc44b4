// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/log_forms.c - checkpoints, proofs and quorums as third parties' files have them.
#include "engine/log/cosign.h"
#include "engine/log/proof.h"
#include "engine/log/quorum.h"
#include "tests/engine/log.h"

// Each file has counters of its own, since tests/check.h is a header: they are handed over.
static void hand_over(size_t *passed, size_t *failed) {
    *passed += checks_passed;
    *failed += checks_failed;
    checks_passed = checks_failed = 0;
}

static struct qian_checkpoint checkpoint; // large

static void parse_cases(void) {
    json_t *root = cases_load("third-party", "checkpoint_parse_cases.json"), *one;
    size_t i, good = 0;
    json_array_foreach(json_object_get(root, "cases"), i, one) {
        struct qian_buf note = {0};
        qian_buf_str(&note, str_of(one, "text"));
        qian_buf_text(&note, "\n");
        const char *fault = qian_checkpoint_read(qian_buf_view(&note), &checkpoint);
        // Their roots are no 32 bytes, and C2SP wants neither those nor empty lines.
        CHECK(fault, "%s: read", text_of(one, "desc"));
        good += json_is_false(json_object_get(one, "want_err"));
        qian_buf_free(&note);
    }
    CHECK(good == 5, "%zu good cases", good);
    // The same good texts with a root of 32 bytes: all but the one with empty lines.
    json_array_foreach(json_object_get(root, "cases"), i, one) {
        const char *line = strchr(text_of(one, "text"), '\n');
        line = line ? strchr(line + 1, '\n') : NULL;
        const char *rest = line ? strchr(line + 1, '\n') : NULL;
        if (!rest || json_is_true(json_object_get(one, "want_err")))
            continue;
        struct qian_buf note = {0};
        qian_buf_add(&note, text_of(one, "text"), (size_t)(line + 1 - text_of(one, "text")));
        qian_buf_text(&note, "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
        qian_buf_text(&note, rest);
        qian_buf_text(&note, "\n");
        const char *fault = qian_checkpoint_read(qian_buf_view(&note), &checkpoint);
        CHECK(!fault == !strstr(rest, "\n\n"), "%s: %s", text_of(one, "desc"), fault);
        qian_buf_free(&note);
    }
    json_decref(root);
}

static void sigsum(void) {
    json_t *root = cases_load("third-party", "sigsum_examples.json");
    json_t *example = json_object_get(root, "checkpoint_signed");
    struct qian_secret secret;
    struct qian_buf seed = hex_of(example, "seed_hex"), written = {0};
    struct qian_seen seen = {0};
    uint8_t signature[64];
    CHECK(qian_secret_from(QIAN_SHA256_ED25519, (const uint8_t *)seed.p, &secret), "seed");
    CHECK(!qian_checkpoint_read(str_of(example, "note"), &checkpoint), "not read");
    CHECK(checkpoint.size == 10 && checkpoint.note.lines == 1, "size, lines");
    struct qian_note_key key = qian_note_key_of(checkpoint.origin, &secret, false);
    CHECK(!qian_checkpoint_judge(&checkpoint, &key, 1, &seen) && seen.here, "signature");
    // Written again it is the same file.
    qian_checkpoint_text(&written, checkpoint.origin, checkpoint.size, &checkpoint.root);
    qian_sign(&secret, qian_buf_view(&written), NULL, signature);
    qian_buf_char(&written, '\n');
    qian_signature_line_write(&written, key.name, key.id, signature, sizeof signature);
    CHECK(qian_str_eq(qian_buf_view(&written), str_of(example, "note")), "written otherwise");
    qian_buf_free(&seed);
    qian_buf_free(&written);
    json_decref(root);
}

// A checkpoint of two keys, and what is made of changes to it.
static void judged(void) {
    struct qian_secret secret[2] = {secret_of(7), secret_of(8)};
    struct qian_str name = qian_str("log.example/1");
    struct qian_note_key key[2] = {qian_note_key_of(name, &secret[0], false),
                                   qian_note_key_of(qian_str("w.example"), &secret[1], true)};
    struct qian_digest root = {{1}};
    struct qian_buf text = {0}, line[2] = {0};
    uint8_t signature[64], cosignature[QIAN_COSIGNED_SIZE];
    qian_checkpoint_text(&text, name, 5, &root);
    qian_sign(&secret[0], qian_buf_view(&text), NULL, signature);
    qian_cosign(&secret[1], qian_buf_view(&text), 1700000000, cosignature);
    qian_signature_line_write(&line[0], key[0].name, key[0].id, signature, sizeof signature);
    qian_signature_line_write(&line[1], key[1].name, key[1].id, cosignature, sizeof cosignature);
    static const struct {
        const char
            *lines; // 0 and 1 the two; u, v unknown; b the witness's with a broken bit; x no line
        const char *fault;
        bool here[2];
    } cases[] = {
        {"01", NULL, {true, true}},   {"10", NULL, {true, true}},    {"0", NULL, {true, false}},
        {"", NULL, {false, false}},   {"0u1v", NULL, {true, true}},  {"0u1u", "L05", {true, true}},
        {"00", "L05", {true, false}}, {"101", "L05", {true, true}},  {"0b", "L02", {true, false}},
        {"b1", "L02", {false, true}}, {"0x", "F07", {false, false}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qian_buf note = {0};
        struct qian_seen seen[2] = {0};
        qian_buf_str(&note, qian_buf_view(&text));
        qian_buf_char(&note, '\n');
        for (const char *c = cases[i].lines; *c; c++) {
            struct qian_str unknown = qian_str(*c == 'u' ? "u.example" : "v.example");
            uint8_t broken[QIAN_COSIGNED_SIZE];
            memcpy(broken, cosignature, sizeof broken);
            broken[7] ^= 1; // the time
            if (*c == '0' || *c == '1')
                qian_buf_str(&note, qian_buf_view(&line[*c - '0']));
            else if (*c == 'x')
                qian_buf_text(&note, "- log.example/1 AAAA\n");
            else
                qian_signature_line_write(&note, *c == 'b' ? key[1].name : unknown, key[1].id,
                                          broken, sizeof broken);
        }
        const char *fault = qian_checkpoint_read(qian_buf_view(&note), &checkpoint);
        if (!fault)
            fault = qian_checkpoint_judge(&checkpoint, key, 2, seen);
        CHECK(fault == cases[i].fault ||
                  (fault && cases[i].fault && !strcmp(fault, cases[i].fault)),
              "%s: %s", cases[i].lines, fault);
        CHECK(seen[0].here == cases[i].here[0] && seen[1].here == cases[i].here[1], "%s: here",
              cases[i].lines);
        CHECK(!seen[1].here || seen[1].time == 1700000000, "time");
        qian_buf_free(&note);
    }
    qian_buf_free(&text);
    qian_buf_free(&line[0]);
    qian_buf_free(&line[1]);
}

static void limits(void) {
    struct qian_buf note = {0};
    struct qian_digest root = {{1}};
    uint8_t id[QIAN_KEY_ID_SIZE] = {0}, bytes[72] = {0};
    qian_checkpoint_text(&note, qian_str("o"), 5, &root);
    qian_buf_char(&note, '\n');
    for (int i = 0; i < 64; i++)
        qian_signature_line_write(&note, qian_str("n"), id, bytes, sizeof bytes);
    CHECK(!qian_checkpoint_read(qian_buf_view(&note), &checkpoint), "64 lines");
    qian_signature_line_write(&note, qian_str("n"), id, bytes, sizeof bytes);
    const char *fault = qian_checkpoint_read(qian_buf_view(&note), &checkpoint);
    CHECK(fault && strcmp(fault, "F11") == 0, "65 lines");
    static const struct {
        const char *note;
        const char *fault;
    } cases[] = {
        {"o\n5\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n", NULL},
        {"o\n5\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n\n", NULL},
        {"o\n5\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "F07"},
        {"o\n05\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n", "F07"},
        {"o\n9007199254740992\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n", "F07"},
        {"o\n5\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n\n", "F13"},
        {"o\n5\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\n", "F03"},
        {"o\n5\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\xff\n", "F01"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fault = qian_checkpoint_read(qian_str(cases[i].note), &checkpoint);
        CHECK(fault == cases[i].fault ||
                  (fault && cases[i].fault && !strcmp(fault, cases[i].fault)),
              "limit %zu: %s", i, fault);
    }
    qian_buf_free(&note);
}

void test_checkpoints(size_t *passed, size_t *failed) {
    parse_cases();
    sigsum();
    judged();
    limits();
    hand_over(passed, failed);
}

static void digest_of(json_t *one, const char *name, struct qian_digest *out) {
    if (!qian_base64_read(str_of(one, name), out->b,
                          32)) // some are no hash, but differ all the same
        qian_sha256(str_of(one, name), out);
}

static void consistency_vectors(void) {
    json_t *root = cases_load("third-party", "merkle_consistency.json"), *one, *line;
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    size_t i, k;
    json_array_foreach(json_object_get(root, "cases"), i, one) {
        struct qian_digest root1, root2, path[80];
        uint64_t size1 = 0, size2 = 0;
        size_t length = 0;
        bool whole = qian_u64_read(str_of(one, "size1"), UINT64_MAX, &size1) &&
                     qian_u64_read(str_of(one, "size2"), UINT64_MAX, &size2);
        digest_of(one, "root1", &root1);
        digest_of(one, "root2", &root2);
        json_array_foreach(json_object_get(one, "proof"), k, line) {
            struct qian_str base64 = {json_string_value(line), json_string_length(line)};
            whole = whole && length < 80 && qian_base64_read(base64, path[length].b, 32);
            length++;
        }
        bool want = json_is_false(json_object_get(one, "wantErr"));
        bool got = whole && qian_consistency_check(h, size1, size2, &root1, &root2, path, length);
        CHECK(got == want, "%s", text_of(one, "file"));
    }
    qian_hasher_close(h);
    json_decref(root);
}

// All proofs of all trees up to 70 leaves hold, and none does with a flipped bit.
static void own_proofs(void) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct qian_digest leaf[70], root[71], path[QIAN_TREE_DEPTH_MAX];
    for (size_t i = 0; i < 70; i++)
        qian_leaf_hash(h, (struct qian_str){(const char *)&i, sizeof i}, &leaf[i]);
    for (size_t n = 1; n <= 70; n++)
        qian_tree_root_of(h, leaf, n, &root[n]);
    size_t held = 0, fell = 0, tried = 0;
    for (size_t n = 1; n <= 70; n++)
        for (size_t m = 1; m <= n; m++) {
            size_t length = qian_consistency_path(h, leaf, m, n, path);
            held += qian_consistency_check(h, m, n, &root[m], &root[n], path, length);
            for (size_t k = 0; k < length; k++) {
                path[k].b[k % 32] ^= 4;
                fell += !qian_consistency_check(h, m, n, &root[m], &root[n], path, length);
                path[k].b[k % 32] ^= 4;
                tried++;
            }
        }
    CHECK(held == 70 * 71 / 2, "%zu proofs held", held);
    CHECK(fell == tried && tried > 1000, "%zu of %zu fell", fell, tried);
    CHECK(!qian_consistency_check(h, 0, 5, &root[1], &root[5], path, 0), "old 0");
    qian_hasher_close(h);
}

static void proof_files(void) {
    json_t *root = cases_load("third-party", "tlog_proof_invalid.json"), *one;
    struct qian_log_proof proof;
    struct qian_digest path[2] = {{{1}}, {{2}}};
    struct qian_buf file = {0};
    size_t i;
    json_array_foreach(json_object_get(root, "cases"), i, one)
        CHECK(qian_log_proof_read(str_of(one, "proof"), &proof), "%s: read", text_of(one, "desc"));
    json_decref(root);
    qian_log_proof_write(&file, 41, path, 2, qian_str("checkpoint\n\n"));
    CHECK(!qian_log_proof_read(qian_buf_view(&file), &proof), "not read");
    CHECK(proof.index == 41 && proof.length == 2 && memcmp(proof.path, path, sizeof path) == 0 &&
              qian_str_is(proof.checkpoint, "checkpoint\n\n"),
          "read otherwise");
    CHECK(qian_log_proof_read(qian_str("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nc\n\n"),
                              &proof),
          "extra");
    file.n = 0;
    qian_buf_text(&file, "c2sp.org/tlog-proof@v1\nindex 0\n");
    for (i = 0; i < 64; i++)
        qian_buf_text(&file, "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    qian_buf_text(&file, "\nc\n\n");
    const char *fault = qian_log_proof_read(qian_buf_view(&file), &proof);
    CHECK(fault && strcmp(fault, "F07") == 0, "64 hashes");
    qian_buf_free(&file);
}

void test_proofs(size_t *passed, size_t *failed) {
    consistency_vectors();
    own_proofs();
    proof_files();
    hand_over(passed, failed);
}

#define WITNESSES 5

// A policy of five witnesses a..e and what stands below.
static struct qian_buf policy_of(const char *rest) {
    struct qian_buf out = {0};
    for (uint8_t i = 0; i < WITNESSES; i++) {
        struct qian_secret secret = secret_of((uint8_t)(20 + i));
        struct qian_public key;
        qian_public_of(&secret, &key);
        qian_buf_text(&out, i % 2 ? "witness " : "  witness\t ");
        qian_buf_char(&out, (char)('a' + i));
        qian_buf_char(&out, ' ');
        qian_log_vkey_write(&out, qian_str("w.example"), &key, true);
        qian_buf_text(&out, i == 2 ? " https://w.example/c\n" : "\n");
    }
    qian_buf_text(&out, "# a comment\n\noperator x\n");
    qian_buf_text(&out, rest);
    return out;
}

static void quorum_times(void) {
    static const struct {
        const char *rest;
        uint64_t time[WITNESSES]; // 0: has not cosigned
        uint64_t want;            // 0: no quorum
    } cases[] = {
        {"quorum a\n", {5, 0, 0, 0, 0}, 5},
        {"quorum a\n", {0, 9, 9, 9, 9}, 0},
        {"group g 2 a b c\nquorum g\n", {9, 5, 7, 0, 0}, 7},
        {"group g any a b c\nquorum g\n", {9, 5, 7, 0, 0}, 5},
        {"group g all a b c\nquorum g\n", {9, 5, 7, 0, 0}, 9},
        {"group g all a b c\nquorum g\n", {9, 5, 0, 1, 1}, 0},
        {"group g 2 a b c\ngroup h any d e\ngroup t all g h\nquorum t\n", {1, 2, 3, 0, 8}, 8},
        {"group g 2 a b c\ngroup h any d e\ngroup t all g h\nquorum t\n", {1, 2, 3, 0, 0}, 0},
        {"group g 2 a b c\ngroup h any d e\ngroup t 1 g h\nquorum t\n", {0, 0, 9, 0, 4}, 4},
        {"group g 2 a b c\ngroup t 2 g d e\nquorum t\n", {6, 6, 0, 3, 0}, 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qian_buf policy = policy_of(cases[i].rest);
        struct qian_quorum quorum = {0};
        struct qian_seen seen[16] = {0};
        uint64_t time;
        const char *fault = qian_quorum_read(&quorum, qian_buf_view(&policy));
        CHECK(!fault, "quorum %zu: %s", i, fault);
        for (size_t w = 0; w < WITNESSES; w++)
            seen[w] = (struct qian_seen){.here = cases[i].time[w] > 0, .time = cases[i].time[w]};
        bool found = !fault && qian_quorum_time(&quorum, seen, &time);
        CHECK(found == (cases[i].want > 0) && (!found || time == cases[i].want), "quorum %zu", i);
        CHECK(!found || (qian_quorum_met(&quorum, seen, time) &&
                         !qian_quorum_met(&quorum, seen, time - 1)),
              "quorum %zu: not the least", i);
        // A key that was not valid at its time does not count.
        for (size_t w = 0; found && w < WITNESSES; w++)
            quorum.node[w].until = cases[i].want - 1;
        CHECK(!found || !qian_quorum_time(&quorum, seen, &time), "quorum %zu: validity", i);
        qian_quorum_free(&quorum);
        qian_buf_free(&policy);
    }
}

static void quorum_faults(void) {
    static const char *const rests[] = {
        "",                                         // no quorum
        "quorum a\nquorum b\n",                     // two
        "quorum z\n",                               // unknown
        "quorum none more\n",                       // words
        "group g 0 a\nquorum g\n",                  // k below 1
        "group g 3 a b\nquorum g\n",                // above n
        "group g 02 a b\nquorum g\n",               // form
        "group g any\nquorum g\n",                  // no member
        "group g any g\nquorum g\n",                // itself
        "group g any h\ngroup h any a\nquorum g\n", // before it is declared
        "group g any a a\nquorum g\n",              // twice in one
        "group g any a\ngroup h any a\nquorum g\n", // twice in two
        "group a any b\nquorum a\n",                // name taken
        "group none any b\nquorum none\n",          // name that means something else
        "witness f x\nquorum a\n",                  // no vkey
    };
    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
        struct qian_buf policy = policy_of(rests[i]);
        struct qian_quorum quorum = {0};
        CHECK(qian_quorum_read(&quorum, qian_buf_view(&policy)), "fault %zu: read", i);
        qian_quorum_free(&quorum);
        qian_buf_free(&policy);
    }
    struct qian_quorum quorum = {0};
    uint64_t time;
    struct qian_buf policy = policy_of("quorum none\n"), twice = policy_of("");
    CHECK(!qian_quorum_read(&quorum, qian_buf_view(&policy)), "none");
    struct qian_seen seen[WITNESSES] = {0};
    CHECK(qian_quorum_time(&quorum, seen, &time) && time == 0, "none is met");
    qian_quorum_free(&quorum);
    const char *line = strchr(twice.p, '\n');
    struct qian_buf copy = {0};
    qian_buf_text(&copy, "witness z");
    qian_buf_add(&copy, strchr(twice.p, 'a') + 1, (size_t)(line - strchr(twice.p, 'a')));
    qian_buf_str(&copy, qian_buf_view(&policy));
    const char *fault = qian_quorum_read(&quorum, qian_buf_view(&copy));
    CHECK(fault && strcmp(fault, "L05") == 0, "one key of two witnesses: %s", fault);
    qian_quorum_free(&quorum);
    qian_buf_free(&copy);
    qian_buf_free(&policy);
    qian_buf_free(&twice);
}

void test_quorum(size_t *passed, size_t *failed) {
    quorum_times();
    quorum_faults();
    hand_over(passed, failed);
}
