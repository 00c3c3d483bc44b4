# SPDX-License-Identifier: MulanPSL-2.0
"""Attacks with keys, roles and policies that the evidence in one bundle exposes; embargo, downgrade, swaps after the draw."""
import hashlib
import json

from attacks_kit import ED, ROOT, SM, attack, built, drop, h, json_change, make, planned, rows, several
import ceremony
import faults_ceremony as examples
import notes
import tlog
from bundle import read_bundle

EMBARGO = "ce-ed-embargo"
at = "2023-08-23T%s+08:00"


# TH17: the operator's key stolen

@attack("TH17", "L04 S01")
def thief_with_the_operators_key_alone():
    """The draw is made anew; contributors, custodians, log and witnesses have signed nothing of it."""
    plan, keys, rules, policy = planned(ED, draw="220100-2023-J-0999")
    files = make(plan, keys, rules)
    for kind in ("notice", "close", "transcript"):
        text, _, lines = files[kind + ".note"].partition(b"\n\n")
        files[kind + ".note"] = text + b"\n\n" + lines.split(b"\n")[0] + b"\n"
    files = ceremony.seal(files, 4, keys, times={k: {} for k in ("notice", "close", "transcript")})
    return files, policy


@attack("TH17", "L02 L04 S02 S01")
def thief_who_signs_for_the_others_with_keys_of_their_names():
    """Every other line has the right name and key id, and a signature by another key."""
    plan, keys, rules, policy = planned(ED)
    files = make(plan, keys, rules)
    for name in [n for n in files if n.endswith((".note", ".tlog-proof"))]:
        head, _, lines = files[name].rpartition(b"\n\n")
        lines = [x if "operator".encode() in x else spoil(x) for x in lines.split(b"\n")[:-1]]
        files[name] = head + b"\n\n" + b"".join(x + b"\n" for x in lines)
    return fit(files, keys), policy


def spoil(line):
    head, _, word = line.rpartition(b" ")
    raw = bytearray(notes.unb64(word.decode()))
    raw[-20] ^= 1
    return head + b" " + notes.b64(bytes(raw)).encode()


def fit(files, keys):
    """Manifests, the operator's signatures and the places in the log follow; other lines stay as they are."""
    operator = ceremony.Keys(keys.suite, {"operator": keys["operator"], "log": keys["log"]})
    for kind in ("notice", "close", "transcript"):
        files = ceremony.fix_manifest(files, kind, keys.suite)
        files = ceremony.resign(files, kind, operator.of("operator"), [], "keep")
    found = ceremony.read_places(files, keys)
    spoiled = {n: files[n].rpartition(b"\n\n")[2] for n in files if n.endswith(".tlog-proof")}
    files.update(ceremony.proofs_of(files, found, keys))
    for name, lines in spoiled.items():
        files[name] = files[name].rpartition(b"\n\n")[0] + b"\n\n" + lines
    return files


# keys of the right name and key id (4 bytes): two such pairs are found in a second

TWINS = {"operator": (110013, 192568), "contributor:公证处": (13920, 124089), "custodian:targets": (77506, 165867),
         "signer:xueyuan": (10472, 58672), "witness:xueyuan": (71997, 92973), "log": (22769, 47952)}
TWIN_CODES = {"operator": "S05", "contributor:公证处": "S05", "custodian:targets": "S05", "signer:xueyuan": "S01 S02",
              "witness:xueyuan": "L02 L04", "log": "L02"}


def twin(role, keys, which):
    number = TWINS[role][which]
    kind = "cosigner" if role.startswith("witness") else tlog.SUITE
    return ceremony.key_from(kind, keys[role].name, hashlib.sha256(b"twin %d" % number).digest())


