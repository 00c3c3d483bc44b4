// SPDX-License-Identifier: MulanPSL-2.0
#include "tests/engine/enumeration_search.h"

enum { CAPS = 1 << (2 * PEOPLE), MASKS = 1 << PEOPLE, LISTED = 20000 };

// What is already known of (slot, capacities left, people in the team): value and stamp.
static uint32_t memo[SLOTS][CAPS][MASKS];
static uint32_t stamp;

// inspectors 2.1 and 4.1
static bool is_candidate(const struct instance *in, const struct slot *s, size_t p) {
    const struct person *who = &in->person[p];
    size_t area = in->visit[s->visit].area;
    unsigned wanted = in->visit[s->visit].items, team = 0;
    if (in->recused[in->visit[s->visit].row][p])
        return false;
    if (!who->everywhere && (area == 2 || !(who->areas >> area & 1)))
        return false;
    if (s->department == DEPARTMENTS)
        return who->expert && (who->items & wanted) != 0;
    for (size_t i = 0; i < in->items; i++)
        if ((wanted >> i & 1) && in->owner[i] == s->department)
            team |= 1u << i;
    return !who->expert && who->department == s->department && (team & ~who->items) == 0;
}

// inspectors 2.3, 3.2: candidates by ascending pair key, equal keys by id
static void rank_candidates(const struct instance *in, struct qian_hasher *h, struct slot *s) {
    bool experts = s->department == DEPARTMENTS;
    char hex[QIAN_HEX_SIZE + 1], text[128];
    qian_digest_hex(&in->subseed[experts], hex);
    for (size_t p = 0; p < in->people; p++) {
        if (!is_candidate(in, s, p))
            continue;
        snprintf(text, sizeof text, "%s|loc:%zu|P%06zu", hex, in->visit[s->visit].row, p + 1);
        qian_hash(h, qian_str(text), &s->key[p]);
        size_t at = s->candidates++;
        for (; at > 0 && memcmp(s->key[s->order[at - 1]].b, s->key[p].b, 32) > 0; at--)
            s->order[at] = s->order[at - 1];
        s->order[at] = p;
    }
}

static void add_team(const struct instance *in,
                     struct qian_hasher *h,
                     struct search *s,
                     size_t v,
                     size_t department,
                     size_t slots) {
    struct slot slot = {.visit = v, .department = department};
    rank_candidates(in, h, &slot);
    for (size_t i = 0; i < slots; i++) {
        s->later[s->slots] = i > 0;
        s->slot[s->slots++] = slot;
    }
}

// inspectors 1.1, 1.2, 4.1
static void add_visit(
    const struct instance *in, struct qian_hasher *h, struct search *s, size_t v, bool experts) {
    size_t teams[DEPARTMENTS], n = 0, rest = 0;
    if (experts) {
        add_team(in, h, s, v, DEPARTMENTS, in->experts);
        return;
    }
    for (size_t d = 0; d < DEPARTMENTS; d++)
        for (size_t i = 0; i < in->items; i++)
            if ((in->visit[v].items >> i & 1) && in->owner[i] == d) {
                teams[n++] = d;
                break;
            }
    if (n * in->per_department < in->per_visit)
        rest = in->per_visit - n * in->per_department;
    size_t takes = 0;
    for (size_t t = 0; t < n; t++)
        if (teams[t] == in->initiator)
            takes = t;
    for (size_t t = 0; t < n; t++)
        add_team(in, h, s, v, teams[t], in->per_department + (t == takes ? rest : 0));
}

static unsigned left_of(unsigned caps, size_t p) {
    return caps >> (2 * p) & 3;
}

