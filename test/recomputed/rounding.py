"""Days, and numbers as the hub shows them: rounded to what a step of published counts can tell."""
import math
from datetime import date, timedelta

ROOT = "38"


def last_day(month):
    year, number = map(int, month.split("-"))
    return (date(year + number // 12, number % 12 + 1, 1) - timedelta(1)).isoformat()


def ordinal(day):
    return date.fromisoformat(day).toordinal()


def rounded(number):
    """Halves away from zero, by the digits: what lies beyond the eighth decimal is the noise of binary fractions."""
    return (-1 if number < 0 else 1) * math.floor(round(abs(number), 8) + 0.5)


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
    return rounded(share * scale) * 100 / scale


def step_at(place):
    return 20 if place == ROOT else 10
