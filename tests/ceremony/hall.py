# SPDX-License-Identifier: MulanPSL-2.0
"""A hall with its parties, each with a home of their own, who hold ceremonies by the `qian` command.

    hall = Hall(folder, qian, verify, suite)      keys, log, policy
    case = hall.case(request)                     one ceremony; case.run("commit", "c1"), …
"""
import hashlib
import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "draw"))
from common import BALLS, PASSPHRASE, ROOT, roster, run, run_with_passphrase, write_request  # noqa: E402,F401

CONTRIBUTORS = ("纪检监察", "公证处", "媒体代表")
WITNESSES = ("jiwei", "xueyuan", "xiehui")
ORIGIN = "log.example/2026"
ED = "sha256-ed25519"
NO_KEY = {"open", "public", "publish", "status"}


class Refused(Exception):
    """A verb that did not end with 0."""

    def __init__(self, what, done):
        super().__init__(f"{what}: {done.returncode}: {done.stderr.strip()}")
        self.code, self.err = done.returncode, done.stderr


class Hall:
    def __init__(self, folder, qian, verify, suite=ED, rehearsal=True, clock=None, nist=()):
        self.folder, self.qian, self.verify, self.suite = pathlib.Path(folder), str(qian), str(verify), suite
        self.clock, self.rehearsal, self.nist = clock, rehearsal, nist
        self.homes = {name: self.folder / "homes" / name for name in
                      ("operator", "targets", "inspectors", "supervisor", *CONTRIBUTORS, *WITNESSES)}
        self.vkeys, self.extra = {}, []
        self.policy = self.folder / "policy.txt"
        self.make_keys()
        self.write_policy()
        self.call(["log", "init", ORIGIN, "--home", self.homes["operator"]])
        self.serial = 0

    # one command

    def tool(self, words, key=True, clock=None):
        clock = clock or self.clock
        command = (["faketime", "-f", clock] if clock else []) + [self.qian, *map(str, words)]
        return run_with_passphrase(command) if key else run(command)

    def call(self, words, key=True, clock=None):
        done = self.tool(words, key, clock)
        if done.returncode != 0:
            raise Refused(" ".join(map(str, words)), done)
        return done.stdout

    # keys and policy

    def make_key(self, who, name, suite):
        out = self.call(["key", "new", name, "--home", self.homes[who], "--suite", suite, "--memory", 8])
        self.vkeys[who, name, suite] = out.strip()
        return out.strip()

    def make_keys(self):
        for who in ("operator", "targets", "inspectors", *CONTRIBUTORS):
            self.make_key(who, {"targets": "名录科", "inspectors": "人事科"}.get(who, who), self.suite)
        self.make_key("supervisor", "监督员", self.suite)
        self.make_key("operator", ORIGIN, ED)
        for who in WITNESSES:
            self.make_key(who, who, ED)
            if self.suite != ED:
                self.make_key(who, who, self.suite)
            self.vkeys[who, "witness", ED] = self.call(["witness", "key", who, "--home", self.homes[who]]).strip()

    def key_of(self, who, suite=None):
        return next(v for (w, n, s), v in self.vkeys.items() if w == who and s == (suite or self.suite) and
                    n not in (ORIGIN, "witness"))

    def lines(self):
        pack = (ROOT / "spec/rules/changchun-2021.json").read_bytes()
        digest = (hashlib.sha256(pack) if self.suite == ED else hashlib.new("sm3", pack)).hexdigest()
        yield f"operator {self.key_of('operator')}"
        yield f"custodian targets {self.key_of('targets')}"
        yield f"custodian inspectors {self.key_of('inspectors')}"
        yield from (f"contributor {self.key_of(c)}" for c in CONTRIBUTORS)
        yield f"supervisor {self.key_of('supervisor')}"
        yield f"rules changchun-2021 {digest}"
        if self.rehearsal:
            yield "rehearsal"
        yield f"log {self.vkeys['operator', ORIGIN, ED]}"
        for who in WITNESSES:
            yield f"witness {who} {self.vkeys[who, 'witness', ED]}"
            yield f"signer {who} {self.key_of(who)}"
        yield "group inside 1 jiwei"
        yield "group outside any xueyuan xiehui"
        yield "group both all inside outside"
        yield "quorum both"
        yield f"key {self.key_of('operator')} organisation=市场监管局"
        for c in CONTRIBUTORS:
            yield f"key {self.key_of(c)} organisation={c}"
        yield from (f"nist {pin}" for pin in self.nist)
        yield from self.extra

    def write_policy(self, *more):
        """The policy with further lines, from now on."""
        self.extra = list(more)
        self.policy.write_text("\n".join(self.lines()) + "\n", encoding="utf-8")

    # ceremonies

    def request(self, **changes):
        """A request over a small made-up roster; `public` and others by keyword."""
        self.serial += 1
        self.inputs = getattr(self, "inputs", 0) + 1
        folder = self.folder / f"input-{self.inputs}"
        folder.mkdir(parents=True)
        request = roster(folder, 60, 12, "SC-001:SCJG,XF-002:XFJY", 20, self.suite, self.serial)
        for name in ("operator",):
            request.pop(name, None)
        request.update(draw=f"220100-2026-J-{self.serial:04}", plan_line=f"2026-J-{self.serial:03}",
                       serial=self.serial, contributors=list(CONTRIBUTORS), rehearsal=self.rehearsal,
                       custodians={"targets": "名录科", "inspectors": "人事科"}, operator="operator",
                       public=[{"source": "balls", "count": 8, "from": 1, "to": 35}], on_missing="void", minimum=0)
        request.update(changes)
        return folder, request

    def case(self, frozen=False, **changes):
        return Case(self, *self.request(**changes), frozen=frozen)

    def case_again(self, case, **changes):
        """The same request, changed, for a draw that could not be opened."""
        self.serial = case.request["serial"]
        return Case(self, case.input, {**case.request, **changes}, frozen=False)


