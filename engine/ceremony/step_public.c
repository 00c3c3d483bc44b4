// SPDX-License-Identifier: MulanPSL-2.0
// The public values: entered, verified, and then never entered again.
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/file.h"
#include "engine/beacon/load.h"
#include "engine/beacon/public.h"
#include "engine/core/seed.h"
#include "engine/ceremony/signing.h"
#include "engine/ceremony/solo.h"
#include "engine/ceremony/steps.h"

enum qian_status qian_public_given(const struct qian_source *source, const char *text,
                                   const char **out, struct qian_err *err) {
    const char *name = qian_source_names[source->kind];
    size_t n = strlen(name);
    if (strncmp(text, name, n) == 0 && text[n] == '=') {
        *out = text + n + 1;
        return QIAN_OK;
    }
    enum qian_status status =
        qian_fail(err, QIAN_USAGE, "E03", "seed 3.3",
                  "the public values are not of the notice's sources, in its order",
                  "give --public SOURCE=VALUE once for each source");
    qian_err_where(err, "%s", name);
    qian_err_value(err, "%.100s", text);
    return status;
}

// spec/ceremony.md 6.3: "the public value verifies; it is entered once and never again"
// Balls and lottery numbers prove nothing by themselves: two people enter them, each alone.
static enum qian_status check_again(const struct qian_case *c, const struct qian_act *act,
                                    struct qian_err *err) {
    size_t at = 0;
    for (size_t i = 0; i < c->copy.notice.public_count; i++) {
        enum qian_source_kind kind = c->copy.notice.public[i].kind;
        if (kind != QIAN_BALLS && kind != QIAN_LOTTERY)
            continue;
        if (at < act->agains && strcmp(act->again[at], act->value[i]) == 0) {
            at++;
            continue;
        }
        enum qian_status status =
            qian_fail(err, at < act->agains ? QIAN_DISAGREES : QIAN_USAGE, "E10", "ceremony 6.3",
                      "balls and lottery numbers are entered by two people, and both must agree",
                      "let a second person read them off and give --again SOURCE=VALUE");
        qian_err_value(err, "%.100s", at < act->agains ? act->again[at] : act->value[i]);
        return status;
    }
    if (at == act->agains)
        return QIAN_OK;
    return qian_fail(err, QIAN_USAGE, "E03", "ceremony 6.3",
                     "more values were entered again than first",
                     "give --again once for each of balls and lottery");
}

void qian_public_words(const struct qian_source *source, const char *value, struct qian_buf *out) {
    switch (source->kind) {
    case QIAN_BALLS:
        break;
    case QIAN_DRAND:
        qian_buf_text(out, source->chain);
        qian_buf_char(out, ' ');
        qian_buf_u64(out, source->number);
        qian_buf_char(out, ' ');
        break;
    case QIAN_LOTTERY:
        qian_buf_text(out, source->game);
        qian_buf_char(out, ' ');
        qian_buf_text(out, source->issue);
        qian_buf_char(out, ' ');
        break;
    case QIAN_NIST:
    case QIAN_SOURCES:
        break;
    }
    qian_buf_text(out, value);
}

static enum qian_status not_yet(const struct qian_source *source, struct qian_err *err) {
    int64_t time = 0;
    if (!qian_time_read(qian_str(source->time), &time) || qian_now() >= time)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "T03", "ceremony 5.7", "the public value does not exist yet",
                  "wait for its time, or set the clock right");
    qian_err_value(err, "%s", source->time);
    return status;
}

// The files of beacons 3.1 and 3.7 for one source.
struct nist {
    struct qian_buf pulse, previous, certificate, certificate_previous;
};

static void nist_free(struct nist *n) {
    qian_buf_free(&n->pulse);
    qian_buf_free(&n->previous);
    qian_buf_free(&n->certificate);
    qian_buf_free(&n->certificate_previous);
}

static enum qian_status load_pulse(const char *path, struct qian_pulse *pulse,
                                   struct qian_buf *text, struct qian_err *err) {
    enum qian_status status = qian_pulse_load(path, pulse, err);
    if (status == QIAN_OK)
        qian_pulse_write(pulse, text);
    return status;
}

