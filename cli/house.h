// SPDX-License-Identifier: MulanPSL-2.0
// cli/house.h - a home that is locked and open, for the verbs that work on its database.
#pragma once

#include "cli/passphrase.h"
#include "cli/ui.h"
#include "engine/ceremony/keys.h"
#include "engine/log/log.h"

struct house {
    char *home;
    struct passphrase source;
    struct qian_vault *vault; // of one run; NULL where no key is opened. It points to `source`
    int lock;
    struct qian_store *store;
    struct qian_key key; // the log's or the witness's, where it was asked for
    struct qian_log log; // where it was asked for
    char *witness;       // name of the witness that this home is, where it was asked for
};

// Lock and open the home. `passphrase` is the verb's PASSPHRASE_OPTION, or NULL if it opens no key.
// Close it also after a failure. QIAN_USAGE without a home is printed already.
enum qian_status house_open(struct ui *ui, const char *home, const struct ui_option *passphrase,
                            struct house *out, struct qian_err *err) QIAN_MUST_USE;
// The same with its log.
enum qian_status house_open_log(struct ui *ui, const char *home, const struct ui_option *passphrase,
                                struct house *out, struct qian_err *err) QIAN_MUST_USE;
// Let the log sign. Whoever is asked for the passphrase keeps nobody waiting: the home is free
// until the key is open, and is then locked and opened anew. QIAN_CANNOT if the home lost the key.
enum qian_status house_log_key(struct house *house, struct qian_err *err) QIAN_MUST_USE;
// The same with the witness that it is, and its key, likewise.
enum qian_status house_open_witness(struct ui *ui, const char *home,
                                    const struct ui_option *passphrase, struct house *out,
                                    struct qian_err *err) QIAN_MUST_USE;
// Open the key of this name, or make it; likewise.
enum qian_status house_make_key(struct house *house, const char *name,
                                struct qian_err *err) QIAN_MUST_USE;
// Open the key of this name, which must be there; likewise.
enum qian_status house_open_key(struct house *house, const char *name,
                                struct qian_err *err) QIAN_MUST_USE;
// Give store and lock back.
void house_let_go(struct house *house);
void house_close(struct house *house);
// Close, print the error if there is one, and return the exit code.
int house_end(struct ui *ui, struct house *house, enum qian_status status,
              const struct qian_err *err);

// Write to the file, or, if it is NULL, to standard output.
enum qian_status house_write(struct ui *ui, const char *path, const struct qian_buf *bytes,
                             struct qian_err *err) QIAN_MUST_USE;
// Print one value: as it is, or as {"format": FORMAT, NAME: TEXT}.
int show_text(struct ui *ui, const char *format, const char *name, const char *text);
