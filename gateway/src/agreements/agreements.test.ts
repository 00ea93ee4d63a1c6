import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Agreements, ownedFields, unsharedFields } from '@hub/schema';
import { parse } from 'graphql';
import { authorize } from '../authorization/authorize.js';
import { deniedFields } from '../authorization/denied-fields.js';
import { Demands } from '../authorization/demands.js';
import { anonymous, type Caller } from '../identity/caller.js';
import { findOperation } from '../planner/operation.js';
import { readSupergraph } from '../supergraph/supergraph.js';
import { withAgreements } from './agreement-requirements.js';
import { AskedFor } from './asked-for.js';
import { readAgreementsFolder } from './read-folder.js';

const sdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
const owned = ownedFields(parse(sdl));
const supergraph = readSupergraph(sdl);

const analyst: Caller = { ...anonymous, identityClass: 'a', roles: ['analyst'] };
const app: Caller = { ...anonymous, identityClass: 'b', roles: ['app'], app: 'reader' };
const youth: Caller = { ...anonymous, identityClass: 'c', roles: ['staff'], organisation: 'youth-union' };

const province = '{ goals { progress(period: "2026-10") { people { lower } womensUnion { people } } } }';
const commune = '{ goals { progressByCommune { womensUnion { people } } } }';
const groups = '{ learningGroups(first: 1) { nodes { code } } }';

describe('the agreements of the hub’s organisations', () => {
  let agreements: Agreements;
  let askedFor: AskedFor;

  beforeAll(async () => {
    agreements = await readAgreementsFolder(fileURLToPath(new URL('../../../subgraphs', import.meta.url)), owned);
    askedFor = new AskedFor(agreements, () => new Date('2026-11-01'));
  });

  /** What a caller is told of each field that it may not see. */
  function told(text: string, caller: Caller, purpose?: string) {
    const document = parse(text);
    const operation = findOperation(document, undefined);
    if (!operation) throw new Error('Expected an operation.');
    // What the organisations' schemas demand besides is not looked at here.
    const open = { ...supergraph.requirements, isEmpty: true, ofField: () => [], ofType: () => [] };
    const requirements = withAgreements(open, agreements, owned);
    const { rights } = askedFor.by(caller, purpose);
    const request = { document, documentHash: text, operationName: undefined, rights };
    const { requirements: unmet } = new Demands(requirements, supergraph.api).unmet(request);
    const { decision } = authorize(operation, requirements, unmet, supergraph.api);
    return deniedFields(operation, decision, {}, supergraph.api).map(({ path, denial: { extensions } }) => [
      path.join('.'),
      extensions['code'],
      extensions['agreement'],
    ]);
  }

  const outside = (path: string, agreement: string) => [[path, 'OUTSIDE_AGREEMENT', agreement]];

  test('leave no field of theirs unsaid', () => {
    const unshared = agreements.organisations.map((one) =>
      unsharedFields(one, owned.get(one.organisation) ?? new Set()),
    );
    expect(unshared.flat()).toEqual([]);
  });

  test.each<[string, string, Caller, string | undefined, unknown[]]>([
    ['an analyst who steers sees all', commune, analyst, 'steering', []],
    [
      'one who names no purpose sees what is public',
      province,
      analyst,
      undefined,
      outside('goals.progress.womensUnion', 'WU-2026-01'),
    ],
    ['one with another purpose likewise', groups, analyst, 'research', outside('learningGroups', 'WU-2026-01')],
    ['anybody sees what is public', '{ goals { progress { people { lower } } } }', anonymous, undefined, []],
    ['another organisation coordinates', groups, youth, 'coordination', []],
    ['and does not steer', groups, youth, 'steering', outside('learningGroups', 'WU-2026-01')],
    ['an app sees figures of the province', province, app, 'statistics', []],
    ['and none of communes', commune, app, 'statistics', outside('goals.progressByCommune.womensUnion', 'WU-2026-01')],
    [
      'nor by an argument',
      province.replace('period', 'commune: "16531", period'),
      app,
      'statistics',
      outside('goals.progress.womensUnion', 'WU-2026-01'),
    ],
    [
      'nor by a commune',
      '{ commune(code: "16531") { goalProgress { womensUnion { people } } } }',
      app,
      'statistics',
      outside('commune.goalProgress.womensUnion', 'WU-2026-01'),
    ],
    [
      'nor through fragments',
      `{ goals { ...G } } fragment G on Goal { progressByCommune { ...P } } fragment P on GoalProgress { w: womensUnion { people } }`,
      app,
      'statistics',
      outside('goals.progressByCommune.w', 'WU-2026-01'),
    ],
  ])('%s', (_, text, caller, purpose, expected) => {
    const ofPart = told(text, caller, purpose);
    expect(ofPart).toEqual(expected);
  });

  test('end', () => {
    askedFor = new AskedFor(agreements, () => new Date('2028-01-01T00:00:00+07:00'));
    expect(told(groups, analyst, 'steering')).toEqual(outside('learningGroups', 'WU-2026-01'));
  });

  test('know no purpose but the listed ones', () => {
    expect(() => askedFor.by(analyst, 'fun')).toThrow('Expected x-hub-purpose to be one of steering, statistics');
  });

  test('keep callers apart by purpose', () => {
    expect(askedFor.by(analyst, 'steering').identityClass).not.toBe(askedFor.by(analyst, 'audit').identityClass);
    expect(askedFor.by(analyst, 'audit')).toBe(askedFor.by(analyst, 'audit'));
  });
});
