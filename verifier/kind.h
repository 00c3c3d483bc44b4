// SPDX-License-Identifier: MulanPSL-2.0
// What kind of bundle this is, and which entries it therefore has (bundle.md 1).
#ifndef QIAN_VERIFIER_KIND_H
#define QIAN_VERIFIER_KIND_H

#include "verifier/files.h"
#include "verifier/notice.h"

struct bundle_kind {
    bool known; // notice.json tells the rest (verify.md 2.6)
    bool ceremony;
    bool replaces, embargo;
    bool nist[SOURCES_MAX]; // which public sources are pulses
    bool any_nist;
    bool is_void; // it has an entry void.json or void.note
    bool closed;  // a void that has an entry contributions.txt, close.note or log/close.tlog-proof
    bool seeded;  // and entropy.txt
};

// An entry that the bundle must have, may have, or must not have.
enum belonging { BELONGS_NOT, BELONGS_OPTIONAL, BELONGS };

// From the names of the entries and what notice.json says, which has been judged.
void kind_find(struct bundle_kind *k, const struct folder *f, const struct notice *n);
enum belonging kind_file(const struct bundle_kind *k, int file);
enum belonging kind_room(const struct bundle_kind *k, enum room_no room);
// Is it a result in a void, which is C03's (ceremony.md 2.2)?
bool kind_is_result(const struct bundle_kind *k, int file);

// Opens the files that belong to the bundle; steps 1 and 2.
void folder_read(struct folder *f, const struct bundle_kind *k, struct report *r);

#endif
