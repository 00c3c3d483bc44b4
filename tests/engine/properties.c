// SPDX-License-Identifier: MulanPSL-2.0
// Properties that hold for every input, on random ones and at the edges.
#include "tests/engine/properties.h"

#include "engine/base/file.h"
#include "tests/check.h"

const char *const bundle_names[BUNDLES] = {"ed-joint-balls", "ed-joint-withheld", "ed-one-alone",
                                           "ed-one-balls",   "sm-joint-alone",    "sm-joint-balls",
                                           "sm-one-balls",   "sm-one-withheld"};

struct qian_buf vector_file(const char *name) {
    const char *folder = getenv("QIAN_VECTORS");
    struct qian_buf out = {0};
    struct qian_err err;
    char path[1024];
    snprintf(path, sizeof path, "%s/bundles/%s", folder ? folder : "vectors", name);
    if (qian_file_read(path, 1 << 24, &out, &err) != QIAN_OK) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    return out;
}

int main(void) {
    static struct outcome (*const part[])(void) = {
        properties_of_bytes,  properties_of_text,    properties_of_trees, properties_of_csv,
        properties_of_tables, properties_of_imports, properties_of_json};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        struct outcome o = part[i]();
        checks_passed += o.passed;
        checks_failed += o.failed;
    }
    return check_end("engine, properties");
}
