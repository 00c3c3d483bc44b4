// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/commands.h"
#include "engine/base/json_out.h"
#include "engine/beacon/load.h"

struct evidence {
    const char *pulse_path, *certificate_path, *previous_path, *previous_certificate_path;
    struct qian_pulse pulse, previous;
    struct qian_buf der, der_previous;
};

// Load and verify one pulse under the certificate in this file.
static enum qian_status check(const char *pulse_path, const char *certificate_path,
                              struct qian_pulse *pulse, struct qian_buf *der,
                              struct qian_err *err) {
    enum qian_status status = qian_pulse_load(pulse_path, pulse, err);
    if (status == QIAN_OK)
        status = qian_certificate_load(certificate_path, der, err);
    if (status != QIAN_OK)
        return status;
    status = qian_pulse_verify(pulse, qian_buf_view(der), err);
    if (status != QIAN_OK)
        qian_err_where(err, "%s", pulse_path);
    return status;
}

static enum qian_status check_all(struct evidence *e, struct qian_err *err) {
    enum qian_status status = check(e->pulse_path, e->certificate_path, &e->pulse, &e->der, err);
    if (status == QIAN_OK && e->previous_path)
        status =
            check(e->previous_path,
                  e->previous_certificate_path ? e->previous_certificate_path : e->certificate_path,
                  &e->previous, &e->der_previous, err);
    if (status != QIAN_OK)
        return status;
    status = qian_pulse_usable(&e->pulse, err);
    if (status == QIAN_OK && e->previous_path)
        status = qian_pulse_follows(&e->pulse, &e->previous, err);
    if (status != QIAN_OK)
        qian_err_where(err, "%s", e->pulse_path);
    return status;
}

static void show_json(const struct evidence *e, struct qian_buf *text) {
    struct qian_json j = qian_json_begin(text);
    qian_json_text(&j, "format", "qian.beacon/1");
    qian_json_text(&j, "source", "nist");
    qian_json_bool(&j, "verified", true);
    qian_json_u64(&j, "chain", e->pulse.chain);
    qian_json_u64(&j, "pulse", e->pulse.index);
    qian_json_text(&j, "time", e->pulse.time_stamp);
    qian_json_hex(&j, "certificate", e->pulse.certificate_id, QIAN_PULSE_DIGEST);
    qian_json_bool(&j, "previous", e->previous_path != NULL);
    qian_json_hex(&j, "output", e->pulse.output, QIAN_PULSE_DIGEST);
    qian_json_end(&j);
}

static void show_text(const struct ui *ui, const struct evidence *e, struct qian_buf *text) {
    qian_buf_text(text, ui_say(ui, "the pulse is signed under the certificate\n"));
    qian_buf_text(text, ui_say(ui, "  came into being at "));
    qian_buf_text(text, e->pulse.time_stamp);
    qian_buf_text(text, ui_say(ui, "\n  certificate, to be held against the policy: "));
    qian_buf_hex(text, e->pulse.certificate_id, QIAN_PULSE_DIGEST);
    qian_buf_text(text, "\n  ");
    qian_buf_text(text, e->previous_path
                            ? ui_say(ui, "the previous pulse is signed too and committed to it")
                            : ui_say(ui, "open: whether the previous pulse committed to it; give "
                                         "it with --previous"));
    qian_buf_text(text, ui_say(ui, "\n  in entropy.txt: "));
    qian_buf_text(text, "public nist ");
    qian_buf_u64(text, e->pulse.chain);
    qian_buf_char(text, ' ');
    qian_buf_u64(text, e->pulse.index);
    qian_buf_char(text, ' ');
    qian_buf_hex(text, e->pulse.output, QIAN_PULSE_DIGEST);
    qian_buf_char(text, '\n');
}

static int show(struct ui *ui, const struct evidence *e) {
    struct qian_buf text = {0};
    if (ui->json)
        show_json(e, &text);
    else
        show_text(ui, e, &text);
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    return code;
}

static int run(struct ui *ui, int argc, char **argv) {
    struct ui_option options[] = {{.name = "--pulse"},
                                  {.name = "--certificate"},
                                  {.name = "--previous"},
                                  {.name = "--previous-certificate"}};
    struct qian_err err;
    size_t n = 0;
    bool help = false;
    if (!ui_parse(ui, argc, argv, options, 4, NULL, &n, 0, &help))
        return QIAN_USAGE;
    if (help) {
        ui_help(ui, &cmd_beacon_nist);
        return QIAN_OK;
    }
    struct evidence e = {.pulse_path = options[0].value,
                         .certificate_path = options[1].value,
                         .previous_path = options[2].value,
                         .previous_certificate_path = options[3].value};
    if (!e.pulse_path || !e.certificate_path)
        return ui_usage(ui, "--pulse and --certificate are wanted", "");
    if (e.previous_certificate_path && !e.previous_path)
        return ui_usage(ui, "--previous-certificate goes with --previous", "");
    int code = check_all(&e, &err) == QIAN_OK ? show(ui, &e) : ui_fail(ui, &err);
    qian_buf_free(&e.der);
    qian_buf_free(&e.der_previous);
    return code;
}

const struct ui_command cmd_beacon_nist = {
    .name = "beacon verify nist",
    .summary =
        "verify a pulse of the NIST Randomness Beacon, and that the one before committed to it",
    .usage = "  qian beacon verify nist --pulse FILE --certificate FILE [--previous FILE\n"
             "                          [--previous-certificate FILE]]",
    .examples = "  qian beacon verify nist --pulse 54610.json --certificate beacon.pem "
                "--previous 54609.json",
    .run = run};
