// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/ask.h"

#include <stdlib.h>
#include <string.h>

#include "engine/log/client.h"
#include "engine/log/cosign.h"
#include "engine/log/witness.h"

#define ROUNDS_MAX 3 // a witness that remembers another size is asked again

enum qian_status qian_log_add_witness(struct qian_log *log, const char *vkey, const char *url,
                                      struct qian_err *err) {
    struct qian_note_key key;
    const char *fault = qian_note_key_read(qian_str(vkey), true, &key);
    if (fault) {
        enum qian_status status =
            qian_fail(err, QIAN_USAGE, fault, "log 2.5", "not the vkey of a witness",
                      "take what qian witness key prints");
        qian_err_value(err, "%.200s", vkey);
        return status;
    }
    if (url && !qian_url_good(url)) {
        enum qian_status status =
            qian_fail(err, QIAN_USAGE, "", "", "a URL begins with http:// or https://", "");
        qian_err_value(err, "%.200s", url);
        return status;
    }
    char *name = qian_str_copy(key.name);
    enum qian_status status = qian_store_log_witness_add(log->store, name, vkey, url, err);
    free(name);
    return status;
}

static enum qian_status unknown_witness(const char *name, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_USAGE, "", "", "the log does not know this witness",
                  "enter it: qian log add-witness VKEY");
    qian_err_value(err, "%.200s", name);
    return status;
}

// Find a witness by name or URL (the other is NULL); *name is a copy, or NULL if there is none.
static enum qian_status find_witness(struct qian_log *log, const char *by_name, const char *by_url,
                                     char **name, uint64_t *size, struct qian_err *err) {
    struct qian_stored_witness *all = NULL;
    size_t count = 0;
    *name = NULL;
    *size = 0;
    enum qian_status status = qian_store_log_witnesses(log->store, &all, &count, err);
    for (size_t i = 0; i < count && !*name; i++)
        if ((by_name && strcmp(all[i].name, by_name) == 0) ||
            (by_url && all[i].url && strcmp(all[i].url, by_url) == 0)) {
            *name = qian_str_copy(qian_str(all[i].name));
            *size = all[i].size;
        }
    qian_stored_witnesses_free(all, count);
    return status;
}

// spec/log.md 6.2: "If a witness remembers a larger tree than the log has, the log has lost
// entries: it refuses to sign until they are restored (L10)."
static enum qian_status check_size(uint64_t remembered, uint64_t size, struct qian_err *err) {
    if (remembered <= size)
        return QIAN_OK;
    enum qian_status status =
        qian_fail(err, QIAN_REFUSED, "L10", "log 6.2",
                  "the log has lost entries: it signs nothing until they are restored",
                  "restore the home from a copy that is not older");
    qian_err_value(err, "%llu < %llu", (unsigned long long)size, (unsigned long long)remembered);
    return status;
}

// The request for the last checkpoint with a proof from size `old`.
static enum qian_status request_from(struct qian_log *log, uint64_t old, struct qian_buf *out,
                                     struct qian_err *err) {
    struct qian_stored_checkpoint last;
    struct qian_digest *leaves = NULL, path[QIAN_TREE_DEPTH_MAX];
    struct qian_buf checkpoint = {0};
    size_t count = 0, length = 0;
    enum qian_status status = qian_log_last(log, QIAN_LOG_SIZE_MAX, &last, err);
    if (status == QIAN_OK)
        status = check_size(old, last.size, err);
    if (status == QIAN_OK)
        status = qian_store_leaves(log->store, &leaves, &count, err);
    if (status == QIAN_OK)
        status = qian_log_checkpoint(log, QIAN_LOG_SIZE_MAX, &checkpoint, err);
    if (status == QIAN_OK && old > 0 && last.size <= count) {
        struct qian_hasher *h = qian_hasher_open(QIAN_SHA256_ED25519);
        length = qian_consistency_path(h, leaves, (size_t)old, (size_t)last.size, path);
        qian_hasher_close(h);
    }
    if (status == QIAN_OK)
        qian_witness_request_write(out, old, path, length, qian_buf_view(&checkpoint));
    free(leaves);
    qian_buf_free(&checkpoint);
    return status;
}

enum qian_status qian_log_request(struct qian_log *log, const char *witness, struct qian_buf *out,
                                  struct qian_err *err) {
    char *name;
    uint64_t old;
    enum qian_status status = find_witness(log, witness, NULL, &name, &old, err);
    if (status == QIAN_OK && !name)
        status = unknown_witness(witness, err);
    if (status == QIAN_OK)
        status = request_from(log, old, out, err);
    free(name);
    return status;
}

