// SPDX-License-Identifier: MulanPSL-2.0
// The files of a bundle: opened once, read in pieces, never followed anywhere.
#ifndef QIAN_VERIFIER_FILES_H
#define QIAN_VERIFIER_FILES_H

#include "verifier/bytes.h"
#include "verifier/report.h"

#include <sys/types.h>
#include <time.h>

enum { BEACON_SOURCES = 8 };
// Of each public source, in the order of the names.
enum beacon_no { BEACON_CERTIFICATE, BEACON_CERTIFICATE_PREVIOUS, BEACON_PREVIOUS, BEACON_PULSE, BEACON_FILES };

// The first thirteen in the order of bundle.md, which is also that of the manifests (notes.md 1.2).
enum file_no {
    FILE_RULES,
    FILE_TARGETS,
    FILE_INSPECTORS,
    FILE_RECUSALS,
    FILE_NOTICE,
    FILE_NOTICE_NOTE,
    FILE_CONTRIBUTIONS,
    FILE_CLOSE_NOTE,
    FILE_ENTROPY,
    FILE_SELECTION,
    FILE_ASSIGNMENT,
    FILE_TRANSCRIPT,
    FILE_TRANSCRIPT_NOTE,
    FILE_OBJECTIONS,
    FILE_REPLACES_NOTE,
    FILE_OPEN_NOTE,
    FILE_VOID,
    FILE_VOID_NOTE,
    FILE_PROOFS, // of the notes, in the order of note.h
    FILE_BEACON = FILE_PROOFS + 6,
    FILE_COUNT = FILE_BEACON + BEACON_SOURCES * BEACON_FILES
};

enum file_kind { KIND_JSON, KIND_TABLE, KIND_TEXT, KIND_NOTE, KIND_PROOF };

enum { JSON_MAX = 64 << 20, SMALL_MAX = 65536, LINE_MAX_BYTES = 65535, JSON_LINE_MAX = 1 << 20 };

struct file {
    const char *name;
    enum file_kind kind;
    bool present;    // as a regular file
    int fd;          // owned; -1 where not present
    bool leased;     // the system tells whether anybody opens it for writing
    uint64_t size;
    struct timespec changed;
    uint64_t faults; // bit n: step n found a fault in this file
    uint64_t lines;
    char digest[DIGEST_DIGITS]; // H of the bytes and, for a table, the root; where the suite is known
    char root[DIGEST_DIGITS];
};

// The folder itself and the two that it may hold.
enum room_no { ROOM_TOP, ROOM_LOG, ROOM_BEACON, ROOM_COUNT };
// What stands under a name.
enum entry { ENTRY_ABSENT, ENTRY_REGULAR, ENTRY_FOLDER, ENTRY_OTHER };

struct folder {
    int rooms[ROOM_COUNT];         // owned; -1 where not open
    enum entry folders[ROOM_COUNT]; // what stands under `log` and `beacon`
    enum entry entries[FILE_COUNT];
    struct file files[FILE_COUNT];
};

extern const char *const FILE_NAMES[FILE_COUNT]; // with the folder that they stand in
extern const char *const ROOM_NAMES[ROOM_COUNT];
enum file_kind file_kind(int number);
enum room_no file_room(int number);
// The file of that kind of the public source at that place (from 0).
int beacon_file(size_t source, enum beacon_no which);

// Names and kinds, nothing open.
void folder_clear(struct folder *f);
// Opens the folder, looks what stands under each known name, and opens notice.json alone, which tells the rest. Trouble
// where the folder cannot be read.
void folder_open(struct folder *f, const char *path);
void folder_close(struct folder *f);
// Trouble if a file is no longer what it was at the start.
void folder_unchanged(const struct folder *f);
// Opens the regular file of that number, where it is one and not open yet.
void folder_open_file(struct folder *f, int number);

// Up to size bytes from offset; 0 only at the end. Trouble where reading fails.
size_t file_read(const struct file *file, uint64_t offset, unsigned char *room, size_t size);
// The whole of a file that is no table, of at most JSON_MAX or SMALL_MAX bytes, in memory that the caller frees.
struct bytes file_load(const struct file *file);
// As report_judge, and remembers that the file has a fault of that step.
bool file_judge(struct report *r, struct file *file, int step, bool good);
// As report_add, and remembers that the file has a fault of that step.
void file_add(struct report *r, struct file *file, int step, const struct outcome *more);
// Has it a fault of that step?
bool file_fails(const struct file *file, int step);
// bundle.md 2.8: can its lines be told, so that its form can be judged? After the survey.
bool file_legible(const struct file *file);
// verify.md 2.2: may other steps rely on this file?
bool file_usable(const struct file *file);
// Takes over the open regular file fd.
void file_adopt(struct file *file, int fd);
// Trouble: the file cannot be read, or has changed.
_Noreturn void file_unreadable(const char *name);
_Noreturn void file_changed(const char *name);
// Is the open file still what it was when it was taken over?
bool file_is_unchanged(const struct file *file);

#endif
