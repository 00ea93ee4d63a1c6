import { expect } from '@jest/globals';
import { getNamedType, isObjectType } from 'graphql';
import { elapse } from '../support/until.js';
import type { Attack, AttackClass } from './support/attack.js';
import type { Told } from './support/client.js';
import { oracle, type Oracle, schema, unjudged, withDerived } from './support/derived-oracles.js';
import type { Target } from './support/target.js';

const order = (field: string, reveals: string) =>
  oracle('Goal.progressByCommune', 'orderBy', [`{ field: ${field} }`, `{ field: ${field}, direction: DESC }`], reveals);
/** A filter by the commune that each row names. */
const ofCommune = (list: string, reveals = 'commune { code }') => oracle(list, 'commune', ['"14845"'], reveals);
/** The order of corrections by their code, which is made of the month, the revision and the commune. */
const byCode = (list: string) => oracle(list, 'orderBy', ['CODE_ASC', 'CODE_DESC'], 'month revision commune { code }');

const oracles: readonly Oracle[] = [
  order('RATIO', 'ratio'),
  order('PEOPLE', 'people { lower }'),
  order('GAP_PEOPLE', 'gapPeople'),
  order('GAP_POINTS', 'gapPoints'),
  order('CHANGE', 'change(from: "2026-01") { people }'),
  order('NAME', 'commune { name }'),
  oracle('Goal.progressByCommune', 'status', ['[ACHIEVED]', '[NO_DATA, OFF_TRACK]'], 'status'),
  oracle('Goal.progressByCommune', 'type', ['WARD'], 'commune { type }'),
  oracle('Goal.progressByCommune', 'area', ['PLAIN'], 'commune { area }'),
  oracle('Goal.progressByCommune', 'search', ['"muong"'], 'commune { name }'),
  oracle('Goal.progressByCommune', 'codes', ['["14845"]'], 'communeCode'),
  oracle('Goal.anomalies', 'rule', ['FELL', 'MORE_THAN_DENOMINATOR'], 'rule'),
  oracle('Commune.obstacles', 'resolved', ['true', 'false'], 'resolvedOn'),
  oracle('Organisation.obstaclesToRemove', 'resolved', ['true', 'false'], 'resolvedOn'),
  oracle('Query.obstacles', 'resolved', ['true', 'false'], 'resolvedOn'),
  ofCommune('Query.obstacles'),
  oracle('Query.tasks', 'status', ['DONE'], 'status'),
  oracle('Query.tasks', 'level', ['PROVINCE'], 'level'),
  ofCommune('Query.tasks'),
  oracle('Query.schools', 'level', ['PRIMARY'], 'levels'),
  oracle('Query.schools', 'search', ['"truong"'], 'name'),
  ofCommune('Query.schools'),
  oracle('Query.agencies', 'level', ['PROVINCE'], 'level'),
  ofCommune('Query.agencies'),
  ofCommune('Query.courseClasses'),
  ofCommune('Query.appliedProducts', 'code'),
  ofCommune('Query.learningGroups'),
  ofCommune('Query.learningGroupSessions', 'group { commune { code } }'),
  ofCommune('Query.womensUnionMeetings'),
  ofCommune('Query.guidanceSessions'),
  oracle('Query.guidanceSessions', 'totals', ['true', 'false'], 'totalSince'),
  oracle('Query.digitalLiteracyTeams', 'search', ['"doi"'], 'name'),
  ofCommune('Query.digitalLiteracyTeams'),
  ofCommune('Query.identityCounts'),
  ofCommune('Query.identityCorrections'),
  byCode('Query.identityCorrections'),
  byCode('IdentityMonth.corrections'),
  ofCommune('Query.servicePoints'),
  oracle('Query.communes', 'type', ['WARD'], 'type'),
  oracle('Query.communes', 'search', ['"muong"'], 'name'),
  oracle('Query.places', 'level', ['PROVINCE'], 'level'),
  oracle('Query.places', 'search', ['"thanh"'], 'name'),
  oracle('Query.indicators', 'organisation', ['"womens-union"'], 'organisation { code }'),
  oracle('Query.indicators', 'measure', ['SURVEY'], 'measure'),
  oracle('Indicator.readings', 'place', ['"38"'], 'place'),
  oracle('Query.pendingReleases', 'organisation', ['"womens-union"'], 'organisationCode'),
  oracle('Query.agreements', 'organisation', ['"womens-union"'], 'organisation'),
  oracle('School.classes', 'schoolYear', ['"2026-2027"'], 'schoolYear'),
];

