// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/sheet/xlsx_zip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

#include "engine/sheet/rows.h"

struct entry {
    char *name; // folded
    zip_uint64_t index;
    uint64_t seen; // how far it was ever unpacked
};

struct qian_zip {
    zip_t *zip;
    char *path;
    uint64_t bytes;
    struct entry *entry; // by name
    size_t entries;
    uint64_t unpacked; // all parts together
};

struct qian_zip_part {
    struct qian_zip *zip;
    struct entry *entry;
    char *name;
    zip_file_t *file;
    uint64_t packed, limit, done;
};

void qian_zip_where(const struct qian_zip *zip, const char *part, struct qian_err *err) {
    if (!*err->where)
        qian_err_where(err, "%s: %s", zip->path, part);
}

enum qian_status qian_zip_wrong(const struct qian_zip *zip, const char *part,
                                struct qian_err *err) {
    qian_fail(err, QIAN_BAD_DATA, "", "import 3.1",
              "the file is no workbook, or one that is damaged", QIAN_XLSX_AGAIN);
    qian_zip_where(zip, part, err);
    return QIAN_BAD_DATA;
}

static enum qian_status too_much(const struct qian_zip_part *part, struct qian_err *err) {
    qian_fail(err, QIAN_BAD_DATA, "", "import 3.2", "the workbook unpacks to more than is allowed",
              "save what is needed as a workbook of its own");
    qian_zip_where(part->zip, part->name, err);
    return QIAN_BAD_DATA;
}

static enum qian_status unreadable(const char *path, const char *why, struct qian_err *err) {
    qian_fail(err, QIAN_CANNOT, "", "", "the file cannot be read",
              "check path, rights and free space");
    qian_err_where(err, "%s", path);
    qian_err_value(err, "%s", why);
    return QIAN_CANNOT;
}

// Is it the disk's fault, and not that of what the file says?
static bool of_system(int code) {
    return code == ZIP_ER_OPEN || code == ZIP_ER_NOENT || code == ZIP_ER_READ ||
           code == ZIP_ER_SEEK || code == ZIP_ER_TELL;
}

static char *fold(const char *name) {
    while (*name == '/' || *name == '\\')
        name++;
    char *folded = qian_str_copy(qian_str(name));
    for (char *p = folded; *p; p++) {
        if (*p == '\\')
            *p = '/';
        else if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    }
    return folded;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static enum qian_status list_entries(struct qian_zip *zip, struct qian_err *err) {
    zip_int64_t count = zip_get_num_entries(zip->zip, 0);
    if (count < 0 || count > QIAN_PARTS_MAX)
        return qian_zip_wrong(zip, "", err);
    zip->entry = qian_take((size_t)count, sizeof *zip->entry);
    for (zip_uint64_t i = 0; i < (zip_uint64_t)count; i++) {
        const char *name = zip_get_name(zip->zip, i, 0);
        if (!name)
            return qian_zip_wrong(zip, "", err);
        zip->entry[zip->entries++] = (struct entry){.name = fold(name), .index = i};
    }
    qsort(zip->entry, zip->entries, sizeof *zip->entry, by_name);
    // Of two parts of one name each program would read the one it likes.
    for (size_t i = 1; i < zip->entries; i++)
        if (by_name(&zip->entry[i - 1], &zip->entry[i]) == 0)
            return qian_zip_wrong(zip, zip->entry[i].name, err);
    return QIAN_OK;
}

enum qian_status qian_zip_open(const char *path, struct qian_zip **out, struct qian_err *err) {
    *out = NULL;
    struct stat stat_;
    int code = 0;
    if (stat(path, &stat_) != 0)
        return unreadable(path, strerror(errno), err);
    struct qian_zip *zip = qian_take(1, sizeof *zip);
    zip->path = qian_str_copy(qian_str(path));
    zip->bytes = (uint64_t)stat_.st_size;
    zip->zip = zip_open(path, ZIP_RDONLY, &code);
    enum qian_status status = zip->zip          ? list_entries(zip, err)
                              : of_system(code) ? unreadable(path, strerror(errno), err)
                                                : qian_zip_wrong(zip, "", err);
    if (status == QIAN_OK)
        *out = zip;
    else
        qian_zip_close(zip);
    return status;
}

void qian_zip_close(struct qian_zip *zip) {
    if (!zip)
        return;
    if (zip->zip)
        zip_discard(zip->zip);
    for (size_t i = 0; i < zip->entries; i++)
        free(zip->entry[i].name);
    free(zip->entry);
    free(zip->path);
    free(zip);
}

static struct entry *find(const struct qian_zip *zip, const char *name) {
    struct entry wanted = {.name = fold(name)};
    struct entry *found = bsearch(&wanted, zip->entry, zip->entries, sizeof *zip->entry, by_name);
    free(wanted.name);
    return found;
}

bool qian_zip_has(const struct qian_zip *zip, const char *name) {
    return find(zip, name) != NULL;
}

uint64_t qian_zip_bytes(const struct qian_zip *zip) {
    return zip->bytes;
}

// What the headers say of a part is enough to refuse it, and never to admit it.
static enum qian_status measure(struct qian_zip_part *part, struct qian_err *err) {
    struct zip_stat stat;
    zip_uint64_t need =
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(part->zip->zip, part->entry->index, 0, &stat) != 0 ||
        (stat.valid & need) != need)
        return qian_zip_wrong(part->zip, part->name, err);
    if (stat.encryption_method != ZIP_EM_NONE) {
        qian_fail(err, QIAN_BAD_DATA, "", "import 3.1", "this workbook is under a password",
                  "open it and save it without a password");
        qian_zip_where(part->zip, part->name, err);
        return QIAN_BAD_DATA;
    }
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        return qian_zip_wrong(part->zip, part->name, err);
    part->packed = stat.comp_size < part->zip->bytes ? stat.comp_size : part->zip->bytes;
    part->limit = stat.size;
    // spec/import.md 3.2: "a part unpacks to at most 1,000 times its packed size"
    if (stat.size > part->packed * QIAN_UNPACK_RATIO_MAX || stat.size > QIAN_UNPACKED_MAX)
        return too_much(part, err);
    return QIAN_OK;
}

