// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/beacon_files.h"

#include <stdio.h>

void qian_beacon_name(size_t place, size_t end, char name[QIAN_BEACON_NAME]) {
    static const char *const ends[QIAN_BEACON_ENDS] = {"certificate", "certificate.previous",
                                                       "previous", "pulse"};
    snprintf(name, QIAN_BEACON_NAME, "beacon/%zu.%s", place, ends[end]);
}

size_t qian_beacon_files(const struct qian_case *c,
                         char name[QIAN_BEACON_FILES][QIAN_BEACON_NAME]) {
    const struct qian_notice *n = &c->copy.notice;
    size_t count = 0;
    for (size_t i = 0; i < n->public_count; i++) {
        for (size_t e = 0; e < QIAN_BEACON_ENDS && n->public[i].kind == QIAN_NIST; e++) {
            qian_beacon_name(i + 1, e, name[count]);
            count += qian_case_has(c, name[count]);
        }
    }
    return count;
}
