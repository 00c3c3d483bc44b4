#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Who watches a log: what it and the published bundles give away, and nothing where all is well.

    monitor.py QIAN QIAN-VERIFY
"""
import hashlib
import json
import pathlib
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from hall import BALLS, ORIGIN, ED, Hall, run  # noqa: E402
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "draw"))
from common import Tally  # noqa: E402

SIGNATURE = "\u2014 operator " + "A" * 91 + "=\n"
TODAY = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
LATER = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 45 * 86400))


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Watch:
    def __init__(self, hall, folder, tally):
        self.hall, self.tally = hall, tally
        self.log, self.bundles = hall.homes["operator"] / "log", folder / "published"
        self.bundles.mkdir()

    def run(self, *more, code=None, bundles=True):
        words = [self.hall.qian, "log", "monitor", str(self.log), "--log", self.hall.vkeys["operator", ORIGIN, ED], "--json"]
        if bundles:
            words += ["--bundles", str(self.bundles)]
        got = run([*words, *map(str, more)])
        if code is not None:
            self.tally.check(got.returncode == code, f"{more}: {got.returncode} {got.stderr}")
            return got.stdout + got.stderr
        out = json.loads(got.stdout)
        self.tally.check(got.returncode == bool(out["findings"]), f"exit code {got.returncode} {got.stderr}")
        return out

    def expect(self, what, wanted, *more, **options):
        """`wanted`: code, draw (last four digits or None) and a piece of the value, sorted as they come."""
        out = self.run(*more, **options)
        found = [(f["code"], f["draw"] and f["draw"][-4:], f["value"]) for f in out["findings"]]
        good = len(found) == len(wanted) and all(w[:2] == f[:2] and w[2] in f[2] for w, f in zip(wanted, found))
        self.tally.check(good, f"{what}: found {found}, wanted {wanted}")
        return out

    def add(self, text):
        path = self.bundles.parent / "added.note"
        path.write_text(text, encoding="utf-8")
        got = self.hall.tool(["log", "add", path, "--home", self.hall.homes["operator"]])
        self.tally.check(got.returncode == 0, f"log add: {got.stderr}")
        self.cosign()

    def cosign(self, who="jiwei"):
        """One witness cosigns by files, so that the log is published."""
        hall, request, answer = self.hall, self.bundles.parent / "request", self.bundles.parent / "answer"
        hall.call(["log", "request", "--witness", who, "--home", hall.homes["operator"], "--out", request], key=False)
        hall.call(["witness", "cosign", request, "--home", hall.homes[who], "--out", answer])
        hall.call(["log", "cosigned", answer, "--home", hall.homes["operator"]], key=False)

    def publish(self, case):
        shutil.copytree(case.publish(), self.bundles / case.request["draw"])

    def forge(self, source, number, also=(), **changes):
        """A draw that nobody held: a notice of other content, put into the log by whoever keeps it. `also`: what is no part of
        `plan`."""
        folder = self.bundles / f"220100-2026-J-{number:04}"
        folder.mkdir()
        for name in ("rules.json", "targets.tsv", "inspectors.tsv", "recusals.tsv"):
            shutil.copy(source / name, folder)
        notice = json.loads((source / "notice.json").read_text(encoding="utf-8"))
        notice["draw"] = folder.name
        notice["plan"].update(changes)
        notice.update(also)
        (folder / "notice.json").write_text(json.dumps(notice, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        manifest = "".join(f"{digest((folder / n).read_bytes())}  {n}\n" for n in
                           ("rules.json", "targets.tsv", "inspectors.tsv", "recusals.tsv", "notice.json"))
        text = f"qian/1 notice\n{folder.name}\n{manifest}\n{SIGNATURE}"
        (folder / "notice.note").write_text(text, encoding="utf-8")
        self.add(text)
        return folder


def note(kind, number, content="x"):
    return f"qian/1 {kind}\n220100-2026-J-{number:04}\n{digest(content.encode())}  {content}.txt\n\n{SIGNATURE}"


def hold(hall, watch):
    """One drawn, one void before the close with its replacement: nothing to be said."""
    drawn = hall.case()
    drawn.all(BALLS)
    shutil.copytree(drawn.bundle, watch.bundles / drawn.request["draw"])
    early = hall.case()
    early.open()
    early.commit()
    early.notice()
    early.void()
    watch.publish(early)
    again = hall.case(replaces=early.request["draw"], reason="作废后重抽", plan_line=early.request["plan_line"])
    again.until_close()
    again.public(BALLS)
    again.draw()
    again.witness()
    again.transcript()
    watch.publish(again)
    out = watch.expect("all is well", [], "--today", LATER)
    watch.tally.check(out["draws"] == 3 and out["bundles"] == 3 and out["open"] == [] and out["other"] == 0,
                      f"all is well: {out}")
    watch.expect("without bundles", [], bundles=False)
    return drawn, early, again


def would(bundle):
    """What selection.tsv and assignment.tsv say, in the form of the monitor."""
    rows = [line.split("\t") for line in (bundle / "selection.tsv").read_text(encoding="utf-8").split("\n")[1:-1]]
    sent = {}
    for line in (bundle / "assignment.tsv").read_text(encoding="utf-8").split("\n")[1:-1]:
        field = line.split("\t")
        sent.setdefault(field[1], []).append(field[5])
    return [{"id": r[1], "items": r[3], "inspectors": ", ".join(sent.get(r[1], []))} for r in rows]


def late_voids(hall, watch):
    """One void with the public value in it, one without: what they would have drawn is computed."""
    seen, hidden = hall.case(), hall.case()
    seen.until_close()
    seen.public(BALLS)
    seen.draw()
    wanted = would(seen.path / "bundle")
    seen.void("结果不满意")
    watch.publish(seen)
    out = watch.expect("a void after the public value", [("C03", "0004", "")])
    watch.tally.check(out["findings"][0]["would_draw"] == wanted and wanted, f"would draw: {out}")
    hidden.until_close()
    hidden.void("结果不满意")
    watch.publish(hidden)
    both = [("C03", "0004", ""), ("C03", "0005", "")]
    out = watch.expect("a void without the public value", both)
    watch.tally.check(out["findings"][1]["would_draw"] is None, "nothing is known of the second")
    other = "balls=01-02-03-04-05-06-07-08"
    for more in ((), ("--draw", hidden.request["draw"])):
        out = watch.expect("its value given", both, "--public", other, *more)
        watch.tally.check(out["findings"][1]["would_draw"], "the second is computed too")
    watch.tally.check(out["findings"][0]["would_draw"] == wanted, "the first keeps its own value")
    given = out["findings"][1]["would_draw"]
    watch.tally.check(given != wanted, "and the second has another one")
    place = watch.bundles / hidden.request["draw"]
    entropy = "".join(["qian/1 entropy\ndraw ", hidden.request["draw"], "\nnotice ", digest((place / "notice.json").read_bytes()),
                       "\ncontributions ", digest((place / "contributions.txt").read_bytes()), "\npublic balls ", other[6:], "\n"])
    for text, what in ((entropy, both), (entropy.replace("01-02", "02-02"), [*both, ("E08", "0005", "")]),
                       (entropy.replace("notice ", "notice 0", 1), [*both, ("E08", "0005", "")]), ("", [*both, ("E08", "0005", "")])):
        (place / "entropy.txt").write_text(text, encoding="utf-8")
        out = watch.expect(f"entropy.txt {text!r}", what)
        watch.tally.check(out["findings"][1]["would_draw"] == (given if text == entropy else None), "by entropy.txt")
    (place / "entropy.txt").unlink()
    for bad in (("--public", "balls=01-02"), ("--public", "drand=00"), ("--public", other, "--public", other),
                ("--public", other, "--draw", seen.request["draw"])):
        watch.tally.check("E03" in watch.run(*bad, code=2), f"{bad} is refused")
    return both


def plans(watch, drawn, others, found):
    """`others`: plan lines of the other draws, the first of a void."""
    plan = watch.bundles.parent / "plan.tsv"
    first = drawn.request["plan_line"]
    rest = lambda lines: "".join(f"{line}\t2099-12-31\n" for line in lines)  # noqa: E731
    for text, more in ((f"{first}\t2026-01-31\n{rest(others)}", []),
                       (f"{others[0]}\t2026-01-31\n{rest([first, *others[1:]])}", [others[0]]),
                       (f"A\t{TODAY}\nB\t2026-01-30\nC\t2026-01-31\n{rest([first, *others])}", ["B 2026-01-30", "C 2026-01-31"])):
        plan.write_text("line\tdue\n" + text, encoding="utf-8")
        watch.expect(f"plan {text!r}", [("", None, m) for m in more] + found, "--plan", plan, "--today", TODAY)
    plan.write_text("line\tdue\n" + rest(others), encoding="utf-8")
    watch.expect("a draw of no line", [("", "0001", first), *found], "--plan", plan, "--today", TODAY)
    for text in ("", "line\tdue", "due\tline\n", "line\tdue\nA\n", "line\tdue\nA\t2026-02-30\n", "line\tdue\n\t2026-01-01\n",
                 "line\tdue\nA\t2026-01-01\t\n", "line\tdue\nA\t2026-01-01\nA\t2026-01-02\n", "line\tdue\n\n",
                 "line\tdue\r\nA\t2026-01-01\r\n"):
        plan.write_text(text, encoding="utf-8")
        watch.run("--plan", plan, code=5)
    watch.run("--plan", plan, code=2, bundles=False)
    watch.run("--today", "2026-02-30", code=2)


def going(hall, watch, found):
    """A draw whose notice is in the log and that has not ended."""
    case = hall.case()
    case.open()
    case.commit()
    case.notice()
    out = watch.expect("one goes on", found, "--today", LATER)
    watch.tally.check([(o["draw"], o["due"]) for o in out["open"]] == [(case.request["draw"], None)], f"open: {out['open']}")
    shutil.copytree(case.path / "bundle", watch.bundles / case.request["draw"],
                    ignore=shutil.ignore_patterns("log", "objections.txt"))
    out = watch.expect("not overdue", found, "--today", TODAY)
    watch.tally.check(len(out["open"]) == 1 and out["open"][0]["due"] is not None, f"open: {out['open']}")
    late = ("", "0006", "+08:00")
    watch.expect("overdue", [*found, late], "--today", LATER)
    return [*found, late]


def bundles(hall, watch, drawn, found):
    """Bundles that are missing, or are others than those of the log."""
    place = watch.bundles / "220100-2026-J-0002"
    aside = watch.bundles.parent / "aside"
    place.rename(aside)
    watch.expect("a bundle is missing", [("C02", None, ": 2"), ("F09", "0002", ""), *found], "--today", LATER)
    aside.rename(place)
    one = watch.bundles / drawn.request["draw"]
    head = [f for f in found if f[1] is None]
    for name in ("selection.tsv", "close.note", "notice.json", "void.json"):
        changed = one / name
        if name == "void.json":
            changed = watch.bundles / "220100-2026-J-0002" / name
        whole = changed.read_bytes()
        before, after = (b'"title": "', b'"title": "x') if name == "notice.json" else (b"0", b"1")
        changed.write_bytes(whole.replace(before, after, 1))
        out = watch.run("--today", LATER)
        hits = [f for f in out["findings"] if f["value"].endswith(f"/{name}") and f["code"] == "H01"]
        watch.tally.check(hits, f"{name} was changed: {out['findings']}")
        changed.unlink()
        out = watch.run("--today", LATER)
        hits = [f for f in out["findings"] if f["value"].endswith(f"/{name}") and f["code"] == "F09"]
        watch.tally.check(hits, f"{name} is missing: {out['findings']}")
        changed.write_bytes(whole)
    (watch.bundles / "empty").mkdir()
    watch.expect("a folder that is none", [*head, ("F09", None, "empty/notice.json"), *found], "--today", LATER)
    (watch.bundles / "empty/notice.json").write_text("{}\n")
    shutil.copy(one / "rules.json", watch.bundles / "empty")
    watch.expect("a notice that is none", [("F08", None, "empty"), *found], "--today", LATER)
    shutil.rmtree(watch.bundles / "empty")
    watch.expect("as before", found, "--today", LATER)


def damage(watch, found):
    """Files of the log that were changed."""
    for name, code in (("tile/0/000.p/", "L01"), ("checkpoint", "L02")):
        path = watch.log / name
        path = max(path.iterdir(), key=lambda p: int(p.name)) if path.is_dir() else path
        whole = path.read_bytes()
        path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        if code == "L01":
            watch.expect(name, [(code, None, name), *found], "--today", LATER)
        else:
            text = whole.decode().replace(ORIGIN + "\n", "other.example\n", 1)
            path.write_text(text, encoding="utf-8")
            out = watch.run("--today", LATER)
            watch.tally.check(out["findings"][0]["code"] == "L02", f"{name}: {out['findings']}")
        path.write_bytes(whole)
    watch.log, there = watch.bundles, watch.log
    watch.run(code=3)
    watch.log = there


def forgeries(watch, drawn, found):
    """What whoever keeps the log can put into it."""
    one = watch.bundles / drawn.request["draw"]
    text = (one / "notice.note").read_text(encoding="utf-8")
    watch.add(text.replace(digest((one / "notice.json").read_bytes()), "0" * 64))
    now = [("C01", "0001", "notice"), *found]
    watch.expect("a second notice", now, "--today", LATER)
    out = watch.expect("a second notice, by the log alone", [
        ("C01", "0001", "notice"), ("C03", "0004", ""), ("C03", "0005", "")], bundles=False)
    watch.tally.check(out["findings"][0]["entry"] == out["size"] - 1, "the later entry is named")
    for kind, number in (("close", 901), ("transcript", 902), ("void", 903), ("open", 904)):
        watch.add(note(kind, number))
    watch.add(note("close", 905) + "")
    watch.add(note("notice", 905))
    for kind in ("notice", "void", "close", "transcript"):
        watch.add(note(kind, 906))
    watch.add("qian/1 policy\n2\n\n" + SIGNATURE)
    out = watch.expect("out of order", [
        ("C01", "0001", "notice"), ("C03", "0004", ""), ("C03", "0005", ""),
        ("L08", "0901", "close, notice"), ("L08", "0902", "transcript, close"), ("L08", "0902", "transcript, notice"),
        ("L08", "0903", "void, notice"), ("L08", "0904", "open, notice"), ("L08", "0904", "open, transcript"),
        ("L08", "0905", "close, notice"), ("L08", "0906", ""), ("C03", "0906", "")], bundles=False)
    watch.tally.check(out["other"] == 1 and [o["draw"][-4:] for o in out["open"]] == ["0006", "0905"],
                      f"other {out['other']}, open {out['open']}")


def again(watch, drawn, void):
    """Serials and plan lines that are used twice."""
    def new(before, after):
        return [f for f in after["findings"] if f not in before["findings"]]

    one, line = watch.bundles / drawn.request["draw"], drawn.request["plan_line"]
    steps = (({"serial": 7, "line": line}, [("C04", "0007", f"{line}, {drawn.request['draw']}")]),
             ({"serial": 7, "line": "Z-1"}, [("C02", "0008", ": 7, 220100-2026-J-0007")]),
             ({"serial": 11, "line": "Z-2"}, [("C02", None, ": 8-10")]),
             ({"serial": 12, "line": void.request["plan_line"], "replaces": void.request["draw"], "reason": "x"},
              [("C04", "0010", f"{void.request['plan_line']}, 220100-2026-J-0003")] * 2),
             ({"serial": 13, "line": "Z-1", "replaces": "220100-2026-J-0008", "reason": "x"},
              [("C04", "0011", "Z-1, 220100-2026-J-0008")]),
             ({"serial": 1, "line": "Z-2", "also": {"authority": "长春市市场监管局"}},
              [("C04", "0012", "Z-2, 220100-2026-J-0009")]),
             ({"serial": 14, "line": "Z-3", "replaces": void.request["draw"], "reason": "x"},
              [("C04", "0013", f"Z-3, {void.request['draw']}"), ("C04", "0013", "Z-3, 220100-2026-J-0003"),
               ("C04", "0013", "Z-3, 220100-2026-J-0010")]),
             ({"serial": 1, "line": "Z-3", "also": {"created": "2027-01-02T09:00:00+08:00"}},
              [("C04", "0014", "Z-3, 220100-2026-J-0013")]),
             ({"serial": 2, "line": "Z-3", "also": {"created": "2027-11-30T09:00:00+08:00"}},
              [("C04", "0015", "Z-3, 220100-2026-J-0014")]),
             ({"serial": 1, "line": "Z-3", "also": {"created": "2028-11-30T09:00:00+08:00"}}, []))
    for number, (changes, wanted) in enumerate(steps, 7):
        before = watch.run("--today", TODAY)
        watch.forge(one, number, **changes)
        got = [(f["code"], f["draw"] and f["draw"][-4:], f["value"]) for f in new(before, watch.run("--today", TODAY))]
        good = len(got) == len(wanted) and all(w[:2] == g[:2] and g[2].endswith(w[2]) for w, g in zip(wanted, got))
        watch.tally.check(good, f"{changes}: {got}, wanted {wanted}")


def unseen(watch, drawn):
    """A notice whose bundle is never shown: known to be old by a published draw behind it."""
    watch.add(note("notice", 950))
    watch.forge(watch.bundles / drawn.request["draw"], 51, serial=15, line="Z-4")
    for days, late in ((58, False), (62, True)):
        today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * 86400))
        found = [f["draw"] for f in watch.run("--today", today)["findings"] if f["clause"] == "ceremony 6.6" and not f["code"]]
        watch.tally.check(("220100-2026-J-0950" in found) == late, f"after {days} days: {found}")


def main():
    tally = Tally("monitor")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        hall = Hall(folder / "hall", *sys.argv[1:3], rehearsal=False)
        watch = Watch(hall, folder, tally)
        drawn, early, _ = hold(hall, watch)
        found = late_voids(hall, watch)
        plans(watch, drawn, ["2026-J-004", "2026-J-002", "2026-J-005"], found)
        found = going(hall, watch, found)
        bundles(hall, watch, drawn, found)
        damage(watch, found)
        forgeries(watch, drawn, found)
        again(watch, drawn, early)
        unseen(watch, drawn)
        said = run([hall.qian, "log", "monitor", str(watch.log), "--bundles", str(watch.bundles), "--lang", "zh"]).stdout
        tally.check("若未作废，将抽中" in said and "同一抽取的同一种签名清单有两份" in said, f"in Chinese: {said}")
    tally.end()


if __name__ == "__main__":
    main()
