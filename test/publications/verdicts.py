"""Checks what follows from a publication's own numbers, for which no key is needed; ranks by `ranks.py`."""
import math
from datetime import date

import ranks

def scale_of(of, step):
    """Ten to the power of the fewest decimals by which one step shows."""
    return 10 ** next(n for n in range(99) if step * 10**n >= of)

def ratio(people, of, step):
    scale = scale_of(of, step)
    return (2 * people * scale + of) // (2 * of) / scale

def status_of(goal, share):
    if share is None or goal["completeThrough"] is None: return "NO_DATA"
    if share >= goal["target"]: return "ACHIEVED"
    start, end, on = (date.fromisoformat(goal[day]).toordinal() for day in ("startsOn", "deadline", "completeThrough"))
    if on >= end: return "MISSED"
    if on <= start or goal["target"] <= goal["base"]: return "NOT_STARTED"
    pace = (share - goal["base"]) / ((on - start) / (end - start)) / (goal["target"] - goal["base"])
    return "FALLING" if pace < 0 else "OFF_TRACK" if pace < 0.6 else "AT_RISK" if pace < 0.95 else "ON_TRACK"

def gap_points(goal, least, most_of, step):
    scale = scale_of(most_of, step)
    # Halves are rounded up by their digits: what lies beyond the eighth decimal is the noise of binary fractions.
    return math.floor(round(max(0, goal["target"] - ratio(least, most_of, step)) * scale, 8) + 0.5) * 100 / scale

def follow(root, goals, figures, check):
    ranked = {code: [] for code in goals} # the communes that have a rank
    for figure in figures:
        goal, of, most_of = goals[figure["goal"]], figure["denominator"], figure["denominatorAtMost"]
        is_root, known = figure["place"] == root, figure["lower"] is not None
        step, what = 20 if is_root else 10, "%s in %s" % (figure["goal"], figure["place"])
        least = figure["lower"] if figure["intervalLower"] is None else figure["intervalLower"]
        people = figure["lower"] if figure["estimate"] is None else figure["estimate"]
        highest = math.inf if figure["intervalUpper"] is None or not of else figure["intervalUpper"] / of
        ends = (least / most_of, highest) if known and most_of else (None, None)
        low, high = (status_of(goal, end) for end in ends)
        small = of is not None and of < goal["leastDenominator"]
        status = low if low in (high, "NOT_STARTED") and not small else "UNCERTAIN"
        if (status, figure["status"]) == ("ACHIEVED", "ACHIEVED_LATE"): status = "ACHIEVED_LATE"
        gap = math.ceil(goal["target"] * (most_of or 0) - 1e-9)
        for name, value in {
            "ratio": ratio(people, of, step) if known and of else None,
            "gapPeople": max(0, gap - least) if known and most_of is not None else None,
            "gapPoints": gap_points(goal, least, most_of, step) if known and most_of else None,
            # Of a month that not all have reported, it is of an earlier one.
            "status": status if goal["isComplete"] else figure["status"],
        }.items(): check(figure[name] == value, "%s of %s: %s, not %s" % (name, what, figure[name], value))
        if known and most_of and of and not small and not is_root: ranked[figure["goal"]].append(figure)
        else: check({figure[name] for name in ranks.MEMBERS} == {None}, "rank of " + what)
    for all_of_goal in ranked.values():
        for figure, rank in zip(all_of_goal, ranks.ranks_of(all_of_goal)):
            for name, value in zip(ranks.MEMBERS, rank):
                what = "%s, of the rank of %s in %s" % (name, figure["goal"], figure["place"])
                check(figure[name] == value, "%s: %s, not %s" % (what, figure[name], value))