// The most slots from `at` on that can be filled: every way is tried.
static uint32_t most(const struct search *s, size_t at, unsigned caps, unsigned team) {
    if (at == s->slots)
        return 0;
    if (!s->later[at])
        team = 0;
    uint32_t *known = &memo[at][caps][team];
    if (*known >> 8 == stamp)
        return *known & 255;
    uint32_t best = most(s, at + 1, caps, team);
    for (size_t c = 0; c < s->slot[at].candidates; c++) {
        size_t p = s->slot[at].order[c];
        if ((team >> p & 1) || left_of(caps, p) == 0)
            continue;
        uint32_t with = 1 + most(s, at + 1, caps - (1u << (2 * p)), team | 1u << p);
        best = with > best ? with : best;
    }
    *known = stamp << 8 | best;
    return best;
}

static unsigned all_capacities(const struct instance *in) {
    unsigned caps = 0;
    for (size_t p = 0; p < in->people; p++)
        caps |= (unsigned)in->person[p].capacity << (2 * p);
    return caps;
}

uint32_t search_decide(const struct instance *in, const struct search *s, uint32_t taken[SLOTS]) {
    unsigned caps = all_capacities(in);
    stamp++;
    uint32_t m = most(s, 0, caps, 0), filled = 0;
    unsigned team = 0;
    for (size_t at = 0; at < s->slots; at++) {
        team = s->later[at] ? team : 0;
        taken[at] = QIAN_NOBODY;
        for (size_t c = 0; c < s->slot[at].candidates && taken[at] == QIAN_NOBODY; c++) {
            size_t p = s->slot[at].order[c];
            if ((team >> p & 1) || left_of(caps, p) == 0 ||
                filled + 1 + most(s, at + 1, caps - (1u << (2 * p)), team | 1u << p) != m)
                continue;
            taken[at] = (uint32_t)p;
            caps -= 1u << (2 * p);
            team |= 1u << p;
            filled++;
        }
    }
    return m;
}

void search_open(const struct instance *in,
                 bool experts,
                 struct qian_hasher *h,
                 struct search *out) {
    *out = (struct search){.people = in->people};
    for (size_t v = 0; v < in->visits; v++)
        add_visit(in, h, out, v, experts);
}

// Is this choice (a place among the candidates of each slot, or their number for nobody) an
// assignment at all, and how many slots does it fill?
static bool count_choice(const struct instance *in,
                         const struct search *s,
                         const size_t choice[SLOTS],
                         uint32_t *filled) {
    unsigned caps = all_capacities(in), team = 0;
    *filled = 0;
    for (size_t at = 0; at < s->slots; at++) {
        team = s->later[at] ? team : 0;
        if (choice[at] == s->slot[at].candidates)
            continue;
        size_t p = s->slot[at].order[choice[at]];
        if ((team >> p & 1) || left_of(caps, p) == 0)
            return false;
        caps -= 1u << (2 * p);
        team |= 1u << p;
        ++*filled;
    }
    return true;
}

bool search_list(const struct instance *in,
                 const struct search *s,
                 uint32_t taken[SLOTS],
                 uint32_t *m) {
    size_t choice[SLOTS] = {0}, best[SLOTS] = {0}, ways = 1, at = 0;
    bool any = false;
    for (size_t i = 0; i < s->slots && ways <= LISTED; i++)
        ways *= s->slot[i].candidates + 1;
    if (ways > LISTED)
        return false;
    *m = 0;
    // Choices come in the order of the keys, nobody last: the first of those that fill the most
    // slots is the one that 3.2 means.
    for (size_t w = 0; w < ways; w++) {
        uint32_t filled;
        if (count_choice(in, s, choice, &filled) && (!any || filled > *m)) {
            any = true;
            *m = filled;
            memcpy(best, choice, sizeof best);
        }
        for (at = s->slots; at > 0 && ++choice[at - 1] > s->slot[at - 1].candidates; at--)
            choice[at - 1] = 0;
    }
    for (size_t i = 0; i < s->slots; i++)
        taken[i] =
            best[i] == s->slot[i].candidates ? QIAN_NOBODY : (uint32_t)s->slot[i].order[best[i]];
    return true;
}
