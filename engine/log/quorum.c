// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/log/quorum.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 1024

static size_t find(const struct qian_quorum *quorum, struct qian_str name) {
    size_t i = 0;
    while (i < quorum->count && !qian_str_eq(quorum->node[i].name, name))
        i++;
    return i;
}

// spec/policy.md 1.2: "NAME is of the form of a signer's name (notes 2.1) and not `none`; names of
// witnesses and groups are distinct."
// A new node, or NULL.
static struct qian_quorum_node *add(struct qian_quorum *quorum, struct qian_str name) {
    if (find(quorum, name) < quorum->count || qian_str_is(name, "none") ||
        !qian_signer_name_good(name))
        return NULL;
    quorum->node = qian_grow(quorum->node, &quorum->cap, quorum->count + 1, sizeof *quorum->node);
    struct qian_quorum_node *node = &quorum->node[quorum->count++];
    *node = (struct qian_quorum_node){.name = name, .until = QIAN_TIME_MAX};
    return node;
}

static const char *take_witness(struct qian_quorum *quorum, const struct qian_str *word,
                                size_t words) {
    struct qian_note_key key;
    if (words != 3 && words != 4)
        return "F07";
    const char *fault = qian_note_key_read(word[2], true, &key);
    if (fault)
        return fault;
    for (size_t i = 0; i < quorum->count; i++)
        if (!quorum->node[i].group &&
            memcmp(quorum->node[i].key.key.bytes, key.key.bytes, key.key.size) == 0)
            return "L05";
    struct qian_quorum_node *node = add(quorum, word[1]);
    if (!node)
        return "F07";
    node->key = key;
    return NULL;
}

bool qian_quorum_wanted(struct qian_str word, size_t members, size_t *wanted) {
    uint64_t k = 0;
    if (qian_str_is(word, "any"))
        k = 1;
    else if (qian_str_is(word, "all"))
        k = members;
    else if (!qian_u64_read(word, members, &k))
        return false;
    *wanted = (size_t)k;
    return k >= 1;
}

static const char *take_group(struct qian_quorum *quorum, const struct qian_str *word,
                              size_t words) {
    size_t wanted, members = words - 3, known = quorum->count;
    if (words < 4 || !qian_quorum_wanted(word[2], members, &wanted))
        return "F07";
    struct qian_quorum_node *group = add(quorum, word[1]);
    if (!group)
        return "F07";
    group->group = true;
    group->wanted = wanted;
    group->member = qian_take(members, sizeof *group->member);
    for (size_t i = 0; i < members; i++) {
        size_t at = find(quorum, word[3 + i]);
        if (at >= known || quorum->node[at].taken)
            return "F07";
        quorum->node[at].taken = true;
        group->member[group->members++] = at;
    }
    return NULL;
}

static const char *take_quorum(struct qian_quorum *quorum, const struct qian_str *word,
                               size_t words) {
    if (words != 2 || quorum->given)
        return "F07";
    quorum->given = true;
    quorum->none = qian_str_is(word[1], "none");
    quorum->top = find(quorum, word[1]);
    return quorum->none || quorum->top < quorum->count ? NULL : "F07";
}

const char *qian_quorum_line(struct qian_quorum *quorum, const struct qian_str *word,
                             size_t words) {
    if (words == 0)
        return NULL;
    if (qian_str_is(word[0], "witness"))
        return take_witness(quorum, word, words);
    if (qian_str_is(word[0], "group"))
        return take_group(quorum, word, words);
    return qian_str_is(word[0], "quorum") ? take_quorum(quorum, word, words) : NULL;
}

// C2SP tlog-policy: words are separated by spaces and TABs, a line that begins with # is a comment.
static const char *take_line(struct qian_quorum *quorum, struct qian_str line) {
    struct qian_str word[WORDS_MAX];
    size_t words = 0;
    for (size_t i = 0; i < line.n;) {
        if (line.p[i] == ' ' || line.p[i] == '\t') {
            i++;
            continue;
        }
        size_t from = i;
        while (i < line.n && line.p[i] != ' ' && line.p[i] != '\t')
            i++;
        if (words == 0 && line.p[from] == '#')
            return NULL;
        if (words == WORDS_MAX)
            return "F07";
        word[words++] = (struct qian_str){line.p + from, i - from};
    }
    return qian_quorum_line(quorum, word, words);
}

