// SPDX-License-Identifier: MulanPSL-2.0
#include "verifier/print.h"

#include "verifier/date.h"
#include "verifier/escape.h"
#include "verifier/lang.h"

#include <inttypes.h>

enum { NAME_ROOM = 512, TEXT_ROOM = 8192, CLAUSE_COLUMNS = 26, WHAT_COLUMNS = 60 };

static const struct {
    const char *code, *zh;
} VERDICTS[] = {{"VALID", "通过"},
                {"INVALID", "不通过"},
                {"INCOMPLETE", "无法判断（缺材料）"},
                {"UNSUPPORTED", "本版本不支持"},
                {"ERROR", "出错"}};

static const struct {
    const char *code, *zh;
} STATES[] = {{"passed", "通过"},        {"failed", "不通过"}, {"open", "未判定（缺材料）"},
              {"unsupported", "不支持"}, {"not done", "未做"}, {"none", "不适用"}};

static const char *verdict_code(enum verdict verdict)
{
    return VERDICTS[verdict].code;
}

static void print_state(struct out *o, const struct outcome *outcome, enum state state)
{
    out_add(o, bytes_of(say(STATES[state].zh, STATES[state].code)));
    if (state == STATE_PASSED) {
        out_print(o, " (%" PRIu64 ")", outcome->counted);
    } else if (state == STATE_FAILED) {
        out_print(o, " (%" PRIu64 "%s%" PRIu64 ")", outcome->failed, say("/", " of "), outcome->counted);
    }
    if (outcome->described) {
        out_add(o, bytes_of(" "));
        out_add(o, bytes_of(outcome->place));
        out_add(o, bytes_of(say("：实为 ", ": found ")));
        out_add(o, bytes_of(outcome->found));
        out_add(o, bytes_of(say("，应为 ", ", expected ")));
        out_add(o, bytes_of(outcome->expected));
    }
}

// spec/verify.md 1.7: "The *outcome* is `drawn`, or `void` (bundle 1.5), or unknown where notice.json does not tell the
// mode."
static const char *outcome_of(const struct bundle *b)
{
    if (!b->kind.known) {
        return NULL;
    }
    return b->kind.is_void ? "void" : "drawn";
}

// The notes whose proven times are told, by the names that they have there.
static const struct {
    const char *name;
    enum note_kind kind;
} PROVEN[] = {{"notice", NOTE_NOTICE},
              {"close", NOTE_CLOSE},
              {"transcript", NOTE_TRANSCRIPT},
              {"open", NOTE_OPEN},
              {"void", NOTE_VOID}};
enum { PROVEN_COUNT = 5 };

// A time is told only where nothing speaks against the proof that gives it.
static bool proven_text(const struct bundle *b, enum note_kind kind, char room[DATE_ROOM])
{
    const struct logged *logged = &b->logged[kind];
    return logged->proven && logged->included && logged->sealed && date_text(logged->time, room);
}

static bool has_objections(const struct bundle *b)
{
    return b->kind.known && b->kind.ceremony && !b->kind.is_void && usable(b, FILE_OBJECTIONS);
}

static void text_more(struct out *o, const struct bundle *b)
{
    char room[TEXT_ROOM];
    char time[DATE_ROOM];
    for (size_t i = 0; i < PROVEN_COUNT; i++) {
        if (proven_text(b, PROVEN[i].kind, time)) {
            out_print(o, "%s %s %s\n", say("已证时间", "proven"), PROVEN[i].name, time);
        }
    }
    for (size_t i = 0; has_objections(b) && i < b->objections.count; i++) {
        const struct objection *objection = &b->objections.all[i];
        out_add(o, bytes_of(say("异议 ", "objection ")));
        escape_into(room, sizeof room, objection->signature.name);
        out_add(o, bytes_of(room));
        out_add(o, bytes_of(say("：", ": ")));
        escape_into(room, sizeof room, objection->reason);
        out_add(o, bytes_of(room));
        out_add(o, bytes_of("\n"));
    }
    if (b->kind.known && b->kind.is_void) {
        out_add(o, bytes_of(say("结果 void 已作废\n", "outcome void\n")));
    }
}

static bool known(const struct bundle *b)
{
    return b->suite_known && usable(b, FILE_NOTICE);
}

void print_text(struct out *o, const struct bundle *b)
{
    enum verdict verdict = report_verdict(&b->report);
    out_padded(o, say("步骤", "step"), 5);
    out_padded(o, say("码", "code"), 4);
    out_padded(o, say("条款", "clause"), CLAUSE_COLUMNS);
    out_padded(o, say("检查内容", "what"), WHAT_COLUMNS);
    out_print(o, "%s\n", say("状态", "state"));
    for (int i = 0; i < STEP_COUNT; i++) {
        const struct step_text *text = &STEP_TEXTS[i];
        out_print(o, "%4d ", text->step);
        out_padded(o, text->code, 4);
        out_padded(o, text->clause, CLAUSE_COLUMNS);
        out_padded(o, say(text->zh, text->en), WHAT_COLUMNS);
        print_state(o, &b->report.steps[text->step], report_state(&b->report, text->step));
        out_add(o, bytes_of("\n"));
    }
    text_more(o, b);
    out_print(o, "%s %s", say("结论", "verdict"), verdict_code(verdict));
    if (lang_chinese()) {
        out_print(o, " %s", VERDICTS[verdict].zh);
    }
    if (known(b) && b->notice.rehearsal) {
        out_print(o, "  %s", say("REHEARSAL 演练，非正式抽取", "REHEARSAL: this was no real draw"));
    }
    out_add(o, bytes_of("\n"));
}