def with_twin(role, which):
    """The policy has the first of the pair, the bundle is made with the one that `which` tells."""
    plan, keys, rules, policy = planned(ED, lambda k: k.roles.update({role: twin(role, k, which)}))
    plan2, old, _, _ = planned(ED)
    first = twin(role, old, 0)
    return make(plan, keys, rules), policy.replace(old[role].vkey.encode(), first.vkey.encode()), first, keys[role]


for _role, _codes in TWIN_CODES.items():
    @attack("TH17", _codes, names="another key of the same name and key id: " + _role)
    def _other(role=_role):
        files, policy, first, second = with_twin(role, 1)
        assert first.vkey != second.vkey and first.vkey.split("+")[:2] == second.vkey.split("+")[:2]
        return files, policy

    @attack("TH17", "", "VALID", names="(control) the key itself: " + _role)
    def _same(role=_role): return with_twin(role, 0)[:2]


# TH18: revoked and rotated keys

def revoke(role, words):
    return lambda lines, k: [x for x in lines if not x.startswith("key " + k[role].vkey)] + ["key " + k[role].vkey + " " + words]


for _role, _words in (("operator", "organisation=市场监管局 revoked=" + at % "09:21:05"), ("contributor:公证处", "organisation=公证处 to=" + at % "09:21:04"),
                      ("custodian:inspectors", "revoked=" + at % "09:00:00"), ("custodian:targets", "from=" + at % "09:21:06"),
                      ("signer:xueyuan", "revoked=" + at % "20:09:59"), ("log", "to=2023-08-24T00:11:59+08:00")):
    @attack("TH18", "S06", names="key out of its time: " + _role)
    def _revoked(role=_role, words=_words): return built(ED, level=None, edit_policy=revoke(role, words))


@attack("TH18", "L04")
def cosigner_key_revoked_before_it_cosigned(): return built(ED, level=None, edit_policy=revoke("witness:xueyuan", "revoked=" + at % "20:09:59"))


@attack("TH18", "", "VALID")
def keys_revoked_afterwards_kill_no_draw():
    after = "2023-08-24T00:12:01+08:00"
    more = lambda lines, k: revoke("operator", "organisation=市场监管局 revoked=" + after)(revoke("witness:jiwei", "revoked=" + after)(lines, k), k)
    return built(ED, level=None, edit_policy=more)


@attack("TH18", "S05")
def operator_key_of_the_year_before():
    plan, keys, rules, policy = planned(ED, lambda k: k.roles.update({"operator": k["other:operator"]}))
    return make(plan, keys, rules), policy


@attack("TH18", "C07")
def rules_pack_that_the_policy_has_not():
    return built(ED, level=None, edit_policy=lambda lines, k: ["rules changchun-2021 " + "0" * 64 if x.startswith("rules ") else x for x in lines])


@attack("TH18", "C07")
def rules_pack_made_laxer_under_its_name():
    return built(ED, json_change("rules.json", lambda v: v["kinds"]["general"].update(max="90%")), redraw=True)


# TH19: fake and bought witnesses

def strangers(files, keys):
    """Cosignatures of keys that nobody knows instead of the witnesses'."""
    new = tlog.Cosigner("xueyuan.example.edu.cn", b"\x09" * 32)
    keys.roles["witness:xueyuan"] = new


@attack("TH19", "L04")
def cosigned_by_a_key_of_no_witness(): return built(ED, strangers)


@attack("TH19", "S01 S03")
def signed_by_a_witness_of_the_operators_own_making():
    def make_own(files, keys): keys.roles["signer:xueyuan"] = ceremony.key_from(keys.suite, "xueyuan.signer", b"\x09" * 32)
    return built(ED, make_own)


@attack("TH19", "S03")
def contributor_as_a_witness(): return built(ED, examples.sign_more("close", "contributor:公证处"))


@attack("TH19", "S01")
def only_witnesses_of_one_group(): return built(ED, several(drop("close.note", "— xueyuan"), drop("transcript.note", "— xueyuan")))


