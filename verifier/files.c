// SPDX-License-Identifier: MulanPSL-2.0
#define _GNU_SOURCE // F_SETLEASE
#include "verifier/files.h"

#include "verifier/lang.h"
#include "verifier/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Noreturn void file_unreadable(const char *name)
{
    trouble(name, say("无法读取", "it cannot be read"), say("请检查路径和权限", "check the path and its permissions"));
}

_Noreturn void file_changed(const char *name)
{
    trouble(name, say("读取期间被改动，或正被写入", "it is open for writing, or was changed while it was read"),
            say("请核验一份不再变动的副本", "verify a copy that nobody writes to"));
}

// spec/verify.md 4.3: "A file of the bundle that is there and cannot be read, or changes while it is read, is ERROR"
// Size and time do not tell a write through a mapping that was there before. A read lease does: it is not given while
// anybody has the file open for writing, and it is lost when somebody opens it so. Where the system gives none (the
// file is another user's, or the file system knows none) size and time must do.
static void file_lease(struct file *file)
{
    file->leased = fcntl(file->fd, F_SETLEASE, F_RDLCK) == 0;
    if (!file->leased && errno == EAGAIN) {
        file_changed(file->name);
    }
}

void file_adopt(struct file *file, int fd)
{
    struct stat now;
    if (fstat(fd, &now) != 0) {
        file_unreadable(file->name);
    }
    file->present = true;
    file->fd = fd;
    file->size = (uint64_t)now.st_size;
    file->changed = now.st_ctim;
    file_lease(file);
}

bool file_is_unchanged(const struct file *file)
{
    struct stat now;
    return fstat(file->fd, &now) == 0 && (uint64_t)now.st_size == file->size &&
           now.st_ctim.tv_sec == file->changed.tv_sec && now.st_ctim.tv_nsec == file->changed.tv_nsec &&
           (!file->leased || fcntl(file->fd, F_GETLEASE) == F_RDLCK);
}

size_t file_read(const struct file *file, uint64_t offset, unsigned char *room, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t n = pread(file->fd, room + have, size - have, (off_t)(offset + have));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            file_unreadable(file->name);
        }
        if (n == 0) {
            break;
        }
        have += (size_t)n;
    }
    return have;
}

struct bytes file_load(const struct file *file)
{
    size_t size = (size_t)file->size;
    unsigned char *room = mem_new(size + 1, 1);
    return (struct bytes){room, file_read(file, 0, room, size)};
}

static uint64_t bit(int step)
{
    return (uint64_t)1 << step;
}

bool file_judge(struct report *r, struct file *file, int step, bool good)
{
    if (!good) {
        file->faults |= bit(step);
    }
    return report_judge(r, step, good);
}

void file_add(struct report *r, struct file *file, int step, const struct outcome *more)
{
    if (more->failed > 0) {
        file->faults |= bit(step);
    }
    report_add(r, step, more);
}

bool file_fails(const struct file *file, int step)
{
    return (file->faults & bit(step)) != 0;
}

// spec/bundle.md 2.8: "A file with a fault of F01 or F03 is judged for no further code of form (F04–F08, F13): its
// lines cannot be told."
bool file_legible(const struct file *file)
{
    return file->present && (file->faults & (bit(STEP_UTF8) | bit(STEP_LINES))) == 0;
}

// spec/verify.md 2.2: "A table, text file or note is *usable* if it is present and has no fault of F01, F03, F04, F05,
// F06, F07, F11 or F13 (a note also not of F05 by notes 1.4; that fault alone leaves a note usable). A JSON file is
// usable if it is present and has no fault of F01, F03, F05, F07, F08, F11 or F13."
// spec/verify.md 2.7: "The files of `log` are usable if present and without fault of F01, F03, F07, F11 or F13;"
bool file_usable(const struct file *file)
{
    uint64_t all = bit(STEP_UTF8) | bit(STEP_LINES) | bit(STEP_LIMITS) | bit(STEP_FORM) | bit(STEP_ENCODING);
    if (file->kind != KIND_NOTE) {
        all |= bit(STEP_ORDER);
    }
    all |= file->kind == KIND_JSON ? bit(STEP_LAYOUT) : bit(STEP_FIELDS) | bit(STEP_TWICE);
    return file->present && (file->faults & all) == 0;
}