// Which of the log's checkpoints did this witness cosign? The last one, or one before it.
static enum qian_status find_cosigned(struct qian_log *log, const struct qian_note_key *key,
                                      const uint8_t cosignature[QIAN_COSIGNED_SIZE], uint64_t *size,
                                      bool *found, struct qian_err *err) {
    struct qian_stored_checkpoint at = {.size = QIAN_LOG_SIZE_MAX};
    enum qian_status status;
    bool more = true;
    *found = false;
    do {
        status = qian_store_checkpoint_last(log->store, at.size, &more, &at, err);
        if (status == QIAN_OK && more) {
            struct qian_buf text = {0};
            uint64_t time;
            qian_checkpoint_text(&text, log->key.name, at.size, &at.root);
            *found = !qian_cosign_judge(&key->key, qian_buf_view(&text), cosignature, &time);
            qian_buf_free(&text);
            *size = at.size;
        }
        more = more && at.size > 0;
        at.size--;
    } while (status == QIAN_OK && more && !*found);
    return status;
}

static enum qian_status not_an_answer(struct qian_err *err) {
    return qian_fail(err, QIAN_BAD_DATA, "L02", "log 2.4",
                     "no cosignature of a known witness over a checkpoint of this log",
                     "give the answer as the witness wrote it, and enter the witness first");
}

static enum qian_status take_line(struct qian_log *log, const struct qian_stored_witness *witness,
                                  const struct qian_signature_line *line, struct qian_cosigned *out,
                                  struct qian_err *err) {
    struct qian_note_key key;
    uint8_t cosignature[QIAN_COSIGNED_SIZE];
    uint64_t size = 0;
    bool found = false;
    if (qian_note_key_read(qian_str(witness->vkey), true, &key) ||
        !qian_str_eq(key.name, line->name) || memcmp(key.id, line->id, sizeof key.id) != 0)
        return QIAN_OK;
    if (!qian_signature_line_bytes(line, cosignature, sizeof cosignature))
        return not_an_answer(err);
    enum qian_status status = find_cosigned(log, &key, cosignature, &size, &found, err);
    if (status != QIAN_OK)
        return status;
    if (!found)
        return not_an_answer(err);
    status = qian_store_cosignature_add(log->store, size, witness->name, cosignature, err);
    if (status == QIAN_OK && size > witness->size)
        status = qian_store_log_witness_size(log->store, witness->name, size, err);
    out->size = size;
    out->count++;
    return status;
}

static enum qian_status take_lines(struct qian_log *log, struct qian_str answer,
                                   struct qian_cosigned *out, struct qian_err *err) {
    struct qian_stored_witness *witness = NULL;
    size_t count = 0, lines = 0;
    struct qian_str line;
    struct qian_signature_line signature;
    enum qian_status status = qian_store_log_witnesses(log->store, &witness, &count, err);
    while (status == QIAN_OK && qian_line_next(&answer, &line)) {
        if (++lines > QIAN_CHECKPOINT_LINES_MAX || !qian_signature_line_read(line, &signature))
            status = not_an_answer(err);
        for (size_t i = 0; status == QIAN_OK && i < count; i++)
            status = take_line(log, &witness[i], &signature, out, err);
    }
    if (status == QIAN_OK && (answer.n > 0 || out->count == 0))
        status = not_an_answer(err);
    qian_stored_witnesses_free(witness, count);
    return status;
}

// The witness remembers another size than `old` was.
static enum qian_status take_size(struct qian_log *log, const char *witness, uint64_t remembered,
                                  struct qian_err *err) {
    struct qian_stored_checkpoint last;
    char *name;
    uint64_t before;
    enum qian_status status = find_witness(log, witness, NULL, &name, &before, err);
    if (status == QIAN_OK && !name)
        status = unknown_witness(witness, err);
    free(name);
    if (status == QIAN_OK)
        status = qian_log_last(log, QIAN_LOG_SIZE_MAX, &last, err);
    if (status == QIAN_OK)
        status = check_size(remembered, last.size, err);
    if (status == QIAN_OK)
        status = qian_store_log_witness_size(log->store, witness, remembered, err);
    return status;
}

static bool read_size(struct qian_str answer, uint64_t *size) {
    struct qian_str number = {answer.p, answer.n > 0 ? answer.n - 1 : 0};
    return answer.n > 0 && answer.p[answer.n - 1] == '\n' &&
           qian_u64_read(number, QIAN_LOG_SIZE_MAX, size);
}

enum qian_status qian_log_take_answer(struct qian_log *log, const char *witness,
                                      struct qian_str answer, struct qian_cosigned *out,
                                      struct qian_err *err) {
    uint64_t remembered;
    *out = (struct qian_cosigned){0};
    if (read_size(answer, &remembered)) {
        out->size = remembered;
        return witness ? take_size(log, witness, remembered, err)
                       : qian_fail(err, QIAN_USAGE, "", "",
                                   "the witness remembers another size: say which witness",
                                   "add --witness NAME");
    }
    enum qian_status status = qian_store_begin(log->store, err);
    if (status == QIAN_OK)
        status = qian_store_end(log->store, take_lines(log, answer, out, err), err);
    if (status == QIAN_OK)
        status = qian_log_publish(log, &out->published, err);
    return status;
}

