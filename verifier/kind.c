// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/kind.h"

#include "verifier/note.h"

static bool there(const struct folder *f, int file)
{
    return f->entries[file] != ENTRY_ABSENT;
}

// spec/verify.md 2.6: "are read from notice.json where it has no fault of F01, F03, F08 or F11; else, or where it is
// missing, they are unknown. Whether a bundle is a void is told by the names of its entries."
void kind_find(struct bundle_kind *k, const struct folder *f, const struct notice *n)
{
    const struct file *notice = &f->files[FILE_NOTICE];
    *k = (struct bundle_kind){.known = notice->present && !file_fails(notice, STEP_UTF8) &&
                                       !file_fails(notice, STEP_LINES) && !file_fails(notice, STEP_LAYOUT) &&
                                       !file_fails(notice, STEP_LIMITS)};
    if (!k->known) {
        return;
    }
    k->ceremony = n->ceremony;
    k->replaces = n->has_replaces;
    k->embargo = n->embargoed;
    for (size_t i = 0; i < n->sources_count; i++) {
        k->nist[i] = n->sources[i].is.kind == PUBLIC_NIST;
        k->any_nist = k->any_nist || k->nist[i];
    }
    // spec/bundle.md 1.5: "A bundle of mode `ceremony` that has an entry `void.json` or `void.note` is a *void*."
    k->is_void = k->ceremony && (there(f, FILE_VOID) || there(f, FILE_VOID_NOTE));
    // spec/bundle.md 1.5: "(If one of the three is there, the others are missing files.)"
    k->closed = k->is_void &&
                (there(f, FILE_CONTRIBUTIONS) || there(f, FILE_CLOSE_NOTE) || there(f, FILE_PROOFS + NOTE_CLOSE));
    k->seeded = k->closed && there(f, FILE_ENTROPY);
}

static enum belonging wanted_if(bool condition)
{
    return condition ? BELONGS : BELONGS_NOT;
}

static enum belonging beacon_belongs(const struct bundle_kind *k, int file)
{
    size_t source = (size_t)(file - FILE_BEACON) / BEACON_FILES;
    if (!k->nist[source] || (k->is_void && !k->seeded)) {
        return BELONGS_NOT;
    }
    return (file - FILE_BEACON) % BEACON_FILES == BEACON_CERTIFICATE_PREVIOUS ? BELONGS_OPTIONAL : BELONGS;
}

// spec/bundle.md 1.5: "It holds rules.json, targets.tsv, inspectors.tsv, recusals.tsv, notice.json, notice.note,
// void.json, void.note, `log/notice.tlog-proof` and `log/void.tlog-proof`; replaces.note and its proof as in 1.4; and
// either none or all of contributions.txt, close.note and `log/close.tlog-proof`; with these, optional, entropy.txt"
static enum belonging void_belongs(const struct bundle_kind *k, int file)
{
    switch (file) {
    case FILE_CONTRIBUTIONS:
    case FILE_CLOSE_NOTE:
    case FILE_PROOFS + NOTE_CLOSE:
        return wanted_if(k->closed);
    case FILE_ENTROPY:
        return k->closed ? BELONGS_OPTIONAL : BELONGS_NOT;
    case FILE_REPLACES_NOTE:
    case FILE_PROOFS + NOTE_REPLACES:
        return wanted_if(k->replaces);
    case FILE_VOID:
    case FILE_VOID_NOTE:
    case FILE_PROOFS + NOTE_VOID:
    case FILE_PROOFS + NOTE_NOTICE:
        return BELONGS;
    default:
        return wanted_if(file <= FILE_NOTICE_NOTE);
    }
}

// spec/bundle.md 1.4: "In mode `ceremony` also `objections.txt` and `log` with `notice.tlog-proof`, `close.tlog-proof`
// and `transcript.tlog-proof`; where `plan.replaces` is not null `replaces.note` and `log/replaces.tlog-proof`; where
// `embargo` is not null `open.note` and `log/open.tlog-proof`."
static enum belonging result_belongs(const struct bundle_kind *k, int file)
{
    switch (file) {
    case FILE_OBJECTIONS:
    case FILE_PROOFS + NOTE_NOTICE:
    case FILE_PROOFS + NOTE_CLOSE:
    case FILE_PROOFS + NOTE_TRANSCRIPT:
        return wanted_if(k->ceremony);
    case FILE_REPLACES_NOTE:
    case FILE_PROOFS + NOTE_REPLACES:
        return wanted_if(k->ceremony && k->replaces);
    case FILE_OPEN_NOTE:
    case FILE_PROOFS + NOTE_OPEN:
        return wanted_if(k->ceremony && k->embargo);
    default:
        return wanted_if(file <= FILE_TRANSCRIPT_NOTE);
    }
}

enum belonging kind_file(const struct bundle_kind *k, int file)
{
    // spec/bundle.md 1.2: "an entry that could belong to some bundle is not F10, and of a missing one only the first
    // thirteen are F09."
    if (!k->known) {
        return file <= FILE_TRANSCRIPT_NOTE ? BELONGS : BELONGS_OPTIONAL;
    }
    if (file >= FILE_BEACON) {
        return beacon_belongs(k, file);
    }
    return k->is_void ? void_belongs(k, file) : result_belongs(k, file);
}

enum belonging kind_room(const struct bundle_kind *k, enum room_no room)
{
    if (!k->known) {
        return BELONGS_OPTIONAL;
    }
    return wanted_if(room == ROOM_LOG ? k->ceremony : k->any_nist && (!k->is_void || k->seeded));
}

bool kind_is_result(const struct bundle_kind *k, int file)
{
    return k->is_void && file >= FILE_SELECTION && file <= FILE_TRANSCRIPT_NOTE;
}