static enum qian_status load_certificate(const char *path, struct qian_buf *pem,
                                         struct qian_err *err) {
    struct qian_buf der = {0};
    enum qian_status status = qian_certificate_load(path, &der, err);
    if (status == QIAN_OK)
        qian_certificate_write(qian_buf_view(&der), pem);
    qian_buf_free(&der);
    return status;
}

// nist=PULSE,PREVIOUS,CERTIFICATE[,PREVIOUS-CERTIFICATE]: paths.
static enum qian_status load_nist(const char *value, struct nist *n, struct qian_pulse *pulse,
                                  struct qian_err *err) {
    char *path[4] = {0};
    size_t paths = 0;
    struct qian_split split = qian_split(qian_str(value), ',');
    struct qian_str part;
    struct qian_pulse previous;
    while (paths < 4 && qian_split_next(&split, &part))
        path[paths++] = qian_str_copy(part);
    enum qian_status status = QIAN_OK;
    if (paths < 3 || split.more)
        status =
            qian_fail(err, QIAN_USAGE, "F09", "beacons 3.1", "a nist value is three or four files",
                      "nist=PULSE,PREVIOUS,CERTIFICATE[,CERTIFICATE-OF-PREVIOUS]");
    if (status == QIAN_OK)
        status = load_pulse(path[0], pulse, &n->pulse, err);
    if (status == QIAN_OK)
        status = load_pulse(path[1], &previous, &n->previous, err);
    if (status == QIAN_OK)
        status = load_certificate(path[2], &n->certificate, err);
    if (status == QIAN_OK && paths == 4)
        status = load_certificate(path[3], &n->certificate_previous, err);
    for (size_t i = 0; i < 4; i++)
        free(path[i]);
    return status;
}

static enum qian_status judge_nist(const struct qian_case *c, const struct qian_source *source,
                                   const struct nist *n, struct qian_str value,
                                   struct qian_err *err) {
    const struct qian_nist_files files = {qian_buf_view(&n->pulse), qian_buf_view(&n->previous),
                                          qian_buf_view(&n->certificate),
                                          qian_buf_view(&n->certificate_previous)};
    const char *file = "";
    bool open = false;
    uint8_t used[2][QIAN_PULSE_DIGEST];
    const char *code = qian_nist_evidence_fault(source, value, &files, &file, &open, used);
    // spec/beacons.md 3.4: "and stands in a line `nist CERTIFICATEID` of the policy"
    if (!code &&
        (!qian_policy_has_nist(&c->policy, used[0]) || !qian_policy_has_nist(&c->policy, used[1])))
        code = "S05";
    if (!code && !open)
        return QIAN_OK;
    enum qian_status status = qian_fail(
        err, QIAN_DISAGREES, code ? code : "F09", "beacons 3", "this pulse cannot be used",
        "get pulse, previous pulse and certificate again, of the pulse that the notice names");
    qian_err_where(err, "%s", file);
    return status;
}

static enum qian_status keep_nist(struct qian_case *c, size_t place, const struct nist *n,
                                  struct qian_err *err) {
    const struct {
        const char *end;
        const struct qian_buf *bytes;
    } files[] = {{".pulse", &n->pulse},
                 {".previous", &n->previous},
                 {".certificate", &n->certificate},
                 {".certificate.previous", &n->certificate_previous}};
    enum qian_status status = QIAN_OK;
    for (size_t i = 0; i < 4 && status == QIAN_OK; i++) {
        struct qian_buf name = {0};
        qian_buf_text(&name, "beacon/");
        qian_buf_u64(&name, place + 1);
        qian_buf_text(&name, files[i].end);
        if (files[i].bytes->n > 0)
            status = qian_keep(c, name.p, qian_buf_view(files[i].bytes), err);
        qian_buf_free(&name);
    }
    return status;
}

