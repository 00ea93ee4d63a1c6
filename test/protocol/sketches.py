"""Pseudonyms, sketches and envelopes, from docs/protocol/pseudonyms.md, sketches.md and envelopes.md."""

import hashlib
import json

from crypto import b64url, concat_kdf, decrypt_gcm, ed25519_verify, hmac_sha256, unb64url, unwrap_key, x25519

COLUMNS = 32


def pseudonyms(number, keys):
    """The pseudonym of each version."""
    text, made = number, []
    for key in keys:
        text = b64url(hmac_sha256(key.encode(), text.encode()))
        made.append(text)
    return made


def fingerprint(key):
    return hmac_sha256(key.encode(), b"hub: fingerprint of the pseudonym key").hex()[:32]


def name_of(fingerprints):
    return "%d.%s" % (len(fingerprints), hashlib.sha256(" ".join(fingerprints).encode()).hexdigest()[:8])


def period_id(secret):
    return b64url(hashlib.sha256(secret).digest())[:16]


def token_of(secret, pseudonym):
    return hmac_sha256(secret, b"people sketch " + pseudonym.encode() + b"\x01")[:8]


def cell_of(token, precision):
    row = int.from_bytes(token, "big") >> (64 - precision)
    last = int.from_bytes(token[4:], "big")
    return row, min(31, 32 - last.bit_length())


def rice_bits(listed, rows):
    bits = 0
    while listed << (bits + 1) <= rows - listed:
        bits += 1
    return bits


def encode(precision, cells):
    """The bytes of a sketch, a set of (row, column)."""
    rows = 2**precision
    columns = [sorted(row for row, column in cells if column == at) for at in range(COLUMNS)]
    while columns and not columns[-1]:
        columns.pop()
    bits = [f"{1:08b}{precision:08b}{len(columns):06b}"]
    for marked in columns:
        lists_unset = len(marked) > rows // 2
        listed = sorted(set(range(rows)) - set(marked)) if lists_unset else marked
        binary = f"{len(listed) + 1:b}"
        bits.append("01"[lists_unset] + "0" * (len(binary) - 1) + binary)
        low, following = rice_bits(len(listed), rows) if listed else 0, 0
        for row in listed:
            gap, following = row - following, row + 1
            bits.append("0" * (gap >> low) + "1" + (f"{gap & (1 << low) - 1:0{low}b}" if low else ""))
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big")


def decode(data):
    """The precision and the set of cells; ValueError where other bytes would be written."""
    text, at = "".join(f"{byte:08b}" for byte in data), 0

    def take(count):
        nonlocal at
        if at + count > len(text):
            raise ValueError("cut off")
        at += count
        return int(text[at - count : at] or "0", 2)

    def zeros():
        nonlocal at
        end = text.find("1", at)
        if end < 0:
            raise ValueError("cut off")
        count, at = end - at, end + 1
        return count

    if take(8) != 1:
        raise ValueError("another version")
    precision = take(8)
    count = take(6)
    if not 8 <= precision <= 16 or count > COLUMNS:
        raise ValueError("precision or columns")
    rows, cells = 2**precision, set()
    for column in range(count):
        lists_unset = take(1) == 1
        length = zeros()
        listed = (1 << length | take(length)) - 1
        if listed > rows // 2 - lists_unset:
            raise ValueError("more than half")
        low, following, marked = rice_bits(listed, rows) if listed else 0, 0, set()
        for _ in range(listed):
            row = following + (zeros() << low | take(low))
            if row >= rows:
                raise ValueError("a row beyond the last")
            marked.add(row)
            following = row + 1
        cells |= {(row, column) for row in (set(range(rows)) - marked if lists_unset else marked)}
    if count and not any(column == count - 1 for _, column in cells):
        raise ValueError("a last column without a cell")
    if len(text) - at > 7 or "1" in text[at:]:
        raise ValueError("bytes after the end")
    return precision, cells


def split_mix(seed, skip, count):
    """Tokens of SplitMix64, 8 bytes each."""
    mask, state = 2**64 - 1, seed
    for number in range(skip + count):
        state = (state + 0x9E3779B97F4A7C15) & mask
        if number < skip:
            continue
        value = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & mask
        value = (value ^ value >> 27) * 0x94D049BB133111EB & mask
        yield (value ^ value >> 31).to_bytes(8, "big")


def open_sealed(sealed, private):
    """The head and the sketches by place, and what was computed on the way."""
    protected, empty, iv, ciphertext, tag = sealed.split(".")
    header = json.loads(unb64url(protected))
    assert empty == "" and header["alg"] == "ECDH-ES" and header["enc"] == "A256GCM"
    secret = x25519(private, unb64url(header["epk"]["x"]))
    key = concat_kdf(secret, "A256GCM")
    plain = decrypt_gcm(key, unb64url(iv), unb64url(ciphertext), unb64url(tag), protected.encode())
    assert plain is not None, "does not open"
    end = 4 + int.from_bytes(plain[:4], "big")
    head, sketches = json.loads(plain[4:end]), {}
    for place, length in head["places"]:
        sketches[place], end = plain[end : end + length], end + length
    assert end == len(plain), "bytes after the last sketch"
    return head, sketches, secret, key


def open_envelope(text, signer, organisation, private):
    """The content, and what was computed on the way."""
    jws = json.loads(text)
    header = json.loads(unb64url(jws["protected"]))
    assert header["alg"] == "EdDSA" and header["typ"] == "hub-keys+jwe", "another signature"
    signed = "%s.%s" % (jws["protected"], jws["payload"])
    assert ed25519_verify(signer, signed.encode(), unb64url(jws["signature"])), "not signed"
    jwe = json.loads(unb64url(jws["payload"]))
    assert json.loads(unb64url(jwe["protected"])) == {"enc": "A256GCM"}
    own = next(one for one in jwe["recipients"] if one["header"]["kid"] == organisation)
    assert own["header"]["alg"] == "ECDH-ES+A256KW"
    secret = x25519(private, unb64url(own["header"]["epk"]["x"]))
    wrapping = concat_kdf(secret, "ECDH-ES+A256KW")
    key = unwrap_key(wrapping, unb64url(own["encrypted_key"]))
    assert key is not None, "does not unwrap"
    parts = [unb64url(jwe[name]) for name in ("iv", "ciphertext", "tag")]
    plain = decrypt_gcm(key, *parts, jwe["protected"].encode())
    assert plain is not None, "does not open"
    return json.loads(plain), secret, wrapping
