// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_explain.h"

#include "engine/base/json_out.h"

struct page {
    struct ui *ui;
    const struct qian_again *again;
    const struct qian_explain *explain;
    struct qian_str id;
    struct qian_buf text;
    struct qian_json json;
};

static const struct qian_row *row_of(const struct page *p) {
    return &p->again->frozen.targets.row[p->explain->row];
}

static void hex(struct qian_buf *out, const struct qian_digest *d) {
    qian_buf_hex(out, d->b, 32);
}

// A line of text: label, value, and below it the command.
static void line(struct page *p, const char *label, struct qian_buf *value,
                 struct qian_buf *command) {
    if (p->ui->json) {
        qian_json_object(&p->json, NULL);
        qian_json_text(&p->json, "what", label);
        qian_json_str(&p->json, "value", qian_buf_view(value));
        qian_json_str(&p->json, "command", qian_buf_view(command));
        qian_json_close(&p->json);
    } else {
        qian_buf_text(&p->text, "  ");
        qian_buf_text(&p->text, ui_say(p->ui, label));
        qian_buf_text(&p->text, ": ");
        qian_buf_str(&p->text, qian_buf_view(value));
        qian_buf_text(&p->text, "\n    $ ");
        qian_buf_str(&p->text, qian_buf_view(command));
        qian_buf_char(&p->text, '\n');
    }
    qian_buf_free(value);
    qian_buf_free(command);
}

static void show_seeds(struct page *p) {
    struct qian_buf value = {0}, command = {0};
    hex(&value, &p->again->draw.seeds.seed);
    qian_command_seed(p->again, &command);
    line(p, "seed", &value, &command);
    hex(&value, &p->again->draw.seeds.subseed[QIAN_SCOPE_TARGETS]);
    qian_command_subseed(p->again, QIAN_SCOPE_TARGETS, &command);
    line(p, "subseed for targets", &value, &command);
    hex(&value, &p->explain->key);
    qian_command_key(p->again, p->id, &command);
    line(p, "key of this target", &value, &command);
    if (!p->explain->found)
        return;
    hex(&value, &p->explain->leaf);
    qian_command_leaf(p->again, p->id, &command);
    line(p, "hash of its line in the roster", &value, &command);
}

static void show_counts(struct page *p, const struct qian_explain_item *item) {
    struct qian_buf value = {0}, command = {0};
    struct qian_str area = row_of(p)->field[T_AREA], cls = row_of(p)->field[T_CLASS];
    qian_buf_u64(&value, item->stratum->roster);
    qian_command_count(p->again, item, area, cls, false, &command);
    line(p, "rows of the stratum", &value, &command);
    qian_buf_u64(&value, item->stratum->eligible);
    qian_command_count(p->again, item, area, cls, true, &command);
    line(p, "eligible rows of the stratum", &value, &command);
}

static void text_verdict(struct page *p, const struct qian_explain_item *item) {
    struct qian_buf *out = &p->text;
    qian_buf_text(out, "    ");
    if (item->barred) {
        qian_buf_text(out, ui_say(p->ui, "barred for this item: "));
        qian_buf_str(out, item->bar.reason);
        qian_buf_char(out, ' ');
        qian_buf_str(out, item->bar.reference);
    } else {
        qian_buf_text(out, ui_say(p->ui, item->drawn ? "drawn: its key is number "
                                                     : "not drawn: its key is number "));
        qian_buf_u64(out, item->rank);
        qian_buf_text(out, ui_say(p->ui, " from below of "));
        qian_buf_u64(out, item->stratum->eligible);
        qian_buf_text(out, ui_say(p->ui, ", and drawn are the first "));
        qian_buf_u64(out, item->stratum->quota);
        if (!item->drawn) {
            qian_buf_text(out, ui_say(p->ui, "; places short of it: "));
            qian_buf_u64(out, item->rank - item->stratum->quota);
        }
    }
    qian_buf_char(out, '\n');
}

// spec/bundle.md 4.3: "`chance` is quota, `/`, eligible, as two integers, not reduced, null where
// eligible is 0"
static void add_chance(struct qian_buf *out, const struct qian_stratum *s) {
    if (s->eligible == 0) {
        qian_buf_char(out, '-');
        return;
    }
    qian_buf_u64(out, s->quota);
    qian_buf_char(out, '/');
    qian_buf_u64(out, s->eligible);
}

