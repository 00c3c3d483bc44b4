// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/home.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>

#include "engine/base/file.h"

enum qian_status qian_home_lock(const char *home, int *fd, struct qian_err *err) {
    enum qian_status status = qian_folder_make(home, 0700, err);
    if (status != QIAN_OK)
        return status;
    char *path = qian_path_join(home, "lock");
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool locked = *fd >= 0 && flock(*fd, LOCK_EX | LOCK_NB) == 0;
    if (!locked && *fd >= 0 && errno == EWOULDBLOCK)
        status = qian_fail(err, QIAN_BUSY, "", "", "another process works on this home",
                           "wait until it has ended");
    else if (!locked)
        status = qian_fail(err, QIAN_CANNOT, "", "", "the home cannot be locked", "check rights");
    if (status != QIAN_OK)
        qian_err_where(err, "%.200s", path);
    free(path);
    return status;
}
