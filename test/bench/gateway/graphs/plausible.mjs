/**
 * Values for any field of the hub's graph: the same for the same object, field and arguments, whichever subgraph is
 * asked, so that all gateways see one world however they plan.
 */
import { readFileSync } from 'node:fs';
import { getNullableType, isEnumType, isLeafType, isListType, isNonNullType } from 'graphql';

const [, ...lines] = readFileSync(
  new URL('../../../../subgraphs/runtime/data/places/thanh-hoa.csv', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n');
const communes = new Map(
  lines
    .map((line) => line.split(','))
    .filter(([, level, , , , , , , , , validUntil]) => level === 'COMMUNE' && validUntil === '')
    .map(([code, , , vi, en, type]) => [code, { name: ({ language }) => (language === 'EN' ? en : vi), type }]),
);
export const communeCodes = [...communes.keys()];
export const goalCodes = ['PUBLIC_SECTOR', 'PUPILS', 'ADULTS_BASIC', 'ADULTS_CONFIRMED'];

/** Number of entities without codes. */
const population = 60;

/** Entities' codes, in the order in which lists have them. */
const codes = {
  Commune: communeCodes,
  Goal: goalCodes,
  Organisation: ['womens-union', 'youth-union', 'university', 'public-sector', 'education'],
};
const entityTypes =
  /^(Agency|Commune|Course|DigitalLiteracyTeam|Goal|Indicator|LearningGroup|Organisation|School|ServicePoint|Volunteer)$/;

const phrases = [
  ...['Tổ học tập cộng đồng số', 'Hướng dẫn dịch vụ công trực tuyến', 'Đội Bình dân học vụ số', 'Nhà văn hóa thôn'],
  ...[
    'Kích hoạt tài khoản định danh',
    'An toàn trên không gian mạng',
    'Digital skills for everyone',
    'Sinh hoạt chi hội',
  ],
];

const leaves = {
  Boolean: (seed) => seed % 3 === 0,
  Date: (seed) => `2026-${two(seed % 12)}-${two(seed % 28)}`,
  DateTime: (seed) => `2026-10-${two(seed % 28)}T08:${two(seed % 59)}:00.000Z`,
  Float: (seed) => (seed % 1000) / 1000,
  ID: (seed) => `CODE-${seed % population}`,
  Int: (seed) => seed % 900,
  Period: (seed) => `2026-${two(seed % 12)}`,
  String: (seed) => `${phrases[seed % phrases.length]} ${seed % 100}`,
};

/** Resolves what the object itself does not have. @type {import('graphql').GraphQLFieldResolver<object, unknown>} */
export function plausibleField(source, args, _context, { fieldName, returnType }) {
  const own = source[fieldName];
  if (own !== undefined) return typeof own === 'function' ? own(args) : own;
  const seed = hash(`${source.seed}.${fieldName}${JSON.stringify(args)}`);
  if (fieldName === 'nodes' || fieldName === 'edges') return items(returnType, seed, source.count);
  return value(returnType, seed, args);
}

function value(type, seed, args) {
  if (isNonNullType(type)) return present(type.ofType, seed, args);
  return isLeafType(type) && seed % 11 === 0 ? null : present(type, seed, args);
}

function present(type, seed, args) {
  if (isListType(type)) return items(type, seed, 1 + (seed % 3));
  if (isEnumType(type)) return type.getValues()[seed % type.getValues().length].value;
  if (isLeafType(type)) return leaves[type.name](seed);
  if (type.name === 'GoalProgress') {
    return entity('GoalProgress', { goalCode: goalCodes[seed % 4], communeCode: '38', period: '2026-10' });
  }
  if (entityTypes.test(type.name)) return entity(type.name, { code: args.code ?? codeOf(type.name, seed) });
  return { seed, count: args.first };
}

function items(type, seed, count) {
  const item = getNullableType(getNullableType(type).ofType);
  return Array.from({ length: count }, (_, index) => present(item, seed + index, {}));
}

function codeOf(type, seed) {
  const known = codes[type];
  return known ? known[seed % known.length] : `${type.toUpperCase()}-${seed % population}`;
}

/** An entity by its key, with the fields of its representation. */
export function entity(type, fields) {
  if (type === 'GoalProgress') return progress(fields);
  return { __typename: type, ...fields, seed: `${type} ${fields.code}`, ...specials[type]?.(fields) };
}

/** A progress, by its id or its fields. */
function progress({ id, ...known }) {
  const [, goalCode, communeCode, period] = id?.split(':') ?? [];
  const fields = id ? { goalCode, communeCode, period } : known;
  const name = [fields.goalCode, fields.communeCode, fields.period];
  const own = { __typename: 'GoalProgress', id: `GoalProgress:${name.join(':')}`, ...fields, seed: name.join(' ') };
  return { ...own, ...specials.GoalProgress(fields) };
}

const specials = {
  Commune: ({ code }) => ({
    ...communes.get(code),
    goalProgress: ({ period = '2026-10' }) => progressOf(goalCodes, [code], period),
  }),
  Goal: ({ code }) => ({
    progress: ({ commune = '38', period = '2026-10' }) => progressOf([code], [commune], period)[0],
    progressByCommune: ({ period = '2026-10', first }) => tableOf(progressOf([code], communeCodes, period), first),
  }),
  GoalProgress: (progress) => ({
    goal: () => entity('Goal', { code: progress.goalCode }),
    commune: () => entity('Commune', { code: progress.communeCode }),
  }),
};

const progressOf = (goals, units, period) =>
  goals.flatMap((goalCode) => units.map((communeCode) => entity('GoalProgress', { goalCode, communeCode, period })));

/** A page of progress, from the first on. */
function tableOf(rows, first) {
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ seed: node.seed, node }));
  return { seed: 'RankedProgressConnection', nodes, edges, totalCount: rows.length };
}

const two = (number) => String(number + 1).padStart(2, '0');

/** FNV-1a, 31 bits. */
function hash(text) {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state >>> 1;
}
