"""Intervals, verdicts and ranks beside the true numbers: how often they hold these, and what rounding and UNCERTAIN cost."""
from bisect import bisect_left
from collections import defaultdict

from figure import status_of
from rounding import ROOT

TOLERANCE = 1e-12


class BesideTruth:
    """@param truths how many pupils each place has, by the day that a denominator is of."""

    def __init__(self, kinds, truth, truths):
        self.kinds, self.truth, self.truths, self.rows, self.ranks = kinds, truth, truths, [], []

    def add(self, goal, figures, ranks):
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
        """How many 90 % ranges hold the true rank, and how many tiers are the true third."""
        leasts = sorted(-row[4][0] for row in rows)
        for figure, _, _, _, (least, _), _, _ in rows:
            first, last = bisect_left(leasts, -least - TOLERANCE) + 1, bisect_left(leasts, -least + TOLERANCE)
            rank, thirds = ranked[figure.place], [round(len(rows) / 3), round(2 * len(rows) / 3)]
            third = "UPPER" if first <= thirds[0] else "MIDDLE" if first <= thirds[1] else "LOWER"
            self.ranks.append({
                **{"goal": goal["code"], "month": month, "width": rank["overallLast"] - rank["overall"] + 1},
                "held": rank["overall"] <= last and first <= rank["overallLast"],
                "third": None if rank["tier"] in (None, "NOT_DISTINGUISHABLE") else rank["tier"] == third,
                "tier": rank["tier"],
            })

    def of_ranks(self):
        """By goal: ranks, how many ranges hold the true one, tiers, how many are the true third, and the newest median width."""
        goals = defaultdict(list)
        for one in self.ranks: goals[one["goal"]].append(one)
        found = []
        for goal, rows in sorted(goals.items()):
            newest = sorted(row["width"] for row in rows if row["month"] == max(one["month"] for one in rows))
            thirds = [row["third"] for row in rows if row["third"] is not None]
            found.append({
                **{"goal": goal, "ranks": len(rows), "held": sum(row["held"] for row in rows), "thirds": len(thirds), "right": sum(thirds)},
                **{"open": sum(row["tier"] == "NOT_DISTINGUISHABLE" for row in rows), "width": newest[len(newest) // 2]},
            })
        return found

    def _one(self, goal, month, size, row, rank):
        figure, least, most, held, shares, verdicts, unlinked = row
        true = (least + most) / 2
        status = figure.told["status"]
        self.rows.append({
            **{"goal": goal["code"], "size": size, "month": month, "held": held, "people": true, "audience": figure.value},
            "width": figure.most - figure.fewest if figure.people["interval"] else None,
            "error": abs(figure.likely - true),
            "points": abs(figure.told["ratio"] - sum(shares) / 2) * 100 if not unlinked else None,
            "uncertain": status == "UNCERTAIN",
            # What the true number would have allowed.
            "lost": status == "UNCERTAIN" and len(verdicts) == 1,
            "likely": figure.told["likely"] is not None,
            "wrongly": figure.told["likely"] is not None and figure.told["likely"]["status"] not in verdicts,
            "rank": rank["overallLast"] - rank["overall"] + 1 if rank else None,
        })

    def utility(self):
        names = ["small", "middle", "large", "whole"]
        utility = []
        groups = defaultdict(list)
        for one in self.rows: groups[one["goal"], one["size"]].append(one)
        mean = lambda rows, key: (lambda known: round(sum(known) / len(known), 2) if known else None)([row[key] for row in rows if row[key] is not None])
        for (goal, size), rows in sorted(groups.items()):
            newest = [row for row in rows if row["month"] == max(one["month"] for one in rows)]
            ranks = sorted(row["rank"] for row in newest if row["rank"] is not None)
            utility.append({
                **{"goal": goal, "size": names[size], "audience": [min(row["audience"] for row in newest), max(row["audience"] for row in newest)]},
                **{"intervals": len(rows), "covered": sum(row["held"] for row in rows), "people": mean(newest, "people"), "width": mean(newest, "width")},
                **{"error": mean(newest, "error"), "points": mean(newest, "points"), "figures": len(newest)},
                **{"uncertain": sum(row["uncertain"] for row in newest), "lost": sum(row["lost"] for row in newest)},
                **{"likely": sum(row["likely"] for row in newest), "allLikely": sum(row["likely"] for row in rows), "wrongly": sum(row["wrongly"] for row in rows)},
                "rank": ranks[len(ranks) // 2] if ranks else None,
            })
        return utility
