import type { Cell, CellChange } from '@hub/protocol';
import type { ListedReleases, ReleaseReport } from '@hub/kit/service';
import { adoptOptions, adoptRegister } from './adopt-register.js';
import { type Command, parseCommand } from './command.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { UsageError } from './failure.js';
import { codeOf } from './home.js';
import { textTable } from './text-table.js';

/** The options of `hub release`. */
export const releaseOptions = {
  through: { type: 'string' },
  note: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  withdraw: { type: 'string' },
  reason: { type: 'string' },
  ...adoptOptions,
  ...endpointOptions,
} as const;

/**
 * `hub release <organisation>`: makes a release of an organisation's figures, previews one, lists releases or withdraws
 * one.
 */
export const release: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: releaseOptions,
  });
  const [organisation, ...more] = positionals;
  if (organisation === undefined || more.length > 0) {
    throw new UsageError(`Expected one organisation, got ${positionals.join(' ') || 'none'}.`);
  }
  const code = codeOf(organisation, surroundings);
  const { through, note, 'dry-run': dryRun, list, withdraw, reason } = values;
  if (list) {
    if (withdraw !== undefined || reason !== undefined || through !== undefined || note !== undefined || dryRun) {
      throw new UsageError('Expected --list alone.');
    }
    const endpoint = await endpointOf(code, values, surroundings);
    console.log(listOf(code, await endpoint.releases()));
    return 0;
  }
  if (values['adopt-register']) {
    if (withdraw !== undefined || reason !== undefined || through !== undefined || note !== undefined || dryRun) {
      throw new UsageError('Expected --from FILE and --former-key FILE alone beside --adopt-register.');
    }
    console.log(await adoptRegister(code, values, surroundings));
    return 0;
  }
  if (values.from !== undefined || values['former-key'] !== undefined) {
    throw new UsageError('Expected --from and --former-key with --adopt-register alone.');
  }
  if (withdraw === undefined && reason !== undefined) throw new UsageError('Expected --reason with --withdraw alone.');
  if (withdraw !== undefined) {
    if (through !== undefined || note !== undefined || dryRun) {
      throw new UsageError('Expected --reason alone beside --withdraw.');
    }
    const withdrawal = { number: numberIn(withdraw), reason: required(reason) };
    const endpoint = await endpointOf(code, values, surroundings);
    const made = await endpoint.withdraw(withdrawal);
    console.log(
      `${code}: release ${withdrawal.number} is withdrawn by release ${made.number}, ${daysOf(made)}. ${changesIn(made)}`,
    );
    return 0;
  }
  const endpoint = await endpointOf(code, values, surroundings);
  const made = await endpoint.release({ through, note, dryRun });
  console.log(made ? describeRelease(code, made, dryRun) : `${code}: nothing changed since the last release.`);
  return 0;
};

/** The newest releases with their states, as a table. */
function listOf(organisation: string, releases: ListedReleases['releases']): string {
  if (releases.length === 0) return `${organisation} has no release yet.`;
  return textTable(
    [
      { title: 'release', width: 8, text: ({ number }) => String(number) },
      { title: 'through', width: 10, text: ({ through }) => through ?? 'unknown' },
      { title: 'made', width: 24, text: ({ madeAt }) => madeAt },
      { title: 'standing', width: 70, text: standingOf },
    ],
    releases,
  ).join('\n');
}

function standingOf({ withdrawn, standing, standingReason }: ListedReleases['releases'][number]): string {
  if (withdrawn !== null) return `withdrawn: ${withdrawn}`;
  if (standing === 'PENDING') return `waits, and does not count until the movement accepts it: ${standingReason ?? ''}`;
  return standing === 'ACCEPTED' ? `accepted by the movement: ${standingReason ?? ''}` : 'counts';
}

function numberIn(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`Expected the number of a release after --withdraw, got ${JSON.stringify(text)}.`);
}

function required(reason: string | undefined): string {
  if (reason !== undefined && reason.trim() !== '') return reason;
  throw new UsageError('Expected --reason TEXT with --withdraw: it stands in the new release.');
}

/** Describes a release, or the preview of one. */
export function describeRelease(organisation: string, report: ReleaseReport, isDryRun: boolean): string {
  const { number, kind, formerThrough, cells, changed, firstChanges } = report;
  const what = kind === 'FULL' ? `all ${count(cells, 'cell')}` : count(changed, 'cell');
  const before = formerThrough == null ? '' : `; the former one through ${formerThrough}`;
  const head = `${organisation}: release ${number}${isDryRun ? ' would be' : ','} ${daysOf(report)}${before}, with ${what}.`;
  if (!isDryRun) return `${head} ${changesIn(report)}`;
  const rest = changed - firstChanges.length;
  return [
    `${head} ${changesIn(report)}`,
    ...firstChanges.map(describeChange),
    ...(rest > 0 ? [`  and ${count(rest, 'more cell')}`] : []),
    'Nothing was released.',
  ].join('\n');
}

/** The day through which a release is complete, in words; or the kinds of files without a proven day. */
function daysOf({ through, evidence }: ReleaseReport): string {
  if (through !== null) return `complete through ${through}`;
  const unknown = evidence.flatMap(({ kind, day }) => (day === null ? [kind] : []));
  const kinds = unknown.length === 0 ? '' : ` (no day of ${unknown.join(', ')})`;
  return `complete through a day that no file proves${kinds}`;
}

function changesIn({ changed, number }: ReleaseReport): string {
  return number === 1 ? 'It is the first.' : `${count(changed, 'cell')} differ from the former release.`;
}

function describeChange({ from, to }: CellChange): string {
  const [goal, place, , month] = to;
  const people = `${peopleIn(from)} → ${peopleIn(to)} people`;
  return `  ${goal}, ${place}, ${month}: ${people}, ${said(from[6])} → ${said(to[6])} occurrences`;
}

const peopleIn = (cell: Cell) => `${said(cell[4])}–${said(cell[5])}`;

function said(figure: number): string {
  return figure.toLocaleString('en');
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}
