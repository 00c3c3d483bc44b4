// SPDX-License-Identifier: MulanPSL-2.0
// engine/sheet/xlsx_zip.h - the parts of a ZIP archive, unpacked within limits
// (spec/import.md 3.2).
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

#define QIAN_PARTS_MAX 65536 // entries of an archive

struct qian_zip;      // opaque
struct qian_zip_part; // opaque; lives no longer than its archive

// The remedy for a file that is broken, and for one that another kind of program made.
#define QIAN_XLSX_AGAIN "open it in Excel or WPS and save it as .xlsx"

// QIAN_BAD_DATA with the place "FILE: PART": the sentence for all that is not as it must be.
enum qian_status qian_zip_wrong(const struct qian_zip *zip, const char *part,
                                struct qian_err *err) QIAN_MUST_USE;
// Put the place "FILE: PART" into an error that has none.
void qian_zip_where(const struct qian_zip *zip, const char *part, struct qian_err *err);

// Open an archive. Names of parts are compared as OPC does it, ASCII letters in any case; '\' is
// '/'. QIAN_BAD_DATA if two parts have one name. *out is NULL unless QIAN_OK.
enum qian_status qian_zip_open(const char *path, struct qian_zip **out,
                               struct qian_err *err) QIAN_MUST_USE;
void qian_zip_close(struct qian_zip *zip);
bool qian_zip_has(const struct qian_zip *zip, const char *name);
uint64_t qian_zip_bytes(const struct qian_zip *zip); // of the whole file

// Begin to read a part. QIAN_BAD_DATA if it is missing, under a password, or says of itself that
// it unpacks to too much.
enum qian_status qian_zip_part_open(struct qian_zip *zip, const char *name,
                                    struct qian_zip_part **out, struct qian_err *err) QIAN_MUST_USE;
// Unpack at most `room` bytes; *got is 0 at the end, when the checksum was right. What was unpacked
// is counted, whatever the headers say; reading a part a second time does not count again.
enum qian_status qian_zip_part_read(struct qian_zip_part *part, char *to, size_t room, size_t *got,
                                    struct qian_err *err) QIAN_MUST_USE;
uint64_t qian_zip_part_packed(const struct qian_zip_part *part); // packed bytes read so far, about
void qian_zip_part_close(struct qian_zip_part *part);
