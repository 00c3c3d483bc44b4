// SPDX-License-Identifier: MulanPSL-2.0
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/house.h"
#include "cli/show_cosigned.h"
#include "engine/base/json_out.h"

#define URLS_MAX 64

// Ask one witness; what came of it is appended. A fault is printed at once, in text.
static enum qian_status ask(struct ui *ui, struct house *house, const char *url,
                            struct qian_json *j, struct qian_buf *out, struct qian_err *err) {
    struct qian_cosigned cosigned;
    struct qian_err fault = {0};
    enum qian_status status = qian_log_ask(&house->log, url, &cosigned, &fault);
    if (ui->json) {
        struct qian_buf shown = {0};
        qian_show(&shown, qian_str(url), SIZE_MAX);
        qian_json_object(j, NULL);
        qian_json_text(j, "url", shown.p);
        qian_json_u64(j, "cosignatures", cosigned.count);
        qian_json_u64(j, "size", cosigned.size);
        qian_json_text_or_null(j, "what", status == QIAN_OK ? NULL : fault.what);
        qian_json_text(j, "code", status == QIAN_OK ? "" : fault.code);
        qian_json_close(j);
        qian_buf_free(&shown);
    } else if (status == QIAN_OK) {
        show_cosigned(ui, url, &cosigned, out);
    } else {
        (void)ui_fail(ui, &fault);
    }
    if (status != QIAN_OK)
        *err = fault;
    return status;
}

// Ask each; the first fault is what it has come to, but one that says that entries are lost goes
// before.
static enum qian_status ask_all(struct ui *ui, struct house *house, const char *const *url,
                                size_t urls, struct qian_err *err) {
    struct qian_buf out = {0};
    struct qian_json j = {0};
    enum qian_status all = QIAN_OK;
    if (ui->json) {
        j = qian_json_begin(&out);
        qian_json_text(&j, "format", "qian.log.cosign/1");
        qian_json_array(&j, "witnesses");
    }
    for (size_t i = 0; i < urls; i++) {
        enum qian_status status = ask(ui, house, url[i], &j, &out, err);
        if (status != QIAN_OK && (all == QIAN_OK || status == QIAN_REFUSED))
            all = status;
    }
    if (ui->json) {
        qian_json_close(&j);
        qian_json_end(&j);
    }
    if (out.n > 0)
        (void)ui_print(ui, &out);
    qian_buf_free(&out);
    return all;
}

static enum qian_status cosign(struct ui *ui, struct house *house, const char **url, size_t urls,
                               bool *told, struct qian_err *err) {
    struct qian_stored_witness *witness = NULL;
    size_t count = 0;
    enum qian_status status = qian_log_finish(&house->log, NULL, err);
    if (status == QIAN_OK)
        status = qian_store_log_witnesses(house->store, &witness, &count, err);
    bool given = urls > 0;
    for (size_t i = 0; i < count && !given && urls < URLS_MAX; i++)
        if (witness[i].url)
            url[urls++] = witness[i].url;
    if (status == QIAN_OK && urls == 0)
        status = qian_fail(err, QIAN_REFUSED, "", "", "the log knows no witness with a URL",
                           "enter one: qian log add-witness VKEY --url URL");
    else if (status == QIAN_OK) {
        status = ask_all(ui, house, url, urls, err);
        *told = true;
    }
    qian_stored_witnesses_free(witness, count);
    return status;
}

static int run(struct ui *ui, int argc, char **argv) {
    const char *url[URLS_MAX];
    struct ui_option options[] = {
        {.name = "--home"}, {.name = "--url", .values = url, .max = URLS_MAX}, PASSPHRASE_OPTION};
    size_t none = 0;
    bool help = false, told = false, all_signed = false;
    if (!ui_parse(ui, argc, argv, options, 3, NULL, &none, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_log_cosign);
        return QIAN_OK;
    }
    struct house house;
    struct qian_err err;
    enum qian_status status = house_open_log(ui, options[0].value, &options[2], &house, &err);
    // The key is needed only for what a broken-off qian log add has left to sign.
    if (status == QIAN_OK)
        status = qian_log_all_signed(&house.log, &all_signed, &err);
    if (status == QIAN_OK && !all_signed)
        status = house_log_key(&house, &err);
    if (status == QIAN_OK)
        status = cosign(ui, &house, url, options[1].count, &told, &err);
    if (!told)
        return house_end(ui, &house, status, &err);
    house_close(&house);
    return (int)status;
}

const struct ui_command cmd_log_cosign = {
    .name = "log cosign",
    .summary = "have the last checkpoint cosigned over the network, and publish it",
    .usage = "  qian log cosign [--url URL]... [--home HOME] " PASSPHRASE_USAGE,
    .examples = "  qian log cosign --home HOME\n"
                "  qian log cosign --url http://127.0.0.1:8080 --home HOME",
    .run = run};
