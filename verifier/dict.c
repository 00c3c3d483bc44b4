// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/dict.h"

#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/wide.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { FIRST_SLOTS = 64 };

void dict_open(struct dict *d)
{
    (void)memset(d, 0, sizeof *d);
    if (getrandom(d->secret, sizeof d->secret, 0) != (ssize_t)sizeof d->secret) {
        trouble("getrandom", say("取随机数失败", "no random bytes came"), say("请重试", "run it again"));
    }
    d->secret[1] |= 1;
    d->slot_count = FIRST_SLOTS;
    d->slots = mem_new(d->slot_count, sizeof *d->slots);
}

void dict_free(struct dict *d)
{
    arena_free(&d->texts);
    free(d->keys);
    free(d->slots);
    (void)memset(d, 0, sizeof *d);
}

static uint64_t hash_of(const struct dict *d, struct bytes key)
{
    uint64_t sum = d->secret[0] ^ key.n;
    while (key.n > 0) {
        uint64_t part = 0;
        size_t n = key.n < sizeof part ? key.n : sizeof part;
        (void)memcpy(&part, key.at, n);
        wide product = (wide)(sum ^ part) * d->secret[1];
        sum = (uint64_t)product ^ (uint64_t)(product >> 64);
        key = bytes_after(key, n);
    }
    return sum ^ sum >> 29;
}

// The slot that holds key, or the free one where it would stand.
static size_t slot_of(const struct dict *d, struct bytes key)
{
    size_t at = (size_t)hash_of(d, key) & (d->slot_count - 1);
    while (d->slots[at] != 0 && !bytes_same(d->keys[d->slots[at] - 1], key)) {
        at = (at + 1) & (d->slot_count - 1);
    }
    return at;
}

static void widen(struct dict *d)
{
    free(d->slots);
    d->slot_count *= 2;
    d->slots = mem_new(d->slot_count, sizeof *d->slots);
    for (size_t i = 0; i < d->count; i++) {
        d->slots[slot_of(d, d->keys[i])] = (uint32_t)i + 1;
    }
}

size_t dict_put(struct dict *d, struct bytes key)
{
    size_t slot = slot_of(d, key);
    if (d->slots[slot] != 0) {
        return d->slots[slot] - 1;
    }
    if (d->count >= UINT32_MAX - 1) {
        trouble("memory", say("条目过多", "there are too many entries"), say("请核对文件", "check the files"));
    }
    d->keys = mem_grow(d->keys, &d->room, d->count + 1, sizeof *d->keys);
    d->keys[d->count] = arena_keep(&d->texts, key);
    d->slots[slot] = (uint32_t)d->count + 1;
    d->count++;
    if (d->count * 2 > d->slot_count) {
        widen(d);
    }
    return d->count - 1;
}

int64_t dict_find(const struct dict *d, struct bytes key)
{
    return (int64_t)d->slots[slot_of(d, key)] - 1;
}
