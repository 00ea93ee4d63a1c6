"""Whom the demonstration's own files say to have reached each goal; it imports nothing of the hub."""
import csv
import os
import re
from bisect import bisect_right
from collections import defaultdict

LEVELS = ["BASIC", "INTERMEDIATE", "ADVANCED"]
# What who completes a course of public service has reached.
OF_TRAINING = ["PUBLIC_SECTOR", "ADULTS_BASIC"]


class Files:
    def __init__(self, root):
        self.root = root

    def rows(self, path, key=None):
        """The rows that are taken in: those whose citizen's number is one; with a key, as they were corrected later."""
        folder, name = os.path.split(path)
        found = {}
        for place in [folder] + ([folder + "/corrections"] if key else []):
            file = os.path.join(self.root, "subgraphs", place, name)
            if place.endswith("corrections") and not os.path.exists(file): continue
            with open(file, encoding="utf-8-sig", newline="") as text:
                for row in csv.DictReader(text):
                    if "citizen_number" in row and not re.fullmatch(r"\d{12}", row["citizen_number"]): continue
                    found[tuple(row[one] for one in key) if key else len(found)] = row
        return list(found.values())


class Truth:
    """People to date by goal, organisation, place and month."""

    def __init__(self, root):
        self.files = Files(root)
        self.first = defaultdict(dict)  # (organisation, goal) -> person -> (day, commune)
        self.about = {}  # (organisation, person) -> (sex, year of birth)
        self.counts = {}  # (organisation, goal) -> (commune, month) -> number
        self._unions()
        self._education()
        counted = [row for folder in ("data", "demo") for row in self.files.rows("identity/%s/counted-goals.csv" % folder)]
        for one in counted:
            self.counts["identity", one["goal_code"]] = {
                (row["commune_code"], row["month"]): int(row[one["measure"].lower()]) for row in self.files.rows("identity/demo/identity-counts.csv")
            }

    def _reached(self, organisation, goal, row, day, commune=None):
        if not day or (goal == "ADULTS_BASIC" and int(day[:4]) - int(row["birth_year"]) < 18): return
        if "sex" in row: self.about[organisation, row["citizen_number"]] = (row["sex"], int(row["birth_year"]))
        known = self.first[organisation, goal].get(row["citizen_number"])
        if known is None or day < known[0]: self.first[organisation, goal][row["citizen_number"]] = (day, commune or row["commune_code"])

    def _unions(self):
        read = self.files.rows
        for row in read("womens-union/demo/group-members.csv", ("group_code", "citizen_number")):
            self._reached("womens-union", "ADULTS_BASIC", row, row["completed_on"])
        for row in read("youth-union/demo/guided-people.csv"): self._reached("youth-union", "ADULTS_BASIC", row, row["passed_on"])
        for row in read("youth-union/demo/team-members.csv"): self._reached("youth-union", "ADULTS_BASIC", row, row["trained_on"])
        for row in read("university/demo/enrolments.csv"):
            if row["result"] == "PASSED": self._reached("university", row["goal_code"], row, row["result_on"])
        for row in read("public-sector/demo/training-records.csv"):
            if row["result"] != "PASSED": continue
            for goal in OF_TRAINING: self._reached("public-sector", goal, row, row["completed_on"])

    def _education(self):
        read = self.files.rows
        school = {row["code"]: row["commune_code"] for row in read("education/demo/schools.csv")}
        classes = {row["code"]: row for row in read("education/demo/school-classes.csv")}
        needed = {row["school_level"]: row["competency_level"] for row in read("education/data/passing-levels.csv")}
        stays = defaultdict(list)
        for row in read("education/demo/enrolments.csv"):
            of = classes[row["class_code"]]
            until = row["left_on"] or of["school_year"][5:] + "-07-31"
            stays[row["citizen_number"]].append((row["enrolled_on"], until, school[of["school_code"]], of["level"]))
        self.stays = stays
        for row in read("education/demo/pupils.csv"): self.about["education", row["citizen_number"]] = (row["sex"], int(row["birth_year"]))
        for row in read("education/demo/assessments.csv", ("citizen_number", "assessed_on")):
            day = row["assessed_on"]
            at = next((one for one in stays[row["citizen_number"]] if one[0] <= day <= one[1]), None)
            if at is None or row["result"] != "PASSED" or LEVELS.index(row["level"]) < LEVELS.index(needed[at[3]]): continue
            self._reached("education", "PUPILS", row, day, at[2])

    def pupils(self, day):
        """How many have been pupils by a day, by the commune of their school; under 38 in all."""
        found = defaultdict(set)
        for person, of in self.stays.items():
            for begun, _, commune, _ in of:
                if begun <= day: found[commune].add(person), found["38"].add(person)
        return {place: len(people) for place, people in found.items()}

    def ready(self, places):
        """Lays out numbers of people to date by place, once."""
        self.months = {}
        for of, people in self.first.items():
            self.months[of] = self._to_date((commune, person, day[:7]) for person, (day, commune) in people.items() if commune in places)
        for of, counts in self.counts.items():
            # The whole is that of the places of the month, also of those that have ended since.
            for month in {month for _, month in counts}:
                counts["38", month] = sum(number for (place, at), number in counts.items() if at == month and place != "38")
        self.unions = {}

    def _to_date(self, reached):
        """By place, the months in which its people came, in order: each person once in a place, and once in all."""
        first = defaultdict(dict)
        for commune, person, month in reached:
            for place in (commune, "38"):
                if month < first[place].get(person, "9999"): first[place][person] = month
        return {place: sorted(people.values()) for place, people in first.items()}

    def people(self, organisation, goal, place, month):
        """How many people the organisation has by the month's end."""
        of = (organisation, goal)
        if of not in self.counts: return bisect_right(self.months.get(of, {}).get(place, []), month)
        while month >= "2024-01" and (place, month) not in self.counts[of]: month = before(month)
        return self.counts[of].get((place, month), 0)

    def together(self, goal, organisations, place, month):
        """The number of people of all organisations, each counted once: its ends where the files do not say who is in several."""
        numbers = [self.people(one, goal, place, month) for one in organisations]
        if any((one, goal) in self.counts for one in organisations): return max(numbers), sum(numbers)
        key = (goal, *organisations)
        if key not in self.unions:
            all_of = [(one, person) for one in organisations for person in self.first.get((one, goal), {}).items()]
            self.unions[key] = self._to_date((commune, person, day[:7]) for _, (person, (day, commune)) in all_of)
        both = bisect_right(self.unions[key].get(place, []), month)
        return both, both

    def in_groups(self, goal, organisations, kind, group_of_commune):
        """The people of all organisations by group, each counted once in a group: the months in which they came, in order."""
        key = (goal, kind, *organisations)
        if key not in self.unions:
            def group(organisation, person, day, commune):
                sex, born = self.about[organisation, person]
                return {"SEX": lambda: sex, "AGE_BAND": lambda: age_band(int(day[:4]) - born)}.get(kind, lambda: group_of_commune.get(commune))()

            self.unions[key] = self._to_date(
                (group(one, person, day, commune), person, day[:7])
                for one in organisations
                for person, (day, commune) in self.first.get((one, goal), {}).items()
            )
        return self.unions[key]


def age_band(years):
    return "UNDER_18" if years < 18 else "18_34" if years < 35 else "35_59" if years < 60 else "60_PLUS"


def before(month):
    year, number = map(int, month.split("-"))
    return "%04d-12" % (year - 1) if number == 1 else "%04d-%02d" % (year, number - 1)