static enum qian_status refused(const char *url, const struct qian_reply *reply,
                                struct qian_err *err) {
    // spec/log.md 4.2: "422 a proof that fails, or another root for the same size"
    bool split = reply->http == 422;
    enum qian_status status =
        split ? qian_fail(err, QIAN_REFUSED, "L06", "log 4.2",
                          "the witness remembers another history of this log",
                          "sign nothing more; compare the log with its copies")
              : qian_fail(err, QIAN_CANNOT, "", "log 4.2", "the witness does not cosign",
                          "ask whoever keeps it");
    qian_err_where(err, "%.200s", url);
    struct qian_buf shown = {0};
    qian_buf_u64(&shown, reply->http);
    qian_buf_text(&shown, " ");
    for (size_t i = 0; i < reply->body.n && i < 120 && reply->body.p[i] != '\n'; i++)
        qian_buf_char(&shown, reply->body.p[i]);
    qian_err_value(err, "%s", shown.p);
    qian_buf_free(&shown);
    return status;
}

// One request and its answer. *old becomes what the witness remembers; *again says that it should
// be asked from there.
static enum qian_status ask_once(struct qian_log *log, const char *url, uint64_t *old, bool *again,
                                 struct qian_cosigned *out, struct qian_err *err) {
    struct qian_buf request = {0};
    struct qian_reply reply = {0};
    uint64_t remembered = 0;
    enum qian_status status = request_from(log, *old, &request, err);
    if (status == QIAN_OK)
        status = qian_http_post(url, "/add-checkpoint", qian_buf_view(&request), &reply, err);
    *again = status == QIAN_OK && reply.http == 409 &&
             read_size(qian_buf_view(&reply.body), &remembered);
    if (*again)
        *old = remembered;
    else if (status == QIAN_OK && reply.http == 200)
        status = qian_log_take_answer(log, NULL, qian_buf_view(&reply.body), out, err);
    else if (status == QIAN_OK)
        status = refused(url, &reply, err);
    qian_buf_free(&request);
    qian_buf_free(&reply.body);
    return status;
}

enum qian_status qian_log_ask(struct qian_log *log, const char *url, struct qian_cosigned *out,
                              struct qian_err *err) {
    char *name;
    uint64_t old = 0;
    bool again = true;
    *out = (struct qian_cosigned){0};
    enum qian_status status = find_witness(log, NULL, url, &name, &old, err);
    for (int round = 0; status == QIAN_OK && again && round < ROUNDS_MAX; round++)
        status = ask_once(log, url, &old, &again, out, err);
    if (status == QIAN_OK && again) {
        status = qian_fail(err, QIAN_CANNOT, "", "log 4.2", "the witness keeps naming another size",
                           "ask whoever keeps it");
        qian_err_where(err, "%.200s", url);
    }
    free(name);
    return status;
}

// How large a tree of this log does the witness show? 0 if it shows none that it has cosigned.
static uint64_t shown_size(const struct qian_log *log, const struct qian_stored_witness *witness) {
    struct qian_note_key known[2] = {log->key};
    struct qian_seen seen[2];
    struct qian_digest id;
    struct qian_buf path = {0};
    struct qian_reply reply = {0};
    struct qian_err ignored;
    uint64_t size = 0;
    qian_sha256(log->key.name, &id);
    qian_buf_char(&path, '/');
    qian_buf_hex(&path, id.b, sizeof id.b);
    qian_buf_text(&path, "/checkpoint");
    struct qian_checkpoint *checkpoint = qian_take(1, sizeof *checkpoint);
    if (qian_http_get(witness->url, path.p, &reply, &ignored) == QIAN_OK && reply.http == 200 &&
        !qian_note_key_read(qian_str(witness->vkey), true, &known[1]) &&
        !qian_checkpoint_read(qian_buf_view(&reply.body), checkpoint) &&
        !qian_checkpoint_judge(checkpoint, known, 2, seen) && seen[0].here && seen[1].here &&
        qian_str_eq(checkpoint->origin, log->key.name))
        size = checkpoint->size;
    free(checkpoint);
    qian_buf_free(&reply.body);
    qian_buf_free(&path);
    return size;
}

enum qian_status qian_log_ask_sizes(struct qian_log *log, struct qian_err *err) {
    struct qian_stored_witness *witness = NULL;
    struct qian_digest *leaves = NULL;
    size_t count = 0, entries = 0;
    enum qian_status status = qian_store_log_witnesses(log->store, &witness, &count, err);
    if (status == QIAN_OK)
        status = qian_store_leaves(log->store, &leaves, &entries, err);
    for (size_t i = 0; status == QIAN_OK && i < count; i++) {
        uint64_t shown = witness[i].url ? shown_size(log, &witness[i]) : 0;
        status = check_size(shown, entries, err);
        struct qian_err second;
        if (shown > entries && qian_store_log_behind(log->store, shown, &second) != QIAN_OK)
            *err = second;
    }
    free(leaves);
    qian_stored_witnesses_free(witness, count);
    return status;
}
