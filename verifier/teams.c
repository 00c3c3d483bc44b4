// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/teams.h"

#include "verifier/mem.h"

#include <stdlib.h>
#include <string.h>

static int by_bytes(const void *a, const void *b)
{
    return bytes_order(*(const struct bytes *)a, *(const struct bytes *)b);
}

static void read_departments(struct departments *d, const struct notice *n)
{
    struct bytes all[ITEMS_MAX];
    for (size_t i = 0; i < n->items_count; i++) {
        all[i] = n->items[i].department;
    }
    qsort(all, n->items_count, sizeof all[0], by_bytes);
    for (size_t i = 0; i < n->items_count; i++) {
        if (i == 0 || !bytes_same(all[i - 1], all[i])) {
            d->names[d->count++] = all[i];
        }
    }
    for (size_t k = 0; k < d->count; k++) {
        for (size_t i = 0; i < n->items_count; i++) {
            if (bytes_same(n->items[i].department, d->names[k])) {
                itemset_add(&d->items[k], i);
            }
        }
    }
}

static struct team *new_team(struct crew *c, size_t visit, size_t department, uint64_t slots)
{
    c->teams = mem_grow(c->teams, &c->room, c->count + 1, sizeof *c->teams);
    struct team *team = &c->teams[c->count++];
    *team = (struct team){.visit = (uint32_t)visit, .department = (uint32_t)department, .slots = (uint32_t)slots};
    return team;
}

// spec/inspectors.md 1.2: "Where a visit's teams have fewer slots than `per_visit` together, the rest is added to the team
// of the notice's `initiator`, or to the visit's first team where the initiator has none there."
static void add_rest(struct crew *c, size_t first)
{
    uint64_t have = (c->count - first) * c->notice->per_department;
    size_t chosen = first;
    if (first == c->count || have >= c->notice->per_visit) {
        return;
    }
    for (size_t i = first; i < c->count; i++) {
        if (bytes_same(c->departments.names[c->teams[i].department], c->notice->initiator)) {
            chosen = i;
        }
    }
    c->teams[chosen].slots += (uint32_t)(c->notice->per_visit - have);
}

// spec/inspectors.md 1.1: "A team is a visit and a department that owns (notice, `items[].department`) at least one of the
// visit's items. The team's items are those of the visit's items that the department owns. Teams stand by visit, then by
// department, ascending."
static void teams_of_visit(struct crew *c, size_t visit)
{
    size_t first = c->count;
    if (c->experts) {
        // spec/inspectors.md 4.1: "After all inspectors, each visit has `experts` slots for experts."
        (void)new_team(c, visit, NO_DEPARTMENT, c->notice->experts);
        return;
    }
    for (size_t d = 0; d < c->departments.count; d++) {
        if (itemset_meets(&c->visits->all[visit].items, &c->departments.items[d])) {
            (void)new_team(c, visit, d, c->notice->per_department);
        }
    }
    add_rest(c, first);
}

void crew_teams(struct crew *c, bool experts, const struct notice *notice, const struct visits *visits)
{
    (void)memset(c, 0, sizeof *c);
    c->experts = experts;
    c->notice = notice;
    c->visits = visits;
    read_departments(&c->departments, notice);
    for (size_t i = 0; i < visits->count; i++) {
        teams_of_visit(c, i);
    }
    for (size_t i = 0; i < c->count; i++) {
        c->teams[i].first_slot = c->slots;
        c->slots += c->teams[i].slots;
    }
}

void crew_free(struct crew *c)
{
    free(c->teams);
    free(c->kinds);
    free(c->candidates);
    free(c->given);
    (void)memset(c, 0, sizeof *c);
}

static struct itemset team_items(const struct crew *c, const struct team *team)
{
    struct itemset items = c->visits->all[team->visit].items;
    for (size_t i = 0; !c->experts && i < ITEMSET_WORDS; i++) {
        items.words[i] &= c->departments.items[team->department].words[i];
    }
    return items;
}

bool crew_eligible(const struct crew *c, const struct team *team, const struct people *people, size_t person)
{
    const struct person *one = &people->all[person];
    struct itemset items = team_items(c, team);
    if (one->expert != c->experts || !person_covers(people, person, c->visits->all[team->visit].area)) {
        return false;
    }
    // spec/inspectors.md 4.1: "role is `expert`; `items` contain at least one of the visit's items; the area is covered as
    // in 2.1; the pair is not recused."
    if (c->experts) {
        return itemset_meets(&one->items, &items);
    }
    // spec/inspectors.md 2.1: "role is `inspector`; the department is the team's; the inspector's `items` contain all of
    // the team's items"
    return bytes_same(one->department, c->departments.names[team->department]) && itemset_covers(&one->items, &items);
}

bool crew_recused(const struct crew *c, const struct team *team, const struct recusals *recusals, size_t person)
{
    size_t from = 0;
    size_t to = 0;
    recusals_of(recusals, c->visits->all[team->visit].offset, &from, &to);
    for (size_t i = from; i < to; i++) {
        if (recusals->all[i].person == person) {
            return true;
        }
    }
    return false;
}

void crew_pair_key(const struct crew *c, const struct team *team, const struct people *people, size_t person,
                   struct hash *h, const char *subseed, unsigned char key[DIGEST_BYTES])
{
    hash_start(h);
    hash_add(h, (struct bytes){(const unsigned char *)subseed, DIGEST_DIGITS});
    hash_add(h, bytes_of("|"));
    hash_add(h, c->visits->all[team->visit].id);
    hash_add(h, bytes_of("|"));
    hash_add(h, people->all[person].id);
    hash_end(h, key);
}

