// SPDX-License-Identifier: MulanPSL-2.0
// Checkpoints, proof files, witness requests, policies: what is read writes back as the same bytes.
#include <string.h>

#include "engine/log/proof.h"
#include "engine/log/quorum.h"
#include "engine/log/witness.h"
#include "tests/fuzz/fuzz.h"

static void checkpoints(struct qian_str bytes) {
    static struct qian_checkpoint read;
    struct qian_buf again = {0};
    if (qian_checkpoint_read(bytes, &read))
        return;
    qian_checkpoint_text(&again, read.origin, read.size, &read.root);
    MUST(again.n <= read.note.text.n && memcmp(again.p, bytes.p, again.n) == 0);
    again.n = 0;
    qian_buf_str(&again, read.note.text);
    qian_buf_char(&again, '\n');
    for (size_t i = 0; i < read.note.lines; i++) {
        qian_buf_str(&again, read.note.line[i].line);
        qian_buf_char(&again, '\n');
        MUST(qian_origin_good(read.note.line[i].name) && read.note.line[i].size > 0);
    }
    MUST(qian_str_eq(qian_buf_view(&again), bytes));
    qian_buf_free(&again);
}

static void proofs(struct qian_str bytes) {
    struct qian_log_proof read;
    struct qian_buf again = {0};
    if (qian_log_proof_read(bytes, &read))
        return;
    qian_log_proof_write(&again, read.index, read.path, read.length, read.checkpoint);
    MUST(qian_str_eq(qian_buf_view(&again), bytes));
    qian_buf_free(&again);
}

static void requests(struct qian_str bytes) {
    struct qian_witness_request read;
    struct qian_buf again = {0};
    if (!qian_witness_request_read(bytes, &read))
        return;
    qian_witness_request_write(&again, read.old, read.path, read.length, read.checkpoint);
    MUST(qian_str_eq(qian_buf_view(&again), bytes));
    qian_buf_free(&again);
}

static void policies(struct qian_str bytes) {
    struct qian_quorum read = {0};
    uint64_t time;
    if (!qian_quorum_read(&read, bytes)) {
        struct qian_seen *seen = qian_take(read.count + 1, sizeof *seen);
        bool none = qian_quorum_time(&read, seen, &time);
        MUST(none == read.none);
        for (size_t i = 0; i < read.count; i++)
            seen[i] = (struct qian_seen){.here = true, .time = i + 1};
        MUST(qian_quorum_time(&read, seen, &time)); // all have signed: every quorum is met
        free(seen);
    }
    qian_quorum_free(&read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool started;
    struct qian_err err;
    if (!started)
        MUST(qian_sign_start(&err) == QIAN_OK);
    started = true;
    struct qian_str bytes = {(const char *)data, size};
    checkpoints(bytes);
    proofs(bytes);
    requests(bytes);
    policies(bytes);
    return 0;
}