const char *qian_quorum_read(struct qian_quorum *quorum, struct qian_str policy) {
    struct qian_split split = qian_split(policy, '\n');
    struct qian_str line;
    while (qian_split_next(&split, &line)) {
        const char *fault = take_line(quorum, line);
        if (fault)
            return fault;
    }
    return quorum->given ? NULL : "F07";
}

void qian_quorum_free(struct qian_quorum *quorum) {
    for (size_t i = 0; i < quorum->count; i++)
        free(quorum->node[i].member);
    free(quorum->node);
    *quorum = (struct qian_quorum){0};
}

static int by_size(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

// spec/policy.md 3.7: "that of a group of n members of which K are wanted is the sum of the 2K − n
// least overlaps of its members, 0 where 2K − n is not positive"
static size_t group_overlap(const struct qian_quorum_node *group, const size_t *overlap) {
    size_t sum = 0;
    size_t *of = qian_take(group->members, sizeof *of);
    for (size_t m = 0; m < group->members; m++)
        of[m] = overlap[group->member[m]];
    qsort(of, group->members, sizeof *of, by_size);
    for (size_t m = 0; m + group->members < 2 * group->wanted; m++)
        sum += of[m];
    free(of);
    return sum;
}

size_t qian_quorum_overlap(const struct qian_quorum *quorum) {
    if (!quorum->given || quorum->none)
        return 0;
    size_t *overlap = qian_take(quorum->count, sizeof *overlap);
    for (size_t i = 0; i < quorum->count; i++) // members stand before their group
        overlap[i] = quorum->node[i].group ? group_overlap(&quorum->node[i], overlap) : 1;
    size_t top = overlap[quorum->top];
    free(overlap);
    return top;
}

// spec/log.md 5.1: "whose cosignatures stand in the proof's checkpoint with times at or before t
// and were valid then"
bool qian_quorum_met(const struct qian_quorum *quorum, const struct qian_seen *seen,
                     uint64_t until) {
    if (!quorum->given || quorum->none)
        return quorum->none;
    bool *met = qian_take(quorum->count, sizeof *met);
    for (size_t i = 0; i < quorum->count; i++) { // members stand before their group
        const struct qian_quorum_node *node = &quorum->node[i];
        size_t have = 0;
        for (size_t m = 0; m < node->members; m++)
            have += met[node->member[m]];
        met[i] = node->group ? have >= node->wanted
                             : seen[i].here && seen[i].time <= until &&
                                   seen[i].time >= node->from && seen[i].time <= node->until;
    }
    bool good = met[quorum->top];
    free(met);
    return good;
}

// spec/log.md 5.1: "the least time t for which the witnesses that the policy names"
bool qian_quorum_time(const struct qian_quorum *quorum, const struct qian_seen *seen,
                      uint64_t *time) {
    bool found = quorum->none;
    *time = 0;
    for (size_t i = 0; i < quorum->count && !quorum->none; i++)
        if (!quorum->node[i].group && seen[i].here && (!found || seen[i].time < *time) &&
            qian_quorum_met(quorum, seen, seen[i].time)) {
            *time = seen[i].time;
            found = true;
        }
    return found;
}

const char *qian_quorum_judge(const struct qian_quorum *quorum,
                              const struct qian_checkpoint *checkpoint, struct qian_seen *seen) {
    const char *first = NULL;
    for (size_t i = 0; i < quorum->count; i++) {
        seen[i] = (struct qian_seen){0};
        if (quorum->node[i].group)
            continue;
        const char *fault = qian_checkpoint_judge(checkpoint, &quorum->node[i].key, 1, &seen[i]);
        if (!first)
            first = fault;
    }
    return first;
}
