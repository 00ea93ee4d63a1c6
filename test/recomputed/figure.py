"""A figure as the hub answers it, and how one stands that has reached a share by a day."""
import math

from rounding import ordinal


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
