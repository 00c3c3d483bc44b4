// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/serve.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 64
#define CONNECTION_SECONDS_MAX 20
#define IDLE_SECONDS_MAX 5
#define CONNECTION_MEMORY 16384 // bytes for the head of a request
#define STORE_WAIT_MS 5000

// A connection and when it began, so that one that trickles can be ended.
struct guest {
    int fd; // -1: free place
    time_t since;
};

struct server {
    const struct qian_serve *serve;
    pthread_mutex_t mutex; // over `guest`
    struct guest guest[CONNECTIONS_MAX];
};

// One request while its body comes in.
struct visit {
    struct qian_buf body;
    bool too_large;
};

static time_t seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec;
}

static enum MHD_Result reply(struct MHD_Connection *connection, unsigned http,
                             const struct qian_buf *body, const char *type) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body->n, body->p, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    bool good = MHD_add_response_header(response, "Content-Type", type) == MHD_YES &&
                MHD_add_response_header(response, "Connection", "close") == MHD_YES;
    enum MHD_Result result = good ? MHD_queue_response(connection, http, response) : MHD_NO;
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result reply_text(struct MHD_Connection *connection, unsigned http,
                                  const char *text) {
    struct qian_buf body = {0};
    qian_buf_text(&body, text);
    qian_buf_char(&body, '\n');
    enum MHD_Result result = reply(connection, http, &body, "text/plain; charset=utf-8");
    qian_buf_free(&body);
    return result;
}

// Open the store, answer, close it. `id` NULL: the request in `body`.
static enum qian_status work(const struct qian_serve *serve, struct qian_str body,
                             const struct qian_digest *id, unsigned *http, struct qian_buf *answer,
                             struct qian_err *err) {
    struct qian_store *store = NULL;
    enum qian_status status = qian_store_open(serve->home, STORE_WAIT_MS, &store, err);
    if (status == QIAN_OK && id)
        status = qian_witness_last(store, id, http, answer, err);
    else if (status == QIAN_OK)
        status = qian_witness_answer(store, &serve->witness, body,
                                     (uint64_t)seconds(CLOCK_REALTIME), http, answer, err);
    qian_store_close(store);
    return status;
}

static enum MHD_Result answer(const struct qian_serve *serve, struct MHD_Connection *connection,
                              struct qian_str body, const struct qian_digest *id) {
    struct qian_buf text = {0};
    struct qian_err err;
    unsigned http = 500;
    enum MHD_Result result;
    enum qian_status status = work(serve, body, id, &http, &text, &err);
    if (status == QIAN_OK) {
        // spec/log.md 4.3: "the 409 body is the size and LF, of type `text/x.tlog.size`"
        result = reply(connection, http, &text,
                       http == 409 ? "text/x.tlog.size" : "text/plain; charset=utf-8");
    } else {
        serve->trouble(serve->context, &err);
        result = status == QIAN_BUSY ? reply_text(connection, 503, "busy: try again")
                                     : reply_text(connection, 500, "the witness cannot answer");
    }
    qian_buf_free(&text);
    return result;
}

// spec/log.md 4.3: "`GET PREFIX/HEX/checkpoint`, HEX being SHA-256 of the origin"
static bool read_path(const char *url, struct qian_digest *id) {
    return strlen(url) == 1 + QIAN_HEX_SIZE + strlen("/checkpoint") && url[0] == '/' &&
           strcmp(url + 1 + QIAN_HEX_SIZE, "/checkpoint") == 0 &&
           qian_hex_read((struct qian_str){url + 1, QIAN_HEX_SIZE}, id->b, sizeof id->b);
}

