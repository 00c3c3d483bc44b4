// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/log.c - store, log and witness.
#include "tests/engine/log.h"

#include <unistd.h>

#include "engine/base/file.h"

void file_put(const char *folder, const char *name, struct qian_str bytes) {
    struct qian_err err;
    char *path = qian_path_join(folder, name), *above = qian_path_folder(path);
    if (qian_folder_make(above, 0700, &err) != QIAN_OK ||
        qian_file_write(path, bytes, 0600, &err) != QIAN_OK)
        abort();
    free(above);
    free(path);
}

struct qian_buf file_get(const char *folder, const char *name) {
    struct qian_err err;
    struct qian_buf out = {0};
    char *path = qian_path_join(folder, name);
    if (qian_file_read(path, 1 << 26, &out, &err) != QIAN_OK)
        abort();
    free(path);
    return out;
}

struct qian_secret secret_of(uint8_t byte) {
    uint8_t bytes[32];
    struct qian_secret out;
    memset(bytes, byte, sizeof bytes);
    if (!qian_secret_from(QIAN_SHA256_ED25519, bytes, &out))
        abort();
    return out;
}

int main(void) {
    struct qian_err err;
    if (qian_sign_start(&err) != QIAN_OK)
        abort();
    void (*const parts[])(size_t *, size_t *) = {test_checkpoints, test_proofs,  test_quorum,
                                                 test_store,       test_tessera, test_own_log,
                                                 test_witness};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t before = checks_passed + checks_failed;
        parts[i](&checks_passed, &checks_failed);
        CHECK(checks_passed + checks_failed > before, "part %zu checked nothing", i);
    }
    return check_end("engine/log");
}
