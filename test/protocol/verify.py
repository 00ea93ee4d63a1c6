"""Verifies every test vector of the protocol with what was written from its pages: python3 verify.py FOLDER-OF-SCHEMA."""

import json
import pathlib
import sys

import agreements
import crypto
import disclosure
import messages
import releases
import sketches

ROOT = pathlib.Path(sys.argv[1])
READ = []


def load(name):
    READ.append(name)
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


def vector(name):
    return load("vectors/" + name)


KEYS = {one["name"]: one for one in vector("keys.json")["keys"]}
private = lambda name: crypto.unb64url(KEYS[name]["jwk"]["d"])
public = lambda name: crypto.unb64url(KEYS[name]["jwk"]["x"])
BY_ID = {one["keyId"]: crypto.unb64url(one["jwk"]["x"]) for one in KEYS.values() if "keyId" in one}


def same(got, expected, what):
    assert got == expected, f"{what}: expected {expected!r}, got {got!r}"


def check_keys():
    for name, one in KEYS.items():
        if one["jwk"]["crv"] == "Ed25519":
            same(messages.key_id(public(name)), one["keyId"], name)
            signature = crypto.ed25519_sign(private(name), b"text")
            assert crypto.ed25519_verify(public(name), b"text", signature), name
            assert not crypto.ed25519_verify(public(name), b"texts", signature), name
        else:
            same(crypto.x25519(private(name), (9).to_bytes(32, "little")), public(name), name)
    return len(KEYS)


def check_messages():
    file = vector("messages/signatures.json")
    for one in file["digests"]:
        same(messages.content_digest(one["text"]), one["contentDigest"], one["text"])
    for one in file["messages"]:
        is_request = one["kind"] == "request"
        components = (
            messages.request_components(one) if is_request
            else messages.answer_components(one["status"], one["headers"], one["requestSignature"])
        )  # fmt: skip
        session = one["keyId"] == file["session"]["id"]
        key = crypto.unb64url(file["session"]["key"]) if session else BY_ID[one["keyId"]]
        read = messages.read_signature(one["added"])
        got = messages.signed_base(components, read, "hmac-sha256" if session else "ed25519", key)
        same(got, one["base"], one["what"])
    forms = vector("messages/forms.json")
    for one in forms:
        same(messages.read_signature(one) is not None, one["isRead"], one["what"])
    seals = vector("messages/seals.json")
    for one in seals["events"]:
        lines = [seals["requestSignature"], str(one["index"]), one["type"], one["data"]]
        made = crypto.hmac_sha256(crypto.unb64url(seals["answersKey"]), "\n".join(lines).encode())
        same(crypto.b64(made), one["seal"], "seal %d" % one["index"])
    return len(file["messages"]) + len(forms) + len(seals["events"])


def check_sessions():
    one = vector("sessions/agreement.json")
    secret = crypto.x25519(private(one["gatewayEphemeral"]), public(one["organisationEphemeral"]))
    same(crypto.b64url(secret), one["secret"], "secret")
    same(one["offerSignature"] + "\n" + one["grant"]["body"], one["transcript"], "transcript")
    requests, answers = messages.session_keys(secret, one["transcript"])
    same((crypto.b64url(requests), crypto.b64url(answers)), (one["requestsKey"], one["answersKey"]), "keys")

    script = vector("sessions/script.json")
    ephemeral = script["drawn"]["ephemeral"]
    subgraph = messages.Subgraph(
        script["audience"],
        {name: BY_ID[name] for name in script["trusted"]},
        private(script["signingKey"]),
        public(script["signingKey"]),
        (script["drawn"]["session"], private(ephemeral), public(ephemeral)),
        script["sessionSeconds"],
    )
    for step in script["steps"]:
        request, expected = step["request"], step["outcome"]
        try:
            if request["target"] == "/trust/session":
                _, answer = subgraph.session(request, step["now"])
            elif request["target"] == "/trust/receipt":
                _, answer = subgraph.receipt(request, step["now"])
            else:
                base, answer = subgraph.ask(request, step["now"], lambda: (200, '{"data":{"communes":[]}}'))
                same(base, expected.get("requestBase"), step["what"])
            same(answer.pop("status"), expected["status"], step["what"])
            same(answer, expected["answer"], step["what"])
        except messages.Refused as refused:
            same(expected["status"], 401, f"{step['what']} ({refused})")
    return 1 + len(script["steps"])


def check_link():
    file = vector("link/signed.json")
    for one in file["texts"]:
        same(releases.canonical(json.loads(one["text"])), one["text"], one["what"])
        same(releases.verify_jws(one["text"], one["signature"], BY_ID), one["keyId"], one["what"])
        same(fault(lambda: releases.verify_jws(one["text"] + " ", one["signature"], BY_ID)), "BAD_SIGNATURE", one["what"])
    for one in file["texts"][::2][:2]:
        releases.read_message(one["text"])
    for one in file["faults"]:
        same(fault(lambda: releases.read_message(one["text"])), one["code"], one["what"])
    return len(file["texts"]) + len(file["faults"])


def fault(work):
    try:
        work()
    except releases.Fault as found:
        return str(found)
    return None


def check_releases():
    keys = {one["kid"]: crypto.unb64url(one["x"]) for one in vector("releases/keys.json")["keys"]}
    previous, cells, states = None, {}, []
    for number in (1, 2, 3):
        release = vector(f"releases/release-{number}.json")
        header, changed = releases.verify_release(release, keys, previous)
        cells, previous = releases.take_in(cells, header, changed), release["header"]
        states.append(cells)
    assert states[0] == states[2] != states[1], "a withdrawal leads back"
    faults = vector("releases/faults.json")
    for one in faults:
        same(fault(lambda: releases.verify_release(one, keys, one["previous"])), one["code"], one["what"])
    return 3 + len(faults)