static enum MHD_Result take_post(const struct qian_serve *serve, struct MHD_Connection *connection,
                                 struct visit *visit, const char *data, size_t *size) {
    if (*size > 0) {
        visit->too_large |= *size > QIAN_WITNESS_BODY_MAX - visit->body.n;
        if (!visit->too_large)
            qian_buf_add(&visit->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    if (visit->too_large)
        return reply_text(connection, 413, "the request is too large");
    return answer(serve, connection, qian_buf_view(&visit->body), NULL);
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **kept) {
    const struct qian_serve *serve = ((struct server *)context)->serve;
    struct qian_digest id;
    (void)version;
    if (!*kept) { // the head has come
        *kept = qian_take(1, sizeof(struct visit));
        return MHD_YES;
    }
    if (strcmp(url, "/add-checkpoint") == 0) {
        if (strcmp(method, "POST") == 0)
            return take_post(serve, connection, *kept, data, size);
    } else if (read_path(url, &id)) {
        if (strcmp(method, "GET") == 0)
            return answer(serve, connection, (struct qian_str){"", 0}, &id);
    } else if (*size == 0) {
        return reply_text(connection, 404, "there is nothing here");
    }
    if (*size == 0)
        return reply_text(connection, 405, "not this method");
    *size = 0; // a body that nobody wants
    return MHD_YES;
}

static void on_end(void *context, struct MHD_Connection *connection, void **kept,
                   enum MHD_RequestTerminationCode how) {
    (void)context, (void)connection, (void)how;
    struct visit *visit = *kept;
    if (visit)
        qian_buf_free(&visit->body);
    free(visit);
    *kept = NULL;
}

static void on_connection(void *context, struct MHD_Connection *connection, void **kept,
                          enum MHD_ConnectionNotificationCode what) {
    struct server *server = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    (void)kept;
    pthread_mutex_lock(&server->mutex);
    bool starts = what == MHD_CONNECTION_NOTIFY_STARTED;
    for (size_t i = 0; info && i < CONNECTIONS_MAX; i++) {
        struct guest *guest = &server->guest[i];
        if (guest->fd != (starts ? -1 : info->connect_fd))
            continue;
        *guest = (struct guest){starts ? info->connect_fd : -1, seconds(CLOCK_MONOTONIC)};
        break;
    }
    pthread_mutex_unlock(&server->mutex);
}

static void end_slow(struct server *server) {
    time_t now = seconds(CLOCK_MONOTONIC);
    pthread_mutex_lock(&server->mutex);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++)
        if (server->guest[i].fd >= 0 && now - server->guest[i].since > CONNECTION_SECONDS_MAX)
            shutdown(server->guest[i].fd, SHUT_RDWR);
    pthread_mutex_unlock(&server->mutex);
}

static enum qian_status bad_address(const char *listen_at, struct qian_err *err) {
    enum qian_status status =
        qian_fail(err, QIAN_USAGE, "", "", "not an address and port to listen on",
                  "write it as 127.0.0.1:8080 or [::1]:8080");
    qian_err_value(err, "%.200s", listen_at);
    return status;
}

// "ADDRESS:PORT", the address as digits, an IPv6 one in brackets.
static enum qian_status resolve(const char *listen_at, struct addrinfo **out,
                                struct qian_err *err) {
    char host[64];
    const char *colon = strrchr(listen_at, ':');
    size_t n = colon ? (size_t)(colon - listen_at) : 0;
    bool brackets = n > 2 && listen_at[0] == '[' && listen_at[n - 1] == ']';
    uint64_t port;
    if (!colon || n == 0 || n >= sizeof host || !qian_u64_read(qian_str(colon + 1), 65535, &port))
        return bad_address(listen_at, err);
    snprintf(host, sizeof host, "%.*s", (int)(n - 2 * brackets), listen_at + brackets);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_family = brackets ? AF_INET6 : AF_INET,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    return getaddrinfo(host, colon + 1, &hints, out) == 0 ? QIAN_OK : bad_address(listen_at, err);
}

// A listening socket, and the URL that it can be reached by.
static enum qian_status open_socket(const char *listen_at, int *fd, struct qian_buf *url,
                                    struct qian_err *err) {
    struct addrinfo *address = NULL;
    struct sockaddr_storage bound = {0};
    socklen_t length = sizeof bound;
    char host[64], port[8];
    *fd = -1;
    enum qian_status status = resolve(listen_at, &address, err);
    if (status != QIAN_OK)
        return status;
    *fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool good = *fd >= 0 &&
                setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) == 0 &&
                bind(*fd, address->ai_addr, address->ai_addrlen) == 0 && listen(*fd, 64) == 0 &&
                getsockname(*fd, (struct sockaddr *)&bound, &length) == 0 &&
                getnameinfo((struct sockaddr *)&bound, length, host, sizeof host, port, sizeof port,
                            NI_NUMERICHOST | NI_NUMERICSERV) == 0;
    if (good) {
        bool v6 = address->ai_family == AF_INET6;
        qian_buf_text(url, v6 ? "http://[" : "http://");
        qian_buf_text(url, host);
        qian_buf_text(url, v6 ? "]:" : ":");
        qian_buf_text(url, port);
    } else {
        status = qian_fail(err, QIAN_CANNOT, "", "", "this address cannot be listened on",
                           "choose another with --listen");
        qian_err_where(err, "%.200s", listen_at);
        qian_err_value(err, "%s", strerror(errno));
    }
    freeaddrinfo(address);
    return status;
}

static struct MHD_Daemon *start(struct server *server, int fd) {
    return MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, NULL, NULL, on_request, server,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS_MAX,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, server, MHD_OPTION_NOTIFY_COMPLETED, on_end, server, MHD_OPTION_END);
}

enum qian_status qian_serve(const struct qian_serve *serve, int *ended_by, struct qian_err *err) {
    struct server server = {.serve = serve, .mutex = PTHREAD_MUTEX_INITIALIZER};
    struct qian_buf url = {0};
    sigset_t ends, before;
    int fd = -1;
    for (size_t i = 0; i < CONNECTIONS_MAX; i++)
        server.guest[i].fd = -1;
    enum qian_status status = open_socket(serve->listen, &fd, &url, err);
    // The signals are held back in every thread, and taken by this one alone.
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, &before);
    struct MHD_Daemon *daemon = status == QIAN_OK ? start(&server, fd) : NULL;
    if (status == QIAN_OK && !daemon)
        status = qian_fail(err, QIAN_CANNOT, "", "", "the server does not start",
                           "check limits of memory and open files");
    if (daemon) {
        serve->ready(serve->context, url.p);
        while ((*ended_by = sigtimedwait(&ends, NULL, &(struct timespec){.tv_sec = 1})) < 0)
            end_slow(&server);
        MHD_stop_daemon(daemon); // closes the socket; lets the request at hand end
    } else if (fd >= 0) {
        close(fd);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_mutex_destroy(&server.mutex);
    qian_buf_free(&url);
    return status;
}
