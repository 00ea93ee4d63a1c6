"""Messages, sessions and receipts as a subgraph sees them, from docs/protocol/messages.md, sessions.md and receipts.md."""

import json
import re

from crypto import b64, b64url, digest, ed25519_sign, ed25519_verify, hkdf, hmac_sha256, unb64, unb64url, x25519
import hashlib

REQUEST_HEADERS = ["content-digest", "content-type", "content-encoding", "hub-caller", "hub-purpose", "x-request-id"]
ANSWER_HEADERS = ["content-digest", "content-type", "content-encoding"]
INPUT = re.compile(
    r'hub=((\([^()]*\));created=(\d{1,12})(?:;expires=(\d{1,12});nonce="([\w-]{1,64})")?'
    r';keyid="([\w-]{1,64})";alg="(ed25519|hmac-sha256)")',
    re.ASCII,
)
SIGNATURE = re.compile(r"hub=:([A-Za-z0-9+/]{43,86}={1,2}):")


def key_id(public):
    return digest('{"crv":"Ed25519","kty":"OKP","x":"%s"}' % b64url(public))


def content_digest(body):
    return "sha-256=:%s:" % b64(hashlib.sha256(body.encode()).digest())


def covered(names, headers):
    def value(given):
        return given.strip() if isinstance(given, str) else ", ".join(given)

    return [('"%s"' % name, value(headers[name])) for name in names if name in headers]


def request_components(request):
    first = [('"@method"', request["method"]), ('"@request-target"', request["target"])]
    return first + covered(REQUEST_HEADERS, request["headers"])


def answer_components(status, headers, request_signature):
    components = [('"@status"', str(status))] + covered(ANSWER_HEADERS, headers)
    return components + [('"signature";req;key="hub"', ":%s:" % request_signature)]


def inner_list(components):
    return "(%s)" % " ".join(name for name, _ in components)


def base_of(components, parameters):
    lines = ["%s: %s" % component for component in components]
    return "\n".join(lines + ['"@signature-params": ' + parameters])


def read_signature(headers):
    """The parts of a signature; None where it has another form."""
    given, signature = headers.get("signature-input"), headers.get("signature")
    if not isinstance(given, str) or not isinstance(signature, str):
        return None
    match, value = INPUT.fullmatch(given), SIGNATURE.fullmatch(signature)
    if not match or not value:
        return None
    parameters, components, created, expires, nonce, keyid, alg = match.groups()
    return {
        "parameters": parameters, "components": components, "created": int(created),
        "expires": None if expires is None else int(expires), "nonce": nonce,
        "keyid": keyid, "alg": alg, "signature": value.group(1),
    }  # fmt: skip


def signed_base(components, read, algorithm, key):
    """The base that a signature stands for; None where it is not that of the key over these components."""
    if read["alg"] != algorithm or read["components"] != inner_list(components):
        return None
    base = base_of(components, read["parameters"])
    signature = unb64(read["signature"])
    if algorithm == "ed25519":
        return base if ed25519_verify(key, base.encode(), signature) else None
    return base if hmac_sha256(key, base.encode()) == signature else None


def sign(components, parameters, keyid, algorithm, key):
    text = '%s%s;keyid="%s";alg="%s"' % (inner_list(components), parameters, keyid, algorithm)
    base = base_of(components, text)
    value = ed25519_sign(key, base.encode()) if algorithm == "ed25519" else hmac_sha256(key, base.encode())
    return base, {"signature-input": "hub=" + text, "signature": "hub=:%s:" % b64(value)}


class Refused(Exception):
    """Why a request is refused, for the log alone."""


