// SPDX-License-Identifier: MulanPSL-2.0
// engine/log/client.h - asks a witness over the network, through libcurl.
//
// http and https only, no redirects, at most 10 seconds in all, 3 to connect, at most 64 KiB of
// answer.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/err.h"

struct qian_reply {
    unsigned http;        // status
    struct qian_buf body; // owned by the caller
};

bool qian_url_good(const char *url);
// `url` is a prefix, `path` begins with a slash. QIAN_CANNOT if no answer comes.
enum qian_status qian_http_post(const char *url, const char *path, struct qian_str body,
                                struct qian_reply *out, struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_http_get(const char *url, const char *path, struct qian_reply *out,
                               struct qian_err *err) QIAN_MUST_USE;
