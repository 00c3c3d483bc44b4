# SPDX-License-Identifier: MulanPSL-2.0
"""checkpoints.json, cosignatures.json, proofs.json, inclusions.json (log.md)."""
import edwards as ed
import tlog
import weak
from base import SUITES, Rand
from notes import DASH, Signer, b64, key_id, signature_line, vkey_of
from tlog import Cosigner, checkpoint, checkpoint_text, leaf, path, root

ORIGIN = "log.example.org/2026"
T0 = 1795395600         # 2026-11-23T09:00:00+08:00


def hold(member, data):
    """Bytes as text where they are that, else in hexadecimal."""
    try:
        return {member: data.decode()}
    except UnicodeDecodeError:
        return {member + "_hex": data.hex()}


def changed(line, change):
    """A signature line with change(bytes after the key id)."""
    dash, name, word = line[:-1].split(" ")
    raw = tlog.unb64(word)
    return "%s %s %s\n" % (dash, name, b64(raw[:4] + change(raw[4:])))


def checkpoints():
    out = []
    rand = Rand("checkpoints")
    log = Signer(ORIGIN, SUITES[0], rand.bytes())
    a, b = (Cosigner(n + ".example.org", rand.bytes()) for n in "ab")
    stranger, other_log = Cosigner("stranger.example.org", rand.bytes()), Signer("other.example.org/2026", SUITES[0], rand.bytes())
    hashed = rand.bytes()
    text = checkpoint_text(ORIGIN, 43, hashed)

    def add(name, comment, data, codes, cosigned=(), usable=True, log_key=log, witnesses=(a, b), size=43):
        data = data if isinstance(data, bytes) else data.encode()
        found, c = tlog.parse_checkpoint(data)
        counted = []
        if c:
            more, counted = tlog.judge(c, log_key and log_key.vkey, [w.vkey for w in witnesses])
            found |= more
        vkeys = [w.vkey for w in witnesses]
        counted = [[vkeys.index(v), t] for v, t in counted]
        assert sorted(found) == sorted(codes) and (c is not None) == usable and counted == [list(x) for x in cosigned], (name, found, counted)
        assert c is None or c.size == size and (c.root == hashed or name in ("root-zero", "size-0"))
        out.append({"id": name, "comment": comment, "log": log_key and log_key.vkey, "witnesses": vkeys, **hold("checkpoint", data), "codes": sorted(found),
                    "origin": c.origin if c else None, "size": c.size if c else None, "root": c.root.hex() if c else None, "cosigned": counted})
    good = [log.line(text), a.cosign(text, T0), b.cosign(text, T0 + 7)]
    two = [(0, T0), (1, T0 + 7)]
    put = lambda lines, t=text: checkpoint(t, lines)
    add("good", "the log and two witnesses", put(good), [], two)
    add("good-log-alone", "the log alone", put(good[:1]), [])
    add("good-any-order", "lines in any order", put([good[2], good[0], good[1]]), [], two[::-1])
    add("good-unknown-cosigner", "a line of a witness that nobody knows is passed over", put(good + [stranger.cosign(text, T0)]), [], two)
    add("good-unknown-bad", "whether it would verify or not", put([changed(stranger.cosign(text, T0), lambda d: d[:-1] + bytes([d[-1] ^ 1]))] + good), [], two)
    add("good-unknown-short", "or of another length", put(good + [signature_line("x", b"abcd", b"1")]), [], two)
    add("good-unknown-long", "however long", put(good + [signature_line("ML-DSA", b"abcd", b"1" * 3000)]), [], two)
    add("good-unknown-log", "a line of another log", put(good + [other_log.line(text)]), [], two)
    add("good-known-name-other-kid", "a known name with another key id is unknown", put(good + [signature_line(a.name, b"\0\0\0\1", bytes(72))]), [], two)
    add("good-known-kid-other-name", "a known key id under another name is unknown", put(good + [signature_line("z.example.org", key_id(a.name, a.typed), bytes(72))]), [], two)
    add("good-log-name-other-kid", "the log's name with another key id, beside the log's line", put(good + [signature_line(ORIGIN, b"\0\0\0\1", bytes(64))]), [], two)
    for name, comment, extension in (("one", "an extension line", ["extension"]), ("three", "three", ["a b c", "1 2", DASH + " x y"]), ("chinese", "in Chinese", ["扩展"])):
        t = checkpoint_text(ORIGIN, 43, hashed, extension)
        add("good-extension-" + name, comment, checkpoint(t, [log.line(t), a.cosign(t, T0)]), [], two[:1])
    t = checkpoint_text(ORIGIN, 43, hashed, ["extension"])
    add("extension-not-signed", "an extension line that was not signed", checkpoint(t, good), ["L02"])
    t = checkpoint_text(ORIGIN, 0, root([]))
    add("size-0", "an empty tree", checkpoint(t, [log.line(t)]), [], size=0)
    t = checkpoint_text(ORIGIN, 2**53 - 1, hashed)
    add("size-largest", "the largest integer", checkpoint(t, [log.line(t)]), [], size=2**53 - 1)
    add("time-0", "the time 0", put([good[0], a.cosign(text, 0)]), [], [(0, 0)])
    add("time-largest", "2^53 - 1", put([good[0], a.cosign(text, 2**53 - 1)]), [], [(0, 2**53 - 1)])
    add("time-above", "2^53", put([good[0], a.cosign(text, 2**53)]), ["L02"])
    many = [Cosigner("w%02d.example.org" % n, bytes([n]) * 32) for n in range(64)]
    add("lines-64", "64 lines", put(good[:1] + [signature_line(w.name, key_id(w.name, w.typed), bytes(72)) for w in many[:63]]), [])
    add("lines-65", "65 lines", put(good[:1] + [signature_line(w.name, key_id(w.name, w.typed), bytes(72)) for w in many]), ["F11"], usable=False)
    # signatures
    add("no-lines", "no signature line at all", put([]), ["L02"])
    add("no-log", "witnesses without the log", put(good[1:]), ["L02"], two)
    add("log-other-text", "the log signed another text", put([log.line(checkpoint_text(ORIGIN, 42, hashed))] + good[1:]), ["L02"], two)
    add("log-with-empty-line", "the log signed the empty line too", put([log.line(text + b"\n")] + good[1:]), ["L02"], two)
    add("log-short", "the log's signature of 63 bytes", put([changed(good[0], lambda d: d[:-1])] + good[1:]), ["L02"], two)
    add("log-long", "of 65 bytes", put([changed(good[0], lambda d: d + b"\0")] + good[1:]), ["L02"], two)
    add("log-as-cosignature", "the log's key signs in the form of a cosignature", put([signature_line(ORIGIN, key_id(ORIGIN, log.typed), T0.to_bytes(8, "big") + log.sign(tlog.cosigned(text, T0)))] + good[1:]), ["L02"], two)
    add("log-s-plus-l", "S not below the group order", put([changed(good[0], lambda d: d[:32] + (int.from_bytes(d[32:], "little") + ed.L).to_bytes(32, "little"))]), ["L02"])
    add("witness-other-text", "a witness signed another checkpoint", put([good[0], good[1], b.cosign(checkpoint_text(ORIGIN, 42, hashed), T0 + 7)]), ["L02"], two[:1])
    add("witness-time-changed", "the time is another than was signed", put([good[0], changed(good[1], lambda d: (T0 - 1).to_bytes(8, "big") + d[8:]), good[2]]), ["L02"], two[1:])
    add("witness-plain", "a witness signed the text itself", put([good[0], signature_line(a.name, key_id(a.name, a.typed), T0.to_bytes(8, "big") + a.sign(text)), good[2]]), ["L02"], two[1:])
    add("witness-no-time", "64 bytes", put([good[0], signature_line(a.name, key_id(a.name, a.typed), a.sign(text)), good[2]]), ["L02"], two[1:])
    add("witness-long", "73 bytes", put([good[0], changed(good[1], lambda d: d + b"\0"), good[2]]), ["L02"], two[1:])
    add("witness-little-endian", "the time in the other order of bytes", put([good[0], changed(good[1], lambda d: d[:8][::-1] + d[8:]), good[2]]), ["L02"], two[1:])
    small = ed.encode(weak.torsion())
    add("witness-r-small-order", "R of small order", put([good[0], changed(good[1], lambda d: d[:8] + small + d[40:]), good[2]]), ["S07"], two[1:])
    add("witness-twice", "one witness twice, the same line", put(good + good[1:2]), ["L05"], two + two[:1])
    add("witness-twice-times", "one witness twice, two times", put(good + [a.cosign(text, T0 + 60)]), ["L05"], two + [(0, T0 + 60)])
    add("log-twice", "the log's line twice", put(good + good[:1]), ["L05"], two)
    add("unknown-twice", "an unknown line twice", put(good + [stranger.cosign(text, T0)] * 2), ["L05"], two)
    add("unknown-twice-other-signature", "an unknown name and key id twice, with two signatures", put(good + [stranger.cosign(text, T0), stranger.cosign(text, T0 + 1)]), ["L05"], two)
    add("twice-one-bad", "one witness twice, the second not good", put(good + [changed(good[1], lambda d: d[:-1] + bytes([d[-1] ^ 1]))]), ["L02", "L05"], two)
    # form
    form = lambda name, comment, data, codes: add(name, comment, data, codes, usable=False)
    lines = text.decode().split("\n")
    again = lambda t: checkpoint(t.encode(), [log.line(t.encode())])
    form("two-lines", "no root", again("\n".join(lines[:2]) + "\n"), ["F07"])
    form("one-line", "the origin alone", again(ORIGIN + "\n"), ["F07"])
    for name, value in (("leading-zero", "043"), ("plus", "+43"), ("minus", "-43"), ("blank", " 43"), ("blank-last", "43 "), ("hex", "0x2b"), ("point", "43.0"), ("above", "9007199254740992"), ("word", "many"), ("arabic", "٤٣")):
        form("size-" + name, "the size in another form", again("\n".join([ORIGIN, value, lines[2], ""])), ["F07"])
    for name, value in (("short", b64(hashed[:31])), ("long", b64(hashed + b"\0")), ("hex", hashed.hex()), ("no-padding", lines[2][:-1]), ("url", b64(b"\xfb\xff" + hashed[2:]).replace("+", "-").replace("/", "_")), ("word", "root")):
        form("root-" + name, "the root in another form", again("\n".join([ORIGIN, "43", value, ""])), ["F13"])
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    form("root-spare-bits", "the same root with spare bits set", again("\n".join([ORIGIN, "43", lines[2][:-2] + alphabet[alphabet.index(lines[2][-2]) + 1] + "=", ""])), ["F13"])
    t = checkpoint_text(ORIGIN, 43, bytes(32))
    add("root-zero", "a root of zeros has its form", again(t.decode()), [])
    form("no-empty-line", "no empty line", text + good[0].encode(), ["F07"])
    form("two-empty-lines", "two empty lines", text + b"\n\n" + good[0].encode(), ["F03"])
    form("empty-line-between", "an empty line between signatures", put([good[0], "\n", good[1]]), ["F03"])
    form("crlf", "CR LF", put(good).replace(b"\n", b"\r\n"), ["F03"])
    form("no-last-lf", "no LF at the end", put(good)[:-1], ["F03"])
    add("bom", "U+FEFF first: not at the start of the file (bundle 2.2, 2.3), and not what was signed", b"\xef\xbb\xbf" + put(good), ["F02", "L02"])
    form("not-utf-8", "a byte that is no UTF-8", put(good[:1], text) + b"\xff\n", ["F01"])
    line = good[1]
    for name, new in (("hyphen", line.replace(DASH, "-")), ("no-blank", line.replace(DASH + " ", DASH)), ("third-word", line[:-1] + " x\n"), ("no-base64", DASH + " " + a.name + "\n"), ("blank-last", line[:-1] + " \n"),
                      ("comment", "# signed\n"), ("base64-padding", line[:-1] + "=\n"), ("base64-character", line[:-2] + "!\n"), ("kid-alone", DASH + " x " + b64(b"abcd") + "\n"), ("three-bytes", DASH + " x " + b64(b"abc") + "\n"),
                      ("name-plus", line.replace(a.name, "a+b")), ("two-blanks", line.replace(DASH + " ", DASH + "  "))):
        form("line-" + name, "a signature line of no such form", put([good[0], new, good[2]]), ["F07"])
    t = checkpoint_text("日志.example/2026", 43, hashed)
    chinese = Signer("日志.example/2026", SUITES[0], rand.bytes())
    add("origin-chinese", "an origin in Chinese", checkpoint(t, [chinese.line(t), a.cosign(t, T0)]), [], two[:1], log_key=chinese)
    add("nobody-known", "no witness is known", put(good), [], witnesses=())
    add("one-known", "one witness is known", put(good), [], [(0, T0 + 7)], witnesses=(b,))
    return out


