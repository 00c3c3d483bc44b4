// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/client.h"

#include <curl/curl.h>
#include <string.h>

#define REPLY_MAX 65536
#define SECONDS_MAX 10L
#define CONNECT_SECONDS_MAX 3L

bool qian_url_good(const char *url) {
    return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
}

static size_t take(char *bytes, size_t size, size_t count, void *context) {
    struct qian_buf *body = context;
    size_t n = size * count;
    if (n > REPLY_MAX - body->n)
        return 0; // curl then gives up
    qian_buf_add(body, bytes, n);
    return n;
}

static enum qian_status fail(const char *url, const char *why, struct qian_err *err) {
    enum qian_status status = qian_fail(err, QIAN_CANNOT, "", "", "the witness gives no answer",
                                        "check the URL and the network, and try again");
    qian_err_where(err, "%.200s", url);
    qian_err_value(err, "%s", why);
    return status;
}

static CURLcode set_up(CURL *curl, const char *url, struct qian_buf *body) {
    struct {
        CURLoption option;
        long value;
    } numbers[] = {{CURLOPT_TIMEOUT, SECONDS_MAX},   {CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS_MAX},
                   {CURLOPT_FOLLOWLOCATION, 0},      {CURLOPT_NOSIGNAL, 1},
                   {CURLOPT_MAXFILESIZE, REPLY_MAX}, {CURLOPT_FRESH_CONNECT, 1}};
    CURLcode rc = curl_easy_setopt(curl, CURLOPT_URL, url);
    for (size_t i = 0; rc == CURLE_OK && i < sizeof numbers / sizeof *numbers; i++)
        rc = curl_easy_setopt(curl, numbers[i].option, numbers[i].value);
    if (rc == CURLE_OK)
        rc = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    if (rc == CURLE_OK)
        rc = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    if (rc == CURLE_OK)
        rc = curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
    return rc;
}

static CURLcode set_post(CURL *curl, struct qian_str body, struct curl_slist **headers) {
    *headers = curl_slist_append(NULL, "Content-Type: text/plain; charset=utf-8");
    CURLcode rc =
        *headers ? curl_easy_setopt(curl, CURLOPT_HTTPHEADER, *headers) : CURLE_OUT_OF_MEMORY;
    if (rc == CURLE_OK)
        rc = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.n);
    if (rc == CURLE_OK)
        rc = curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.p);
    return rc;
}

static enum qian_status ask(const char *prefix, const char *path, const struct qian_str *post,
                            struct qian_reply *out, struct qian_err *err) {
    struct curl_slist *headers = NULL;
    struct qian_buf url = {0};
    size_t n = strlen(prefix);
    *out = (struct qian_reply){0};
    if (!qian_url_good(prefix))
        return fail(prefix, "not http:// or https://", err);
    while (n > 0 && prefix[n - 1] == '/')
        n--;
    qian_buf_add(&url, prefix, n);
    qian_buf_text(&url, path);
    CURLcode rc = curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *curl = rc == CURLE_OK ? curl_easy_init() : NULL;
    if (!curl)
        qian_stop("libcurl does not start");
    rc = set_up(curl, url.p, &out->body);
    if (rc == CURLE_OK && post)
        rc = set_post(curl, *post, &headers);
    if (rc == CURLE_OK)
        rc = curl_easy_perform(curl);
    long http = 0;
    if (rc == CURLE_OK)
        rc = curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &http);
    out->http = (unsigned)http;
    enum qian_status status = rc == CURLE_OK ? QIAN_OK : fail(url.p, curl_easy_strerror(rc), err);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    qian_buf_free(&url);
    return status;
}

enum qian_status qian_http_post(const char *url, const char *path, struct qian_str body,
                                struct qian_reply *out, struct qian_err *err) {
    return ask(url, path, &body, out, err);
}

enum qian_status qian_http_get(const char *url, const char *path, struct qian_reply *out,
                               struct qian_err *err) {
    return ask(url, path, NULL, out, err);
}
