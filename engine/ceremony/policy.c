// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/ceremony/policy.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"

#define POLICY_MAX 1048576 // spec/verify.md 4.3

// spec/notes.md 3.1: "words separated by spaces or TABs"
// The line's words with one space between them.
static void words_of(struct qian_str line, struct qian_buf *out) {
    bool gap = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == ' ' || line.p[i] == '\t') {
            gap = out->n > 0;
            continue;
        }
        if (gap)
            qian_buf_char(out, ' ');
        gap = false;
        qian_buf_char(out, line.p[i]);
    }
}

static bool has_line(const struct qian_buf *policy, struct qian_str wanted) {
    struct qian_split split = qian_split(qian_buf_view(policy), '\n');
    struct qian_str line;
    bool found = false;
    while (!found && qian_split_next(&split, &line)) {
        struct qian_buf words = {0};
        words_of(line, &words);
        found = qian_str_eq(qian_buf_view(&words), wanted);
        qian_buf_free(&words);
    }
    return found;
}

static void need_line(struct qian_buf *policy, const char *word, const char *value,
                      const char *more) {
    struct qian_buf line = {0};
    qian_buf_text(&line, word);
    qian_buf_char(&line, ' ');
    qian_buf_text(&line, value);
    if (more) {
        qian_buf_char(&line, ' ');
        qian_buf_text(&line, more);
    }
    if (!has_line(policy, qian_buf_view(&line))) {
        qian_buf_str(policy, qian_buf_view(&line));
        qian_buf_char(policy, '\n');
    }
    qian_buf_free(&line);
}

static void start_policy(struct qian_buf *policy, bool rehearsal) {
    qian_buf_text(policy, "# Who may sign the draws made under this home, and under which rules.\n"
                          "# Give this file to those who verify, by a way of its own.\n"
                          "quorum none\n");
    if (rehearsal)
        qian_buf_text(policy, "rehearsal\n");
}

static void enter(struct qian_buf *policy, const struct qian_notice *notice) {
    char digest[QIAN_HEX_SIZE + 1];
    qian_digest_hex(&notice->rules_digest, digest);
    need_line(policy, "operator", notice->operator_vkey, NULL);
    for (size_t i = 0; i < notice->contributor_count; i++)
        need_line(policy, "contributor", notice->contributors[i].vkey, NULL);
    need_line(policy, "rules", notice->rules_name, digest);
}

static enum qian_status read_policy(const char *path, bool rehearsal, struct qian_buf *out,
                                    struct qian_err *err) {
    if (!qian_file_exists(path)) {
        start_policy(out, rehearsal);
        return QIAN_OK;
    }
    enum qian_status status = qian_file_read(path, POLICY_MAX, out, err);
    if (status == QIAN_OK && out->n > 0 && out->p[out->n - 1] != '\n')
        qian_buf_char(out, '\n');
    return status;
}

enum qian_status qian_policy_check(const char *home, bool rehearsal, struct qian_err *err) {
    char *path = qian_path_join(home, "policy.txt");
    struct qian_buf policy = {0};
    enum qian_status status = read_policy(path, rehearsal, &policy, err);
    if (status == QIAN_OK && has_line(&policy, qian_str("rehearsal")) != rehearsal) {
        status =
            qian_fail(err, QIAN_REFUSED, "C08", "notes 3.5",
                      "a home is either for rehearsals or for real draws", "use another --home");
        qian_err_where(err, "%.200s", path);
    }
    qian_buf_free(&policy);
    free(path);
    return status;
}

enum qian_status qian_policy_enter(const char *home, const struct qian_notice *notice,
                                   struct qian_err *err) {
    char *path = qian_path_join(home, "policy.txt");
    struct qian_buf policy = {0};
    enum qian_status status = read_policy(path, notice->rehearsal, &policy, err);
    if (status == QIAN_OK) {
        enter(&policy, notice);
        status = qian_file_write(path, qian_buf_view(&policy), 0644, err);
    }
    qian_buf_free(&policy);
    free(path);
    return status;
}
