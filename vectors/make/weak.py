# SPDX-License-Identifier: MulanPSL-2.0
"""Keys and points that notes 2.4 and 2.5 refuse, made from the curves themselves."""
import edwards as ed
import sm2
from base import Rand


def torsion():
    """A point of order 8: L times a point that is not in the prime-order subgroup."""
    y = 2
    while True:
        point = ed.decode(y.to_bytes(32, "little"))
        if point is not None:
            t = ed.multiply(ed.L, point)
            if not ed.equal(ed.multiply(4, t), ed.NEUTRAL):
                return t
        y += 1


def y_bytes(y, sign=0):
    return (y | sign << 255).to_bytes(32, "little")


def ed_points():
    """[(what, 32 bytes)], all refused by notes 2.4."""
    t, good = torsion(), ed.decode(ed.public_key(Rand("weak").bytes()))
    out = [("small-order-%d" % n, ed.encode(ed.multiply(n, t))) for n in range(1, 8)]
    out.append(("identity", ed.encode(ed.NEUTRAL)))
    out += [("mixed-order-%d" % n, ed.encode(ed.add(good, ed.multiply(n, t)))) for n in (1, 2, 4)]
    out += [("not-canonical-y-p", y_bytes(ed.P)), ("not-canonical-y-p+1", y_bytes(ed.P + 1)), ("not-canonical-y-2^255-1", y_bytes(2**255 - 1)),
            ("not-canonical-sign", y_bytes(ed.P + 1, 1)), ("x-0-sign-1", y_bytes(1, 1)), ("x-0-sign-1-y-minus-1", y_bytes(ed.P - 1, 1))]
    # a y from p on that would be a point of the curve if it were taken mod p
    for y in range(2, 19):
        if ed.recover_x(y, 0) is not None:
            out.append(("not-canonical-y-p+%d" % y, y_bytes(ed.P + y)))
            break
    y = 2
    while ed.recover_x(y, 0) is not None:
        y += 1
    out.append(("not-on-curve", y_bytes(y)))
    out.append(("all-ones", b"\xff" * 32))
    assert all(ed.strict_point(data) is None for _, data in out)
    return out


def sm2_keys():
    """[(what, 65 bytes)], all refused by notes 2.5."""
    good = sm2.public_key(sm2.secret_from_bytes(Rand("weak sm2").bytes()))
    x, y = int.from_bytes(good[1:33], "big"), int.from_bytes(good[33:], "big")
    enc = lambda x, y, first=4: bytes([first]) + x.to_bytes(32, "big") + y.to_bytes(32, "big")
    small = 0
    while True:         # a point with so small an x that x + p has 32 bytes too
        square = (small**3 + sm2.A * small + sm2.B) % sm2.P
        root = pow(square, (sm2.P + 1) // 4, sm2.P)
        if root * root % sm2.P == square:
            break
        small += 1
    assert sm2.on_curve(small, root)
    out = [("not-on-curve", enc(x, y ^ 1)), ("zeros", enc(0, 0)), ("x-plus-p", enc(small + sm2.P, root)), ("x-is-p", enc(sm2.P, y)), ("y-is-p", enc(x, sm2.P)),
           ("all-ones", b"\x04" + b"\xff" * 64), ("swapped", enc(y, x)), ("p256-generator", bytes.fromhex(
               "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"))]
    assert all(sm2.decode(k) is None for _, k in out)
    return out


def sm2_good_small():
    """The point with the small x itself: good."""
    for what, key in sm2_keys():
        if what == "x-plus-p":
            x = int.from_bytes(key[1:33], "big") - sm2.P
            return b"\x04" + x.to_bytes(32, "big") + key[33:]


def sign_with_r(seed, message, r_point, r_scalar):
    """An Ed25519 signature with this R, S fitting R's part in the base point's group (r_scalar)."""
    a, _ = ed._expand(seed)
    key, first = ed.encode(ed.multiply(a, ed.BASE)), r_point
    k = ed._hash_int(first, key, message) % ed.L
    return first + ((r_scalar + k * a) % ed.L).to_bytes(32, "little")
