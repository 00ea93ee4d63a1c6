import { monthsOfProvince } from '../../charts/months.js';
import type { ChartLine } from '../../charts/chart-line.js';
import { breaksIn, brokenAt, type Progress, progressFields, ratioIn } from '../../hub/progress.js';
import type { NoEstimate } from '../../hub/source.js';

/**
 * Number of places with distinct line styles. With more places, communes are thin lines, and the selected one is
 * highlighted.
 */
export const fewPlaces = 5;

/** Number of line styles in addition to `many`, for the province and for groups such as types and areas. */
const kindsOfLines = 7;

/** Largest number of places in a comparison: enough for all communes, the province, and each kind of commune. */
export const mostPlaces = 200;

/** A place of the comparison, by month. */
export interface ComparedPlace {
  /** A commune's code, the root place's, or `area:MOUNTAIN`, `type:WARD`, `region:CAM-THUY` for a group of communes. */
  readonly code: string;
  readonly name: string | undefined;
  /** The facts of a region; undefined for another place. */
  readonly region?: ComparedRegion | undefined;
  /** Its point in each month; undefined if the graph has none. */
  readonly points: readonly (ComparedPoint | undefined)[];
  readonly end: PlaceNow | undefined;
}

/** The parts of a region that its line needs. */
export interface ComparedRegion {
  readonly code: string;
  readonly name: string;
  readonly validFrom: string;
  /** Former districts of which the region has only a part. */
  readonly dividedDistricts: readonly { readonly name: string }[];
}

/** The fields of `ComparedRegion`. */
export const regionFields =
  'regions { code name(language: $language) validFrom dividedDistricts { name(language: $language) } }';

/** A month of a place; a group of communes has only a share, or the reason for a missing one. */
export interface ComparedPoint {
  readonly ratio: number | null;
  readonly progress?: Progress;
  readonly noEstimate?: NoEstimate | null;
}

/** Further fields of a place's last month. */
export interface PlaceNow {
  readonly communeCode: string;
  readonly commune: { readonly name: string } | null;
  readonly completeThrough: string | null;
  readonly denominator: { readonly value: number | null } | null;
  readonly forecast: {
    readonly people: number | null;
    readonly interval: { readonly lower: number; readonly upper: number } | null;
    readonly notAvailable: string | null;
  };
}

/** Answer: a series and the end of each place, and the groups of communes by month. */
export interface Compared {
  readonly goal: {
    readonly series?: readonly {
      readonly communeCode: string;
      readonly points: readonly { readonly period: string; readonly progress: Progress }[];
    }[];
    readonly [alias: string]: unknown;
  } | null;
  /** Names of communes; requested if there are many. */
  readonly communes?: { readonly nodes: readonly { readonly code: string; readonly name: string }[] } | null;
  /** Regions; requested if one is among the places. */
  readonly regions?: readonly ComparedRegion[] | null;
}

interface Groups {
  readonly groups: readonly {
    readonly group: string;
    readonly ratio: number | null;
    readonly noEstimate: NoEstimate | null;
  }[];
}

const nowFields = `communeCode completeThrough denominator { value } forecast { people interval { lower upper } notAvailable }`;

/** Reads the places from an address; the root place by default. */
export function readPlaces(text: string, root: string): readonly string[] {
  const codes = text.split(',').filter((code) => /^(?:(?:area|type):[A-Z_]+|region:[\w-]+|\w+)$/.test(code));
  return codes.length > 0 ? [...new Set(codes)].slice(0, mostPlaces) : [root];
}

/** Whether a code stands for a group of communes, in which a person counts once. */
export function isGroup(code: string): boolean {
  return code.includes(':');
}

/** Whether a code stands for a region, such as a former district. */
export function isRegion(code: string): boolean {
  return code.startsWith('region:');
}

/** Query for several places side by side, with the signed-in person's rights. */
export function queryOf(codes: readonly string[], months: readonly string[], root: string): string {
  const units = codes.filter((code) => !isGroup(code));
  // A forecast costs as much as a place's months, so only a comparison of few places requests forecasts.
  const isFew = codes.length <= fewPlaces;
  const withEnds = isFew ? units : [];
  const ends = withEnds.map((code, index) => {
    const place = code === root ? '' : `commune: $p${index}, `;
    return `p${index}: progress(${place}period: $to) { ${nowFields} commune { name } }`;
  });
  const kinds = [...new Set(codes.filter(isGroup).map(kindOf))];
  const groups = kinds.flatMap((kind) =>
    months.map(
      (month, index) =>
        `${kind}${index}: breakdown(by: ${kind}, period: "${month}") { groups { group ratio noEstimate } }`,
    ),
  );
  const named = withEnds.flatMap((code, index) => (code === root ? [] : [`$p${index}: ID, `]));
  const series =
    units.length > 0
      ? `series(places: $places, from: $from, to: $to) { communeCode points { period progress { ${progressFields} } } }`
      : '';
  const regions = codes.some(isRegion);
  return `query Compare($goal: ID!, ${named.join('')}${units.length > 0 ? '$places: [ID!], $from: Period!, $to: Period!' : ''}${regions ? ', $language: Language!' : ''}) {
  goal(code: $goal) {
    ${[series, ...ends, ...groups].join('\n    ')}
  }${isFew ? '' : '\n  communes(first: 200) { nodes { code name } }'}${regions ? `\n  ${regionFields}` : ''}
}`;
}

