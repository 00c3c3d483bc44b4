// SPDX-License-Identifier: MulanPSL-2.0
// engine/store/draws.h - what a home remembers of ceremonies: its draws, the files that it
// acknowledged, the texts that it signed (spec/ceremony.md 6.4, 6.5).
#pragma once

#include <string.h>

#include "engine/crypto/hash.h"
#include "engine/store/store.h"

// Pointers are owned; free with qian_stored_draws_free.
struct qian_stored_draw {
    char *id, *plan_line, *authority, *year;
    uint64_t serial;
    char *ended; // NULL while it goes on; "transcript", "void" or "dropped"
};

// A home keeps a folder for each draw by its id, so these two, though codes, are no ids.
static inline bool qian_store_draw_id_good(const char *id) {
    return strcmp(id, ".") != 0 && strcmp(id, "..") != 0;
}
// Was this draw opened, that is, is its draft.json kept? QIAN_REFUSED (C02) if it was, and with
// another plan line, authority, serial or `replaces`. The draw's year is not looked at.
enum qian_status qian_store_draw_opened(struct qian_store *store,
                                        const struct qian_stored_draw *draw, const char *replaces,
                                        bool *opened, struct qian_err *err) QIAN_MUST_USE;
// Enter a draw that is being opened; what was entered before and got no draft.json is forgotten.
// QIAN_REFUSED: C02 an id that stands for another draw or for one that was dropped; a serial that
// is taken or leaves a hole (within authority and year, once the home has one; that of a dropped
// draw may be taken again); C04 a plan line whose last draw of this authority, of whatever year, is
// not the void that `replaces` names.
enum qian_status qian_store_draw_open(struct qian_store *store, const struct qian_stored_draw *draw,
                                      const char *replaces, struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_draw_end(struct qian_store *store, const char *id, const char *how,
                                     struct qian_err *err) QIAN_MUST_USE;
// Was it dropped?
enum qian_status qian_store_draw_dropped(struct qian_store *store, const char *id, bool *dropped,
                                         struct qian_err *err) QIAN_MUST_USE;
// All draws by authority, year and serial.
enum qian_status qian_store_draws(struct qian_store *store, struct qian_stored_draw **out,
                                  size_t *count, struct qian_err *err) QIAN_MUST_USE;
void qian_stored_draws_free(struct qian_stored_draw *draw, size_t count);

// A file that was acknowledged, by SHA-256 of its bytes; another digest under its name is
// QIAN_REFUSED (C01).
enum qian_status qian_store_file_add(struct qian_store *store, const char *draw, const char *name,
                                     const struct qian_digest *digest,
                                     struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_file_get(struct qian_store *store, const char *draw, const char *name,
                                     bool *found, struct qian_digest *digest,
                                     struct qian_err *err) QIAN_MUST_USE;
// Forget a file, so that it can be made anew.
enum qian_status qian_store_file_drop(struct qian_store *store, const char *draw, const char *name,
                                      struct qian_err *err) QIAN_MUST_USE;

// What `signer` signed as `kind` in this draw, by SHA-256 of the text. A second text of one kind is
// QIAN_REFUSED (C01), unless `again`: by whichever signer of this home, where all sign one text.
enum qian_status qian_store_signed_add(struct qian_store *store, const char *draw, const char *kind,
                                       const char *signer, const struct qian_digest *digest,
                                       bool again, struct qian_err *err) QIAN_MUST_USE;
enum qian_status qian_store_signed_get(struct qian_store *store, const char *draw, const char *kind,
                                       const char *signer, bool *found, struct qian_digest *digest,
                                       struct qian_err *err) QIAN_MUST_USE;
