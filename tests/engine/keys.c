// SPDX-License-Identifier: MulanPSL-2.0
// Secrets at rest: what was sealed opens as it was, or not at all; it stands in the clear neither
// on the disk nor, once closed, in memory.
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/ceremony/keys.h"
#include "engine/crypto/locked.h"
#include "tests/check.h"

#define OPSLIMIT 1 // cheap: what is tested here does not depend on it
#define MEMLIMIT (8u << 20)
#define MASK 0x5a

static char home[] = "/tmp/qian-keys-XXXXXX";
static const char *const names[2] = {"operator", "纪检监察"};

// The passphrase stands nowhere in this program but masked, so that memory can be searched for it.
static size_t asked;
static uint8_t masked[32];
static char change; // added to its first character

static enum qian_status answer(void *context, enum qian_ask why, const char *name, char *out,
                               size_t *n, struct qian_err *err) {
    (void)context, (void)why, (void)name, (void)err;
    asked++;
    for (*n = 0; *n < sizeof masked; ++*n)
        out[*n] = (char)(masked[*n] ^ MASK);
    out[0] = (char)(out[0] + change);
    return QIAN_OK;
}

static struct qian_vault *cheap(void) {
    struct qian_vault *vault = qian_vault_new(answer, NULL);
    qian_vault_cost(vault, OPSLIMIT, MEMLIMIT);
    return vault;
}

static void start(void) {
    qian_random(masked);
    for (size_t i = 0; i < sizeof masked; i++)
        masked[i] = (uint8_t)('a' + masked[i] % 26) ^ MASK;
    if (!mkdtemp(home))
        exit(1);
}

static bool is_wrong(enum qian_status status, const struct qian_err *err) {
    struct qian_err want;
    return status == QIAN_CANNOT && qian_seal_wrong(&want) == status &&
           strcmp(err->what, want.what) == 0 && strcmp(err->next, want.next) == 0 && !*err->value;
}

static void test_sizes(void) {
    static const size_t sizes[] = {1, 2, 31, 32, 33, 1000, 4095, 4096};
    static uint8_t secret[QIAN_SEAL_MAX], back[QIAN_SEAL_MAX];
    struct qian_vault *vault = cheap();
    struct qian_err err;
    for (size_t i = 0; i < sizeof secret; i++)
        secret[i] = (uint8_t)(i * 7 + 1);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct qian_buf text = {0};
        size_t n = 0;
        CHECK(qian_seal(vault, "it", qian_str("context"), secret, sizes[i], &text, &err) == QIAN_OK,
              "seal %zu", sizes[i]);
        CHECK(text.n <= QIAN_SEAL_TEXT_MAX, "%zu bytes of text", text.n);
        CHECK(qian_unseal(vault, "it", qian_str("context"), qian_buf_view(&text), back, sizeof back,
                          &n, &err) == QIAN_OK &&
                  n == sizes[i] && memcmp(back, secret, n) == 0,
              "open %zu", sizes[i]);
        CHECK(is_wrong(qian_unseal(vault, "it", qian_str("Context"), qian_buf_view(&text), back,
                                   sizeof back, &n, &err),
                       &err),
              "another context opens %zu", sizes[i]);
        CHECK(is_wrong(qian_unseal(vault, "it", qian_str("context"), qian_buf_view(&text), back,
                                   sizes[i] - 1, &n, &err),
                       &err),
              "no room for %zu", sizes[i]);
        qian_buf_free(&text);
    }
    CHECK(asked == 1, "asked %zu times", asked);
    qian_vault_free(vault);
}

