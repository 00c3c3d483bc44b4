// SPDX-License-Identifier: MulanPSL-2.0
// The verbs `ceremony …`: one row each; which options a verb has stands in its row.
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/passphrase.h"
#include "cli/plan_request.h"
#include "cli/show_ceremony.h"
#include "engine/base/file.h"

#define MANY 8

// Options beside CASE, --policy, --home and --passphrase-fd.
enum takes {
    TAKE_NAME = 1,
    TAKE_REQUEST = 2,
    TAKE_ROSTER = 4,
    TAKE_WITHHELD = 8,
    TAKE_PUBLIC = 16,
    TAKE_VOID = 32,
    TAKE_OBJECT = 64,
    TAKE_OUT = 128,
    TAKE_LOOK = 256,   // no home
    TAKE_NO_KEY = 512, // no passphrase is asked for
};

struct verb {
    const struct ui_command *command;
    qian_step_fn *step;
    unsigned takes;
};

static const struct verb verbs[] = {
    {&cmd_ceremony_open, qian_step_open, TAKE_REQUEST | TAKE_NO_KEY},
    {&cmd_ceremony_commit, qian_step_commit, TAKE_NAME},
    {&cmd_ceremony_paper, qian_step_paper, TAKE_NAME | TAKE_OUT},
    {&cmd_ceremony_notice, qian_step_notice, 0},
    {&cmd_ceremony_sign, qian_step_sign, TAKE_NAME | TAKE_ROSTER},
    {&cmd_ceremony_cosign, qian_step_cosign, TAKE_NAME},
    {&cmd_ceremony_reveal, qian_step_reveal, TAKE_NAME},
    {&cmd_ceremony_close, qian_step_close, TAKE_WITHHELD},
    {&cmd_ceremony_public, qian_step_public, TAKE_PUBLIC | TAKE_NO_KEY},
    {&cmd_ceremony_draw, qian_step_draw, 0},
    {&cmd_ceremony_witness, qian_step_witness, TAKE_NAME | TAKE_OBJECT},
    {&cmd_ceremony_transcript, qian_step_transcript, 0},
    {&cmd_ceremony_unseal, qian_step_unseal, 0},
    {&cmd_ceremony_void, qian_step_void, TAKE_VOID},
    {&cmd_ceremony_publish, qian_step_publish, TAKE_OUT | TAKE_NO_KEY},
    {&cmd_ceremony_status, qian_step_status, TAKE_LOOK | TAKE_NO_KEY},
};

// Everything that the command line gives.
struct given {
    const struct verb *verb;
    const char *path[1], *withheld[MANY], *value[MANY], *again[MANY];
    struct ui_option option[16];
    size_t options;
    struct qian_act act;
    struct passphrase source;
};

static const struct verb *verb_of(const struct ui *ui) {
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].command->name, ui->verb) == 0)
            return &verbs[i];
    return NULL;
}

static struct ui_option *option(struct given *g, const char *name) {
    for (size_t i = 0; i < g->options; i++)
        if (strcmp(g->option[i].name, name) == 0)
            return &g->option[i];
    return NULL;
}

static const char *value(struct given *g, const char *name) {
    struct ui_option *found = option(g, name);
    return found ? found->value : NULL;
}

static void offer(struct given *g, const char *name) {
    g->option[g->options++] = (struct ui_option){.name = name};
}

static void offer_many(struct given *g, const char *name, const char **values) {
    g->option[g->options++] = (struct ui_option){.name = name, .values = values, .max = MANY};
}

static void offer_all(struct given *g) {
    unsigned takes = g->verb->takes;
    offer(g, "--policy");
    if (!(takes & TAKE_LOOK))
        offer(g, "--home");
    if (!(takes & TAKE_NO_KEY))
        offer(g, "--passphrase-fd");
    if (takes & TAKE_NAME)
        offer(g, "--name");
    if (takes & TAKE_REQUEST) {
        offer(g, "--request");
        offer(g, "--plan-line");
        offer(g, "--base");
        g->option[g->options++] = (struct ui_option){.name = "--allow-legacy-ids", .flag = true};
    }
    if (takes & TAKE_ROSTER)
        offer(g, "--roster");
    if (takes & TAKE_WITHHELD)
        offer_many(g, "--withheld", g->withheld);
    if (takes & TAKE_PUBLIC) {
        offer_many(g, "--public", g->value);
        offer_many(g, "--again", g->again);
    }
    if (takes & TAKE_VOID) {
        offer(g, "--reason");
        g->option[g->options++] = (struct ui_option){.name = "--drop", .flag = true};
    }
    if (takes & TAKE_OBJECT) {
        offer(g, "--object");
        offer(g, "--verifier");
    }
    if (takes & TAKE_OUT)
        offer(g, "--out");
}