@attack("TH19", "L04")
def cosigned_by_one_group_alone(): return built(ED, drop("log/transcript.tlog-proof", "— xueyuan"), 0)


@attack("TH19", "L05")
def one_cosignature_counted_twice(): return built(ED, examples.repeat_line("log/close.tlog-proof", "— xueyuan"), 0)


@attack("TH19", "L04 L05")
def one_cosignature_twice_for_a_quorum_of_two():
    change = several(drop("log/close.tlog-proof", "— jiwei"), drop("log/close.tlog-proof", "— renda"), examples.repeat_line("log/close.tlog-proof", "— xueyuan"))
    return built(ED, change, 0)


@attack("TH19", "S04 (F05)")
def one_witness_line_twice(): return built(ED, examples.repeat_line("close.note", "— xueyuan"))


POLICIES = {
    "one key under two witnesses": lambda lines, k: lines + ["witness w4 " + k["witness:xueyuan"].vkey],
    "one key, two names, two witnesses": lambda lines, k: lines + ["witness w4 " + ceremony.key_from("cosigner", "another", k["witness:xueyuan"].secret).vkey],
    "a signer key of two witnesses": lambda lines, k: [x if not x.startswith("signer renda") else "signer renda " + k["signer:xueyuan"].vkey for x in lines],
    "cosigner of one, signer of another": lambda lines, k: [x if not x.startswith("signer renda") else "signer renda " + ceremony.key_from(k.suite, "xueyuan.example.edu.cn", k["witness:xueyuan"].secret).vkey for x in lines],
    "two signer keys of one witness": lambda lines, k: lines + ["signer xueyuan " + ceremony.key_from(k.suite, "y", b"\x05" * 32).vkey],
    "the operator as a witness": lambda lines, k: lines + ["witness w4 " + ceremony.key_from("cosigner", "operator", k["operator"].secret).vkey],
    "the log as a witness": lambda lines, k: lines + ["witness w4 " + ceremony.key_from("cosigner", k["log"].name, k["log"].secret).vkey],
    "the operator as a contributor": lambda lines, k: lines + ["contributor " + k["operator"].vkey],
    "the operator as the supervisor": lambda lines, k: lines + ["supervisor " + k["operator"].vkey],
    "one custodian of both rosters": lambda lines, k: lines + ["custodian inspectors " + k["custodian:targets"].vkey],
    "a contributor as a witness's signer": lambda lines, k: [x if not x.startswith("signer renda") else "signer renda " + k["contributor:公证处"].vkey for x in lines],
    "a member of two groups": lambda lines, k: [x for x in lines if not x.startswith("quorum")] + ["group more any xueyuan", "quorum more"],
    "a member twice": lambda lines, k: [x if not x.startswith("group outside") else "group outside 2 xueyuan xueyuan" for x in lines],
    "a group of none": lambda lines, k: [x if not x.startswith("group outside") else "group outside 0 xueyuan" for x in lines],
    "two quorums": lambda lines, k: lines + ["quorum inside"],
    "a group named none": lambda lines, k: [x for x in lines if not x.startswith("quorum")] + ["group none any both", "quorum none"],
}
for _name, _edit in POLICIES.items():
    @attack("TH19", "", "ERROR", names="policy: " + _name)
    def _policy(edit=_edit): return built(ED, level=None, edit_policy=edit)


@attack("TH19", "", "INCOMPLETE")
def policy_without_a_quorum():
    return built(ED, level=None, edit_policy=lambda lines, k: [x for x in lines if not x.startswith("quorum")] + ["quorum none"])


# TH22: ghosts; TH23: recusals; TH24: swaps after the draw

assigned = "assignment.tsv"


def row_of(files, role="inspector"):
    lines = files[assigned].decode().split("\n")[1:-1]
    return next(line for line in lines if line.split("\t")[4] == role and line.split("\t")[5] != "-").split("\t")


