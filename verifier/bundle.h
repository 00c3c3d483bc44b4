// SPDX-License-Identifier: MulanPSL-2.0
// Everything about the bundle that is being verified. verify() fills it; the checks read it and write the report.
#ifndef QIAN_VERIFIER_BUNDLE_H
#define QIAN_VERIFIER_BUNDLE_H

#include "verifier/beacon.h"
#include "verifier/note.h"
#include "verifier/objections.h"
#include "verifier/policy.h"
#include "verifier/proof.h"
#include "verifier/roster.h"
#include "verifier/rules.h"
#include "verifier/seedfiles.h"
#include "verifier/teams.h"
#include "verifier/transcript.h"
#include "verifier/visits.h"
#include "verifier/voidfile.h"

enum { SUBSEED_TARGETS, SUBSEED_INSPECTORS, SUBSEED_EXPERTS, SUBSEED_COUNT };
enum { CREW_INSPECTORS, CREW_EXPERTS, CREW_COUNT };

// A cosignature of a witness of the policy that verifies (log.md 2.4).
struct cosignature {
    const struct policy_key *key;
    int64_t time; // seconds since 1970-01-01T00:00:00Z
};

// What the proof of a note is worth by the policy.
struct logged {
    bool trusted; // step 79 has found no fault in its origin; where it is not done: that is a log of the policy
    bool included, sealed; // steps 75 and 80 have found no fault in it
    struct cosignature cosignatures[CHECKPOINT_LINES_MAX];
    size_t count;
    bool proven; // there is a proven time (log.md 5.1)
    int64_t time;
};

struct bundle {
    struct report report;
    struct folder folder;
    struct bundle_kind kind;
    struct policy policy;
    char policy_digest[DIGEST_DIGITS]; // SHA-256, where there is a policy
    bool suite_known;
    enum suite suite;
    struct hash hash; // for short texts; open where the suite is known
    struct notice notice;
    struct rules rules;
    struct transcript transcript;
    struct note notes[NOTE_COUNT];
    struct proof proofs[NOTE_COUNT];   // in the order of the notes that they prove
    struct logged logged[NOTE_COUNT];
    struct objections objections;
    struct voidfile voidfile;
    struct beacon beacons[SOURCES_MAX];
    struct contributions contributions;
    struct entropy entropy;
    bool seeded; // entropy.txt is present: seed and subseeds are known (verify.md 2.5)
    char seed[DIGEST_DIGITS];
    char subseeds[SUBSEED_COUNT][DIGEST_DIGITS];
    struct people people;
    struct recusals recusals;
    struct roster roster;
    struct visits visits;
    struct crew crews[CREW_COUNT];
    bool teamed;  // the crews' teams are known
    bool matched; // and who is in them
    bool placed;  // steps 55 (but for the team size) and 56 have passed
};

static inline bool usable(const struct bundle *b, int file)
{
    return file_usable(&b->folder.files[file]);
}

// 64 digits as bytes.
static inline struct bytes digits_of(const char *digits)
{
    return (struct bytes){(const unsigned char *)digits, DIGEST_DIGITS};
}

// Verifies the bundle in that folder. The policy has been read into b->policy; all else of b is zero.
void verify(struct bundle *b, const char *folder);
void bundle_free(struct bundle *b);

// seed.md 4: the seed is given, the subseeds follow.
void bundle_subseeds(struct bundle *b);

#endif
