import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dayInProvince } from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  Kind,
  parse,
} from 'graphql';
import { idFieldOf, NormalisedCache } from './normalised.js';
import { RandomOperation } from './random-operation.js';

const contract = (name: string) => readFileSync(new URL(`../../../schema/${name}`, import.meta.url), 'utf8');

/** The keys of entities that have one field, as organisations' schemas name them. */
function keysOf(supergraph: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const definition of parse(supergraph).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { name, arguments: given = [] } of definition.directives ?? []) {
      const key = given.find((one) => one.name.value === 'key')?.value;
      if (name.value === 'join__type' && key?.kind === Kind.STRING) keys.set(definition.name.value, key.value);
    }
  }
  return keys;
}

/** Numbers from 0 to 1 that a seed decides. */
function numbersFrom(seed: string): () => number {
  let state = seed;
  return () => {
    state = createHash('sha256').update(state).digest('hex');
    return Number.parseInt(state.slice(0, 8), 16) / 2 ** 32;
  };
}

/** Types with an id or a key of which the walk meets no object, each with why. */
const unseen: Readonly<Record<string, string>> = {
  AppRegistration: 'nobody has registered an app',
  AppSecret: 'an app sees its own',
  AuditedKey: 'auditors see keys',
  CallerApp: 'an app sees itself',
  CallerKey: 'who came with a key sees it',
  FigureNote: 'nobody has written a note',
  HubEvent: 'filters that chance draws leave none',
  ImportRun: 'an organisation sees its own',
  MailAlert: 'who gave the address sees it',
  OfferedAgreement: 'an organisation sees what it offered',
  ProgramKey: 'nobody has made a key',
  PublicationDraft: 'nobody has drafted',
  RegisteredApp: 'operators see apps',
  Volunteer: 'an organisation sees its own people',
  Webhook: 'an app sees its own',
};

/** The start of the walk: fields of the root with lists of objects, and the type of these objects. */
const lists = {
  ...{ goals: 'Goal', organisations: 'Organisation', communes: 'Commune', publications: 'Publication' },
  ...{ regions: 'Region', schools: 'School', courses: 'Course', agencies: 'Agency', learningGroups: 'LearningGroup' },
  ...{ digitalLiteracyTeams: 'DigitalLiteracyTeam', indicators: 'Indicator', servicePoints: 'ServicePoint' },
  ...{ volunteers: 'Volunteer', researchProjects: 'ResearchProject' },
};

/** Codes or ids of a few objects of each type, by the type's name. */
async function knownObjects(ask: (query: string) => Promise<any>, schema: GraphQLSchema) {
  const root = schema.getQueryType()?.getFields() ?? {};
  const asked = Object.entries(lists).map(([field, type]) => {
    const named = getNamedType(root[field]?.type as GraphQLOutputType);
    const few = root[field]?.args.some(({ name }) => name === 'first') ? '(first: 4)' : '';
    const fields = schema.getType(type) as GraphQLObjectType;
    const own = ['code', 'id'].filter((name) => name in fields.getFields()).join(' ');
    return `${field}${few} { ${named.name.endsWith('Connection') ? `nodes { ${own} }` : own} }`;
  });
  const { data } = await ask(`{ ${asked.join(' ')} }`);
  const known = new Map<string, string[]>([
    ['Audience', ['ADULTS']],
    ['Role', ['analyst', 'app']],
  ]);
  const isNode = (type: string) =>
    (schema.getType(type) as GraphQLObjectType).getInterfaces().some(({ name }) => name === 'Node');
  const nodes: string[] = [];
  for (const [field, type] of Object.entries(lists)) {
    const found: any[] = (data[field]?.nodes ?? data[field] ?? []).filter(Boolean);
    known.set(
      type,
      found.map(({ code, id }) => code ?? id),
    );
    if (isNode(type)) nodes.push(...found.map(({ id }) => id));
  }
  return known.set('Node', nodes);
}

/**
 * Tests that a client's normalised cache is right: whatever is asked, objects of equal ids have equal values.
 * @param ask asks the hub, and gives its answer.
 */
export function testEqualIds(ask: (query: string) => Promise<any>): void {
  describe('objects of equal ids, in a cache that keeps each once', () => {
    const schema = buildSchema(contract('api.graphql'));
    const keys = keysOf(contract('supergraph.graphql'));
    const identified = Object.keys(schema.getTypeMap())
      .filter((type) => idFieldOf(schema, keys, type) !== undefined)
      .toSorted();

    const walk = async () => {
      const cache = new NormalisedCache((type) => idFieldOf(schema, keys, type));
      const seed = process.env['WALK_SEED'] ?? 'equal ids';
      const known = await knownObjects(ask, schema);
      const occurred = (type: string) => cache.idsOf(type).length > 0;
      const operation = new RandomOperation({
        schema,
        random: numbersFrom(seed),
        known: (type) => known.get(type) ?? [],
        periods: ['2026-07', '2026-08', '2026-09', '2026-Q3', '2026'],
        days: ['2025-06-01', '2026-08-20', '2026-10-01', '2026-10-25', '2027-02-01'],
        schoolYears: ['2024-2025', '2025-2026', '2026-2027'],
        words: ['Hàm Rồng', 'a', 'xã', 'số', ''],
        wants: (type) => identified.includes(type) && !occurred(type),
      });
      const roots = Object.keys(schema.getQueryType()?.getFields() ?? {});
      const operations = Number(process.env['WALK_OPERATIONS'] ?? 150);
      let answered = 0;
      for (let index = 0; index < operations; index += 1) {
        // Figures are a goal's, which chance alone would seldom ask for; of the root, each field has its turn.
        const turn = Math.floor(index / 2);
        const begins = index % 2 === 0 ? ['goal', 'goals'][turn % 2] : roots[turn % roots.length];
        const { text, asked } = operation.make(3, begins);
        const { data, errors = [] } = await ask(text);
        if (data) answered += 1;
        const paths: string[] = errors.map(({ path = [] }: any) => path.join('.'));
        const refused = (path: string) => paths.some((one) => one === path || one.startsWith(`${path}.`));
        if (data) cache.take(data, asked, refused);
      }
      return { cache, answered, operations, occurred };
    };

    test('have equal values, whatever is asked', async () => {
      const today = () => dayInProvince(new Date());
      const day = today();
      let walked = await walk();
      // At midnight other values hold: of the days that are left, for one.
      if (today() !== day) walked = await walk();
      const { cache, answered, operations, occurred } = walked;
      expect(cache.contradictions).toEqual([]);
      // The walk is large enough to find a contradiction: most operations have an answer (others exceed an analyst's
      // cost limit), and each type with an id occurs.
      expect(answered).toBeGreaterThan(operations * 0.7);
      expect(identified.filter((type) => !occurred(type) && !(type in unseen))).toEqual([]);
      expect(cache.compared).toBeGreaterThan(operations * 10);
      expect(cache.idsOf('Goal').length).toBeGreaterThan(0);
      const books = new Set(cache.idsOf('GoalProgress').map((id) => id.split(':')[4] ?? 'now'));
      expect([...books]).toEqual(expect.arrayContaining(['now', 'asKnownOn', 'publication']));
    });
  });
}
