// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/home.h - the home folder, on which one process works at a time.
#pragma once

#include "engine/base/err.h"

// Make the folder if it is missing and lock it. The lock goes when *fd is closed, or the process
// ends; *fd is -1 on failure or to be closed all the same. QIAN_BUSY if another process has it.
enum qian_status qian_home_lock(const char *home, int *fd, struct qian_err *err) QIAN_MUST_USE;
