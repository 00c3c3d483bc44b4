// SPDX-License-Identifier: MulanPSL-2.0
#include "cli/show_draw.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/base/file.h"
#include "engine/base/json_out.h"
#include "engine/publish/report.h"

#define INSPECTORS_SHOWN 12

static void add_bits(struct qian_buf *out, double bits) {
    char text[32];
    snprintf(text, sizeof text, "%.1f", bits);
    qian_buf_text(out, text);
}

static void json_bits(struct qian_json *j, const char *name, double bits) {
    struct qian_buf text = {0};
    add_bits(&text, bits);
    qian_json_str(j, name, qian_buf_view(&text));
    qian_buf_free(&text);
}

static void json_item(struct qian_json *j, const struct qian_item *item) {
    uint64_t eligible = 0;
    for (size_t s = 0; s < item->strata_count; s++)
        eligible += item->strata[s].eligible;
    qian_json_object(j, NULL);
    qian_json_text(j, "code", item->code);
    qian_json_u64(j, "roster", item->roster);
    qian_json_u64(j, "eligible", eligible);
    qian_json_u64(j, "quota", item->quota);
    json_bits(j, "bits", qian_bits_of_item(item));
    qian_json_close(j);
}

static void json_short_team(struct qian_json *j, const struct qian_solo *solo,
                            const struct qian_short_team *team) {
    struct qian_buf items = {0};
    qian_itemset_write(&solo->request.notice, &team->items, &items);
    qian_json_object(j, NULL);
    qian_json_str(j, "items", qian_buf_view(&items));
    qian_json_str(j, "area", team->area);
    qian_json_u64(j, "empty", team->empty);
    qian_json_close(j);
    qian_buf_free(&items);
}

static void json_shortages(struct qian_json *j, const struct qian_solo *solo, bool experts) {
    size_t n = 0;
    struct qian_shortage *all = qian_shortages(&solo->frame, &solo->draw, experts, &n);
    for (size_t i = 0; i < n; i++) {
        qian_json_object(j, NULL);
        qian_json_text(j, "role", experts ? "expert" : "inspector");
        qian_json_text_or_null(j, "department", all[i].department);
        qian_json_u64(j, "empty", all[i].empty);
        qian_json_u64(j, "slots", all[i].slots);
        qian_json_u64(j, "capacity", all[i].capacity);
        qian_json_array(j, "inspectors");
        for (size_t k = 0; k < all[i].inspectors; k++)
            qian_json_str(j, NULL, solo->draw.staff.member[all[i].inspector[k]].id);
        qian_json_close(j);
        qian_json_array(j, "teams");
        for (size_t k = 0; k < all[i].teams; k++)
            json_short_team(j, solo, &all[i].team[k]);
        qian_json_close(j);
        qian_json_close(j);
    }
    qian_shortages_free(all, n);
}

static void json_places(struct qian_json *j, const char *name, const struct qian_solo *solo,
                        const struct qian_places *places, bool experts) {
    qian_json_object(j, name);
    qian_json_u64(j, "slots", places->count);
    qian_json_u64(j, "filled", places->filled);
    json_bits(j, "bits_at_most", qian_bits_of_teams(&solo->frame, &solo->draw, experts));
    qian_json_close(j);
}

static void write_json(struct qian_buf *out, const struct qian_solo_order *order,
                       const struct qian_solo *solo) {
    const struct qian_notice *n = &solo->request.notice;
    struct qian_json j = qian_json_begin(out);
    qian_json_text(&j, "format", "qian.draw/1");
    qian_json_text(&j, "draw", n->draw);
    qian_json_text(&j, "suite", qian_suite_name(n->suite));
    qian_json_bool(&j, "rehearsal", n->rehearsal);
    qian_json_text(&j, "bundle", order->out);
    qian_json_hex(&j, "notice", solo->notice_digest.b, 32);
    qian_json_hex(&j, "seed", solo->draw.seeds.seed.b, 32);
    qian_json_array(&j, "items");
    for (size_t i = 0; i < n->item_count; i++)
        json_item(&j, &n->items[i]);
    qian_json_close(&j);
    qian_json_u64(&j, "visits", solo->draw.selection.count);
    json_places(&j, "inspectors", solo, &solo->draw.places, false);
    json_places(&j, "experts", solo, &solo->draw.expert_places, true);
    qian_json_array(&j, "shortages");
    json_shortages(&j, solo, false);
    json_shortages(&j, solo, true);
    qian_json_close(&j);
    qian_json_text(&j, "ignored_columns", solo->intake.ignored.n ? solo->intake.ignored.p : "");
    qian_json_end(&j);
}

static void add_number(struct ui *ui, struct qian_buf *out, const char *label, uint64_t value) {
    qian_buf_text(out, ui_say(ui, label));
    qian_buf_char(out, ' ');
    qian_buf_u64(out, value);
}

