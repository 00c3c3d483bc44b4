// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/child.h"
#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/print.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

// Generous: ten million rows take a small part of it.
enum { CPU_SECONDS = 3600, TROUBLE_ROOM = 1024 };

static int report_to = -1;

static void send_bytes(struct bytes text)
{
    while (text.n > 0) {
        ssize_t n = write(report_to, text.at, text.n);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            _exit(4); // without its last record the parent believes nothing
        }
        text = bytes_after(text, (size_t)n);
    }
}

static void send_record(unsigned char letter, struct bytes content)
{
    unsigned char head[RECORD_HEAD] = {letter, (unsigned char)(content.n >> 24), (unsigned char)(content.n >> 16 & 0xFF),
                                       (unsigned char)(content.n >> 8 & 0xFF), (unsigned char)(content.n & 0xFF)};
    send_bytes((struct bytes){head, RECORD_HEAD});
    send_bytes(content);
}

static void tell_trouble(const char *place, const char *what, const char *next)
{
    char line[TROUBLE_ROOM];
    (void)snprintf(line, sizeof line, "qian-verify: %s: %s, %s\n", place, what, next);
    send_record(RECORD_TROUBLE, bytes_of(line));
    _exit(4);
}

// The work needs no rights: it reads files that are named, and writes to one pipe.
static void give_up_rights(void)
{
    const struct rlimit none = {0, 0};
    struct rlimit seconds;
    bool known = getrlimit(RLIMIT_CPU, &seconds) == 0;
    if (known && seconds.rlim_max > CPU_SECONDS) { // a lower limit of whoever started us stays
        seconds = (struct rlimit){CPU_SECONDS, CPU_SECONDS};
    }
    (void)signal(SIGIO, SIG_IGN); // a lease that is lost is asked for, not announced
    if (!known || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0 ||
        setrlimit(RLIMIT_FSIZE, &none) != 0 || setrlimit(RLIMIT_CPU, &seconds) != 0) {
        trouble(say("进程", "process"), say("无法限制权限", "its rights cannot be limited"),
                say("请检查系统设置", "check the system's settings"));
    }
}

static _Noreturn void bad_policy(const char *path, uint64_t line)
{
    char what[TROUBLE_ROOM];
    (void)snprintf(what, sizeof what, "%s %llu", say("不是策略文件，见行", "it is no policy, see line"),
                   (unsigned long long)line);
    trouble(path, what, say("请给出 notes.md 3 所述的策略文件", "give a policy as notes.md 3 has it"));
}

static void digest_policy(struct bundle *b, struct bytes text)
{
    struct hash h;
    hash_open(&h, SUITE_SHA256_ED25519);
    hash_digits(&h, &text, 1, b->policy_digest);
    hash_close(&h);
}

// The policy's text, which stays; trouble where it cannot be read.
static void load_policy(struct bundle *b, const char *path)
{
    struct stat kind;
    struct file file = {.name = path};
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &kind) != 0 || !S_ISREG(kind.st_mode) || kind.st_size > POLICY_MAX) {
        trouble(path, say("无法作为策略文件读取", "it cannot be read as a policy"),
                say("请检查路径和权限", "check the path and its permissions"));
    }
    file_adopt(&file, fd);
    struct bytes text = file_load(&file);
    (void)close(fd);
    digest_policy(b, text);
    policy_read(&b->policy, text);
    if (b->policy.state == POLICY_BAD) {
        bad_policy(path, b->policy.bad_line);
    }
}

_Noreturn void child_work(const struct task *task, int pipe)
{
    struct out o = {0};
    report_to = pipe;
    (void)signal(SIGXFSZ, SIG_IGN);
    trouble_to(tell_trouble);
    give_up_rights();
    if (sodium_init() < 0) {
        trouble("libsodium", say("无法启动", "it does not start"), say("请检查安装", "check its installation"));
    }
    struct bundle *b = mem_new(1, sizeof *b);
    if (task->policy != NULL) {
        load_policy(b, task->policy);
    }
    verify(b, task->folder);
    if (task->json) {
        print_json(&o, b);
    } else {
        print_text(&o, b);
    }
    send_record(RECORD_REPORT, (struct bytes){(const unsigned char *)o.text, o.n});
    unsigned char verdict = (unsigned char)report_verdict(&b->report);
    out_free(&o);
    bundle_free(b);
    free(b);
    send_record(RECORD_VERDICT, (struct bytes){&verdict, 1});
    _exit(0);
}
