#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""From two departments' spreadsheets to a draw out of an approved plan: whole.py QIAN QIAN-VERIFY.

Lists, pairs, classes, history, items and a plan go in as CSV; the line of the plan becomes a request,
the request a bundle, and the bundle is VALID. What is barred, who can inspect and what has changed
between two freezes are counted again by hand.
"""
import csv
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ceremony"))
from hall import CONTRIBUTORS, Hall  # noqa: E402

QIAN, VERIFY = sys.argv[1:3]
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
YEAR = TODAY.year
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
passed = failed = 0


def check(good, *what):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print("whole:", *what)


def code_of(number):
    """A unified social credit code whose check character is right."""
    body = f"91220101MA{number:07d}"
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + ALPHABET[-total % 31]


def registration(number):
    """An old registration number of 15 digits."""
    body, p = f"2201010000{number:04d}", 10
    for digit in body:
        s = (p + int(digit)) % 10 or 10
        p = s * 2 % 11
    return body + str((11 - p) % 10)


FIRMS = [code_of(i) for i in range(300)]
FOOD, FIRE = FIRMS[:200], FIRMS[100:]  # 100 are in both
OLD = registration(7)  # FIRMS[150] under its old number, in the list of the fire brigade
PASS = "a passphrase for rehearsals"


class Town:
    def __init__(self, folder):
        self.folder, self.home = folder, folder / "home"

    def qian(self, *args, code=0):
        run = subprocess.run([QIAN, *map(str, args), "--home", str(self.home), "--lang", "en"], capture_output=True,
                             text=True)
        check(run.returncode == code, args, run.returncode, run.stdout[-900:], run.stderr[-900:])
        return run.stdout + run.stderr

    def give(self, kind, name, department, header, rows, *more, code=0):
        path = self.folder / "in.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return self.qian("import", kind, path, "--list", name, "--department", department, "--apply", *more, code=code)

    def base(self, draw, serial):
        path = self.folder / f"{draw}.json"
        path.write_text(json.dumps({
            "draw": draw, "serial": serial, "authority": "长春市双随机办公室", "suite": "sha256-ed25519",
            "rules": "changchun-2021", "contributors": ["纪检监察"], "rehearsal": True,
            "public": [{"source": "balls", "count": 8, "from": 1, "to": 35}]}), encoding="utf-8")
        return path


def furnish(town, name="市民餐厅"):
    names = {f: f"长春{i:03}号{name}（集团）" for i, f in enumerate(FIRMS)}
    fire = {f: names[f].replace("（", "(").replace("）", ")") for f in FIRE}  # other brackets
    town.give("targets", "food", "SCJG", "统一社会信用代码,企业名称,地区,登记状态",
              [f"{f},{names[f]},220102,{'吊销' if f == FIRMS[3] else '存续'}" for f in FOOD])
    town.give("targets", "fire", "XFJY", "统一社会信用代码,企业名称,地区",
              [f"{OLD if f == FIRMS[150] else f},{fire[f]},220102" for f in FIRE])
    town.give("pairs", "pairs", "SCJG", "id,current,proof", [f"{OLD},{FIRMS[150]},营业执照换发"])
    town.give("classes", "classes", "SCJG", "id,class,since",
              [f"{f},{'ABCD'[i % 4]},{YEAR - 1}-06-01" for i, f in enumerate(FIRMS)])
    town.give("items", "items", "SCJG",
              "id,name,department,kind,reason,type,system,unit,lists,basis,object,agency,content,method,procedure,source,external",
              ["SP-1,食品经营检查,SCJG,general,,enterprise,SCJG,subject,food,法,企业,局,内容,现场,要领,duty-list,E1",
               "XF-1,消防检查,XFJY,key,safety,enterprise,XFJY,subject,fire,规,企业,队,消防,现场,要领,duty-list,E2"])
    town.give("inspectors", "people", "SCJG", "执法证编号,姓名,人员类别,部门,事项,有效期",
              [f"ZF{i},人{i},公务员,{'SCJG' if i < 6 else 'XFJY'},,{f'{YEAR}-12-31' if i else f'{YEAR}-01-15'}" for i in range(12)])
    town.give("inspections", "visits", "SCJG", "id,target,item,department,system,level,date",
              [f"V-{i},{OLD if f == FIRMS[150] else f},SP-1,SCJG-N,SCJG,county,{YEAR}-01-0{1 + i % 9}" for i, f in enumerate(FIRMS[140:160])]
              + [f"W-1,{FIRMS[10]},SP-1,SCJG,SCJG,city,{YEAR - 1}-12-31", f"W-2,{FIRMS[11]},SP-1,WJW,WJW,city,{YEAR}-01-02"])
    town.give("approvals", "approvals", "SCJG", "id,target,item,authority,date,reason",
              [f"PZ-1,{FIRMS[141]},SP-1,市局,{YEAR}-01-10,投诉多"])
    town.give("certificates", "certificates", "SCJG", "id,target,item,issuer,issued,expires",
              [f"HG-1,{FIRMS[20]},SP-1,检验院,{YEAR}-01-01,", f"HG-2,{FIRMS[21]},SP-1,检验院,{YEAR - 2}-01-01,{YEAR - 1}-01-01"])
    town.give("recusals", "recusals", "SCJG", "id,certificate,target,reason",
              [f"H1,ZF1,{FIRMS[5]},亲属", f"H2,ZF99,{FIRMS[5]},亲属"])
    town.give("lines", "plan", "SSJB",
              "id,year,kind,title,items,initiator,participants,ratio,stratify,weights,starts,ends,scheme,education",
              [f"{YEAR}-J-1,{YEAR},joint,食品与消防联合抽查,SP-1;XF-1,SCJG,XFJY,20%,class,A=1;B=2;C=4;D=8,{YEAR}-01-01,{YEAR}-12-31,方案,{YEAR - 1}-11-01"])


def barred_by_hand():
    bars = {f: ("repeat", f"V-{i}") for i, f in enumerate(FIRMS[140:160])}
    del bars[FIRMS[141]]  # approved
    bars[FIRMS[20]] = ("certified", "HG-1")
    return bars


def look_at(town, folder):
    rows = list(csv.DictReader(open(folder / "targets.csv", encoding="utf-8")))
    check([r["id"] for r in rows] == sorted(FIRMS), "every firm once, by code", len(rows))
    check(all(set(r["items"].split(";")) == ({"SP-1"} if r["id"] in FOOD else set()) | ({"XF-1"} if r["id"] in FIRE else set())
              for r in rows), "items of both lists")
    want = {f: f"SP-1={ground}:{reference}" for f, (ground, reference) in barred_by_hand().items()}
    have = {r["id"]: r["barred"] for r in rows if r["barred"]}
    check(have == want, "B31, B32: barred", sorted(set(have.items()) ^ set(want.items()))[:5])
    people = list(csv.DictReader(open(folder / "inspectors.csv", encoding="utf-8")))
    check([p["certificate"] for p in people] == sorted(f"ZF{i}" for i in range(1, 12)), "an expired certificate")
    check(all(p["items"] == ("SP-1" if p["department"] == "SCJG" else "XF-1") for p in people), "own items")
    recusals = list(csv.DictReader(open(folder / "recusals.csv", encoding="utf-8")))
    check([(r["certificate"], r["target"]) for r in recusals] == [("ZF1", FIRMS[5])], "B38: recusals", recusals)


def draw(town):
    folder = town.folder / "r1"
    said = town.qian("plan", "request", "plan", "--line", f"{YEAR}-J-1", "--base", town.base("D-1", 1), "--out", folder, code=4)
    check("may not be drawn" in said, "before approval")
    for event in ("filed", "approved", "published"):
        town.qian("register", "event", "plan", event, "--reference", "长司备1号")
    answer = json.loads(town.qian("plan", "request", "plan", "--line", f"{YEAR}-J-1", "--base", town.base("D-1", 1), "--out", folder, "--json"))
    check((answer["targets"], answer["not_live"], answer["expired"], answer["waiting"]) == (300, 1, 1, 11), answer)
    check((answer["barred_repeat"], answer["barred_certified"], answer["added"]) == (19, 1, 0), answer)
    look_at(town, folder)
    pipe = town.folder / "pass"
    pipe.write_text(PASS + "\n")
    run = subprocess.run(f"{QIAN} draw all {folder}/request.json --home {town.folder}/keys --out {town.folder}/D-1 "
                         f"--public balls=03-17-22-08-31-11-29-05 --passphrase-fd 3 3<{pipe}", shell=True, capture_output=True, text=True)
    check(run.returncode == 0, run.stdout[-500:], run.stderr[-800:])
    verdict = subprocess.run([VERIFY, town.folder / "D-1", "--policy", town.folder / "keys" / "policy.txt"],
                             capture_output=True, text=True)
    check(verdict.returncode == 0, verdict.stdout[-800:])
    notice = json.loads((town.folder / "D-1" / "notice.json").read_text(encoding="utf-8"))
    check(notice["plan"]["line"] == f"plan/{YEAR}-J-1" and notice["items"][0]["roster"] == 200, notice["plan"])


def second_freeze(town):
    gone, renamed = FOOD[0], FOOD[1]
    rows = [f"{f},{'新' if f == renamed else ''}长春{FIRMS.index(f):03}号市民餐厅（集团）,220102,{'吊销' if f == FIRMS[3] else '存续'}" for f in FOOD if f != gone]
    town.give("targets", "food", "SCJG", "统一社会信用代码,企业名称,地区,登记状态", rows, code=4)
    town.give("targets", "food", "SCJG", "统一社会信用代码,企业名称,地区,登记状态", rows, "--reason", "closed:核准注销")
    answer = json.loads(town.qian("plan", "request", "plan", "--line", f"{YEAR}-J-1", "--base", town.base("D-2", 2), "--out", town.folder / "r2", "--json"))
    check((answer["added"], answer["changed"], answer["removed"]) == (0, 1, 1), answer)
    churn = list(csv.DictReader(open(town.folder / "r2" / "churn.csv", encoding="utf-8")))
    check([(c["what"], c["id"], c["reason"]) for c in churn]
          == [("removed", gone, "closed:核准注销"), ("changed", renamed, "")], churn)


def ceremony(town):
    """The operator of a ceremony opens a draw straight from the plan."""
    hall = Hall(town.folder / "hall", QIAN, VERIFY)
    shutil.copy(town.home / "registers.db", hall.homes["operator"] / "registers.db")
    base = json.loads(town.base("D-5", 1).read_text(encoding="utf-8"))
    base.update(contributors=list(CONTRIBUTORS), operator="operator",
                custodians={"targets": "名录科", "inspectors": "人事科"})
    (town.folder / "base.json").write_text(json.dumps(base), encoding="utf-8")
    words = ["ceremony", "open", town.folder / "case", "--base", town.folder / "base.json", "--policy", hall.policy,
             "--home", hall.homes["operator"], "--plan-line"]
    check(hall.tool(words + ["plan"], key=False).returncode == 2, "PLAN/LINE")
    check(hall.tool(words + ["plan/none"], key=False).returncode == 2, "no such line")
    hall.call(words + [f"plan/{YEAR}-J-1"], key=False)
    draft = json.loads((town.folder / "case" / "draft.json").read_text(encoding="utf-8"))
    check(draft["plan"]["line"] == f"plan/{YEAR}-J-1" and [i["code"] for i in draft["items"]] == ["SP-1", "XF-1"], draft["plan"])
    check(draft["targets"]["rows"] == 299 and draft["team"] == {"per_visit": 2, "per_department": 1, "experts": 0}, draft["team"])


# B11
def contradiction(town):
    town.give("targets", "fire", "XFJY", "统一社会信用代码,企业名称,地区",
              [f"{f},{'另一家' if f == FIRMS[120] else f'长春{FIRMS.index(f):03}号市民餐厅(集团)'},220102" for f in FIRE], "--reason", "error")
    said = town.qian("plan", "request", "plan", "--line", f"{YEAR}-J-1", "--base", town.base("D-3", 3), "--out", town.folder / "r3", code=4)
    check("contradict" in said and "另一家" in said and "120号" in said, said)
    said = town.qian("register", "match", "fire", "food")
    check("in both, by code: 100" in said and "under another name: 1" in said, said)
    # The same within one file: the firm stays in the list, and nothing is frozen with it.
    mended = [f"{f},长春{FIRMS.index(f):03}号市民餐厅(集团),220102" for f in FIRE]
    twice = [*mended, f"{FIRE[7]},另有其名,220103"]
    town.give("targets", "fire", "XFJY", "统一社会信用代码,企业名称,地区", twice, "--reason", "error")
    request = ["plan", "request", "plan", "--line", f"{YEAR}-J-1", "--base", town.base("D-3", 3), "--out", town.folder / "r4"]
    said = town.qian(*request, code=4)
    check("contradict" in said and "另有其名" in said and "220103" in said and FIRE[7] in said, said)
    town.give("targets", "fire", "XFJY", "统一社会信用代码,企业名称,地区", mended, "--reason", "error")
    town.qian(*request)
    check((town.folder / "r4" / "request.json").exists())


def main():
    with tempfile.TemporaryDirectory() as name:
        town = Town(pathlib.Path(name))
        furnish(town)
        draw(town)
        second_freeze(town)
        ceremony(town)
        contradiction(town)
    print(f"whole: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
