// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/house.h"
#include "cli/key.h"
#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/ceremony/home.h"
#include "engine/ceremony/policy_version.h"
#include "engine/store/draws.h"

struct order {
    const char *path, *previous, *name, *out;
    enum qian_suite suite;
};

static int show(struct ui *ui, const struct qian_policy *next, bool before, bool enough) {
    struct qian_buf out = {0};
    if (ui->json) {
        struct qian_json j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.policy.sign/1");
        qian_json_u64(&j, "version", next->version);
        qian_json_hex(&j, "digest", next->digest.b, sizeof next->digest.b);
        qian_json_bool(&j, "before", before);
        qian_json_bool(&j, "enough", enough);
        qian_json_end(&j);
    } else {
        qian_buf_text(&out, ui_say(ui, before ? "was signed before" : "signed"));
        qian_buf_text(&out, ui_say(ui, ": version "));
        qian_buf_u64(&out, next->version);
        qian_buf_text(&out, " SHA-256 ");
        qian_buf_hex(&out, next->digest.b, sizeof next->digest.b);
        qian_buf_char(&out, '\n');
        qian_buf_text(&out, ui_say(ui, enough ? "those who have signed are enough"
                                              : "more witnesses are wanted"));
        qian_buf_char(&out, '\n');
    }
    int code = ui_print(ui, &out);
    qian_buf_free(&out);
    return code;
}

// A witness lets one version follow another, and no second one.
static enum qian_status remember(const struct house *house, const struct order *order,
                                 const struct qian_policy *next, const struct qian_policy *previous,
                                 struct qian_err *err) {
    char digest[QIAN_HEX_SIZE + 1];
    qian_digest_hex(&previous->digest, digest);
    return qian_store_signed_add(house->store, digest, "policy", order->name, &next->digest, false,
                                 err);
}

static enum qian_status sign(struct house *house, const struct order *order,
                             const struct qian_policy *next, const struct qian_policy *previous,
                             bool *before, bool *enough, struct qian_err *err) {
    const struct qian_policy_key *signer;
    struct qian_policy_signers signers = {0};
    struct qian_buf note = {0}, added = {0};
    enum qian_status status = qian_policy_signer(previous, order->name, order->suite, &signer, err);
    if (status == QIAN_OK && !qian_str_eq(qian_str(house->key.vkey), signer->vkey))
        status = qian_fail(err, QIAN_REFUSED, "S05", "policy 1.1",
                           "the home's key of this name is not the policy's",
                           "use the home of whoever the policy names");
    if (status == QIAN_OK && qian_file_exists(order->out)) {
        status = qian_file_read(order->out, QIAN_CHECKPOINT_MAX, &note, err);
        if (status == QIAN_OK)
            status = qian_policy_note_judge(next, previous, qian_buf_view(&note), order->out,
                                            &signers, err);
    }
    if (status == QIAN_OK)
        status = remember(house, order, next, previous, err);
    if (status == QIAN_OK) {
        qian_policy_note_add(next, &house->key, qian_buf_view(&note), before, &added);
        status = qian_policy_note_judge(next, previous, qian_buf_view(&added), order->out, &signers,
                                        err);
    }
    if (status == QIAN_OK && !*before)
        status = qian_file_write(order->out, qian_buf_view(&added), 0644, err);
    *enough = signers.enough;
    qian_buf_free(&note);
    qian_buf_free(&added);
    return status;
}

// The passphrase is asked for, and the key opened, before the home is held.
static enum qian_status open_all(struct house *house, const struct order *order,
                                 struct qian_err *err) {
    enum qian_status status =
        qian_key_open(house->home, order->name, order->suite, house->vault, &house->key, err);
    if (status == QIAN_OK)
        status = qian_home_lock(house->home, &house->lock, err);
    return status == QIAN_OK ? qian_store_open(house->home, 5000, &house->store, err) : status;
}

static int act(struct ui *ui, const struct order *order, struct house *house) {
    struct qian_policy next = {0}, previous = {0};
    bool before = false, enough = false;
    struct qian_err err;
    enum qian_status status = qian_sign_start(&err);
    if (status == QIAN_OK)
        status = qian_policy_read(order->previous, &previous, &err);
    if (status == QIAN_OK)
        status = qian_policy_read(order->path, &next, &err);
    if (status == QIAN_OK)
        status = qian_policy_follows(&next, &previous, &err);
    house->vault = qian_vault_new(passphrase_ask, &house->source);
    if (status == QIAN_OK)
        status = open_all(house, order, &err);
    if (status == QIAN_OK)
        status = sign(house, order, &next, &previous, &before, &enough, &err);
    if (status == QIAN_OK)
        (void)show(ui, &next, before, enough);
    qian_policy_free(&next);
    qian_policy_free(&previous);
    return house_end(ui, house, status, &err);
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--previous"}, {.name = "--name"},  {.name = "--home"},
                                  {.name = "--out"},      {.name = "--suite"}, PASSPHRASE_OPTION};
    const char *path[1];
    size_t paths = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 6, path, &paths, 1, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_policy_sign);
        return QIAN_OK;
    }
    if (paths != 1)
        return ui_usage(ui, "the policy file is missing", "");
    if (!options[0].value)
        return ui_usage(ui, "--previous is missing: the policy file of the version before", "");
    if (!options[1].value)
        return ui_usage(ui, "--name is missing: the name of the key that acts", "");
    if (!options[3].value)
        return ui_usage(ui, "--out is missing: where to write", "");
    struct order order = {path[0], options[0].value, options[1].value, options[3].value, 0};
    struct house house = {.lock = -1};
    if (!passphrase_source(ui, &options[5], &house.source))
        return QIAN_USAGE;
    house.home = home_of(ui, options[2].value);
    if (!house.home)
        return QIAN_USAGE;
    if (key_suite(ui, options[4].value, house.home, order.name, &order.suite))
        return act(ui, &order, &house);
    free(house.home);
    return QIAN_USAGE;
}

const struct ui_command cmd_policy_sign = {
    .name = "policy sign",
    .summary = "witness: add one's signature to the note of a new policy version",
    .usage = "  qian policy sign NEW --previous OLD --name WITNESS --out NOTE [--suite SUITE] "
             "[--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian policy sign policy-4.txt --previous policy-3.txt --name jiwei \\\n"
                "    --home HOME --out policy-4.note",
    .run = run};
