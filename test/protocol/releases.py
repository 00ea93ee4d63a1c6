"""Signed texts, releases, the link and versions, from docs/protocol/README.md, releases.md, link.md and versions.md."""

import datetime
import json
import re

from crypto import digest, ed25519_verify, unb64url


class Fault(Exception):
    """The code of what is wrong."""


def need(is_so, code):
    if not is_so:
        raise Fault(code)


def canonical(value):
    """RFC 8785, for texts, whole numbers, fractions as they are short, lists and objects."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{%s}" % ",".join("%s:%s" % (canonical(name), canonical(value[name])) for name in names)
    if isinstance(value, list):
        return "[%s]" % ",".join(map(canonical, value))
    return json.dumps(value, ensure_ascii=False)


def parsed(text, known_format=None):
    try:
        value = json.loads(text)
    except ValueError:
        raise Fault("UNREADABLE") from None
    if known_format is not None and isinstance(value, dict) and "format" in value:
        need(value["format"] == known_format, "UNKNOWN_FORMAT")
    return value


def verify_jws(text, signature, keys):
    """Verifies a detached JWS; returns the id of its key."""
    parts = signature.split(".")
    need(len(parts) == 3 and parts[1] == "", "BAD_SIGNATURE")
    try:
        header = json.loads(unb64url(parts[0]))
    except ValueError:
        raise Fault("BAD_SIGNATURE") from None
    need(header.get("kid") in keys, "UNKNOWN_KEY")
    from crypto import b64url

    signed = "%s.%s" % (parts[0], b64url(text.encode()))
    is_right = header.get("alg") == "EdDSA" and ed25519_verify(keys[header["kid"]], signed.encode(), unb64url(parts[2]))
    need(is_right, "BAD_SIGNATURE")
    return header["kid"]


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
DIGEST = re.compile(r"[\w-]{43}", re.ASCII)
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def is_whole(value, least=0):
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def is_text(value):
    return isinstance(value, str) and value != ""


def is_digest(value):
    return isinstance(value, str) and DIGEST.fullmatch(value) is not None


def is_moment(value):
    return isinstance(value, str) and MOMENT.fullmatch(value) is not None


def is_day(value):
    try:
        return isinstance(value, str) and len(value) == 10 and bool(datetime.date.fromisoformat(value))
    except ValueError:
        return False


def is_list(value, of):
    return isinstance(value, list) and all(map(of, value))


def has(value, members, may=()):
    """Whether an object has these members, each as expected, and no other but some."""
    if not isinstance(value, dict) or not set(members) <= set(value) <= set(members) | set(may):
        return False
    return all(check(value[name]) for name, check in members.items())


HEADER = {
    "format": lambda v: v == 2,
    "organisation": is_text,
    "number": lambda v: is_whole(v, 1),
    "previous": lambda v: v is None or is_digest(v),
    "kind": lambda v: v in ("FULL", "CHANGES"),
    "places": is_digest,
    "goals": is_digest,
    "through": lambda v: v is None or is_day(v),
    "madeAt": is_moment,
    "madeBy": lambda v: v in ("SCHEDULE", "IMPORT", "HAND"),
    "note": lambda v: v is None or isinstance(v, str),
    "demonstration": lambda v: isinstance(v, bool),
    "withoutNumber": is_whole,
    "withdraws": lambda v: is_list(v, lambda w: has(w, {"number": lambda n: is_whole(n, 1), "reason": is_text})),
    "pages": lambda v: is_list(v, lambda p: has(p, {"digest": is_digest, "cells": lambda n: is_whole(n, 1)})),
}


def read_header(text):
    header = parsed(text, 2)
    need(has(header, HEADER, ("until", "sketches")), "UNREADABLE")
    until, through = header.get("until"), header["through"]
    need(through is not None if until is None else is_day(until) and (through is None or through < until), "UNREADABLE")
    need(canonical(header) == text, "NOT_CANONICAL")
    return header


def province_day(moment):
    at = datetime.datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return (at + datetime.timedelta(hours=7)).date().isoformat()


def verify_release(release, keys, previous, organisation=None):
    """Verifies a release, pages included; returns its header and cells."""
    header = read_header(release["header"])
    verify_jws(release["header"], release["signature"], keys)
    need(organisation in (None, header["organisation"]), "OTHER_ORGANISATION")
    former = None if previous is None else read_header(previous)
    need(former is None or former["organisation"] == header["organisation"], "OTHER_ORGANISATION")
    expected = (former["number"] if former else 0) + 1
    need(header["number"] >= expected, "OTHER_NUMBER")
    need(header["number"] == expected, "OUT_OF_ORDER")
    need(header["previous"] == (None if previous is None else digest(previous)), "OTHER_DIGEST")
    need(header["kind"] == "FULL" or (former is not None and not header["withdraws"]), "NOT_FULL")
    need(all(w["number"] < header["number"] for w in header["withdraws"]), "OUT_OF_ORDER")
    need(former is None or header["madeAt"] >= former["madeAt"], "WRONG_CLOCK")
    need(header.get("until", header["through"]) <= province_day(header["madeAt"]), "FUTURE_THROUGH")
    if former and former["through"] is not None and not header["withdraws"]:
        need(header["through"] is not None and header["through"] >= former["through"], "THROUGH_WENT_BACK")
    cells = []
    need(len(header["pages"]) == len(release["pages"]), "OTHER_DIGEST")
    for entry, text in zip(header["pages"], release["pages"]):
        need(digest(text) == entry["digest"], "OTHER_DIGEST")
        need(len(text.encode()) <= 4 * 2**20, "TOO_LARGE")
        page = parsed(text)
        need(is_list(page, is_cell) and len(page) == entry["cells"], "UNREADABLE")
        need(canonical(page) == text, "NOT_CANONICAL")
        cells += page
    return header, cells


def is_cell(cell):
    if not isinstance(cell, list) or len(cell) != 7 or not all(map(is_text, cell[:4])):
        return False
    in_order = is_day(cell[2]) and MONTH.fullmatch(cell[3]) and all(map(is_whole, cell[4:]))
    return bool(in_order) and cell[4] <= cell[5]


def take_in(current, header, cells):
    """The cells that hold after a release."""
    after = {} if header["kind"] == "FULL" else dict(current)
    for cell in cells:
        if cell[4] == 0 and cell[5] <= 9 and cell[6] == 0:
            after.pop(tuple(cell[:4]), None)
        else:
            after[tuple(cell[:4])] = cell
    return after


def read_message(text):
    message = parsed(text, 1)
    members = {
        "format": lambda v: v == 1, "organisation": is_text, "at": is_moment, "newest": is_whole,
        "kept": lambda v: isinstance(v, list), "noted": lambda v: isinstance(v, list),
        "imports": lambda v: isinstance(v, list) and len(v) <= 10,
    }  # fmt: skip
    need(has(message, members), "UNREADABLE")
    need(canonical(message) == text, "NOT_CANONICAL")
    return message
