#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""A draw enters itself into the history, and its line is executed: executed.py QIAN QIAN-VERIFY.

Real draws out of an approved plan, in both suites, and the bundles of vectors/ for the mode `ceremony`. What
the registers say after each of them, whom they bar and what the report of the year tells is counted again
from the bundles' files.
"""
import collections
import csv
import datetime
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "registry"), str(HERE / "draw")]
from common import BALLS, ROOT, run_with_passphrase  # noqa: E402
from desk import Desk, credit_code  # noqa: E402
from kit import Count, Home  # noqa: E402

QIAN, VERIFY = sys.argv[1:3]
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
YEAR = TODAY.year
PACK = "changchun-guobanfa-2024-54"
CAPS = {"A": 1, "B": 2, "C": 4, "D": None, "-": 2}
FIRMS = [credit_code(i) for i in range(100)]
FIRE = FIRMS[:60]
CLASS = {f: "ABCD"[i % 4] for i, f in enumerate(FIRMS)}
PLAN = "id,year,kind,title,items,initiator,participants,ratio,minimum,starts,ends,scheme,education,level,approval"
WHOLE = f"{YEAR}-01-01,{YEAR}-12-31,方案,{YEAR - 1}-11-01"
count = Count()
check = count.check


def rows_of(bundle):
    """(target, item) of a bundle, with the reference that its row has, and the department of the item."""
    notice = json.loads((bundle / "notice.json").read_text(encoding="utf-8"))
    department = {i["code"]: i["department"] for i in notice["items"]}
    with open(bundle / "selection.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            for item in row["items"].split(","):
                yield row["id"], item, f"{notice['draw']}/{row['order']}/{item}", department[item], notice["created"][:10]


class Town(Home):
    def __init__(self):
        super().__init__(QIAN)
        self.desk = Desk(QIAN, self.path)
        self.drawn = {}  # draw -> its rows

    def dump(self):
        return self.desk.dump()

    def ok(self, *args, code=0):
        got, answer = self.run(*args)
        check(got == code, f"{args}: {got} {json.dumps(answer, ensure_ascii=False)[:600]}")
        return answer

    def give(self, kind, name, department, rows, *more):
        header, *lines = rows.strip().split("\n")
        columns = header.split(",")
        code, answer = self.load(kind, name, [dict(zip(columns, line.split(","))) for line in lines], *more,
                                 department=department)
        check(code == 0, f"{kind} {name}: {json.dumps(answer, ensure_ascii=False)[:600]}")

    def approve(self, name):
        for event in ("filed", "approved"):
            self.ok("register", "event", name, event, "--reference", "长司备1号")

    def request(self, draw, serial, plan, line, suite="sha256-ed25519", code=0, rules="changchun-2021", again=(), **more):
        base = self.path / f"{draw}.json"
        base.write_text(json.dumps(
            {"draw": draw, "serial": serial, "authority": "长春市双随机办公室", "suite": suite, "rules": rules,
             "contributors": ["纪检监察"], "public": [{"source": "balls", "count": 8, "from": 1, "to": 35}], **more}),
            encoding="utf-8")
        folder = self.path / f"request-{draw}"
        shutil.rmtree(folder, ignore_errors=True)
        return folder, self.ok("plan", "request", plan, "--line", line, "--base", base, "--out", folder, *again, code=code)

    def draw(self, folder, name, **changes):
        """The bundle of a request, with members of it changed."""
        request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
        request.update(changes)
        (folder / "changed.json").write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
        bundle = self.path / "bundles" / name
        done = run_with_passphrase([QIAN, "draw", "all", str(folder / "changed.json"), "--home",
                                    str(self.path / ("rehearsal" if changes.get("rehearsal") else "keys")),
                                    "--out", str(bundle), "--public", BALLS])
        check(done.returncode == 0, f"draw {name}: {done.stderr[-800:]}")
        return bundle

    def verified(self, bundle):
        verdict = subprocess.run([VERIFY, bundle, "--policy", self.path / "keys" / "policy.txt"], capture_output=True, text=True)
        check(verdict.returncode == 0, f"{bundle.name}: {verdict.stdout[-600:]}")
        return bundle

    def enter(self, bundle, *more, code=0):
        return self.ok("import", "transcript", bundle, "--apply", *more, code=code)

    def taken(self, bundle, *more):
        """Entered, row by row what the bundle says, and the same again is no change."""
        before = self.dump()
        plain = self.ok("import", "transcript", bundle, *more)
        check(self.dump() == before and not plain["applied"], f"{bundle.name}: without --apply")
        answer = self.enter(bundle, *more)
        rows = list(rows_of(bundle))
        have = self.desk.live("id, target, item, department, level, date, kind, result", "inspections", answer["draw"])
        want = sorted((ref, target, item, dept, "city", day, "drawn", "") for target, item, ref, dept, day in rows)
        check(have == want and answer["added"] == len(rows) == plain["added"], f"{bundle.name}: {have[:2]} {want[:2]}")
        after = self.dump()
        again = self.enter(bundle, *more)
        check(self.dump() == after and not again["applied"] and again["unchanged"] == len(rows), f"{bundle.name}: again")
        self.drawn[answer["draw"]] = rows
        return answer

    def nothing(self, bundle, what, code, *more):
        before = self.dump()
        answer = self.enter(bundle, "--level", "city", *more, code=code)
        check(self.dump() == before, f"{what}: something was entered")
        return answer


def furnish(town):
    firms = lambda ids: "id,name,area\n" + "\n".join(f"{f},第{f[-4:]}号餐厅,220102" for f in ids)  # noqa: E731
    town.give("targets", "food", "SCJG", firms(FIRMS))
    town.give("targets", "fire", "XFJY", firms(FIRE))
    town.give("targets", "none", "SCJG", firms(FIRMS[:1]))
    town.ok("import", "targets", write(town, "none.csv", "id,name,area\n"), "--list", "none", "--reason", "closed", "--apply")
    town.give("classes", "classes", "SCJG", "id,class,since\n" + "\n".join(f"{f},{c},{YEAR - 1}-06-01" for f, c in CLASS.items()))
    header = "id,name,department,kind,reason,system,type,unit,lists"
    # the year before: SCJG has three items, one of them key
    town.give("items", "items", "SCJG", header + """
