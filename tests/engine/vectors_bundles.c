// SPDX-License-Identifier: MulanPSL-2.0
// vectors_bundles BUNDLE...: what the engine computes of each bundle of vectors/ is what the third
// hand wrote, byte for byte; and the engine reads the policy that comes with it.
#include "engine/base/file.h"
#include "engine/ceremony/policy_read.h"
#include "engine/publish/again.h"
#include "tests/check.h"
#include "tests/engine/cases.h"

static size_t drawn, voids;

static void test_policy(const char *folder) {
    struct qian_policy policy;
    struct qian_err err = {0};
    char *path = qian_path_join(folder, "policy.txt");
    enum qian_status status = qian_policy_read(path, &policy, &err);
    CHECK(status == QIAN_OK, "%s: %s %s", path, status ? err.what : "", err.where);
    qian_policy_free(&policy);
    free(path);
}

// Where a draw ended as a void, there is nothing to compute again.
static void test_bundle(const char *folder) {
    struct qian_again again;
    struct qian_err err = {0};
    char *path = qian_path_join(folder, "bundle"), *ended = qian_path_join(path, "void.json");
    bool is_void = qian_file_exists(ended);
    enum qian_status status = qian_again_run(path, &again, &err);
    if (is_void)
        CHECK(status == QIAN_CANNOT, "%s: a void: %d", path, (int)status);
    else
        CHECK(status == QIAN_OK, "%s: %s %s", path, status ? err.what : "", err.where);
    *(is_void ? &voids : &drawn) += 1;
    qian_again_free(&again);
    free(ended);
    free(path);
}

int main(int argc, char **argv) {
    struct qian_err err;
    if (qian_sign_start(&err) != QIAN_OK)
        return 1;
    for (int i = 1; i < argc; i++) {
        test_policy(argv[i]);
        test_bundle(argv[i]);
    }
    CHECK(drawn >= 24 && voids >= 3, "%zu draws, %zu voids", drawn, voids);
    return check_end("engine vectors, bundles");
}
