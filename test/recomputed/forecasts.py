"""Forecasts: the drift by simple exponential smoothing of the increments of complete months."""
import math
from datetime import date

from rounding import ordinal, rounded

DAYS_OF_MONTH = 365.25 / 12
QUANTILES = [3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201]  # Student's t, 3 degrees of freedom and more


def forecast_of(months, ahead, bound, step):
    increments = [now - then for then, now in zip(months, months[1:])]
    drift, errors = increments[0], []
    for increment in increments[1:]:
        errors.append(increment - drift)
        drift += 0.7 * (increment - drift)
    mean = sum(increments) / len(increments)
    spread = sum((one - mean) ** 2 for one in increments) / (len(increments) - 1)
    variance = max(spread, sum(one**2 for one in errors) / len(errors), 2 * step**2 / 12)
    steps = sum((1 + 0.7 * month) ** 2 for month in range(max(1, rounded(ahead))))
    margin = QUANTILES[min(len(increments) - 4, len(QUANTILES) - 1)] * math.sqrt(variance * steps)
    last = months[-1]
    most = max(bound, last + step - 1)
    capped = lambda people: min(most, max(last, people))
    likely = last + drift * ahead
    lower = max(last, min(math.floor(capped(likely - margin)), most - step + 1))
    return drift, rounded(capped(likely)), lower, max(math.ceil(capped(likely + margin)), lower + step - 1)


def reached_on(drift, needed, people, day):
    if people >= needed: return day
    if drift <= 0: return None
    days = max(1, math.ceil((needed - people) / drift * DAYS_OF_MONTH))
    return None if days > 3653 else date.fromordinal(ordinal(day) + days).isoformat()
