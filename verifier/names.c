// SPDX-License-Identifier: MulanPSL-2.0
// The names that a bundle may hold (bundle.md).
#include "verifier/files.h"

// spec/beacons.md 3.1: "`beacon/i.pulse`, `beacon/i.previous` and `beacon/i.certificate`."
// spec/beacons.md 3.7: "(whose PEM then is `beacon/i.certificate.previous`;"
#define BEACON_OF(i) \
    "beacon/" #i ".certificate", "beacon/" #i ".certificate.previous", "beacon/" #i ".previous", "beacon/" #i ".pulse"

const char *const FILE_NAMES[FILE_COUNT] = {
    "rules.json", "targets.tsv", "inspectors.tsv", "recusals.tsv", "notice.json", "notice.note", "contributions.txt",
    "close.note", "entropy.txt", "selection.tsv", "assignment.tsv", "transcript.json", "transcript.note",
    "objections.txt", "replaces.note", "open.note", "void.json", "void.note",
    "log/notice.tlog-proof", "log/close.tlog-proof", "log/transcript.tlog-proof", "log/replaces.tlog-proof",
    "log/open.tlog-proof", "log/void.tlog-proof",
    BEACON_OF(1), BEACON_OF(2), BEACON_OF(3), BEACON_OF(4), BEACON_OF(5), BEACON_OF(6), BEACON_OF(7), BEACON_OF(8)};

const char *const ROOM_NAMES[ROOM_COUNT] = {".", "log", "beacon"};

enum file_kind file_kind(int number)
{
    switch (number) {
    case FILE_RULES:
    case FILE_NOTICE:
    case FILE_TRANSCRIPT:
    case FILE_VOID:
        return KIND_JSON;
    case FILE_TARGETS:
    case FILE_INSPECTORS:
    case FILE_RECUSALS:
    case FILE_SELECTION:
    case FILE_ASSIGNMENT:
        return KIND_TABLE;
    case FILE_NOTICE_NOTE:
    case FILE_CLOSE_NOTE:
    case FILE_TRANSCRIPT_NOTE:
    case FILE_REPLACES_NOTE:
    case FILE_OPEN_NOTE:
    case FILE_VOID_NOTE:
        return KIND_NOTE;
    default:
        return file_room(number) == ROOM_LOG ? KIND_PROOF : KIND_TEXT;
    }
}

enum room_no file_room(int number)
{
    if (number >= FILE_BEACON) {
        return ROOM_BEACON;
    }
    return number >= FILE_PROOFS ? ROOM_LOG : ROOM_TOP;
}

int beacon_file(size_t source, enum beacon_no which)
{
    return FILE_BEACON + (int)source * BEACON_FILES + (int)which;
}
