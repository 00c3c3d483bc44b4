// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/office_load.h"

#include <stdlib.h>
#include <string.h>

#include "cli/office.h"
#include "engine/base/file.h"

#define NOTE_MAX 65536

static bool comes_along(const struct qian_pack *pack, size_t count, struct qian_str bytes) {
    for (size_t i = 0; i < count; i++)
        if (qian_str_eq(bytes, (struct qian_str){pack[i].bytes, pack[i].n}))
            return true;
    return false;
}

// spec/rules.md 3.3: "The note stands beside the file, with `.note` in place of `.json`."
static char *note_path(const char *path) {
    struct qian_buf out = {0};
    size_t n = strlen(path);
    bool json = n > 5 && strcmp(path + n - 5, ".json") == 0;
    qian_buf_str(&out, (struct qian_str){path, json ? n - 5 : n});
    qian_buf_text(&out, ".note");
    return out.p;
}

static enum qian_status no_note(const char *path, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "", "rules 3.3", "no office has signed this pack or calendar",
                  "have it signed: qian rules sign, and lay the note beside it");
    qian_err_where(err, "%.200s", path);
    return status;
}

static enum qian_status judge_note(const struct qian_office_paper *paper, const char *path,
                                   const struct qian_policy *policy, struct qian_err *err) {
    struct qian_buf note = {0};
    char *where = note_path(path);
    enum qian_status status = QIAN_OK;
    if (!qian_file_exists(where))
        status = no_note(path, err);
    if (status == QIAN_OK)
        status = qian_file_read(where, NOTE_MAX, &note, err);
    if (status == QIAN_OK)
        status = office_judge(paper, policy, qian_buf_view(&note), where, err);
    qian_buf_free(&note);
    free(where);
    return status;
}

// spec/rules.md 3.3: "For plans and deadlines, another pack or calendar is used only with a note by
// 3.2, where the policy that is given has an `office` line."
static enum qian_status judge(const struct qian_office_paper *paper, bool known, const char *path,
                              const char *policy_path, struct qian_err *err) {
    struct qian_policy policy = {0};
    if (known || !policy_path)
        return QIAN_OK;
    enum qian_status status = qian_policy_read(policy_path, &policy, err);
    if (status == QIAN_OK && office_wanted(&policy))
        status = judge_note(paper, path, &policy, err);
    qian_policy_free(&policy);
    return status;
}

enum qian_status office_rules_load(const char *name_or_path, const char *policy,
                                   struct qian_rules *out, struct qian_err *err) {
    enum qian_status status = qian_rules_load(name_or_path, ".", out, err);
    if (status != QIAN_OK)
        return status;
    struct qian_str bytes = qian_buf_view(&out->bytes);
    struct qian_office_paper paper = {"rules", out->name, bytes};
    return judge(&paper, comes_along(qian_packs, qian_pack_count, bytes), name_or_path, policy,
                 err);
}

enum qian_status office_calendar_load(const char *name_or_path, const char *policy,
                                      struct qian_calendar *out, struct qian_err *err) {
    enum qian_status status = qian_calendar_load(name_or_path, ".", out, err);
    if (status != QIAN_OK)
        return status;
    struct qian_str bytes = qian_buf_view(&out->bytes);
    struct qian_office_paper paper = {"calendar", out->name, bytes};
    return judge(&paper, comes_along(qian_calendars, qian_calendar_count, bytes), name_or_path,
                 policy, err);
}
