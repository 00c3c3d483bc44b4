// SPDX-License-Identifier: MulanPSL-2.0
// The folder and its entries: what is there, what is opened (bundle.md 1).
#include "verifier/kind.h"
#include "verifier/lang.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void folder_clear(struct folder *f)
{
    (void)memset(f, 0, sizeof *f);
    for (int i = 0; i < ROOM_COUNT; i++) {
        f->rooms[i] = -1;
    }
    for (int i = 0; i < FILE_COUNT; i++) {
        f->files[i].name = FILE_NAMES[i];
        f->files[i].kind = file_kind(i);
        f->files[i].fd = -1;
    }
}

// The file's name inside its folder.
static const char *base_name(int number)
{
    const char *name = FILE_NAMES[number];
    return file_room(number) == ROOM_TOP ? name : name + strlen(ROOM_NAMES[file_room(number)]) + 1;
}

static enum entry look_at(int room, const char *name, const char *shown)
{
    struct stat kind;
    if (fstatat(room, name, &kind, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT) {
            file_unreadable(shown);
        }
        return ENTRY_ABSENT;
    }
    if (S_ISREG(kind.st_mode)) {
        return ENTRY_REGULAR;
    }
    return S_ISDIR(kind.st_mode) ? ENTRY_FOLDER : ENTRY_OTHER;
}

// spec/bundle.md 1.1: "(a link, a folder, a device; for `log` and `beacon`: is not a folder)"
static void open_room(struct folder *f, enum room_no room)
{
    f->folders[room] = look_at(f->rooms[ROOM_TOP], ROOM_NAMES[room], ROOM_NAMES[room]);
    if (f->folders[room] != ENTRY_FOLDER) {
        return;
    }
    f->rooms[room] = openat(f->rooms[ROOM_TOP], ROOM_NAMES[room], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (f->rooms[room] < 0) {
        file_unreadable(ROOM_NAMES[room]);
    }
}

void folder_open_file(struct folder *f, int number)
{
    struct stat kind;
    struct file *file = &f->files[number];
    if (f->entries[number] != ENTRY_REGULAR || file->fd >= 0) {
        return;
    }
    int fd = openat(f->rooms[file_room(number)], base_name(number),
                    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &kind) != 0 || !S_ISREG(kind.st_mode)) {
        file_unreadable(file->name);
    }
    file_adopt(file, fd);
}

void folder_open(struct folder *f, const char *path)
{
    folder_clear(f);
    f->rooms[ROOM_TOP] = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f->rooms[ROOM_TOP] < 0) {
        file_unreadable(path);
    }
    open_room(f, ROOM_LOG);
    open_room(f, ROOM_BEACON);
    for (int i = 0; i < FILE_COUNT; i++) {
        int room = f->rooms[file_room(i)];
        f->entries[i] = room < 0 ? ENTRY_ABSENT : look_at(room, base_name(i), FILE_NAMES[i]);
    }
    folder_open_file(f, FILE_NOTICE);
}

void folder_close(struct folder *f)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        if (f->files[i].fd >= 0) {
            (void)close(f->files[i].fd);
            f->files[i].fd = -1;
        }
    }
    for (int i = 0; i < ROOM_COUNT; i++) {
        if (f->rooms[i] >= 0) {
            (void)close(f->rooms[i]);
            f->rooms[i] = -1;
        }
    }
}

// spec/bundle.md 1.1: "A name that is absent, or is not a regular file (a link, a folder, a device; for `log` and
// `beacon`: is not a folder), is code F09."
// spec/verify.md 1.4: "A missing file leaves step 1 `open`: what is not there cannot be judged"
static void judge_entry(struct report *r, enum belonging belonging, enum entry found, enum entry right,
                        const char *name)
{
    const char *wanted = right == ENTRY_REGULAR ? say("普通文件", "a regular file") : say("文件夹", "a folder");
    if (belonging == BELONGS_NOT || (belonging == BELONGS_OPTIONAL && found == ENTRY_ABSENT)) {
        return;
    }
    if (found == ENTRY_ABSENT) {
        report_open(r, STEP_PRESENT);
        if (!r->steps[STEP_PRESENT].described) {
            report_fault(r, STEP_PRESENT, bytes_of(say("缺少", "missing")), bytes_of(wanted), "%s", name);
        }
        return;
    }
    if (report_judge(r, STEP_PRESENT, found == right)) {
        report_fault(r, STEP_PRESENT, bytes_of(say("不是", "not that")), bytes_of(wanted), "%s", name);
    }
}

// Does this name in that folder belong to the bundle?
static bool is_ours(const struct bundle_kind *k, enum room_no room, const char *name)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        if (file_room(i) == room && strcmp(name, base_name(i)) == 0) {
            return kind_file(k, i) != BELONGS_NOT || kind_is_result(k, i);
        }
    }
    for (int i = ROOM_LOG; room == ROOM_TOP && i < ROOM_COUNT; i++) {
        if (strcmp(name, ROOM_NAMES[i]) == 0) {
            return kind_room(k, (enum room_no)i) != BELONGS_NOT;
        }
    }
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

// spec/bundle.md 1.2: "Any other entry of the folder, or of its folders `log` and `beacon`, is code F10."
static void look_for_others(const struct folder *f, const struct bundle_kind *k, enum room_no room, struct report *r)
{
    int fd = openat(f->rooms[room], ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (list == NULL) {
        file_unreadable(ROOM_NAMES[room]);
    }
    report_able(r, STEP_EXTRA);
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(list);
        if (entry == NULL) {
            break;
        }
        if (report_judge(r, STEP_EXTRA, is_ours(k, room, entry->d_name))) {
            report_fault(r, STEP_EXTRA, bytes_of(entry->d_name), bytes_of(say("无此条目", "no such entry")), "%s/%s",
                         ROOM_NAMES[room], entry->d_name);
        }
    }
    if (errno != 0) {
        file_unreadable(ROOM_NAMES[room]);
    }
    (void)closedir(list);
}

void folder_read(struct folder *f, const struct bundle_kind *k, struct report *r)
{
    look_for_others(f, k, ROOM_TOP, r);
    for (int i = ROOM_LOG; i < ROOM_COUNT; i++) {
        enum belonging belonging = kind_room(k, (enum room_no)i);
        judge_entry(r, belonging, f->folders[i], ENTRY_FOLDER, ROOM_NAMES[i]);
        if (belonging != BELONGS_NOT && f->rooms[i] >= 0) {
            look_for_others(f, k, (enum room_no)i, r);
        }
    }
    for (int i = 0; i < FILE_COUNT; i++) {
        enum belonging belonging = kind_file(k, i);
        judge_entry(r, belonging, f->entries[i], ENTRY_REGULAR, FILE_NAMES[i]);
        if (belonging != BELONGS_NOT) {
            folder_open_file(f, i);
        }
    }
}

// The files are read more than once. Whoever writes to them meanwhile must not get a verdict on a mixture.
void folder_unchanged(const struct folder *f)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        if (f->files[i].fd >= 0 && !file_is_unchanged(&f->files[i])) {
            file_changed(f->files[i].name);
        }
    }
}
