// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/properties.h - the parts of engine/properties. Each returns how many checks passed
// and failed.
#pragma once

#include "engine/core/table.h"
#include "tests/engine/dice.h"

struct outcome {
    size_t passed, failed;
};

struct outcome properties_of_bytes(void);
struct outcome properties_of_text(void);
struct outcome properties_of_trees(void);
struct outcome properties_of_csv(void);
struct outcome properties_of_tables(void);
struct outcome properties_of_imports(void);
struct outcome properties_of_json(void);

// A file of a bundle in vectors/bundles, "ed-one-balls/bundle/targets.tsv"; stops the program if
// it is not there. The caller frees.
struct qian_buf vector_file(const char *name);
#define BUNDLES 8
extern const char *const bundle_names[BUNDLES];
