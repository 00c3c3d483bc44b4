// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/areas.h - names of administrative divisions, as lists write them, and their codes
// (spec/import.md 5.6).
#pragma once

#include "engine/base/bytes.h"

// Remembers what it was asked; start with {0}, free with qian_areas_free. Once asked it does not
// move.
struct qian_areas {
    struct qian_area_asked *asked; // owned
    size_t count;
};

enum qian_area_answer { QIAN_AREA_FOUND, QIAN_AREA_UNKNOWN, QIAN_AREA_AMBIGUOUS };
// The code of a division by its name, within the province of this name unless that is empty. `code`
// has room for 7 bytes.
enum qian_area_answer qian_area_find(struct qian_areas *areas, struct qian_str province,
                                     struct qian_str name, char code[7]);
void qian_areas_free(struct qian_areas *areas);

// The divisions that come with the program (made at build time from spec/divisions/).
extern const unsigned char qian_divisions[];
extern const size_t qian_divisions_size;
