// SPDX-License-Identifier: MulanPSL-2.0
// cli/ui.h - the one place where `qian` speaks: language, options, errors, progress.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"
#include "engine/base/text.h"
#include "engine/registry/badrows.h"

#define EXIT_CANCELLED 130

struct ui {
    const char *verb; // "draw all"
    bool zh;          // Chinese, else English
    bool json;        // one JSON object on standard output instead of text
    bool tty;         // standard error is a terminal
    bool shown;       // a progress line stands there
};

// One option of a verb. `value` is filled with the last value given, or, where `values` is set,
// each value is added there.
struct ui_option {
    const char *name; // "--home"
    bool flag;        // takes no value
    const char *value;
    const char **values;
    size_t count, max;
};

struct ui_command {
    const char *name;    // "draw all"
    const char *summary; // fixed sentence
    const char *usage;
    const char *examples;
    int (*run)(struct ui *ui, int argc, char **argv);
};

// The sentence in the language of the user.
const char *ui_say(const struct ui *ui, const char *sentence);

// Read options and positional arguments (at most `max`); the common options --lang, --json and
// --help are read too. False (and an error printed) on a fault; *help is set by --help.
bool ui_parse(struct ui *ui, int argc, char **argv, struct ui_option *options, size_t count,
              const char **positional, size_t *positionals, size_t max, bool *help);
void ui_help(const struct ui *ui, const struct ui_command *command);

// Print the error and return its exit code.
int ui_fail(struct ui *ui, const struct qian_err *err);
// The same for rows that cannot be used. `path` gives the path of each file.
int ui_fail_rows(struct ui *ui, const struct qian_err *err, const struct qian_badrows *rows,
                 const char *(*path)(void *context, const char *file), void *context);
int ui_usage(struct ui *ui, const char *what, const char *value);

// Show, on a terminal, what is being done.
void ui_progress(void *ui, const char *what, size_t rows);
void ui_progress_end(struct ui *ui);

// Write standard output. QIAN_CANNOT if it cannot be written, which ui_end then says.
int ui_print(struct ui *ui, const struct qian_buf *text);
// The exit code of the program: `code`, or QIAN_CANNOT if standard output could not be written.
int ui_end(struct ui *ui, int code);

// Append a path as a shell reads it back; what does not print is shown escaped.
void ui_quote(struct qian_buf *out, const char *path);
