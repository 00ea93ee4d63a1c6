"""Ed25519, X25519, AES-256-GCM, AES key unwrap and HKDF in Python's standard library.

For verifying test vectors alone: its time depends on what is secret.
"""

import base64
import hashlib
import hmac
import struct

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def unb64(text):
    return base64.b64decode(text, validate=True)


def b64(data):
    return base64.b64encode(data).decode()


def unb64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def digest(text):
    """SHA-256 of a text, in base64url."""
    data = text.encode() if isinstance(text, str) else text
    return b64url(hashlib.sha256(data).digest())


# Ed25519 (RFC 8032), points as (X, Y, Z, T).


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


Y = 4 * pow(5, P - 2, P) % P
X = recover_x(Y, 0)
BASE = (X, Y, 1, X * Y % P)


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def expand(private):
    h = hashlib.sha512(private).digest()
    scalar = int.from_bytes(h[:32], "little") & ((1 << 254) - 8) | (1 << 254)
    return scalar, h[32:]


def ed25519_sign(private, message):
    scalar, prefix = expand(private)
    public = compress(times(scalar, BASE))
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    point = compress(times(r, BASE))
    h = int.from_bytes(hashlib.sha512(point + public + message).digest(), "little")
    return point + ((r + h * scalar) % L).to_bytes(32, "little")


def ed25519_verify(public, message, signature):
    if len(signature) != 64:
        return False
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


def x25519(private, public):
    """RFC 7748, section 5."""
    k = int.from_bytes(private, "little") & ~7 & ((1 << 255) - 1) | (1 << 254)
    u = int.from_bytes(public, "little") & ((1 << 255) - 1)
    x1, x2, z2, x3, z3, swap = u, 1, 0, u, 1, 0
    for t in reversed(range(255)):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a, b * b, d * a, c * b
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


def hmac_sha256(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(secret, salt, info):
    """32 bytes of HKDF-SHA-256 (RFC 5869)."""
    return hmac_sha256(hmac_sha256(salt, secret), info + b"\x01")


def concat_kdf(secret, algorithm):
    """256 bits of Concat KDF (RFC 7518, 4.6.2), no party named."""
    name = algorithm.encode()
    info = struct.pack(">I", len(name)) + name + struct.pack(">III", 0, 0, 256)
    return hashlib.sha256(struct.pack(">I", 1) + secret + info).digest()


# AES (FIPS 197).


def times_two(a):
    return (a << 1 ^ 0x11B) if a & 0x80 else a << 1


def make_boxes():
    powers, logs, value = [0] * 256, [0] * 256, 1
    for i in range(255):
        powers[i], logs[value] = value, i
        value ^= times_two(value)
    box = []
    for a in range(256):
        b = powers[-logs[a] % 255] if a else 0
        rotated = b ^ b << 1 ^ b << 2 ^ b << 3 ^ b << 4
        box.append((rotated ^ rotated >> 8) & 0xFF ^ 0x63)
    inverse = [0] * 256
    for a, b in enumerate(box):
        inverse[b] = a
    return box, inverse


BOX, INVERSE = make_boxes()


def multiply(a, b):
    result = 0
    while b:
        if b & 1:
            result ^= a
        a, b = times_two(a), b >> 1
    return result


def round_keys(key):
    words = [list(key[i : i + 4]) for i in range(0, 32, 4)]
    constant = 1
    for i in range(8, 60):
        word = words[i - 1]
        if i % 8 == 0:
            word = [BOX[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = times_two(constant)
        elif i % 8 == 4:
            word = [BOX[b] for b in word]
        words.append([a ^ b for a, b in zip(words[i - 8], word)])
    return [sum(words[i : i + 4], []) for i in range(0, 60, 4)]


def mixed(state, factors):
    columns = [state[i : i + 4] for i in range(0, 16, 4)]
    return [
        multiply(c[0], factors[-row % 4]) ^ multiply(c[1], factors[(1 - row) % 4])
        ^ multiply(c[2], factors[(2 - row) % 4]) ^ multiply(c[3], factors[(3 - row) % 4])
        for c in columns for row in range(4)
    ]  # fmt: skip


def encrypt_block(keys, block):
    state = [a ^ b for a, b in zip(block, keys[0])]
    for number, key in enumerate(keys[1:], 1):
        state = [BOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 14:
            state = mixed(state, (2, 3, 1, 1))
        state = [a ^ b for a, b in zip(state, key)]
    return bytes(state)


def decrypt_block(keys, block):
    state = [a ^ b for a, b in zip(block, keys[14])]
    for number in reversed(range(14)):
        state = [INVERSE[state[(i - 4 * (i % 4)) % 16]] for i in range(16)]
        state = [a ^ b for a, b in zip(state, keys[number])]
        if number > 0:
            state = mixed(state, (14, 11, 13, 9))
    return bytes(state)


def unwrap_key(key, wrapped):
    """AES Key Wrap (RFC 3394); None where it is not wrapped under the key."""
    keys = round_keys(key)
    a, blocks = wrapped[:8], [wrapped[i : i + 8] for i in range(8, len(wrapped), 8)]
    n = len(blocks)
    for j in reversed(range(6)):
        for i in reversed(range(n)):
            t = struct.pack(">Q", n * j + i + 1)
            data = decrypt_block(keys, bytes(x ^ y for x, y in zip(a, t)) + blocks[i])
            a, blocks[i] = data[:8], data[8:]
    return b"".join(blocks) if a == b"\xa6" * 8 else None


def ghash(h, data):
    h, result = int.from_bytes(h, "big"), 0
    for i in range(0, len(data), 16):
        value, result = result ^ int.from_bytes(data[i : i + 16], "big"), 0
        shifted = h
        for bit in range(127, -1, -1):
            if value >> bit & 1:
                result ^= shifted
            shifted = shifted >> 1 ^ (0xE1 << 120 if shifted & 1 else 0)
    return result


def decrypt_gcm(key, iv, ciphertext, tag, additional):
    """AES-256-GCM with an IV of 12 bytes; None where the tag is another."""
    keys = round_keys(key)
    padded = b"".join(part + b"\0" * (-len(part) % 16) for part in (additional, ciphertext))
    lengths = struct.pack(">QQ", len(additional) * 8, len(ciphertext) * 8)
    s = ghash(encrypt_block(keys, b"\0" * 16), padded + lengths).to_bytes(16, "big")
    mask = encrypt_block(keys, iv + struct.pack(">I", 1))
    if not hmac.compare_digest(bytes(a ^ b for a, b in zip(s, mask)), tag):
        return None
    blocks = (len(ciphertext) + 15) // 16
    stream = b"".join(encrypt_block(keys, iv + struct.pack(">I", 2 + i)) for i in range(blocks))
    return bytes(a ^ b for a, b in zip(ciphertext, stream))
