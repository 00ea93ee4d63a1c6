"""Asks a running hub with the demonstration for every figure that is recomputed; it imports nothing of the hub."""
import json
import time
import urllib.error
import urllib.request

# The goals begin on 24 April 2025.
FIRST, LAST = "2025-04", "2026-10"
# How many places one question has: their shares are the dearest.
PLACES = 20

FIGURE = """communeCode period status likely { status probability } pace ratio ratioDecimals gapPeople gapPoints completeThrough isComplete
  doubts denominator { value atMost asOf version } people { lower upper estimate interval { lower upper } method }"""
SHARES = "contributions { organisation { code } state share { people atMost } }"


CHANGE = "communeCode change(from: $from) { people interval { lower upper } points pointsInterval { lower upper } }"
GROUPINGS = ["SEX", "AGE_BAND", "AREA", "TYPE", "REGION"]
GROUPS = "groups { group people interval { lower upper } ratio denominator } gap { points interval { lower upper } highest lowest }"


def months(first, last):
    year, month = map(int, first.split("-"))
    while "%04d-%02d" % (year, month) <= last:
        yield "%04d-%02d" % (year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


class Hub:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def ask(self, query, variables):
        """Waits where the rate allows no more yet, and asks again where a busy machine was too slow."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"content-type": "application/json", "authorization": "Bearer " + self.token, "x-hub-purpose": "steering"}
        for _ in range(120):
            try:
                with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=120) as response:
                    answer = json.load(response)
            except urllib.error.HTTPError as error:
                answer = json.load(error)
                if error.code == 429:
                    time.sleep(1)
                    continue
            if any(one.get("extensions", {}).get("code") == "SUBGRAPH_TIMEOUT" for one in answer.get("errors", [])):
                time.sleep(1)
                continue
            if answer.get("errors"): raise SystemExit("The hub answered %s" % json.dumps(answer["errors"][0]))
            return answer["data"]
        raise SystemExit("The hub allowed no more for two minutes, or was too slow.")


def collect(hub):
    """All that is compared, as the hub tells it: goals, and by goal figures by place and month, ranks and forecasts."""
    goals = hub.ask(
        "{ goals { code target base startsOn deadline audience { code } expects { code } } communes(first: 500) { nodes { code type area } } }", {}
    )
    places = ["38"] + [one["code"] for one in goals["communes"]["nodes"]]
    answers = {"goals": goals["goals"], "communes": goals["communes"]["nodes"], "of": {}}
    for goal in goals["goals"]:
        if goal["code"] == "DEMO_ADULTS": continue
        series = []
        for first in range(0, len(places), PLACES):
            data = hub.ask(
                """query Series($goal: ID!, $places: [ID!]!, $from: Period!, $to: Period!) { goal(code: $goal) {
                  series(places: $places, from: $from, to: $to) { communeCode
                    points { period changePeople changePoints breaks progress { %s %s } } } } }""" % (FIGURE, SHARES),
                {"goal": goal["code"], "places": places[first : first + PLACES], "from": FIRST, "to": LAST},
            )
            series += data["goal"]["series"]
        ranks = {}
        for month in months(FIRST, LAST):
            data = hub.ask(
                """query Ranks($goal: ID!, $month: Period!) { goal(code: $goal) {
                  progressByCommune(period: $month, first: 500, orderBy: { field: RATIO, direction: DESC }) {
                    edges { rank { overallLikely overall overallLast tier withinTypeLikely withinType withinTypeLast withinTypeTier
                      withinAreaLikely withinArea withinAreaLast withinAreaTier amongLastTen } node { communeCode } } } } }""",
                {"goal": goal["code"], "month": month},
            )
            ranks[month] = [[edge["node"]["communeCode"], edge["rank"]] for edge in data["goal"]["progressByCommune"]["edges"]]
        forecast = "communeCode forecast { people interval { lower upper } reachesTargetOn basis months backTest { forecasts within } notAvailable }"
        data = hub.ask(
            """query Forecasts($goal: ID!, $month: Period!) { goal(code: $goal) { progress(period: $month) { %s }
              progressByCommune(period: $month, first: 500) { nodes { %s } } } }""" % (forecast, forecast),
            {"goal": goal["code"], "month": LAST},
        )
        forecasts = [data["goal"]["progress"]] + data["goal"]["progressByCommune"]["nodes"]
        answers["of"][goal["code"]] = {"series": series, "ranks": ranks, "forecasts": forecasts, "changes": changes_of(hub, goal), "groups": groups_of(hub, goal)}
    regions = hub.ask("query Regions($on: Date) { regions(on: $on) { code communes { code } } }", {"on": LAST + "-31"})["regions"]
    answers["regions"] = {one["code"]: [commune["code"] for commune in one["communes"]] for one in regions}
    return answers


def changes_of(hub, goal):
    """How each place changed since the month before, by month."""
    changes, former = {}, FIRST
    for month in list(months(FIRST, LAST))[1:]:
        data = hub.ask(
            """query Changes($goal: ID!, $month: Period!, $from: Period!) { goal(code: $goal) { progress(period: $month) { %s }
              progressByCommune(period: $month, first: 500) { nodes { %s } } } }""" % (CHANGE, CHANGE),
            {"goal": goal["code"], "month": month, "from": former},
        )
        changes[month] = [data["goal"]["progress"]] + data["goal"]["progressByCommune"]["nodes"]
        former = month
    return changes


def groups_of(hub, goal):
    """The groups of the whole and the gaps between them, by month and by what they are, back to where three months have no number."""
    groups, without = {}, 0
    for month in reversed(list(months(FIRST, LAST))):
        kinds = " ".join("%s: breakdown(by: %s, period: $month) { %s }" % (kind, kind, GROUPS) for kind in GROUPINGS)
        data = hub.ask("query Groups($goal: ID!, $month: Period!) { goal(code: $goal) { %s } }" % kinds, {"goal": goal["code"], "month": month})
        groups[month] = {kind: told for kind, told in data["goal"].items() if told}
        without = 0 if any(one["people"] is not None for told in groups[month].values() for one in told["groups"]) else without + 1
        if without == 3: break
    return groups
