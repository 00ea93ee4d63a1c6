import { writeWhole } from '@hub/runtime';
import { Failure, systemReason } from '../cli/failure.js';
import type { OutlookLine } from './outlook-line.js';

const daySeconds = 86_400;

/**
 * Replaces a file for node_exporter's textfile collector with the outlook's lines as metrics.
 * @param lines the most urgent first: of lines about the same thing, the first counts.
 * @throws Failure if the file cannot be written.
 */
export function writeMetrics(file: string, lines: readonly OutlookLine[], now: Date): void {
  try {
    // node_exporter runs as another user.
    writeWhole(file, metricsOf(lines, now), 0o644);
  } catch (error) {
    throw new Failure(`Cannot write the metrics ${file} (${systemReason(error)}). Name another file with --metrics.`);
  }
}

/** The lines in Prometheus's text format. */
export function metricsOf(lines: readonly OutlookLine[], now: Date): string {
  const remaining = new Map<string, number>();
  const states = new Map<string, string>();
  for (const { kind, thing, organisation, state, daysLeft } of lines) {
    const labels = `kind=${quoted(kind)},thing=${quoted(thing)},organisation=${quoted(organisation ?? '')}`;
    if (states.has(labels)) continue;
    states.set(labels, state);
    if (daysLeft !== null) remaining.set(labels, daysLeft * daySeconds);
  }
  return [
    ...heading('hub_outlook_remaining_seconds', 'Time until a thing ends or is due, in whole days.'),
    ...[...remaining].map(([labels, seconds]) => `hub_outlook_remaining_seconds{${labels}} ${seconds}`),
    ...heading('hub_outlook_state', '1 for the state of each thing.'),
    ...[...states].map(([labels, state]) => `hub_outlook_state{${labels},state=${quoted(state)}} 1`),
    ...heading('hub_outlook_last_run_timestamp_seconds', 'When hub outlook ran, in seconds since the epoch.'),
    `hub_outlook_last_run_timestamp_seconds ${now.getTime() / 1000}`,
    '',
  ].join('\n');
}

const heading = (name: string, help: string) => [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`];

/** A label's value: JSON escapes what Prometheus has escaped, and more only among control characters. */
const quoted = (value: string) => JSON.stringify(value.replaceAll(/[^\P{Cc}\n]/gu, ' '));
