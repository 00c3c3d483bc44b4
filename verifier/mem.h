// SPDX-License-Identifier: MulanPSL-2.0
// Memory that is always there, and the one way to give up.
#ifndef QIAN_VERIFIER_MEM_H
#define QIAN_VERIFIER_MEM_H

#include <stddef.h>

// The verifier cannot do its work (verify.md 1.2: ERROR). Never returns. The texts live until the process ends.
_Noreturn void trouble(const char *place, const char *what, const char *next);
// Who hears of trouble; it must not return. Without one, a line goes to standard error and the process ends with 4.
void trouble_to(void (*handler)(const char *place, const char *what, const char *next));

// count * size zeroed bytes, or trouble. The caller frees. Also for count 0 a pointer that may be freed.
void *mem_new(size_t count, size_t size);
// The array old of *room elements, moved so that it has room for need; *room at least doubles. Or trouble.
void *mem_grow(void *old, size_t *room, size_t need, size_t size);

#endif