def put(files, old, new):
    files[assigned] = files[assigned].replace("\t".join(old).encode(), "\t".join(new).encode(), 1)


def pair_key(files, keys, target, inspector):
    sub = json.loads(files["transcript.json"])["subseeds"]["inspectors"]
    return h(keys.suite, "%s|%s|%s" % (sub, target, inspector))


def instead(choose):
    """Another inspector in the first row, with the right pair key."""
    def change(files, keys):
        old = row_of(files)
        people = [line.split("\t") for line in files["inspectors.tsv"].decode().split("\n")[1:-1]]
        team = {line.split("\t")[5] for line in files[assigned].decode().split("\n")[1:-1] if line.split("\t")[:3] == old[:3]}
        new = choose(files, old, [p for p in people if p[0] not in team])
        put(files, old, [*old[:5], new, pair_key(files, keys, old[1], new)])
    return change


def friend(files, old, people):
    recused = {tuple(x.split("\t")[:2]) for x in files["recusals.tsv"].decode().split("\n")[1:-1]}
    return next(p[0] for p in people if p[1] == "inspector" and p[2] == old[2] and (p[0], old[1]) not in recused and p[3] == "*" or
                p[1] == "inspector" and p[2] == old[2] and (p[0], old[1]) not in recused)


@attack("TH22", "A02 (A06)")
def inspector_who_stands_in_no_roster(): return built(ED, instead(lambda f, old, people: "P999999"))


@attack("TH22", "A02 (A04 A06)")
def inspector_of_another_department():
    return built(SM, instead(lambda f, old, people: next(p[0] for p in people if p[1] == "inspector" and p[2] != old[2])))


@attack("TH22", "R07")
def ghost_numbered_at_the_end():
    def add(files, keys):
        lines = files["inspectors.tsv"].decode().split("\n")[:-1]
        fields = lines[-1].split("\t")
        fields[0], fields[-1] = "P%06d" % len(lines), "0" * 64
        files["inspectors.tsv"] += ("\t".join(fields) + "\n").encode()
    return built(ED, add, redraw=True, rows=True)


@attack("TH22", "S01")
def roster_of_inspectors_that_its_custodian_never_signed(): return built(ED, drop("notice.note", "— 人事科"))


@attack("TH22", "S05")
def custodian_of_the_operators_own_making():
    def own(keys): keys.roles["custodian:inspectors"] = ceremony.key_from(keys.suite, "人事科", b"\x0a" * 32)
    plan, keys, rules, policy = planned(ED, own)
    return make(plan, keys, rules), policy


@attack("TH22", "S05")
def one_custodian_for_the_others_roster():
    def swapped(keys):
        a, b = keys["custodian:targets"], keys["custodian:inspectors"]
        keys.roles.update({"custodian:targets": b, "custodian:inspectors": a})
    plan, keys, rules, policy = planned(ED, swapped)
    return make(plan, keys, rules), policy


def send_recused(files, keys, n=0):
    """The n-th drawn inspector has declared never to meet any target, and is sent to one all the same."""
    rows_drawn = [x.split("\t") for x in files[assigned].decode().split("\n")[1:-1]]
    who = sorted({r[5] for r in rows_drawn if r[4] == "inspector" and r[5] != "-"})[n]
    head, *body = files["recusals.tsv"].decode().split("\n")[:-1]
    targets = [x.split("\t")[0] for x in files["targets.tsv"].decode().split("\n")[1:-1]]
    body = [x for x in body if not x.startswith(who)] + ["%s\t%s\t回避" % (who, t) for t in targets]
    files["recusals.tsv"] = "".join(x + "\n" for x in [head, *sorted(body, key=str.encode)]).encode()
    files = ceremony.seal4(files, keys, redraw=True, rows=True)
    people = {x.split("\t")[0]: x.split("\t")[2] for x in files["inspectors.tsv"].decode().split("\n")[1:-1]}
    row = next(r for r in (x.split("\t") for x in files[assigned].decode().split("\n")[1:-1]) if r[2] == people[who] and r[4] == "inspector")
    put(files, row, [*row[:5], who, pair_key(files, keys, row[1], who)])
    return files


