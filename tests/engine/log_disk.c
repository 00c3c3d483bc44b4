// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/log_disk.c - the store; logs on disk; fsck and damaged files.
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/log/fsck.h"
#include "engine/log/proof.h"
#include "engine/log/tiles.h"
#include "tests/engine/log.h"

// A notice of 64 contributors (spec/bundle.md 1.3) has 67 signature lines, and a log takes it.
static void add_crowded(struct qian_log *log) {
    struct qian_buf note = {0};
    struct qian_err err;
    uint64_t index, size;
    size_t bad;
    qian_buf_text(&note, "qian/1 notice\nD-1\n\n");
    for (size_t i = 0; i < 67; i++) {
        uint8_t id[QIAN_KEY_ID_SIZE] = {(uint8_t)i}, signature[64] = {1};
        qian_signature_line_write(&note, qian_str("somebody"), id, signature, sizeof signature);
    }
    struct qian_str entry = qian_buf_view(&note);
    CHECK(qian_log_add(log, &entry, 1, &index, &size, &bad, &err) == QIAN_OK, "67 lines: %s",
          err.what);
    qian_buf_free(&note);
}

static void hand_over(size_t *passed, size_t *failed) {
    *passed += checks_passed;
    *failed += checks_failed;
    checks_passed = checks_failed = 0;
}

static void run_sql(const char *home, const char *sql) {
    sqlite3 *db = NULL;
    char *path = qian_path_join(home, "qian.db");
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        abort();
    sqlite3_close(db);
    free(path);
}

// Another process, which opens the store when it is told to. It must be there before this one opens
// it: the library does not bear a fork in between.
struct other {
    pid_t pid;
    int tell;
};

static struct other start_other(const char *home) {
    int ends[2];
    char byte;
    if (pipe(ends) != 0)
        abort();
    pid_t child = fork();
    if (child == 0) {
        struct qian_store *store;
        struct qian_err err;
        close(ends[1]);
        if (read(ends[0], &byte, 1) != 1)
            _exit(99);
        enum qian_status status = qian_store_open(home, 50, &store, &err);
        qian_store_close(store);
        _exit((int)status);
    }
    close(ends[0]);
    return (struct other){child, ends[1]};
}

static enum qian_status let_other_open(struct other other) {
    int how = 0;
    if (write(other.tell, "x", 1) != 1)
        abort();
    close(other.tell);
    waitpid(other.pid, &how, 0);
    return (enum qian_status)WEXITSTATUS(how);
}

void test_store(size_t *passed, size_t *failed) {
    char *home = folder_make();
    struct qian_store *store;
    struct qian_err err;
    struct qian_digest one = {{1}}, two = {{2}};
    struct other during = start_other(home), after = start_other(home);
    CHECK(qian_store_open(home, 0, &store, &err) == QIAN_OK, "open: %s %s", err.what, err.value);
    CHECK(let_other_open(during) == QIAN_BUSY, "two at once");
    CHECK(qian_store_checkpoint_add(store, 3, &one, &err) == QIAN_OK, "checkpoint");
    CHECK(qian_store_checkpoint_add(store, 3, &one, &err) == QIAN_OK, "the same again");
    CHECK(qian_store_checkpoint_add(store, 3, &two, &err) == QIAN_REFUSED &&
              strcmp(err.code, "L09") == 0,
          "a second root for one size");
    uint64_t index;
    CHECK(qian_store_begin(store, &err) == QIAN_OK, "begin");
    enum qian_status status = qian_store_entry_add(store, qian_str("x"), &one, &index, &err);
    CHECK(status == QIAN_OK && index == 0, "entry");
    CHECK(qian_store_end(store, QIAN_DISAGREES, &err) == QIAN_DISAGREES, "rolled back");
    size_t count;
    struct qian_digest *leaf;
    CHECK(qian_store_leaves(store, &leaf, &count, &err) == QIAN_OK && count == 0, "still there");
    free(leaf);
    qian_store_close(store);
    CHECK(let_other_open(after) == QIAN_OK, "after it was closed");
    run_sql(home, "PRAGMA user_version=99");
    CHECK(qian_store_open(home, 0, &store, &err) == QIAN_REFUSED, "a newer version");
    qian_store_close(store);
    file_put(home, "qian.db",
             qian_str("this is no database, whatever its name may say ..........."));
    CHECK(qian_store_open(home, 0, &store, &err) == QIAN_CANNOT, "no database");
    qian_store_close(store);
    folder_remove(home);
    hand_over(passed, failed);
}