SP-1,食品经营检查,SCJG,general,,SC,enterprise,subject,food
SP-2,广告检查,SCJG,general,,SC,enterprise,subject,food
OLD-1,旧事项,SCJG,key,safety,SC,enterprise,subject,food""", "--valid-from", f"{YEAR - 1}-03-01")
    town.give("items", "items", "SCJG", header + """
SP-1,食品经营检查,SCJG,general,,SC,enterprise,subject,food
SP-2,广告检查,SCJG,general,,SC,enterprise,subject,food
SP-3,价格检查,SCJG,key,safety,SC,enterprise,subject,food
SP-4,无对象检查,SCJG,general,,SC,enterprise,subject,none
SP-5,无任务检查,SCJG,general,,SC,enterprise,subject,food
FX-1,消防检查,XFJY,general,,XF,enterprise,subject,fire
FX-2,消防产品检查,XFJY,general,,XF,enterprise,subject,fire""", "--valid-from", f"{YEAR}-01-01", "--reason", "out-of-scope")
    town.give("inspectors", "people", "SCJG", "id,name,class,department,expires\n" + "\n".join(
        f"ZF{i},人{i},civil,{'SCJG' if i < 8 else 'XFJY'},{YEAR + 1}-12-31" for i in range(16)))
    town.give("lines", "plan-j", "SSJB", PLAN + f"""
J-1,{YEAR},joint,联合抽查,SP-1;FX-1,SCJG,XFJY,8%,0,{WHOLE},市级,
J-2,{YEAR},joint,未执行,SP-3;FX-2,SCJG,XFJY,20%,0,{YEAR}-01-01,{YEAR}-01-31,方案,{YEAR - 1}-11-01,,
X-1,{YEAR},joint,同号,SP-4,SCJG,,8%,0,{WHOLE},市级,""")
    town.approve("plan-j")
    own_plan(town)


def own_plan(town, approval=""):
    town.give("lines", "plan-d", "SCJG", PLAN + f"""
