// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/gb18030_table.h - what the build makes of gb18030.table.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define QIAN_GB_LEADS 126  // 81-FE
#define QIAN_GB_TRAILS 190 // 40-7E, 80-FE

// Code points of the codes of two bytes; 0 for none.
extern const uint16_t qian_gb_two[QIAN_GB_LEADS][QIAN_GB_TRAILS];

// Codes of four bytes, counted through from 81308130, whose code points run along with them.
struct qian_gb_run {
    uint32_t first, point, count;
};
extern const struct qian_gb_run qian_gb_runs[]; // in ascending order
extern const size_t qian_gb_run_count;
