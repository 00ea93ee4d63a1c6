import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { type Asked, refused, type ToolAnswer } from './hub-tool.js';

/** A goal or a commune. */
interface Known {
  readonly code: string;
  readonly name: string;
  readonly vi: string;
}

interface KnownValues {
  readonly goals: readonly (Known & {
    readonly startsOn: string;
    readonly progress: { readonly period: string } | null;
  })[];
  readonly communes: { readonly nodes: readonly Known[] };
}

const document = `query KnownValues {
  goals { code name: title(language: EN) vi: title startsOn progress { period } }
  communes(first: 500) { nodes { code name(language: EN) vi: name } }
}`;

/** How long known values are kept, in milliseconds, and how many of them an answer names. */
const [keptMs, mostNamed] = [60_000, 5];

/** Answers a call whose goal, commune or period is unknown with the nearest known ones; undefined if none is. */
export type NearestValues = (asked: Asked, input: Record<string, unknown>) => Promise<ToolAnswer | undefined>;

/** Opens `NearestValues` for callers with equal rights. If the hub lists no values, each counts as known. */
export function nearestValues(): NearestValues {
  let kept: { readonly since: number; readonly values: Promise<KnownValues | undefined> } | undefined;
  const knownTo = ({ hub }: Asked) => {
    if (!kept || Date.now() - kept.since > keptMs)
      kept = { since: Date.now(), values: hub.query<KnownValues>(document).catch(() => undefined) };
    return kept.values;
  };
  return async (asked, { goal, commune, communes = [], period }) => {
    const places = [commune, ...(communes as unknown[])].filter((one) => typeof one === 'string');
    if (goal === undefined && period === undefined && places.length === 0) return undefined;
    const known = await knownTo(asked);
    if (!known) return undefined;
    const unknown: object[] = [];
    if (typeof goal === 'string' && known.goals.every(({ code }) => code !== goal))
      unknown.push({ goal, nearest: nearest(goal, named(known.goals)) });
    for (const place of places)
      if (known.communes.nodes.every(({ code }) => code !== place) && !(await isFormer(asked, place)))
        unknown.push({ commune: place, nearest: nearest(place, named(known.communes.nodes)) });
    if (typeof period === 'string' && !/^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$/.test(period))
      unknown.push({ period, nearest: nearest(numbersOf(period), periods(known.goals)) });
    return unknown.length === 0 ? undefined : refused(JSON.stringify({ code: 'UNKNOWN_VALUE', unknown }));
  };
}

/** Whether a place is none of today's communes, but known: a former commune or the root place. */
function isFormer({ hub }: Asked, place: string): Promise<boolean> {
  return hub
    .query<{ commune: unknown }>('query Former($code: ID!) { commune(code: $code) { code } }', { code: place })
    .then(
      ({ commune }) => commune !== null,
      () => false,
    );
}

/** The values whose keys contain the given text or are spelled like it; the first ones if there is none. */
function nearest<Value>(given: string, values: readonly (readonly [key: string, value: Value])[]): Value[] {
  const key = folded(given);
  const keys = values.map(([one]) => one);
  const alike = [...keys.filter((one) => one.includes(key)), ...suggestionList(key, keys)];
  const found = alike.flatMap((one) => values.filter(([other]) => other === one).map(([, value]) => value));
  return [...new Set(found.length === 0 ? values.map(([, value]) => value) : found)].slice(0, mostNamed);
}

/** Goals or communes by their code and both names. */
function named(all: readonly Known[]): (readonly [string, Known])[] {
  return all.flatMap((one) => {
    const value = { code: one.code, name: one.name, vi: one.vi };
    return [one.code, one.vi, one.name].map((text) => [folded(text), value] as const);
  });
}

/** Years, quarters and months of the goals' time, the newest year first. */
function periods(goals: KnownValues['goals']): (readonly [string, string])[] {
  const years = goals
    .flatMap(({ startsOn, progress }) => [startsOn, progress?.period ?? startsOn])
    .map((day) => Number(day.slice(0, 4)));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const upTo = (most: number) => Array.from({ length: most }, (_, index) => index + 1);
  return upTo(last - first + 1)
    .map((index) => String(last + 1 - index))
    .flatMap((year) => [
      year,
      ...upTo(4).map((quarter) => `${year}-Q${quarter}`),
      ...upTo(12).map((month) => `${year}-${String(month).padStart(2, '0')}`),
    ])
    .map((period) => [numbersOf(period), period]);
}

/** The year, then the quarter or the month, without leading zeros: `9/2026` is `2026 9`. */
function numbersOf(period: string): string {
  const numbers = (period.match(/\d+/g) ?? []).map(Number);
  return numbers.toSorted((one, other) => other - one).join(/q/i.test(period) ? ' q' : ' ');
}

/** A name without diacritics, case and the kind of place. */
function folded(text: string): string {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
  return plain.replaceAll(/\b(xa|phuong|thi tran|commune|ward|township)\b/g, '').trim();
}
