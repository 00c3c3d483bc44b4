// SPDX-License-Identifier: MulanPSL-2.0
// Values of a file that should stand in another register, and do not.
#include "engine/registry/import_steps.h"

struct telling {
    struct qian_importing *im;
    const char *column;
};

static void tell(void *context, uint64_t row, struct qian_str value, uint64_t rows) {
    struct telling *t = context;
    struct qian_buf text = {0};
    qian_buf_str(&text, value);
    qian_buf_text(&text, " (");
    qian_buf_u64(&text, rows);
    qian_buf_char(&text, ')');
    qian_finding_add(&t->im->out->findings, QIAN_NOTED, (size_t)row, t->column,
                     qian_buf_view(&text), "no list of items has this",
                     "write it as the list of items does");
    qian_buf_free(&text);
}

// spec/import.md 5.7: "An item or line (条线) of an inspection, certificate or approval that no
// list of items has is noted"
enum qian_status qian_import_strangers(struct qian_importing *im, struct qian_err *err) {
    const struct qian_reference *r = im->order->kind->reference;
    enum qian_status status = QIAN_OK;
    for (; status == QIAN_OK && r && r->column; r++) {
        const struct qian_register *other = qian_register_find(r->other);
        struct telling telling = {im, r->column};
        status =
            qian_stage_strangers(im->stage, qian_register_column(im->reg, r->column), other,
                                 qian_register_column(other, r->other_column), tell, &telling, err);
    }
    return status;
}
