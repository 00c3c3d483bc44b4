// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "engine/crypto/locked.h"

#define TRIES 3

bool passphrase_source(struct ui *ui, const struct ui_option *option, struct passphrase *out) {
    *out = (struct passphrase){ui, -1};
    uint64_t fd = 0;
    if (!option->value)
        return true;
    bool good = qian_u64_read(qian_str(option->value), INT16_MAX, &fd);
    if (!good || fcntl((int)fd, F_SETFD, FD_CLOEXEC) != 0) {
        ui_usage(ui, "--passphrase-fd is the number of a descriptor that is open", option->value);
        return false;
    }
    out->fd = (int)fd;
    return true;
}

static enum qian_status no_answer(struct qian_err *err) {
    return qian_fail(err, QIAN_USAGE, "", "", "no passphrase was given",
                     "each passphrase is a line of its own");
}

// One line without its LF, byte by byte: what follows it is somebody else's, or the next answer.
static enum qian_status read_line(int fd, char *out, size_t *n, struct qian_err *err) {
    char c;
    ssize_t got;
    for (*n = 0;; *n += 1) {
        do
            got = read(fd, &c, 1);
        while (got < 0 && errno == EINTR);
        if (got <= 0 || c == '\n')
            break;
        if (*n == QIAN_PASSPHRASE_MAX)
            return qian_fail(err, QIAN_REFUSED, "", "", "a passphrase has at most 1024 bytes",
                             "choose a shorter one");
        out[*n] = c;
    }
    qian_wipe(&c, 1);
    if (got < 0) {
        enum qian_status status = qian_fail(
            err, QIAN_CANNOT, "", "", "the passphrase cannot be read", "check the descriptor");
        qian_err_where(err, "--passphrase-fd");
        qian_err_value(err, "%s", strerror(errno));
        return status;
    }
    return got == 0 && *n == 0 ? no_answer(err) : QIAN_OK;
}

// What a signal needs to give the terminal back as it was.
static int terminal = -1;
static struct termios before;

static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
#define ENDS (sizeof ends / sizeof *ends)

static void give_back(int number) {
    tcsetattr(terminal, TCSANOW, &before);
    if (number == SIGINT)
        _exit(EXIT_CANCELLED);
    signal(number, SIG_DFL);
    raise(number);
}

// Hide what is typed on the open terminal; show_again undoes it.
static bool hide(struct sigaction old[ENDS + 1]) {
    struct sigaction handler = {.sa_handler = give_back}, none = {.sa_handler = SIG_IGN};
    if (tcgetattr(terminal, &before) != 0)
        return false;
    for (size_t i = 0; i < ENDS; i++) {
        sigaction(ends[i], NULL, &old[i]);
        if (old[i].sa_handler != SIG_IGN)
            sigaction(ends[i], &handler, NULL);
    }
    sigaction(SIGTSTP, &none, &old[ENDS]); // a shell would be left without echo
    struct termios hidden = before;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    hidden.c_lflag |= ICANON | ISIG | ECHONL;
    return tcsetattr(terminal, TCSAFLUSH, &hidden) == 0;
}

static void show_again(const struct sigaction old[ENDS + 1]) {
    tcsetattr(terminal, TCSAFLUSH, &before);
    for (size_t i = 0; i < ENDS; i++)
        sigaction(ends[i], &old[i], NULL);
    sigaction(SIGTSTP, &old[ENDS], NULL);
}

static enum qian_status ask_once(struct ui *ui, const char *question, const char *name, char *out,
                                 size_t *n, struct qian_err *err) {
    struct sigaction old[ENDS + 1];
    struct qian_buf shown = {0};
    qian_show(&shown, qian_str(name), SIZE_MAX);
    enum qian_status status = QIAN_OK;
    if (hide(old)) {
        dprintf(terminal, "%s %s: ", ui_say(ui, question), shown.p);
        status = read_line(terminal, out, n, err);
        show_again(old);
    } else {
        status = qian_fail(err, QIAN_CANNOT, "", "", "the terminal cannot hide what is typed",
                           "give --passphrase-fd N, the passphrase being the first line of it");
    }
    qian_buf_free(&shown);
    return status;
}

// A new passphrase is asked for until it is fit and was typed the same twice.
static enum qian_status ask_new(struct ui *ui, const char *name, char *out, size_t *n,
                                struct qian_err *err) {
    void *memory;
    size_t again = 0;
    enum qian_status status = qian_locked_take(QIAN_PASSPHRASE_MAX, &memory, err);
    for (int i = 0; i < TRIES && memory; i++) {
        status = ask_once(ui, "new passphrase for", name, out, n, err);
        if (status != QIAN_OK)
            break;
        status = qian_passphrase_check((struct qian_str){out, *n}, err);
        if (status == QIAN_OK) {
            status = ask_once(ui, "the same once more for", name, memory, &again, err);
            if (status != QIAN_OK || (again == *n && memcmp(out, memory, again) == 0))
                break;
            status =
                qian_fail(err, QIAN_REFUSED, "", "", "the two are not the same", "type it again");
        }
        if (i + 1 < TRIES)
            dprintf(terminal, "%s; %s\n", ui_say(ui, err->what), ui_say(ui, err->next));
    }
    qian_locked_free(memory);
    return status;
}

enum qian_status passphrase_ask(void *context, enum qian_ask why, const char *name, char *out,
                                size_t *n, struct qian_err *err) {
    const struct passphrase *from = context;
    ui_progress_end(from->ui);
    if (!qian_locked_all())
        fprintf(stderr, "qian %s: %s\n", from->ui->verb,
                ui_say(from->ui, "note: memory for secrets could not be locked (ulimit -l), and "
                                 "might be written to swap"));
    if (from->fd >= 0)
        return read_line(from->fd, out, n, err);
    terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0)
        return qian_fail(err, QIAN_USAGE, "", "",
                         "a passphrase is wanted, and there is no terminal to ask for it",
                         "give --passphrase-fd N, the passphrase being the first line of it");
    enum qian_status status = why == QIAN_ASK_NEW
                                  ? ask_new(from->ui, name, out, n, err)
                                  : ask_once(from->ui, "passphrase of", name, out, n, err);
    close(terminal);
    terminal = -1;
    return status;
}
