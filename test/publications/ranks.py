"""Ranks of communes by their probability, from a publication's own numbers, as docs/publication-format.md has it."""
import math
from statistics import NormalDist

MEMBERS = ("rank", "rankFirst", "rankLast", "rankTier", "amongLastTen")
POINTS = [round(NormalDist().inv_cdf((2 * index + 1) / 40), 6) for index in range(20)]

def evenly(low, high, parts):
    return [low + (2 * index + 1) * (high - low + 1) // (2 * parts) for index in range(parts)]

def ratios_of(figure):
    """Equally probable ratios in ascending order, twice; or the least and the largest one."""
    low, high, likely = figure["intervalLower"], figure["intervalUpper"], figure["estimate"]
    of, most_of, lower, upper = figure["denominator"], figure["denominatorAtMost"], figure["lower"], figure["upper"]
    if likely is None or low is None or figure["isOpen"] or (lower == low == 0 and high == upper):
        least, most = (lower if low is None else low), (upper if high is None else high)
        return [least / most_of], [math.inf if most is None else most / of]
    if (low, high) == (lower, upper): people = evenly(lower, upper, 20)
    else: people = [likely + z / POINTS[-1] * (likely - low if z < 0 else high - likely) for z in POINTS]
    people = [min(upper, max(lower, math.floor(one + 0.5))) for one in people]
    denominators = [of] if of == most_of else evenly(of, most_of, 5)
    ratios = sorted(some / one for one in denominators for some in people)
    points = ratios[len(denominators) // 2 :: len(denominators)]
    return points, points

def up_to(own, others):
    """How probable it is to be at most at each place: before a ratio come the larger ones, and half of the equal ones."""
    total = [0.0] * (len(others) + 1)
    near = [points for points in others if points[0] <= own[-1] and points[-1] >= own[0]]
    surely = sum(points[0] > own[-1] for points in others)
    for ratio in own:
        chances = [1 / len(own)]
        for points in near:
            chance = sum((point > ratio) + (point == ratio) / 2 for point in points) / len(points)
            chances = [a * (1 - chance) + b * chance for a, b in zip(chances + [0], [0] + chances)]
        for before, chance in enumerate(chances): total[surely + before] += chance
    for place in range(1, len(total)): total[place] += total[place - 1]
    return [0, *total]

def mode_of(sums):
    mode, most = 1, 0
    for place in range(1, len(sums)):
        if sums[place] - sums[place - 1] > most + 1e-9: mode, most = place, sums[place] - sums[place - 1]
    return mode

def ranks_of(figures):
    points = [ratios_of(figure) for figure in figures]
    for index, (least, most) in enumerate(points):
        others = points[:index] + points[index + 1 :]
        best, worst = up_to(most, [one for one, _ in others]), up_to(least, [one for _, one in others])
        count, end = len(figures), max(0, len(figures) - 10)
        first = next(place for place, sum_ in enumerate(best) if sum_ >= 0.05 - 1e-9)
        last = next(place for place, sum_ in enumerate(worst) if sum_ >= 0.95 - 1e-9)
        tier, one, two = None, math.floor(count / 3 + 0.5), math.floor(2 * count / 3 + 0.5)
        if last > first and last - first + 1 > count / 4:
            thirds = {"UPPER": worst[one], "LOWER": 1 - best[two], "MIDDLE": worst[two] - best[one]}
            tier = next((name for name, chance in thirds.items() if chance >= 0.8 - 1e-9), "NOT_DISTINGUISHABLE")
        ten = math.floor((1 - best[end]) * 100 + 1e-9 + 0.5) / 100 if best[end] - worst[end] < 0.005 else None
        yield mode_of(best) if tier is None and mode_of(best) == mode_of(worst) else None, first, last, tier, ten
