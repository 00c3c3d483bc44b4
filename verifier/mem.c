// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/mem.h"

#include "verifier/lang.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void (*listener)(const char *place, const char *what, const char *next);

void trouble_to(void (*handler)(const char *place, const char *what, const char *next))
{
    listener = handler;
}

_Noreturn void trouble(const char *place, const char *what, const char *next)
{
    if (listener != NULL) {
        listener(place, what, next);
    }
    (void)fprintf(stderr, "qian-verify: %s: %s, %s\n", place, what, next);
    _Exit(4);
}

static _Noreturn void no_memory(void)
{
    trouble("memory", say("内存不足", "there is not enough memory"),
            say("请在内存更大的机器上重试", "run it again on a machine with more"));
}

void *mem_new(size_t count, size_t size)
{
    void *fresh = calloc(count == 0 ? 1 : count, size);
    if (fresh == NULL) {
        no_memory();
    }
    return fresh;
}

void *mem_grow(void *old, size_t *room, size_t need, size_t size)
{
    if (need <= *room) {
        return old;
    }
    size_t more = *room < 8 ? 8 : *room;
    while (more < need) {
        if (more > SIZE_MAX / 2) {
            no_memory();
        }
        more *= 2;
    }
    if (more > SIZE_MAX / size) {
        no_memory();
    }
    void *fresh = realloc(old, more * size);
    if (fresh == NULL) {
        no_memory();
    }
    *room = more;
    return fresh;
}
