// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/item_check.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/registry/item_check_steps.h"
#include "engine/registry/ratio_text.h"

#define VALUE_MAX 120

typedef const struct qian_item_checking checking;

static bool stops(const char *code) {
    return strcmp(code, "I20") <= 0 ? strcmp(code, "I14") != 0
                                    : strcmp(code, "I25") >= 0 && strcmp(code, "I27") <= 0;
}

void qian_item_lacks(checking *c, size_t item, const char *code, const char *field,
                     const char *value, const char *what, const char *next) {
    struct qian_item_findings *out = c->out;
    struct qian_buf shown = {0};
    qian_show(&shown, qian_str(value), VALUE_MAX);
    out->fault = qian_grow(out->fault, &out->cap, out->count + 1, sizeof *out->fault);
    out->fault[out->count++] =
        (struct qian_item_fault){.item = item,
                                 .code = code,
                                 .field = field,
                                 .what = what,
                                 .next = next,
                                 .stops = stops(code),
                                 .value = shown.p ? shown.p : qian_str_copy(qian_str("")),
                                 .other = QIAN_NO_ITEM};
}

void qian_item_meets(checking *c, size_t other) {
    c->out->fault[c->out->count - 1].other = other;
}

// spec/items.md 3.2: "The six fields of the notice. Each is a fault of its own where it is empty"
static void six_fields(checking *c, size_t i, const struct qian_listed_item *it) {
    const char *const value[] = {it->basis,   it->object, it->agency,
                                 it->content, it->method, it->procedure};
    static const struct {
        const char *code, *field, *what;
    } known[] = {{"I01", "basis", "the basis (依据) is missing"},
                 {"I02", "object", "the object (对象) is missing"},
                 {"I03", "agency", "the agency (主体) is missing"},
                 {"I04", "content", "the content (内容) is missing"},
                 {"I05", "method", "the method (方式) is missing"},
                 {"I06", "procedure", "the procedure (监管流程、要领) is missing"}};
    for (size_t k = 0; k < 6; k++)
        if (!*value[k])
            qian_item_lacks(c, i, known[k].code, known[k].field, "", known[k].what,
                            "fill the column in and import the list again");
}

static void kind(checking *c, size_t i, const struct qian_listed_item *it) {
    if (it->kind == QIAN_ITEM_UNMARKED)
        qian_item_lacks(c, i, "I07", "kind", "", "it is not marked general or key",
                        "mark it 一般 or 重点");
    if (it->kind == QIAN_ITEM_KEY && !*it->reason)
        qian_item_lacks(c, i, "I08", "reason", "", "a key item without a reason",
                        "state safety (安全), quality (质量) or public-interest (公共利益)");
    if (it->kind == QIAN_ITEM_KEY && it->special)
        qian_item_lacks(c, i, "I09", "special", "yes",
                        "an item of a special field cannot be a key item",
                        "mark it general, or take the mark of the special field out");
}

static void show_ratio(uint32_t millionths, char out[16]) {
    struct qian_buf text = {0};
    qian_buf_u64(&text, millionths / 10000);
    if (millionths % 10000) {
        qian_buf_char(&text, '.');
        for (uint32_t unit = 1000, rest = millionths % 10000; rest > 0; unit /= 10) {
            qian_buf_char(&text, (char)('0' + rest / unit));
            rest %= unit;
        }
    }
    qian_buf_char(&text, '%');
    memcpy(out, text.p, text.n + 1);
    qian_buf_free(&text);
}

static void cap(checking *c, size_t i, const struct qian_listed_item *it) {
    char shown[16];
    bool key = it->kind == QIAN_ITEM_KEY;
    uint32_t min = key ? c->rules->key_min : c->rules->general_min;
    uint32_t max = key ? c->rules->key_max : c->rules->general_max;
    if (it->cap == 0 || it->kind == QIAN_ITEM_UNMARKED)
        return;
    show_ratio(it->cap, shown);
    if (max > 0 && it->cap > max)
        qian_item_lacks(c, i, "I10", "cap", shown, "its cap is above the pack's maximum",
                        "lower the cap, or mark the item key with its reason");
    if (it->cap < min)
        qian_item_lacks(c, i, "I11", "cap", shown, "its cap is below the pack's minimum",
                        "raise the cap");
}