static void text_item(struct page *p, const struct qian_explain_item *item) {
    struct qian_buf *out = &p->text;
    qian_buf_text(out, ui_say(p->ui, "item "));
    qian_buf_text(out, item->item->code);
    qian_buf_char(out, ' ');
    qian_show(out, qian_str(item->item->name), 120);
    qian_buf_text(out, ui_say(p->ui, "; stratum "));
    qian_buf_text(out, *item->stratum->label ? item->stratum->label : ui_say(p->ui, "(all)"));
    qian_buf_text(out, ui_say(p->ui, "; chance "));
    add_chance(out, item->stratum);
    qian_buf_char(out, '\n');
    text_verdict(p, item);
    qian_buf_text(out, ui_say(p->ui, "    cut-off "));
    if (item->cutoff)
        hex(out, item->cutoff);
    else
        qian_buf_text(out, "-");
    qian_buf_text(out, ui_say(p->ui, " (transcript.json; drawn is who has a key not above it)\n"));
    show_counts(p, item);
}

static void json_item(struct page *p, const struct qian_explain_item *item) {
    struct qian_json *j = &p->json;
    struct qian_buf chance = {0};
    add_chance(&chance, item->stratum);
    qian_json_object(j, NULL);
    qian_json_text(j, "code", item->item->code);
    qian_json_text(j, "stratum", item->stratum->label);
    qian_json_u64(j, "roster", item->stratum->roster);
    qian_json_u64(j, "eligible", item->stratum->eligible);
    qian_json_u64(j, "quota", item->stratum->quota);
    if (item->stratum->eligible > 0)
        qian_json_str(j, "chance", qian_buf_view(&chance));
    else
        qian_json_null(j, "chance");
    if (item->cutoff)
        qian_json_hex(j, "cutoff", item->cutoff->b, 32);
    else
        qian_json_null(j, "cutoff");
    qian_json_bool(j, "barred", item->barred);
    if (item->barred)
        qian_json_null(j, "rank");
    else
        qian_json_u64(j, "rank", item->rank);
    qian_json_bool(j, "drawn", item->drawn);
    qian_json_array(j, "commands");
    show_counts(p, item);
    qian_json_close(j);
    qian_json_close(j);
    qian_buf_free(&chance);
}

static void show_place(struct page *p, const struct qian_need *team, const struct qian_place *place,
                       bool expert) {
    struct qian_buf value = {0}, command = {0};
    if (place->inspector == QIAN_NOBODY) {
        qian_buf_text(&value, "-");
        qian_command_place(p->id, team, place->slot, &command);
    } else {
        const struct qian_member *m = &p->again->draw.staff.member[place->inspector];
        qian_buf_str(&value, m->id);
        qian_buf_char(&value, ' ');
        qian_buf_str(&value, m->department);
        qian_buf_char(&value, ' ');
        hex(&value, &place->key);
        qian_command_pair(p->again, expert, p->id, m->id, &command);
    }
    line(p, expert ? "expert" : "inspector", &value, &command);
}

static void show_places(struct page *p, bool expert) {
    const struct qian_draw *d = &p->again->draw;
    const struct qian_places *places = expert ? &d->expert_places : &d->places;
    const struct qian_need *team = expert ? d->expert_team : d->team;
    for (size_t i = 0; i < places->count; i++)
        if (team[places->place[i].team].visit == p->explain->visit)
            show_place(p, &team[places->place[i].team], &places->place[i], expert);
}

static void show_inspectors(struct page *p) {
    struct qian_buf value = {0}, command = {0};
    if (p->explain->visit == SIZE_MAX)
        return;
    hex(&value, &p->again->draw.seeds.subseed[QIAN_SCOPE_INSPECTORS]);
    qian_command_subseed(p->again, QIAN_SCOPE_INSPECTORS, &command);
    line(p, "subseed for inspectors", &value, &command);
    show_places(p, false);
    if (p->again->frozen.copy.notice.experts == 0)
        return;
    hex(&value, &p->again->draw.seeds.subseed[QIAN_SCOPE_EXPERTS]);
    qian_command_subseed(p->again, QIAN_SCOPE_EXPERTS, &command);
    line(p, "subseed for experts", &value, &command);
    show_places(p, true);
}

