# SPDX-License-Identifier: MulanPSL-2.0
"""SM2 signatures with SM3 (GB/T 32918.2) and the identifier of notes 2.3, in plain Python.

Points are (X, Y, Z) with x = X/Z^2, y = Y/Z^3 (Jacobian): no division in the loop."""
import hashlib

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
GX = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
GY = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0
IDENTIFIER = b"1234567812345678"
INFINITY = (1, 1, 0)


def sm3(data):
    return hashlib.new("sm3", data).digest()


def double(p):
    x, y, z = p
    if z == 0 or y == 0:
        return INFINITY
    yy = y * y % P
    s = 4 * x * yy % P
    m = (3 * x * x + A * pow(z, 4, P)) % P
    x3 = (m * m - 2 * s) % P
    return (x3, (m * (s - x3) - 8 * yy * yy) % P, 2 * y * z % P)


def add(p, q):
    if p[2] == 0:
        return q
    if q[2] == 0:
        return p
    z1, z2 = p[2] * p[2] % P, q[2] * q[2] % P
    u1, u2 = p[0] * z2 % P, q[0] * z1 % P
    s1, s2 = p[1] * z2 * q[2] % P, q[1] * z1 * p[2] % P
    if u1 == u2:
        return double(p) if s1 == s2 else INFINITY
    h, r = (u2 - u1) % P, (s2 - s1) % P
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x = (r * r - hhh - 2 * v) % P
    return (x, (r * (v - x) - s1 * hhh) % P, h * p[2] * q[2] % P)


def multiply(n, p):
    result = INFINITY
    while n > 0:
        if n & 1:
            result = add(result, p)
        p = double(p)
        n >>= 1
    return result


def affine(p):
    inverse = pow(p[2], P - 2, P)
    return p[0] * inverse * inverse % P, p[1] * inverse * inverse * inverse % P


def on_curve(x, y):
    return 0 <= x < P and 0 <= y < P and (y * y - x * x * x - A * x - B) % P == 0


def decode(key):
    """notes 2.5: the point of 65 bytes 0x04 x y, or None where it is no point of the curve."""
    x, y = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:65], "big")
    if len(key) != 65 or key[0] != 4 or not on_curve(x, y):
        return None
    return (x, y, 1)


def public_key(secret):
    x, y = affine(multiply(secret, (GX, GY, 1)))
    return b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def secret_from_bytes(data):
    """A secret from 1 to n - 2 from 32 bytes (n - 1 would make 1 + d divisible by n)."""
    return int.from_bytes(data, "big") % (N - 2) + 1


def digest(key, message, identifier=IDENTIFIER):
    """e = SM3(Z message) as an integer, Z being the hash of identifier, curve and key."""
    z = sm3((8 * len(identifier)).to_bytes(2, "big") + identifier
            + b"".join(v.to_bytes(32, "big") for v in (A, B, GX, GY)) + key[1:])
    return int.from_bytes(sm3(z + message), "big")


def sign_with(secret, message, k):
    """The signature with nonce k, or None where the standard says to take another k."""
    e = digest(public_key(secret), message)
    r = (e + affine(multiply(k, (GX, GY, 1)))[0]) % N
    s = pow(1 + secret, N - 2, N) * (k - r * secret) % N
    if r == 0 or r + k == N or s == 0:
        return None
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def sign(secret, message):
    """Deterministic: the nonce is hashed out of secret and message, so vectors are the same each time."""
    counter = 0
    while True:
        k = int.from_bytes(sm3(b"qian test nonce" + secret.to_bytes(32, "big")
                               + counter.to_bytes(4, "big") + message), "big")
        signature = sign_with(secret, message, k) if 0 < k < N else None
        if signature is not None:
            return signature
        counter += 1


def verify_equation(point, key, signature, message, identifier=IDENTIFIER):
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < N and 0 < s < N) or (r + s) % N == 0:
        return False
    q = add(multiply(s, (GX, GY, 1)), multiply((r + s) % N, point))
    return q[2] != 0 and (digest(key, message, identifier) + affine(q)[0]) % N == r


def verify(key, message, signature, identifier=IDENTIFIER):
    """None if the signature is good, else the code of the fault (notes 2.5, 2.6)."""
    if len(key) != 65 or len(signature) != 64:
        raise ValueError("length")
    point = decode(key)
    if point is None:
        return "S07"
    return None if verify_equation(point, key, signature, message, identifier) else "S02"
