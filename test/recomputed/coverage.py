"""
How often the intervals that a hub tells of the demonstration hold what its files say: of communes, the whole and groups, of
changes and of gaps. It imports nothing of the hub.
"""
from bisect import bisect_right
from collections import defaultdict

from truth import before

SIZES = ["small", "middle", "large"]


class Coverage:
    """Intervals by stratum: how many there are, how many hold the true number, and how wide they are."""

    def __init__(self, recomputed, answers):
        self.of, self.truth, self.answers = recomputed, recomputed.truth, answers
        self.strata = defaultdict(list)
        for goal in answers["goals"]:
            told = answers["of"].get(goal["code"])
            # Of who is in several organisations that count by commune, the files say nothing.
            if not told or any((one["code"], goal["code"]) in self.truth.counts for one in goal["expects"]) and len(goal["expects"]) > 1: continue
            self._figures(goal)
            self._changes(goal, told["changes"])
            self._groups(goal, told["groups"])

    def _case(self, stratum, goal, interval, true):
        # Points are told to as many decimals as they carry.
        held = interval["lower"] - 1e-9 <= true <= interval["upper"] + 1e-9
        self.strata[stratum, goal["code"]].append((held, interval["upper"] - interval["lower"]))

    def _known(self, goal, place, month):
        """A figure of a month that all have reported."""
        figure = self.of.figures[goal["code"]].get((place, month))
        return figure if figure and figure.people and figure.told["isComplete"] and figure.value and month >= goal["startsOn"][:7] else None

    def _true(self, goal, figure):
        organisations = [one["organisation"]["code"] for one in figure.told["contributions"]]
        return self.truth.together(goal["code"], organisations, figure.place, figure.month)[0]

    def _counted(self, goal, figure):
        """How many people the goal counts there in truth."""
        return self.of.truths[figure.of["asOf"]].get(figure.place, 0) if goal["audience"]["code"] == "PUPILS" else figure.value

    def _size(self, goal, figure):
        """In which third of the communes a place is, by the audience."""
        if figure.place == self.of.ROOT: return "the whole"
        values = self.values[figure.month]
        return SIZES[min(2, values.index(figure.value) * 3 // len(values))] + " communes"

    def _figures(self, goal):
        self.sizes, self.values = {}, defaultdict(list)
        for (place, month), figure in self.of.figures[goal["code"]].items():
            if place != self.of.ROOT and figure.value: self.values[month].append(figure.value)
        for values in self.values.values(): values.sort()
        for (place, month), figure in self.of.figures[goal["code"]].items():
            if not self._known(goal, place, month): continue
            self.sizes[place, month] = self._size(goal, figure)
            if figure.people["interval"]: self._case(self.sizes[place, month], goal, figure.people["interval"], self._true(goal, figure))

    def _changes(self, goal, told):
        for month, places in told.items():
            for one in places:
                figure, former = (self._known(goal, one["communeCode"], at) for at in (month, before(month)))
                change = one["change"]
                if not figure or not former or not change: continue
                now, then = self._true(goal, figure), self._true(goal, former)
                size = self.sizes[figure.place, month]
                if change["interval"]: self._case("change of " + size, goal, change["interval"], now - then)
                counted = self._counted(goal, figure), self._counted(goal, former)
                if change["pointsInterval"] and all(counted):
                    self._case("change of %s in points" % size, goal, change["pointsInterval"], (now / counted[0] - then / counted[1]) * 100)

    def _groups(self, goal, told):
        """Groups of the whole, and the gap: the highest true ratio less the lowest, of all groups that are asked for."""
        commune = self.of.commune
        region_of = {place: region for region, places in self.answers["regions"].items() for place in places}
        groupings = {"AREA": {place: one["area"] for place, one in commune.items()}, "TYPE": {place: one["type"] for place, one in commune.items()}, "REGION": region_of}
        for month, kinds in told.items():
            whole = self._known(goal, self.of.ROOT, month)
            if not whole: continue
            organisations = [one["organisation"]["code"] for one in whole.told["contributions"]]
            for kind, breakdown in kinds.items():
                grouping = groupings.get(kind, {})
                people = self.truth.in_groups(goal["code"], organisations, kind, grouping)
                true = {one["group"]: bisect_right(people.get(one["group"], []), month) for one in breakdown["groups"]}
                for one in breakdown["groups"]:
                    if one["interval"]: self._case("group by " + kind, goal, one["interval"], true[one["group"]])
                gap = breakdown["gap"]
                if not gap: continue
                counted = defaultdict(int)
                for place, group in grouping.items():
                    figure = self.of.figures[goal["code"]].get((place, month))
                    counted[group] += self._counted(goal, figure) if figure and figure.of else 0
                ratios = [true[group] / counted[group] * 100 for group in true if counted[group]]
                self._case("gap by " + kind, goal, gap["interval"], max(ratios) - min(ratios))

    def report(self):
        return [
            {"stratum": stratum, "goal": goal, "intervals": len(cases), "covered": sum(held for held, _ in cases), "width": round(sum(width for _, width in cases) / len(cases), 2)}
            for (stratum, goal), cases in sorted(self.strata.items())
        ]