@attack("TH23", "A03 (A06)")
def recused_inspector_sent_all_the_same(): return built(ED, send_recused)


@attack("TH24", "A06 (A04)")
def colleague_instead_of_who_fell_ill(): return built(ED, instead(friend))


@attack("TH24", "A01 A06 (A04)")
def colleague_under_the_key_of_who_fell_ill():
    def change(files, keys):
        old = row_of(files)
        instead(friend)(files, keys)
        new = row_of(files)
        put(files, new, [*new[:6], old[6]])
    return built(ED, change)


@attack("TH24", "A07")
def place_left_empty_that_could_be_filled():
    def change(files, keys):
        old = row_of(files)
        same = [x.split("\t") for x in files[assigned].decode().split("\n")[1:-1]]
        last = [x for x in same if x[:3] == old[:3] and x[5] != "-"][-1]
        put(files, last, [*last[:5], "-", "-"])
    return built(ED, change)


@attack("TH24", "D03 (D08)")
def target_added_after_the_draw(): return built(ED, add_target)


@attack("TH24", "D04 (D08)")
def target_taken_out_after_the_draw(): return built(ED, rows("selection.tsv", lambda r: r.pop()))


def add_target(files, keys):
    have = files["selection.tsv"].decode().split("\n")
    free = [x.split("\t") for x in files["targets.tsv"].decode().split("\n")[1:-1] if x.split("\t")[0] not in files["selection.tsv"].decode()]
    sub = json.loads(files["transcript.json"])["subseeds"]["targets"]
    last = have[-2].split("\t")
    key, target = max((h(keys.suite, sub + "|" + f[0]), f) for f in free)
    have.insert(-1, "\t".join([str(int(last[0]) + 1), target[0], key, last[3], last[4]]))
    files["selection.tsv"] = "\n".join(have).encode()


# downgrade; embargo

@attack("downgrade", "L04")
def a_solo_draw_under_a_policy_with_witnesses():
    """Step 95: the operator calls the draw solo, and needs neither log nor witnesses."""
    folder = ROOT / "vectors" / "bundles" / "ed-joint-balls"
    _, policy, keys = ceremony.build(ED)
    lines = [x for x in policy.decode().split("\n") if x.startswith(("log ", "witness ", "signer ", "group ", "quorum "))]
    own = [x for x in (folder / "policy.txt").read_text(encoding="utf-8").split("\n") if x and not x.startswith("quorum")]
    return read_bundle(str(folder / "bundle")), "".join(x + "\n" for x in own + lines).encode()


@attack("embargo", "T05")
def opened_a_second_late(): return built(EMBARGO, times={"open": "2023-09-01T09:00:01+08:00"})


@attack("embargo", "", "INCOMPLETE")
def never_opened(): return built(EMBARGO, lambda f, k: [f.pop("open.note"), f.pop("log/open.tlog-proof")] and None, None)


@attack("embargo", "S01 S03")
def opened_by_another_contributor():
    def other(files, keys):
        text = files["open.note"].split(b"\n\n")[0] + b"\n"
        files["open.note"] = notes.make_note(text.decode(), [keys["operator"], keys["contributor:公证处"]])
    return built(EMBARGO, other)


@attack("embargo", "H01")
def other_contributions_handed_out():
    def other(files, keys):
        text = files["open.note"].split(b"\n\n")[0].decode().split("\n")
        text[2] = "0" * 64 + text[2][64:]
        files["open.note"] = notes.make_note("\n".join(text) + "\n", [keys["operator"], keys["contributor:纪检监察"]])
    files, policy, keys = ceremony.build(EMBARGO)
    other(files, keys)
    return ceremony.relog(files, keys, 4), policy


