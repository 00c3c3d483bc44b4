// SPDX-License-Identifier: MulanPSL-2.0
// engine/registry/events.h - what happened to a list besides imports (spec/registers.md 4.1,
// spec/plan.md 2).
#pragma once

#include "engine/crypto/hash.h"
#include "engine/store/registers.h"

enum qian_event {
    QIAN_EVENT_FILED,
    QIAN_EVENT_APPROVED,
    QIAN_EVENT_PUBLISHED,
    QIAN_EVENT_FROZEN,
    QIAN_EVENT_ARRANGED,
    QIAN_EVENTS
};
// "filed", …; QIAN_EVENTS if there is none of this name.
const char *qian_event_name(enum qian_event event);
enum qian_event qian_event_find(const char *name);

struct qian_event_at {
    uint64_t change; // 0: it never happened
    char time[26], day[11];
};
// As far as a change. No pointers.
struct qian_history {
    uint64_t imported;                       // the last import's change; 0 if there is none
    struct qian_event_at last[QIAN_EVENTS];  // of each event
    struct qian_event_at first[QIAN_EVENTS]; // likewise
    bool unexplained;                        // the last import came after an approval, and states
                                             // no reason
};
enum qian_status qian_history_read(struct qian_store *store, uint64_t list, uint64_t change,
                                   struct qian_history *out, struct qian_err *err) QIAN_MUST_USE;
// Did the event come after the last import?
bool qian_history_holds(const struct qian_history *history, enum qian_event event);

struct qian_event_order {
    const char *list;
    enum qian_event event; // not `frozen`, which a freeze enters
    const char *reference; // text
    const char *day;       // or NULL: that of `time`
    const char *time, *who;
    uint64_t version;                 // the import that it speaks of, or 0: the last one, whichever
    const struct qian_digest *digest; // SHA-256 of the file that it speaks of, or NULL
    struct qian_str note;             // over that file, or empty
};
// Enter an event, in a transaction of its own; *change is its number. QIAN_REFUSED where the state
// of the list does not allow it or another import came since, QIAN_USAGE where there is no such
// list or the day is after `time`.
enum qian_status qian_event_enter(struct qian_store *store, const struct qian_event_order *order,
                                  uint64_t *change, struct qian_err *err) QIAN_MUST_USE;

// The number and register of the list of this name, of whatever register. QIAN_USAGE if there is
// none.
enum qian_status qian_list_find(struct qian_store *store, const char *name, uint64_t *number,
                                const struct qian_register **reg,
                                struct qian_err *err) QIAN_MUST_USE;
// Append the note that was kept with an event of this list; nothing where it has none.
enum qian_status qian_event_note(struct qian_store *store, uint64_t list, uint64_t change,
                                 struct qian_buf *out, struct qian_err *err) QIAN_MUST_USE;

// What an event's manifest says beside its day; "" and 0 where it says nothing. Owned by the
// caller; free with qian_event_said_free.
struct qian_event_said {
    char *reference, *line, *digest; // `line` of a freeze: LIST/ID (spec/plan.md 4.3)
    uint64_t version;                // of the list, or, of a freeze, of the plan
};
void qian_event_say(const char *manifest, struct qian_event_said *out);
void qian_event_said_free(struct qian_event_said *said);