// Two seals of one secret have nothing in common but how the key is derived.
static void test_nonces(void) {
    struct qian_vault *vault = cheap();
    struct qian_buf one = {0}, two = {0};
    struct qian_err err;
    bool good = qian_seal(vault, "it", qian_str(""), "secret", 6, &one, &err) == QIAN_OK &&
                qian_seal(vault, "it", qian_str(""), "secret", 6, &two, &err) == QIAN_OK;
    const char *a = good ? strstr(one.p, "nonce ") : NULL,
               *b = good ? strstr(two.p, "nonce ") : NULL;
    CHECK(a && b && a - one.p == b - two.p && memcmp(one.p, two.p, (size_t)(a - one.p)) == 0,
          "one salt a run");
    CHECK(a && b && memcmp(a, b, 6 + 48) != 0, "two nonces");
    CHECK(a && b && strcmp(strstr(a, "sealed "), strstr(b, "sealed ")) != 0, "two boxes");
    qian_buf_free(&one);
    qian_buf_free(&two);
    qian_vault_free(vault);
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// What is sealed in one run is opened with one derivation.
static void test_one_derivation(void) {
    struct qian_vault *vault = qian_vault_new(answer, NULL);
    struct qian_buf text[5] = {0};
    uint8_t back[6];
    size_t n;
    struct qian_err err;
    qian_vault_cost(vault, 4, 32u << 20);
    for (size_t i = 0; i < 5; i++)
        CHECK(qian_seal(vault, "it", qian_str("c"), "secret", 6, &text[i], &err) == QIAN_OK,
              "seal");
    qian_vault_free(vault);
    vault = qian_vault_new(answer, NULL);
    double first = 0, others = 0;
    for (size_t i = 0; i < 5; i++) {
        double before = seconds();
        CHECK(qian_unseal(vault, "it", qian_str("c"), qian_buf_view(&text[i]), back, 6, &n, &err) ==
                  QIAN_OK,
              "open");
        *(i == 0 ? &first : &others) += seconds() - before;
        qian_buf_free(&text[i]);
    }
    CHECK(others * 10 < first, "one derivation %g s, then %g s", first, others);
    qian_vault_free(vault);
}

static void read_all(const char *path, struct qian_buf *out) {
    struct qian_err err;
    out->n = 0;
    CHECK(qian_file_read(path, 1 << 20, out, &err) == QIAN_OK, "%s", path);
}

static bool contains(const char *bytes, size_t n, const void *what, size_t size) {
    return n >= size && memmem(bytes, n, what, size) != NULL;
}

// Does any file below the folder hold these 32 bytes, as they are or as digits or base64?
static bool on_disk(const char *folder, const uint8_t secret[32]) {
    struct qian_buf hex = {0}, base = {0}, text = {0};
    bool found = false;
    DIR *dir = opendir(folder);
    qian_buf_hex(&hex, secret, 32);
    qian_buf_base64(&base, secret, 30);
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        char *path = qian_path_join(folder, e->d_name);
        if (e->d_type == DT_DIR && e->d_name[0] != '.') {
            found = on_disk(path, secret) || found;
        } else if (e->d_type == DT_REG) {
            read_all(path, &text);
            found = found || contains(text.p, text.n, secret, 32) ||
                    contains(text.p, text.n, hex.p, hex.n) ||
                    contains(text.p, text.n, base.p, base.n);
        }
        free(path);
    }
    closedir(dir);
    qian_wipe(hex.p, hex.n);
    qian_wipe(base.p, base.n);
    qian_buf_free(&hex);
    qian_buf_free(&base);
    qian_buf_free(&text);
    return found;
}

// The search itself: each form is found where it stands.
static void test_search(void) {
    static const uint8_t bytes[32] = "stands on the disk, in the clear";
    struct qian_buf path = {0}, form[3] = {{0}, {0}, {0}};
    struct qian_err err;
    qian_buf_text(&path, home);
    qian_buf_text(&path, "/control");
    qian_buf_add(&form[0], bytes, 32);
    qian_buf_hex(&form[1], bytes, 32);
    qian_buf_base64(&form[2], bytes, 32);
    CHECK(!on_disk(home, bytes), "nothing is there yet");
    for (size_t i = 0; i < 3; i++) {
        CHECK(qian_file_write(path.p, qian_buf_view(&form[i]), 0600, &err) == QIAN_OK &&
                  on_disk(home, bytes),
              "form %zu is not found", i);
        qian_buf_free(&form[i]);
    }
    unlink(path.p);
    qian_buf_free(&path);
}

static size_t left(const char *chunk, ssize_t got, const char *at) {
    return (size_t)(got - (at - chunk));
}

// How often these bytes stand in the memory of this process, under the mask.
static size_t in_memory(const uint8_t *bytes, size_t n) {
    FILE *maps = fopen("/proc/self/maps", "r");
    int mem = open("/proc/self/mem", O_RDONLY);
    char line[512], rights[5], *chunk = malloc(1 << 20);
    size_t found = 0;
    unsigned long from, to;
    while (maps && chunk && fgets(line, sizeof line, maps)) {
        // What is larger belongs to a sanitizer; `chunk` itself is overwritten with each read.
        if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) != 3 || rights[0] != 'r' ||
            rights[1] != 'w' || to - from > (1ul << 30))
            continue;
        for (unsigned long at = from; at < to; at += (1 << 20) - 64) {
            size_t want = to - at < (1 << 20) ? to - at : 1 << 20;
            ssize_t got = pread(mem, chunk, want, (off_t)at);
            for (char *p = chunk; got > 0 && (p = memchr(p, bytes[0] ^ MASK, left(chunk, got, p)));
                 p++) {
                size_t k = 0, room = left(chunk, got, p);
                while (k < n && k < room && (uint8_t)(p[k] ^ MASK) == bytes[k])
                    k++;
                unsigned long place = at + (unsigned long)(p - chunk);
                found += k == n && (place < (unsigned long)chunk ||
                                    place >= (unsigned long)chunk + (1 << 20));
            }
        }
    }
    qian_wipe(chunk, 1 << 20);
    free(chunk);
    fclose(maps);
    close(mem);
    return found;
}