static void links(checking *c, size_t i, const struct qian_listed_item *it) {
    if (!*it->source)
        qian_item_lacks(c, i, "I12", "source", "", "it names no source of power",
                        "name internet-plus, duty-list or law");
    if (!*it->external)
        qian_item_lacks(c, i, "I14", "external", "",
                        "it is not linked to the national list (互联网+监管)",
                        "give the code that it has there");
    for (size_t k = 0; *it->external && k < c->items->count; k++) {
        const struct qian_listed_item *other = &c->items->item[k];
        if (k == i || !other->live || strcmp(other->external, it->external) != 0)
            continue;
        qian_item_lacks(c, i, "I13", "external", it->external,
                        "another live item has this external code",
                        "one code is of one item: retire or merge one of the two");
        qian_item_meets(c, k);
    }
    if (!*it->system)
        qian_item_lacks(c, i, "I20", "system", "", "the line (条线) is missing",
                        "repeats are judged by it: give its code");
}

static const struct qian_stored_list *list_of(checking *c, struct qian_str name) {
    for (size_t i = 0; i < c->lists; i++)
        if (qian_str_is(name, c->list[i].name))
            return &c->list[i];
    return NULL;
}

// spec/items.md 3.3: "several lists and no note that says why, I19"
static void roster(checking *c, size_t i, const struct qian_listed_item *it) {
    size_t count = 0;
    struct qian_split split = qian_split(qian_str(it->lists), ';');
    struct qian_str name;
    while (qian_split_next(&split, &name)) {
        count++;
        if (list_of(c, name))
            continue;
        char *shown = qian_str_copy(name);
        qian_item_lacks(c, i, "I18", "lists", shown, "there is no list of targets of this name",
                        "import it, or give the right name");
        free(shown);
    }
    if (count == 0)
        qian_item_lacks(c, i, "I17", "lists", "", "it has no list of targets",
                        "name the list that is its roster");
    if (count > 1 && !*it->note)
        qian_item_lacks(c, i, "I19", "note", it->lists,
                        "several lists of targets, and no note that says why",
                        "one item has one roster: join them, or say why not");
    if (count > 1)
        qian_item_lacks(c, i, "I21", "lists", it->lists, "several lists of targets for one item",
                        "one item should have one roster");
    if (!*it->type)
        qian_item_lacks(c, i, "I15", "type", "", "the type of target is missing",
                        "say what is inspected: enterprise, place, product …");
    if (!it->unit_said)
        qian_item_lacks(c, i, "I16", "unit", "", "the unit is missing",
                        "say whether subjects or premises are counted");
}

// Is what the text allows outside of what the pack allows for the kind?
static bool outside(const struct qian_ratio_text *said, uint32_t min, uint32_t max) {
    bool below = said->high > 0 && said->high < min;
    bool above = max > 0 && said->low > max;
    return below || above;
}

static void words(checking *c, size_t i, const struct qian_listed_item *it) {
    struct qian_ratio_text ratio;
    struct qian_frequency_text frequency;
    bool key = it->kind == QIAN_ITEM_KEY;
    if (!qian_ratio_text_read(qian_str(it->ratio_text), &ratio))
        qian_item_lacks(c, i, "I22", "ratio", it->ratio_text, "the ratio cannot be read",
                        "state the ratio in the plan");
    else if (it->kind != QIAN_ITEM_UNMARKED &&
             outside(&ratio, key ? c->rules->key_min : c->rules->general_min,
                     key ? c->rules->key_max : c->rules->general_max))
        qian_item_lacks(c, i, "I24", "ratio", it->ratio_text,
                        "the ratio is outside of what the pack allows for its kind",
                        "change the ratio, or the kind with its reason");
    if (!qian_frequency_text_read(qian_str(it->frequency), &frequency))
        qian_item_lacks(c, i, "I23", "frequency", it->frequency, "the frequency cannot be read",
                        "state the periods in the plan");
}

// spec/items.md 3.4: "a joint item with less than two members, I26; a member that is not there, is
// retired or is itself joint, I27"
static void members(checking *c, size_t i, const struct qian_listed_item *it) {
    size_t count = 0;
    struct qian_split split = qian_split(qian_str(it->members), ';');
    struct qian_str code;
    while (qian_split_next(&split, &code)) {
        const struct qian_listed_item *member = qian_items_find(c->items, code);
        count++;
        if (member && member->live && !*member->members)
            continue;
        char *shown = qian_str_copy(code);
        qian_item_lacks(c, i, "I27", "members", shown,
                        "a member is not there, is retired or is itself joint",
                        "take it out, or give the code of a live item");
        free(shown);
    }
    if (count < 2)
        qian_item_lacks(c, i, "I26", "members", it->members,
                        "a joint item has at least two members",
                        "name the items that are done together");
}