/** Variables of `queryOf`. */
export function variablesOf(
  goal: string,
  codes: readonly string[],
  months: readonly string[],
  language: 'VI' | 'EN',
): object {
  const places = codes.filter((code) => !isGroup(code));
  const named = codes.length <= fewPlaces ? Object.fromEntries(places.map((code, index) => [`p${index}`, code])) : {};
  return {
    ...{ goal, ...named, places, from: months[0], to: months.at(-1) },
    ...(codes.some(isRegion) && { language }),
  };
}

/** Query of the province alone, which is public. */
export function queryOfProvince(months: readonly string[]): string {
  return monthsOfProvince(months, nowFields);
}

/** The places of an answer, in the order of the codes. */
export function placesOf(
  { goal, communes, regions }: Compared,
  codes: readonly string[],
  months: readonly string[],
): readonly ComparedPlace[] {
  const units = codes.filter((code) => !isGroup(code));
  return codes.map((code) => {
    if (isGroup(code)) {
      const region = regions?.find((one) => code === `region:${one.code}`);
      return { code, name: region?.name, points: groupOf(goal, code, months), end: undefined, region };
    }
    const end = goal?.[`p${units.indexOf(code)}`] as PlaceNow | undefined;
    const found = goal?.series?.find(({ communeCode }) => communeCode === code)?.points ?? [];
    const points = months.map((month) => {
      const progress = found.find(({ period }) => period === month)?.progress;
      return progress && { ratio: progress.ratio, progress };
    });
    const name = end?.commune?.name ?? communes?.nodes.find((one) => one.code === code)?.name;
    return { code, name, points, end };
  });
}

/** `AREA` of `area:MOUNTAIN`: the graph's name for the grouping. */
function kindOf(code: string): string {
  return code.slice(0, code.indexOf(':')).toUpperCase();
}

function groupOf(goal: Compared['goal'], code: string, months: readonly string[]): ComparedPlace['points'] {
  const value = code.slice(code.indexOf(':') + 1);
  return months.map((_, index) => {
    const found = goal?.[`${kindOf(code)}${index}`] as Groups | null | undefined;
    return found?.groups.find(({ group }) => group === value);
  });
}

/**
 * A place as a line of a chart, with its forecast for the deadline.
 * @param deadline null once it has passed: the line has no forecast then.
 */
export function lineOf(
  place: ComparedPlace,
  label: string,
  months: readonly string[],
  deadline: string | null,
): ChartLine {
  const { end } = place;
  const through = completeThroughOf(place);
  const whole = end?.denominator?.value ?? null;
  const { people = null, interval = null } = end?.forecast ?? {};
  const forecast =
    deadline !== null && whole !== null && people !== null && interval !== null
      ? { by: deadline, value: people / whole, lower: interval.lower / whole, upper: interval.upper / whole }
      : undefined;
  return {
    key: place.code,
    label,
    values: place.points.map((point) => (point?.progress ? ratioIn(point.progress) : (point?.ratio ?? null))),
    breaks: place.region ? breakOfRegion(place.region, months) : breaksIn(place.points.map((point) => point?.progress)),
    completeIn: through === undefined ? months.at(-1) : through?.slice(0, 7),
    forecast,
  };
}

/**
 * Where a region's line breaks: the month in which the communes replaced the former units. Figures before that month
 * count other units.
 */
function breakOfRegion(region: ComparedRegion, months: readonly string[]): readonly number[] {
  return brokenAt(months.map((month) => month === beginOf(region)));
}

/** The first month of a region's communes. */
export function beginOf({ validFrom }: ComparedRegion): string {
  return validFrom.slice(0, 7);
}

/** Day through which a place's last month is complete; undefined for a group, null if no organisation has reported. */
export function completeThroughOf({ end, points }: ComparedPlace): string | null | undefined {
  return end ? end.completeThrough : points.at(-1)?.progress?.completeThrough;
}

/**
 * Line style of each place: its number if there are few places. Among many, the province and the groups have a number,
 * and communes are alike.
 */
export function kindsOf(places: readonly Pick<ComparedPlace, 'code'>[], root: string): readonly (number | 'many')[] {
  if (places.length <= fewPlaces) return places.map((_, index) => index);
  let next = 0;
  return places.map(({ code }) => ((code === root || isGroup(code)) && next < kindsOfLines ? next++ : 'many'));
}
