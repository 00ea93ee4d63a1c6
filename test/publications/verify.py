"""Verifies a publication by the public keys alone: python3 verify.py FILE KEYS ID [DIGEST]. Needs OpenSSL 3."""
import base64, hashlib, json, pathlib, re, subprocess, sys, tempfile
import verdicts

def b64(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def digest(text): return b64(hashlib.sha256(text.encode()).digest())
def check(ok, what): return ok or sys.exit("It does not hold: " + what)

def verify(text, jws, organisation):
    head, _, signature = jws.split(".")
    parts = {"text": (head + "." + b64(text.encode())).encode(), "signature": base64.urlsafe_b64decode(signature + "==")}
    command = "openssl pkeyutl -verify -rawin -in text -sigfile signature -pubin -inkey key"
    keys = pathlib.Path(folder, organisation + ".pub").read_text()
    for key in re.findall("-----BEGIN PUBLIC.+?END PUBLIC KEY-----", keys, re.S):
        with tempfile.TemporaryDirectory() as at:
            for name, data in (parts | {"key": key.encode()}).items(): pathlib.Path(at, name).write_bytes(data)
            if subprocess.run(command.split(), cwd=at, capture_output=True).returncode == 0: return
    sys.exit("It does not hold: bad signature of " + organisation)

def read(organisation, releases):
    """What the releases of an organisation come to: its cells, the last one's digest and day."""
    cells, last, day = {}, None, None
    for number, release in enumerate(releases, 1):
        verify(release["header"], release["signature"], organisation)
        header, pages = json.loads(release["header"]), release["pages"]
        place = header["organisation"], header["number"], header["previous"]
        check(place == (organisation, number, last), "the order of " + organisation)
        check([one["digest"] for one in header["pages"]] == [digest(page) for page in pages], "pages of " + organisation)
        if header["kind"] == "FULL": cells = {}
        for page in pages: cells.update({tuple(cell[:4]): cell[4:6] for cell in json.loads(page)})
        last, day = digest(release["header"]), header.get("until") or header["through"]
    return cells, last, day

def share(organisation, figure):
    """The least and the most people that an organisation counts for a figure; None where it has no number."""
    cells, _, day = reported.get(organisation, ({}, None, None))
    month = min((day or "")[:7], said["month"])
    if figure["from"][:7] <= month: return cells.get((figure["goal"], figure["place"], figure["from"], month), (0, 9))

file, folder, wanted, *expected = sys.argv[1:]
bundle = json.loads(pathlib.Path(file).read_text())
text = bundle["publication"]["document"]
verify(text, bundle["publication"]["signature"], "movement")
said = json.loads(text)
check(said["id"] == wanted and expected in ([], [digest(text)]), "it is %s with the digest %s" % (said["id"], digest(text)))
reported = {name: read(name, releases) for name, releases in bundle["releases"].items()}
named = {one["organisation"]: one["hash"] for one in said["releases"]}
check({name: last for name, (_, last, _) in reported.items()} == named, "it has other releases than the publication names")
goals = {goal["code"]: goal for goal in said["goals"]}
figures = [dict(zip(said["members"], row)) for row in said["figures"]]
for figure in figures:
    shares = [share(organisation, figure) for organisation in goals[figure["goal"]]["expects"]]
    known, cap, figure["isOpen"] = [one for one in shares if one], figure["denominatorAtMost"], None in shares
    lower = max((least for least, _ in known), default=None)
    most = [sum(most for _, most in known)] if known and None not in shares else []
    if known and cap is not None: most.append(max(cap, lower + 9))
    for name, value in {"lower": lower, "upper": min(most, default=None)}.items():
        check(figure[name] == value, "%s of %s in %s: not %s" % (name, figure["goal"], figure["place"], value))
verdicts.follow(said["root"]["code"], goals, figures, check)
print("All of it holds: %s, %d figures, digest %s" % (said["id"], len(figures), digest(text)))
