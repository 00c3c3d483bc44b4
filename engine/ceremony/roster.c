// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/roster.h"

#include <stdlib.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/ceremony/home.h"
#include "engine/store/draws.h"

#define STORE_WAIT_MS 2000

static enum qian_status write_table(const struct qian_roster_order *order,
                                    const struct qian_solo *s, struct qian_store *store,
                                    enum qian_bundle_file file, struct qian_err *err) {
    const char *name = qian_bundle_names[file];
    struct qian_str bytes = qian_buf_view(&s->bundle.file[file]);
    struct qian_digest digest;
    qian_sha256(bytes, &digest);
    enum qian_status status =
        qian_store_file_add(store, s->request.notice.draw, name, &digest, err);
    char *path = qian_path_join(order->out, name);
    if (status == QIAN_OK)
        status = qian_folder_make(order->out, 0755, err);
    if (status == QIAN_OK)
        status = qian_file_write(path, bytes, 0644, err);
    free(path);
    return status;
}

static enum qian_status keep(const struct qian_roster_order *order, const struct qian_solo *s,
                             struct qian_err *err) {
    struct qian_store *store = NULL;
    int lock = -1;
    enum qian_status status = qian_home_lock(order->home, &lock, err);
    if (status == QIAN_OK)
        status = qian_store_open(order->home, STORE_WAIT_MS, &store, err);
    if (status == QIAN_OK && order->inspectors)
        status = qian_identities_keep(order->home, s->request.notice.draw, s, err);
    if (status == QIAN_OK)
        status = write_table(order, s, store,
                             order->inspectors ? QIAN_F_INSPECTORS : QIAN_F_TARGETS, err);
    if (status == QIAN_OK && order->inspectors)
        status = write_table(order, s, store, QIAN_F_RECUSALS, err);
    qian_store_close(store);
    if (lock >= 0)
        close(lock);
    return status;
}

enum qian_status qian_roster_freeze(const struct qian_roster_order *order, struct qian_solo *s,
                                    struct qian_err *err) {
    const struct qian_solo_order solo = {
        .request = order->request, .home = order->home, .legacy_ids = order->legacy_ids};
    enum qian_status status = qian_sign_start(err);
    if (status == QIAN_OK)
        status = qian_request_read(order->request, &s->request, err);
    s->request.notice.ceremony = true;
    if (status == QIAN_OK)
        status = qian_solo_begin(&solo, s, err);
    if (status == QIAN_OK)
        status = qian_solo_freeze_part(&solo, s, order->inspectors, err);
    return status == QIAN_OK ? keep(order, s, err) : status;
}
