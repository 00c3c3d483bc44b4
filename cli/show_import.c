// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_import.h"

#include <string.h>

#include "engine/base/json_out.h"
#include "engine/core/field.h"

#define FINDINGS_SHOWN 100
#define DIFFERENCES_SHOWN 20

static const char *const kinds[] = {"rejected", "conflict", "repeated", "corrected", "noted"};
static const char *const counted[] = {"rejected", "conflicts", "repeated", "corrected", "noted"};
static const char *const differences[] = {"unchanged", "added", "changed", "removed"};

static void findings_json(const struct qian_import *import, struct qian_json *j) {
    qian_json_array(j, "findings");
    for (size_t i = 0; i < import->findings.count; i++) {
        const struct qian_finding *f = &import->findings.finding[i];
        qian_json_object(j, NULL);
        qian_json_text(j, "kind", kinds[f->kind]);
        qian_json_u64(j, "row", f->row);
        qian_json_text(j, "column", f->column);
        qian_json_text(j, "value", f->value);
        qian_json_text(j, "reason", f->reason);
        qian_json_text(j, "remedy", f->remedy);
        if (f->other_row)
            qian_json_u64(j, "other_row", f->other_row);
        else
            qian_json_null(j, "other_row");
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void differences_json(const struct qian_import *import, struct qian_json *j) {
    qian_json_array(j, "differences");
    for (size_t i = 0; i < import->shown_count; i++) {
        const struct qian_difference_shown *d = &import->shown[i];
        qian_json_object(j, NULL);
        qian_json_text(j, "what", differences[d->what]);
        qian_json_u64(j, "row", d->row);
        qian_json_text(j, "id", d->id);
        qian_json_text(j, "text", d->text);
        qian_json_close(j);
    }
    qian_json_close(j);
}

static void counts_json(const struct qian_import *import, struct qian_json *j) {
    qian_json_object(j, "counts");
    qian_json_u64(j, "rows", import->rows);
    qian_json_u64(j, "taken", import->taken);
    for (size_t i = 0; i < QIAN_FINDING_KINDS; i++)
        qian_json_u64(j, counted[i], import->findings.rows[i]);
    for (size_t i = 0; i < 4; i++)
        qian_json_u64(j, differences[i], import->counts[i]);
    qian_json_u64(j, "credit_codes", import->forms[QIAN_ID_USCC]);
    qian_json_u64(j, "credit_codes_as_written", import->exact);
    qian_json_u64(j, "registration_numbers", import->forms[QIAN_ID_REGISTRATION]);
    qian_json_u64(j, "typed_ids", import->forms[QIAN_ID_TYPED]);
    qian_json_close(j);
}

static void file_json(const struct qian_import *import, struct qian_json *j) {
    qian_json_hex(j, "digest", import->digest.b, 32);
    qian_json_u64(j, "bytes", import->bytes);
    qian_json_text(j, "file_format", import->format);
    qian_json_text(j, "encoding", import->encoding);
    qian_json_bool(j, "encoding_detected", import->detected);
    qian_json_text_or_null(j, "sample", import->sample);
    qian_json_text_or_null(j, "sheet", import->sheet);
    qian_json_u64(j, "header_row", import->header.row);
    qian_json_str(j, "above_header", qian_buf_view(&import->header.above));
    qian_json_str(j, "unread_columns", qian_buf_view(&import->header.unread));
    qian_json_u64(j, "hidden_rows", import->hidden_rows);
    qian_json_u64(j, "hidden_columns", import->hidden_columns);
    qian_json_u64(j, "merged_ranges", import->merged_ranges);
    qian_json_bool(j, "filtered", import->filtered);
}

static int import_json(struct ui *ui, const struct qian_import_order *order,
                       const struct qian_import *import, const struct qian_err *err) {
    struct qian_buf text = {0};
    struct qian_json j = qian_json_begin(&text);
    qian_json_text(&j, "format", "qian.import/1");
    qian_json_u64(&j, "exit", err ? (uint64_t)err->status : 0);
    qian_json_text(&j, "what", err ? err->what : "");
    qian_json_text(&j, "next", err ? err->next : "");
    qian_json_text(&j, "register", order->kind->name);
    qian_json_text(&j, "list", order->list);
    qian_json_bool(&j, "applied", import->change > 0);
    qian_json_u64(&j, "change", import->change);
    file_json(import, &j);
    counts_json(import, &j);
    differences_json(import, &j);
    findings_json(import, &j);
    qian_json_end(&j);
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    return code;
}

static void number_line(const struct ui *ui, struct qian_buf *out, const char *what, uint64_t n) {
    if (n == 0)
        return;
    qian_buf_text(out, "  ");
    qian_buf_text(out, ui_say(ui, what));
    qian_buf_char(out, ' ');
    qian_buf_u64(out, n);
    qian_buf_char(out, '\n');
}

static void text_line(const struct ui *ui, struct qian_buf *out, const char *what,
                      struct qian_str value) {
    if (value.n == 0)
        return;
    qian_buf_text(out, "  ");
    qian_buf_text(out, ui_say(ui, what));
    qian_buf_char(out, ' ');
    qian_show(out, value, 400);
    qian_buf_char(out, '\n');
}

static void file_text(const struct ui *ui, const struct qian_import *import, struct qian_buf *out) {
    text_line(ui, out, "encoding:", qian_str(import->encoding));
    if (import->detected)
        text_line(ui, out, "found by looking; is this right?", qian_str(import->sample));
    if (import->sheet)
        text_line(ui, out, "sheet:", qian_str(import->sheet));
    number_line(ui, out, "header on row", import->header.row);
    text_line(ui, out, "above the header:", qian_buf_view(&import->header.above));
    text_line(ui, out, "columns that are not read:", qian_buf_view(&import->header.unread));
    number_line(ui, out, "hidden rows, which are read like others:", import->hidden_rows);
    number_line(ui, out, "hidden columns, which are read like others:", import->hidden_columns);
    number_line(ui, out, "merged ranges:", import->merged_ranges);
    if (import->filtered)
        text_line(ui, out, "the sheet has a filter; all rows are read", qian_str(" "));
}

static void counts_text(const struct ui *ui, const struct qian_import *import,
                        struct qian_buf *out) {
    number_line(ui, out, "rows:", import->rows);
    number_line(ui, out, "of these taken:", import->taken);
    number_line(ui, out, "rejected:", import->findings.rows[QIAN_REJECTED]);
    number_line(ui, out, "in conflict with another row:", import->findings.rows[QIAN_CONFLICT]);
    number_line(ui, out, "repeats of the same row:", import->findings.rows[QIAN_REPEATED]);
    number_line(ui, out, "taken in another spelling:", import->findings.rows[QIAN_CORRECTED]);
    number_line(ui, out, "worth a look:", import->findings.rows[QIAN_NOTED]);
    number_line(ui, out, "credit codes:", import->forms[QIAN_ID_USCC]);
    number_line(ui, out, "rows whose credit code stands as it is written:", import->exact);
    number_line(ui, out, "old registration numbers:", import->forms[QIAN_ID_REGISTRATION]);
    number_line(ui, out, "typed ids:", import->forms[QIAN_ID_TYPED]);
    number_line(ui, out, "added to the list:", import->counts[QIAN_ADDED]);
    number_line(ui, out, "changed in the list:", import->counts[QIAN_CHANGED]);
    number_line(ui, out, "removed from the list:", import->counts[QIAN_REMOVED]);
    number_line(ui, out, "unchanged:", import->counts[QIAN_SAME]);
}

static void finding_text(const struct ui *ui, const struct qian_finding *f, struct qian_buf *out) {
    qian_buf_text(out, "  ");
    qian_buf_u64(out, f->row);
    qian_buf_text(out, *f->column ? " " : "");
    qian_buf_text(out, f->column);
    qian_buf_text(out, ": \"");
    qian_buf_text(out, f->value);
    qian_buf_text(out, "\": ");
    qian_buf_text(out, ui_say(ui, f->reason));
    if (f->other_row) {
        qian_buf_char(out, ' ');
        qian_buf_u64(out, f->other_row);
    }
    if (*f->remedy) {
        qian_buf_text(out, "; ");
        qian_buf_text(out, ui_say(ui, f->remedy));
    }
    qian_buf_char(out, '\n');
}

static void findings_text(const struct ui *ui, const struct qian_import *import,
                          enum qian_finding_kind kind, const char *title, struct qian_buf *out) {
    size_t shown = 0, of_kind = 0;
    for (size_t i = 0; i < import->findings.count; i++)
        of_kind += import->findings.finding[i].kind == kind;
    if (of_kind == 0)
        return;
    qian_buf_text(out, ui_say(ui, title));
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < import->findings.count && shown < FINDINGS_SHOWN; i++)
        if (import->findings.finding[i].kind == kind) {
            finding_text(ui, &import->findings.finding[i], out);
            shown++;
        }
    if (of_kind > shown)
        number_line(ui, out, "and more, which --json or --rejects lists:", of_kind - shown);
}

static void differences_text(const struct ui *ui, const struct qian_import *import,
                             struct qian_buf *out) {
    if (import->shown_count == 0 ||
        import->counts[QIAN_CHANGED] + import->counts[QIAN_REMOVED] == 0)
        return;
    qian_buf_text(out, ui_say(ui, "against the list as it is:"));
    qian_buf_char(out, '\n');
    for (size_t i = 0, shown = 0; i < import->shown_count && shown < DIFFERENCES_SHOWN; i++) {
        const struct qian_difference_shown *d = &import->shown[i];
        if (d->what == QIAN_ADDED)
            continue;
        shown++;
        qian_buf_text(out, "  ");
        qian_buf_text(out, ui_say(ui, differences[d->what]));
        qian_buf_char(out, ' ');
        qian_buf_text(out, d->id);
        qian_buf_char(out, ' ');
        qian_buf_text(out, d->text);
        qian_buf_char(out, '\n');
    }
}

int show_import(struct ui *ui, const struct qian_import_order *order,
                const struct qian_import *import, const struct qian_err *err) {
    if (ui->json)
        return import_json(ui, order, import, err);
    struct qian_buf text = {0};
    findings_text(ui, import, QIAN_REJECTED, "rows that cannot be taken:", &text);
    findings_text(ui, import, QIAN_CONFLICT, "rows that contradict an earlier one:", &text);
    findings_text(ui, import, QIAN_REPEATED, "rows that stand there twice:", &text);
    findings_text(ui, import, QIAN_NOTED, "worth a look:", &text);
    differences_text(ui, import, &text);
    text_line(ui, &text, "list:", qian_str(order->list));
    file_text(ui, import, &text);
    counts_text(ui, import, &text);
    if (!err && import->change > 0)
        number_line(ui, &text, "applied, as change", import->change);
    else if (!err && order->apply)
        text_line(ui, &text, "the list is like this already: nothing was changed", qian_str(" "));
    else if (!err)
        text_line(ui, &text, "nothing was changed; --apply does it", qian_str(" "));
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    return code;
}

static const char *form_name(enum qian_form form) {
    static const char *const names[] = {"id of a target",
                                        "code",
                                        "number of a certificate or paper",
                                        "text",
                                        "long text",
                                        "day",
                                        "division",
                                        "divisions or *",
                                        "codes",
                                        "one of",
                                        "some of",
                                        "integer",
                                        "ratio",
                                        "ratio of each class",
                                        "weight of each class"};
    return names[form];
}

int show_kind(struct ui *ui, const struct qian_kind *kind) {
    struct qian_buf text = {0};
    struct qian_json j = {0};
    if (ui->json) {
        j = qian_json_begin(&text);
        qian_json_text(&j, "format", "qian.columns/1");
        qian_json_text(&j, "register", kind->name);
        qian_json_array(&j, "columns");
    }
    for (size_t k = 0; k < kind->columns; k++) {
        const struct qian_column *c = &kind->column[k];
        if (!*c->synonyms)
            continue;
        if (ui->json) {
            qian_json_object(&j, NULL);
            qian_json_text(&j, "name", c->name);
            qian_json_bool(&j, "required", c->required);
            qian_json_text(&j, "form", form_name(c->form));
            qian_json_text_or_null(&j, "choices", c->choices);
            qian_json_text(&j, "synonyms", c->synonyms);
            qian_json_close(&j);
            continue;
        }
        qian_buf_text(&text, c->name);
        qian_buf_text(&text, c->required ? " * " : " ");
        qian_buf_text(&text, ui_say(ui, form_name(c->form)));
        qian_buf_text(&text, c->choices ? " " : "");
        qian_buf_text(&text, c->choices ? c->choices : "");
        qian_buf_text(&text, "\n    ");
        qian_buf_text(&text, c->synonyms);
        qian_buf_char(&text, '\n');
    }
    if (ui->json) {
        qian_json_close(&j);
        qian_json_end(&j);
    }
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    return code;
}
