"""What of counts of people may leave, from docs/protocol/disclosure.md alone."""

import math


def down(n):
    return n // 10 * 10


def down20(n):
    return n // 20 * 20


def spare(n):
    return down(9 * (n - 1))


def under(bound):
    return max(0, down(bound - 9))


def most20(people):
    return down20(people) + 19


class Count:
    def __init__(self, key, true):
        self.key, self.true, self.people, self.at_most = key, true, down(true), math.inf


def publish(counts, totals=(), nested=(), all_of=None, bounds=(), covers=(), rising=(), earlier=()):
    """Step by step as the page says; keys are (measure, subject, place, month)."""
    cells = {}
    nobody = [total["key"] for total in totals if total["parts"] is not None] + [key for key, _ in bounds]
    if all_of:
        each, whole = all_of["each"], all_of["all"]
        nobody += [(m, *key[1:]) for key, _ in counts if key[0] == all_of["everybody"] for m in [*each, whole]]
    for key, true in [*((key, 0) for key in nobody), *counts]:
        cells[key] = Count(key, true)

    limits = []  # cell, cap, most
    known = [total for total in totals if total["parts"] is not None]
    for total in known + [total for total in totals if total["parts"] is None]:
        if total["key"] not in cells or total.get("open"):
            continue
        parts = [cells[key] for key in total["of"] if key in cells]
        n = max(total["parts"] or 0, sum(part.true > 0 for part in parts))
        limits.append((
            cells[total["key"]],
            lambda parts=parts, n=n: sum(part.people for part in parts) + spare(n),
            lambda parts=parts, n=n: sum(part.at_most for part in parts) + 9 * max(0, n - len(parts)),
        ))  # fmt: skip
    for key, people, at_most, number in covers:
        if key in cells:
            limits.append((cells[key], lambda p=people, n=number: p + spare(n), lambda a=at_most: a))
    for cell in list(cells.values()):
        for whole, part in nested:
            of = cells.get((whole, *cell.key[1:])) if cell.key[0] == part else None
            if of:
                limits.append((cell, lambda of=of: of.people, lambda of=of: of.at_most))
    for key, bound in bounds:
        limits.append((cells[key], lambda b=bound: under(b), lambda b=bound: b))

    groups = []
    if all_of:
        for cell in cells.values():
            if cell.key[0] == all_of["everybody"]:
                find = lambda m, cell=cell: cells.get((m, *cell.key[1:]))
                each = [find(m) for m in sorted(all_of["each"]) if find(m)]
                groups.append((cell, find(all_of["all"]), each, len(all_of["each"])))
    tops = []  # cell, parts
    for rises in rising:
        if rises in cells:
            of = [cells[key] for total in totals if total["key"] == rises for key in total["of"] if key in cells]
            tops.append((cells[rises], of))
    months = [month for month in earlier if month["total"] in cells]

    sum_of = {top.key: (lambda of=of: sum(part.people for part in of)) for top, of in tops}

    def on_steps(cell, most):
        if cell.key not in sum_of or most < sum_of[cell.key]():
            return down(most)
        return max(sum_of[cell.key](), down20(most))

    limits = [(cell, lambda c=cell, cap=cap: on_steps(c, max(0, cap())), most) for cell, cap, most in limits]

    def left_of_group(everybody, whole, each, m):
        return (whole.people if whole else 0) + (m - 1) * everybody.people + 9 - sum(cell.people for cell in each)

    def gained(part, before):
        return max(0, part.people - before[0] - 9)

    def rise(month):
        total = cells[month["total"]]
        parts = sorted((c for c in cells.values() if c is not total and c.key[0] == total.key[0]), key=lambda c: c.key[2])
        pairs = [(part, month["said"].get(part.key, (0, 9))) for part in parts]
        before = month["said"].get(total.key, (0, 9))
        left = most20(total.people) - before[0] - 9 - sum(gained(*pair) for pair in pairs)
        return total, before, pairs, left

    changed = True
    while changed:
        changed = False
        caps = [(cell, cap) for cell, cap, _ in limits]
        for top, of in tops:
            caps.append((top, lambda top=top, of=of: max(down20(top.true), sum(part.people for part in of))))
        for cell, cap in caps:
            most = max(0, cap())
            if cell.people > most:
                cell.people, changed = most, True
        for everybody, whole, each, m in groups:
            left = left_of_group(everybody, whole, each, m)
            for cell in each:
                if left >= 0:
                    break
                new = on_steps(cell, max(0, cell.people + left))
                changed = changed or new < cell.people
                left += cell.people - new
                cell.people = new
        for month in months:
            _, _, pairs, left = rise(month)
            for part, before in pairs:
                if left >= 0:
                    break
                was = gained(part, before)
                if was == 0:
                    continue
                part.people, changed = before[0] + down(9 + max(0, was + left)), True
                left += was - gained(part, before)

    lowered = {cell.key for cell, cap, _ in limits if cell.people == max(0, cap())}
    for everybody, whole, each, m in groups:
        left = left_of_group(everybody, whole, each, m)
        for cell in each:
            if on_steps(cell, cell.people + left) > cell.people:
                break
            lowered.add(cell.key)
            if cell.people > 0:
                break
    mosts = [(cell, most) for cell, _, most in limits]
    for month in months:
        total, total_before, pairs, left = rise(month)
        for part, before in pairs:
            if max(0, part.people + 10 - before[0] - 9) - gained(part, before) > left:
                lowered.add(part.key)
            mosts.append((part, lambda b=before, t=total, tb=total_before: b[1] + t.at_most - tb[0]))
    for cell in cells.values():
        if cell.key not in lowered:
            cell.at_most = most20(cell.people) if cell.key in rising else cell.people + 9
    changed = True
    while changed:
        changed = False
        for cell, most in mosts:
            if cell.key in lowered and most() < cell.at_most:
                cell.at_most, changed = most(), True
    return {key: (cell.people, cell.at_most) for key, cell in cells.items()}


