import type { Random } from '../../../subgraphs/demo/src/random.js';
import type { Making } from './generate-world.js';
import {
  type Argument,
  customScalar,
  type Enum,
  type Field,
  type Input,
  inputEnum,
  leaves,
  outputEnum,
} from './world.js';

const wrappers = ['T', 'T', 'T', 'T!', 'T!', '[T]', '[T!]', '[T!]!', '[T]!', '[[T]]', '[[T!]!]!', '[[T]!]'];

/** Makes a field that leads to one of the composite types with the given chance, and is a leaf otherwise. */
export function generateField(
  { random, fieldName }: Making,
  { composites, owners, chance }: { composites: readonly string[]; owners: number[]; chance: number },
): Field {
  const isComposite = composites.length > 0 && random.chance(chance);
  // A field that every subgraph answers must not have a value that only some subgraphs know.
  const known = leaves.filter((leaf) => owners.length > 0 || leaf !== outputEnum);
  const type = random.pick(isComposite ? composites : known);
  const wrapped = random.pick(wrappers).replace('T', type);
  return { name: fieldName('f'), type: wrapped, arguments: generateArguments(random), owners };
}

function generateArguments(random: Random): Argument[] {
  if (!random.chance(0.3)) return [];
  return Array.from({ length: random.integer(1, 2) }, (_, index) => {
    const [type, value] = random.pick([
      ['Int', '7'],
      ['Int!', '3'],
      ['String', '"a\\"b"'],
      ['Colour', 'GREEN'],
      [inputEnum, 'ONE'],
      ['[Int!]', '[1, 2]'],
      ['[[Int]]', '[[1], null]'],
      ['Boolean!', 'true'],
      ['ID', '"x"'],
      ['Float', '1.5'],
      ['Filter', '{ least: 2, word: "w" }'],
      ['[Filter!]', '[{ word: "w", inner: { word: "v", choice: ONE } }]'],
      [customScalar, '{ a: [1, "b"] }'],
    ] as const);
    return { name: `arg${index}`, type, default: random.chance(0.4) ? value : undefined };
  });
}

export function generateEnums(random: Random, subgraphs: number): ReadonlyMap<string, Enum> {
  const partly = (values: readonly string[]) => ({
    values,
    knownIn: new Map(
      [...Array(subgraphs).keys()].map((subgraph) => [
        subgraph,
        values.filter((_value, index) => index === 0 || random.chance(0.7)),
      ]),
    ),
  });
  return new Map<string, Enum>([
    ['Colour', { values: ['RED', 'GREEN', 'BLUE'], knownIn: new Map() }],
    ['Size', { values: ['SMALL', 'LARGE'], knownIn: new Map() }],
    [outputEnum, { ...partly(['LOW', 'MIDDLE', 'HIGH', 'SECRET']), inaccessible: 'SECRET' }],
    [inputEnum, partly(['ONE', 'TWO', 'THREE', 'FOUR'])],
  ]);
}

export function generateInputs(random: Random, subgraphs: number): ReadonlyMap<string, Input> {
  const fields: Argument[] = [
    { name: 'least', type: 'Int', default: '1' },
    { name: 'colours', type: '[Colour!]', default: random.chance(0.5) ? '[RED]' : undefined },
    { name: 'choice', type: inputEnum, default: random.chance(0.3) ? 'ONE' : undefined },
    { name: 'inner', type: 'Filter' },
    { name: 'word', type: random.chance(0.3) ? 'String!' : 'String' },
  ];
  const onlyIn = [...Array(subgraphs).keys()]
    .filter(() => random.chance(0.2))
    .map((subgraph) => [subgraph, { name: `only${subgraph}`, type: 'Int' }] as const);
  return new Map([['Filter', { fields, onlyIn: new Map(onlyIn) }]]);
}
