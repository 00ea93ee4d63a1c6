import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Agreement, type Agreements, agreementsGraph, combineAgreements, unsharedFields } from '@hub/protocol';
import { findAgreements } from '@hub/runtime';
import { parse } from 'graphql';
import { authorize } from '../authorization/authorize.js';
import { refusedPlaces } from '../authorization/refused-places.js';
import { Demands } from '../authorization/demands.js';
import { requirementsOf } from '../authorization/requirements.js';
import { anonymous, type Caller } from '../request/caller.js';
import { operationsOf } from '../operation/operation.js';
import { readSupergraph } from '../supergraph/supergraph.js';
import { withAgreements } from './agreement-requirements.js';
import { AskedFor, withPurposes } from './asked-for.js';

const sdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
const supergraph = readSupergraph(sdl);
const graph = agreementsGraph(supergraph.document);
const { owned } = graph;
const demanded = requirementsOf(supergraph);

const known: Caller = { ...anonymous, rights: { ...anonymous.rights, authenticated: true } };
const analyst: Caller = { ...known, identityClass: 'a', roles: ['analyst'] };
const app: Caller = { ...known, identityClass: 'b', roles: ['app'], app: 'reader' };
const youth: Caller = { ...known, identityClass: 'c', roles: ['staff'], organisation: 'youth-union' };

/** Meetings of the whole province and of one commune. In these tests, apps may see meetings of the province. */
const province = '{ womensUnionMeetings(first: 1) { totalCount } }';
const commune = '{ womensUnionMeetings(first: 1, commune: "14845") { totalCount } }';
/** Whether an agreement is the one that shares meetings with apps. */
const isOfMeetings = ({ id }: Agreement) => id === 'WU-2026-03';
const groups = '{ learningGroups(first: 1) { nodes { code } } }';