D-1,{YEAR},own,本部门抽查,SP-2,SCJG,,12%,0,{WHOLE},,{approval}
X-1,{YEAR},own,同号,SP-2,SCJG,,3%,0,{WHOLE},,""")
    town.approve("plan-d")


def write(town, name, text):
    (town.path / name).write_text(text, encoding="utf-8")
    return town.path / name


def bars(folder):
    with open(folder / "targets.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: row["barred"] for row in csv.DictReader(file) if row["barred"]}


def wanted_bars(rows, items, system):
    """What draws bar: of several rows of a target and item the first by date and reference."""
    out = collections.defaultdict(list)
    for target, item, ref, _, day in rows:
        if item in items:
            out[target, item].append((day, ref))
    whole = collections.defaultdict(list)
    for (target, item), refs in sorted(out.items()):
        whole[target].append(f"{item}=repeat:{min(refs)[1]}")
    return {target: ";".join(sorted(parts)) for target, parts in whole.items()}


def first_draw(town):
    """B31: a second draw of the same general items bars what the first one took."""
    folder, _ = town.request("J-0001", 1, "plan-j", "J-1")
    bundle = town.verified(town.draw(folder, "J-0001"))
    answer = town.taken(bundle)  # the level is that of the plan's line
    check((answer["plan"], answer["line"], answer["line_found"]) == ("plan-j", "J-1", "executed"), answer)
    check(answer["event"] > answer["change"] > 0, answer)
    check(len(town.drawn["J-0001"]) == 8 + 5, f"8 % of 100, 8 % of 60: {len(town.drawn['J-0001'])}")
    folder, told = town.request("J-0002", 2, "plan-j", "J-1", "sm3-sm2")
    check(bars(folder) == wanted_bars(town.drawn["J-0001"], {"SP-1", "FX-1"}, "SC"), "barred by the draw")
    check(told["barred_repeat"] == len({r[0] for r in town.drawn["J-0001"]}), told)
    return bundle


def second_draw(town):
    """An approval lifts the bar of one; a target with a new code stays barred; then the other suite draws."""
    taken = [r[0] for r in town.drawn["J-0001"] if r[1] == "SP-1"]
    lifted, moved, new = taken[0], taken[1], credit_code(5000)
    town.give("approvals", "approvals", "SCJG", f"id,target,item,authority,date,reason\nPZ-1,{lifted},SP-1,市局,{TODAY},投诉多")
    town.give("pairs", "pairs", "SCJG", f"id,current,proof\n{moved},{new},换照")
    for name, keeper, ids in (("food", "SCJG", FIRMS), ("fire", "XFJY", FIRE)):
        town.give("targets", name, keeper, "id,name,area\n" + "\n".join(
            f"{new if f == moved else f},第{f[-4:]}号餐厅,220102" for f in ids), "--reason", "merged")
    _, said = town.request("J-0002", 2, "plan-j", "J-1", "sm3-sm2", code=4)
    check(said["clause"] == "plan 4.6", said)
    folder, said = town.request("J-0002", 2, "plan-j", "J-1", "sm3-sm2", again=["--again"])
    check(said["frozen_before"] > 0, "the freeze before it is told")
    rows = [(new if t == moved else t, i, *rest) for t, i, *rest in town.drawn["J-0001"] if (t, i) != (lifted, "SP-1")]
    check(bars(folder) == wanted_bars(rows, {"SP-1", "FX-1"}, "SC"), "approval and canonical id")
    bundle = town.verified(town.draw(folder, "J-0002", plan_line="plan-j/J-1"))
    answer = town.taken(bundle)
    check((answer["plan"], answer["line"], answer["plan_line"]) == ("plan-j", "J-1", "plan-j/J-1"), answer)
    barred = {(t, i) for t, i, *_ in rows}
    check(not barred & {(t, i) for t, i, *_ in town.drawn["J-0002"]}, "nobody was drawn twice")
    return moved, new


def room(town):
    """B07: two draws of 12 % of one general item are disjoint, and 24 % is more than the year allows."""
    folder, _ = town.request("D-0001", 3, "plan-d", "D-1")
    bundle = town.draw(folder, "D-0001")
    said = town.nothing(bundle, "no level", 2, "--level", "village")
    before = town.dump()
    said = town.enter(bundle, code=4)
    check("level" in said["what"] and town.dump() == before, said)
    said = town.enter(bundle, "--level", "city", "--system", "SP-2", code=2)
    check("ITEM=SYSTEM" in said["what"], said)
    town.taken(bundle, "--level", "city")
    check(len(town.drawn["D-0001"]) == 12, "12 % of 100")
    _, said = town.request("D-0002", 4, "plan-d", "D-1", code=4)
    check(said["clause"] == "plan 4.5" and said["value"] == "12 + 12 > 20", said)
    own_plan(town, "批1")
    folder, _ = town.request("D-0003", 4, "plan-d", "D-1")  # an approval lifts the bound
    own_plan(town)
    open_draws(town, folder)
    _, said = town.request("D-0002", 4, "plan-d", "X-1")  # 3 % more is allowed
    check(said["barred_repeat"] == 12, said)


def open_draws(town, folder):
    """A draw that was frozen and has no end counts: late transcripts make no room (plan 4.5)."""
    _, said = town.request("D-0002", 4, "plan-d", "X-1", code=4)
    check(said["clause"] == "plan 4.5" and said["value"] == "12 + 12 (D-0003) + 3 > 20", said)
    _, said = town.request("D-0003", 4, "plan-d", "X-1", again=["--again"])  # it is given up, and its id goes on
    check(said["frozen_before"] > 0, said)
    town.request("D-0004", 5, "plan-d", "X-1")
    _, said = town.request("D-0005", 6, "plan-d", "X-1", code=4)
    check(said["value"] == "12 + 6 (D-0003, D-0004) + 3 > 20", said)
    town.request("R-0005", 6, "plan-d", "X-1", code=4, rehearsal=True)
    bundle = town.draw(folder, "D-0003")
    void = void_of(town, bundle)
    check(not town.ok("import", "transcript", void)["applied"], "a void without --apply")
    said = town.enter(void)
    check((said["outcome"], said["plan"], said["line"]) == ("void", "plan-d", "X-1") and said["event"] > 0, said)
    town.nothing(void, "the same void again", 0)
    said = town.nothing(bundle, "drawn, and void before", 1)
    check(said["clause"] == "history 1.6", said)
    said = town.request("D-0003", 4, "plan-d", "X-1", code=4, again=["--again"])[1]
    check(said["clause"] == "plan 4.6", said)
    town.request("D-0005", 6, "plan-d", "X-1")
    for draw in ("D-0004", "D-0005"):
        town.enter(void_of(town, town.draw(town.path / f"request-{draw}", draw)))


def void_of(town, bundle):
    """A void of a bundle's notice; who signed it is no matter here."""
    void = town.path / "bundles" / f"{bundle.name}-void"
    void.mkdir()
    for name in ("notice.json", "rules.json"):
        shutil.copy(bundle / name, void / name)
    notice = (bundle / "notice.json").read_bytes()
    (void / "void.json").write_text(json.dumps({"draw": json.loads(notice)["draw"], "notice": hashlib.sha256(notice).hexdigest()}))
    return void