class Case:
    """One ceremony. Each method is one party's command; all() goes the straight way."""

    def __init__(self, hall, folder, request, frozen):
        self.hall, self.input, self.request = hall, folder, request
        self.path = hall.folder / ("case-" + request["draw"])
        self.bundle = hall.folder / request["draw"]
        self.file = write_request(folder, request)
        self.clock = None
        if frozen:
            self.freeze()

    def freeze(self):
        for roster_of in ("targets", "inspectors"):
            self.hall.call(["roster", "freeze", roster_of, self.file, "--out", self.input / "frozen", "--home",
                            self.hall.homes[roster_of]], key=False, clock=self.clock)
        self.request.update(targets="frozen/targets.tsv", inspectors="frozen/inspectors.tsv",
                            recusals="frozen/recusals.tsv")
        self.file = write_request(self.input, self.request, "frozen.json")

    def words(self, verb, who=None, *more):
        words = ["ceremony", verb, self.path, "--policy", self.hall.policy]
        if verb != "status":
            words += ["--home", self.hall.homes[who]]
        return [*words, *more]

    def do(self, verb, who=None, *more):
        return self.hall.call(self.words(verb, who, *more), verb not in NO_KEY, self.clock)

    def try_(self, verb, who=None, *more):
        return self.hall.tool(self.words(verb, who, *more), verb not in NO_KEY, self.clock)

    def name(self, who):
        return {"targets": "名录科", "inspectors": "人事科", "supervisor": "监督员"}.get(who, who)

    def part(self, verb, who, *more):
        return self.do(verb, who, "--name", self.name(who), *more)

    def waiting(self, verb, who="operator", *more):
        """A verb that ends with 3, since others have to act first."""
        done = self.try_(verb, who, *more)
        if done.returncode not in (0, 3):
            raise Refused(verb, done)
        return done

    def cosign(self, verb, who=WITNESSES):
        """The witnesses cosign by files, then the operator gives the verb again."""
        for witness in who:
            self.part("cosign", witness)
        return self.do(verb, "operator")

    # the straight way, in pieces

    def open(self):
        return self.do("open", "operator", "--request", self.file)

    def commit(self, who=CONTRIBUTORS):
        for c in who:
            self.part("commit", c)

    def roster_option(self, who):
        if str(self.request["targets"]).startswith("frozen"):
            return ()
        return ("--roster", self.path / "bundle" / (who + ".tsv"))

    def notice_waits(self):
        """All have signed, and the notice is in the log, but no witness has cosigned."""
        self.waiting("notice")
        for c in CONTRIBUTORS:
            self.part("sign", c)
        for who in ("targets", "inspectors"):
            self.part("sign", who, *self.roster_option(who))
        self.waiting("notice")

    def notice(self):
        self.notice_waits()
        return self.cosign("notice")

    def reveal(self, who=CONTRIBUTORS):
        for c in who:
            self.part("reveal", c)

    def close(self, *more, signers=WITNESSES):
        self.waiting("close", "operator", *more)
        for w in signers:
            self.part("sign", w)
        self.waiting("close")
        return self.cosign("close")

    def public(self, *values, again=True):
        words = [w for v in values for w in ("--public", v)]
        for v in values if again else ():
            if v.startswith(("balls", "lottery")):
                words += ["--again", v]
        return self.do("public", "operator", *words)

    def draw(self):
        return self.do("draw", "operator")

    def witness(self, who=WITNESSES, *more):
        for w in who:
            self.part("witness", w, "--verifier", self.hall.verify, *more)

    def transcript(self):
        self.waiting("transcript")
        return self.cosign("transcript")

    def void(self, reason="公证处未按时揭示"):
        self.waiting("void", "operator", "--reason", reason)
        self.part("sign", "supervisor")
        self.waiting("void")
        return self.cosign("void")

    def publish(self):
        self.do("publish", "operator", "--out", self.bundle)
        return self.bundle

    def until_close(self, *close):
        self.open()
        self.commit()
        self.notice()
        self.reveal([c for c in CONTRIBUTORS if c not in close])
        self.close(*close)

    def all(self, *values):
        self.until_close()
        if values:
            self.public(*values)
        self.draw()
        self.witness()
        self.transcript()
        return self.publish()

    def verdict(self, bundle=None, policy=None):
        """What qian-verify says, as an object."""
        done = run([self.hall.verify, str(bundle or self.bundle), "--policy", str(policy or self.hall.policy), "--json"])
        return json.loads(done.stdout)

    def again_from(self, folder):
        """Take the case as it was saved."""
        shutil.rmtree(self.path)
        shutil.copytree(folder, self.path)


def failed(verdict):
    return sorted({c["code"] for c in verdict["checks"] if c["state"] == "failed"})


def open_steps(verdict):
    return [(c["step"], c["state"], c["fault"]) for c in verdict["checks"]
            if c["state"] not in ("passed", "none")]
