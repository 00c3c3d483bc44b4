// SPDX-License-Identifier: MulanPSL-2.0
#include "tests/engine/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/base/bytes.h"

char *folder_make(void) {
    char name[] = "/tmp/qian-test-XXXXXX";
    if (!mkdtemp(name))
        abort();
    return qian_str_copy(qian_str(name));
}

static int remove_one(const char *path, const struct stat *stat, int kind, struct FTW *walk) {
    (void)stat, (void)kind, (void)walk;
    return remove(path);
}

void folder_remove(char *folder) {
    if (nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
        abort();
    free(folder);
}