def cells_of_goal(root, ledger, communes, bounds=(), turns=None, figures=None):
    """The cells of a release of one goal."""
    turns, figures, earlier, result = turns or {}, figures or {}, [], []
    goal = ledger[0][0]
    root_place = " ".join(root)
    for month in sorted({row[3] for row in ledger}):
        rows = [row for row in ledger if row[3] == month]
        there = communes.get(month, {"number": 0, "rising": []})
        people = {f"{code} {since}": (n, t) for _, code, since, _, n, t in rows if code != root[0]}
        rising = [" ".join(place) for place in there["rising"]]
        if people:
            for place in rising:
                people.setdefault(place, (0, 0))
        own = [row for row in rows if row[1] == root[0]]
        covers_of = turns.get(month, {})
        elsewhere = [part for row in own for part in (covers_of.get(f"{row[1]} {row[2]}") or [[]])[0]]
        listed = lambda row: row[5] == 0 or len(covers_of.get(f"{row[1]} {row[2]}", [])) > 0
        with_counts = [place for place in covers_of if not place.startswith(root[0] + " ")]
        number_of_turns = (len(with_counts) if all(map(listed, rows)) else there["number"]) + len(elsewhere)
        key = lambda measure, place, at=month: (measure, goal, place, at)
        counts = []
        for place, (n, t) in people.items():
            counts += [(key("PEOPLE", place), n), (key("OCCURRENCES", place), t)]
        counts += [(key("PEOPLE", root_place), sum(row[4] for row in rows))]
        counts += [(key("OCCURRENCES", root_place), sum(row[5] for row in rows))]
        others = [(key("OCCURRENCES", f"/{i}"), part[0]) for i, part in enumerate(elsewhere)]
        totals = []
        of = [key("PEOPLE", place) for place in people]
        of_turns = [key("OCCURRENCES", place) for place in people] + [one for one, _ in others]
        for measure, parts, number, is_open in [
            ("PEOPLE", of, there["number"], any(row[4] > 0 for row in own)),
            ("OCCURRENCES", of_turns, number_of_turns, not all(map(listed, own))),
        ]:
            totals.append({"key": key(measure, root_place), "of": parts, "parts": None if is_open else number, "open": is_open})
        cover = lambda k, parts: (k, sum(p[0] for p in parts), sum(p[1] for p in parts), len(parts))
        covers = []
        for place in people:
            covers += [cover(key("OCCURRENCES", place), parts) for parts in covers_of.get(place, [])]
            covers += [cover(key("PEOPLE", place), parts) for parts in figures.get(place, [])]
        covers += [cover(key("PEOPLE", root_place), parts) for parts in figures.get("", [])]
        former = [
            {"total": key("PEOPLE", root_place), "said": {(k[0], k[1], k[2], month): v for k, v in said.items()}}
            for names, said in earlier if rising and names == rising
        ]  # fmt: skip
        published = publish(
            counts + others, totals, (), None,
            [(key("PEOPLE", f"{c} {s}"), b) for c, s, at, b in bounds if at == month and f"{c} {s}" in people],
            covers, [key("PEOPLE", root_place), key("OCCURRENCES", root_place)], former,
        )  # fmt: skip
        earlier.append((rising, published))
        for place in [*people, root_place]:
            least, most = published[key("PEOPLE", place)]
            held = published[key("OCCURRENCES", place)][0]
            if least > 0 or most > 9 or held > 0:
                result.append([goal, *place.split(" "), month, least, most, held])
    return result
