// SPDX-License-Identifier: MulanPSL-2.0
// Reads the files of a log for who watches it.
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/ceremony/monitor.h"
#include "engine/core/field.h"
#include "engine/log/fsck.h"
#include "engine/log/proof.h"
#include "engine/log/tiles.h"

#define ENTRIES_MAX (QIAN_TILE * (QIAN_ENTRY_MAX + 2))

// "qian/1 KIND", the draw's id: else the entry is no note of a draw.
static bool read_note(struct qian_str entry, struct qian_logged *out) {
    struct qian_str rest, lines, kind;
    *out = (struct qian_logged){.entry = entry};
    if (!qian_note_split(entry, &out->text, &lines))
        return false;
    rest = out->text;
    if (!qian_line_take(&rest, "qian/1", &kind) || !qian_line_next(&rest, &out->draw) ||
        qian_check_code(out->draw))
        return false;
    for (int k = 0; k < QIAN_NOTE_KINDS; k++) {
        out->kind = (enum qian_note_kind)k;
        if (qian_str_is(kind, qian_note_kinds[k]))
            return true;
    }
    return false;
}

static void take_entries(struct qian_monitor *m, struct qian_str bundle, uint64_t index,
                         unsigned width) {
    struct qian_str entry;
    struct qian_logged note;
    for (unsigned i = 0; i < width && qian_entry_next(&bundle, &entry); i++) {
        if (!read_note(entry, &note)) {
            m->other++;
            continue;
        }
        note.index = index + i;
        m->logged = qian_grow(m->logged, &m->logged_cap, m->logged_count + 1, sizeof *m->logged);
        m->logged[m->logged_count++] = note;
    }
}

// `whole`: the checkpoint can be gone by, so that a file which is missing is known to be damaged.
static void read_entries(struct qian_monitor *m, const char *folder, bool whole) {
    for (uint64_t n = 0; n * QIAN_TILE < m->size; n++) {
        struct qian_buf name = {0}, bytes = {0};
        struct qian_err ignored;
        unsigned width = qian_tile_width(0, n, m->size);
        qian_tile_path(&name, QIAN_ENTRIES_LEVEL, n, width);
        char *path = qian_path_join(folder, name.p);
        bool good = qian_file_read_regular(path, ENTRIES_MAX, &bytes, &ignored) == QIAN_OK;
        free(path);
        qian_buf_free(&name);
        if (good) { // the notes point into it
            m->file = qian_grow(m->file, &m->files_cap, m->files + 1, sizeof *m->file);
            m->file[m->files++] = bytes;
            take_entries(m, qian_buf_view(&bytes), n * QIAN_TILE, width);
        } else {
            qian_buf_free(&bytes);
            if (!whole)
                return;
        }
    }
}

static int by_draw_kind_index(const void *a, const void *b) {
    const struct qian_logged *x = a, *y = b;
    int order = qian_str_cmp(x->draw, y->draw);
    if (order == 0 && x->kind != y->kind)
        order = x->kind < y->kind ? -1 : 1;
    return order != 0 ? order : x->index < y->index ? -1 : x->index > y->index;
}

static void gather_draws(struct qian_monitor *m) {
    if (m->logged_count > 0)
        qsort(m->logged, m->logged_count, sizeof *m->logged, by_draw_kind_index);
    for (size_t i = 0; i < m->logged_count; i++) {
        const struct qian_logged *note = &m->logged[i];
        if (i == 0 || !qian_str_eq(note->draw, m->logged[i - 1].draw)) {
            m->watched =
                qian_grow(m->watched, &m->watched_cap, m->watched_count + 1, sizeof *m->watched);
            struct qian_watched *fresh = &m->watched[m->watched_count++];
            *fresh = (struct qian_watched){.draw = qian_str_copy(note->draw), .from = i};
            for (int k = 0; k < QIAN_NOTE_KINDS; k++)
                fresh->first[k] = -1;
        }
        struct qian_watched *w = &m->watched[m->watched_count - 1];
        int64_t *first = &w->first[note->kind];
        w->notes++;
        if (*first < 0)
            *first = (int64_t)note->index;
    }
}

static void read_origin(struct qian_monitor *m, const char *folder) {
    struct qian_buf bytes = {0};
    struct qian_err ignored;
    struct qian_checkpoint *checkpoint = qian_take(1, sizeof *checkpoint);
    char *path = qian_path_join(folder, "checkpoint");
    if (qian_file_read_regular(path, QIAN_CHECKPOINT_MAX, &bytes, &ignored) == QIAN_OK &&
        !qian_checkpoint_read(qian_buf_view(&bytes), checkpoint))
        m->origin = qian_str_copy(checkpoint->origin);
    free(path);
    free(checkpoint);
    qian_buf_free(&bytes);
}

enum qian_status qian_monitor_log(struct qian_monitor *m, const struct qian_monitor_order *order,
                                  struct qian_err *err) {
    struct qian_fsck fsck = {0};
    bool whole = true;
    enum qian_status status = qian_fsck(order->log, order->key, &fsck, err);
    for (size_t i = 0; status == QIAN_OK && i < fsck.count; i++) {
        bool head = strcmp(fsck.damage[i].file, "checkpoint") == 0;
        whole = whole && !head;
        qian_find_value(qian_find(m, head ? "L02" : "L01", "log 6.3", "", -1, fsck.damage[i].what,
                                  "get the log's files again, or compare them with another copy"),
                        "%s", fsck.damage[i].file);
    }
    m->size = fsck.size;
    qian_fsck_free(&fsck);
    if (status != QIAN_OK)
        return status;
    read_origin(m, order->log);
    read_entries(m, order->log, whole);
    gather_draws(m);
    return QIAN_OK;
}