// Every file below a log's folder that its checkpoint needs or that stands beside.
static void list_files(const char *log, uint64_t size, struct qian_buf *out) {
    unsigned width;
    for (int level = QIAN_ENTRIES_LEVEL; level < QIAN_TILE_LEVELS_MAX; level++)
        for (uint64_t n = 0; (width = qian_tile_width(level, n, size)) > 0; n++)
            for (unsigned w = 1; w <= width; w++) {
                struct qian_buf name = {0};
                qian_tile_path(&name, level, n, w);
                char *path = qian_path_join(log, name.p);
                if (qian_file_exists(path)) {
                    qian_buf_text(out, name.p);
                    qian_buf_char(out, '\n');
                }
                free(path);
                qian_buf_free(&name);
            }
}

static bool named_alone(const char *log, const struct qian_note_key *key, const char *name) {
    struct qian_fsck fsck;
    struct qian_err err;
    bool good = qian_fsck(log, key, &fsck, &err) == QIAN_OK && fsck.count == 1 &&
                strcmp(fsck.damage[0].file, name) == 0;
    if (!good && fsck.count > 0)
        fprintf(stderr, "%s: %zu named, first %s\n", name, fsck.count, fsck.damage[0].file);
    qian_fsck_free(&fsck);
    return good;
}

static bool clean(const char *log, const struct qian_note_key *key) {
    struct qian_fsck fsck;
    struct qian_err err;
    bool good = qian_fsck(log, key, &fsck, &err) == QIAN_OK && fsck.count == 0;
    for (size_t i = 0; i < fsck.count; i++)
        fprintf(stderr, "%s: %s\n", fsck.damage[i].file, fsck.damage[i].what);
    qian_fsck_free(&fsck);
    return good;
}

// Flip a bit at the beginning, the middle and the end of each file: fsck names it and nothing else.
// Then take each away.
static void damage_each(const char *log, const struct qian_note_key *key, uint64_t size) {
    struct qian_buf list = {0};
    struct qian_str name;
    list_files(log, size, &list);
    struct qian_split split = qian_split(qian_buf_view(&list), '\n');
    while (qian_split_next(&split, &name)) {
        char *file = qian_str_copy(name);
        struct qian_buf bytes = *file ? file_get(log, file) : (struct qian_buf){0};
        size_t at[3] = {0, bytes.n / 2, bytes.n - 1};
        for (size_t i = 0; i < 3 && bytes.n > 0; i++) {
            bytes.p[at[i]] ^= 1;
            file_put(log, file, qian_buf_view(&bytes));
            bytes.p[at[i]] ^= 1;
            CHECK(named_alone(log, key, file), "%s, byte %zu", file, at[i]);
        }
        if (bytes.n > 0)
            file_put(log, file, qian_buf_view(&bytes));
        qian_buf_free(&bytes);
        free(file);
    }
    struct qian_buf checkpoint = file_get(log, "checkpoint");
    for (size_t i = 0; i < checkpoint.n; i++) {
        checkpoint.p[i] ^= 1;
        file_put(log, "checkpoint", qian_buf_view(&checkpoint));
        checkpoint.p[i] ^= 1;
        CHECK(named_alone(log, key, "checkpoint"), "checkpoint, byte %zu", i);
    }
    file_put(log, "checkpoint", qian_buf_view(&checkpoint));
    qian_buf_free(&checkpoint);
    qian_buf_free(&list);
    CHECK(clean(log, key), "not clean after repair");
}

static char *unpack(json_t *root) {
    char *folder = folder_make();
    const char *name;
    json_t *base64;
    json_object_foreach(json_object_get(root, "files"), name, base64) {
        struct qian_str text = {json_string_value(base64), json_string_length(base64)};
        size_t n = qian_base64_size(text);
        uint8_t *bytes = qian_take(n + 1, 1);
        if (!qian_base64_read(text, bytes, n))
            abort();
        file_put(folder, name, (struct qian_str){(const char *)bytes, n});
        free(bytes);
    }
    return folder;
}

