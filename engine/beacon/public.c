// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/public.h"

#include <assert.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/beacon/drand.h"

// The stated time in seconds since 1970 (UTC). It was read as a time before.
static int64_t time_of(const struct qian_source *source) {
    int64_t seconds = 0;
    bool good = qian_time_read(qian_str(source->time), &seconds);
    assert(good);
    return good ? seconds : 0;
}

// spec/beacons.md 2.1: "Any other chain is code E04, UNSUPPORTED."
// spec/beacons.md 2.2: "The notice's `round` is the first that is not before its `time`"
const char *qian_source_fault(const struct qian_source *source) {
    uint64_t round;
    if (source->kind != QIAN_DRAND)
        return NULL;
    if (strcmp(source->chain, QIAN_DRAND_CHAIN) != 0)
        return "E04";
    return qian_drand_round_of(time_of(source), &round) && round == source->number ? NULL : "E06";
}

// Exactly three words with one space between them.
static bool three_words(struct qian_str value, struct qian_str word[3]) {
    struct qian_split split = qian_split(value, ' ');
    struct qian_str part;
    size_t n = 0;
    while (qian_split_next(&split, &part)) {
        if (n == 3 || part.n == 0)
            return false;
        word[n++] = part;
    }
    return n == 3;
}

// spec/beacons.md 1.3: "Of a value, the chain, round, pulse, game and issue are those that the
// notice names at its place. Code E05."
// spec/beacons.md 1.4: "A value of a form that is not this page's, or with a word too many or too
// few, is F07 (round, pulse and chain are integers, whatever their size)"
static const char *drand_fault(const struct qian_source *source, struct qian_str value) {
    struct qian_str word[3];
    uint64_t round = 0;
    uint8_t chain[32], signature[QIAN_BLS_SIGNATURE];
    struct qian_err err;
    if (!three_words(value, word) || !qian_u64_read(word[1], QIAN_ROUND_MAX, &round))
        return "F07";
    if (!qian_hex_read(word[0], chain, sizeof chain) ||
        !qian_hex_read(word[2], signature, sizeof signature))
        return "F13";
    if (!qian_str_is(word[0], source->chain) || round != source->number)
        return "E05";
    if (qian_source_fault(source) && strcmp(qian_source_fault(source), "E04") == 0)
        return "E04";
    return qian_drand_verify(round, signature, &err) == QIAN_OK ? NULL : "E04";
}

static const char *nist_fault(const struct qian_source *source, struct qian_str value,
                              uint8_t output[QIAN_PULSE_DIGEST]) {
    struct qian_str word[3];
    uint64_t chain = 0, pulse = 0;
    if (!three_words(value, word) || !qian_u64_read(word[0], QIAN_ROUND_MAX, &chain) ||
        !qian_u64_read(word[1], QIAN_ROUND_MAX, &pulse))
        return "F07";
    if (!qian_hex_read(word[2], output, QIAN_PULSE_DIGEST))
        return "F13";
    return chain == source->chain_index && pulse == source->number ? NULL : "E05";
}

static const char *lottery_fault(const struct qian_source *source, struct qian_str value) {
    struct qian_str word[3];
    enum qian_game game;
    if (!three_words(value, word) || !qian_game_read(word[0], &game) || !qian_issue_good(word[1]))
        return "F07";
    const char *code = qian_lottery_fault(game, word[2]);
    if (code && strcmp(code, "F07") == 0)
        return code;
    if (!qian_str_is(word[0], source->game) || !qian_str_is(word[1], source->issue))
        return "E05";
    return code;
}

const char *qian_source_value_fault(const struct qian_source *source, struct qian_str value) {
    uint8_t output[QIAN_PULSE_DIGEST];
    assert(source->kind != QIAN_BALLS); // qian_balls_fault judges them
    switch (source->kind) {
    case QIAN_BALLS:
        break;
    case QIAN_DRAND:
        return drand_fault(source, value);
    case QIAN_NIST:
        return nist_fault(source, value, output);
    case QIAN_LOTTERY:
        return lottery_fault(source, value);
    case QIAN_SOURCES:
        break;
    }
    return "F07";
}

