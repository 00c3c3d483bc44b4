// SPDX-License-Identifier: MulanPSL-2.0
// engine/base/file.h - whole files in and out.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

// Append the whole file to `out`. QIAN_CANNOT if it cannot be read, or is larger than `max`.
enum qian_status qian_file_read(const char *path, uint64_t max, struct qian_buf *out,
                                struct qian_err *err) QIAN_MUST_USE;

// The same for a file that must be a regular one itself: no link, pipe or device.
enum qian_status qian_file_read_regular(const char *path, uint64_t max, struct qian_buf *out,
                                        struct qian_err *err) QIAN_MUST_USE;

// The same for a file that is to be one's own alone: QIAN_REFUSED if it is no regular file, belongs
// to another user, or gives any right to group or others.
enum qian_status qian_file_read_private(const char *path, uint64_t max, struct qian_buf *out,
                                        struct qian_err *err) QIAN_MUST_USE;
// QIAN_REFUSED if the folder belongs to another user, or gives any right to group or others.
enum qian_status qian_folder_private(const char *path, struct qian_err *err) QIAN_MUST_USE;

// Write a file so that it is there whole or not at all, and stays there after a power cut:
// temporary file beside it, sync, rename. `mode` as for open.
enum qian_status qian_file_write(const char *path, struct qian_str bytes, unsigned mode,
                                 struct qian_err *err) QIAN_MUST_USE;

// Make a folder and those above it; it is no error if it is there.
enum qian_status qian_folder_make(const char *path, unsigned mode,
                                  struct qian_err *err) QIAN_MUST_USE;
bool qian_file_exists(const char *path);
// Sync the folder that a path is in, so that the path stays there after a power cut.
bool qian_folder_sync(const char *path);

// "folder/name", or `name` alone if it is absolute. The caller frees.
char *qian_path_join(const char *folder, const char *name);
// The folder that a path is in ("." if it names none). The caller frees.
char *qian_path_folder(const char *path);