def cosignatures():
    out = []
    rand = Rand("cosignatures")
    text = checkpoint_text(ORIGIN, 15368405, rand.bytes())
    w = Cosigner("witness.example.org", rand.bytes())
    other = Cosigner("witness.example.org", rand.bytes())

    def add(name, comment, vkey, text, signature, code, t=None):
        found, when = tlog.check_line(vkey, (None, None, signature), text)
        assert found == code and (found is not None or when == t), (name, found)
        out.append({"id": name, "comment": comment, "vkey": vkey, "text": text.decode(), "signature_hex": signature.hex(), "codes": [found] if found else [], "time": when if found is None else None})
    sign = lambda t, m=text, k=w: t.to_bytes(8, "big") + k.sign(tlog.cosigned(m, t))
    for t in (T0, 0, 1, 2**31, 2**32, 2**53 - 1):
        add("good-%d" % t, "good", w.vkey, text, sign(t), None, t)
    more = checkpoint_text(ORIGIN, 1, rand.bytes(), ["extension", "扩展"])
    add("good-extension", "with extension lines", w.vkey, more, sign(T0, more), None, T0)
    chinese = Cosigner("见证人", rand.bytes())
    add("good-chinese", "a name in Chinese", chinese.vkey, text, sign(T0, text, chinese), None, T0)
    bad = lambda name, comment, signature, code="L02", vkey=w.vkey, t=text: add(name, comment, vkey, t, signature, code)
    good = sign(T0)
    bad("time-2^53", "a time above 2^53 - 1", sign(2**53))
    bad("time-top", "all bits of the time", sign(2**64 - 1))
    bad("other-key", "another key of the same name", good, vkey=other.vkey)
    bad("other-text", "another text", good, t=more)
    bad("text-without-lf", "the text was signed without its last LF", sign(T0, text[:-1]))
    bad("empty-line-signed", "with the empty line", sign(T0, text + b"\n"))
    bad("other-time", "another time", (T0 + 1).to_bytes(8, "big") + good[8:])
    for name, message in (("no-head", b"time %d\n" % T0 + text), ("v2", b"cosignature/v2\ntime %d\n" % T0 + text), ("time-padded", b"cosignature/v1\ntime 0%d\n" % T0 + text),
                          ("time-hex", b"cosignature/v1\ntime %x\n" % T0 + text), ("no-time", b"cosignature/v1\n" + text), ("empty-line-after-head", b"cosignature/v1\ntime %d\n\n" % T0 + text), ("crlf", tlog.cosigned(text, T0).replace(b"\n", b"\r\n"))):
        bad("message-" + name, "another message was signed", T0.to_bytes(8, "big") + w.sign(message))
    for n in (0, 1, 8, 64, 71, 73, 80):
        bad("length-%d" % n, "%d bytes" % n, (good + bytes(8))[:n])
    bad("time-last", "the time behind the signature", good[8:] + good[:8])
    bad("s-plus-l", "S + L", good[:40] + (int.from_bytes(good[40:], "little") + ed.L).to_bytes(32, "little"))
    t = weak.torsion()
    for n in (1, 4):
        bad("r-small-order-%d" % n, "R of small order; with cofactor the equation holds", T0.to_bytes(8, "big") + weak.sign_with_r(w.secret, tlog.cosigned(text, T0), ed.encode(ed.multiply(n, t)), 0), "S07")
    bad("r-identity", "R is the identity; the equation holds", T0.to_bytes(8, "big") + weak.sign_with_r(w.secret, tlog.cosigned(text, T0), ed.encode(ed.NEUTRAL), 0), "S07")
    bad("r-not-canonical", "R not canonical", good[:8] + weak.y_bytes(ed.P) + good[40:], "S07")
    bad("bit", "a bit of S changed", good[:-1] + bytes([good[-1] ^ 1]))
    return out