class Subgraph:
    """What a subgraph remembers, and how it judges what comes."""

    def __init__(self, audience, trusted, signing_key, public_key, drawn, seconds):
        self.audience, self.trusted = audience, trusted
        self.signing_key, self.own_id = signing_key, key_id(public_key)
        self.drawn, self.seconds = drawn, seconds
        self.sessions, self.nonces = {}, {}

    def judge_own(self, request, now):
        read = self.read(request)
        if read["keyid"] not in self.trusted:
            raise Refused("a key that is not trusted")
        self.judge_times(read, now)
        key = self.trusted[read["keyid"]]
        if signed_base(request_components(request), read, "ed25519", key) is None:
            raise Refused("altered")
        if request["headers"].get("content-digest") != content_digest(request["body"]):
            raise Refused("another body")
        used = self.nonces.setdefault(read["keyid"], set())
        if read["nonce"] in used:
            raise Refused("replayed")
        used.add(read["nonce"])
        return read

    @staticmethod
    def read(request):
        read = read_signature(request["headers"])
        if read is None:
            raise Refused("no signature, or another form")
        return read

    @staticmethod
    def judge_times(read, now):
        if read["expires"] is None or read["nonce"] is None:
            raise Refused("no expires")
        if read["created"] > now + 30 or read["expires"] <= now or read["expires"] - read["created"] > 60:
            raise Refused("untimely")

    def answer(self, read, keyid, algorithm, key, body, now, status=200):
        headers = {"content-type": "application/json; charset=utf-8", "content-digest": content_digest(body)}
        components = answer_components(status, headers, read["signature"])
        base, added = sign(components, ";created=%d" % now, keyid, algorithm, key)
        return {"status": status, "headers": {**headers, **added}, "body": body, "base": base}

    def session(self, request, now):
        read = self.judge_own(request, now)
        offer = json.loads(request["body"])
        if not isinstance(offer.get("publicKey"), str) or offer.get("audience") != self.audience:
            raise Refused("no offer for this subgraph")
        name, private, public = self.drawn
        secret = x25519(private, unb64url(offer["publicKey"]))
        if secret == b"\0" * 32:
            raise Refused("a public key that keeps no secret")
        body = '{"session":"%s","publicKey":"%s","seconds":%d}' % (name, b64url(public), self.seconds)
        requests, answers = session_keys(secret, read["signature"] + "\n" + body)
        self.sessions[name] = {
            "requests": requests, "answers": answers, "gateway": read["keyid"],
            "ends": now + self.seconds, "seen": set(), "exchanges": {},
        }  # fmt: skip
        return None, self.answer(read, self.own_id, "ed25519", self.signing_key, body, now)

    def ask(self, request, now, execute):
        read = self.read(request)
        session = self.sessions.get(read["keyid"])
        if not session or session["ends"] <= now or session["gateway"] not in self.trusted:
            raise Refused("no such session")
        self.judge_times(read, now)
        base = signed_base(request_components(request), read, "hmac-sha256", session["requests"])
        if base is None:
            raise Refused("altered")
        number = int(read["nonce"]) if read["nonce"].isdigit() else 0
        if number < 1:
            raise Refused("no number")
        seen = session["seen"]
        if number in seen or number <= max(seen, default=0) - 65536:
            raise Refused("replayed")
        seen.add(number)
        session["exchanges"][number] = (base, None)
        if request["headers"].get("content-digest") != content_digest(request["body"]):
            raise Refused("another body")
        status, body = execute()
        answer = self.answer(read, read["keyid"], "hmac-sha256", session["answers"], body, now, status)
        session["exchanges"][number] = (base, answer["base"])
        return base, answer

    def receipt(self, request, now):
        read = self.judge_own(request, now)
        receipt = json.loads(request["body"])
        if set(receipt) != {"audience", "session", "exchanges"} or not 1 <= len(receipt["exchanges"]) <= 1000:
            raise Refused("no receipt")
        numbers = [number for number, _ in receipt["exchanges"]]
        if any(a >= b for a, b in zip([0] + numbers, numbers)):
            raise Refused("numbers that do not rise")
        session = self.sessions.get(receipt["session"])
        if receipt["audience"] != self.audience or not session or session["gateway"] != read["keyid"]:
            raise Refused("not of this subgraph, session and key")
        taken, others = 0, []
        for number, stated in receipt["exchanges"]:
            asked, answered = session["exchanges"].get(number, (None, None))
            forms = [] if asked is None else [asked] + ([asked + "\n" + answered] if answered else [])
            if stated in [digest(form) for form in forms]:
                taken += 1
                del session["exchanges"][number]
            else:
                others.append(number)
        body = json.dumps({"session": receipt["session"], "exchanges": taken, "others": others}, separators=(",", ":"))
        return None, self.answer(read, self.own_id, "ed25519", self.signing_key, body, now)


def session_keys(secret, transcript):
    salt = hashlib.sha256(transcript.encode()).digest()
    return hkdf(secret, salt, b"hub session 1 requests"), hkdf(secret, salt, b"hub session 1 answers")
