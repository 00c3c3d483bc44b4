// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/pool_parts.h"

enum qian_status qian_keyed_open(struct qian_keyed *keyed, struct qian_store *store,
                                 const struct qian_scan_order *order, struct qian_err *err) {
    enum qian_status status = qian_store_scan(store, order, &keyed->scan, err);
    return status == QIAN_OK ? qian_keyed_step(keyed, err) : status;
}

enum qian_status qian_keyed_step(struct qian_keyed *keyed, struct qian_err *err) {
    return qian_scan_next(keyed->scan, &keyed->more, &keyed->row, err);
}

enum qian_status qian_keyed_seek(struct qian_keyed *keyed, struct qian_str key,
                                 struct qian_err *err) {
    enum qian_status status = QIAN_OK;
    while (status == QIAN_OK && keyed->more && qian_str_cmp(keyed->row.key, key) < 0)
        status = qian_keyed_step(keyed, err);
    return status;
}

bool qian_keyed_is(const struct qian_keyed *keyed, struct qian_str key) {
    return keyed->more && qian_str_eq(keyed->row.key, key);
}

void qian_keyed_close(struct qian_keyed *keyed) {
    qian_scan_close(keyed->scan);
}
