// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/small.h"

#include "verifier/lang.h"

#include <string.h>

bool small_load(struct small *s, struct report *r, struct file *file)
{
    *s = (struct small){.report = r, .file = file};
    if (!file_legible(file) || file->size > SMALL_MAX) {
        return false;
    }
    s->text = file_load(file);
    return true;
}

void small_free(struct small *s)
{
    bytes_release(s->text);
    s->text.at = NULL;
}

bool small_next(struct small *s, struct bytes *line)
{
    struct bytes rest = bytes_after(s->text, s->next);
    size_t n = bytes_find(rest, '\n');
    s->line++;
    if (rest.n == 0) {
        *line = rest;
        return false;
    }
    *line = (struct bytes){rest.at, n};
    s->next += n < rest.n ? n + 1 : n;
    return true;
}

void small_judge(struct small *s, int step, bool good, struct bytes found, const char *expected)
{
    if (file_judge(s->report, s->file, step, good)) {
        report_fault(s->report, step, found, bytes_of(expected), "%s:%llu", s->file->name,
                     (unsigned long long)s->line);
    }
}

bool is_word(struct bytes text)
{
    return text.n > 0 && bytes_find(text, ' ') == text.n;
}

bool small_pair(struct small *s, struct bytes line, const char *word, struct bytes *rest)
{
    // spec/seed.md 2.1: "a line with more or fewer words than its form is F07."
    size_t n = strlen(word);
    bool good = line.n > n && is_word(bytes_after(line, n + 1));
    if (!good) {
        small_judge(s, STEP_FORM, false, line, word);
    }
    return good && small_word(s, line, word, rest);
}

bool small_word(struct small *s, struct bytes line, const char *word, struct bytes *rest)
{
    size_t n = strlen(word);
    bool good = bytes_begin(line, word) && line.n > n && line.at[n] == ' ';
    *rest = good ? bytes_after(line, n + 1) : (struct bytes){line.at, 0};
    small_judge(s, STEP_FORM, good, line, word);
    return good;
}

void small_digest(struct small *s, struct bytes *digest)
{
    bool good = bytes_hex(*digest, DIGEST_DIGITS);
    small_judge(s, STEP_ENCODING, good, *digest, "[0-9a-f]{64}");
    if (!good) {
        digest->n = 0;
    }
}

void small_code(struct small *s, struct bytes code)
{
    small_judge(s, STEP_FORM, bytes_code(code), code, say("一个代码", "a code"));
}
