import { pace, until } from '../../support/until.js';
import type { Asked } from './load.js';
import type { OperatedHub } from './operated-hub.js';
import { questions } from './world.js';

/** Something that goes wrong with a running hub. */
export interface Fault {
  readonly name: string;
  /** The organisations whose fields it may cost; none by default. */
  readonly costs?: readonly string[];
  /**
   * Causes the fault, lets it last, and repairs the parts that an operator or a supervisor would repair. Then the hub
   * heals by itself.
   * @returns lines for the report, in addition to the load's results.
   */
  readonly happens: (hub: OperatedHub) => Promise<readonly string[] | undefined>;
  /** Further expectations of the fault's report. */
  readonly expected?: (report: FaultReport) => void;
  /** Whether there must be a PostgreSQL server, or one with a small disk. */
  readonly needs?: 'server' | 'disk';
  /** The parts whose `/readyz` must say meanwhile that they are not ready. */
  readonly tell?: readonly string[];
}

/** What became of a fault. */
export interface FaultReport {
  readonly name: string;
  readonly came: readonly string[];
  readonly asked: readonly Asked[];
  /** From the first request that was not answered rightly until the last one, in seconds. */
  readonly secondsNotWhole: number;
  /** How many of these came after the fault's end. */
  readonly secondsAfter: number;
  /** Whether that came before the test's patience ended. */
  readonly isWhole: boolean;
  /** The parts whose `/readyz` said 503 meanwhile. */
  readonly unready: readonly string[];
  /** Warnings and errors of the parts, with how often each came, as `part: text`. */
  readonly said: ReadonlyMap<string, number>;
  /** Request ids of answers that the audit log has no row for. */
  readonly unrecorded: readonly string[];
  /** How many requests the audit log has more than one row for: it was not known whether the first was written. */
  readonly recordedTwice: number;
  /** Imports that were acknowledged and are not there. */
  readonly lostWrites: readonly string[];
  readonly acknowledged: number;
}

/** How many right answers in a row make a hub whole, and how long they are waited for, in milliseconds. */
const wholeAfter = 2 * questions.length;
const patienceMs = 60_000;

/**
 * Runs a fault against a hub under load, waits until the hub has healed, and looks for lost writes and missing records.
 */
export async function runFault(hub: OperatedHub, { name, happens, costs = [] }: Fault): Promise<FaultReport> {
  const { load } = hub;
  const began = Date.now();
  const [firstAsked, firstWrite] = [load.asked.length, load.acknowledged.length];
  load.mayFail = costs;
  const probing = probe(hub);
  const came = (await happens(hub)) ?? [];
  const ended = Date.now();
  const isWhole = await healed(load.asked, ended);
  load.mayFail = [];
  const unready = await probing.stop();
  const asked = load.asked.slice(firstAsked);
  const bad = asked.filter(({ outcome }) => outcome !== 'right');
  const lastBad = Math.max(0, ...bad.map(({ endedAt }) => endedAt));
  const acknowledged = load.acknowledged.slice(firstWrite);
  const mustBeIn = ({ isLogged, at }: Asked) => isLogged && at >= hub.recordedSince;
  const logged = await hub.loggedRequests();
  return {
    name,
    came,
    asked,
    secondsNotWhole: bad.length === 0 ? 0 : (lastBad - Math.min(...bad.map(({ at }) => at))) / 1000,
    secondsAfter: Math.max(0, lastBad - ended) / 1000,
    isWhole,
    unready,
    said: sayings(hub, began),
    unrecorded: asked.filter((one) => mustBeIn(one) && !logged.has(one.id)).map(({ id }) => id),
    recordedTwice: asked.filter(({ id }) => (logged.get(id) ?? 0) > 1).length,
    lostWrites: await hub.lost(acknowledged),
    acknowledged: acknowledged.length,
  };
}

/** Asks the parts whether they are ready, again and again, as an orchestrator does. */
function probe(hub: OperatedHub) {
  const unready = new Set<string>();
  const over = new AbortController();
  const ask = async (name: string, url: string) => {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined);
    await answer?.text();
    if (answer?.status === 503) unready.add(name);
  };
  const loop = async (name: string, url: string) => {
    while (!over.signal.aborted) {
      await ask(name, url);
      await pace(300, over.signal);
    }
  };
  const loops = [...hub.parts.values()].map(({ name, url }) => loop(name, url));
  return {
    /** @returns the parts that were not. */
    stop: async () => {
      over.abort();
      await Promise.all(loops);
      return [...unready];
    },
  };
}

/** Waits until enough that was asked after a moment was answered rightly, one after another. */
async function healed(asked: readonly Asked[], since: number): Promise<boolean> {
  const isHealed = () => {
    const last = asked.filter(({ at }) => at >= since).slice(-wholeAfter);
    return last.length === wholeAfter && last.every(({ outcome }) => outcome === 'right');
  };
  await until(() => isHealed() || Date.now() >= since + patienceMs, {
    ...{ what: 'the hub to be whole, or an end of the patience', within: 2 * patienceMs, every: 100 },
  });
  return isHealed();
}

function sayings(hub: OperatedHub, since: number): Map<string, number> {
  const said = new Map<string, number>();
  for (const { name, log } of hub.parts.values()) {
    // It is for development, and says so whenever it starts.
    if (name === 'issuer') continue;
    for (const line of log.filter(({ at, level }) => at >= since && level >= 40)) {
      const key = `${name}: ${shortened(line.msg)}`;
      said.set(key, (said.get(key) ?? 0) + 1);
    }
  }
  return said;
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** A table of every fault, with the requests that were not answered. */
export function asTable(reports: readonly FaultReport[]): string {
  const head = [
    'fault',
    'asked',
    'with an error',
    'not answered',
    's not whole (after its end)',
    'not ready',
    'what the logs said',
  ];
  const rows = reports.map(
    ({ name, asked, secondsNotWhole, secondsAfter, isWhole, unready, said, came, recordedTwice }) => {
      const told = (...wanted: readonly string[]) => {
        const some = asked.filter(({ outcome }) => wanted.includes(outcome));
        return some.length === 0
          ? '0'
          : `${some.length}: ${[...new Set(some.flatMap(({ codes }) => codes))].sort().join(', ')}`;
      };
      const twice = recordedTwice > 0 ? [`${recordedTwice} are in the audit log twice`] : [];
      const loudest = [...said].sort(([, one], [, other]) => other - one).slice(0, 4);
      return [
        [name, ...twice, ...came.map((text) => shortened(text.replaceAll(/\s+/g, ' ')))].join('; '),
        String(asked.length),
        told('refused', 'unnamed', 'wrong'),
        told('unanswered'),
        isWhole ? `${secondsNotWhole.toFixed(1)} (${secondsAfter.toFixed(1)})` : 'never whole',
        unready.join(', ') || '–',
        loudest.map(([text, times]) => `${text} (${times})`).join('; ') || '–',
      ];
    },
  );
  return `\n${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