// Tessera's log of 15 entries: all 16 checkpoints, every proof between them.
void test_tessera(size_t *passed, size_t *failed) {
    json_t *root = cases_load("third-party", "tessera_log.json");
    char *log = unpack(root);
    struct qian_note_key key;
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct qian_checkpoint *at = qian_take(16, sizeof *at);
    struct qian_buf note[16], tile = file_get(log, "tile/0/000.p/15");
    struct qian_digest leaf[15], path[QIAN_TREE_DEPTH_MAX];
    CHECK(!qian_note_key_read(str_of(root, "vkey"), false, &key), "vkey");
    memcpy(leaf, tile.p, sizeof leaf);
    for (size_t n = 0; n < 16; n++) {
        char name[32];
        struct qian_seen seen;
        snprintf(name, sizeof name, "checkpoint.%zu", n);
        note[n] = file_get(log, name);
        CHECK(!qian_checkpoint_read(qian_buf_view(&note[n]), &at[n]) && at[n].size == n, "%s",
              name);
        CHECK(!qian_checkpoint_judge(&at[n], &key, 1, &seen) && seen.here, "%s: signature", name);
        file_put(log, "checkpoint", qian_buf_view(&note[n]));
        CHECK(clean(log, &key), "%s: not clean", name);
    }
    for (size_t n = 1; n < 16; n++) {
        for (size_t m = 1; m <= n; m++) {
            size_t length = qian_consistency_path(h, leaf, m, n, path);
            CHECK(qian_consistency_check(h, m, n, &at[m].root, &at[n].root, path, length),
                  "%zu to %zu", m, n);
        }
        for (size_t i = 0; i < n; i++) {
            size_t length = qian_tree_path(h, leaf, n, i, path);
            CHECK(qian_tree_check(h, &leaf[i], i, n, path, length, &at[n].root), "%zu in %zu", i,
                  n);
        }
    }
    damage_each(log, &key, 15);
    for (size_t n = 0; n < 16; n++)
        qian_buf_free(&note[n]);
    qian_buf_free(&tile);
    free(at);
    qian_hasher_close(h);
    folder_remove(log);
    json_decref(root);
    hand_over(passed, failed);
}

#define ENTRIES 600

static struct qian_buf note_of(size_t i) {
    struct qian_buf out = {0};
    qian_buf_text(&out, "qian/1 close\nD-");
    qian_buf_u64(&out, i);
    qian_buf_text(&out, "\n\n\xe2\x80\x94 x ");
    uint8_t bytes[68] = {0};
    qian_buf_base64(&out, bytes, sizeof bytes);
    qian_buf_char(&out, '\n');
    return out;
}

// Add entries from..to of which one is there already; each has the index that its number says.
static void add_some(struct qian_log *log, size_t from, size_t to) {
    struct qian_buf bytes[ENTRIES];
    struct qian_str entry[ENTRIES];
    uint64_t index[ENTRIES], size;
    size_t bad, wrong = 0;
    struct qian_err err;
    for (size_t i = from; i < to; i++) {
        bytes[i - from] = note_of(i);
        entry[i - from] = qian_buf_view(&bytes[i - from]);
    }
    CHECK(qian_log_add(log, entry, to - from, index, &size, &bad, &err) == QIAN_OK, "%s %s",
          err.what, err.value);
    for (size_t i = from; i < to; i++) {
        wrong += index[i - from] != i;
        qian_buf_free(&bytes[i - from]);
    }
    CHECK(wrong == 0 && size == to, "%zu wrong places, size %llu", wrong, (unsigned long long)size);
}

