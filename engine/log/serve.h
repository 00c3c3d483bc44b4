// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/serve.h - a witness over HTTP (spec/log.md 4.3), through libmicrohttpd.
//
// `POST /add-checkpoint` and `GET /HEX/checkpoint`. One request at a time; the store is open only
// while one is answered, so that other commands work on the home in between. A connection lives at
// most 20 seconds, whatever it sends; a body has at most QIAN_WITNESS_BODY_MAX bytes.
#pragma once

#include "engine/base/err.h"
#include "engine/log/witness.h"

struct qian_serve {
    const char *home;
    struct qian_witness witness;
    const char *listen; // "127.0.0.1:8080", "[::1]:0"; port 0: any free one
    // Called once, when requests are taken, with "http://127.0.0.1:8080".
    void (*ready)(void *context, const char *url);
    // Called for each fault that a request met and that is not the asker's.
    void (*trouble)(void *context, const struct qian_err *err);
    void *context;
};

// Serve until SIGTERM or SIGINT comes; it is then in *ended_by. QIAN_USAGE for an address of wrong
// form, QIAN_CANNOT if it cannot be had.
enum qian_status qian_serve(const struct qian_serve *serve, int *ended_by,
                            struct qian_err *err) QIAN_MUST_USE;
