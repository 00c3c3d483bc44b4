// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/words.h"
#include "engine/base/json_out.h"

static const char *look_up(const struct word *word, size_t count, const char *sentence) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(word[i].en, sentence) == 0)
            return word[i].zh;
    return NULL;
}

const char *ui_say(const struct ui *ui, const char *sentence) {
    static const struct {
        const struct word *word;
        const size_t *count;
    } tables[] = {{words, &words_count},
                  {words_approval, &words_approval_count},
                  {words_ceremony, &words_ceremony_count},
                  {words_drawn, &words_drawn_count},
                  {words_import, &words_import_count},
                  {words_item, &words_item_count},
                  {words_log, &words_log_count},
                  {words_plan, &words_plan_count},
                  {words_planning, &words_planning_count},
                  {words_register, &words_register_count},
                  {words_sheet, &words_sheet_count},
                  {words_watch, &words_watch_count}};
    const char *zh = NULL;
    for (size_t i = 0; ui->zh && !zh && i < sizeof tables / sizeof *tables; i++)
        zh = look_up(tables[i].word, *tables[i].count, sentence);
    return zh ? zh : sentence;
}

static struct ui_option *find_option(struct ui_option *options, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    return NULL;
}

static bool take_value(struct ui *ui, struct ui_option *option, const char *value) {
    option->value = value;
    if (!option->values)
        return true;
    if (option->count == option->max) {
        ui_usage(ui, "this option stands too often", option->name);
        return false;
    }
    option->values[option->count++] = value;
    return true;
}

static bool read_lang(struct ui *ui, const char *value) {
    if (strcmp(value, "zh") != 0 && strcmp(value, "en") != 0) {
        ui_usage(ui, "--lang is zh or en", value);
        return false;
    }
    ui->zh = strcmp(value, "zh") == 0;
    return true;
}

bool ui_parse(struct ui *ui, int argc, char **argv, struct ui_option *options, size_t count,
              const char **positional, size_t *positionals, size_t max, bool *help) {
    *positionals = 0;
    *help = false;
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        struct ui_option *option = find_option(options, count, word);
        if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            *help = true;
        } else if (strcmp(word, "--json") == 0) {
            ui->json = true;
        } else if (option && option->flag) {
            option->value = word;
        } else if (option || strcmp(word, "--lang") == 0) {
            if (++i == argc) {
                ui_usage(ui, "this option wants a value", word);
                return false;
            }
            if (!(option ? take_value(ui, option, argv[i]) : read_lang(ui, argv[i])))
                return false;
        } else if (word[0] == '-' && word[1]) {
            ui_usage(ui, "there is no such option", word);
            return false;
        } else if (*positionals == max) {
            ui_usage(ui, "one argument too many", word);
            return false;
        } else {
            positional[(*positionals)++] = word;
        }
    }
    return true;
}

void ui_help(const struct ui *ui, const struct ui_command *command) {
    printf("%s\n\n%s\n%s\n\n", command->examples, ui_say(ui, "usage:"), command->usage);
    printf("%s\n", ui_say(ui, command->summary));
    printf("  --lang zh|en  %s\n",
           ui_say(ui, "language of what is said; never of what is written"));
    printf("  --json        %s\n", ui_say(ui, "one JSON object on standard output"));
}

static void print_fault_json(const struct ui *ui, const struct qian_err *err, struct qian_json *j) {
    qian_json_text(j, "format", "qian.error/1");
    qian_json_text(j, "verb", ui->verb);
    qian_json_u64(j, "exit", (uint64_t)err->status);
    qian_json_text(j, "where", err->where);
    qian_json_text(j, "what", err->what);
    qian_json_text(j, "value", err->value);
    qian_json_text(j, "code", err->code);
    qian_json_text(j, "clause", err->clause);
    qian_json_text(j, "next", err->next);
}

static void print_fault_text(const struct ui *ui, const struct qian_err *err) {
    fprintf(stderr, "qian%s%s: ", *ui->verb ? " " : "", ui->verb);
    if (*err->where)
        fprintf(stderr, "%s: ", err->where);
    fprintf(stderr, "%s", ui_say(ui, err->what));
    if (*err->value)
        fprintf(stderr, ": %s", err->value);
    if (*err->code || *err->clause)
        fprintf(stderr, " (%s%s%s)", err->code, *err->code && *err->clause ? ", " : "",
                err->clause);
    if (*err->next)
        fprintf(stderr, "; %s", ui_say(ui, err->next));
    fputc('\n', stderr);
}

// Write text from outside into `out`, escaped, cut between two characters where it is too long.
static void escape(const char *text, char *out, size_t size) {
    struct qian_buf shown = {0};
    qian_show(&shown, qian_str(text), SIZE_MAX);
    size_t n = shown.n < size ? shown.n : size - 1;
    while (n < shown.n && n > 0 && ((unsigned char)shown.p[n] & 0xc0) == 0x80)
        n--;
    memcpy(out, shown.p, n);
    out[n] = 0;
    qian_buf_free(&shown);
}