// The evidence while it is judged.
struct evidence {
    struct qian_pulse pulse, previous;
    struct qian_buf der, der_previous;
};

static const char *read_all(const struct qian_nist_files *files, struct evidence *e,
                            const char **file) {
    const char *line, *code;
    *file = files->pulse.p ? "certificate" : "pulse";
    if (!files->pulse.p || !files->certificate.p)
        return "F09";
    *file = "pulse";
    if ((code = qian_pulse_read(files->pulse, &e->pulse, &line)))
        return code;
    *file = "certificate";
    if ((code = qian_certificate_read(files->certificate, &e->der)))
        return code;
    *file = "previous";
    if (files->previous.p && (code = qian_pulse_read(files->previous, &e->previous, &line)))
        return code;
    *file = "certificate.previous";
    return files->certificate_previous.p
               ? qian_certificate_read(files->certificate_previous, &e->der_previous)
               : NULL;
}

// spec/beacons.md 3.6: "The pulse's chainIndex, pulseIndex and outputValue are those of the value
// in entropy.txt (E05; E07 for outputValue), its `statusCode` is 0 and its `timeStamp` is the
// notice's `time` in UTC (E06)."
static const char *named_fault(const struct qian_source *source, const struct qian_pulse *pulse,
                               const uint8_t output[QIAN_PULSE_DIGEST]) {
    struct qian_err err;
    if (pulse->chain != source->chain_index || pulse->index != source->number)
        return "E05";
    if (memcmp(pulse->output, output, QIAN_PULSE_DIGEST) != 0)
        return "E07";
    if (qian_pulse_usable(pulse, &err) != QIAN_OK)
        return err.code;
    return qian_pulse_time(pulse) == time_of(source) * 1000 ? NULL : "E06";
}

// spec/beacons.md 3.7: "verifies by 3.5 under the same certificate or another of the policy (whose
// PEM then is `beacon/i.certificate.previous`; a bundle holds that file only where the two
// certificateIds differ)"
static const char *previous_fault(const struct evidence *e, const struct qian_nist_files *files,
                                  const char **file) {
    struct qian_err err;
    bool same = memcmp(e->pulse.certificate_id, e->previous.certificate_id, QIAN_PULSE_DIGEST) == 0;
    *file = "certificate.previous";
    if (!same && !files->certificate_previous.p)
        return "F09";
    if (same && files->certificate_previous.p)
        return "F10";
    *file = "previous";
    struct qian_str der = qian_buf_view(same ? &e->der : &e->der_previous);
    bool good = qian_pulse_verify(&e->previous, der, &err) == QIAN_OK &&
                qian_pulse_follows(&e->pulse, &e->previous, &err) == QIAN_OK;
    return good ? NULL : "E04"; // 3.7 has this one code, whatever fails
}

static const char *judge(const struct qian_source *source, struct qian_str value,
                         const struct qian_nist_files *files, struct evidence *e, const char **file,
                         uint8_t used[2][QIAN_PULSE_DIGEST]) {
    uint8_t output[QIAN_PULSE_DIGEST];
    struct qian_err err;
    *file = "";
    const char *code = nist_fault(source, value, output);
    if (code || (code = read_all(files, e, file)))
        return code;
    memcpy(used[0], e->pulse.certificate_id, QIAN_PULSE_DIGEST);
    memcpy(used[1], files->previous.p ? e->previous.certificate_id : used[0], QIAN_PULSE_DIGEST);
    *file = "pulse";
    if ((code = named_fault(source, &e->pulse, output)))
        return code;
    if (qian_pulse_verify(&e->pulse, qian_buf_view(&e->der), &err) != QIAN_OK)
        return err.code;
    return files->previous.p ? previous_fault(e, files, file) : NULL;
}

const char *qian_nist_evidence_fault(const struct qian_source *source, struct qian_str value,
                                     const struct qian_nist_files *files, const char **file,
                                     bool *open, uint8_t used[2][QIAN_PULSE_DIGEST]) {
    struct evidence e = {.der = {0}};
    memset(used, 0, 2 * sizeof *used);
    *open = !files->previous.p;
    const char *code = judge(source, value, files, &e, file, used);
    qian_buf_free(&e.der);
    qian_buf_free(&e.der_previous);
    return code;
}
