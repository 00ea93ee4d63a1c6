import { resolve } from 'node:path';
import { dayInProvince, daysBetween, type DueRelease, movement, registry } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { z } from 'zod';
import { writeMetrics } from '../outlook/metrics-file.js';
import { byUrgency, endingLines, endingState, type OutlookLine } from '../outlook/outlook-line.js';
import { askPart, type AskedPart } from '../outlook/part-lines.js';
import { type Work, WorkRecord, works } from '../outlook/work-record.js';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { endpointOf } from './endpoint-of.js';
import { Failure, UsageError } from './failure.js';
import { findSubgraph } from './organisations.js';
import { localUrl, portsOfRunning } from './ports.js';
import { reachOf, reachOptions } from './reach.js';
import { type Column, textTable } from './text-table.js';

const { url: _url, 'token-file': _tokenFile, ...reach } = reachOptions;

/** The options of `hub outlook`. */
export const outlookOptions = {
  hub: { type: 'string' },
  json: { type: 'boolean', default: false },
  metrics: { type: 'string' },
  ...reach,
} as const;

type Values = ReturnType<typeof read>['values'];

const read = (args: readonly string[]) =>
  parseCommand({ args: [...args], allowPositionals: true, options: outlookOptions });

/**
 * `hub outlook [organisation…]`: prints what ends, is late or does not work, with the days left, the person who can
 * act, and the command; `--metrics FILE` writes it for Prometheus, too. `hub outlook done WORK` records that a backup or a trial restore was made. The exit code is 1
 * if something has ended or is broken.
 */
export const outlook: Command = async (args, surroundings) => {
  const { values, positionals } = read(args);
  const record = WorkRecord.from(values.data, surroundings);
  if (positionals[0] === 'done') return done(positionals.slice(1), record);
  const codes = (positionals.length === 0 ? subgraphs : positionals.map(findSubgraph)).map(({ code }) => code);
  const now = new Date();
  const parts = codes.map((code): AskedPart => ({ code, ...reachOf(code, values, surroundings, false) }));
  const gateway = { code: 'gateway', url: gatewayUrl(values, surroundings) };
  const [answers, joined, releases] = await Promise.all([
    Promise.all([...parts, gateway].map(async (part) => [part.code, await askPart(part)] as const)),
    joinedLines(values, surroundings),
    releaseLines(values, surroundings, dayInProvince(now)),
  ]);
  const lines = [
    ...answers.flatMap(([, answer]) => answer.lines),
    ...endingLines(new Map(answers.map(([code, { endings }]) => [code, endings]))),
    ...[...joined, ...releases, ...record.workLines(now), record.diskLine(now)],
  ].toSorted(byUrgency);
  if (values.metrics !== undefined) writeMetrics(resolve(surroundings.folder, values.metrics), lines, now);
  if (values.json) console.log(JSON.stringify({ at: now.toISOString(), lines }, null, 2));
  else for (const line of textTable(columns, lines)) console.log(line);
  return lines.some(({ state }) => state === 'ended' || state === 'broken') ? 1 : 0;
};

const columns: readonly Column<OutlookLine>[] = [
  { title: 'State', width: 8, text: ({ state }) => state },
  { title: 'Kind', width: 12, text: ({ kind }) => kind.toLowerCase().replaceAll('_', ' ') },
  { title: 'What', width: 60, text: ({ what }) => what },
  { title: 'Days left', width: 9, text: ({ daysLeft }) => (daysLeft === null ? '–' : String(daysLeft)) },
  { title: 'Who can act', width: 32, text: ({ who }) => who },
  { title: 'Command', width: 40, text: ({ command }) => command },
];

/** Records that a work was done now. */
function done(words: readonly string[], record: WorkRecord): number {
  const [work = '', ...more] = words;
  if (!(work in works) || more.length > 0)
    throw new UsageError(
      `Expected done and one of ${Object.keys(works).join(', ')}, got ${JSON.stringify(words.join(' '))}.`,
    );
  record.add({ at: new Date().toISOString(), done: work as Work });
  console.log(`Recorded in ${record.file}.`);
  return 0;
}

/** The gateway's address: `--hub`, HUB_URL, or this machine's. */
function gatewayUrl({ hub, port, data }: Values, surroundings: Surroundings): string {
  const given = hub ?? surroundings.environment['HUB_URL'];
  if (!given) return localUrl(portsOfRunning({ port, data }, surroundings), 'gateway');
  if (/^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given;
  throw new UsageError(`--hub: expected the gateway's address, as https://hub.example, got ${JSON.stringify(given)}.`);
}

const listed = z.object({ organisations: z.array(z.object({ code: z.string(), state: z.string() })) });
const shown = z.object({ said: z.object({ endpoint: z.string().nullable() }) });

/** Tests the connections of the organisations that joined at the registry and run their own server. */
async function joinedLines(values: Values, surroundings: Surroundings): Promise<readonly OutlookLine[]> {
  const path = '/operator/registry/organisations';
  return orUnknown('the organisations that joined', registry.code, async () => {
    const endpoint = await endpointOf(registry.code, values, surroundings, false);
    const { organisations } = listed.parse(await endpoint.askRegistry(path));
    const shipped = new Set(subgraphs.map(({ code }) => code));
    const answers = organisations
      .filter(({ code, state }) => state === 'LIVE' && !shipped.has(code))
      .map(async ({ code }) => {
        const { said } = shown.parse(await endpoint.askRegistry(`${path}/${code}`));
        return said.endpoint === null ? [] : (await askPart({ code, url: said.endpoint, isForeign: true })).lines;
      });
    return (await Promise.all(answers)).flat();
  });
}

/** The months that organisations have not reported: one line for each organisation and month. */
function releaseLines(values: Values, surroundings: Surroundings, today: string): Promise<readonly OutlookLine[]> {
  return orUnknown('releases that are due', movement.code, async () => {
    const endpoint = await endpointOf(movement.code, values, surroundings, false);
    const byMonth = Map.groupBy(await endpoint.dueReleases(), ({ organisation, month, dueOn }) =>
      [organisation, month, dueOn].join(),
    );
    return [...byMonth.values()].flatMap((all) =>
      all[0]
        ? [
            releaseLine(
              all[0],
              all.map(({ goal }) => goal),
              today,
            ),
          ]
        : [],
    );
  });
}

function releaseLine({ organisation, month, dueOn, through }: DueRelease, goals: string[], today: string): OutlookLine {
  const daysLeft = dueOn === null ? null : daysBetween(today, dueOn);
  const when = dueOn === null ? 'no due day is set' : `due on ${dueOn}`;
  const newest = through === null ? 'no release proves a day' : `complete through ${through}`;
  const state = daysLeft === null ? 'good' : daysLeft < 0 ? 'late' : endingState(daysLeft);
  return {
    ...{ state, kind: 'RELEASE', thing: month, organisation, daysLeft, who: organisation },
    what: `${organisation} has not reported ${month} of ${goals.join(', ')} (${when}; ${newest})`,
    command: `hub release ${organisation} --through DAY`,
  };
}

/** Gives the lines, or one that says why they are not known. */
async function orUnknown(
  what: string,
  organisation: string,
  make: () => Promise<readonly OutlookLine[]>,
): Promise<readonly OutlookLine[]> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof Failure) || error instanceof UsageError) throw error;
    return [
      {
        ...{ state: 'unknown', kind: 'CONNECTION', thing: what, organisation, daysLeft: null },
        ...{ what: `${what} are not known: ${error.message}`, who: "the hub's operator" },
        command: 'docs/settings.md#addresses-of-the-commands',
      },
    ];
  }
}