def refused(town, bundle):
    """What disagrees, is void, or a rehearsal enters nothing."""
    for name, old, new in (("selection.tsv", b"SP-1", b"SP-9"), ("transcript.json", b'"visits": ', b'"visits": 1'),
                           ("targets.tsv", b"\tA\t", b"\tB\t"), ("notice.json", b'"serial": 1', b'"serial": 9'),
                           ("entropy.txt", b"05\n", b"06\n")):
        bad = town.path / "bad"
        shutil.rmtree(bad, ignore_errors=True)
        shutil.copytree(bundle, bad)
        bytes_ = (bad / name).read_bytes()
        check(old in bytes_, f"{name} has nothing to change")
        (bad / name).write_bytes(bytes_.replace(old, new, 1))
        town.nothing(bad, name, 1)
    (town.path / "bad" / "void.json").write_text("{}\n")
    town.nothing(town.path / "bad", "result and void", 1)
    folder = town.path / "request-J-0001"
    said = town.nothing(town.draw(folder, "J-0001-other"), "another bundle of one draw", 1)
    check(said["clause"] == "history 1.6", said)
    said = town.nothing(town.draw(folder, "R-1", draw="R-1", rehearsal=True), "rehearsal", 0)
    check(said["outcome"] == "rehearsal", said)
    said = town.nothing(town.draw(folder, "J-0003", draw="J-0003", replaces="J-0001", reason="重抽"), "replaces a drawn one", 1)
    check("replaces" in said["what"], said)
    code, said = town.load("inspections", "J-0001", [{"id": "x", "target": FIRMS[0], "item": "SP-1", "department": "SCJG",
                           "system": "SC", "level": "city", "date": f"{TODAY}"}], "--partial", department="SCJG")
    check(code == 4 and "transcript" in said["what"], said)
    town.give("inspections", "J-0009", "SCJG", f"id,target,item,department,system,level,date\ny,{FIRMS[99]},OLD-1,SCJG,SC,city,{TODAY}")
    town.nothing(town.draw(folder, "J-0009", draw="J-0009"), "a department's list of this name", 4)
    for name in ("ce-ed-void-notice", "ce-sm-void-close", "ce-ed-void-entropy"):
        said = town.nothing(ROOT / "vectors/bundles" / name / "bundle", name, 0)
        check(said["outcome"] == "void", said)


