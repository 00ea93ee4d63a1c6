import { type Agreement, agreementsGraph, combineAgreements, dayInProvince, isSharedWith } from '@hub/protocol';
import { findAgreements } from '@hub/runtime';
import { parse } from 'graphql';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, parseCommand } from './command.js';
import { Failure, systemReason } from './failure.js';
import { findSubgraph } from './organisations.js';
import { type Column, textTable } from './text-table.js';

/** An agreement, with its organisation. */
interface Row extends Agreement {
  readonly organisation: string;
}

/**
 * `hub agreements [organisation…]`: prints the agreements: the viewer, the organisation, the data, the purpose, the
 * granularity, the basis and the end. It also names faults of the files.
 */
export const agreements: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: { role: { type: 'string' }, for: { type: 'string' }, app: { type: 'string' }, folder: { type: 'string' } },
  });
  const { root } = surroundings;
  const codes = new Set(positionals.map((code) => findSubgraph(code).code));
  const partner = {
    roles: values.role === undefined ? [] : [values.role],
    organisation: values.for === undefined ? undefined : findSubgraph(values.for).code,
    app: values.app,
  };
  const isForAll = values.role === undefined && values.for === undefined && values.app === undefined;
  const folder = values.folder === undefined ? join(root, 'subgraphs') : resolve(surroundings.folder, values.folder);
  const rows = (await readAll(folder, join(root, 'schema', 'supergraph.graphql')))
    .filter(({ organisation }) => codes.size === 0 || codes.has(organisation))
    .filter((row) => isForAll || isSharedWith(row, partner));
  console.log(tableOf(rows));
  return 0;
};

/** The table of the agreements. */
export function tableOf(rows: readonly Row[]): string {
  return rows.length === 0 ? 'Nothing is shared so.' : textTable(columns, rows).join('\n');
}

const today = dayInProvince(new Date());

const columns: readonly Column<Row>[] = [
  { title: 'ORGANISATION', width: 14, text: ({ organisation }) => organisation },
  {
    title: 'SHARES',
    width: 34,
    text: ({ title, shares, combined, figures }) =>
      `${title.en}: ${[...shares, ...figures.map(figuresOfGoal), ...combined.map(combinedGoal)].join(', ')}`,
  },
  { title: 'WITH', width: 24, text: (row) => (row.with === 'anyone' ? 'anyone' : row.with.map(shown).join(', ')) },
  { title: 'FOR', width: 14, text: ({ purposes }) => (purposes === 'any' ? 'any purpose' : purposes.join(', ')) },
  { title: 'LEVEL', width: 8, text: ({ granularity }) => granularity },
  { title: 'LEGAL BASIS', width: 28, text: ({ legalBasis }) => legalBasis },
  { title: 'UNTIL', width: 12, text: ({ from, until }) => [until ?? '-', ...stateOf(from, until)].join(' ') },
  { title: 'AGREEMENT', width: 12, text: ({ id, version }) => `${id} v${version}` },
];

/** The label of a goal whose figures may be given. */
const figuresOfGoal = (goal: string) => `figures: ${goal}`;

/** The label of a goal whose figures may be combined with others'. */
const combinedGoal = (goal: string) => `combined: ${goal}`;

function shown(partner: object): string {
  const [[kind, name] = []] = Object.entries(partner) as [string, string][];
  return kind === 'role' ? `${name}` : `${kind}:${name}`;
}

function stateOf(from: string, until: string | undefined): string[] {
  if (until !== undefined && today > until) return ['(over)'];
  return today < from ? [`(from ${from})`] : [];
}

async function readAll(folder: string, supergraph: string): Promise<Row[]> {
  const read = async <T>(what: Promise<T>): Promise<T> =>
    what.catch((error: unknown) => {
      throw new Failure(`Cannot read the agreements in ${folder}: ${systemReason(error)}.`);
    });
  const [files, sdl] = await read(Promise.all([findAgreements(folder), readFile(supergraph, 'utf8')]));
  const combined = combineAgreements(files, agreementsGraph(parse(sdl, { noLocation: true })));
  const { agreements: all, faults, unknownPurposes } = combined;
  const problems = [...faults.flatMap((fault) => fault.problems), ...unknownPurposes];
  if (problems.length > 0)
    throw new Failure(`The agreements cannot be used:\n${problems.map((one) => `  ${one}`).join('\n')}`);
  return all.organisations.flatMap(({ organisation, agreements: some }) =>
    some.map((one) => ({ ...one, organisation })),
  );
}