def tree(rand, n):
    entries = [b"entry %d %s\n" % (i, rand.hex(8).encode()) for i in range(n)]
    return entries, [leaf(e) for e in entries]


def inclusions():
    out = []
    rand = Rand("inclusions")
    entries, leaves = tree(rand, 300)

    def add(name, comment, entry, index, size, audit, top, wanted):
        found = tlog.included(leaf(entry), index, size, audit, top)
        assert found == wanted, name
        out.append({"id": name, "comment": comment, **hold("entry", entry), "leaf": leaf(entry).hex(), "index": index, "size": size, "path": [p.hex() for p in audit], "root": top.hex(), "included": found})
    for size, indexes in ((1, (0,)), (2, (0, 1)), (3, (0, 1, 2)), (4, (3,)), (5, (0, 3, 4)), (7, (0, 5, 6)), (8, (0, 7)), (9, (7, 8)), (255, (254,)), (256, (0, 255)), (257, (255, 256)), (300, (0, 128, 255, 256, 299))):
        for i in indexes:
            add("good-%d-of-%d" % (i, size), "good", entries[i], i, size, path(leaves[:size], i), root(leaves[:size]), True)
    i, size = 5, 11
    audit, top = path(leaves[:size], i), root(leaves[:size])
    bad = lambda name, comment, entry=entries[i], index=i, size=size, audit=tuple(audit), top=top: add("bad-" + name, comment, entry, index, size, list(audit), top, False)
    bad("entry", "another entry", entry=entries[6])
    bad("entry-lf", "the entry without its last LF", entry=entries[5][:-1])
    bad("entry-empty", "an empty entry", entry=b"")
    bad("root", "another root", top=root(leaves[:12]))
    for index in (0, 4, 6, 7, 10, 11, 12, 2**53 - 1):
        bad("index-%d" % index, "another index", index=index)
    for other in (5, 6, 8, 17, 0):
        bad("size-%d" % other, "another size", size=other)
    for other in (9, 16):
        add("other-size-%d" % other, "another size with a path of the same shape: the size is bound by the signed checkpoint, not by the proof (RFC 9162)", entries[i], i, other, audit, top, True)
    bad("shorter", "a hash less", audit=audit[:-1])
    bad("longer", "a hash more", audit=audit + [rand.bytes()])
    bad("none", "no hash", audit=())
    bad("reversed", "the hashes from the root down", audit=audit[::-1])
    bad("swapped", "two hashes swapped", audit=[audit[1], audit[0]] + audit[2:])
    bad("zero", "a hash of zeros", audit=[bytes(32)] + audit[1:])
    bad("node-as-leaf", "an inner node offered as a leaf (0x01 before it)", entry=b"\x01" + leaves[4] + leaves[5], index=2, size=6, audit=path(leaves[:size], 5)[1:])
    inner = leaves[4] + leaves[5]
    assert leaf(inner) != tlog.node(leaves[4], leaves[5])
    bad("node-bytes", "two hashes offered as an entry", entry=inner, index=2, size=6, audit=path(leaves[:size], 5)[1:])
    add("size-1-none", "a tree of one: no hash", entries[0], 0, 1, [], leaves[0], True)
    add("size-1-one", "a tree of one with a hash", entries[0], 0, 1, [leaves[1]], tlog.node(leaves[0], leaves[1]), False)
    add("index-is-size", "index 1 of 1", entries[0], 1, 1, [], leaves[0], False)
    add("empty-tree", "index 0 of 0", entries[0], 0, 0, [], root([]), False)
    add("entry-of-zero-bytes", "an entry of no bytes", b"", 1, 2, [leaves[0]], tlog.node(leaves[0], leaf(b"")), True)
    add("entry-bytes", "an entry that is no text", b"\xff\x00", 0, 2, [leaves[0]], tlog.node(leaf(b"\xff\x00"), leaves[0]), True)
    deep = [rand.bytes() for _ in range(52)]
    r = leaf(entries[0])
    for p in deep:
        r = tlog.node(r, p)
    add("deep", "52 hashes: index 0 of 2^52", entries[0], 0, 2**52, deep, r, True)
    add("deep-less", "the same path of 2^51 entries", entries[0], 0, 2**51, deep, r, False)
    return out


