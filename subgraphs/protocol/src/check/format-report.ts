import { type CheckReport, type Finding, type SchemaUser, severities } from './check-report.js';

/** How many users of one finding the terminal shows; the JSON has all. */
const mostUsers = 20;

/** A report for the terminal: the errors first. */
export function formatReport({ organisation, verdict, findings, notLookedAt }: CheckReport): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity.toLowerCase()}${count === 1 ? '' : 's'}`];
  });
  const found = counts.length === 0 ? 'nothing found' : counts.join(', ');
  const ordered = severities.flatMap((severity) => findings.filter((one) => one.severity === severity));
  return [
    `${organisation}: ${verdict === 'REFUSED' ? 'refused' : 'passed'}, ${found}.`,
    ...ordered.flatMap((one) => ['', ...linesOf(one)]),
    ...(notLookedAt.length === 0 ? [] : ['', 'Not looked at for use:', ...notLookedAt.map((one) => `  ${one}`)]),
  ].join('\n');
}

function linesOf(finding: Finding): string[] {
  const { severity, code, coordinate, line, column, message, rule, organisations = [], users = [] } = finding;
  const place = line === undefined ? [] : [`line ${line}, column ${column ?? 1}`];
  const rest = users.length - mostUsers;
  return [
    [severity, code, ...(coordinate === undefined ? [] : [coordinate]), ...place].join('  '),
    `  ${message}${rule === undefined ? '' : ` (${rule})`}`,
    ...(organisations.length === 0 ? [] : [`  concerns ${organisations.join(', ')}`]),
    ...users.slice(0, mostUsers).map((user) => `  used by ${shown(user)}`),
    ...(rest > 0 ? [`  and by ${rest} more`] : []),
  ];
}

const kinds: Readonly<Record<SchemaUser['kind'], string>> = {
  DOCUMENT: 'the registered document',
  OPERATION: 'operations of',
  AGREEMENT: 'the agreement',
  TABLE: 'the export table',
  PAGE: "the portal's page",
  EXAMPLE: 'the example',
};

function shown({ kind, name, detail }: SchemaUser): string {
  return `${kinds[kind]} ${name}${detail === undefined ? '' : ` (${detail})`}`;
}
