// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/roster.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/ceremony/home.h"
#include "engine/store/draws.h"

#define STORE_WAIT_MS 2000

#define TABLE_MAX ((uint64_t)1 << 38)

// The tables of a custodian. The last one is entered last: it says that all are kept.
static const enum qian_bundle_file of_targets[] = {QIAN_F_TARGETS},
                                   of_inspectors[] = {QIAN_F_RECUSALS, QIAN_F_INSPECTORS};

struct custody {
    const struct qian_roster_order *order;
    const char *draw;
    const enum qian_bundle_file *file;
    size_t files;
    struct qian_store *store;
    int lock;
};

static enum qian_status custody_open(struct custody *k, struct qian_err *err) {
    k->lock = -1;
    enum qian_status status = qian_home_lock(k->order->home, &k->lock, err);
    return status == QIAN_OK ? qian_store_open(k->order->home, STORE_WAIT_MS, &k->store, err)
                             : status;
}

static void custody_close(struct custody *k) {
    qian_store_close(k->store);
    if (k->lock >= 0)
        close(k->lock);
}

// HOME/draws/ID/NAME
static char *kept_path(const struct custody *k, const char *name) {
    char *draws = qian_path_join(k->order->home, "draws"), *draw = qian_path_join(draws, k->draw);
    char *path = qian_path_join(draw, name);
    free(draws);
    free(draw);
    return path;
}

static enum qian_status put(const char *folder, const char *name, struct qian_str bytes,
                            unsigned mode, struct qian_err *err) {
    char *path = qian_path_join(folder, name);
    char *above = qian_path_folder(path);
    enum qian_status status = qian_folder_make(above, mode == 0600 ? 0700 : 0755, err);
    if (status == QIAN_OK)
        status = qian_file_write(path, bytes, mode, err);
    free(above);
    free(path);
    return status;
}

// Take a kept table to `out`; it must be the one that was acknowledged.
static enum qian_status give_kept(const struct custody *k, const char *name,
                                  const struct qian_digest *want, struct qian_err *err) {
    struct qian_buf bytes = {0};
    struct qian_digest have;
    char *path = kept_path(k, name);
    enum qian_status status = qian_file_read_regular(path, TABLE_MAX, &bytes, err);
    qian_sha256(qian_buf_view(&bytes), &have);
    if (status == QIAN_OK && memcmp(have.b, want->b, sizeof have.b) != 0) {
        status = qian_fail(err, QIAN_DISAGREES, "H01", "ceremony 6.4",
                           "the file in the home is not the one that was acknowledged",
                           "restore it from a copy of the home or of the case");
        qian_err_where(err, "%.200s", path);
    }
    if (status == QIAN_OK)
        status = put(k->order->out, name, qian_buf_view(&bytes), 0644, err);
    free(path);
    qian_buf_free(&bytes);
    return status;
}

// SHA-256 of what is frozen: of the suite's word and the digest of each input file.
static enum qian_status input_digest(const struct custody *k, const struct qian_request *r,
                                     bool *there, struct qian_digest *out, struct qian_err *err) {
    const char *const path[] = {k->order->inspectors ? r->inspectors : r->targets,
                                k->order->inspectors ? r->recusals : NULL};
    struct qian_buf all = {0};
    enum qian_status status = QIAN_OK;
    *there = true;
    qian_buf_u64(&all, r->notice.suite);
    for (size_t i = 0; i < 2 && status == QIAN_OK && *there; i++) {
        struct qian_buf bytes = {0};
        struct qian_digest digest;
        if (!path[i])
            continue;
        *there = qian_file_exists(path[i]);
        if (*there)
            status = qian_file_read(path[i], TABLE_MAX, &bytes, err);
        qian_sha256(qian_buf_view(&bytes), &digest);
        qian_buf_char(&all, ' ');
        qian_buf_hex(&all, digest.b, sizeof digest.b);
        qian_buf_free(&bytes);
    }
    qian_sha256(qian_buf_view(&all), out);
    qian_buf_free(&all);
    return status;
}

