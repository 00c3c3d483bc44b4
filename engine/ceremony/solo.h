// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/solo.h - a whole draw on one machine (spec/request.md 3), mode `solo`.
#pragma once

#include "engine/ceremony/note.h"
#include "engine/ceremony/request.h"
#include "engine/core/draw.h"
#include "engine/publish/bundle.h"
#include "engine/registry/roster.h"

// Called now and then with what is being done.
typedef void qian_tell(void *context, const char *what, size_t rows);

struct qian_solo_order {
    const char *request; // path of REQUEST.json
    const char *home;
    const char *out;                 // the bundle's folder
    const char *const *public_value; // one for each public source of the request, in order
    size_t public_values;
    const char *test_seed;    // path, or NULL: spec/request.md 3.3
    struct qian_vault *vault; // of the home's keys; never asked where there is a test seed
    bool legacy_ids;
    qian_tell *tell; // may be NULL
    void *context;
};

// Everything that the draw was made of and gave; kept for reports. Zero it first.
struct qian_solo {
    struct qian_request request;
    struct qian_intake intake; // bad rows and ignored columns
    struct qian_people people;
    struct qian_hasher *hasher;
    struct qian_table targets, inspectors, recusals;
    struct qian_frame frame;
    struct qian_draw draw;
    struct qian_bundle bundle;
    struct qian_digest digest[QIAN_BUNDLE_FILES]; // of the files, where hashed
    bool hashed[QIAN_BUNDLE_FILES];
    struct qian_digest notice_digest;
    struct qian_key operator_key, *contributor_key; // by contributor
    uint8_t secret[32];                             // salts come from it
    uint8_t seed_bytes[32];                         // of the test seed file
    bool seeded;
    char (*nonce)[QIAN_HEX_SIZE + 1]; // by contributor
};

// Make the draw and write the bundle, the policy and the custodian's file. On failure nothing but
// new keys and their lines in the policy is left behind. QIAN_BAD_DATA with rows in
// solo->intake.bad where rosters are bad.
enum qian_status qian_solo_run(const struct qian_solo_order *order, struct qian_solo *solo,
                               struct qian_err *err) QIAN_MUST_USE;
void qian_solo_free(struct qian_solo *solo);

// Is this value (the words after `public SOURCE `) one of the source's? For nist its form alone.
enum qian_status qian_public_check(const struct qian_source *source, struct qian_str value,
                                   struct qian_err *err) QIAN_MUST_USE;
// Keep who stands behind each pseudonym in HOME/identities/AS.tsv (spec/request.md 3.4). Nothing is
// kept where the roster came frozen.
enum qian_status qian_identities_keep(const char *home, const char *as,
                                      const struct qian_solo *solo,
                                      struct qian_err *err) QIAN_MUST_USE;

// Parts of the above, in order (freeze.c, seal.c). qian_solo_begin: secrets, time, rules.
enum qian_status qian_solo_begin(const struct qian_solo_order *order, struct qian_solo *solo,
                                 struct qian_err *err) QIAN_MUST_USE;
// qian_solo_unlock asks for the passphrase: nobody
// is waited for while the home is locked.
enum qian_status qian_solo_freeze_part(const struct qian_solo_order *order, struct qian_solo *solo,
                                       bool inspectors, struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_solo_freeze(const struct qian_solo_order *order, struct qian_solo *solo,
                                  struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_solo_unlock(const struct qian_solo_order *order, const struct qian_solo *solo,
                                  struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_solo_seal(const struct qian_solo_order *order, struct qian_solo *solo,
                                struct qian_err *err) QIAN_MUST_USE;
