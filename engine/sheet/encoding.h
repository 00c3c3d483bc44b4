// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/encoding.h - which encoding a text file is in, by a look at all of it
// (spec/import.md 2.2, 2.3).
#pragma once

#include "engine/sheet/rows.h"
#include "engine/sheet/source.h"

#define QIAN_SAMPLE_MAX 256 // bytes of the file that a sample is made of, at most

// One pass in fixed memory. `stated` is "utf-8", "gbk", "gb18030", or NULL to detect. `sample`
// gets the first line that is not ASCII (or a piece of it, without its end) as UTF-8; it stays
// empty if there is none.
// QIAN_USAGE for another name; QIAN_BAD_DATA, with line and byte, for UTF-16, for bytes that
// are in no known encoding, and for bytes that contradict the stated one.
enum qian_status qian_encoding_find(struct qian_source source, const char *stated,
                                    enum qian_encoding *out, struct qian_buf *sample,
                                    struct qian_err *err) QIAN_MUST_USE;