def proofs():
    out = []
    rand = Rand("proofs")
    log = Signer(ORIGIN, SUITES[0], rand.bytes())
    w = Cosigner("a.example.org", rand.bytes())
    entries, leaves = tree(rand, 50)
    text = checkpoint_text(ORIGIN, 43, root(leaves[:43]))
    point = checkpoint(text, [log.line(text), w.cosign(text, T0)]).decode()
    audit = path(leaves[:43], 41)

    def add(name, comment, data, codes):
        data = data if isinstance(data, bytes) else data.encode()
        found, p = tlog.parse_proof(data)
        assert sorted(found) == sorted(codes), (name, found)
        out.append({"id": name, "comment": comment, **hold("proof", data), "codes": sorted(found), "index": p.index if p else None, "path": [a.hex() for a in p.audit] if p else None,
                    "origin": p.checkpoint.origin if p else None, "size": p.checkpoint.size if p else None, "included": tlog.included(leaf(entries[41]), p.index, p.checkpoint.size, p.audit, p.checkpoint.root) if p else None,
                    **hold("entry", entries[41])})
    head = tlog.HEADER + "\nindex 41\n"
    hashes = "".join(b64(a) + "\n" for a in audit)
    add("good", "good", head + hashes + "\n" + point, [])
    one = checkpoint_text(ORIGIN, 1, leaves[0])
    add("good-no-hashes", "no hashes: a tree of one (another entry is proved)", tlog.HEADER + "\nindex 0\n\n" + checkpoint(one, [log.line(one)]).decode(), [])
    add("good-no-signatures", "a checkpoint without lines has its form", head + hashes + "\n" + text.decode() + "\n", [])
    add("form-index-above", "an index above the size has its form (L01)", tlog.HEADER + "\nindex 99\n" + hashes + "\n" + point, [])
    add("form-other-hashes", "too few hashes have their form (L01)", head + hashes[45:] + "\n" + point, [])
    add("form-63-hashes", "63 hashes", head + (b64(bytes(32)) + "\n") * 63 + "\n" + point, [])
    t = checkpoint_text(ORIGIN, 43, root(leaves[:43]), ["extension"])
    add("good-extension", "an extension line in the checkpoint", head + hashes + "\n" + checkpoint(t, [log.line(t)]).decode(), [])
    bad = lambda name, comment, data, *codes: add("bad-" + name, comment, data, codes)
    bad("64-hashes", "64 hashes", head + (b64(bytes(32)) + "\n") * 64 + "\n" + point, "F07")
    for name, first in (("version", "c2sp.org/tlog-proof@v2"), ("other", "tlog-proof"), ("upper", tlog.HEADER.upper()), ("blank-last", tlog.HEADER + " "), ("blank-first", " " + tlog.HEADER)):
        bad("header-" + name, "another first line", first + "\nindex 41\n" + hashes + "\n" + point, "F07")
    bad("header-none", "no first line", "index 41\n" + hashes + "\n" + point, "F07")
    for name, line in (("zero-first", "index 041"), ("minus", "index -1"), ("plus", "index +41"), ("word", "index x"), ("empty", "index "), ("none", "index"), ("two-blanks", "index  41"), ("upper", "Index 41"),
                       ("blank-last", "index 41 "), ("above", "index 9007199254740992"), ("tab", "index\t41")):
        bad("index-" + name, "another second line", tlog.HEADER + "\n" + line + "\n" + hashes + "\n" + point, "F07", *(["F02"] if name == "tab" else []))
    bad("index-missing", "no index", tlog.HEADER + "\n\n" + point, "F07")
    bad("extra", "an `extra` line", tlog.HEADER + "\nextra AAAA\nindex 41\n" + hashes + "\n" + point, "F07")
    bad("extra-after", "an `extra` line after the index", head + "extra AAAA\n" + hashes + "\n" + point, "F07")
    h0 = b64(audit[0])
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for name, value in (("hex", audit[0].hex()), ("31", b64(audit[0][:31])), ("33", b64(audit[0] + b"\0")), ("no-padding", h0[:-1]), ("padding", h0 + "="), ("character", "!" + h0[1:]),
                        ("spare-bits", h0[:-2] + alphabet[alphabet.index(h0[-2]) + 1] + "="), ("url", b64(b"\xfb\xff" + audit[0][2:]).replace("+", "-").replace("/", "_"))):
        bad("hash-" + name, "a hash in another form", head + value + "\n" + hashes[45:] + "\n" + point, "F13")
    bad("no-empty-line", "no empty line before the checkpoint", head + hashes + point, "F07")
    bad("empty-line-more", "a second empty line before the checkpoint", head + hashes + "\n\n" + point, "F03")
    bad("empty-line-first", "an empty line first", "\n" + head + hashes + "\n" + point, "F03")
    bad("empty-line-last", "an empty line last", head + hashes + "\n" + point + "\n", "F03")
    bad("empty-line-between-hashes", "an empty line among the hashes", head + hashes[:45] + "\n" + hashes[45:] + "\n" + point, "F03")
    bad("no-empty-line-of-checkpoint", "the checkpoint without its empty line", head + hashes + "\n" + point.replace("\n\n", "\n"), "F07")
    bad("checkpoint-none", "no checkpoint", head + hashes, "F07")
    bad("checkpoint-empty", "an empty line and no checkpoint", head + hashes + "\n", "F07")
    bad("checkpoint-size", "a size of another form", head + hashes + "\n" + point.replace("\n43\n", "\n43.0\n"), "F07")
    bad("checkpoint-root", "a root of another form", head + hashes + "\n" + point.replace("\n43\n", "\n43\nA"), "F13")
    bad("checkpoint-line", "a signature line of no such form", head + hashes + "\n" + point.replace(DASH + " a.", "- a."), "F07")
    bad("checkpoint-65-lines", "65 signature lines", head + hashes + "\n" + point + "".join(signature_line("w%d" % n, b"abcd", b"x") for n in range(63)), "F11")
    bad("crlf", "CR LF", (head + hashes + "\n" + point).replace("\n", "\r\n"), "F03")
    bad("bom", "U+FEFF first", "\ufeff" + head + hashes + "\n" + point, "F03")
    bad("checkpoint-bom", "U+FEFF before the checkpoint: not at the start of the file (bundle 2.3)", head + hashes + "\n\ufeff" + point, "F02")
    bad("no-last-lf", "no LF at the end", (head + hashes + "\n" + point)[:-1], "F03")
    bad("empty", "nothing", "", "F03")
    bad("not-utf-8", "a byte that is no UTF-8", (head + hashes + "\n" + point).encode() + b"\xff\n", "F01")
    bad("zero-width", "U+200B in the origin", head + hashes + "\n" + point.replace("log.example", "log\u200b.example"), "F02")
    bad("two", "two faults", head + h0 + "=\n" + "\n" + point.replace("\n43\n", "\nx\n"), "F07", "F13")
    return out


FILES = {"checkpoints.json": ("log.md", checkpoints), "cosignatures.json": ("log.md", cosignatures), "proofs.json": ("log.md", proofs), "inclusions.json": ("log.md", inclusions)}
assert vkey_of