static void test_clear_nowhere(enum qian_suite suite) {
    struct qian_vault *vault = cheap();
    struct qian_key key, again;
    struct qian_err err;
    uint8_t secret[32];
    CHECK(qian_key_new(home, names[suite], suite, vault, &key, &err) == QIAN_OK, "new");
    CHECK(!on_disk(home, key.secret->bytes), "the secret is on the disk");
    CHECK(qian_key_open(home, names[suite], suite, vault, &again, &err) == QIAN_OK &&
              memcmp(key.secret->bytes, again.secret->bytes, 32) == 0 &&
              strcmp(key.vkey, again.vkey) == 0,
          "opened again");
    uint8_t signature[QIAN_SIGNATURE_SIZE];
    qian_sign(again.secret, qian_str("text"), NULL, signature);
    CHECK(qian_verify(&key.public_key, qian_str("text"), signature), "it signs");
    for (size_t i = 0; i < 32; i++)
        secret[i] = key.secret->bytes[i] ^ MASK;
    CHECK(in_memory(secret, 32) >= 2, "a search that finds nothing proves nothing");
    CHECK(in_memory(masked, 32) >= 1, "the passphrase is held");
    qian_key_close(&key);
    qian_key_close(&again);
    qian_vault_free(vault);
    CHECK(in_memory(secret, 32) == 0, "the secret is left in memory");
    CHECK(in_memory(masked, 32) == 0, "the passphrase is left in memory");
}

// Open the key with this file; the file of before is put back by the caller.
static bool refused(const char *path, struct qian_str text, enum qian_suite suite,
                    struct qian_vault *vault) {
    struct qian_key key;
    struct qian_err err;
    // Rewritten in place: thousands of safe writes would take minutes.
    int fd = open(path, O_WRONLY | O_TRUNC);
    bool written = fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n;
    close(fd);
    if (!written)
        return false;
    enum qian_status status = qian_key_open(home, names[suite], suite, vault, &key, &err);
    qian_key_close(&key);
    return is_wrong(status, &err);
}

static void test_damage(enum qian_suite suite) {
    struct qian_vault *vault = cheap();
    struct qian_buf path = {0}, text = {0}, bad = {0};
    struct qian_key key;
    struct qian_err err;
    qian_buf_text(&path, home);
    qian_buf_text(&path, "/keys/");
    qian_buf_text(&path, names[suite]);
    qian_buf_text(&path, suite == QIAN_SM3_SM2 ? ".sm3-sm2.key" : ".sha256-ed25519.key");
    read_all(path.p, &text);
    for (size_t bit = 0; bit < text.n * 8; bit++) {
        bad.n = 0;
        qian_buf_str(&bad, qian_buf_view(&text));
        bad.p[bit / 8] ^= (char)(1 << bit % 8);
        CHECK(refused(path.p, qian_buf_view(&bad), suite, vault), "byte %zu bit %zu", bit / 8,
              bit % 8);
    }
    for (size_t n = 0; n < text.n; n++)
        CHECK(refused(path.p, (struct qian_str){text.p, n}, suite, vault), "cut at %zu", n);
    bad.n = 0;
    qian_buf_str(&bad, qian_buf_view(&text));
    qian_buf_char(&bad, '\n');
    CHECK(refused(path.p, qian_buf_view(&bad), suite, vault), "a line too many");
    change = 1;
    struct qian_vault *other = cheap();
    CHECK(refused(path.p, qian_buf_view(&text), suite, other), "another passphrase");
    change = 0;
    qian_vault_free(other);
    CHECK(qian_key_open(home, names[suite], suite, vault, &key, &err) == QIAN_OK, "as it was");
    qian_key_close(&key);
    qian_buf_free(&path);
    qian_buf_free(&text);
    qian_buf_free(&bad);
    qian_vault_free(vault);
}

// Costs that are sealed as they are said, beyond the bounds: lawful text that is not derived from.
static void test_bounds(void) {
    static const struct {
        uint64_t opslimit, memlimit;
        bool good;
    } cases[] = {{1, 8u << 20, true},
                 {10, 8u << 20, true},
                 {11, 8u << 20, false},
                 {1, (8u << 20) - 1, false},
                 {1, 9000001, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qian_vault *vault = qian_vault_new(answer, NULL);
        struct qian_buf text = {0};
        struct qian_err err;
        uint8_t back[6];
        size_t n;
        qian_vault_cost(vault, cases[i].opslimit, cases[i].memlimit);
        bool sealed = qian_seal(vault, "it", qian_str("c"), "secret", 6, &text, &err) == QIAN_OK;
        enum qian_status status = qian_unseal(vault, "it", qian_str("c"), qian_buf_view(&text),
                                              back, sizeof back, &n, &err);
        CHECK(sealed && (cases[i].good ? status == QIAN_OK : is_wrong(status, &err)), "cost %zu",
              i);
        qian_buf_free(&text);
        qian_vault_free(vault);
    }
}

int main(void) {
    struct qian_err err;
    if (qian_sign_start(&err) != QIAN_OK)
        return 1;
    start();
    test_sizes();
    test_nonces();
    test_one_derivation();
    test_bounds();
    test_search();
    for (enum qian_suite s = QIAN_SHA256_ED25519; s <= QIAN_SM3_SM2; s++) {
        test_clear_nowhere(s);
        test_damage(s);
    }
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", home);
    CHECK(system(command) == 0, "%s", command);
    return check_end("keys");
}
