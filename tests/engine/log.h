// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/log.h - parts of the tests of store and log.
#pragma once

#include "engine/log/log.h"
#include "tests/check.h"
#include "tests/engine/cases.h"
#include "tests/engine/folder.h"

// What the third parties' files say: checkpoints, proofs, trees.
void test_checkpoints(size_t *passed, size_t *failed);
void test_proofs(size_t *passed, size_t *failed);
void test_quorum(size_t *passed, size_t *failed);
// What a log does on disk, and what a witness does.
void test_store(size_t *passed, size_t *failed);
void test_tessera(size_t *passed, size_t *failed);
void test_own_log(size_t *passed, size_t *failed);
void test_witness(size_t *passed, size_t *failed);

// "folder/name", read or written whole; the program stops if it cannot be.
void file_put(const char *folder, const char *name, struct qian_str bytes);
struct qian_buf file_get(const char *folder, const char *name);
// A secret out of one byte.
struct qian_secret secret_of(uint8_t byte);