static void json_or_null(struct out *o, const char *name, bool there, struct bytes text)
{
    char room[NAME_ROOM];
    out_print(o, " \"%s\": ", name);
    if (there) {
        escape_into(room, sizeof room, text);
        out_json(o, bytes_of(room));
    } else {
        out_add(o, bytes_of("null"));
    }
    out_add(o, bytes_of(",\n"));
}

static void put_member(struct out *o, const char *name, const char *text)
{
    out_print(o, "\"%s\": ", name);
    out_json(o, bytes_of(text));
}

static void json_check(struct out *o, const struct bundle *b, const struct step_text *text)
{
    const struct outcome *outcome = &b->report.steps[text->step];
    out_print(o, "  {\"step\": %d, \"code\": \"%s\", ", text->step, text->code);
    put_member(o, "clause", text->clause);
    out_add(o, bytes_of(", "));
    put_member(o, "what", text->en);
    out_add(o, bytes_of(", "));
    put_member(o, "state", STATES[report_state(&b->report, text->step)].code);
    out_print(o, ", \"counted\": %" PRIu64 ", \"failed\": %" PRIu64 ", \"fault\": ", outcome->counted, outcome->failed);
    if (outcome->described) {
        out_add(o, bytes_of("{"));
        put_member(o, "place", outcome->place);
        out_add(o, bytes_of(", "));
        put_member(o, "found", outcome->found);
        out_add(o, bytes_of(", "));
        put_member(o, "expected", outcome->expected);
        out_add(o, bytes_of("}}"));
    } else {
        out_add(o, bytes_of("null}"));
    }
}

// spec/verify.md 4.2: "`proven` (an object with `notice`, `close`, `transcript`, `open`, `void`: each the proven time
// as a time of bundle 3.11, or null)"
static void json_proven(struct out *o, const struct bundle *b)
{
    char room[DATE_ROOM];
    out_add(o, bytes_of(" \"proven\": {"));
    for (size_t i = 0; i < PROVEN_COUNT; i++) {
        out_print(o, "%s\"%s\": ", i == 0 ? "" : ", ", PROVEN[i].name);
        if (proven_text(b, PROVEN[i].kind, room)) {
            out_json(o, bytes_of(room));
        } else {
            out_add(o, bytes_of("null"));
        }
    }
    out_add(o, bytes_of("},\n"));
}

// spec/verify.md 4.2: "`objections` (a list of objects with `name` and `reason`)"
static void json_objections(struct out *o, const struct bundle *b)
{
    char room[TEXT_ROOM];
    out_add(o, bytes_of(" \"objections\": ["));
    for (size_t i = 0; has_objections(b) && i < b->objections.count; i++) {
        out_add(o, bytes_of(i == 0 ? "{" : ", {"));
        escape_into(room, sizeof room, b->objections.all[i].signature.name);
        put_member(o, "name", room);
        out_add(o, bytes_of(", "));
        escape_into(room, sizeof room, b->objections.all[i].reason);
        put_member(o, "reason", room);
        out_add(o, bytes_of("}"));
    }
    out_add(o, bytes_of("],\n"));
}

// spec/verify.md 4.2: "one object with `format` `qian.verify/1`, `verdict`, `exit`, `draw`, `suite`, `rehearsal` (null
// where unknown), `policy` (SHA-256 of the policy file or null), `notice` (H of notice.json or null), and `outcome`
// (`drawn`, `void` or null)"
void print_json(struct out *o, const struct bundle *b)
{
    enum verdict verdict = report_verdict(&b->report);
    const struct file *notice = &b->folder.files[FILE_NOTICE];
    struct bytes suite = bytes_of(b->suite == SUITE_SM3_SM2 ? "sm3-sm2" : "sha256-ed25519");
    out_print(o, "{\n \"format\": \"qian.verify/1\",\n \"verdict\": \"%s\",\n \"exit\": %d,\n", verdict_code(verdict),
              (int)verdict);
    json_or_null(o, "draw", known(b), b->notice.draw);
    json_or_null(o, "suite", b->suite_known, suite);
    out_print(o, " \"rehearsal\": %s,\n", !known(b) ? "null" : b->notice.rehearsal ? "true" : "false");
    json_or_null(o, "policy", b->policy.state != POLICY_NONE, digits_of(b->policy_digest));
    json_or_null(o, "notice", b->suite_known && notice->present, digits_of(notice->digest));
    const char *outcome = outcome_of(b);
    json_or_null(o, "outcome", outcome != NULL, bytes_of(outcome == NULL ? "" : outcome));
    json_proven(o, b);
    json_objections(o, b);
    out_add(o, bytes_of(" \"checks\": [\n"));
    for (int i = 0; i < STEP_COUNT; i++) {
        json_check(o, b, &STEP_TEXTS[i]);
        out_add(o, bytes_of(i + 1 < STEP_COUNT ? ",\n" : "\n"));
    }
    out_add(o, bytes_of(" ]\n}\n"));
}
