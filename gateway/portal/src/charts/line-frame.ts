import { monthsBetween } from '../language/numbers.js';
import type { ChartLine, Forecast } from './chart-line.js';
import { ticksTo } from './scale.js';

/** Content of a line chart. */
export interface Framed {
  readonly months: readonly string[];
  readonly lines: readonly ChartLine[];
  /** The target of each month; null for a month without one. */
  readonly targets: readonly (number | null)[];
  readonly height?: number;
  /** Whether the axis includes the target, even far above the lines. */
  readonly toTarget?: boolean;
}

/** Positions of the parts of a line chart. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly right: number;
  readonly bottom: number;
  readonly ticks: readonly number[];
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

/** Left and top edge of the plot area. */
export const [left, top] = [46, 22];

/** Computes the positions of a chart's parts for a width. */
export function frameOf({ months, lines, targets, height = 300, toTarget = true }: Framed, width: number): Frame {
  const target = Math.max(0, ...targets.filter((value) => value !== null));
  const reached = lines.flatMap(({ values, forecast }) => [
    ...values.filter((value) => value !== null),
    ...(forecast ? [forecast.value, forecast.upper] : []),
  ]);
  const ticks = ticksTo(Math.max(toTarget ? target : 0, ...reached), height < 200 ? 2 : 4);
  const last = Math.max(months.length - 1, ...lines.map(({ forecast }) => forecastAt(forecast, months)));
  const hasForecast = lines.some(({ forecast }) => forecast);
  const right = width - Math.min(width * 0.34, (lines.length > 1 ? 190 : 64) + (hasForecast ? 56 : 0));
  const bottom = height - 24;
  const most = ticks.at(-1) ?? 1;
  return {
    ...{ width, height, right, bottom, ticks },
    x: (index) => left + (index * (right - left)) / Math.max(last, 1),
    y: (value) => bottom - (value / most) * (bottom - top),
  };
}

/** Position of a forecast's end, in months from the first; a month is drawn at its last day. */
export function forecastAt(forecast: Forecast | undefined, months: readonly string[]): number {
  if (!forecast) return 0;
  const [year = 0, month = 1, day = 1] = forecast.by.split('-').map(Number);
  const share = day / new Date(Date.UTC(year, month, 0)).getUTCDate();
  return monthsBetween(months[0] ?? '', forecast.by.slice(0, 7)) - 1 + share;
}
