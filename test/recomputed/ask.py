"""Asks a running hub with the demonstration for every figure that is recomputed; it imports nothing of the hub."""
import json
import time
import urllib.error
import urllib.request

# The goals begin on 24 April 2025.
FIRST, LAST = "2025-04", "2026-10"
# How many places one question has: their shares are the dearest.
PLACES = 20

FIGURE = """communeCode period status pace ratio ratioDecimals gapPeople gapPoints completeThrough isComplete
  doubts denominator { value atMost asOf version } people { lower upper estimate interval { lower upper } method }"""
SHARES = "contributions { organisation { code } state share { people atMost } }"


def months(first, last):
    year, month = map(int, first.split("-"))
    while "%04d-%02d" % (year, month) <= last:
        yield "%04d-%02d" % (year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


class Hub:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def ask(self, query, variables):
        """Waits where the rate allows no more yet."""
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
            if answer.get("errors"): raise SystemExit("The hub answered %s" % json.dumps(answer["errors"][0]))
            return answer["data"]
        raise SystemExit("The hub allowed no more for two minutes.")


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
                    edges { rank { overall overallLast withinType withinTypeLast withinArea withinAreaLast } node { communeCode } } } } }""",
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
        answers["of"][goal["code"]] = {"series": series, "ranks": ranks, "forecasts": forecasts}
    return answers
