import type { Load } from './attacked-gateway.js';

/** The time and the load of a class of attacks. */
interface Line {
  readonly name: string;
  readonly attacks: number;
  readonly median: number;
  readonly longest: number;
  /** The load of each gateway after it. */
  readonly load: readonly Load[];
}

/** A line for each class of a file, after a line without attacks. */
export interface AttackReport {
  /** The gateways' names. */
  readonly names: readonly string[];
  readonly lines: Line[];
}

/** @param milliseconds the time of each attack. */
export function lineOf(name: string, milliseconds: readonly number[], load: readonly Load[]): Line {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return { ...{ name, load, median }, attacks: sorted.length, longest: sorted.at(-1) ?? NaN };
}

/** A table: the number of attacks, their time, and the load of the gateways. */
export function tableOf({ names, lines }: AttackReport): string {
  const head = ['attacks by', 'number', 'median ms', 'longest ms', ...names.flatMap((one) => [`${one} MB`, 'loop ms'])];
  const rows = lines.map(({ name, attacks, median, longest, load }) => [
    ...[name, String(attacks)],
    ...[median, longest].map((one) => (Number.isNaN(one) ? '' : one.toFixed(1))),
    ...load.flatMap(({ memory, eventLoopDelay }) => [(memory / 1024 / 1024).toFixed(0), eventLoopDelay.toFixed(1)]),
  ]);
  const total = lines.reduce((sum, { attacks }) => sum + attacks, 0);
  const table = [head, ...rows, ['all', String(total)]];
  const inColumns = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(44) : cell.padStart(13))).join('');
  return `\n${table.map(inColumns).join('\n')}\n`;
}