/** Who attacks: nobody, and each role. */
const callers = [undefined, 'app', 'analyst', 'staff', 'auditor', 'operator'] as const;

/** The name of the type that a field of a type has, and whether its rows are in `nodes`. */
function rowsOf(list: string): 'nodes' | 'rows' {
  const [type = '', name = ''] = list.split('.');
  const found = schema.getType(type);
  if (!isObjectType(found)) throw new Error(`Expected a type ${type}.`);
  const field = found.getFields()[name];
  const named = field && getNamedType(field.type);
  return isObjectType(named) && 'nodes' in named.getFields() ? 'nodes' : 'rows';
}

/** How a list is reached from outside. */
const ways: Readonly<Record<string, (list: string) => string>> = {
  Query: (list) => `{ ${list} }`,
  Goal: (list) => `{ goal(code: "ADULTS_BASIC") { ${list} } }`,
  Commune: (list) => `{ commune(code: "14845") { ${list} } }`,
  Organisation: (list) => `{ organisations { ${list} } }`,
  Indicator: (list) => `{ indicators { ${list} } }`,
  School: (list) => `{ schools(first: 1) { nodes { ${list} } } }`,
  SchoolClass: (list) => `{ schools(first: 1) { nodes { classes(first: 1) { nodes { ${list} } } } } }`,
  Agency: (list) => `{ agencies(first: 1) { nodes { ${list} } } }`,
  Course: (list) => `{ courses(first: 1) { nodes { ${list} } } }`,
  DigitalLiteracyTeam: (list) => `{ digitalLiteracyTeams(first: 1) { nodes { ${list} } } }`,
  LearningGroup: (list) => `{ learningGroups(first: 1) { nodes { ${list} } } }`,
  ServicePoint: (list) => `{ servicePoints(first: 1) { nodes { ${list} } } }`,
  IdentityIndicator: (list) => `{ identityIndicators { ${list} } }`,
  IdentityMonth: (list) => `{ identityMonths(first: 1) { nodes { ${list} } } }`,
};

function operationOn(list: string, selection: string, given = ''): string {
  const [type = '', name = ''] = list.split('.');
  const isPaged = rowsOf(list) === 'nodes';
  const isFirst = isPaged ? 'first: 1' : '';
  const both = [isFirst, given].filter(Boolean).join(', ');
  const rows = isPaged ? `{ nodes { ${selection} } }` : `{ ${selection} }`;
  return (ways[type] ?? ((one: string) => `{ ${one} }`))(`${name}${both && `(${both})`} ${rows}`);
}

/** Whether the answer has data, and is neither refused nor empty. */
function isTold({ data, codes, text }: Told): boolean {
  if (codes.includes('LIMIT_EXCEEDED') || codes.includes('GRAPHQL_VALIDATION_FAILED')) {
    throw new Error(`Expected an answer or a refusal, but got ${text}`);
  }
  return codes.length === 0 && data !== undefined && data !== null;
}

/** Asks in a role; as soon as the hub allows it, where the role has asked too often. */
async function askAs({ hub }: Target, role: string | undefined, query: string): Promise<boolean> {
  for (;;) {
    const answer = await hub.ask({ query }, { role, ...(role === 'staff' && { organisation: 'university' }) });
    const after = answer.errors[0]?.extensions['retryAfterSeconds'];
    if (typeof after !== 'number') return isTold(answer);
    await elapse(1000 * after, 'the rate of a caller comes back with time alone');
  }
}

/** Asks in each role for the values that an argument reveals; a role that may not see them must not get rows by it, either. */
async function askAll(target: Target, { list, argument, values, reveals }: Oracle): Promise<object> {
  const learned = callers.map(async (role) => {
    if (await askAs(target, role, operationOn(list, reveals))) return [];
    const asked = values.map(async (value) => {
      const hasRows = await askAs(target, role, operationOn(list, '__typename', `${argument}: ${value}`));
      return hasRows ? [`${role ?? 'nobody'} by ${value}`] : [];
    });
    const learned = (await Promise.all(asked)).flat();
    // A fault that passed is no refusal: the values are asked for again.
    return learned.length > 0 && (await askAs(target, role, operationOn(list, reveals))) ? [] : learned;
  });
  return { learned: (await Promise.all(learned)).flat() };
}

interface RankedRow {
  readonly rank: { readonly overall: number } | null;
  readonly node: {
    readonly communeCode: string;
    readonly ratio: number | null;
    readonly people: { readonly lower: number } | null;
  };
}