static void text_item(struct ui *ui, struct qian_buf *out, const struct qian_item *item) {
    qian_buf_text(out, "  ");
    qian_buf_text(out, item->code);
    qian_buf_char(out, ' ');
    qian_show(out, qian_str(item->name), 120);
    add_number(ui, out, ": roster", item->roster);
    add_number(ui, out, ", drawn", item->quota);
    if (item->approval) // spec/quota.md 2.2: what is drawn without bounds is said
        qian_buf_text(out, ui_say(ui, " (without bounds, by approval)"));
    if (item->quota == item->roster) // a full census is no random choice, only a random order
        qian_buf_text(out, ui_say(ui, " (all: only their order is drawn)"));
    qian_buf_text(out, ", ");
    add_bits(out, qian_bits_of_item(item));
    qian_buf_text(out, ui_say(ui, " bits of choice"));
    qian_buf_char(out, '\n');
    for (size_t s = 0; s < item->strata_count && item->strata_count > 1 && s < 20; s++) {
        const struct qian_stratum *part = &item->strata[s];
        qian_buf_text(out, "    ");
        qian_buf_text(out, part->label);
        qian_buf_text(out, ": ");
        qian_buf_u64(out, part->quota);
        qian_buf_char(out, '/');
        qian_buf_u64(out, part->eligible);
        if (part->quota == 0 && part->eligible > 0)
            qian_buf_text(out,
                          ui_say(ui, "  nobody of this stratum can be drawn: raise `minimum`"));
        qian_buf_char(out, '\n');
    }
}

static void text_places(struct ui *ui, struct qian_buf *out, const struct qian_solo *solo,
                        const struct qian_places *places, bool experts) {
    if (places->count == 0)
        return;
    qian_buf_text(out, ui_say(ui, experts ? "  experts: places " : "  inspectors: places "));
    qian_buf_u64(out, places->count);
    add_number(ui, out, ", filled", places->filled);
    qian_buf_text(out, ui_say(ui, ", at most "));
    add_bits(out, qian_bits_of_teams(&solo->frame, &solo->draw, experts));
    qian_buf_text(out, ui_say(ui, " bits of choice"));
    qian_buf_char(out, '\n');
}

static void text_shortages(struct ui *ui, struct qian_buf *out, const struct qian_solo *solo,
                           bool experts) {
    size_t n = 0;
    struct qian_shortage *all = qian_shortages(&solo->frame, &solo->draw, experts, &n);
    for (size_t i = 0; i < n; i++) {
        const struct qian_shortage *s = &all[i];
        add_number(ui, out, "    empty places:", s->empty);
        qian_buf_text(out, ", ");
        qian_buf_text(out, s->department ? s->department : ui_say(ui, "experts"));
        if (s->inspectors == 0) {
            qian_buf_text(out,
                          ui_say(ui, "; nobody may: role, department, items, area, recusals\n"));
            continue;
        }
        add_number(ui, out, "; places that compete:", s->slots);
        add_number(ui, out, "; capacity of all who may:", s->capacity);
        add_number(ui, out, "; who may:", s->inspectors);
        for (size_t k = 0; k < s->inspectors && k < INSPECTORS_SHOWN; k++) {
            qian_buf_text(out, k ? "," : "; ");
            qian_buf_str(out, solo->draw.staff.member[s->inspector[k]].id);
        }
        qian_buf_text(out, s->inspectors > INSPECTORS_SHOWN ? ",…\n" : "\n");
    }
    qian_shortages_free(all, n);
}

static void write_text(struct ui *ui, struct qian_buf *out, const struct qian_solo_order *order,
                       const struct qian_solo *solo) {
    const struct qian_notice *n = &solo->request.notice;
    qian_buf_text(out, n->draw);
    if (n->rehearsal)
        qian_buf_text(out, ui_say(ui, "  REHEARSAL"));
    qian_buf_text(out, "\n  notice ");
    qian_buf_hex(out, solo->notice_digest.b, 32);
    qian_buf_text(out, "\n  seed   ");
    qian_buf_hex(out, solo->draw.seeds.seed.b, 32);
    qian_buf_char(out, '\n');
    for (size_t i = 0; i < n->item_count; i++)
        text_item(ui, out, &n->items[i]);
    add_number(ui, out, "  visits", solo->draw.selection.count);
    add_number(ui, out, ", batches", n->batches);
    qian_buf_char(out, '\n');
    text_places(ui, out, solo, &solo->draw.places, false);
    text_shortages(ui, out, solo, false);
    text_places(ui, out, solo, &solo->draw.expert_places, true);
    text_shortages(ui, out, solo, true);
    if (solo->intake.ignored.n) {
        qian_buf_text(out, ui_say(ui, "  columns passed over: "));
        qian_buf_str(out, qian_buf_view(&solo->intake.ignored));
        qian_buf_char(out, '\n');
    }
    qian_buf_text(out, ui_say(ui, "next:\n"));
    char *policy = qian_path_join(order->home, "policy.txt");
    qian_buf_text(out, "  qian-verify ");
    ui_quote(out, order->out);
    qian_buf_text(out, " --policy ");
    ui_quote(out, policy);
    qian_buf_text(out, "\n  qian explain ");
    ui_quote(out, order->out);
    qian_buf_text(out, " ID\n");
    free(policy);
}

int show_draw(struct ui *ui, const struct qian_solo_order *order, const struct qian_solo *solo) {
    struct qian_buf text = {0};
    if (ui->json)
        write_json(&text, order, solo);
    else
        write_text(ui, &text, order, solo);
    int code = ui_print(ui, &text);
    qian_buf_free(&text);
    return code;
}
