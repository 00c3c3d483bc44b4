// SPDX-License-Identifier: MulanPSL-2.0
// cli/show_draw.h - tells what a draw gave.
#pragma once

#include "cli/ui.h"
#include "engine/ceremony/solo.h"

int show_draw(struct ui *ui, const struct qian_solo_order *order, const struct qian_solo *solo);
