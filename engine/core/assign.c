// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/core/assign.h"

#include <stdlib.h>
#include <string.h>

#include "engine/core/flow.h"

// What makes teams alike. Compared as bytes, so every byte is set.
struct kind_key {
    char department[QIAN_CODE_MAX + 1];
    char area[7];
    uint32_t slots;
    uint32_t alone; // team number + 1 where a recusal sets the team apart, else 0
    struct qian_itemset items;
};

struct bid {
    struct qian_digest key;
    uint32_t inspector, place; // place among the kind's candidates
};

struct work {
    const struct qian_frame *frame;
    const struct qian_selection *selection;
    const struct qian_staff *staff;
    const struct qian_need *team;
    size_t teams;
    struct qian_hasher *h;
    uint32_t *kind_of; // of each team
    struct qian_kind *kind;
    size_t kinds;
    bool **hopeless; // by kind and candidate: cannot be taken by any further team of the kind
    uint32_t *left;  // capacity of each inspector that is not yet fixed
    struct bid *bid;
};

static struct qian_str target_of(const struct work *w, size_t team) {
    size_t row = w->selection->visit[w->team[team].visit].row;
    return w->frame->targets->row[row].field[T_ID];
}

static struct qian_str area_of(const struct work *w, size_t team) {
    size_t row = w->selection->visit[w->team[team].visit].row;
    return w->frame->targets->row[row].field[T_AREA];
}

