# SPDX-License-Identifier: MulanPSL-2.0
"""Positive controls: what must stay VALID; and wrong uses that must not be VALID.

    python3 tests/mutants/controls.py --verifier PATH [--bases all|NAME,...]
"""
import argparse
import os
import shutil
import subprocess
import sys

import judge
import notes
import sm2
from base import Rand, h
from lab import ORDER, Base, base_names, flip_hex
from variants import variants

COUNT = {True: 0, False: 0}


def say(name, good, more=""):
    COUNT[good] += 1
    if not good:
        print("FAILED %s | %s" % (name, more), flush=True)


def expect(name, wanted, folder, policy, *options, env=None, cwd=None, before=None):
    command = [VERIFIER, folder] + (["--policy", policy] if policy else []) + list(options)
    code, out, errors = judge.run((before or []) + command, env={**os.environ, **(env or {})}, cwd=cwd)
    bad = []
    if code == wanted and "--json" in options and code != 4:
        _, bad = judge.read_report(code, out)
    if code == wanted and "--json" not in options and code in judge.VERDICTS and "verdict " + judge.VERDICTS[code] not in out.decode("utf-8", "replace") and "--lang" not in options:
        bad = ["no line `verdict %s`" % judge.VERDICTS[code]]
    say(name, code == wanted and not bad, "exit %s, expected %s %s %s %s" % (code, wanted, "; ".join(bad), failing(out), errors[-200:].decode("utf-8", "replace").strip()))


def failing(out):
    return " / ".join(x.strip()[:160] for x in out.decode("utf-8", "replace").split("\n") if " failed" in x or " open" in x)[:400]


def fresh(base, name="bundle"):
    place = os.path.join(ROOM, base.name + " " + str(sum(COUNT.values())) + name)
    folder, policy = os.path.join(place, name), os.path.join(place, "policy.txt")
    judge.put(folder, base.files)
    with open(policy, "wb") as f:
        f.write(base.policy)
    return folder, policy


def places(base):
    """The same bytes elsewhere, otherwise."""
    n = base.name + ": "
    for options in ([], ["--json"], ["--lang", "zh"], ["--lang", "en"]):
        expect(n + "plain " + " ".join(options), 0, *fresh(base), *options)
    for name in ("a b", "抽查 结果", "-x", "ü", "a'b\"c", "%s%n"):
        folder, policy = fresh(base, name)
        expect(n + "path " + name, 0, folder, policy, "--json")
    folder, policy = fresh(base)
    expect(n + "trailing slash", 0, folder + "/", policy)
    expect(n + "double slash", 0, folder.replace("/bundle", "//bundle/."), policy)
    expect(n + "relative path", 0, "bundle", "policy.txt", cwd=os.path.dirname(folder))
    expect(n + "dot", 0, ".", "../policy.txt", cwd=folder)
    expect(n + "other cwd", 0, folder, policy, cwd="/")
    for variable, value in [("LC_ALL", "C"), ("LC_ALL", "C.UTF-8"), ("LC_ALL", "zh_CN.GB18030"), ("LC_ALL", "tr_TR.UTF-8"), ("LC_ALL", "nonsense"), ("LANG", "de_DE.UTF-8"), ("TZ", "Asia/Kathmandu"), ("TZ", "XXX-25:61"), ("TZ", ""), ("LANGUAGE", "zh"), ("POSIXLY_CORRECT", "1"), ("TMPDIR", "/nowhere"),
                            ("HOME", "/nowhere"), ("COLUMNS", "1"), ("NO_COLOR", "1"), ("TERM", "dumb")]:
        expect(n + variable + "=" + value, 0, folder, policy, "--json", env={variable: value})
    expect(n + "umask 077", 0, folder, policy, before=["sh", "-c", 'umask 077; exec "$0" "$@"'])
    expect(n + "no environment", 0, folder, policy, before=["env", "-i"])
    expect(n + "options first", 0, folder, policy)
    code, _, _ = judge.run([VERIFIER, "--policy", policy, "--json", folder])
    say(n + "policy before bundle", code == 0, "exit %s" % code)
    for mode in (0o400, 0o444, 0o644, 0o777):
        for file in ORDER:
            os.chmod(os.path.join(folder, file), mode)
        expect(n + "mode %o" % mode, 0, folder, policy)
    os.chmod(folder, 0o500)
    expect(n + "folder read-only", 0, folder, policy)
    os.chmod(folder, 0o700)
    for stamp in (0, 1, 2**31, 4102444800):
        for file in ORDER:
            os.utime(os.path.join(folder, file), (stamp, stamp))
        expect(n + "mtime %d" % stamp, 0, folder, policy)
    copy = os.path.join(os.path.dirname(folder), "copy")
    subprocess.run(["cp", "-a", folder, copy], check=True)
    expect(n + "cp -a", 0, copy, policy)
    os.mkdir(copy + "2")
    for file in reversed(ORDER):
        shutil.copy(os.path.join(folder, file), os.path.join(copy + "2", file))
    expect(n + "reversed order of making", 0, copy + "2", policy)
    os.mkdir(copy + "3")
    for file in ORDER:
        os.link(os.path.join(folder, file), os.path.join(copy + "3", file))
    expect(n + "hard links", 0, copy + "3", policy)
    os.symlink(folder, copy + "4")
    expect(n + "folder through a link", 0, copy + "4", policy)
    os.symlink(policy, policy + ".link")
    expect(n + "policy through a link", 0, folder, policy + ".link")
    code, _, _ = judge.run(["sh", "-c", 'exec "$0" "$1" --policy "$2" >/dev/full', VERIFIER, folder, policy])
    say(n + "output full is not success", code == 4, "exit %s" % code)


