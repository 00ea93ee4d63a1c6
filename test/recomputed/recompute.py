"""
Recomputes a demonstration hub's figures from the raw files, and from what it answers over HTTP; it imports nothing of the hub.

    python3 recompute.py REPOSITORY http://127.0.0.1:4000/graphql TOKEN [ANSWERS.json]

prints as JSON how many values of each kind were compared and how many differ, how often intervals hold the true number, and
what rounding, widening and UNCERTAIN cost. A file of answers is read where it is there, else written.
"""
import json
import math
import os
import sys
from bisect import bisect_left
from collections import defaultdict
from datetime import date, timedelta

import ask
import coverage
import truth
from truth import before

ROOT = "38"
TOLERANCE = 1e-12
DAYS_OF_MONTH = 365.25 / 12
QUANTILES = [3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201]  # Student's t, 3 degrees of freedom and more


def last_day(month):
    year, number = map(int, month.split("-"))
    return (date(year + number // 12, number % 12 + 1, 1) - timedelta(1)).isoformat()


def ordinal(day):
    return date.fromisoformat(day).toordinal()


def half_up(number):
    return math.floor(number + 0.5)


def scale_of(of, step):
    """Ten to the power of the fewest decimals by which one step shows."""
    decimals, told = 0, step
    while told < of: decimals, told = decimals + 1, told * 10
    return 10**decimals


def ratio_of(people, of, step):
    scale = scale_of(of, step)
    return (2 * people * scale + of) // (2 * of) / scale


def points_of(share, of, step):
    scale = scale_of(of, step)
    return half_up(share * scale) * 100 / scale


def step_at(place):
    return 20 if place == ROOT else 10


class Kind:
    """Values of one kind: how many were compared, and which differ."""

    def __init__(self):
        self.compared, self.differ = 0, []

    def check(self, found, expected, *what):
        self.compared += 1
        same = abs(found - expected) < 1e-9 if isinstance(found, float) and isinstance(expected, (int, float)) else found == expected
        if not same: self.differ.append("%s: the hub says %s, recomputed %s" % (" ".join(map(str, what)), found, expected))

    def holds(self, is_so, *what):
        self.compared += 1
        if not is_so: self.differ.append(" ".join(map(str, what)))


class Figure:
    """A figure as it was answered, with the two ends of what is known."""

    def __init__(self, point, goal):
        self.told, self.goal, self.month, self.point = point["progress"], goal, point["period"], point
        self.place = self.told["communeCode"]
        self.people, self.of = self.told["people"], self.told["denominator"]
        self.value = self.of and self.of["value"]
        self.most_of = self.of and (self.of["value"] if self.of["atMost"] is None else self.of["atMost"])
        self.carried = {}
        self.shares = [
            None if one["state"] in ("WITHHELD", "NOT_LINKED") or not one["share"] or one["share"]["people"] is None else one["share"]
            for one in self.told["contributions"]
        ]

    def carry(self, former):
        """Takes what organisations that have not reported had in the month before."""
        codes = [one["organisation"]["code"] for one in former.told["contributions"]]
        for index, one in enumerate(self.told["contributions"]):
            code = one["organisation"]["code"]
            if one["state"] != "NOT_YET" or self.shares[index] or code not in codes: continue
            self.shares[index] = self.carried[code] = former.shares[codes.index(code)]

    @property
    def likely(self):
        return self.people["lower"] if self.people["estimate"] is None else self.people["estimate"]

    @property
    def fewest(self):
        return self.people["interval"]["lower"] if self.people["interval"] else self.people["lower"]

    @property
    def most(self):
        return self.people["interval"]["upper"] if self.people["interval"] else math.inf

    def ends(self, of=None):
        """The least and the highest share of those whom the goal counts, here or as another figure has them."""
        of = of or self
        if not self.people or of.value is None or not of.most_of: return None
        return self.fewest / of.most_of, self.most / of.value if of.value else math.inf


def status_of(goal, share, on):
    if share is None or on is None: return "NO_DATA"
    if share >= goal["target"]: return "ACHIEVED"
    start, end, now = (ordinal(day) for day in (goal["startsOn"], goal["deadline"], on))
    if now >= end: return "MISSED"
    if now <= start or goal["target"] <= goal["base"]: return "NOT_STARTED"
    pace = (share - goal["base"]) / ((now - start) / (end - start)) / (goal["target"] - goal["base"])
    return "FALLING" if pace < 0 else "OFF_TRACK" if pace < 0.6 else "AT_RISK" if pace < 0.95 else "ON_TRACK"


def agreed(least, most):
    return least if least == most or least == "NOT_STARTED" else "UNCERTAIN"


class Recomputed:
    ROOT = ROOT

    def __init__(self, root, answers):
        self.answers, self.truth = answers, truth.Truth(root)
        files = self.truth.files
        self.kinds = defaultdict(Kind)
        self.denominators = defaultdict(list)
        for folder in ("data", "demo"):
            for row in files.rows("movement/%s/denominators.csv" % folder): self.denominators[row["audience"], row["place_code"]].append(row)
        self.small = {row["goal_code"]: int(row["least_denominator"]) for folder in ("data", "demo") for row in files.rows("movement/%s/verdict-bounds.csv" % folder)}
        self.commune = {one["code"]: one for one in answers["communes"]}
        self.places = [ROOT] + list(self.commune)
        self.truth.ready(set(self.places))
        self.utility, self.lowered, self.ahead = [], 0, defaultdict(lambda: [0, 0])
        self.truths, self.figures = {}, {}
        for goal in answers["goals"]:
            if goal["code"] in answers["of"]: self._goal(goal, answers["of"][goal["code"]])

    def _goal(self, goal, told):
        figures = self.figures[goal["code"]] = {}
        for one in told["series"]:
            for point in one["points"]: figures[one["communeCode"], point["period"]] = Figure(point, goal)
        for (place, month), figure in sorted(figures.items(), key=lambda one: one[0][1]):
            former = figures.get((place, before(month)))
            if former: figure.carry(former)
            self._denominator(figure)
            if not figure.people: continue
            self._shares(figure)
            self._bounds(figure)
            self._derived(figure, figures)
            self._status(figure, figures)
            if former: self._change(figure, former)
        for month, ranked in told["ranks"].items(): self._ranks(goal, ranked, {place: figures.get((place, month)) for place in self.commune})
        for one in told["forecasts"]: self._forecast(goal, one, figures)
        self._beside_truth(goal, figures, told["ranks"])

    # Denominators: the newest version that is in force on the period's last day.
    def _denominator(self, figure):
        place, day = figure.place, last_day(figure.month)
        rows = [row for row in self.denominators[figure.goal["audience"]["code"], place] if row["valid_from"] and row["valid_from"] <= day and (not row["valid_until"] or day <= row["valid_until"])]
        row = max(rows, key=lambda one: int(one["version"]), default=None)
        if row is None or not figure.of: return self.kinds["denominators"].check(figure.of is not None, row is not None, figure.goal["code"], place, figure.month)
        value = int(row["value"]) if row["value"] else None
        records = value is not None and row["basis"] == "RECORDS"
        most = int(row["at_most"]) if row["at_most"] else value + 9 if records else value
        found = (figure.of["version"], figure.of["asOf"], figure.value, figure.most_of)
        self.kinds["denominators"].check(found, (int(row["version"]), row["as_of"], value, most), figure.goal["code"], place, figure.month)
        if figure.goal["audience"]["code"] == "PUPILS":
            if row["as_of"] not in self.truths: self.truths[row["as_of"]] = self.truth.pupils(row["as_of"])
            pupils = self.truths[row["as_of"]].get(place, 0)
            self.kinds["denominators of pupils, from enrolments"].holds(figure.value == pupils // 10 * 10 and pupils <= figure.most_of, place, row["as_of"], figure.value, pupils)

    # Shares: whole tens that are not above the true number, which is one of ten values or more.
    def _shares(self, figure):
        for one, share in zip(figure.told["contributions"], figure.shares):
            if share is None: continue
            # What is carried forward is of its own month.
            if one["state"] == "NOT_YET" and share is figure.carried.get(one["organisation"]["code"]): continue
            people = self.truth.people(one["organisation"]["code"], figure.goal["code"], figure.place, figure.month)
            lower, most = share["people"], share["atMost"]
            held = lower % 10 == 0 and lower <= people <= most and most - lower >= 9
            self.kinds["shares"].holds(held, figure.goal["code"], figure.place, figure.month, one["organisation"]["code"], lower, most, "true", people)
            step = step_at(figure.place)
            if lower < people // step * step: self.lowered += 1

    def _bounds(self, figure):
        known = [one for one in figure.shares if one]
        if not known: return
        what = (figure.goal["code"], figure.place, figure.month)
        lower = max(one["people"] for one in known)
        total = sum(one["atMost"] for one in known) if len(known) == len(figure.shares) else math.inf
        upper = min(total, math.inf if figure.most_of is None else max(figure.most_of, lower + 9))
        self.kinds["bounds"].check((figure.people["lower"], figure.people["upper"]), (lower, None if upper == math.inf else upper), *what)
        interval, estimate = figure.people["interval"], figure.people["estimate"]
        ends = interval and (interval["lower"], interval["upper"])
        if figure.people["method"] != "ESTIMATE": self.kinds["intervals that are bounds"].check(ends, None if upper == math.inf else (lower, upper), *what)
        else:
            ordered = lower <= ends[0] <= estimate <= ends[1] <= max(upper, ends[1]) and ends[1] - ends[0] >= 9 and lower <= estimate
            self.kinds["intervals around estimates"].holds(ordered, *what, figure.people)
        holds = figure.people["method"] != "EXACT" or sum(one["atMost"] > 0 for one in known) <= 1 and len(known) == len(figure.shares) and figure.told["isComplete"]
        self.kinds["EXACT of one organisation alone, and complete"].holds(holds, *what)

    def _derived(self, figure, figures):
        what, step, told = (figure.goal["code"], figure.place, figure.month), step_at(figure.place), figure.told
        if not figure.value or not figure.most_of: return
        self.kinds["ratios"].check(told["ratio"], ratio_of(figure.likely, figure.value, step), *what)
        self.kinds["decimals of ratios"].check(10 ** told["ratioDecimals"], scale_of(figure.value, step), *what)
        target = figure.goal["target"]
        self.kinds["gaps in people"].check(told["gapPeople"], max(0, math.ceil(target * figure.most_of - 1e-9) - figure.fewest), *what)
        self.kinds["gaps in points"].check(told["gapPoints"], points_of(max(0, target - ratio_of(figure.fewest, figure.most_of, step)), figure.most_of, step), *what)

    def _is_small(self, figure):
        return figure.value is not None and figure.value < self.small.get(figure.goal["code"], 0)

    # Status and pace: of the figure's own day, or of the last month that all have reported.
    def _status(self, figure, figures):
        goal, on, told = figure.goal, figure.told["completeThrough"], figure.told
        judged = figure
        if on and on < last_day(figure.month): judged = figures.get((figure.place, on[:7]), figure)
        ends = figure.ends()
        own = judged.ends(figure) if judged.people else None
        least, most = (status_of(goal, share, on) for share in (own or (None, None)))
        status = agreed(least, most)
        if ends and on and ends[0] >= goal["target"]: status = "ACHIEVED"
        if self._is_small(figure): status = "UNCERTAIN"
        if status == "ACHIEVED" and last_day(figure.month) > goal["deadline"]:
            then = figures.get((figure.place, goal["deadline"][:7]))
            if then and then.people and then.most < goal["target"] * figure.value - 1e-9: status = "ACHIEVED_LATE"
        self.kinds["statuses"].check(told["status"], status, goal["code"], figure.place, figure.month)
        pace = None
        if judged.people and on and figure.value and not self._is_small(figure):
            start, end, now = (ordinal(day) for day in (goal["startsOn"], goal["deadline"], on))
            if start < now < end and goal["target"] > goal["base"]:
                exact = (judged.likely / figure.value - goal["base"]) / ((now - start) / (end - start)) / (goal["target"] - goal["base"])
                scale = scale_of(figure.value, step_at(figure.place))
                pace = half_up(exact * scale) / scale
        self.kinds["paces"].check(told["pace"], pace, goal["code"], figure.place, figure.month)

    def _counted(self, figure):
        missing = [one["organisation"]["code"] for one, share in zip(figure.told["contributions"], figure.shares) if share is None]
        return sorted(one["organisation"]["code"] for one in figure.told["contributions"] if one["organisation"]["code"] not in missing)

    def _change(self, figure, former):
        what = (figure.goal["code"], figure.place, figure.month)
        breaks = set()
        if former.people and last_day(former.month) >= figure.goal["startsOn"]:
            if self._counted(figure) != self._counted(former): breaks.add("ORGANISATIONS")
            if figure.of and former.of and figure.of["version"] != former.of["version"]: breaks.add("DENOMINATOR")
            methods = [one.people["method"] for one in (figure, former)]
            if "ESTIMATE" in methods and None in (figure.people["estimate"], former.people["estimate"]): breaks.add("METHOD")
        self.kinds["breaks"].check(sorted(figure.point["breaks"]), sorted(breaks), *what)
        news = any(share and one["state"] in ("REPORTED", "LATE") for one, share in zip(figure.told["contributions"], figure.shares))
        people = points = None
        if former.people and news and not breaks & {"ORGANISATIONS", "AUDIENCE"}:
            key = "lower" if None in (figure.people["estimate"], former.people["estimate"]) else "estimate"
            now, then = figure.people[key], former.people[key]
            people, step = now - then, step_at(figure.place)
            if figure.value and former.of and "DENOMINATOR" not in breaks:
                points = points_of(ratio_of(now, figure.value, step) - ratio_of(then, figure.value, step), figure.value, step)
        self.kinds["changes in people"].check(figure.point["changePeople"], people, *what)
        self.kinds["changes in points"].check(figure.point["changePoints"], points, *what)

    def _ranks(self, goal, ranked, figures):
        names = (("overall", lambda code: ""), ("withinType", lambda code: self.commune[code]["type"]), ("withinArea", lambda code: self.commune[code]["area"]))
        spans = {place: one.ends() for place, one in figures.items() if one and one.told["ratio"] is not None and one.ends() and not self._is_small(one)}
        for name, group_of in names:
            groups = defaultdict(list)
            for place, span in spans.items(): groups[group_of(place)].append((place, span))
            expected = {}
            for group in groups.values():
                leasts, mosts = sorted(-least for _, (least, _) in group), sorted(-most for _, (_, most) in group)
                for place, (least, most) in group:
                    surely = bisect_left(leasts, -most - TOLERANCE)
                    expected[place] = (surely + 1, max(surely + 1, bisect_left(mosts, -least + TOLERANCE)))
            for place, rank in ranked:
                found = rank and (rank[name], rank[name + "Last"])
                self.kinds["ranks"].check(found, expected.get(place), goal["code"], place, name)

    # Forecasts: the drift by simple exponential smoothing of the increments of complete months.
    def _forecast(self, goal, told, figures):
        place, found = told["communeCode"], told["forecast"]
        what, step = (goal["code"], place), step_at(told["communeCode"])
        now = figures[place, ask.LAST]
        months, later = [], None
        for month in reversed(list(ask.months(max(ask.FIRST, goal["startsOn"][:7]), ask.LAST))):
            figure, on = figures.get((place, month)), now.told["completeThrough"]
            if not figure or not on or last_day(month) > on: continue
            if not figure.people or len(months) == 24 or (later and self._counted(later) != self._counted(figure)): break
            later = figure
            months.insert(0, figure)
        estimated = all(one.people["estimate"] is not None for one in months)
        people = [one.people["estimate" if estimated else "lower"] for one in months]
        if not now.value: return self.kinds["forecasts"].check(found["notAvailable"], "NO_DENOMINATOR", *what)
        first = next((index for index, one in enumerate(people) if one > 0), None)
        used = [] if first is None else people[max(0, first - 1) :][-13:]
        if used and last_day(months[-1].month) >= goal["deadline"]: return self.kinds["forecasts"].check(found["notAvailable"], "DEADLINE_PASSED", *what)
        if len(used) < 5: return self.kinds["forecasts"].holds(found["notAvailable"] in ("TOO_FEW_MONTHS", "BREAK"), *what, found)
        last = last_day(months[-1].month)
        ahead = (ordinal(goal["deadline"]) - ordinal(last)) / DAYS_OF_MONTH
        drift, likely, lower, upper = forecast_of(used, ahead, now.most_of, step)
        tested = within = 0
        for index in range(len(people)):
            begun = next((at for at, one in enumerate(people[: index + 1]) if one > 0), None)
            known = [] if begun is None else people[max(0, begun - 1) : index + 1][-13:]
            if len(known) < 5: continue
            for far, came in enumerate(people[index + 1 : index + 4]):
                _, _, least, most = forecast_of(known, far + 1, now.most_of, step)
                tested, within = tested + 1, within + (least <= came <= most)
                held = self.ahead[goal["code"], "province" if place == ROOT else "communes", far + 1]
                held[0], held[1] = held[0] + 1, held[1] + (least <= came <= most)
        reaches = None
        if not self._is_small(now):
            days = [reached_on(drift, math.ceil(goal["target"] * of - 1e-9), people, last) for of, people in ((now.most_of, months[-1].fewest), (now.value, months[-1].most))]
            if None not in days and (days[0] <= goal["deadline"]) == (days[1] <= goal["deadline"]): reaches = days[0]
        expected = [likely, lower, upper, "ESTIMATES" if estimated else "LOWER_BOUNDS", len(used), tested, within, reaches]
        interval, test = found["interval"] or {}, found["backTest"] or {}
        answered = [found["people"], interval.get("lower"), interval.get("upper"), found["basis"], found["months"], test.get("forecasts"), test.get("within"), found["reachesTargetOn"]]
        self.kinds["forecasts"].check(answered, expected, *what)

    def _beside_truth(self, goal, figures, ranks):
        """Intervals, verdicts and ranks beside the true numbers, of months that all have reported."""
        code = goal["code"]
        rows = defaultdict(list)
        for (place, month), figure in figures.items():
            contributions = figure.told["contributions"]
            unlinked = any(one["state"] == "NOT_LINKED" for one in contributions)
            if not figure.people or not figure.told["isComplete"] or not figure.value or month < goal["startsOn"][:7]: continue
            least, most = self.truth.together(code, [one["organisation"]["code"] for one in contributions], place, month)
            held = figure.fewest <= least and (unlinked or most <= figure.most)
            value, most_of = figure.value, figure.most_of
            if goal["audience"]["code"] == "PUPILS": value = most_of = self.truths[figure.of["asOf"]].get(place, 0)
            shares = (least / most_of, 1 if unlinked else most / value)
            verdicts = {status_of(goal, share, figure.told["completeThrough"]) for share in shares}
            if held and figure.told["status"] not in ("UNCERTAIN", "NO_DATA"):
                said = figure.told["status"].replace("_LATE", "")
                self.kinds["verdicts beside the true number"].holds({said} == verdicts, code, place, month, said, sorted(verdicts))
            if figure.people["method"] == "EXACT": self.kinds["EXACT beside the true number"].holds(held, code, place, month, figure.people, least)
            if figure.told["status"] == "MISSED": self.kinds["MISSED, whatever the most people are"].holds(figure.ends()[1] < goal["target"], code, place, month)
            rows[month].append((figure, least, most, held, shares, verdicts, unlinked))
        for month, of_month in rows.items():
            communes = sorted((row for row in of_month if row[0].place != ROOT), key=lambda row: row[0].value)
            ranked = {place: rank for place, rank in ranks.get(month, [])}
            for index, row in enumerate(communes): self._one(goal, month, index * 3 // len(communes), row, ranked.get(row[0].place))
            for row in of_month:
                if row[0].place == ROOT: self._one(goal, month, 3, row, None)
            self._true_ranks(goal, month, [row for row in communes if ranked.get(row[0].place) and not row[6]], ranked)

    def _true_ranks(self, goal, month, rows, ranked):
        unheld = sum(not row[3] for row in rows)
        leasts = sorted(-row[4][0] for row in rows)
        for figure, _, _, held, (least, most), _, _ in rows:
            if not held: continue
            above = bisect_left(leasts, -most - TOLERANCE)
            rank = ranked[figure.place]
            self.kinds["ranks beside the true number"].holds(rank["overall"] - 1 - unheld <= above <= rank["overallLast"] - 1 + unheld, goal["code"], figure.place, month, above + 1, rank)

    def _one(self, goal, month, size, row, rank):
        figure, least, most, held, shares, verdicts, unlinked = row
        true = (least + most) / 2
        status = figure.told["status"]
        self.utility.append({
            **{"goal": goal["code"], "size": size, "month": month, "held": held, "people": true, "audience": figure.value},
            "width": figure.most - figure.fewest if figure.people["interval"] else None,
            "error": abs(figure.likely - true),
            "points": abs(figure.told["ratio"] - sum(shares) / 2) * 100 if not unlinked else None,
            "uncertain": status == "UNCERTAIN",
            # What the true number would have allowed.
            "lost": status == "UNCERTAIN" and len(verdicts) == 1,
            "rank": rank["overallLast"] - rank["overall"] + 1 if rank else None,
        })

    def report(self):
        names = ["small", "middle", "large", "whole"]
        utility = []
        groups = defaultdict(list)
        for one in self.utility: groups[one["goal"], one["size"]].append(one)
        mean = lambda rows, key: (lambda known: round(sum(known) / len(known), 2) if known else None)([row[key] for row in rows if row[key] is not None])
        for (goal, size), rows in sorted(groups.items()):
            newest = [row for row in rows if row["month"] == max(one["month"] for one in rows)]
            ranks = sorted(row["rank"] for row in newest if row["rank"] is not None)
            utility.append({
                **{"goal": goal, "size": names[size], "audience": [min(row["audience"] for row in newest), max(row["audience"] for row in newest)]},
                **{"intervals": len(rows), "covered": sum(row["held"] for row in rows), "people": mean(newest, "people"), "width": mean(newest, "width")},
                **{"error": mean(newest, "error"), "points": mean(newest, "points"), "figures": len(newest)},
                **{"uncertain": sum(row["uncertain"] for row in newest), "lost": sum(row["lost"] for row in newest)},
                "rank": ranks[len(ranks) // 2] if ranks else None,
            })
        kinds = {name: {"compared": kind.compared, "differ": len(kind.differ), "first": kind.differ[:3]} for name, kind in self.kinds.items()}
        forecasts = [{"goal": goal, "of": of, "monthsAhead": far, "forecasts": held[0], "within": held[1]} for (goal, of, far), held in sorted(self.ahead.items())]
        return {"kinds": kinds, "sharesLowered": self.lowered, "utility": utility, "forecasts": forecasts, "coverage": coverage.Coverage(self, self.answers).report()}


def forecast_of(months, ahead, bound, step):
    increments = [now - then for then, now in zip(months, months[1:])]
    drift, errors = increments[0], []
    for increment in increments[1:]:
        errors.append(increment - drift)
        drift += 0.7 * (increment - drift)
    mean = sum(increments) / len(increments)
    spread = sum((one - mean) ** 2 for one in increments) / (len(increments) - 1)
    variance = max(spread, sum(one**2 for one in errors) / len(errors), 2 * step**2 / 12)
    steps = sum((1 + 0.7 * month) ** 2 for month in range(max(1, half_up(ahead))))
    margin = QUANTILES[min(len(increments) - 4, len(QUANTILES) - 1)] * math.sqrt(variance * steps)
    last = months[-1]
    most = max(bound, last + step - 1)
    capped = lambda people: min(most, max(last, people))
    likely = last + drift * ahead
    lower = max(last, min(math.floor(capped(likely - margin)), most - step + 1))
    return drift, half_up(capped(likely)), lower, max(math.ceil(capped(likely + margin)), lower + step - 1)


def reached_on(drift, needed, people, day):
    if people >= needed: return day
    if drift <= 0: return None
    days = max(1, math.ceil((needed - people) / drift * DAYS_OF_MONTH))
    return None if days > 3653 else date.fromordinal(ordinal(day) + days).isoformat()


def main(root, url, token, file=None):
    if file and os.path.exists(file):
        with open(file) as text: answers = json.load(text)
    else:
        answers = ask.collect(ask.Hub(url, token))
        if file:
            with open(file, "w") as text: json.dump(answers, text)
    print(json.dumps(Recomputed(root, answers).report(), ensure_ascii=False))


if __name__ == "__main__": main(*sys.argv[1:])