static void check_proofs(struct qian_log *log) {
    struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
    struct qian_checkpoint *checkpoint = qian_take(1, sizeof *checkpoint);
    for (size_t i = 0; i < ENTRIES; i += 37) {
        struct qian_buf file = {0}, entry = note_of(i);
        struct qian_log_proof proof;
        struct qian_digest leaf;
        struct qian_seen seen;
        struct qian_err err;
        uint64_t size;
        qian_leaf_hash(h, qian_buf_view(&entry), &leaf);
        CHECK(qian_log_proof(log, i, &file, &size, &err) == QIAN_OK, "proof %zu", i);
        CHECK(!qian_log_proof_read(qian_buf_view(&file), &proof) && proof.index == i &&
                  !qian_checkpoint_read(proof.checkpoint, checkpoint) &&
                  !qian_checkpoint_judge(checkpoint, &log->key, 1, &seen) && seen.here &&
                  qian_tree_check(h, &leaf, proof.index, checkpoint->size, proof.path, proof.length,
                                  &checkpoint->root),
              "proof %zu does not verify", i);
        qian_buf_free(&file);
        qian_buf_free(&entry);
    }
    free(checkpoint);
    qian_hasher_close(h);
}

// A proof by the smallest checkpoint that somebody has cosigned, and by the next: those without
// cosignature are passed over, and so are those that do not hold the entry.
static void check_next(struct qian_store *store, struct qian_log *log) {
    static const uint8_t any[QIAN_COSIGNATURE_SIZE] = {1};
    static const struct {
        uint64_t index, above, size;
    } cases[] = {{0, 0, 2},     {1, 0, 2},   {2, 0, 256}, {0, 2, 256},
                 {255, 0, 256}, {256, 0, 0}, {0, 256, 0}};
    struct qian_err err;
    CHECK(qian_store_log_witness_add(store, "w", "w+1+A", NULL, &err) == QIAN_OK &&
              qian_store_cosignature_add(store, 2, "w", any, &err) == QIAN_OK &&
              qian_store_cosignature_add(store, 256, "w", any, &err) == QIAN_OK,
          "cosigned: %s", err.what);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qian_buf file = {0};
        struct qian_log_proof proof;
        uint64_t size = cases[i].above;
        bool found = false;
        CHECK(qian_log_proof_next(log, cases[i].index, &size, &found, &file, &err) == QIAN_OK,
              "next %zu: %s", i, err.what);
        CHECK(found == (cases[i].size > 0) && (!found || size == cases[i].size), "next %zu: %llu",
              i, (unsigned long long)size);
        CHECK(!found || (!qian_log_proof_read(qian_buf_view(&file), &proof) &&
                         proof.index == cases[i].index),
              "next %zu: no proof", i);
        qian_buf_free(&file);
    }
}

void test_own_log(size_t *passed, size_t *failed) {
    char *home = folder_make();
    struct qian_secret secret = secret_of(3);
    struct qian_store *store;
    struct qian_log log;
    struct qian_err err;
    if (qian_store_open(home, 0, &store, &err) != QIAN_OK)
        abort();
    CHECK(qian_log_init(store, home, "log.example/1", &secret, &err) == QIAN_OK, "init");
    CHECK(qian_log_open(store, home, &log, &err) == QIAN_OK &&
              qian_log_use_key(&log, &secret, &err) == QIAN_OK,
          "open");
    CHECK(clean(log.folder, &log.key), "empty log");
    static const size_t steps[] = {1, 2, 3, 255, 256, 257, 511, 512, 513, ENTRIES};
    size_t from = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        add_some(&log, from, steps[i]);
        CHECK(clean(log.folder, &log.key), "size %zu: not clean", steps[i]);
        from = steps[i] - 1; // the last one is added again
    }
    check_proofs(&log);
    check_next(store, &log);
    damage_each(log.folder, &log.key, ENTRIES);
    add_crowded(&log);
    struct qian_str bad_note = qian_str("no note\n");
    uint64_t index, size;
    size_t bad;
    CHECK(qian_log_add(&log, &bad_note, 1, &index, &size, &bad, &err) == QIAN_BAD_DATA, "no note");
    struct qian_secret other = secret_of(4);
    CHECK(qian_log_use_key(&log, &other, &err) == QIAN_CANNOT, "another key");
    qian_log_close(&log);
    qian_store_close(store);
    folder_remove(home);
    hand_over(passed, failed);
}