static size_t count_of(struct given *g, const char *name) {
    struct ui_option *found = option(g, name);
    return found ? found->count : 0;
}

static void fill(struct given *g) {
    const char *reason = value(g, "--reason"), *verifier = value(g, "--verifier");
    g->act = (struct qian_act){.name = value(g, "--name"),
                               .request = value(g, "--request"),
                               .legacy_ids = value(g, "--allow-legacy-ids") != NULL,
                               .roster = value(g, "--roster"),
                               .withheld = g->withheld,
                               .withheld_count = count_of(g, "--withheld"),
                               .value = g->value,
                               .values = count_of(g, "--public"),
                               .again = g->again,
                               .agains = count_of(g, "--again"),
                               .reason = reason ? reason : value(g, "--object"),
                               .verifier = verifier ? verifier : "qian-verify",
                               .out = value(g, "--out"),
                               .drop = value(g, "--drop") != NULL};
}

// What the verb cannot do without. False, and an error printed, if it is missing.
static bool complete(struct ui *ui, struct given *g) {
    unsigned takes = g->verb->takes;
    const char *missing = NULL;
    if (takes & TAKE_NAME && !g->act.name)
        missing = "--name is missing: the name of the key that acts";
    else if (takes & TAKE_REQUEST && !g->act.request && !value(g, "--plan-line"))
        missing = "--request is missing: the path of REQUEST.json";
    else if (takes & TAKE_REQUEST && value(g, "--plan-line") &&
             (!value(g, "--base") || !strchr(value(g, "--plan-line"), '/')))
        missing = "--plan-line wants PLAN/LINE, and --base a request without what the plan says";
    else if (takes & TAKE_OUT && !g->act.out)
        missing = "--out is missing: where to write";
    else if (!(takes & TAKE_LOOK) && !value(g, "--policy"))
        missing = "--policy is missing: the file that says whose signature counts";
    if (missing)
        ui_usage(ui, missing, "");
    return !missing;
}

// The request of a draw out of a plan: it is written beside the case, and is the operator's to
// keep.
static int request_of_plan(struct ui *ui, struct given *g, const char *home, char **request) {
    const char *line = value(g, "--plan-line"), *slash = strchr(line, '/');
    char *plan = qian_str_copy((struct qian_str){line, (size_t)(slash - line)});
    struct qian_buf folder = {0};
    qian_buf_text(&folder, g->path[0]);
    qian_buf_text(&folder, ".request");
    struct plan_request_order order = {.home = home,
                                       .plan = plan,
                                       .line = slash + 1,
                                       .base = value(g, "--base"),
                                       .policy = value(g, "--policy"),
                                       .folder = folder.p};
    int code = plan_request(ui, &order, true);
    *request = qian_path_join(folder.p, "request.json");
    qian_buf_free(&folder);
    free(plan);
    return code;
}

static int act(struct ui *ui, struct given *g, const char *home) {
    struct qian_case *c = qian_take(1, sizeof *c);
    struct qian_err err = {0};
    struct qian_case_order order = {.path = g->path[0],
                                    .home = home,
                                    .policy = value(g, "--policy"),
                                    .vault = qian_vault_new(passphrase_ask, &g->source)};
    bool key = !(g->verb->takes & TAKE_NO_KEY);
    c->lock = -1;
    enum qian_status status = qian_sign_start(&err);
    if (status == QIAN_OK && key) // before the home is locked
        status = qian_vault_ask(order.vault, QIAN_ASK_OPEN, g->act.name ? g->act.name : home, &err);
    if (status == QIAN_OK)
        status = g->verb->step(&order, &g->act, c, &err);
    int code = show_ceremony(ui, c, g->act.request, status, &err);
    qian_case_leave(c);
    qian_vault_free(order.vault);
    free(c);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct given given = {.verb = verb_of(ui)}, *g = &given;
    size_t paths = 0;
    bool help = false;
    offer_all(g);
    if (!ui_parse(ui, argc, argv, g->option, g->options, g->path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, g->verb->command);
        return QIAN_OK;
    }
    if (paths != 1)
        return ui_usage(ui, "CASE is missing: the folder that the parties share", "");
    fill(g);
    if (!complete(ui, g))
        return QIAN_USAGE;
    struct ui_option none = {.name = "--passphrase-fd"}, *fd = option(g, "--passphrase-fd");
    if (!passphrase_source(ui, fd ? fd : &none, &g->source))
        return QIAN_USAGE;
    if (g->verb->takes & TAKE_LOOK)
        return act(ui, g, NULL);
    char *home = home_of(ui, value(g, "--home"));
    char *request = NULL;
    int code = home ? QIAN_OK : QIAN_USAGE;
    if (code == QIAN_OK && g->verb->takes & TAKE_REQUEST && value(g, "--plan-line")) {
        code = request_of_plan(ui, g, home, &request);
        g->act.request = request;
    }
    if (code == QIAN_OK)
        code = act(ui, g, home);
    free(request);
    free(home);
    return code;
}

