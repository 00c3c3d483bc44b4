# SPDX-License-Identifier: MulanPSL-2.0
"""Ed25519 in plain Python (RFC 8032), with the point checks of notes 2.4.

Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z: extended coordinates need no division,
so that a signature takes milliseconds."""
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493     # order of the base point
D = -121665 * pow(121666, P - 2, P) % P
ROOT_MINUS_1 = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(n, p):
    result = NEUTRAL
    while n > 0:
        if n & 1:
            result = add(result, p)
        p = add(p, p)
        n >>= 1
    return result


def equal(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def recover_x(y, sign):
    """x of the point with this y and sign bit; None where there is none (RFC 8032 5.1.3)."""
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0          # x = 0 only with sign bit 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * ROOT_MINUS_1 % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if x & 1 != sign else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def encode(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(data):
    """The point of a canonical encoding, or None."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(data) != 32 or y >= P:
        return None
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def strict_point(data):
    """notes 2.4: canonical, of the prime-order subgroup, not the identity. The point or None."""
    point = decode(data)
    if point is None or equal(point, NEUTRAL) or not equal(multiply(L, point), NEUTRAL):
        return None
    return point


def _expand(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & (2**254 - 8) | 2**254
    return a, h[32:]


def _hash_int(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def public_key(seed):
    return encode(multiply(_expand(seed)[0], BASE))


def sign(seed, message):
    a, prefix = _expand(seed)
    key = encode(multiply(a, BASE))
    r = _hash_int(prefix, message) % L
    first = encode(multiply(r, BASE))
    k = _hash_int(first, key, message) % L
    return first + ((r + k * a) % L).to_bytes(32, "little")


def verify_equation(key_point, r_point, key, signature, message):
    """notes 2.4, last sentence: S below the order, and [S]B = R + [k]A without cofactor."""
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    k = _hash_int(signature[:32], key, message) % L
    return equal(multiply(s, BASE), add(r_point, multiply(k, key_point)))


def verify(key, message, signature):
    """None if the signature is good, else the code of the fault (notes 2.4, 2.6)."""
    if len(key) != 32 or len(signature) != 64:
        raise ValueError("length")
    a, r = strict_point(key), strict_point(signature[:32])
    if a is None or r is None:
        return "S07"
    return None if verify_equation(a, r, key, signature, message) else "S02"