enum qian_status qian_zip_part_open(struct qian_zip *zip, const char *name,
                                    struct qian_zip_part **out, struct qian_err *err) {
    *out = NULL;
    struct entry *entry = find(zip, name);
    if (!entry)
        return qian_zip_wrong(zip, name, err);
    struct qian_zip_part *part = qian_take(1, sizeof *part);
    *part = (struct qian_zip_part){.zip = zip, .entry = entry};
    part->name = qian_str_copy(qian_str(name));
    enum qian_status status = measure(part, err);
    if (status == QIAN_OK && !(part->file = zip_fopen_index(zip->zip, entry->index, 0)))
        status = qian_zip_wrong(zip, name, err);
    if (status == QIAN_OK)
        *out = part;
    else
        qian_zip_part_close(part);
    return status;
}

// spec/import.md 3.2: "all parts to at most 16 GiB"
static enum qian_status count(struct qian_zip_part *part, size_t got, struct qian_err *err) {
    part->done += got;
    if (part->done > part->limit) // more than its header says, which kept the limits
        return qian_zip_wrong(part->zip, part->name, err);
    if (part->done > part->entry->seen) {
        part->zip->unpacked += part->done - part->entry->seen;
        part->entry->seen = part->done;
    }
    return part->zip->unpacked > QIAN_UNPACKED_MAX ? too_much(part, err) : QIAN_OK;
}

enum qian_status qian_zip_part_read(struct qian_zip_part *part, char *to, size_t room, size_t *got,
                                    struct qian_err *err) {
    *got = 0;
    zip_int64_t n = zip_fread(part->file, to, room);
    if (n < 0) {
        zip_error_t *error = zip_file_get_error(part->file);
        if (of_system(zip_error_code_zip(error)))
            return unreadable(part->zip->path, zip_error_strerror(error), err);
        enum qian_status status = qian_zip_wrong(part->zip, part->name, err);
        qian_err_value(err, "%s", zip_error_strerror(error));
        return status;
    }
    *got = (size_t)n;
    return count(part, *got, err);
}

uint64_t qian_zip_part_packed(const struct qian_zip_part *part) {
    double share = part->limit ? (double)part->done / (double)part->limit : 1;
    return (uint64_t)(share * (double)part->packed);
}

void qian_zip_part_close(struct qian_zip_part *part) {
    if (!part)
        return;
    if (part->file)
        zip_fclose(part->file);
    free(part->name);
    free(part);
}