static void write_text(struct page *p, const char *bundle) {
    const struct qian_notice *n = &p->again->frozen.copy.notice;
    struct qian_buf *out = &p->text;
    qian_buf_text(out, n->draw);
    if (n->rehearsal)
        qian_buf_text(out, ui_say(p->ui, "  REHEARSAL"));
    qian_buf_char(out, '\n');
    qian_buf_str(out, p->id);
    qian_buf_char(out, ' ');
    if (p->explain->found) {
        qian_show(out, row_of(p)->field[T_NAME], 512);
        qian_buf_text(out, ui_say(p->ui, "\nin the roster: targets.tsv line "));
        qian_buf_u64(out, p->explain->row + 2);
    } else {
        qian_buf_text(out, ui_say(p->ui, "\nnot in the roster"));
    }
    qian_buf_text(out, ui_say(p->ui, p->explain->visit == SIZE_MAX ? "; not drawn" : "; drawn"));
    if (p->explain->visit != SIZE_MAX) {
        qian_buf_text(out, ui_say(p->ui, ", visit "));
        qian_buf_u64(out, p->explain->visit + 1);
        qian_buf_text(out, ui_say(p->ui, ", batch "));
        qian_buf_u64(out,
                     qian_batch_of(p->explain->visit, p->again->draw.selection.count, n->batches));
    }
    if (p->explain->found) {
        qian_buf_text(out,
                      ui_say(p->ui, p->explain->proved
                                        ? "\nits line is proved to stand under the root "
                                        : "\nits line is NOT proved to stand under the root "));
        hex(out, &p->again->frozen.copy.notice.targets.root);
    }
    qian_buf_text(out, ui_say(p->ui, "\nthe commands work in the folder of the bundle:"));
    qian_buf_text(out, "\n    $ cd ");
    ui_quote(out, bundle);
    qian_buf_char(out, '\n');
    show_seeds(p);
    for (size_t i = 0; i < p->explain->items; i++)
        text_item(p, &p->explain->item[i]);
    show_inspectors(p);
}

static void write_json(struct page *p) {
    const struct qian_explain *e = p->explain;
    p->json = qian_json_begin(&p->text);
    struct qian_json *j = &p->json;
    qian_json_text(j, "format", "qian.explain/1");
    qian_json_text(j, "draw", p->again->frozen.copy.notice.draw);
    qian_json_bool(j, "rehearsal", p->again->frozen.copy.notice.rehearsal);
    qian_json_str(j, "id", p->id);
    qian_json_bool(j, "in_roster", e->found);
    qian_json_bool(j, "drawn", e->visit != SIZE_MAX);
    if (e->visit == SIZE_MAX)
        qian_json_null(j, "order");
    else
        qian_json_u64(j, "order", e->visit + 1);
    qian_json_hex(j, "key", e->key.b, 32);
    if (e->found)
        qian_json_u64(j, "line", e->row + 2);
    else
        qian_json_null(j, "line");
    qian_json_hex(j, "root", p->again->frozen.copy.notice.targets.root.b, 32);
    qian_json_bool(j, "proved", e->proved);
    qian_json_array(j, "path");
    for (size_t i = 0; i < e->path_length; i++)
        qian_json_hex(j, NULL, e->path[i].b, 32);
    qian_json_close(j);
    qian_json_array(j, "items");
    for (size_t i = 0; i < e->items; i++)
        json_item(p, &e->item[i]);
    qian_json_close(j);
    qian_json_array(j, "commands");
    show_seeds(p);
    show_inspectors(p);
    qian_json_close(j);
    qian_json_end(j);
}

int show_explain(struct ui *ui, const char *bundle, const struct qian_again *again,
                 struct qian_str id) {
    struct qian_explain explain;
    struct page page = {.ui = ui, .again = again, .explain = &explain, .id = id};
    qian_explain_find(again, id, &explain);
    if (ui->json)
        write_json(&page);
    else
        write_text(&page, bundle);
    int code = ui_print(ui, &page.text);
    if (code == QIAN_OK && explain.found && !explain.proved)
        code = QIAN_DISAGREES;
    qian_buf_free(&page.text);
    qian_explain_free(&explain);
    return code;
}
