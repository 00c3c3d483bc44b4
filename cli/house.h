// SPDX-License-Identifier: MulanPSL-2.0
// cli/house.h - a home that is locked and open, for the verbs that work on its database.
#pragma once

#include "cli/ui.h"
#include "engine/ceremony/keys.h"
#include "engine/log/log.h"

struct house {
    char *home;
    int lock;
    struct qian_store *store;
    struct qian_key key; // the log's or the witness's, where it was asked for
    struct qian_log log; // where it was asked for
    char *witness;       // name of the witness that this home is, where it was asked for
};

// Lock and open the home. Close it also after a failure. QIAN_USAGE is printed already.
enum qian_status house_open(struct ui *ui, const char *home, struct house *out,
                            struct qian_err *err) QIAN_MUST_USE;
// The same with its log, and its key if it is to sign.
enum qian_status house_open_log(struct ui *ui, const char *home, bool sign, struct house *out,
                                struct qian_err *err) QIAN_MUST_USE;
// The same with the witness that it is, and its key.
enum qian_status house_open_witness(struct ui *ui, const char *home, struct house *out,
                                    struct qian_err *err) QIAN_MUST_USE;
void house_close(struct house *house);
// Close, print the error if there is one, and return the exit code.
int house_end(struct ui *ui, struct house *house, enum qian_status status,
              const struct qian_err *err);

// Write to the file, or, if it is NULL, to standard output.
enum qian_status house_write(struct ui *ui, const char *path, const struct qian_buf *bytes,
                             struct qian_err *err) QIAN_MUST_USE;
// Print one value: as it is, or as {"format": FORMAT, NAME: TEXT}.
int show_text(struct ui *ui, const char *format, const char *name, const char *text);
