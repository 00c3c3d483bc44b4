// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/voidfile.h"

#include "verifier/date.h"

#include <string.h>

// spec/ceremony.md 2.1: "void.json has the members `spec`, `draw`, `notice` (H(notice.json)), `reason` (a string,
// bundle 2.6) and `created` (a time, bundle 3.11), in the layout of bundle 2.4."
void voidfile_read(struct voidfile *v, struct report *r, struct file *file)
{
    static const char *const NAMES[] = {"spec", "draw", "notice", "reason", "created"};
    struct shape *s = &v->shape;
    uint32_t m[5];
    (void)memset(v, 0, sizeof *v);
    shape_load(s, r, file);
    if (!shape_begin(s)) {
        return;
    }
    if (shape_object(s, 1, NAMES, 5, m)) {
        v->spec = shape_string(s, m[0], "spec", is_any, "qian/1");
        v->draw = shape_string(s, m[1], "draw", bytes_code, "[0-9A-Za-z._:-]{1,64}");
        v->notice = shape_string(s, m[2], "notice", is_digest, "[0-9a-f]{64}");
        (void)shape_string(s, m[3], "reason", bytes_text, "1–512 bytes");
        (void)shape_string(s, m[4], "created", date_is_time, "YYYY-MM-DDTHH:MM:SS+08:00");
    }
    shape_end(s);
}

void voidfile_free(struct voidfile *v)
{
    shape_free(&v->shape);
}
