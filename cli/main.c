// SPDX-License-Identifier: MulanPSL-2.0
// cli/main.c - finds the verb and runs it.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/commands.h"

static const struct ui_command *const commands[] = {
    &cmd_key_new,          &cmd_key_show,
    &cmd_key_export,       &cmd_key_import,
    &cmd_key_passphrase,   &cmd_draw_all,
    &cmd_explain,          &cmd_beacon_drand,
    &cmd_beacon_nist,      &cmd_beacon_round,
    &cmd_import_draw,      &cmd_import_transcript,
    &cmd_import,           &cmd_plan_request,
    &cmd_rules_sign,       &cmd_rules_check,
    &cmd_register_lists,   &cmd_register_show,
    &cmd_register_log,     &cmd_register_match,
    &cmd_register_check,   &cmd_roster_freeze,
    &cmd_ceremony_open,    &cmd_ceremony_commit,
    &cmd_ceremony_paper,   &cmd_ceremony_notice,
    &cmd_ceremony_sign,    &cmd_ceremony_cosign,
    &cmd_ceremony_reveal,  &cmd_ceremony_close,
    &cmd_ceremony_public,  &cmd_ceremony_draw,
    &cmd_ceremony_witness, &cmd_ceremony_transcript,
    &cmd_ceremony_unseal,  &cmd_ceremony_void,
    &cmd_ceremony_publish, &cmd_ceremony_status,
    &cmd_log_init,         &cmd_log_add,
    &cmd_log_add_witness,  &cmd_log_request,
    &cmd_log_cosigned,     &cmd_log_cosign,
    &cmd_log_proof,        &cmd_log_fsck,
    &cmd_log_monitor,      &cmd_policy_show,
    &cmd_policy_sign,      &cmd_policy_check,
    &cmd_witness_key,      &cmd_witness_add_log,
    &cmd_witness_cosign,   &cmd_witness_serve,
    &cmd_rules_list,       &cmd_rules_show,
    &cmd_calendar_count,   &cmd_plan_check,
    &cmd_plan_show,        &cmd_plan_simulate,
    &cmd_plan_export,      &cmd_register_event,
    &cmd_item_list,        &cmd_item_check,
    &cmd_item_suggest,     &cmd_plan_sign,
    &cmd_plan_approve,     &cmd_plan_verify,
    &cmd_register_due,     &cmd_register_compare,
    &cmd_plan_report,
};
#define COMMANDS (sizeof commands / sizeof *commands)

static void cancel(int signal) {
    (void)signal;
    _exit(EXIT_CANCELLED);
}

// Files opened later must not become standard input, output or error by accident.
static void hold_standard_files(void) {
    int fd;
    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= 2);
    if (fd > 2)
        close(fd);
}

static bool speaks_chinese(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--lang") == 0)
            return strcmp(argv[i + 1], "zh") == 0;
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "zh", 2) == 0;
    }
    return false;
}

static bool asks_help(const char *word) {
    return strcmp(word, "--help") == 0 || strcmp(word, "help") == 0 || strcmp(word, "-h") == 0;
}

// Does the command's name begin with this word, and go on? Every name does with NULL.
static bool begins(const struct ui_command *command, const char *word) {
    size_t n = word ? strlen(word) : 0;
    return !word || (strncmp(command->name, word, n) == 0 && command->name[n] == ' ');
}

static bool is_group(const char *word) {
    for (size_t i = 0; i < COMMANDS; i++)
        if (begins(commands[i], word))
            return true;
    return false;
}

// The verbs that begin with a word; all of them, and the usual three, with NULL.
static int overview(const struct ui *ui, const char *word, FILE *to) {
    if (!word)
        fprintf(to,
                "  qian draw all REQUEST.json --home HOME --out BUNDLE --public balls=03-17-22-08\n"
                "  qian explain BUNDLE 91220101MA13XQYL0T\n"
                "  qian-verify BUNDLE --policy HOME/policy.txt\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        if (begins(commands[i], word))
            fprintf(to, "  qian %-19s  %s\n", commands[i]->name, ui_say(ui, commands[i]->summary));
    fprintf(to, "\n%s\n", ui_say(ui, "qian VERB --help tells more; qian --version the version"));
    return to == stdout ? QIAN_OK : QIAN_USAGE;
}

// How many words of argv are the command's name; 0 if they are not.
static int matches(const struct ui_command *command, int argc, char **argv) {
    char name[32];
    snprintf(name, sizeof name, "%s", command->name);
    int words = 0;
    char *rest = NULL;
    for (char *word = strtok_r(name, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (words >= argc || strcmp(word, argv[words]) != 0)
            return 0;
        words++;
    }
    return words;
}

int main(int argc, char **argv) {
    struct ui ui = {.verb = "", .zh = speaks_chinese(argc, argv)};
    hold_standard_files();
    ui.tty = isatty(2) == 1;
    if (signal(SIGINT, cancel) == SIG_IGN) // a shell that runs us in the background wants it so
        signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});      // a core file would hold secrets
    while (argc > 2 && strcmp(argv[1], "--lang") == 0) { // a verb reads a later one itself
        if (strcmp(argv[2], "zh") != 0 && strcmp(argv[2], "en") != 0) {
            fprintf(stderr, "qian: %s: %.100s\n", ui_say(&ui, "--lang is zh or en"), argv[2]);
            return QIAN_USAGE;
        }
        argc -= 2;
        argv += 2;
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        int words = matches(commands[i], argc - 1, argv + 1);
        if (words == 0)
            continue;
        ui.verb = commands[i]->name;
        return ui_end(&ui, commands[i]->run(&ui, argc - 1 - words, argv + 1 + words));
    }
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        printf("qian %s\n", QIAN_VERSION);
        return ui_end(&ui, QIAN_OK);
    }
    const char *word = argc > 1 && is_group(argv[1]) ? argv[1] : NULL;
    bool asked = false;
    for (int i = 1; i < argc && (i == 1 || word); i++)
        asked = asked || asks_help(argv[i]);
    if (argc > 1 && !asked)
        fprintf(stderr, "qian: %s: %.100s%s%.100s\n\n", ui_say(&ui, "there is no such verb"),
                argv[1], word && argc > 2 ? " " : "", word && argc > 2 ? argv[2] : "");
    return ui_end(&ui, overview(&ui, word, asked ? stdout : stderr));
}
