// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/desk.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/passphrase.h"
#include "cli/commands.h"
#include "engine/base/date.h"
#include "engine/base/file.h"

#define STORE_WAIT_MS 5000

static bool read_times(struct ui *ui, const struct ui_option *options, struct desk *out) {
    const char *as_of = options[1].value, *day = options[2].value;
    if (as_of && !qian_time_good(qian_str(as_of)))
        ui_usage(ui, "--as-of wants a time, YYYY-MM-DDTHH:MM:SS+08:00", as_of);
    else if (day && !qian_date_good(qian_str(day)))
        ui_usage(ui, "--day wants a day, YYYY-MM-DD", day);
    else {
        memcpy(out->day, day ? day : as_of ? as_of : out->now, 10);
        return true;
    }
    return false;
}

enum qian_status desk_open(struct ui *ui, const struct ui_option *options, struct desk *out,
                           struct qian_err *err) {
    *out = (struct desk){0};
    qian_time_write((int64_t)time(NULL), out->now);
    if (!read_times(ui, options, out))
        return err->status = QIAN_USAGE;
    out->home = home_of(ui, options[0].value);
    if (!out->home)
        return err->status = QIAN_USAGE;
    enum qian_status status = qian_folder_make(out->home, 0700, err);
    if (status == QIAN_OK)
        status = qian_store_open_registers(out->home, STORE_WAIT_MS, &out->store, err);
    if (status == QIAN_OK)
        status = qian_store_change_at(out->store, options[1].value ? options[1].value : "9999",
                                      &out->change, err);
    return status;
}

const char *desk_user(void) {
    const struct passwd *pw = getpwuid(geteuid());
    return pw && pw->pw_name && *pw->pw_name ? pw->pw_name : "-";
}

enum qian_status desk_list(struct desk *desk, const char *reg, const char *name, uint64_t *number,
                           struct qian_err *err) {
    enum qian_status status = qian_store_list(desk->store, name, reg, NULL, number, err);
    if (status != QIAN_OK || *number > 0)
        return status;
    status = qian_fail(err, QIAN_REFUSED, "", "registers 1.2", "there is no list of this name",
                       "qian register lists tells which there are");
    qian_err_where(err, "%.200s", name);
    return status;
}

void desk_close(struct desk *desk) {
    qian_store_close(desk->store);
    free(desk->home);
    *desk = (struct desk){0};
}

int desk_end(struct ui *ui, struct desk *desk, enum qian_status status,
             const struct qian_err *err) {
    desk_close(desk);
    // A fault of usage was printed when it was found, and has no sentence here.
    return status == QIAN_OK ? QIAN_OK : err->what ? ui_fail(ui, err) : (int)status;
}
