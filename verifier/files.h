// SPDX-License-Identifier: MulanPSL-2.0
// The thirteen files of a bundle: opened once, read in pieces, never followed anywhere.
#ifndef QIAN_VERIFIER_FILES_H
#define QIAN_VERIFIER_FILES_H

#include "verifier/bytes.h"
#include "verifier/report.h"

#include <sys/types.h>
#include <time.h>

// In the order of bundle.md, which is also that of the manifests (notes.md 1.2).
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
    FILE_COUNT
};

enum file_kind { KIND_JSON, KIND_TABLE, KIND_TEXT, KIND_NOTE };

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

struct folder {
    int fd; // owned
    struct file files[FILE_COUNT];
};

extern const char *const FILE_NAMES[FILE_COUNT];
enum file_kind file_kind(int number);

// Names and kinds, nothing open.
void folder_clear(struct folder *f);
// Opens the folder and its files; steps 1 and 2. Trouble where the folder cannot be read.
void folder_open(struct folder *f, const char *path, struct report *r);
void folder_close(struct folder *f);
// Trouble if a file is no longer what it was at the start.
void folder_unchanged(const struct folder *f);

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

#endif
