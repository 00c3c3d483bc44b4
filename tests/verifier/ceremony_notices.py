# SPDX-License-Identifier: MulanPSL-2.0
"""Cases of ceremonies.py about members of notice.json: `log` (spec/bundle.md 3.12) and `plan.line` (3.4)."""
from ceremony import Key, case


def put(name, value):
    def edit(notice):
        notice[name] = value
    return edit


def move(name, before):
    """The member stands before that one; None: at the end."""
    def edit(notice):
        items = [item for item in notice.items() if item[0] != name]
        at = [item[0] for item in items].index(before) if before else len(items)
        items.insert(at, (name, notice[name]))
        notice.clear()
        notice.update(items)
    return edit


# --- log ---

@case("F08", steps={7: "failed", 79: "not done"})
def log_missing(c): c.edit_notice = lambda n: n.pop("log")


for _name, _before in {"before custodians": "custodians", "before contributors": "contributors",
                       "after on_missing": "public", "at the end": None}.items():
    def _moved(c, before=_before):
        c.edit_notice = move("log", before)
    _moved.__name__ = "notice log " + _name
    case("F08")(_moved)


@case("F08")
def log_in_mode_solo(c):
    def edit(notice):
        notice["mode"] = "solo"
        notice.pop("custodians")
    c.edit_notice = edit


# spec/notes.md 2.1: "A signer's name has 1 to 64 characters: no white space (Unicode White_Space), no `+`, no `|`."
for _name, _value in {
        "null": None, "number": 7, "list": ["log.example/2026"], "object": {"origin": "log.example/2026"},
        "empty": "", "65 characters": "x" * 65, "65 of three bytes": "签" * 65, "plus": "log+example",
        "bar": "log|example", "blank": "log example", "blank before": " log.example/2026",
        "blank after": "log.example/2026 ", "ideographic blank": "log\u3000example", "U+1680": "log\u1680example",
        "U+205F": "log\u205fexample"}.items():
    def _bad_log(c, value=_value):
        c.edit_notice = put("log", value)
    _bad_log.__name__ = "notice log: " + _name
    case("F08", steps={7: "failed", 79: "not done"}, faults={7: "notice.json log"})(_bad_log)


for _name, _value in {"one character": "x", "64 characters": "x" * 64, "64 of three bytes": "签" * 64,
                      "a URL": "https://log.example/2026?a=b#c", "a hyphen": "log—example"}.items():
    def _good_log(c, value=_value):
        c.log = Key(value, 1)
    _good_log.__name__ = "notice log: " + _name
    case("VALID", steps={7: "passed", 79: "passed"})(_good_log)


@case("F02 F08")
def log_with_a_forbidden_character(c): c.edit_notice = put("log", "log.example\u2028")


@case("F02 L03", steps={7: "passed", 79: "failed"})
def log_that_is_not_normalised(c): c.edit_notice = put("log", "log.e\u0301xample")


# --- plan.line ---

for _name, _value in {
        "empty": "", "65 bytes": "x" * 65, "66 bytes": "签" * 22, "blank": " ", "blank before": " 2026-J-017",
        "blank after": "2026-J-017 ", "U+00A0 before": "\u00a02026", "U+00A0 after": "2026\u00a0",
        "U+3000 before": "\u30002026", "U+3000 after": "2026\u3000", "U+3000": "\u3000",
        "number": 17, "null": None}.items():
    def _bad_line(c, value=_value):
        c.notice["plan"]["line"] = value
    _bad_line.__name__ = "plan.line: " + _name
    case("F08", steps={7: "failed"}, faults={7: "notice.json plan.line"})(_bad_line)


# Other white space is no blank. U+00E0 ends with the byte with which U+00A0 ends.
for _name, _value in {
        "one byte": "x", "64 bytes": "x" * 64, "63 bytes": "签" * 21, "blank within": "2026 J\u00a017\u3000乙",
        "U+1680 at the ends": "\u16802026\u1680", "a byte of a blank": "\u00e02026\u00e0"}.items():
    def _good_line(c, value=_value):
        c.notice["plan"]["line"] = value
    _good_line.__name__ = "plan.line: " + _name
    case("VALID", steps={7: "passed"})(_good_line)
