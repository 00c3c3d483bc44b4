// SPDX-License-Identifier: MulanPSL-2.0
// Vectors about what ceremonies add to notice and result: objections, assurances, notices, voids.
#include "tests/verifier/harness.h"

#include "verifier/mem.h"

#include <string.h>

// Of a file that the verifier believes to be there and of which it knows no more than the digest.
static void believe(struct bundle *b, int file, struct bytes digest)
{
    b->folder.files[file].present = true;
    (void)memcpy(b->folder.files[file].digest, digest.at, digest.n < DIGEST_DIGITS ? digest.n : DIGEST_DIGITS);
}

// The vectors list what is without fault; spec/verify.md 4.2 does not say which are listed of an INVALID draw.
static void expect_listed(const struct bundle *b, const struct vectors *v, uint32_t c)
{
    size_t count = 0;
    for (uint32_t e = first_of(v, c, "listed"); e != 0; e = next_of(v, e), count++) {
        const struct objection *o = &b->objections.all[count];
        CHECK(count < b->objections.count && bytes_same(o->signature.name, text_of(v, e, "name")) &&
                  bytes_same(o->reason, text_of(v, e, "reason")),
              "objection %zu", count);
    }
    CHECK(count == (usable(b, FILE_OBJECTIONS) ? b->objections.count : 0), "%zu are listed", b->objections.count);
}

static void test_objections(const struct vectors *v, uint32_t c)
{
    struct bundle *b = bundle_make(suite_of(v, c));
    b->kind.ceremony = true;
    bundle_believe_notice(b);
    b->notice.draw = text_of(v, c, "draw");
    believe(b, FILE_TRANSCRIPT, text_of(v, c, "transcript"));
    b->folder.files[FILE_TRANSCRIPT].faults |= (uint64_t)1 << STEP_LAYOUT; // so that nobody reads it
    policy_begin(&b->policy);
    for (uint32_t e = first_of(v, c, "witnesses"); e != 0; e = next_of(v, e)) {
        policy_add(&b->policy, ROLE_SIGNER, json_text(&v->json, e));
    }
    bundle_put(b, FILE_OBJECTIONS, text_of(v, c, "objections"));
    objections_read(&b->objections, &b->report, &b->folder.files[FILE_OBJECTIONS]);
    check_belongs(b);
    check_objectors(b);
    check_witnesses(b);
    expect_codes(b, v, member_of(v, c, "codes"));
    if (first_of(v, c, "codes") == 0) {
        expect_listed(b, v, c);
    }
    bundle_release(b);
}

static void test_assurance(const struct vectors *v, uint32_t c)
{
    struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
    struct notice *n = &b->notice;
    uint64_t withheld = number_of(v, c, "withheld");
    n->ceremony = bytes_are(text_of(v, c, "mode"), "ceremony");
    n->contributors_count = (size_t)number_of(v, c, "contributors");
    for (uint32_t e = first_of(v, c, "sources"); e != 0; e = next_of(v, e)) {
        n->sources[n->sources_count++].is.kind = public_kind_of(json_text(&v->json, e));
    }
    b->contributions.count = n->contributors_count;
    b->contributions.reveals = mem_new(n->contributors_count, sizeof *b->contributions.reveals);
    for (uint64_t i = 0; i < withheld; i++) {
        b->contributions.reveals[i].withheld = true;
    }
    b->folder.files[FILE_NOTICE].present = true;
    b->folder.files[FILE_TRANSCRIPT].present = true;
    b->folder.files[FILE_CONTRIBUTIONS].present = true;
    b->transcript.assurance = text_of(v, c, "assurance");
    check_assurance(b);
    CHECK(report_state(&b->report, STEP_ASSURANCE) == STATE_PASSED, "another sentence: %s",
          b->report.steps[STEP_ASSURANCE].expected);
    bundle_release(b);
}

static void test_notice(const struct vectors *v, uint32_t c)
{
    struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
    struct bytes text = splice(v, text_of(v, 1, "base"), member_of(v, c, "notice"));
    bundle_put(b, FILE_NOTICE, text);
    notice_load(&b->notice, &b->report, &b->folder.files[FILE_NOTICE]);
    check_version(b);
    check_suite(b);
    notice_read(&b->notice);
    check_sources_known(b);
    // spec/verify.md 1.3: "Nothing else is judged"
    if (!b->report.steps[STEP_SOURCES_KNOWN].unsupported) {
        kind_find(&b->kind, &b->folder, &b->notice);
        check_signers(b);
        check_one_key(b);
        check_beacons(b);
    }
    expect_codes(b, v, member_of(v, c, "codes"));
    bundle_release(b);
    release(text);
}

static void test_void(const struct vectors *v, uint32_t c)
{
    struct bundle *b = bundle_make(SUITE_SHA256_ED25519);
    struct bytes text = content_of(v, c, "void", "void_hex");
    b->kind.ceremony = true;
    b->kind.is_void = true;
    bundle_believe_notice(b);
    b->notice.draw = text_of(v, c, "draw");
    believe(b, FILE_NOTICE, text_of(v, c, "notice"));
    bundle_put(b, FILE_VOID, text);
    voidfile_read(&b->voidfile, &b->report, &b->folder.files[FILE_VOID]);
    check_belongs(b);
    expect_codes(b, v, member_of(v, c, "codes"));
    bundle_release(b);
    release(text);
}

void test_witnesses(const char *folder)
{
    each_case(folder, "qian/objections.json", test_objections);
    each_case(folder, "qian/assurances.json", test_assurance);
    each_case(folder, "qian/notices.json", test_notice);
    each_case(folder, "qian/voids.json", test_void);
}