#define CEREMONY "  qian ceremony "
#define COMMON " --policy POLICY [--home HOME] " PASSPHRASE_USAGE
#define VERB(word, says, options, example)                                                         \
    const struct ui_command cmd_ceremony_##word = {.name = "ceremony " #word,                      \
                                                   .summary = says,                                \
                                                   .usage = CEREMONY #word " CASE" options,        \
                                                   .examples = CEREMONY #word " CASE" example,     \
                                                   .run = run}

VERB(open, "operator: freeze the rosters, compute the quotas, open the draw",
     " --request REQUEST.json --policy POLICY [--home HOME] [--allow-legacy-ids]\n"
     "  qian ceremony open CASE --plan-line PLAN/LINE --base BASE.json --policy POLICY [--home "
     "HOME]",
     " --request request.json --policy policy.txt --home HOME\n"
     "  qian ceremony open CASE --plan-line plan-2026-j/2026-J-017 --base base.json \\\n"
     "      --policy policy.txt --home HOME");
VERB(commit, "contributor: make a nonce, keep it sealed, give its commitment",
     " --name NAME" COMMON, " --name 纪检监察 --policy policy.txt --home HOME");
VERB(paper, "contributor: write the nonce down, for the envelope", " --name NAME --out FILE" COMMON,
     " --name 纪检监察 --out nonce.txt --policy policy.txt --home HOME");
VERB(notice, "operator: make the notice, collect signatures, put it into the log", COMMON,
     " --policy policy.txt --home HOME");
VERB(sign, "contributor, custodian, witness, supervisor: look, then sign what is to be signed now",
     " --name NAME [--roster FILE]" COMMON, " --name 纪检监察 --policy policy.txt --home HOME");
VERB(cosign, "witness: cosign the log's checkpoint, by files", " --name NAME" COMMON,
     " --name jiwei.example.gov.cn --policy policy.txt --home HOME");
VERB(reveal, "contributor: reveal the nonce, once the notice is proven to be in the log",
     " --name NAME" COMMON, " --name 纪检监察 --policy policy.txt --home HOME");
VERB(close, "operator: close the contributions and put them into the log, before the public value",
     " [--withheld NAME]..." COMMON, " --policy policy.txt --home HOME");
VERB(public, "operator: enter the public values",
     " --public SOURCE=VALUE... [--again SOURCE=VALUE]... --policy POLICY [--home HOME]",
     " --public balls=03-17-22-08 --again balls=03-17-22-08 --policy policy.txt --home HOME");
VERB(draw, "operator: draw, once and for all", COMMON, " --policy policy.txt --home HOME");
VERB(witness, "witness: verify with qian-verify, then sign the transcript or object",
     " --name NAME [--object REASON] [--verifier PROGRAM]" COMMON,
     " --name jiwei.example.gov.cn --policy policy.txt --home HOME");
VERB(transcript,
     "operator: take in objections, collect signatures, put the transcript into the log", COMMON,
     " --policy policy.txt --home HOME");
VERB(unseal, "operator: open an embargo, and prove when", COMMON,
     " --policy policy.txt --home HOME");
VERB(void, "operator: make the draw void, with a reason and a supervisor's signature",
     " --reason TEXT [--drop]" COMMON,
     " --reason 公证处未按时揭示 --policy policy.txt --home HOME");
VERB(publish, "operator: write the bundle that everyone may have",
     " --out BUNDLE --policy POLICY [--home HOME]",
     " --out 220100-2026-J-0017 --policy policy.txt --home HOME");
VERB(status, "where the ceremony stands, who acts next, and with which command",
     " [--policy POLICY]", " --policy policy.txt");