// What decides about a team's candidates but for recusals; compared as bytes.
struct trait {
    struct itemset items;
    uint32_t area, department, slots, unused;
};

struct making {
    struct crew *crew;
    const struct people *people;
    const struct recusals *recusals;
    struct dict traits; // trait -> number in kind_of_trait
    uint32_t *kind_of_trait;
    size_t traits_room;
    struct dict lists; // digest of slots and candidates -> kind
    struct hash hash;
    uint32_t *group[ITEMS_MAX + 1]; // the people of each department, and the experts
    size_t group_count[ITEMS_MAX + 1], group_room[ITEMS_MAX + 1];
    uint32_t *list;
    size_t list_count, list_room;
};

static void group_people(struct making *m)
{
    const struct crew *c = m->crew;
    for (size_t i = 0; i < m->people->count; i++) {
        size_t group = NO_DEPARTMENT;
        for (size_t d = 0; d < c->departments.count && !c->experts; d++) {
            group = bytes_same(m->people->all[i].department, c->departments.names[d]) ? d : group;
        }
        if (m->people->all[i].expert != c->experts || (group == NO_DEPARTMENT && !c->experts)) {
            continue;
        }
        m->group[group] = mem_grow(m->group[group], &m->group_room[group], m->group_count[group] + 1, sizeof(uint32_t));
        m->group[group][m->group_count[group]++] = (uint32_t)i;
    }
}

// The kind of that many slots with the people of m->list.
static uint32_t kind_of_list(struct making *m, uint32_t slots)
{
    unsigned char digest[DIGEST_BYTES];
    struct crew *c = m->crew;
    hash_start(&m->hash);
    hash_add(&m->hash, (struct bytes){(const unsigned char *)&slots, sizeof slots});
    hash_add(&m->hash, (struct bytes){(const unsigned char *)m->list, m->list_count * sizeof *m->list});
    hash_end(&m->hash, digest);
    size_t number = dict_put(&m->lists, (struct bytes){digest, DIGEST_BYTES});
    if (number < c->kinds_count) {
        return (uint32_t)number;
    }
    c->kinds = mem_grow(c->kinds, &c->kinds_room, c->kinds_count + 1, sizeof *c->kinds);
    c->kinds[c->kinds_count++] = (struct kind){c->candidates_count, (uint32_t)m->list_count, slots, 0};
    c->candidates = mem_grow(c->candidates, &c->candidates_room, c->candidates_count + m->list_count + 1,
                             sizeof *c->candidates);
    if (m->list_count > 0) {
        (void)memcpy(c->candidates + c->candidates_count, m->list, m->list_count * sizeof *m->list);
    }
    c->candidates_count += m->list_count;
    return (uint32_t)number;
}

static void list_add(struct making *m, uint32_t person)
{
    m->list = mem_grow(m->list, &m->list_room, m->list_count + 1, sizeof *m->list);
    m->list[m->list_count++] = person;
}

// The kind of a team without recusals.
static uint32_t kind_of_trait(struct making *m, const struct team *team)
{
    struct trait trait = {team_items(m->crew, team), m->crew->visits->all[team->visit].area, team->department,
                          team->slots, 0};
    size_t known = m->traits.count;
    size_t number = dict_put(&m->traits, (struct bytes){(const unsigned char *)&trait, sizeof trait});
    if (number < known) {
        return m->kind_of_trait[number];
    }
    m->list_count = 0;
    for (size_t i = 0; i < m->group_count[team->department]; i++) {
        if (crew_eligible(m->crew, team, m->people, m->group[team->department][i])) {
            list_add(m, m->group[team->department][i]);
        }
    }
    m->kind_of_trait = mem_grow(m->kind_of_trait, &m->traits_room, number + 1, sizeof *m->kind_of_trait);
    m->kind_of_trait[number] = kind_of_list(m, team->slots);
    return m->kind_of_trait[number];
}

// The kind of a team: its candidates without those that are recused for its target. Both lists ascend.
static uint32_t kind_of_team(struct making *m, const struct team *team)
{
    uint32_t plain = kind_of_trait(m, team);
    size_t from = 0;
    size_t to = 0;
    recusals_of(m->recusals, m->crew->visits->all[team->visit].offset, &from, &to);
    if (from == to) {
        return plain;
    }
    const struct kind kind = m->crew->kinds[plain];
    m->list_count = 0;
    for (uint32_t i = 0; i < kind.count; i++) {
        uint32_t person = m->crew->candidates[kind.first + i];
        while (from < to && m->recusals->all[from].person < person) {
            from++;
        }
        if (from == to || m->recusals->all[from].person != person) {
            list_add(m, person);
        }
    }
    return kind_of_list(m, team->slots);
}

void crew_kinds(struct crew *c, const struct people *people, const struct recusals *recusals)
{
    struct making m = {.crew = c, .people = people, .recusals = recusals};
    dict_open(&m.traits);
    dict_open(&m.lists);
    hash_open(&m.hash, SUITE_SHA256_ED25519);
    group_people(&m);
    for (size_t i = 0; i < c->count; i++) {
        c->teams[i].kind = kind_of_team(&m, &c->teams[i]);
        c->kinds[c->teams[i].kind].teams++;
    }
    hash_close(&m.hash);
    dict_free(&m.traits);
    dict_free(&m.lists);
    for (size_t i = 0; i <= ITEMS_MAX; i++) {
        free(m.group[i]);
    }
    free(m.kind_of_trait);
    free(m.list);
}