def lines(town):
    """A line in two plans is ambiguous; with its list it is not; a line that no plan has is told."""
    folder = town.path / "request-D-0002"  # of X-1
    bundle = town.draw(folder, "S-1", draw="S-1", plan_line="X-1")
    answer = town.taken(bundle, "--level", "city")
    check((answer["line_found"], answer["plan"], answer["event"]) == ("several", None, 0), answer)
    shown = {p["list"]: p for p in town.ok("plan", "show", "--year", YEAR)["plans"]}
    done = {f"{p}/{line['id']}": [(e["draw"], e["serial"], e["day"]) for e in line["executed"]]
            for p in shown for line in shown[p]["lines"]}
    day = f"{TODAY}"
    want = {"plan-j/J-1": [("J-0001", 1, day), ("J-0002", 2, day)], "plan-j/J-2": [], "plan-j/X-1": [],
            "plan-d/D-1": [("D-0001", 3, day)], "plan-d/X-1": []}
    check(done == want, f"executed: {done}")
    book = town.path / "plan.xlsx"
    town.ok("plan", "export", "plan-j", "--out", book)
    with zipfile.ZipFile(book) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
    check(f"J-0001（序号1，{day}）；J-0002（序号2，{day}）" in text and "已执行抽取" in text, "the sheet has the draws")
    code, told = town.load_file("lines", "plan-j", book, department="SSJB", apply=False)
    check(code == 0 and told["counts"]["unchanged"] == 3 and "已执行抽取" in told["unread_columns"], told["counts"])


def due(town):
    """The table that `qian log monitor --plan` takes."""
    path = town.path / "due.tsv"
    town.give("lines", "plan-draft", "SCJG", f"id,year,kind,title,items,initiator,ratio,starts,ends\nT-1,{YEAR},temporary,草案,SP-5,SCJG,3%,{YEAR}-01-01,{YEAR}-03-01")
    told = town.ok("plan", "export", "--year", YEAR, "--due", path)
    want = sorted([f"plan-d/D-1\t{YEAR}-12-31", f"plan-d/X-1\t{YEAR}-12-31", f"plan-j/J-1\t{YEAR}-12-31",
                   f"plan-j/J-2\t{YEAR}-01-31", f"plan-j/X-1\t{YEAR}-12-31"])
    have = path.read_text(encoding="utf-8").split("\n")
    check(have[0] == "line\tdue" and sorted(have[1:-1]) == want and have[-1] == "" and told["due"] == 5, have)
    town.ok("plan", "export", "--year", YEAR, code=2)
    # what cannot be due is refused, and no file is made
    town.give("lines", "plan-open", "SCJG", f"id,year,kind,title,items,initiator,ratio\nO-1,{YEAR},own,没有时段,SP-5,SCJG,3%")
    town.approve("plan-open")
    said = town.ok("plan", "export", "plan-open", "--due", town.path / "none.tsv", code=4)
    check("no end" in said["what"] and not (town.path / "none.tsv").exists(), said)
    town.ok("import", "lines", write(town, "open.csv", f"id,year,kind,title\n{'L' * 60},{YEAR + 1},own,后年\n"), "--list", "plan-open",
            "--reason", "error", "--set", f"ends={YEAR + 1}-03-01", "--apply")
    town.approve("plan-open")
    said = town.ok("plan", "export", "plan-open", "--due", town.path / "none.tsv", code=4)
    check("too long" in said["what"], said)