def policies(base):
    n, p = base.name + ": ", base.policy
    lines = p.split(b"\n")[:-1]
    foreign = notes.Signer("别处", "sm3-sm2" if base.ed else "sha256-ed25519", Rand("foreign").bytes()).vkey.encode()
    good = [("comments and blank lines", b"\n\n# x\n   \n\t\n" + b"\n#\n".join(lines) + b"\n"), ("reversed", b"\n".join(reversed(lines)) + b"\n"), ("tabs", b"\n".join(b"\t" + x.replace(b" ", b" \t ") if not x.startswith(b"#") else x for x in lines) + b"\t\n"),
            ("no last LF", p[:-1]), ("extra keys", p + b"operator " + foreign + b"\n"), ("extra pack", p + b"rules old-pack " + b"0" * 64 + b"\n"),
            ("same name, other pack", p + b"rules changchun-2021 " + b"0" * 64 + b"\n"), ("comment in Chinese", "# 政策\n".encode() + p), ("indented comment", b"  # x\n" + p)]
    for what, made in good:
        folder, policy = fresh(base)
        open(policy, "wb").write(made)
        expect(n + "policy " + what, 0, folder, policy, "--json")
    folder, policy = fresh(base)
    vkey = base.keys[0].vkey.encode()
    bad = [("empty", b""), ("twice", p + b"".join(x + b"\n" for x in lines if x.startswith((b"operator", b"contributor", b"rules", b"rehearsal")))), ("keys in both roles", p + b"contributor " + base.keys[0].vkey.encode() + b"\noperator " + base.keys[1].vkey.encode() + b"\n"), ("no quorum", p.replace(b"quorum none\n", b"")), ("two quorums", p + b"quorum none\n"), ("cr", p.replace(b"\n", b"\r\n")), ("bad utf-8", p + b"# \xff\n"), ("forbidden character", p + "# \u202e\n".encode()), ("nfd", p + "# e\u0301\n".encode()), ("bom", b"\xef\xbb\xbf" + p),
           ("operator alone", p + b"operator\n"), ("operator with more", p + b"operator " + vkey + b" x\n"), ("bad vkey", p.replace(vkey, vkey[:-1])), ("bad key id", p.replace(vkey, flip_hex(vkey.decode(), vkey.index(b"+") + 1).encode())), ("rules short", p + b"rules x\n"), ("rules upper", p + b"rules x " + b"A" * 64 + b"\n"),
           ("rehearsal with more", p + b"rehearsal yes\n"), ("quorum alone", p.replace(b"quorum none", b"quorum")), ("comment at line end", p.replace(b"quorum none", b"quorum none # x")), ("bad and later", p + b"log x\noperator\n"), ("nul", p + b"\0\n"), ("binary", bytes(range(256)))]
    for what, made in bad:
        open(policy, "wb").write(made)
        expect(n + "policy, error: " + what, 4, folder, policy)