// Does a recusal take a candidate away from this team?
static bool loses_candidate(const struct work *w, size_t team) {
    struct qian_str target = target_of(w, team), area = area_of(w, team);
    size_t low = 0, high = w->staff->recused_count;
    while (low < high) { // the first recusal of this target
        size_t mid = (low + high) / 2;
        if (qian_str_cmp(w->staff->recused[mid].target, target) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < w->staff->recused_count; low++) {
        const struct qian_recused *r = &w->staff->recused[low];
        if (!qian_str_eq(r->target, target))
            return false;
        if (qian_eligible(&w->staff->member[r->inspector], &w->team[team], area))
            return true;
    }
    return false;
}

static void make_key(const struct work *w, size_t team, struct kind_key *key) {
    const struct qian_need *need = &w->team[team];
    struct qian_str area = area_of(w, team);
    memset(key, 0, sizeof *key);
    if (need->department)
        strncpy(key->department, need->department, QIAN_CODE_MAX);
    memcpy(key->area, area.p, area.n < sizeof key->area ? area.n : sizeof key->area);
    key->slots = need->slots;
    key->items = need->items;
    key->alone = loses_candidate(w, team) ? (uint32_t)team + 1 : 0;
}

static size_t hash_key(const struct kind_key *key) {
    const unsigned char *p = (const unsigned char *)key;
    uint64_t hash = 1469598103934665603u; // FNV-1a
    for (size_t i = 0; i < sizeof *key; i++)
        hash = (hash ^ p[i]) * 1099511628211u;
    return (size_t)(hash ^ hash >> 32);
}

// Give every team its kind, numbered as they are first met.
static void sort_into_kinds(struct work *w) {
    size_t size = 16;
    while (size < 2 * w->teams)
        size *= 2;
    uint32_t *slot = qian_take(size, sizeof *slot); // kind + 1
    struct kind_key *keys = NULL;
    size_t cap = 0, kind_cap = 0;
    for (size_t t = 0; t < w->teams; t++) {
        struct kind_key key;
        make_key(w, t, &key);
        size_t at = hash_key(&key) & (size - 1);
        while (slot[at] && memcmp(&keys[slot[at] - 1], &key, sizeof key) != 0)
            at = (at + 1) & (size - 1);
        if (!slot[at]) {
            keys = qian_grow(keys, &cap, w->kinds + 1, sizeof *keys);
            w->kind = qian_grow(w->kind, &kind_cap, w->kinds + 1, sizeof *w->kind);
            keys[w->kinds] = key;
            w->kind[w->kinds] = (struct qian_kind){.slots = w->team[t].slots};
            slot[at] = (uint32_t)++w->kinds;
        }
        w->kind_of[t] = slot[at] - 1;
        w->kind[w->kind_of[t]].teams++;
    }
    free(keys);
    free(slot);
}

// spec/inspectors.md 2.1: "and recusals.tsv does not hold the pair"
static void find_candidates(struct work *w, size_t team, struct qian_kind *kind) {
    struct qian_str target = target_of(w, team), area = area_of(w, team);
    size_t cap = 0;
    for (size_t i = 0; i < w->staff->count; i++) {
        if (!qian_eligible(&w->staff->member[i], &w->team[team], area) ||
            qian_is_recused(w->staff, target, (uint32_t)i))
            continue;
        kind->candidate =
            qian_grow(kind->candidate, &cap, kind->candidates + 1, sizeof *kind->candidate);
        kind->candidate[kind->candidates++] = (uint32_t)i;
    }
    kind->flow = qian_take(kind->candidates, sizeof *kind->flow);
}

static void all_candidates(struct work *w) {
    bool *done = qian_take(w->kinds, sizeof *done);
    w->hopeless = qian_take(w->kinds, sizeof *w->hopeless);
    for (size_t t = 0; t < w->teams; t++) {
        uint32_t k = w->kind_of[t];
        if (done[k])
            continue;
        done[k] = true;
        find_candidates(w, t, &w->kind[k]);
        w->hopeless[k] = qian_take(w->kind[k].candidates, sizeof(bool));
    }
    free(done);
}

void qian_pair_key(struct qian_hasher *prefixed, struct qian_str target, struct qian_str inspector,
                   struct qian_digest *out) {
    qian_hash_begin_prefixed(prefixed);
    qian_hash_add(prefixed, target.p, target.n);
    qian_hash_add(prefixed, "|", 1);
    qian_hash_add(prefixed, inspector.p, inspector.n);
    qian_hash_end(prefixed, out);
}

static int by_key(const void *a, const void *b) {
    const struct bid *x = a, *y = b;
    int order = memcmp(x->key.b, y->key.b, sizeof x->key.b);
    // Ids ascend with their number.
    return order ? order : (x->inspector > y->inspector) - (x->inspector < y->inspector);
}

// The candidates of the team who have capacity left, by pair key.
static size_t make_bids(struct work *w, size_t team) {
    uint32_t k = w->kind_of[team];
    struct qian_str target = target_of(w, team);
    size_t n = 0;
    for (size_t c = 0; c < w->kind[k].candidates; c++) {
        uint32_t i = w->kind[k].candidate[c];
        if (w->left[i] == 0 || w->hopeless[k][c])
            continue;
        w->bid[n] = (struct bid){.inspector = i, .place = (uint32_t)c};
        qian_pair_key(w->h, target, w->staff->member[i].id, &w->bid[n++].key);
    }
    qsort(w->bid, n, sizeof *w->bid, by_key);
    return n;
}

// spec/inspectors.md 3.2: "The first one is taken with whom, given all decisions so far, M slots
// in total can still be filled. If there is none, the slot stays empty."
// Whoever cannot be taken for a slot cannot for the team's later slots either, so one pass over
// the bids fills the whole team. Who fails for a first slot fails for all later teams of the kind
// too: exchanging two undecided alike teams changes nothing.
static void decide_team(struct work *w, struct qian_flow *flow, size_t t, struct qian_place *place,
                        struct qian_places *out) {
    uint32_t k = w->kind_of[t];
    struct qian_team team;
    qian_team_open(flow, k, &team);
    size_t bids = make_bids(w, t), slot = 0, slots = w->team[t].slots;
    for (size_t b = 0; b < bids && slot < slots; b++) {
        uint32_t inspector = w->bid[b].inspector;
        if (!qian_team_try(flow, &team, inspector)) {
            if (slot == 0)
                w->hopeless[k][w->bid[b].place] = true;
            continue;
        }
        w->left[inspector]--;
        place[slot].inspector = inspector;
        place[slot++].key = w->bid[b].key;
        out->filled++;
    }
    qian_team_close(&team);
}

static void decide_all(struct work *w, struct qian_places *out) {
    struct qian_flow flow;
    uint32_t *capacity = qian_take(w->staff->count, sizeof *capacity);
    for (size_t i = 0; i < w->staff->count; i++)
        capacity[i] = w->left[i] = w->staff->member[i].capacity;
    qian_flow_open(&flow, w->kind, w->kinds, capacity, w->staff->count);
    uint64_t most = qian_flow_total(&flow); // M
    struct qian_place *place = out->place;
    for (size_t t = 0; t < w->teams; t++) {
        for (uint32_t s = 0; s < w->team[t].slots; s++)
            place[s] =
                (struct qian_place){.team = (uint32_t)t, .slot = s + 1, .inspector = QIAN_NOBODY};
        if (out->filled < most)
            decide_team(w, &flow, t, place, out);
        place += w->team[t].slots;
    }
    qian_flow_close(&flow);
    free(capacity);
}

void qian_assign(const struct qian_frame *frame, const struct qian_selection *selection,
                 const struct qian_staff *staff, const struct qian_need *team, size_t teams,
                 const struct qian_digest *subseed, struct qian_hasher *h,
                 struct qian_places *out) {
    struct work w = {.frame = frame,
                     .selection = selection,
                     .staff = staff,
                     .team = team,
                     .teams = teams,
                     .h = h,
                     .kind_of = qian_take(teams, sizeof *w.kind_of),
                     .left = qian_take(staff->count, sizeof *w.left),
                     .bid = qian_take(staff->count, sizeof *w.bid)};
    struct qian_buf prefix = {0};
    *out = (struct qian_places){0};
    for (size_t t = 0; t < teams; t++)
        out->count += team[t].slots;
    out->place = qian_take(out->count, sizeof *out->place);
    qian_buf_hex(&prefix, subseed->b, 32);
    qian_buf_char(&prefix, '|');
    qian_hash_prefix(h, prefix.p, prefix.n);
    qian_buf_free(&prefix);
    sort_into_kinds(&w);
    all_candidates(&w);
    size_t kinds = w.kinds;
    decide_all(&w, out); // the flow frees the kinds
    for (size_t k = 0; k < kinds; k++)
        free(w.hopeless[k]);
    free(w.hopeless);
    free(w.kind_of);
    free(w.left);
    free(w.bid);
}

void qian_places_free(struct qian_places *places) {
    free(places->place);
    *places = (struct qian_places){0};
}

static void write_place(const struct qian_frame *frame, const struct qian_selection *selection,
                        const struct qian_staff *staff, const struct qian_need *team,
                        const struct qian_place *place, struct qian_buf *out) {
    bool empty = place->inspector == QIAN_NOBODY;
    const struct qian_member *member = empty ? NULL : &staff->member[place->inspector];
    size_t row = selection->visit[team->visit].row;
    qian_buf_u64(out, team->visit + 1);
    qian_buf_char(out, '\t');
    qian_buf_str(out, frame->targets->row[row].field[T_ID]);
    qian_buf_char(out, '\t');
    if (team->department)
        qian_buf_text(out, team->department);
    else
        qian_buf_str(out, empty ? qian_str("-") : member->department);
    qian_buf_char(out, '\t');
    qian_buf_u64(out, place->slot);
    qian_buf_text(out, team->department ? "\tinspector\t" : "\texpert\t");
    qian_buf_str(out, empty ? qian_str("-") : member->id);
    qian_buf_char(out, '\t');
    if (empty)
        qian_buf_char(out, '-');
    else
        qian_buf_hex(out, place->key.b, 32);
    qian_buf_char(out, '\n');
}

// spec/inspectors.md 5.1: "One row a slot: by visit; in a visit the teams by department, slots 1,
// 2, … in each team; then the visit's expert slots 1, 2, …"
void qian_assignment_write(const struct qian_frame *frame, const struct qian_selection *selection,
                           const struct qian_staff *staff, const struct qian_need *team,
                           const struct qian_places *places, const struct qian_need *expert_team,
                           const struct qian_places *expert_places, struct qian_buf *out) {
    size_t p = 0, e = 0;
    qian_buf_text(out, qian_table_header(QIAN_ASSIGNMENT));
    qian_buf_char(out, '\n');
    for (size_t v = 0; v < selection->count; v++) {
        for (; p < places->count && team[places->place[p].team].visit == v; p++)
            write_place(frame, selection, staff, &team[places->place[p].team], &places->place[p],
                        out);
        for (; e < expert_places->count && expert_team[expert_places->place[e].team].visit == v;
             e++)
            write_place(frame, selection, staff, &expert_team[expert_places->place[e].team],
                        &expert_places->place[e], out);
    }
}