static enum qian_status take_nist(struct qian_case *c, size_t place, const char *value,
                                  struct qian_buf *words, struct qian_err *err) {
    struct nist n = {0};
    struct qian_pulse *pulse = qian_take(1, sizeof *pulse);
    enum qian_status status = load_nist(value, &n, pulse, err);
    if (status == QIAN_OK) {
        qian_buf_u64(words, pulse->chain);
        qian_buf_char(words, ' ');
        qian_buf_u64(words, pulse->index);
        qian_buf_char(words, ' ');
        qian_buf_hex(words, pulse->output, QIAN_PULSE_DIGEST);
        status = judge_nist(c, &c->copy.notice.public[place], &n, qian_buf_view(words), err);
    }
    if (status == QIAN_OK)
        status = keep_nist(c, place, &n, err);
    nist_free(&n);
    free(pulse);
    return status;
}

static enum qian_status take_value(struct qian_case *c, size_t place, const char *text,
                                   struct qian_buf *words, struct qian_err *err) {
    const struct qian_source *source = &c->copy.notice.public[place];
    const char *value = NULL;
    enum qian_status status = qian_public_given(source, text, &value, err);
    if (status == QIAN_OK)
        status = not_yet(source, err);
    if (status != QIAN_OK)
        return status;
    if (source->kind == QIAN_NIST)
        return take_nist(c, place, value, words, err);
    qian_public_words(source, value, words);
    return qian_public_check(source, qian_buf_view(words), err);
}

static enum qian_status enter(struct qian_case *c, const struct qian_act *act,
                              struct qian_err *err) {
    const struct qian_notice *n = &c->copy.notice;
    struct qian_buf words[QIAN_PUBLIC_MAX_SOURCES] = {0}, file = {0};
    const char *value[QIAN_PUBLIC_MAX_SOURCES] = {0};
    struct qian_digest contributions;
    enum qian_status status = QIAN_OK;
    if (act->values != n->public_count)
        status = qian_fail(err, QIAN_USAGE, "E03", "seed 3.3",
                           "the public values are not of the notice's sources, in its order",
                           "give --public SOURCE=VALUE once for each source");
    if (status == QIAN_OK)
        status = check_again(c, act, err);
    for (size_t i = 0; i < n->public_count && status == QIAN_OK; i++) {
        status = take_value(c, i, act->value[i], &words[i], err);
        value[i] = words[i].p;
    }
    if (status == QIAN_OK)
        status = qian_case_digest(c, "contributions.txt", &contributions, err);
    if (status == QIAN_OK) {
        qian_entropy_write(n, &c->notice_digest, &contributions, value, &file);
        status = qian_keep(c, "entropy.txt", qian_buf_view(&file), err);
    }
    for (size_t i = 0; i < QIAN_PUBLIC_MAX_SOURCES; i++)
        qian_buf_free(&words[i]);
    qian_buf_free(&file);
    return status;
}

enum qian_status qian_step_public_none(struct qian_case *c, struct qian_err *err) {
    const struct qian_act none = {0};
    int64_t time = 0;
    enum qian_status status = qian_case_proven(c, QIAN_NOTE_CLOSE, &time, err);
    return status == QIAN_OK ? enter(c, &none, err) : status;
}

enum qian_status qian_step_public(const struct qian_case_order *order, const struct qian_act *act,
                                  struct qian_case *c, struct qian_err *err) {
    int64_t time = 0;
    bool found = false;
    enum qian_status status = qian_case_go_on(order, c, err);
    if (status == QIAN_OK)
        status = qian_case_proven(c, QIAN_NOTE_CLOSE, &time, err);
    if (status == QIAN_OK && time > qian_close_deadline(&c->copy.notice))
        status = qian_fail(err, QIAN_REFUSED, "T02", "ceremony 5.6",
                           "the close was not proven in time before the public value",
                           "make the draw void: qian ceremony void");
    if (status == QIAN_OK)
        status = qian_is_kept(c, "entropy.txt", &found, err);
    if (status == QIAN_OK && (!found || act->values > 0))
        status = enter(c, act, err); // entered again: the same, or refused
    if (status == QIAN_OK)
        qian_say(&c->said, found ? "was entered before" : "entered", "entropy.txt");
    return status;
}