static void look(checking *c, size_t i) {
    const struct qian_listed_item *it = &c->items->item[i];
    for (size_t k = i; k-- > 0 && strcmp(c->items->item[k].code, it->code) == 0;) {
        qian_item_lacks(c, i, "I25", "id", it->code, "this code stands in several lists",
                        "take it out of one, or give the item another code");
        qian_item_meets(c, k);
    }
    for (size_t k = i + 1; k < c->items->count && strcmp(c->items->item[k].code, it->code) == 0;
         k++) {
        qian_item_lacks(c, i, "I25", "id", it->code, "this code stands in several lists",
                        "take it out of one, or give the item another code");
        qian_item_meets(c, k);
    }
    if (!it->live)
        return;
    if (!it->filed || !it->published)
        qian_item_lacks(c, i, "I28", "", "",
                        it->filed ? "its list is not published" : "its list is not filed",
                        "file the list (送司法行政备案), then publish it");
    if (*it->members) {
        members(c, i, it);
        return;
    }
    six_fields(c, i, it);
    kind(c, i, it);
    cap(c, i, it);
    links(c, i, it);
    roster(c, i, it);
    words(c, i, it);
}

static int by_item(const void *a, const void *b) {
    const struct qian_item_fault *x = a, *y = b;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    int order = strcmp(x->code, y->code);
    return order ? order : (x->other > y->other) - (x->other < y->other);
}

static void share(checking *c, const struct qian_listed_item *it) {
    struct qian_item_findings *out = c->out;
    size_t at = 0;
    while (at < out->shares && strcmp(out->share[at].department, it->department) < 0)
        at++;
    if (at == out->shares || strcmp(out->share[at].department, it->department) != 0) {
        out->share = qian_grow(out->share, &out->share_cap, out->shares + 1, sizeof *out->share);
        memmove(out->share + at + 1, out->share + at, (out->shares - at) * sizeof *out->share);
        out->share[at] = (struct qian_item_share){.department = it->department};
        out->shares++;
    }
    struct qian_item_share *s = &out->share[at];
    s->live++;
    s->key += it->kind == QIAN_ITEM_KEY;
    s->general += it->kind == QIAN_ITEM_GENERAL;
    s->unmarked += it->kind == QIAN_ITEM_UNMARKED;
}

static void sum_up(checking *c) {
    struct qian_item_findings *out = c->out;
    if (out->count > 1)
        qsort(out->fault, out->count, sizeof *out->fault, by_item);
    for (size_t i = 0; i < c->items->count; i++) {
        const struct qian_listed_item *it = &c->items->item[i];
        if (!it->live)
            continue;
        out->live++;
        out->stopped += qian_item_stop(out, i) != NULL;
        if (!*it->members) // its members are counted
            share(c, it);
    }
}

enum qian_status qian_items_check(struct qian_store *store, const struct qian_items *items,
                                  const struct qian_rules *rules, struct qian_item_findings *out,
                                  struct qian_err *err) {
    struct qian_stored_list *list = NULL;
    size_t lists = 0;
    *out = (struct qian_item_findings){0};
    enum qian_status status = qian_store_lists(store, "targets", &list, &lists, err);
    if (status == QIAN_OK) {
        struct qian_item_checking c = {items, rules, list, lists, out};
        for (size_t i = 0; i < items->count; i++)
            look(&c, i);
        qian_items_overlap(&c);
        sum_up(&c);
    }
    qian_stored_lists_free(list, lists);
    return status;
}

const struct qian_item_fault *qian_item_stop(const struct qian_item_findings *findings,
                                             size_t item) {
    size_t low = 0, high = findings->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (findings->fault[middle].item < item)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < findings->count && findings->fault[low].item == item; low++)
        if (findings->fault[low].stops)
            return &findings->fault[low];
    return NULL;
}

void qian_item_findings_free(struct qian_item_findings *findings) {
    for (size_t i = 0; i < findings->count; i++)
        free(findings->fault[i].value);
    free(findings->fault);
    free(findings->share);
    *findings = (struct qian_item_findings){0};
}
