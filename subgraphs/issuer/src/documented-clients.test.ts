import { readFileSync } from 'node:fs';
import { roles } from '@hub/protocol';
import { knownOrganisations } from '@hub/runtime';
import { expect, test } from '@jest/globals';
import { demoCallers, portalClient, terminalClient } from './demo-callers.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const [, table = ''] = readme.split('| client id');
const rows = table
  .split('\n')
  .slice(2)
  .filter((line) => line.startsWith('|'));

/** Client names in a table cell, with `ORGANISATION` replaced by each known organisation. */
function namesIn(cell = ''): string[] {
  return [...cell.matchAll(/`([\w-]+)`/g)].flatMap(([, name = '']) =>
    name.includes('ORGANISATION') ? knownOrganisations.map(({ code }) => name.replace('ORGANISATION', code)) : [name],
  );
}

test('the page of the issuer names each client and each person, and so has somebody of each role', () => {
  const cells = rows.map((row) => row.split('|').slice(1, -1));
  const clients = cells.flatMap(([client]) => namesIn(client));
  const own = demoCallers.filter(({ kind }) => kind === 'client').map(({ id }) => id);
  expect(clients.toSorted()).toEqual([...own, portalClient, terminalClient].toSorted());
  const terminal = cells.find(([client]) => namesIn(client).includes(terminalClient));
  const people = demoCallers.filter(({ kind }) => kind === 'person').map(({ id }) => id);
  expect(namesIn(terminal?.[2]?.replace('`person`', '')).toSorted()).toEqual(people.toSorted());
  expect(new Set(demoCallers.map(({ role }) => role))).toEqual(new Set(roles));
});
