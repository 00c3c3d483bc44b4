// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/monitor.h - what anyone can see who watches a log: its files, and the bundles
// that were published (spec/ceremony.md 2.3, 6.5, 6.6).
//
// This is no verification: what a single bundle says of itself is judged by qian-verify. A bundle
// counts here only as far as its notice.json is the one that the log knows.
#pragma once

#include "engine/ceremony/signing.h"

struct qian_monitor_order {
    const char *log;                 // folder of the log
    const struct qian_note_key *key; // of the log, or NULL
    const char *bundles;             // folder with one folder a draw, or NULL
    const char *plan;                // path of a TSV with the header `line<TAB>due`, or NULL
    const char *today;               // YYYY-MM-DD
    const char *const *value;        // `SOURCE=VALUE` for each source of a void, in order
    size_t values;
    const char *draw; // the void whose public value this is; NULL: the only one that it fits
};

// A target that a void would have drawn.
struct qian_would {
    char *id, *items, *inspectors; // owned; inspectors with ", " between
};

// Something that does not agree, or is missing. `what` and `next` are fixed sentences.
struct qian_finding {
    const char *code;   // reason code of spec/verify.md, or ""
    const char *clause; // or ""
    const char *what, *next;
    char *draw;    // owned; "" where it is of no single draw
    int64_t entry; // index in the log, or -1
    char *value;   // owned, printable; may be ""
    struct qian_would *would;
    size_t woulds;
    bool determined; // `would` was computed
};

// One note of the log. Views point into the files that were read.
struct qian_logged {
    enum qian_note_kind kind;
    struct qian_str draw, text, entry;
    uint64_t index;
};

// One draw of the log.
struct qian_watched {
    char *draw;                     // owned
    int64_t first[QIAN_NOTE_KINDS]; // index of the first note of the kind, or -1
    size_t from, notes;             // its notes in `logged`
    bool bundle;                    // there is a folder for it
    bool taken;                     // one whose notice.json is the one in the log
};

// One published bundle.
struct qian_published {
    char *name, *path; // of its folder; owned
    struct qian_rules rules;
    struct qian_notice_copy copy;
    struct qian_watched *watched; // its draw, if its notice.json is the one in the log
    bool sound;                   // all its files that the log knows are those of the log
};

// A draw that goes on.
struct qian_going {
    char *draw;
    int64_t entry;
    char *due; // when its public value comes, or 30 days after its notice; without its bundle 60
               // days after the notice of a published draw behind it; NULL where not known
};

struct qian_monitor {
    uint64_t size;    // of the log
    char *origin;     // of the log; NULL where it has no readable checkpoint
    size_t other;     // entries that are no notes of a draw
    size_t elsewhere; // bundles that are of no log, or of another one
    struct qian_buf *file;
    size_t files, files_cap;
    struct qian_logged *logged; // by draw, kind, index
    size_t logged_count, logged_cap;
    struct qian_watched *watched; // by draw
    size_t watched_count, watched_cap;
    struct qian_published *published; // by name of folder
    size_t published_count, published_cap;
    struct qian_finding *finding; // by draw, entry, code, value
    size_t findings, findings_cap;
    struct qian_going *going; // by draw
    size_t goings, goings_cap;
    int64_t today; // seconds since 1970 at which the day begins
};

// Look at everything. QIAN_OK also where something is found; QIAN_CANNOT where the log cannot be
// read, QIAN_BAD_DATA for a plan that is none, QIAN_USAGE for a public value that fits no void or
// more than one. Free in every case.
enum qian_status qian_monitor_run(const struct qian_monitor_order *order, struct qian_monitor *out,
                                  struct qian_err *err) QIAN_MUST_USE;
void qian_monitor_free(struct qian_monitor *m);

// Parts of the above. Add a finding; it is valid until the next one is added.
struct qian_finding *qian_find(struct qian_monitor *m, const char *code, const char *clause,
                               const char *draw, int64_t entry, const char *what, const char *next);
void qian_find_value(struct qian_finding *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct qian_watched *qian_watched_find(const struct qian_monitor *m, const char *draw);
// Its published bundle; NULL if there is none, or `w` is NULL.
const struct qian_published *qian_published_of(const struct qian_monitor *m,
                                               const struct qian_watched *w);
// monitor_log.c: damaged files; `logged` and `watched`.
enum qian_status qian_monitor_log(struct qian_monitor *m, const struct qian_monitor_order *order,
                                  struct qian_err *err) QIAN_MUST_USE;
// monitor_bundle.c: F09, H01, L01; `published`.
enum qian_status qian_monitor_bundles(struct qian_monitor *m,
                                      const struct qian_monitor_order *order,
                                      struct qian_err *err) QIAN_MUST_USE;
// monitor_void.c: C03.
enum qian_status qian_monitor_voids(struct qian_monitor *m, const struct qian_monitor_order *order,
                                    struct qian_err *err) QIAN_MUST_USE;
// monitor_serials.c: serials (C02), plan lines (C04).
void qian_monitor_serials(struct qian_monitor *m);
void qian_monitor_lines(struct qian_monitor *m);
// monitor_plan.c: the plan.
enum qian_status qian_monitor_plan(struct qian_monitor *m, const struct qian_monitor_order *order,
                                   struct qian_err *err) QIAN_MUST_USE;