// Is it the input of before? One that is gone cannot be told, and does no harm.
static enum qian_status check_input(const struct custody *k, const struct qian_request *r,
                                    struct qian_err *err) {
    struct qian_digest before, now;
    bool found = false, there = false;
    enum qian_status status =
        qian_store_signed_get(k->store, k->draw, "roster", qian_bundle_names[k->file[k->files - 1]],
                              &found, &before, err);
    if (status == QIAN_OK && found)
        status = input_digest(k, r, &there, &now, err);
    if (status == QIAN_OK && found && there && memcmp(before.b, now.b, sizeof now.b) != 0) {
        status = qian_fail(err, QIAN_REFUSED, "C01", "ceremony 6.4",
                           "a roster was frozen for this draw before, from another input",
                           "freeze this one for a new draw id");
        qian_err_where(err, "request draw");
        qian_err_value(err, "%s", k->draw);
    }
    return status;
}

// Remembered while nothing is acknowledged: the next input may be another.
static enum qian_status keep_input(const struct custody *k, const struct qian_request *r,
                                   struct qian_err *err) {
    struct qian_digest digest;
    bool there = false;
    enum qian_status status = input_digest(k, r, &there, &digest, err);
    return status == QIAN_OK
               ? qian_store_signed_add(k->store, k->draw, "roster",
                                       qian_bundle_names[k->file[k->files - 1]], &digest, true, err)
               : status;
}

// spec/ceremony.md 6.4: "What was once acknowledged (a commitment, a roster, a value, a signed
// note) is kept in the home of who made it"
static enum qian_status give_all(const struct custody *k, const struct qian_request *r,
                                 bool *before, struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    for (size_t i = k->files; i-- > 0 && status == QIAN_OK;) {
        const char *name = qian_bundle_names[k->file[i]];
        struct qian_digest digest;
        bool found = false;
        status = qian_store_file_get(k->store, k->draw, name, &found, &digest, err);
        if (i == k->files - 1)
            *before = found;
        if (!*before)
            break;
        if (status == QIAN_OK && i == k->files - 1)
            status = check_input(k, r, err);
        if (status == QIAN_OK)
            status = give_kept(k, name, &digest, err);
    }
    return status;
}

// Everything is written before the database knows of it.
static enum qian_status keep(const struct custody *k, const struct qian_solo *s,
                             struct qian_err *err) {
    enum qian_status status = keep_input(k, &s->request, err);
    if (status == QIAN_OK && k->order->inspectors)
        status = qian_identities_keep(k->order->home, k->draw, s, err);
    for (size_t i = 0; i < k->files && status == QIAN_OK; i++) {
        const char *name = qian_bundle_names[k->file[i]];
        struct qian_str bytes = qian_buf_view(&s->bundle.file[k->file[i]]);
        struct qian_digest digest;
        char *path = kept_path(k, name);
        qian_sha256(bytes, &digest);
        status = qian_store_file_drop(k->store, k->draw, name, err); // of a run that was broken off
        if (status == QIAN_OK)
            status = put(".", path, bytes, 0600, err);
        if (status == QIAN_OK)
            status = qian_store_file_add(k->store, k->draw, name, &digest, err);
        free(path);
    }
    return status;
}

enum qian_status qian_roster_freeze(const struct qian_roster_order *order, struct qian_solo *s,
                                    bool *before, struct qian_err *err) {
    const struct qian_solo_order solo = {
        .request = order->request, .home = order->home, .legacy_ids = order->legacy_ids};
    struct custody k = {.order = order,
                        .file = order->inspectors ? of_inspectors : of_targets,
                        .files = order->inspectors ? 2 : 1,
                        .lock = -1};
    *before = false;
    enum qian_status status = qian_sign_start(err);
    if (status == QIAN_OK)
        status = qian_request_read(order->request, &s->request, err);
    s->request.notice.ceremony = true;
    k.draw = s->request.notice.draw;
    if (status == QIAN_OK && !qian_store_draw_id_good(k.draw)) {
        status = qian_fail(err, QIAN_REFUSED, "C02", "ceremony 6.4",
                           "this cannot be the id of a draw", "give the draw an id of its own");
        qian_err_where(err, "request draw");
        qian_err_value(err, "%s", k.draw);
    }
    if (status == QIAN_OK)
        status = custody_open(&k, err);
    if (status == QIAN_OK)
        status = give_all(&k, &s->request, before, err);
    if (status == QIAN_OK && !*before) {
        status = qian_solo_begin(&solo, s, err);
        if (status == QIAN_OK)
            status = qian_solo_freeze_part(&solo, s, order->inspectors, err);
        if (status == QIAN_OK)
            status = keep(&k, s, err);
        bool kept = false;
        if (status == QIAN_OK)
            status = give_all(&k, &s->request, &kept, err);
    }
    custody_close(&k);
    return status;
}