static struct qian_err escaped(const struct qian_err *err) {
    struct qian_err safe = *err;
    escape(err->where, safe.where, sizeof safe.where);
    escape(err->value, safe.value, sizeof safe.value);
    return safe;
}

int ui_fail(struct ui *ui, const struct qian_err *err) {
    struct qian_err safe = escaped(err);
    ui_progress_end(ui);
    if (ui->json) {
        struct qian_buf text = {0};
        struct qian_json j = qian_json_begin(&text);
        print_fault_json(ui, &safe, &j);
        qian_json_end(&j);
        (void)ui_print(ui, &text);
        qian_buf_free(&text);
    } else {
        print_fault_text(ui, &safe);
    }
    return (int)err->status;
}

// The path of an input file, printable.
static char *shown_path(const char *path) {
    struct qian_buf shown = {0};
    qian_show(&shown, qian_str(path), SIZE_MAX);
    return shown.p;
}

static void print_rows_json(struct ui *ui, const struct qian_err *err,
                            const struct qian_badrows *rows,
                            const char *(*path)(void *, const char *), void *context) {
    struct qian_buf text = {0};
    struct qian_json j = qian_json_begin(&text);
    print_fault_json(ui, err, &j);
    qian_json_array(&j, "rows");
    for (size_t i = 0; i < rows->count; i++) {
        const struct qian_badrow *r = &rows->row[i];
        qian_json_object(&j, NULL);
        char *file = shown_path(path(context, r->file));
        qian_json_text(&j, "file", file);
        free(file);
        qian_json_u64(&j, "row", r->row);
        qian_json_text(&j, "column", r->column);
        qian_json_text(&j, "value", r->value);
        qian_json_text(&j, "reason", r->reason);
        qian_json_text(&j, "code", r->code);
        qian_json_text(&j, "clause", r->clause);
        if (r->other_row)
            qian_json_u64(&j, "other_row", r->other_row);
        else
            qian_json_null(&j, "other_row");
        qian_json_close(&j);
    }
    qian_json_close(&j);
    qian_json_end(&j);
    (void)ui_print(ui, &text);
    qian_buf_free(&text);
}

int ui_fail_rows(struct ui *ui, const struct qian_err *err, const struct qian_badrows *rows,
                 const char *(*path)(void *, const char *), void *context) {
    struct qian_err safe = escaped(err);
    ui_progress_end(ui);
    if (ui->json) {
        print_rows_json(ui, &safe, rows, path, context);
        return (int)err->status;
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct qian_badrow *r = &rows->row[i];
        char *file = shown_path(path(context, r->file));
        fprintf(stderr, "%s:%zu: %s%s\"%s\": %s (%s, %s)", file, r->row, r->column,
                *r->column ? ": " : "", r->value, ui_say(ui, r->reason), r->code, r->clause);
        free(file);
        if (r->other_row)
            fprintf(stderr, "; %s %zu", ui_say(ui, "first on row"), r->other_row);
        fputc('\n', stderr);
    }
    print_fault_text(ui, &safe);
    return (int)err->status;
}

int ui_usage(struct ui *ui, const char *what, const char *value) {
    struct qian_err err;
    (void)qian_fail(&err, QIAN_USAGE, "", "", what, "see --help");
    qian_err_value(&err, "%s", value);
    return ui_fail(ui, &err);
}

void ui_progress(void *context, const char *what, size_t rows) {
    struct ui *ui = context;
    if (!ui->tty || ui->json)
        return;
    if (rows)
        fprintf(stderr, "\r\033[K%s %zu", ui_say(ui, what), rows);
    else
        fprintf(stderr, "\r\033[K%s", ui_say(ui, what));
    ui->shown = true;
}

void ui_progress_end(struct ui *ui) {
    if (ui->shown)
        fputs("\r\033[K", stderr);
    ui->shown = false;
}

int ui_print(struct ui *ui, const struct qian_buf *text) {
    ui_progress_end(ui);
    if (text->n > 0 && fwrite(text->p, 1, text->n, stdout) != text->n)
        return QIAN_CANNOT; // main says so
    return QIAN_OK;
}

int ui_end(struct ui *ui, int code) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    struct qian_err err;
    (void)qian_fail(&err, QIAN_CANNOT, "", "", "standard output cannot be written",
                    "what was asked is done all the same; look at the files");
    print_fault_text(ui, &err);
    return QIAN_CANNOT;
}

// A path as a shell reads it back; what does not print is shown escaped and cannot be pasted.
void ui_quote(struct qian_buf *out, const char *path) {
    struct qian_buf shown = {0};
    qian_show(&shown, qian_str(path), SIZE_MAX);
    if (path[strspn(path, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-")]) {
        qian_buf_char(out, '\'');
        for (const char *c = shown.p; *c; c++)
            qian_buf_text(out, *c == '\'' ? "'\\''" : (const char[]){*c, 0});
        qian_buf_char(out, '\'');
    } else {
        qian_buf_text(out, path);
    }
    qian_buf_free(&shown);
}
