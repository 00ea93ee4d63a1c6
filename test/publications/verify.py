"""Verifies a publication by the public keys alone: python3 verify.py FILE KEYS ID [DIGEST]. Needs OpenSSL 3."""
import base64, hashlib, json, math, os, re, subprocess, sys, tempfile
from datetime import date, timedelta

def b64(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def unb64(text): return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def digest(text): return b64(hashlib.sha256(text.encode()).digest())
def check(ok, what):
    if not ok: sys.exit("It does not hold: " + what)
def keys_of(organisation, folder):
    pem = open(os.path.join(folder, organisation + ".pub")).read()
    blocks = re.findall("-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----", pem)
    x = lambda block: b64(base64.b64decode("".join(block.split("\n")[1:-1]))[-32:])
    return {digest('{"crv":"Ed25519","kty":"OKP","x":"%s"}' % x(block)): block for block in blocks}
def signed(text, jws, keys, what):
    head, payload, signature = jws.split(".")
    key = keys.get(json.loads(unb64(head))["kid"])
    check(key and payload == "" and json.loads(unb64(head))["alg"] == "EdDSA", what + ": unknown key")
    with tempfile.TemporaryDirectory() as folder:
        parts = {"key": key.encode(), "sig": unb64(signature), "in": (head + "." + b64(text.encode())).encode()}
        for name, data in parts.items(): open(os.path.join(folder, name), "wb").write(data)
        done = subprocess.run("openssl pkeyutl -verify -rawin -pubin -inkey key -sigfile sig -in in".split(), cwd=folder, capture_output=True)
    check(done.returncode == 0, what + ": bad signature")
def chain_of(organisation, releases, keys):
    cells, former, hashes, through = {}, None, [], None
    for number, release in enumerate(releases, 1):
        what, header = "%s %d" % (organisation, number), json.loads(release["header"])
        signed(release["header"], release["signature"], keys, what)
        check((header["organisation"], header["number"], header["previous"]) == (organisation, number, former), what + ": order")
        check([page["digest"] for page in header["pages"]] == [digest(page) for page in release["pages"]], what + ": pages")
        if header["kind"] == "FULL": cells = {}
        for page in release["pages"]: cells.update({tuple(c[:4]): (c[4], c[5]) for c in json.loads(page)})
        former, through = digest(release["header"]), header.get("until") or header["through"]
        hashes.append(former)
    return cells, hashes, through
def status_of(goal, share, on):
    if share is None or on is None: return "NO_DATA"
    day = lambda text: date.fromisoformat(text).toordinal()
    if share >= goal["target"]: return "ACHIEVED"
    if on >= goal["deadline"]: return "MISSED"
    elapsed = (day(on) - day(goal["startsOn"])) / (day(goal["deadline"]) - day(goal["startsOn"]))
    if elapsed <= 0 or goal["target"] <= goal["base"]: return "NOT_STARTED"
    pace = (share - goal["base"]) / elapsed / (goal["target"] - goal["base"])
    return "FALLING" if pace < 0 else "OFF_TRACK" if pace < 0.6 else "AT_RISK" if pace < 0.95 else "ON_TRACK"

file, folder, wanted, *expected = sys.argv[1:]
bundle = json.load(open(file))
text, jws = bundle["publication"]["document"], bundle["publication"]["signature"]
signed(text, jws, keys_of("movement", folder), "the publication")
said = json.loads(text)
check(said["id"] == wanted and expected in ([], [digest(text)]), "it is %s with the digest %s" % (said["id"], digest(text)))
chains, named = {}, {release["organisation"]: release for release in said["releases"]}
check(set(bundle["releases"]) == set(named), "it has other releases than the publication names")
for name, release in named.items():
    chains[name] = chain_of(name, bundle["releases"][name], keys_of(name, folder))
    check(chains[name][1][-1] == release["hash"] and len(chains[name][1]) == release["number"], name + ": another release")
goals, root = {goal["code"]: goal for goal in said["goals"]}, said["root"]["code"]
figures = [dict(zip(said["members"], row)) for row in said["figures"]]
for f in figures:
    goal, of, most_of, shares = goals[f["goal"]], f["denominator"], f["denominatorAtMost"], []
    for name in goal["expects"]:
        month = min(chains[name][2][:7], said["month"]) if name in chains else ""
        began = f["place"] == root or f["from"][:7] <= month
        shares.append(chains[name][0].get((f["goal"], f["place"], f["from"], month), (0, 9)) if month and began else None)
    known = [share for share in shares if share]
    lower = max(share[0] for share in known) if known else None
    most = [sum(share[1] for share in known)] if None not in shares else []
    caps = [] if most_of is None or not known else [max(most_of, lower + 9)]
    upper = min(most + caps) if known and most + caps else None
    least = lower if f["intervalLower"] is None else f["intervalLower"]
    step = 20 if f["place"] == root else 10
    scale = lambda of: 10 ** next(n for n in range(99) if step * 10 ** n >= of)
    share = lambda people, of: (2 * people * scale(of) + of) // (2 * of) / scale(of)
    highest = math.inf if f["intervalUpper"] is None else f["intervalUpper"]
    ends = [least / most_of, highest / of if of else math.inf] if known and most_of else [None, None]
    status = [status_of(goal, end, goal["completeThrough"]) for end in ends]
    small = of is not None and of < goal["leastDenominator"]
    verdict = status[0] if status[0] in (status[1], "NOT_STARTED") and not small else "UNCERTAIN"
    likely = lower if f["estimate"] is None else f["estimate"]
    told = {"lower": lower, "upper": upper, "ratio": share(likely, of) if known and of else None,
        "gapPeople": max(0, math.ceil(goal["target"] * most_of - 1e-9) - least) if known and most_of is not None else None,
        "gapPoints": math.floor(max(0, goal["target"] - share(least, most_of)) * scale(most_of) + 0.5) * 100 / scale(most_of) if known and most_of else None,
        "status": "ACHIEVED_LATE" if (verdict, f["status"]) == ("ACHIEVED", "ACHIEVED_LATE") else verdict}
    for name, value in told.items(): check(f[name] == value, "%s of %s in %s: %s, not %s" % (name, f["goal"], f["place"], value, f[name]))
    f["span"] = ends if f["place"] != root and ends[0] is not None and of and not small else None
for f in figures:
    others = [g["span"] for g in figures if g["goal"] == f["goal"] and g["span"]]
    first = f["span"] and 1 + sum(low > f["span"][1] + 1e-12 for low, high in others)
    last = f["span"] and max(first, sum(high > f["span"][0] - 1e-12 for low, high in others))
    check((first, last) == (f["rankFirst"], f["rankLast"]), "rank of %s in %s" % (f["goal"], f["place"]))
print("All of it holds: %s, %d figures, digest %s" % (said["id"], len(figures), digest(text)))
