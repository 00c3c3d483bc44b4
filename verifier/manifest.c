// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/note.h"

static void add(struct manifest *m, int file, bool optional)
{
    m->files[m->count] = file;
    m->optional[m->count++] = optional;
}

// spec/notes.md 1.2: "where there are files of `beacon`, these, as `beacon/…` and sorted, after entropy.txt;"
// A file that this bundle must have is named even where it is missing: half a download is no forgery.
static void add_beacon(struct manifest *m, const struct bundle_kind *of, const struct folder *f)
{
    for (int file = FILE_BEACON; file < FILE_COUNT; file++) {
        enum belonging belonging = kind_file(of, file);
        if (belonging != BELONGS_NOT) {
            add(m, file, belonging == BELONGS_OPTIONAL && f->entries[file] == ENTRY_ABSENT);
        }
    }
}

// spec/notes.md 1.2: "transcript.note: the twelve files of bundle.md before transcript.note, in that order; [...] in
// mode `ceremony` objections.txt after transcript.json."
static void make_transcript(struct manifest *m, const struct bundle_kind *of, const struct folder *f)
{
    for (int file = FILE_RULES; file <= FILE_TRANSCRIPT; file++) {
        add(m, file, false);
        if (file == FILE_ENTROPY) {
            add_beacon(m, of, f);
        }
    }
    if (!of->known || of->ceremony) {
        add(m, FILE_OBJECTIONS, !of->known);
    }
}

// spec/notes.md 1.2: "void.note: notice.json, notice.note, then contributions.txt and close.note where the void holds
// them, then void.json. Of replaces.note only the form of the manifest is judged: these names in this order, the two in
// the middle both or not at all."
static void make_void(struct manifest *m, const struct bundle_kind *of, bool any)
{
    add(m, FILE_NOTICE, false);
    add(m, FILE_NOTICE_NOTE, false);
    if (any || of->closed) {
        add(m, FILE_CONTRIBUTIONS, any);
        add(m, FILE_CLOSE_NOTE, false);
        m->optional[m->count - 1] = any;
    }
    add(m, FILE_VOID, false);
}

void manifest_make(struct manifest *m, enum note_kind kind, const struct bundle_kind *of, const struct folder *f)
{
    m->count = 0;
    switch (kind) {
    // spec/notes.md 1.2: "notice.note: rules.json, targets.tsv, inspectors.tsv, recusals.tsv, notice.json."
    case NOTE_NOTICE:
        for (int file = FILE_RULES; file <= FILE_NOTICE; file++) {
            add(m, file, false);
        }
        break;
    // spec/notes.md 1.2: "close.note: contributions.txt." and "open.note: contributions.txt."
    case NOTE_CLOSE:
    case NOTE_OPEN:
        add(m, FILE_CONTRIBUTIONS, false);
        break;
    case NOTE_TRANSCRIPT:
        make_transcript(m, of, f);
        break;
    default:
        make_void(m, of, kind == NOTE_REPLACES || !of->known);
        break;
    }
}

size_t manifest_find(const struct manifest *m, size_t at, struct bytes name)
{
    while (at < m->count && !bytes_are(name, FILE_NAMES[m->files[at]])) {
        if (!m->optional[at]) {
            return m->count;
        }
        at++;
    }
    return at;
}

bool manifest_may_end(const struct manifest *m, size_t at)
{
    while (at < m->count && m->optional[at]) {
        at++;
    }
    return at == m->count;
}
