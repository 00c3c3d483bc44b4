// SPDX-License-Identifier: MulanPSL-2.0
// tests/engine/folder.h - a folder of a test's own.
#pragma once

// A new empty folder. folder_remove takes it away with what is in it, and frees.
char *folder_make(void);
void folder_remove(char *folder);