def visits_of(rows):
    """target -> visits of rows (target, department, day)."""
    return collections.Counter(target for target, _, _ in set(rows))


def replaced_late(town):
    """What an entered draw replaces is not entered after it."""
    folder = town.path / "request-J-0001"
    town.enter(town.draw(folder, "J-0010", draw="J-0010", replaces="J-0011", reason="重抽"))
    said = town.nothing(town.draw(folder, "J-0011", draw="J-0011"), "replaced by one that is entered", 1)
    check(said["clause"] == "history 1.6" and "replaces" in said["what"], said)


def report(town, moved, new):
    """A07, A18, A28, A65: what the report tells is what was planted."""
    told = town.ok("plan", "report", YEAR)
    items = ["FX-1", "FX-2", "SP-1", "SP-2", "SP-3", "SP-4", "SP-5"]
    check(told["items"] == len(items), told["items"])
    undone = [(u["item"], u["why"], u["lines"]) for u in told["undone"]]
    check(undone == [("FX-2", "not-executed", ["plan-j/J-2"]), ("SP-3", "not-executed", ["plan-j/J-2"]),
                     ("SP-4", "empty-roster", ["plan-j/X-1"]), ("SP-5", "no-line", [])], undone)
    open_lines = [(u["plan"], u["line"], u["state"], u["ends"], u["days_over"]) for u in told["not_executed"]]
    over = max(0, (TODAY - datetime.date(YEAR, 1, 31)).days)
    check(open_lines == [("plan-d", "X-1", "approved", f"{YEAR}-12-31", 0), ("plan-j", "J-2", "approved", f"{YEAR}-01-31", over),
                         ("plan-j", "X-1", "approved", f"{YEAR}-12-31", 0)], open_lines)
    rows = [(new if t == moved else t, *rest) for draw in town.drawn.values() for t, *rest in draw]
    reached = collections.Counter(item for _, item in {(t, i) for t, i, *_ in rows})
    rosters = {"SP-4": 0, "FX-1": 60, "FX-2": 60}
    want = {i: (reached[i], rosters.get(i, 100), -(-rosters.get(i, 100) * (20 if i == "SP-3" else 3) // 100)) for i in items}
    have = {r["item"]: (r["reached"], r["roster"], r["least"]) for r in told["reached"]}
    check(have == want, f"reached: {have} {want}")
    shares = [(s["department"], s["items"], s["key"], s["hundredths"], s["items_before"], s["key_before"], s["hundredths_before"])
              for s in told["key_items"]]
    check(shares == [("SCJG", 5, 1, 2000, 3, 1, 3333), ("XFJY", 2, 0, 0, 0, 0, 0)], shares)
    extra = [(FIRMS[99], "SCJG", f"{TODAY}")]  # of the department's own list
    visits = visits_of([(t, d, day) for t, _, _, d, day in rows] + extra)
    check(told["visits"] == [{"visits": n, "targets": k} for n, k in sorted(collections.Counter(visits.values()).items())],
          f"visits: {told['visits']}")
    check(told["capped"] == [], "this pack has no cap")
    told = town.ok("plan", "report", YEAR, "--rules", PACK)
    classes = {**CLASS, new: "-"}  # the class is kept under the old code
    classes[new] = CLASS[moved]
    want = sorted((t, classes[t], n, CAPS[classes[t]]) for t, n in visits.items() if CAPS[classes[t]] and n >= CAPS[classes[t]])
    check([(c["target"], c["class"], c["visits"], c["cap"]) for c in told["capped"]] == want and len(want) > 2, told["capped"])
    # B44: whoever has reached the cap is barred for what is drawn next, with the visit that reached it
    folder, answer = town.request("D-0002", 8, "plan-d", "X-1", rules=PACK, again=["--again"])
    capped = {t for t, *_ in want} - {t for t, i, *_ in rows if i == "SP-2"}
    have = {t for t, b in bars(folder).items() if "=cap:" in b}
    check(have == capped and answer["barred_cap"] == len(capped) > 0, f"cap: {sorted(have ^ capped)}")
    for text in ("zh", "en"):
        done = subprocess.run([QIAN, "plan", "report", str(YEAR), "--rules", PACK, "--home", town.path / "home", "--lang", text],
                              capture_output=True, text=True)
        check(done.returncode == 0 and "SP-5" in done.stdout and "plan-j/J-2" in done.stdout, done.stdout + done.stderr)


def ceremonies():
    """Bundles of many parties, of years ago; and visits done, which do not count twice (history 2.6)."""
    town = Town()
    names = ("ce-ed-drand", "ce-sm-drand", "ce-ed-embargo")  # all of one day in 2023, of one item
    rows = []
    for name in names:
        bundle = ROOT / "vectors/bundles" / name / "bundle"
        said = town.enter(bundle, "--level", "city", code=4)
        check(said["value"] == "SC-001", said)
        answer = town.taken(bundle, "--level", "city", "--system", "SC-001=SC")
        check(answer["line_found"] == "none", answer)
        rows += rows_of(bundle)
    town.give("lines", "old", "SSJB", "id,year,kind,title\n2023-J-301,2023,joint,旧任务\n2023-J-304,2022,joint,另一年")
    again = town.enter(ROOT / "vectors/bundles/ce-ed-drand/bundle", "--level", "city", "--system", "SC-001=SC")
    check((again["change"], again["event"] > 0, again["line"]) == (0, True, "2023-J-301"), again)
    again = town.enter(ROOT / "vectors/bundles/ce-sm-drand/bundle", "--level", "city", "--system", "SC-001=SC")
    check(again["event"] > 0, "the plan is of the year of its first line")
    corrected = town.enter(ROOT / "vectors/bundles/ce-ed-embargo/bundle", "--level", "county", "--system", "SC-001=SC")
    check((corrected["changed"], corrected["unchanged"]) == (corrected["rows"], 0), "another level is a correction")
    shown = lambda: {v["visits"]: v["targets"] for v in town.ok("plan", "report", 2023)["visits"]}  # noqa: E731
    base = collections.Counter(visits_of([(t, d, day) for t, _, _, d, day in rows]).values())
    check(shown() == base, f"{shown()} {base}")
    one, two, three = (list(rows_of(ROOT / "vectors/bundles/ce-ed-drand/bundle"))[i][0] for i in range(3))
    header = "id,target,item,department,system,level,date,kind\n"
    done = [f"V1,{one},SC-001,SCJG-N,SC,county,2023-09-10,drawn", f"V2,{two},SC-001,SCJG,SC,city,2023-09-11,drawn"]
    town.give("inspections", "visits", "SCJG", header + "\n".join(done))
    check(shown() == base, f"what is done is not counted twice: {shown()}")
    done += [f"V3,{one},SC-001,SCJG-N,SC,county,2023-10-10,drawn",     # a second visit
             f"V4,{two},SC-001,SCJG,SC,city,2023-08-22,drawn",         # before the draw
             f"V5,{three},SC-001,SCJG,SX,city,2023-09-12,drawn",       # of another system
             f"V6,{three},SC-001,SCJG,SC,city,2023-09-13,complaint"]   # no visit at all
    town.give("inspections", "visits", "SCJG", header + "\n".join(done))
    more = visits_of([(t, d, day) for t, _, _, d, day in rows] + [(one, "N", ""), (two, "N", ""), (three, "N", "")])
    check(shown() == collections.Counter(more.values()), f"{shown()}")
    answer = town.ok("plan", "report", 2023, "--as-of", "2024-01-01T00:00:00+08:00", "--day", "2024-01-01")
    check(answer["visits"] == [], "nothing was known then")
    replacement = ROOT / "vectors/bundles/ce-ed-replacement/bundle"
    if json.loads((replacement / "notice.json").read_text(encoding="utf-8"))["created"][:10] <= f"{TODAY}":
        town.taken(replacement, "--level", "city", "--system", "SC-001=SC")
    town.folder.cleanup()


def main():
    town = Town()
    furnish(town)
    bundle = first_draw(town)
    moved, new = second_draw(town)
    room(town)
    refused(town, bundle)
    lines(town)
    report(town, moved, new)
    due(town)
    replaced_late(town)
    town.folder.cleanup()
    ceremonies()
    return count.end("executed")


if __name__ == "__main__":
    sys.exit(main())
