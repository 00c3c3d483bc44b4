// SPDX-License-Identifier: MulanPSL-2.0
// What the vector tests share: reading vector files, making bundles without a folder, counting.
#ifndef QIAN_TESTS_VERIFIER_HARNESS_H
#define QIAN_TESTS_VERIFIER_HARNESS_H

#include "verifier/checks.h"

struct vectors {
    struct bytes text; // owned
    struct json json;
};

extern const char *current_file;
extern struct bytes current_case;
extern unsigned long failures;

// Counts a failure, and says where, if good is false.
#define CHECK(good, ...) check(__FILE__, __LINE__, (good), __VA_ARGS__)
__attribute__((format(printf, 4, 5))) void check(const char *file, int line, bool good, const char *format, ...);

// False, and a failure, where the file is absent.
bool vectors_open(struct vectors *v, const char *folder, const char *name);
void vectors_close(struct vectors *v);
// The first case of a member that is an array; fails where it is empty.
uint32_t vectors_first(struct vectors *v, const char *member);
void vectors_count(const char *name, unsigned long cases);

struct bytes text_of(const struct vectors *v, uint32_t object, const char *member);
uint64_t number_of(const struct vectors *v, uint32_t object, const char *member);
uint32_t member_of(const struct vectors *v, uint32_t object, const char *member);
uint32_t first_of(const struct vectors *v, uint32_t object, const char *member);
uint32_t next_of(const struct vectors *v, uint32_t value);
bool is_null(const struct vectors *v, uint32_t object, const char *member);
enum suite suite_of(const struct vectors *v, uint32_t object);
// Hexadecimal to bytes; the caller frees bytes.at by release.
struct bytes unhex(struct bytes digits);
void release(struct bytes text);

// A bundle without files, hashing by that suite.
struct bundle *bundle_make(enum suite suite);
void bundle_release(struct bundle *b);
// Gives it a file of that content, and surveys it.
void bundle_put(struct bundle *b, int file, struct bytes content);
// Makes others believe that the notice is usable.
void bundle_believe_notice(struct bundle *b);
// Are the codes of the steps that failed, or do not support something, exactly those of the JSON array (0: none)?
void expect_codes(const struct bundle *b, const struct vectors *v, uint32_t array);
// The same of these codes alone.
void expect_codes_of(const struct bundle *b, const struct vectors *v, uint32_t array, const char *codes);
// The base of the file with its bytes from [0] to [1] (not included) replaced by [2]; the caller frees it by release.
struct bytes splice(const struct vectors *v, struct bytes base, uint32_t array);
// A member's text, or that of its namesake in hexadecimal; the caller frees it by release.
struct bytes content_of(const struct vectors *v, uint32_t object, const char *member, const char *member_hex);
// Calls test for each case of the file, which must be there.
void each_case(const char *folder, const char *name, void (*test)(const struct vectors *v, uint32_t c));
// A policy made by hand, in which nothing is judged.
void policy_begin(struct policy *p);
void policy_add(struct policy *p, enum role role, struct bytes vkey);

// The tests, each of one file or a few.
void test_apportionment(void);
void test_forms(const char *folder);
void test_draw(const char *folder);
void test_assignments(const char *folder);
void test_keys(const char *folder);
void test_third_party(const char *folder);
void test_logs(const char *folder);
void test_log_proofs(const char *folder);
void test_witnesses(const char *folder);
void test_public_values(const char *folder);
void test_wishes(const char *folder);
int print_cctv(const char *folder);

#endif
