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
from collections import defaultdict

import ask
import coverage
import truth
from beside_truth import BesideTruth
from figure import Figure, agreed, status_of
from forecasts import DAYS_OF_MONTH, forecast_of, reached_on
from rounding import ROOT, last_day, ordinal, points_of, ratio_of, rounded, scale_of, step_at
from truth import before

sys.path.append(os.path.join(os.path.dirname(__file__), "../publications"))
from ranks import ranks_of  # noqa: E402

RANKED = ["2026-09", "2026-10"]


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
        self.lowered, self.ahead = 0, defaultdict(lambda: [0, 0])
        self.truths, self.figures = {}, {}
        self.beside_truth = BesideTruth(self.kinds, self.truth, self.truths)
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
        # The exact distribution takes this program seconds: of two months.
        for month in RANKED: self._ranks(goal, told["ranks"][month], {place: figures.get((place, month)) for place in self.commune})
        for one in told["forecasts"]: self._forecast(goal, one, figures)
        self.beside_truth.add(goal, figures, told["ranks"])

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
            ordered = lower <= ends[0] <= estimate <= ends[1] <= upper and ends[1] - ends[0] >= 9
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
                pace = rounded(exact * scale) / scale
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
        names = (("overall", "tier", lambda code: ""), ("withinType", "withinTypeTier", lambda code: self.commune[code]["type"]), ("withinArea", "withinAreaTier", lambda code: self.commune[code]["area"]))
        signed = {place: self._as_signed(one) for place, one in figures.items() if one and one.told["ratio"] is not None and one.ends() and not self._is_small(one)}
        for name, tier, group_of in names:
            groups = defaultdict(list)
            for place in signed: groups[group_of(place)].append(place)
            expected = {}
            for group in groups.values(): expected.update(zip(group, ranks_of([signed[place] for place in group])))
            for place, rank in ranked:
                found = rank and (rank[name + "Likely"], rank[name], rank[name + "Last"], rank[tier])
                self.kinds["ranks"].check(found, expected[place][:4] if place in expected else None, goal["code"], place, name)

    def _as_signed(self, figure):
        """A figure by the names of a publication."""
        people, interval = figure.people, figure.people["interval"] or {"lower": None, "upper": None}
        return {
            **{"lower": people["lower"], "upper": people["upper"], "estimate": people["estimate"], "isOpen": None in figure.shares},
            **{"intervalLower": interval["lower"], "intervalUpper": interval["upper"]},
            **{"denominator": figure.value, "denominatorAtMost": figure.most_of},
        }

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

    def report(self):
        kinds = {name: {"compared": kind.compared, "differ": len(kind.differ), "first": kind.differ[:3]} for name, kind in self.kinds.items()}
        forecasts = [{"goal": goal, "of": of, "monthsAhead": far, "forecasts": held[0], "within": held[1]} for (goal, of, far), held in sorted(self.ahead.items())]
        return {"kinds": kinds, "sharesLowered": self.lowered, "utility": self.beside_truth.utility(), "ranks": self.beside_truth.of_ranks(), "forecasts": forecasts, "coverage": coverage.Coverage(self, self.answers).report()}


def main(root, url, token, file=None):
    if file and os.path.exists(file):
        with open(file) as text: answers = json.load(text)
    else:
        answers = ask.collect(ask.Hub(url, token))
        if file:
            with open(file, "w") as text: json.dump(answers, text)
    print(json.dumps(Recomputed(root, answers).report(), ensure_ascii=False))


if __name__ == "__main__": main(*sys.argv[1:])
