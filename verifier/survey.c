// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/survey.h"

#include "verifier/lang.h"
#include "verifier/mem.h"
#include "verifier/merkle.h"
#include "verifier/text.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

static void judge(struct report *r, struct file *file, int step, uint64_t bad_line, const char *found,
                  const char *expected)
{
    if (file_judge(r, file, step, bad_line == 0)) {
        report_fault(r, step, bytes_of(found), bytes_of(expected), "%s:%llu", file->name,
                     (unsigned long long)bad_line);
    }
}

// spec/bundle.md 2.3: "a file is not empty, starts with no U+FEFF, holds no carriage return, ends with LF, and no line
// is empty (but the one empty line of a note, notes 1.1)."
static void judge_lines(struct report *r, struct file *file, const struct text *t)
{
    if (t->mark != 0) {
        judge(r, file, STEP_LINES, t->mark, "U+FEFF", say("开头无标记", "no mark at the start"));
    } else if (t->return_char != 0) {
        judge(r, file, STEP_LINES, t->return_char, "U+000D", say("只用 LF 换行", "LF alone ends a line"));
    } else if (t->empty != 0) {
        judge(r, file, STEP_LINES, t->empty, say("空行", "an empty line"), say("无空行", "no empty line"));
    } else if (t->bytes == 0) {
        judge(r, file, STEP_LINES, 1, say("空文件", "an empty file"), say("有内容", "something"));
    } else {
        judge(r, file, STEP_LINES, t->last == '\n' ? 0 : t->line, say("末尾无 LF", "no LF at the end"), "LF");
    }
}

static uint64_t rows_max(const char *name)
{
    if (strcmp(name, FILE_NAMES[FILE_INSPECTORS]) == 0) {
        return 999999;
    }
    return strcmp(name, FILE_NAMES[FILE_RECUSALS]) == 0 ? 10000000 : 1000000000;
}

// spec/bundle.md 1.3: "a JSON file has at most 64 MiB, a `.txt` or `.note` file 65,536 bytes; a line of any file has at
// most 65,535 bytes without its LF (JSON: 1 MiB); targets.tsv at most 1,000,000,000 rows, inspectors.tsv at most
// 999,999, recusals.tsv at most 10,000,000;"
// spec/bundle.md 1.3: "Files of `log` and `beacon` have at most 65,536 bytes, too."
static void judge_limits(struct report *r, struct file *file, const struct text *t)
{
    char found[24];
    char expected[24];
    uint64_t line_max = file->kind == KIND_JSON ? JSON_LINE_MAX : LINE_MAX_BYTES;
    if (file_judge(r, file, STEP_LIMITS, t->longest <= line_max)) {
        report_fault(r, STEP_LIMITS, report_number(found, t->longest), report_number(expected, line_max), "%s:%llu",
                     file->name, (unsigned long long)t->longest_line);
    }
    uint64_t size = file->kind == KIND_TABLE ? file->lines : t->bytes;
    uint64_t size_max = file->kind == KIND_TABLE  ? rows_max(file->name) + 1
                        : file->kind == KIND_JSON ? JSON_MAX
                                                  : SMALL_MAX;
    if (file_judge(r, file, STEP_LIMITS, size <= size_max)) {
        report_fault(r, STEP_LIMITS, report_number(found, size), report_number(expected, size_max), "%s", file->name);
    }
}

static void judge_text(struct report *r, struct file *file, const struct text *t)
{
    judge(r, file, STEP_UTF8, t->not_utf8, say("不是 UTF-8", "not UTF-8"), "UTF-8");
    if (t->not_utf8 != 0) {
        return; // verify.md 3, step 5: files without F01
    }
    if (t->forbidden != 0) {
        judge(r, file, STEP_TEXT, t->forbidden, say("禁用字符", "a forbidden character"), say("无", "none"));
    } else {
        judge(r, file, STEP_TEXT, t->not_normal, say("未规范化", "text that is not normalised"), "NFC");
    }
}

void survey_file(struct report *r, struct file *file, const enum suite *suite)
{
    unsigned char *room = mem_new(CHUNK, 1);
    unsigned char digest[DIGEST_BYTES];
    struct text text;
    struct hash whole;
    struct hash leaves;
    struct merkle tree;
    hash_open(&whole, suite == NULL ? SUITE_SHA256_ED25519 : *suite);
    hash_open(&leaves, suite == NULL ? SUITE_SHA256_ED25519 : *suite);
    hash_start(&whole);
    merkle_start(&tree, &leaves);
    text_start(&text, file->kind);
    uint64_t offset = 0;
    for (size_t n = 0; (n = file_read(file, offset, room, CHUNK)) > 0; offset += n) {
        struct bytes piece = {room, n};
        text_feed(&text, piece);
        if (suite != NULL) {
            hash_add(&whole, piece);
        }
        if (suite != NULL && file->kind == KIND_TABLE) {
            merkle_feed(&tree, piece);
        }
    }
    text_end(&text);
    hash_end(&whole, digest);
    digest_to_hex(digest, file->digest);
    merkle_root(&tree, digest);
    digest_to_hex(digest, file->root);
    hash_close(&whole);
    hash_close(&leaves);
    free(room);
    file->lines = text_lines(&text);
    judge_limits(r, file, &text);
    judge_text(r, file, &text);
    judge_lines(r, file, &text);
}
