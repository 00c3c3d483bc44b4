// SPDX-License-Identifier: MulanPSL-2.0
// engine/publish/bundle.h - the folder that a stranger downloads (spec/bundle.md 1).
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

enum qian_bundle_file {
    QIAN_F_RULES,
    QIAN_F_TARGETS,
    QIAN_F_INSPECTORS,
    QIAN_F_RECUSALS,
    QIAN_F_NOTICE,
    QIAN_F_NOTICE_NOTE,
    QIAN_F_CONTRIBUTIONS,
    QIAN_F_CLOSE_NOTE,
    QIAN_F_ENTROPY,
    QIAN_F_SELECTION,
    QIAN_F_ASSIGNMENT,
    QIAN_F_TRANSCRIPT,
    QIAN_F_TRANSCRIPT_NOTE,
    QIAN_BUNDLE_FILES
};

extern const char *const qian_bundle_names[QIAN_BUNDLE_FILES];

struct qian_bundle {
    struct qian_buf file[QIAN_BUNDLE_FILES]; // owned
};

// Can a bundle be made at this path: nothing is there, or an empty folder?
enum qian_status qian_bundle_room(const char *path, struct qian_err *err) QIAN_MUST_USE;
// Write all files into a folder beside `path` and rename it into place: whole or not at all.
enum qian_status qian_bundle_write(const char *path, const struct qian_bundle *bundle,
                                   struct qian_err *err) QIAN_MUST_USE;
// Read the files of a bundle.
enum qian_status qian_bundle_read(const char *path, struct qian_bundle *out,
                                  struct qian_err *err) QIAN_MUST_USE;
void qian_bundle_free(struct qian_bundle *bundle);
