// SPDX-License-Identifier: MulanPSL-2.0
// Holds published bundles against the log.
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/file.h"
#include "engine/ceremony/monitor.h"
#include "engine/core/field.h"
#include "engine/log/proof.h"

#define JSON_MAX 67108864            // spec/bundle.md 1.3
#define FILE_MAX (UINT64_C(1) << 36) // a table of a thousand million rows

static bool is_folder(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool read_in(const char *folder, const char *name, uint64_t max, struct qian_buf *out) {
    struct qian_err ignored;
    char *path = qian_path_join(folder, name);
    bool good = qian_file_read_regular(path, max, out, &ignored) == QIAN_OK;
    free(path);
    return good;
}

// A file of the bundle is not there, or cannot be read.
static void missing(struct qian_monitor *m, const struct qian_published *p, const char *draw,
                    const char *name) {
    qian_find_value(qian_find(m, "F09", "bundle 1.1", draw, -1,
                              "a file of a published bundle is missing, or cannot be read",
                              "ask the authority for the bundle"),
                    "%s/%s", p->name, name);
}

static void differs(struct qian_monitor *m, const struct qian_published *p, int64_t entry,
                    const char *name) {
    qian_find_value(qian_find(m, "H01", "notes 1.2", p->copy.notice.draw, entry,
                              "a file of a published bundle is not the one in the log",
                              "keep the bundle as it is, and ask the authority for the right one"),
                    "%s/%s", p->name, name);
}

// Read what the folder says of itself. False, with a finding, where that cannot be used.
static bool read_head(struct qian_monitor *m, struct qian_published *p) {
    struct qian_buf rules = {0}, notice = {0};
    struct qian_err err = {0};
    bool good = false;
    if (!read_in(p->path, "notice.json", JSON_MAX, &notice)) {
        missing(m, p, "", "notice.json");
    } else if (!read_in(p->path, "rules.json", JSON_MAX, &rules)) {
        missing(m, p, "", "rules.json");
    } else {
        good = qian_rules_parse(qian_buf_view(&rules), &p->rules, &err) == QIAN_OK &&
               qian_notice_read(qian_buf_view(&notice), &p->rules, &p->copy, &err) == QIAN_OK &&
               !qian_check_code(qian_str(p->copy.notice.draw));
        if (!good)
            qian_find_value(qian_find(m, "F08", "bundle 3", "", -1,
                                      "a published bundle's notice or rules cannot be read",
                                      "run qian-verify on the bundle"),
                            "%s %s", p->name, err.where);
    }
    qian_buf_free(&rules);
    qian_buf_free(&notice);
    return good;
}

// The entry of this draw and kind that these bytes are; else the first of the kind; else NULL.
static const struct qian_logged *entry_of(const struct qian_monitor *m, const char *draw,
                                          enum qian_note_kind kind, struct qian_str bytes,
                                          bool *same) {
    const struct qian_watched *w = qian_watched_find(m, draw);
    const struct qian_logged *first = NULL;
    *same = false;
    for (size_t i = 0; w && i < w->notes && !*same; i++) {
        const struct qian_logged *note = &m->logged[w->from + i];
        if (note->kind != kind)
            continue;
        *same = qian_str_eq(note->entry, bytes);
        if (*same || !first)
            first = note;
    }
    return first;
}

static bool name_good(struct qian_str name) {
    if (name.n == 0 || name.n > 64)
        return false;
    if (name.n > 7 && memcmp(name.p, "beacon/", 7) == 0)
        name = (struct qian_str){name.p + 7, name.n - 7};
    return name.p[0] != '.' && !memchr(name.p, '/', name.n) && !memchr(name.p, 0, name.n);
}

static bool same_digest(const struct qian_published *p, const char *name,
                        const struct qian_digest *want, bool *there) {
    struct qian_buf bytes = {0};
    struct qian_digest found;
    struct qian_hasher *h = qian_hasher_open(p->copy.notice.suite);
    *there = read_in(p->path, name, FILE_MAX, &bytes);
    qian_hash(h, qian_buf_view(&bytes), &found);
    qian_hasher_close(h);
    qian_buf_free(&bytes);
    return *there && memcmp(found.b, want->b, sizeof found.b) == 0;
}

// One manifest line of a logged note: is the bundle's file that one? *head is set for notice.json.
static bool check_line(struct qian_monitor *m, const struct qian_published *p, int64_t entry,
                       struct qian_str line, bool *head) {
    struct qian_digest want;
    bool there = true;
    if (line.n < 67 || !qian_hex_read((struct qian_str){line.p, 64}, want.b, sizeof want.b) ||
        memcmp(line.p + 64, "  ", 2) != 0 ||
        !name_good((struct qian_str){line.p + 66, line.n - 66})) {
        differs(m, p, entry, "manifest");
        return false;
    }
    char *name = qian_str_copy((struct qian_str){line.p + 66, line.n - 66});
    bool good = same_digest(p, name, &want, &there);
    if (!there)
        missing(m, p, p->copy.notice.draw, name);
    else if (!good)
        differs(m, p, entry, name);
    *head = *head || (good && strcmp(name, "notice.json") == 0);
    free(name);
    return good;
}

// spec/notes.md 1.2: "The manifest has one line a file: H of the file, two spaces, the file's
// name."
static bool check_manifest(struct qian_monitor *m, const struct qian_published *p,
                           const struct qian_logged *note, bool *head) {
    struct qian_str rest = note->text, line;
    bool good = true;
    for (size_t i = 0; qian_line_next(&rest, &line); i++)
        if (i >= 2 && !check_line(m, p, (int64_t)note->index, line, head))
            good = false;
    return good;
}

// One note of the bundle. *head is set if notice.json is the one of this logged note.
static bool check_note(struct qian_monitor *m, const struct qian_published *p,
                       enum qian_note_kind kind, bool *head) {
    const char *name = qian_note_files[kind], *draw = p->copy.notice.draw;
    struct qian_buf bytes = {0};
    bool same = false, good = true;
    bool there = read_in(p->path, name, QIAN_CHECKPOINT_MAX, &bytes);
    const struct qian_logged *note = entry_of(m, draw, kind, qian_buf_view(&bytes), &same);
    if (note && there && same) {
        good = check_manifest(m, p, note, head);
    } else if (note && there) {
        differs(m, p, (int64_t)note->index, name);
        good = false;
    } else if (note) {
        missing(m, p, draw, name);
        good = false;
    } else if (there) {
        qian_find_value(qian_find(m, "L01", "ceremony 5.1", draw, -1,
                                  "a note of a published bundle is not in the log",
                                  "do not accept the draw; ask the authority"),
                        "%s/%s", p->name, name);
        good = false;
    }
    qian_buf_free(&bytes);
    return good;
}

// Is this a draw of another log, or of none (mode `solo`)?
static bool is_elsewhere(const struct qian_monitor *m, const struct qian_published *p) {
    struct qian_buf bytes = {0};
    struct qian_log_proof *proof = qian_take(1, sizeof *proof);
    struct qian_checkpoint *checkpoint = qian_take(1, sizeof *checkpoint);
    bool other = !p->copy.notice.ceremony;
    if (!other && m->origin &&
        read_in(p->path, "log/notice.tlog-proof", QIAN_CHECKPOINT_MAX, &bytes) &&
        !qian_log_proof_read(qian_buf_view(&bytes), proof) &&
        !qian_checkpoint_read(proof->checkpoint, checkpoint))
        other = !qian_str_is(checkpoint->origin, m->origin);
    free(checkpoint);
    free(proof);
    qian_buf_free(&bytes);
    return other;
}

// spec/notes.md 1.4: "replaces.note: as void.note". Where the log has that void, it is this one.
static void check_replaced(struct qian_monitor *m, struct qian_published *p) {
    const char *old = p->copy.notice.replaces;
    struct qian_buf bytes = {0};
    bool same = false;
    if (old && read_in(p->path, "replaces.note", QIAN_CHECKPOINT_MAX, &bytes)) {
        const struct qian_logged *note =
            entry_of(m, old, QIAN_NOTE_VOID, qian_buf_view(&bytes), &same);
        if (note && !same) {
            differs(m, p, (int64_t)note->index, "replaces.note");
            p->sound = false;
        }
    }
    qian_buf_free(&bytes);
}

static void hold_against_log(struct qian_monitor *m, struct qian_published *p) {
    struct qian_watched *w = qian_watched_find(m, p->copy.notice.draw);
    bool head = false, later = false;
    if (!w && is_elsewhere(m, p)) {
        m->elsewhere++;
        return;
    }
    p->sound = true;
    for (int k = 0; k < QIAN_NOTE_KINDS; k++)
        if (!check_note(m, p, (enum qian_note_kind)k, k == QIAN_NOTE_NOTICE ? &head : &later))
            p->sound = false;
    check_replaced(m, p);
    if (w)
        w->bundle = true;
    if (w && head && !w->taken) { // else another folder of the same draw came before
        w->taken = true;
        p->watched = w;
    }
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum qian_status list(const char *path, char ***name, size_t *count, struct qian_err *err) {
    size_t cap = 0;
    DIR *dir = opendir(path);
    if (!dir) {
        enum qian_status status = qian_fail(err, QIAN_CANNOT, "", "", "the folder cannot be read",
                                            "check path and rights");
        qian_err_where(err, "%.200s", path);
        qian_err_value(err, "%s", strerror(errno));
        return status;
    }
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        char *whole = qian_path_join(path, e->d_name);
        if (e->d_name[0] != '.' && is_folder(whole)) {
            *name = qian_grow(*name, &cap, *count + 1, sizeof **name);
            (*name)[(*count)++] = qian_str_copy(qian_str(e->d_name));
        }
        free(whole);
    }
    closedir(dir);
    if (*count > 0)
        qsort(*name, *count, sizeof **name, by_name);
    return QIAN_OK;
}

enum qian_status qian_monitor_bundles(struct qian_monitor *m,
                                      const struct qian_monitor_order *order,
                                      struct qian_err *err) {
    char **name = NULL;
    size_t count = 0;
    enum qian_status status = list(order->bundles, &name, &count, err);
    m->published = qian_take(count + 1, sizeof *m->published);
    for (size_t i = 0; i < count; i++) {
        struct qian_published *p = &m->published[i];
        p->name = name[i];
        p->path = qian_path_join(order->bundles, name[i]);
        if (read_head(m, p))
            hold_against_log(m, p);
        m->published_count = i + 1;
    }
    free(name);
    for (size_t i = 0; i < m->watched_count && status == QIAN_OK; i++) {
        const struct qian_watched *w = &m->watched[i];
        int64_t end = w->first[QIAN_NOTE_TRANSCRIPT] >= 0 ? w->first[QIAN_NOTE_TRANSCRIPT]
                                                          : w->first[QIAN_NOTE_VOID];
        if (end >= 0 && !w->bundle)
            (void)qian_find(m, "F09", "bundle 1.1", w->draw, end,
                            "the log has this draw, but no bundle of it is published",
                            "ask the authority for it; under an embargo it comes when that is "
                            "opened");
    }
    return status;
}
