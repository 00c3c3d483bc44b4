// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/child.h"
#include "verifier/lang.h"
#include "verifier/print.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char VERSION[] = "qian-verify 0.1.0 (qian/1)\n";

static const char HELP_EN[] =
    "qian-verify 220100-2026-J-0017 --policy policy.txt\n"
    "\n"
    "Settles whether an official random draw was honest: checks the bundle in a folder, step by step (spec/verify.md).\n"
    "\n"
    "usage: qian-verify BUNDLE [--policy FILE] [--json] [--lang zh|en]\n"
    "  --policy FILE  who may sign and which rules are in force; without it the verdict is at best INCOMPLETE\n"
    "  --json         the report as JSON\n"
    "  --lang zh|en   language of the report; otherwise that of LC_ALL, LC_MESSAGES, LANG\n"
    "  --help, --version\n"
    "\n"
    "exit: 0 VALID, 1 INVALID, 2 INCOMPLETE, 3 UNSUPPORTED, 4 ERROR\n";

static const char HELP_ZH[] =
    "qian-verify 220100-2026-J-0017 --policy policy.txt\n"
    "\n"
    "核验一次官方随机抽取是否诚实：逐项检查结果文件夹（spec/verify.md）。\n"
    "\n"
    "用法：qian-verify BUNDLE [--policy FILE] [--json] [--lang zh|en]\n"
    "  --policy FILE  谁可以签名、哪个规则包有效；不给出则至多为 INCOMPLETE\n"
    "  --json         以 JSON 输出报告\n"
    "  --lang zh|en   报告的语言；否则依 LC_ALL、LC_MESSAGES、LANG\n"
    "  --help, --version\n"
    "\n"
    "退出码：0 VALID 通过，1 INVALID 不通过，2 INCOMPLETE 无法判断（缺材料），3 UNSUPPORTED 本版本不支持，4 ERROR 出错\n";

// Descriptors 0 to 2 must not become files of the bundle, nor the pipe.
static bool open_standard(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        struct stat kind;
        if (fstat(fd, &kind) != 0 && open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY) != fd) {
            return false;
        }
    }
    return true;
}

static bool write_all(int to, struct bytes text)
{
    while (text.n > 0) {
        ssize_t n = write(to, text.at, text.n);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        text = bytes_after(text, (size_t)n);
    }
    return true;
}

static int usage(const char *place, const char *what)
{
    (void)fprintf(stderr, "qian-verify: %s: %s, %s\n", place, what,
                  say("请看 qian-verify --help", "see qian-verify --help"));
    return VERDICT_ERROR;
}

// The value of an option, or NULL.
static const char *value(int count, char **words, int *at)
{
    return *at + 1 < count ? words[++*at] : NULL;
}

static bool is_language(const char *text)
{
    return text != NULL && (strcmp(text, "zh") == 0 || strcmp(text, "en") == 0);
}

// 0 where the words make a task, else the exit code.
static int read_words(int count, char **words, struct task *task)
{
    for (int i = 1; i < count; i++) {
        const char *word = words[i];
        if (strcmp(word, "--json") == 0) {
            task->json = true;
        } else if (strcmp(word, "--policy") == 0) {
            task->policy = value(count, words, &i);
            if (task->policy == NULL) {
                return usage(word, say("缺少文件名", "a file is missing"));
            }
        } else if (strcmp(word, "--lang") == 0) {
            const char *language = value(count, words, &i);
            if (!is_language(language)) {
                return usage(word, say("须为 zh 或 en", "it is zh or en"));
            }
            lang_set(strcmp(language, "zh") == 0);
        } else if (word[0] == '-' && word[1] != '\0') {
            return usage(word, say("没有这个选项", "there is no such option"));
        } else if (task->folder != NULL) {
            return usage(word, say("只能给一个结果文件夹", "there is one bundle already"));
        } else {
            task->folder = word;
        }
    }
    return task->folder == NULL ? usage("BUNDLE", say("缺少结果文件夹", "a folder is missing")) : 0;
}

static bool asks(int count, char **words, const char *option)
{
    return count == 2 && strcmp(words[1], option) == 0;
}

// What is said where the child did not come to a verdict.
static struct bytes error_report(bool json)
{
    if (json) {
        return bytes_of("{\n \"format\": \"qian.verify/1\",\n \"verdict\": \"ERROR\",\n \"exit\": 4,\n \"draw\": null,\n"
                        " \"suite\": null,\n \"rehearsal\": null,\n \"policy\": null,\n \"notice\": null,\n"
                        " \"outcome\": null,\n \"proven\": null,\n \"objections\": null,\n"
                        " \"checks\": []\n}\n");
    }
    return bytes_of(say("结论 ERROR 出错\n", "verdict ERROR\n"));
}

static int tell(const struct answer *answer, bool json)
{
    struct bytes report = {(const unsigned char *)answer->report.text, answer->report.n};
    struct bytes trouble = {(const unsigned char *)answer->trouble.text, answer->trouble.n};
    if (answer->verdict == VERDICT_ERROR) {
        report = error_report(json);
        if (trouble.n == 0) {
            trouble = bytes_of(say("qian-verify：进程：未得出结论；请重试或报告此问题\n",
                                   "qian-verify: process: it ended without a verdict, run it again or report this\n"));
        }
    }
    (void)write_all(2, trouble);
    return write_all(1, report) ? (int)answer->verdict : (int)VERDICT_ERROR;
}

int main(int count, char **words)
{
    int code = VERDICT_ERROR;
    struct task task = {NULL, NULL, false};
    struct answer answer;
    lang_set(lang_from_environment());
    if (!open_standard()) {
        return code;
    }
    if (asks(count, words, "--help") || asks(count, words, "--version")) {
        const char *text = asks(count, words, "--help") ? say(HELP_ZH, HELP_EN) : VERSION;
        return write_all(1, bytes_of(text)) ? 0 : VERDICT_ERROR;
    }
    code = read_words(count, words, &task);
    if (code != 0) {
        return code;
    }
    if (task.json) {
        lang_set(false); // JSON is the same in both languages
    }
    child_ask(&task, &answer);
    code = tell(&answer, task.json);
    out_free(&answer.report);
    out_free(&answer.trouble);
    return code;
}