def check_pseudonyms():
    file = vector("pseudonyms/pseudonyms.json")
    same([sketches.fingerprint(key) for key in file["keys"]], file["fingerprints"], "fingerprints")
    same([sketches.name_of(file["fingerprints"][: n + 1]) for n in range(2)], file["names"], "names")
    for month, period in file["periods"].items():
        same(sketches.period_id(crypto.unb64url(period["secret"])), period["id"], month)
    for person in file["people"]:
        same(sketches.pseudonyms(person["number"], file["keys"]), person["pseudonyms"], person["number"])
        for one in person["tokens"]:
            token = sketches.token_of(crypto.unb64url(file["periods"][one["month"]]["secret"]), one["pseudonym"])
            same(token.hex(), one["token"], one["month"])
            same(sketches.cell_of(token, 12), (one["cell"]["row"], one["cell"]["column"]), one["month"])
    return len(file["people"])


def check_sketches():
    file = vector("sketches/vectors.json")
    made = []
    for at, one in enumerate(file["sketches"]):
        tokens = one["tokens"]
        drawn = map(bytes.fromhex, tokens) if isinstance(tokens, list) else sketches.split_mix(**tokens)
        cells = {sketches.cell_of(token, one["precision"]) for token in drawn}
        data = crypto.unb64url(one["bytes"])
        same(sketches.encode(one["precision"], cells), data, f"sketch {at}")
        same(sketches.decode(data), (one["precision"], cells), f"sketch {at}")
        made.append(cells)
    for one in file["pairs"]:
        merged = made[one["first"]] | made[one["second"]]
        precision = file["sketches"][one["first"]]["precision"]
        same(sketches.encode(precision, merged), crypto.unb64url(one["merged"]["bytes"]), "a pair")
    for one in file["faults"]:
        try:
            sketches.decode(bytes.fromhex(one["bytes"]))
        except ValueError:
            continue
        raise AssertionError(f"{one['what']} is read")
    sealed = vector("sketches/sealed.json")
    head, opened, secret, key = sketches.open_sealed(sealed["sealed"], private(sealed["key"]))
    same({name: head[name] for name in sealed["head"]}, sealed["head"], "head")
    same((secret.hex(), key.hex()), (sealed["secret"], sealed["derived"]), "key")
    same({place: crypto.b64url(data) for place, data in opened.items()},
         {one["place"]: one["bytes"] for one in sealed["sketches"]}, "sketches")  # fmt: skip
    same(crypto.digest(sealed["sealed"]), sealed["digest"], "digest")
    tokens = [sketches.token_of(crypto.unb64url(sealed["period"]), one) for one in sealed["pseudonyms"]]
    same(sketches.decode(opened["38 2025-07-01"]), (12, {sketches.cell_of(one, 12) for one in tokens}), "people")
    return len(file["sketches"]) + len(file["pairs"]) + len(file["faults"]) + 1


def check_envelopes():
    file = vector("envelopes/envelopes.json")
    for one in file["envelopes"]:
        for opener in one["openedBy"]:
            signer = BY_ID[one["keyId"]]
            content, secret, key = sketches.open_envelope(one["envelope"], signer, opener["recipient"], private(opener["key"]))
            same((content, secret.hex(), key.hex()), (one["content"], opener["secret"], opener["derived"]), one["what"])
    return len(file["envelopes"])


def check_agreements():
    schema, file = load("agreements.schema.json"), vector("agreements/agreements.json")
    for one in file:
        same(agreements.is_taken(one["document"], schema), not one["problems"], one["what"])
    return len(file)


def check_disclosure():
    key = lambda one: tuple(one[:4])
    file = vector("disclosure/counts.json")
    for one in file:
        totals = [
            {"key": tuple(t["total"]), "of": [tuple(k) for k in t["of"]], "parts": t.get("parts")}
            for t in one.get("totals", [])
        ]  # fmt: skip
        earlier = [
            {"total": tuple(e["total"]), "said": {key(s): (s[4], s[5]) for s in e["said"]}} for e in one.get("earlier", [])
        ]  # fmt: skip
        got = disclosure.publish(
            [(key(c), c[4]) for c in one["counts"]], totals, one.get("nested", ()), one.get("allOf"),
            [(key(b), b[4]) for b in one.get("bounds", [])], [(key(c), *c[4:]) for c in one.get("covers", [])],
            [key(one_of) for one_of in one.get("rising", ())], earlier,
        )  # fmt: skip
        same(got, {key(p): (p[4], p[5]) for p in one["published"]}, one["what"])
    cells = vector("disclosure/cells.json")
    for one in cells:
        given = {name: one[name] for name in ("bounds", "turns", "figures") if name in one}
        got = disclosure.cells_of_goal(one["root"], one["ledger"], one["communes"], **given)
        same(sorted(got), sorted(one["cells"]), one["what"])
    return len(file) + len(cells)


def check_versions():
    file = vector("versions/versions.json")
    for name, one in file.items():
        same(releases.canonical(one["tables"]), one["text"], name)
        same(crypto.digest(one["text"]), one["digest"], name)
    return len(file)


def main():
    failed = False
    for name, check in [(n[6:], f) for n, f in sorted(globals().items()) if n.startswith("check_")]:
        try:
            print(f"ok {name} {check()}")
        except AssertionError as found:
            print(f"failed {name}: {found}")
            failed = True
    print("read", " ".join(sorted(READ)))
    sys.exit(1 if failed else 0)


main()
