// SPDX-License-Identifier: MulanPSL-2.0
#define _GNU_SOURCE // F_SETLEASE
#include "verifier/files.h"

#include "verifier/lang.h"
#include "verifier/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const FILE_NAMES[FILE_COUNT] = {
    "rules.json",     "targets.tsv",       "inspectors.tsv",    "recusals.tsv", "notice.json",
    "notice.note",    "contributions.txt", "close.note",        "entropy.txt",  "selection.tsv",
    "assignment.tsv", "transcript.json",   "transcript.note"};

enum file_kind file_kind(int number)
{
    switch (number) {
    case FILE_RULES:
    case FILE_NOTICE:
    case FILE_TRANSCRIPT:
        return KIND_JSON;
    case FILE_CONTRIBUTIONS:
    case FILE_ENTROPY:
        return KIND_TEXT;
    case FILE_NOTICE_NOTE:
    case FILE_CLOSE_NOTE:
    case FILE_TRANSCRIPT_NOTE:
        return KIND_NOTE;
    default:
        return KIND_TABLE;
    }
}

static _Noreturn void unreadable(const char *name)
{
    trouble(name, say("无法读取", "it cannot be read"), say("请检查路径和权限", "check the path and its permissions"));
}

void folder_clear(struct folder *f)
{
    (void)memset(f, 0, sizeof *f);
    f->fd = -1;
    for (int i = 0; i < FILE_COUNT; i++) {
        f->files[i].name = FILE_NAMES[i];
        f->files[i].kind = file_kind(i);
        f->files[i].fd = -1;
    }
}

static _Noreturn void changed(const char *name)
{
    trouble(name, say("读取期间被改动，或正被写入", "it is open for writing, or was changed while it was read"),
            say("请核验一份不再变动的副本", "verify a copy that nobody writes to"));
}

// spec/verify.md 4.3: "A file of the bundle that is there and cannot be read, or changes while it is read, is ERROR"
// Size and time do not tell a write through a mapping that was there before. A read lease does: it is not given while
// anybody has the file open for writing, and it is lost when somebody opens it so. Where the system gives none (the file
// is another user's, or the file system knows none) size and time must do.
static void file_lease(struct file *file)
{
    file->leased = fcntl(file->fd, F_SETLEASE, F_RDLCK) == 0;
    if (!file->leased && errno == EAGAIN) {
        changed(file->name);
    }
}

void file_adopt(struct file *file, int fd)
{
    struct stat now;
    if (fstat(fd, &now) != 0) {
        unreadable(file->name);
    }
    file->present = true;
    file->fd = fd;
    file->size = (uint64_t)now.st_size;
    file->changed = now.st_ctim;
    file_lease(file);
}

// spec/bundle.md 1.1: "A name that is absent, or is not a regular file (a link, a folder, a device), is code F09."
// spec/verify.md 1.4: "A missing file leaves step 1 `open`: what is not there cannot be judged"
static void open_file(struct folder *f, struct file *file, struct report *r)
{
    struct stat kind;
    if (fstatat(f->fd, file->name, &kind, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT) {
            unreadable(file->name);
        }
        report_open(r, STEP_PRESENT);
        if (!r->steps[STEP_PRESENT].described) {
            report_fault(r, STEP_PRESENT, bytes_of(say("缺少", "missing")), bytes_of(say("普通文件", "a regular file")),
                         "%s", file->name);
        }
        return;
    }
    if (report_judge(r, STEP_PRESENT, S_ISREG(kind.st_mode) != 0)) {
        report_fault(r, STEP_PRESENT, bytes_of(say("不是普通文件", "not a regular file")),
                     bytes_of(say("普通文件", "a regular file")), "%s", file->name);
    }
    if (!S_ISREG(kind.st_mode)) {
        return;
    }
    int fd = openat(f->fd, file->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &kind) != 0 || !S_ISREG(kind.st_mode)) {
        unreadable(file->name);
    }
    file_adopt(file, fd);
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool is_ours(const char *name)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        if (strcmp(name, FILE_NAMES[i]) == 0) {
            return true;
        }
    }
    return false;
}

// spec/bundle.md 1.2: "Any other entry of the folder is code F10."
static void look_for_others(const struct folder *f, struct report *r)
{
    int fd = openat(f->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (list == NULL) {
        unreadable(".");
    }
    report_able(r, STEP_EXTRA);
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(list);
        if (entry == NULL) {
            break;
        }
        if (!is_dots(entry->d_name) && report_judge(r, STEP_EXTRA, is_ours(entry->d_name))) {
            report_fault(r, STEP_EXTRA, bytes_of(entry->d_name), bytes_of(say("无此条目", "no such entry")), "%s",
                         entry->d_name);
        }
    }
    if (errno != 0) {
        unreadable(".");
    }
    (void)closedir(list);
}

void folder_open(struct folder *f, const char *path, struct report *r)
{
    folder_clear(f);
    f->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f->fd < 0) {
        unreadable(path);
    }
    for (int i = 0; i < FILE_COUNT; i++) {
        open_file(f, &f->files[i], r);
    }
    look_for_others(f, r);
}

void folder_close(struct folder *f)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        if (f->files[i].fd >= 0) {
            (void)close(f->files[i].fd);
            f->files[i].fd = -1;
        }
    }
    if (f->fd >= 0) {
        (void)close(f->fd);
        f->fd = -1;
    }
}

// The files are read more than once. Whoever writes to them meanwhile must not get a verdict on a mixture.
void folder_unchanged(const struct folder *f)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        const struct file *file = &f->files[i];
        struct stat now;
        if (file->fd < 0) {
            continue;
        }
        if (fstat(file->fd, &now) != 0 || (uint64_t)now.st_size != file->size ||
            now.st_ctim.tv_sec != file->changed.tv_sec || now.st_ctim.tv_nsec != file->changed.tv_nsec ||
            (file->leased && fcntl(file->fd, F_GETLEASE) != F_RDLCK)) {
            changed(file->name);
        }
    }
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
            unreadable(file->name);
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

// spec/bundle.md 2.8: "A file with a fault of F01 or F03 is judged for no further code of form (F04–F08, F13): its lines
// cannot be told."
bool file_legible(const struct file *file)
{
    return file->present && (file->faults & (bit(STEP_UTF8) | bit(STEP_LINES))) == 0;
}

// spec/verify.md 2.2: "A table, text file or note is *usable* if it is present and has no fault of F01, F03, F04, F05, F06,
// F07, F11 or F13 (a note also not of F05 by notes 1.4; that fault alone leaves a note usable). A JSON file is usable if
// it is present and has no fault of F01, F03, F05, F07, F08, F11 or F13."
bool file_usable(const struct file *file)
{
    uint64_t all = bit(STEP_UTF8) | bit(STEP_LINES) | bit(STEP_LIMITS) | bit(STEP_FORM) | bit(STEP_ENCODING);
    if (file->kind != KIND_NOTE) {
        all |= bit(STEP_ORDER);
    }
    all |= file->kind == KIND_JSON ? bit(STEP_LAYOUT) : bit(STEP_FIELDS) | bit(STEP_TWICE);
    return file->present && (file->faults & all) == 0;
}