def signed_again(base):
    """The notes signed again in another valid way: another nonce (SM2; Ed25519 under another prefix)."""
    import bundle
    files, again = dict(base.files), []
    for k in base.keys:
        other = notes.Signer(k.name, k.suite, k.secret)
        other.sign = lambda text, k=k: sign_again(k, text)
        again.append(other)
    bundle.sign_all(files, base.suite, base.draw, again)
    folder, policy = fresh(base)
    shutil.rmtree(folder)
    judge.put(folder, files)
    say(base.name + ": other signatures are others", files["notice.note"] != base.files["notice.note"], "same bytes")
    expect(base.name + ": notes signed again", 0, folder, policy, "--json")


def sign_again(signer, text):
    if signer.suite == "sm3-sm2":
        return sm2.sign_with(signer.d, text, int.from_bytes(sm2.sm3(b"another" + text), "big") % sm2.N)
    import edwards as ed
    r = ed._hash_int(b"another", text) % ed.L
    first, a = ed.encode(ed.multiply(r, ed.BASE)), ed._expand(signer.secret)[0]
    return first + ((r + ed._hash_int(first, signer.key, text) * a) % ed.L).to_bytes(32, "little")


def wrong_uses(base, others):
    n = base.name + ": "
    folder, policy = fresh(base)
    expect(n + "no policy", 2, folder, None)
    expect(n + "no policy, json", 2, folder, None, "--json")
    expect(n + "missing bundle", 4, folder + "/nowhere", policy)
    expect(n + "a file for a bundle", 4, folder + "/notice.json", policy)
    expect(n + "missing policy", 4, folder, policy + "x")
    expect(n + "folder for a policy", 4, folder, folder)
    expect(n + "unknown option", 4, folder, policy, "--frobnicate")
    expect(n + "two bundles", 4, folder, policy, folder)
    expect(n + "policy without file", 4, folder, None, "--policy")
    say(n + "nothing at all", judge.run([VERIFIER])[0] == 4, "exit %s" % judge.run([VERIFIER])[0])
    for other in others:
        if other.name != base.name:
            open(policy, "wb").write(other.policy)
            expect(n + "policy of " + other.name, 1, folder, policy, "--json")
    real = base.policy.replace(b"rehearsal\n", b"") if base.notice["rehearsal"] else base.policy + b"rehearsal\n"
    open(policy, "wb").write(real)
    expect(n + "rehearsal the other way", 1, folder, policy)


def main():
    global VERIFIER, ROOM
    parser = argparse.ArgumentParser()
    parser.add_argument("--verifier", required=True)
    parser.add_argument("--bases", default="ed-one-balls,sm-one-withheld")
    a = parser.parse_args()
    VERIFIER, ROOM = os.path.abspath(a.verifier), judge.scratch()
    every = [Base(n) for n in base_names()]
    bases = [b for b in every if a.bases == "all" or b.name in a.bases.split(",")]
    try:
        for base in bases:
            expect(base.name + ": as it stands", 0, *fresh(base), "--json")
            signed_again(base)
        for base in bases[:1] + bases[-1:]:
            places(base)
            policies(base)
            wrong_uses(base, every)
        for base in bases:
            for name, files, policy in variants(base):
                place = os.path.join(ROOM, "%s %s" % (base.name, name))
                judge.put(place + "/bundle", files)
                open(place + "/policy.txt", "wb").write(policy)
                expect("%s: variant %s" % (base.name, name), 0, place + "/bundle", place + "/policy.txt", "--json")
                shutil.rmtree(place)
    finally:
        shutil.rmtree(ROOM, ignore_errors=True)
    print("%d passed, %d failed" % (COUNT[True], COUNT[False]))
    return 1 if COUNT[False] else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