/** Rows of all communes in an order, as an analyst has them. */
async function ranked({ hub }: Target, field: string, direction: string): Promise<readonly RankedRow[]> {
  const query = `{ goal(code: "ADULTS_BASIC") { progressByCommune(first: 500, orderBy: { field: ${field}, direction: ${direction} }) {
    edges { rank { overall } node { communeCode ratio people { lower } } } } } }`;
  const { data } = await hub.ask({ query }, { role: 'analyst' });
  return (data as any).goal.progressByCommune.edges;
}

/**
 * Counts the groups of communes with equal published values that an order sorts by something else than the name, or
 * that have different ranks.
 */
async function setApart(target: Target, field: 'PEOPLE' | 'RATIO', direction: 'ASC' | 'DESC'): Promise<object> {
  const byName = (await ranked(target, 'NAME', 'ASC')).map(({ node }) => node.communeCode);
  const rows = await ranked(target, field, direction);
  const valueOf = ({ node }: RankedRow) => (field === 'PEOPLE' ? node.people?.lower : node.ratio) ?? 'none';
  const groups = [...Map.groupBy(rows, valueOf).values()];
  const places = (group: readonly RankedRow[]) => group.map(({ node }) => byName.indexOf(node.communeCode));
  const isInOrder = (group: readonly RankedRow[]) => {
    const found = places(group);
    return [1, -1].some((way) =>
      found.every((place, index) => index === 0 || way * (place - (found[index - 1] ?? 0)) > 0),
    );
  };
  return {
    rows: rows.length,
    // Mường Lát has three people, so its number is hidden.
    isHidden: groups.some((group) => group.length > 100 && group.some(({ node }) => node.communeCode === '14845')),
    apart: groups.filter((group) => !isInOrder(group) || new Set(group.map(({ rank }) => rank?.overall)).size > 1)
      .length,
  };
}

/** Compares a commune's figure with a publication's, in each role; names the roles that learn of a figure that they may not see. */
async function compareWithPublished(target: Target): Promise<object> {
  const published = await target.hub.ask({ query: '{ publications(first: 1) { id period } }' });
  const [{ id, period }] = (published.data as any).publications;
  const figure = (asked: string, selection: string) =>
    `{ goal(code: "ADULTS_BASIC") { progress(commune: "14845", period: "${period}"${asked}) { ${selection} } } }`;
  const compared: string[] = [];
  const learned: string[] = [];
  for (const role of callers) {
    const sees = (query: string) => askAs(target, role, query);
    if (!(await sees(figure('', `breaksSince(publication: "${id}", period: "${period}")`)))) continue;
    compared.push(role ?? 'nobody');
    const shown = 'people { lower method } denominator { version } goal { audience { code } }';
    const maySee = [await sees(figure('', shown)), await sees(figure(`, publication: "${id}"`, shown))];
    if (maySee.includes(false)) learned.push(role ?? 'nobody');
  }
  return { compared, learned };
}

/** What was judged by hand, and what follows from what records show. */
const judged = withDerived(oracles);

const attacks: Attack[] = [
  ...judged.map((one): Attack => ({
    name: `${one.list} by ${one.argument} ${one.values[0] ?? ''}, for ${one.reveals}`,
    attack: (target) => askAll(target, one),
    expected: { learned: [] },
  })),
  ...(['PEOPLE', 'RATIO'] as const).flatMap((field) =>
    (['ASC', 'DESC'] as const).map((direction): Attack => ({
      name: `a commune of three people by its place among those of nobody, by ${field} ${direction}`,
      attack: (target) => setApart(target, field, direction),
      expected: { rows: 166, isHidden: true, apart: 0 },
    })),
  ),
  {
    name: 'a commune’s figure and that of a publication, by why they cannot be compared',
    attack: compareWithPublished,
    expected: { compared: expect.arrayContaining(['analyst']), learned: [] },
  },
  {
    name: 'a list by an order or a filter that nobody has judged',
    attack: () => Promise.resolve({ unjudged: unjudged(judged) }),
    expected: { unjudged: [] },
  },
  {
    name: 'what nobody may see, and what an analyst may: so that the attacks above refuse and tell',
    attack: async ({ hub }) => {
      const query = operationOn('Query.tasks', 'status');
      return {
        nobody: isTold(await hub.ask({ query })),
        analyst: isTold(await hub.ask({ query }, { role: 'analyst' })),
      };
    },
    expected: { nobody: false, analyst: true },
  },
];

/** Orders and filters of lists, as oracles on values that are hidden from the caller. */
export const listOracles: AttackClass = { name: 'orders and filters as oracles', attacks };