describe('the agreements of the hub’s organisations', () => {
  let all: Agreements;
  let agreements: Agreements;
  let askedFor: AskedFor;

  beforeAll(async () => {
    const files = await findAgreements(fileURLToPath(new URL('../../../subgraphs', import.meta.url)));
    const { agreements: shipped } = combineAgreements(files, graph);
    const shares = ['Query.womensUnionMeetings', 'WomensUnionMeetingConnection'];
    const organisations = shipped.organisations.map((one) => ({
      ...one,
      agreements: one.agreements.map((agreement) => (isOfMeetings(agreement) ? { ...agreement, shares } : agreement)),
    }));
    all = { ...shipped, organisations };
  });

  beforeEach(() => {
    agreements = all;
    askedFor = new AskedFor(agreements, () => new Date('2026-11-01'));
  });

  /** All agreements, with one last day. */
  const ending = (until: string): Agreements => ({
    ...agreements,
    organisations: agreements.organisations.map((one) => ({
      ...one,
      agreements: one.agreements.map((agreement) => ({ ...agreement, until })),
    })),
  });

  /**
   * The demands under the given agreements, for the whole graph. As in a gateway, they are made once for each set of
   * agreements.
   */
  const demandsOf = (own: typeof demanded) => {
    const made = new WeakMap<Agreements, { requirements: typeof demanded; demands: Demands }>();
    return (inForce: Agreements) => {
      let found = made.get(inForce);
      if (!found) {
        const requirements = withAgreements(own, inForce, owned);
        made.set(inForce, (found = { requirements, demands: new Demands(requirements, supergraph.api) }));
      }
      return found;
    };
  };
  // The schemas' own requirements do not matter for the reasons of agreements.
  const ofAgreements = demandsOf({ ...demanded, isEmpty: true, ofField: () => [], ofType: () => [] });
  const ofAll = demandsOf(demanded);

  /** The fields that a caller may not see, each with its reason. */
  function refused(text: string, caller: Caller, purpose?: string) {
    const [operation] = operationsOf(parse(text));
    if (!operation) throw new Error('Expected an operation.');
    const { requirements, demands } = ofAgreements(agreements);
    const { rights } = askedFor.by(caller, purpose);
    const { requirements: refusedBy } = demands.refusedBy({ operation, rights });
    const { decision } = authorize(operation, requirements, refusedBy, supergraph.api);
    return refusedPlaces(operation, decision, {}, supergraph.api).map(({ path, refusal }) => ({
      path,
      refusal: refusal.shownTo(caller),
    }));
  }

  function told(text: string, caller: Caller, purpose?: string) {
    return refused(text, caller, purpose).map(({ path, refusal: { extensions } }) => [
      path.join('.'),
      extensions['code'],
      extensions['agreement'],
    ]);
  }

  function messages(text: string, caller: Caller, purpose?: string) {
    return refused(text, caller, purpose).map(({ refusal: { message } }) => message);
  }

  /** The agreements of all organisations but one. */
  const without = (code: string): Agreements => ({
    ...agreements,
    organisations: agreements.organisations.filter(({ organisation }) => organisation !== code),
  });

  const isPublic = (text: string, purpose?: string) => {
    const [operation] = operationsOf(parse(text));
    if (!operation) throw new Error('Expected an operation.');
    const { rights } = askedFor.anyone(purpose);
    return ofAll(agreements).demands.areMet({ operation, rights });
  };

  test.each<[boolean, string, string | undefined]>([
    [true, '{ __typename }', undefined],
    [true, '{ goals { progress { people { lower } } } communes { nodes { name } } }', 'steering'],
    [true, '{ goals { progress { people { lower } } } }', 'statistics'],
    [false, '{ goals { progress(commune: "16531") { ratio } } }', undefined],
    [false, '{ goals { progressByCommune { nodes { ratio } } } }', 'statistics'],
    [false, '{ goals { progress { people { lower } contributions { share { people } } } } }', 'statistics'],
    [false, '{ goals { code } learningGroups { totalCount } }', 'steering'],
  ])('it is %s that everyone may see all of %s, whoever asks for %s', (is, text, purpose) => {
    expect(isPublic(text, purpose)).toBe(is);
  });

  test('nobody known names a purpose only where anyone may', () => {
    expect(askedFor.anyone('steering')).toBe(askedFor.anyone(undefined));
    expect(askedFor.anyone('research')).toMatchObject({ purpose: 'research', rights: { authenticated: false } });
    expect(askedFor.anyone('none').purpose).toBeUndefined();
  });

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
      outside('womensUnionMeetings', 'WU-2026-01'),
    ],
    ['one with another purpose likewise', groups, analyst, 'research', outside('learningGroups', 'WU-2026-01')],
    ['anybody sees what is public', '{ goals { progress { people { lower } } } }', anonymous, undefined, []],
    [
      'and of single communes nothing but their names',
      '{ communes { nodes { name goalProgress { ratio } } } goal(code: "PUPILS") { progressByCommune { nodes { ratio } } } }',
      anonymous,
      undefined,
      [...outside('communes.nodes.goalProgress', 'MV-PROGRESS'), ...outside('goal.progressByCommune', 'MV-PROGRESS')],
    ],
    [
      'nor of one, by an argument',
      '{ goals { progress(commune: "16531") { ratio } } }',
      anonymous,
      'statistics',
      outside('goals.progress', 'MV-PROGRESS'),
    ],
    ['another organisation coordinates', groups, youth, 'coordination', []],
    ['and does not steer', groups, youth, 'steering', outside('learningGroups', 'WU-2026-02')],
    ['an app sees figures of the province', province, app, 'statistics', []],
    ['and none of communes', commune, app, 'statistics', outside('womensUnionMeetings', 'WU-2026-01')],
    [
      'nor through a variable',
      'query ($commune: ID) { womensUnionMeetings(first: 1, commune: $commune) { totalCount } }',
      app,
      'statistics',
      outside('womensUnionMeetings', 'WU-2026-01'),
    ],
    [
      'nor through fragments',
      '{ ...Q } fragment Q on Query { w: womensUnionMeetings(first: 1, commune: "14845") { ...C } } fragment C on WomensUnionMeetingConnection { totalCount }',
      app,
      'statistics',
      outside('w', 'WU-2026-01'),
    ],
    [
      'whoever may see progress is refused no share by the gateway: movement gives it by each organisation’s agreement',
      '{ goals { progress { contributions { share { people } noShare } } } }',
      analyst,
      undefined,
      [],
    ],
  ])('%s', (_, text, caller, purpose, expected) => {
    const ofPart = told(text, caller, purpose);
    expect(ofPart).toEqual(expected);
  });

  test('name only the purposes that help the caller', () => {
    expect(messages(groups, analyst)).toEqual([
      'Expected the header x-hub-purpose to be one of steering, statistics: for these womens-union shares the field learningGroups with this caller (WU-2026-01).',
    ]);
    expect(refused(groups, analyst, 'research')[0]?.refusal.extensions).toEqual({
      code: 'OUTSIDE_AGREEMENT',
      organisation: 'womens-union',
      agreement: 'WU-2026-01',
      needs: 'purpose',
      purposes: ['steering', 'statistics'],
    });
    expect(messages(groups, youth)).toEqual([
      'Expected the header x-hub-purpose to be one of coordination: for these womens-union shares the field learningGroups with this caller (WU-2026-02).',
    ]);
    expect(messages(province, app)).toEqual([
      'Expected the header x-hub-purpose to be one of statistics, research: for these womens-union shares the field womensUnionMeetings with this caller (WU-2026-03).',
    ]);
  });

  test('each purpose that they name opens the field', () => {
    const asked = [analyst, youth, app].flatMap((caller) =>
      [groups, province, commune].map((text) => ({ caller, text })),
    );
    const named = asked.flatMap(({ caller, text }) =>
      refused(text, caller).flatMap(({ path, refusal: { extensions } }) =>
        ((extensions['purposes'] ?? []) as string[]).map((purpose) => ({
          who: caller.app ?? caller.organisation ?? 'analyst',
          field: path.join('.'),
          purpose,
          isOpen: refused(text, caller, purpose).every((still) => still.path.join('.') !== path.join('.')),
        })),
      ),
    );
    const opens = (who: string, field: string, ...purposes: readonly string[]) =>
      purposes.map((purpose) => ({ who, field, purpose, isOpen: true }));
    const meetings = 'womensUnionMeetings';
    expect(named).toEqual([
      ...opens('analyst', 'learningGroups', 'steering', 'statistics'),
      ...opens('analyst', meetings, 'steering', 'statistics'),
      ...opens('analyst', meetings, 'steering', 'statistics'),
      ...opens('youth-union', 'learningGroups', 'coordination'),
      ...opens('youth-union', meetings, 'coordination'),
      ...opens('youth-union', meetings, 'coordination'),
      ...opens('reader', meetings, 'statistics', 'research'),
    ]);
  });

  const groupsAreFor =
    'with the role analyst, the role auditor, the organisation womens-union for steering or statistics or audit (WU-2026-01); with every linked organisation for coordination (WU-2026-02)';

  test.each<[string, string, Caller, string | undefined, string, string]>([
    [
      'a token, to whom has none',
      groups,
      anonymous,
      undefined,
      'token',
      `Expected a token: womens-union shares the field learningGroups ${groupsAreFor}.`,
    ],
    [
      'with whom else they share',
      groups,
      app,
      'statistics',
      'agreement',
      `The field learningGroups is not shared with this caller: womens-union shares it ${groupsAreFor}.`,
    ],
    [
      'another token, where this one lets its bearer name no purpose that helps',
      groups,
      { ...analyst, purposes: ['research'] },
      'research',
      'token',
      'WU-2026-01 opens the field learningGroups to this caller for steering, statistics, audit: its token lets it name research.',
    ],
    [
      'that single communes are too fine, whatever purpose is named',
      commune,
      app,
      'statistics',
      'agreement',
      `womens-union shares the field womensUnionMeetings with this caller for the whole province (WU-2026-03), not for single communes: it shares those ${groupsAreFor}.`,
    ],
  ])('say %s', (_, text, caller, purpose, needs, message) => {
    expect(refused(text, caller, purpose).map(({ refusal }) => [refusal.extensions['needs'], refusal.message])).toEqual(
      [[needs, message]],
    );
  });

  test('say since when no agreement opens the field', () => {
    agreements = ending('2026-01-02');
    askedFor = new AskedFor(agreements);
    expect(messages(groups, analyst, 'steering')).toEqual([
      expect.stringMatching(
        /^No agreement of womens-union shares the field learningGroups on [\d-]+: WU-2026-01 holds from 2026-01-01 until 2026-01-02\. womens-union can renew it\.$/,
      ),
    ]);
  });

  test('end at midnight in the province, and callers’ rights with them', () => {
    let now = new Date('2027-12-31T23:59:59+07:00');
    askedFor = new AskedFor(ending('2027-12-31'), () => now);
    expect(told(groups, analyst, 'steering')).toEqual([]);
    expect(askedFor.by(analyst, 'steering').expiresAt).toBe(Date.parse('2028-01-01T00:00:00+07:00'));
    expect(askedFor.by({ ...analyst, expiresAt: 1 }, 'steering').expiresAt).toBe(1);
    now = new Date('2028-01-01T00:00:00+07:00');
    expect(told(groups, analyst, 'steering')).toEqual(outside('learningGroups', 'WU-2026-01'));
  });

  test('are of the caller that asks: not of one whose app was suspended meanwhile', () => {
    const before = new AbortController();
    askedFor.by({ ...app, ended: before.signal }, undefined);
    before.abort();
    const { signal } = new AbortController();
    expect(askedFor.by({ ...app, ended: signal }, undefined).ended).toBe(signal);
  });

  test('are taken back from callers that are known', () => {
    const askedFor = new AskedFor(agreements, () => new Date('2026-11-01'));
    const before = askedFor.by(analyst, 'steering');
    const organisations = agreements.organisations.map((one) => ({
      ...one,
      agreements: one.organisation === 'womens-union' ? [] : one.agreements,
    }));
    expect(askedFor.replace({ ...agreements })).toBe(false);
    expect(askedFor.by(analyst, 'steering')).toBe(before);
    expect(askedFor.replace({ ...agreements, organisations })).toBe(true);
    const after = askedFor.by(analyst, 'steering');
    expect([before, after].map(({ rights }) => rights.agreements?.has('womens-union/WU-2026-01'))).toEqual([
      true,
      false,
    ]);
    expect(after.identityClass).not.toBe(before.identityClass);
  });

  describe('that are changed while an engine is open on what they said before', () => {
    const named = { groups: '{ learningGroups(first: 1) { nodes { code } } }', people: province, ofCommunes: commune };

    /** The fields of each operation that an analyst with the purpose `steering` may not see, in the open engine. */
    const refusedNow = () =>
      Object.fromEntries(
        Object.entries(named).map(([name, text]) => [name, told(text, analyst, 'steering').map(([path]) => path)]),
      );
    const change = (to: (agreement: Agreement) => Partial<Agreement>) => {
      const organisations = agreements.organisations.map((one) => ({
        ...one,
        agreements: one.agreements.map((agreement) =>
          one.organisation === 'womens-union' ? { ...agreement, ...to(agreement) } : agreement,
        ),
      }));
      askedFor.replace({ ...agreements, organisations });
    };
    const nothing = { groups: [], people: [], ofCommunes: [] };

    test('hold for each field by what they say now', () => {
      expect(refusedNow()).toEqual(nothing);
      // Shares everything except root fields.
      change(() => ({ shares: [...'ABCDEFGHIJKLMNOPRSTUVWXYZ'].map((letter) => `${letter}*`) }));
      const meetings = ['womensUnionMeetings'];
      expect(refusedNow()).toEqual({ groups: ['learningGroups'], people: meetings, ofCommunes: meetings });
      change(() => ({}));
      expect(refusedNow()).toEqual(nothing);
    });

    test('open nothing of single communes once they are of the whole province', () => {
      change(() => ({ granularity: 'province' }));
      expect(refusedNow()['ofCommunes']).not.toEqual([]);
    });

    test('of the whole province open nothing once more reaches single communes than the engine knows', () => {
      const ofProvince = (all: Agreements): Agreements => ({
        ...all,
        organisations: all.organisations.map((one) => ({
          ...one,
          agreements: one.agreements.map((agreement) => ({ ...agreement, granularity: 'province' as const })),
        })),
      });
      agreements = ofProvince(agreements);
      askedFor = new AskedFor(agreements, () => new Date('2026-11-01'));
      expect(refusedNow()['people']).toEqual([]);
      askedFor.replace({
        ...agreements,
        communeLevel: [...(agreements.communeLevel ?? []), 'Query.womensUnionMeetings'],
      });
      expect(refusedNow()['people']).not.toEqual([]);
    });
  });

  test('show nothing of an organisation whose file cannot be used, and say so', () => {
    agreements = without('womens-union');
    askedFor = new AskedFor(agreements, () => new Date('2026-11-01'));
    const unusable = (path: string) => [path, 'AGREEMENTS_UNUSABLE', undefined];
    expect(told(groups, analyst, 'steering')).toEqual([unusable('learningGroups')]);
    expect(told(province, analyst, 'steering')).toEqual([unusable('womensUnionMeetings')]);
    expect(told('{ digitalLiteracyTeams(first: 1) { totalCount } }', analyst, 'steering')).toEqual([]);
    expect(messages(groups, analyst, 'steering')).toEqual([
      'The field learningGroups is not shown: the agreements of womens-union cannot be used now.',
    ]);
  });

  test('while movement’s file cannot be used, hold but for those of the whole province', () => {
    agreements = { ...without('movement'), communeLevel: undefined };
    askedFor = new AskedFor(agreements, () => new Date('2026-11-01'));
    expect(told(groups, analyst, 'steering')).toEqual([]);
    expect(told('{ organisations { code } }', analyst, 'steering')).toEqual([
      ['organisations', 'AGREEMENTS_UNUSABLE', undefined],
    ]);
    const organisations = agreements.organisations.map((one) => ({
      ...one,
      agreements: one.agreements.map((agreement) => ({ ...agreement, granularity: 'province' as const })),
    }));
    agreements = { ...agreements, organisations };
    expect(refused(groups, analyst, 'steering').map(({ refusal }) => refusal.extensions)).toEqual([
      { code: 'AGREEMENTS_UNUSABLE', organisation: 'movement' },
    ]);
  });

  test('hold by the organisation, too: none can take another’s id', () => {
    const thief = { organisation: 'university', agreements: [] as object[], purposes: [], communeLevel: [] };
    const [stolen] =
      agreements.organisations.find(({ organisation }) => organisation === 'womens-union')?.agreements ?? [];
    thief.agreements = [{ ...stolen, with: 'anyone', purposes: 'any' }];
    const organisations = [...without('university').organisations, thief] as Agreements['organisations'];
    agreements = { ...agreements, organisations };
    askedFor = new AskedFor(agreements, () => new Date('2026-11-01'));
    expect(told(groups, anonymous)).toEqual(outside('learningGroups', 'WU-2026-01'));
  });

  test('know no purpose but the listed ones', () => {
    expect(() => askedFor.by(analyst, 'fun')).toThrow('Expected x-hub-purpose to be one of steering, statistics');
  });

  test.each<[string, Caller, string, string]>([
    ['an analyst for audit', analyst, 'audit', 'steering, statistics, coordination, research'],
    ['an app for steering', app, 'steering', 'statistics, research'],
    ['nobody for coordination', anonymous, 'coordination', 'statistics, research'],
    ['an analyst beyond its token', { ...analyst, purposes: ['research', 'audit'] }, 'steering', 'research'],
    ['a token that names no purpose', { ...analyst, purposes: [] }, 'steering', 'none'],
  ])('do not let %s ask', (_, caller, purpose, mayName) => {
    expect(() => askedFor.by(caller, purpose)).toThrow(
      `Expected x-hub-purpose to be one that this caller may name (${mayName}), got "${purpose}".`,
    );
  });

  test('let a token name what both it and its role say', () => {
    expect(askedFor.by({ ...analyst, purposes: ['research'] }, 'research').purpose).toBe('research');
  });

  test('keep callers apart by purpose', () => {
    expect(askedFor.by(analyst, 'steering').identityClass).not.toBe(askedFor.by(analyst, 'research').identityClass);
    expect(askedFor.by(analyst, 'research')).toBe(askedFor.by(analyst, 'research'));
  });

  test('are asked for by the purpose of the request, and one that is no other is refused with its code', async () => {
    for (const authenticate of [() => analyst, () => Promise.resolve(analyst)]) {
      const asked = withPurposes(authenticate, askedFor);
      const purposeOf = async (purpose?: string) => (await asked('t', { purpose } as never)).purpose;
      expect(await purposeOf('research')).toBe('research');
      expect(await purposeOf()).toBeUndefined();
      await expect(purposeOf('research, audit')).rejects.toMatchObject({
        code: 'UNKNOWN_PURPOSE',
        message: expect.stringMatching(/got "research, audit"\.$/) as never,
      });
      await expect(purposeOf('audit')).rejects.toMatchObject({
        code: 'PURPOSE_NOT_ALLOWED',
      });
    }
  });

  test('end with their last day in the province, for callers too that were known before', () => {
    let now = new Date('2026-11-01T00:00:00Z');
    askedFor = new AskedFor(ending('2027-12-31'), () => now);
    const held = () => askedFor.by(analyst, 'steering');
    const before = held();
    expect(before.rights.agreements?.size).toBeGreaterThan(0);
    now = new Date('2027-12-31T16:59:59Z');
    expect(held().rights.agreements?.size).toBeGreaterThan(0);
    now = new Date('2027-12-31T17:00:00Z');
    expect(held().rights.agreements?.size).toBe(0);
    expect(held().identityClass).not.toBe(before.identityClass);
  });
});
