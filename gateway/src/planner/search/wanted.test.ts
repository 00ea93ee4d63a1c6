import { describe, expect, test } from '@jest/globals';
import { parse, print, type SelectionSetNode } from 'graphql';
import { type Operation, operationsOf } from '../../operation/operation.js';
import { areWantedAlike, isSameField, isWantedOfAll, type Wanted, Wanting, withWantedOfAny } from './wanted.js';

/** Cats and dogs are pets; birds are hidden from callers. */
function read(text: string) {
  const { definition, fragments } = operationsOf(parse(text))[0] as Operation;
  let steps = 0;
  const wanting = new Wanting({
    fragments,
    applies: (condition, type) => condition === type || (condition === 'Pet' && type !== 'Person'),
    isHidden: (type) => type === 'Bird',
    count: () => (steps += 1),
  });
  const set: SelectionSetNode = definition.selectionSet;
  return { wanting, set, of: (type: string, part?: string) => wanting.of(type, set, part), steps: () => steps };
}

/** The wanted fields, a line each: key and name, conditions, part, and the fields below for a cat. */
function lines(wanted: readonly Wanted[]): string[] {
  return wanted.map(({ key, name, guard, part, below, nodes }) => {
    const when = guard.map((all) => all.join('&')).join('|');
    const head = [`${key}: ${name}`, when && `if ${when}`, part && `#${part}`, nodes.length > 1 && `x${nodes.length}`];
    const inner = below ? [`{ ${lines(below('Cat')).join(', ')} }`] : [];
    return [...head.filter(Boolean), ...inner].join(' ');
  });
}

describe('what an operation wants', () => {
  test('is told by the keys of the answer', () => {
    expect(lines(read('{ a b: a c { d } }').of('Cat'))).toEqual(['a: a', 'b: a', 'c: c { d: d }']);
    expect(lines(read('{ a a(n: 1) a { x } a { y } }').of('Cat'))).toEqual(['a: a x4']);
  });

  test('is told by the types of objects', () => {
    const pet = '{ id ... on Cat { cat } ... on Dog { dog } ...P ... { any } } fragment P on Pet { name }';
    expect(lines(read(pet).of('Cat'))).toEqual(['id: id', 'cat: cat', 'name: name', 'any: any']);
    expect(lines(read(pet).of('Dog'))).toEqual(['id: id', 'dog: dog', 'name: name', 'any: any']);
    expect(lines(read(pet).of('Person'))).toEqual(['id: id', 'any: any']);
    expect(read(pet).of('Bird')).toEqual([]);
    const [owner] = read('{ owner { ... on Cat { cat } ... on Dog { dog } } }').of('Person');
    expect(owner?.below?.('Dog').map(({ key }) => key)).toEqual(['dog']);
    expect(owner?.below?.('Bird')).toEqual([]);
    expect(owner?.below?.('Cat')).toBe(owner?.below?.('Cat'));
  });

  test('is for the caller, unless it is for a subgraph', () => {
    const { of, set } = read('{ a }');
    expect(of('Cat')).toMatchObject([{ isInput: false, args: [], below: undefined }]);
    const inputs = new Wanting({
      ...{ fragments: new Map(), applies: () => true, isHidden: () => false, count: () => undefined, isInput: true },
    });
    expect(inputs.of('Bird', set)).toMatchObject([{ isInput: true }]);
    expect(read('{ a(n: 1) }').of('Cat')[0]?.args.map(print)).toEqual(['n: 1']);
  });

  test('depends on conditions, of all around it', () => {
    expect(
      lines(read('{ a @include(if: $x) b @skip(if: $x) c @skip(if: true) d @include(if: true) }').of('Cat')),
    ).toEqual(['a: a if x', 'b: b if !x', 'd: d']);
    expect(
      lines(
        read('{ ... @include(if: $x) { a b @skip(if: $x) c @include(if: $y) ... @skip(if: $x) { d } } }').of('Cat'),
      ),
    ).toEqual(['a: a if x', 'c: c if x&y']);
    expect(
      lines(read('{ a @include(if: $x) ... @skip(if: $x) { a } b @include(if: $x) b @include(if: $y) }').of('Cat')),
    ).toEqual(['a: a x2', 'b: b if x|y x2']);
    expect(
      lines(read('{ a @include(if: $x) { b @include(if: $x) c @skip(if: $x) d @include(if: $y) } }').of('Cat')),
    ).toEqual(['a: a if x { b: b, d: d if y }']);
    expect(
      lines(read('{ a @include(if: $x) { b } a @include(if: $y) { c } a { d @include(if: $x) } }').of('Cat')),
    ).toEqual(['a: a x3 { b: b if x, c: c if y, d: d if x }']);
    expect(
      lines(
        read('{ a @include(if: $x) @include(if: $y) { b } a @include(if: $x) { c { e @include(if: $x) } } }').of('Cat'),
      ),
    ).toEqual(['a: a if x x2 { b: b if y, c: c { e: e } }']);
  });

  test('is read once of a fragment under the same conditions', () => {
    const text =
      '{ ...F ...F ... @include(if: $x) { ...F } ...G } fragment F on Pet { a { b } } fragment G on Pet { ...F }';
    const { of, steps } = read(text);
    expect(lines(of('Cat'))).toEqual(['a: a x2 { b: b x2 }']);
    expect(steps()).toBe(10);
  });

  test('is nothing of a fragment that is not there', () => {
    expect(lines(read('{ a ...No }').of('Cat'))).toEqual(['a: a']);
  });

  test('is counted as it is read', () => {
    const { of, steps } = read('{ a b { c d } ... on Pet { e } ... on Dog { f g } h @skip(if: true) }');
    const [, b] = of('Cat');
    expect(steps()).toBe(5);
    b?.below?.('Cat');
    b?.below?.('Cat');
    expect(steps()).toBe(7);
    b?.below?.('Dog');
    expect(steps()).toBe(9);
  });
});

describe('what is deferred', () => {
  const part = (label: string, selection: string) => `... @defer(label: "${label}") { ${selection} }`;

  test('is wanted for its part, unless it is wanted around that', () => {
    expect(lines(read(`{ a ${part('p', 'a b')} }`).of('Cat'))).toEqual(['a: a x2', 'b: b #p']);
    expect(lines(read(`{ ${part('p', 'a b')} a }`).of('Cat'))).toEqual(['a: a x2', 'b: b #p']);
    expect(lines(read(`{ ${part('p', 'a b')} ${part('q', 'a c')} }`).of('Cat'))).toEqual([
      'a: a #p',
      'a: a #q',
      'b: b #p',
      'c: c #q',
    ]);
    expect(lines(read(`{ ${part('p', `a ${part('q', 'a c')}`)} }`).of('Cat'))).toEqual(['a: a #p x2', 'c: c #q']);
    expect(lines(read(`{ ${part('p', `${part('q', 'a c')} a`)} ${part('r', 'a')} }`).of('Cat'))).toEqual([
      'a: a #p x2',
      'a: a #r',
      'c: c #q',
    ]);
    expect(lines(read(`{ ${part('p', part('q', 'a'))} a }`).of('Cat'))).toEqual(['a: a x2']);
  });

  test('is wanted for its part below what is not', () => {
    expect(lines(read(`{ a { b } ${part('p', 'a { b c }')} }`).of('Cat'))).toEqual(['a: a x2 { b: b x2, c: c #p }']);
    expect(lines(read(`{ ...F @defer(label: "p") ...F } fragment F on Pet { a { b } }`).of('Cat'))).toEqual([
      'a: a x2 { b: b x2 }',
    ]);
    expect(
      lines(read(`{ ...F @defer(label: "p") ...F @defer(label: "q") } fragment F on Pet { a }`).of('Cat')),
    ).toEqual(['a: a #p', 'a: a #q']);
    expect(lines(read('{ a ... @defer { b } }').of('Cat', 'around'))).toEqual(['a: a #around', 'b: b #around']);
  });

  test('stands in parts', () => {
    const { wanting, of } = read(`{ ${part('p', `a ${part('q', `b ${part('r', 'c')}`)}`)} ${part('s', 'd')} }`);
    of('Cat');
    expect(['p', 'q', 'r', 's'].map((label) => wanting.depthOf(label))).toEqual([0, 1, 2, 0]);
    const before = (one: string | undefined) =>
      ['p', 'q', 'r', 's', undefined].filter((other) => wanting.isBefore(one, other));
    expect(before(undefined)).toEqual(['p', 'q', 'r', 's', undefined]);
    expect(before('p')).toEqual(['p', 'q', 'r']);
    expect(before('q')).toEqual(['q', 'r']);
    expect(before('r')).toEqual(['r']);
    expect(before('s')).toEqual(['s']);
  });
});

describe('what a mutation wants', () => {
  const series = (text: string) => {
    const { wanting, set } = read(text);
    return lines(wanting.inSeries('Cat', set));
  };

  test('takes effect in its order, at its first place', () => {
    expect(series('{ b { x } a b { y } }')).toEqual(['b: b x2 { x: x, y: y }', 'a: a']);
    expect(series('{ ...F a } fragment F on Pet { b ... { c } }')).toEqual(['b: b', 'c: c', 'a: a']);
  });

  test('takes effect at the next place where conditions leave out the first', () => {
    expect(series('{ b @include(if: $x) { x } a b { y } }')).toEqual([
      'b: b if x x2 { x: x, y: y }',
      'a: a',
      'b: b if !x { y: y }',
    ]);
    expect(series('{ b @include(if: $x) { x @skip(if: $y) } a b @include(if: $y) { y } }')).toEqual([
      'b: b if x x2 { x: x if !y, y: y if y }',
      'a: a',
      'b: b if !x&y { y: y }',
    ]);
    expect(series('{ b @include(if: $x) { x } a b @include(if: $x) { y } }')).toEqual([
      'b: b if x x2 { x: x, y: y }',
      'a: a',
    ]);
  });

  test('is not deferred itself, though what is below it may be', () => {
    expect(series(`{ ... @defer(label: "p") { b { x } } a { ... @defer(label: "q") { y } } }`)).toEqual([
      'b: b { x: x }',
      'a: a { y: y #q }',
    ]);
  });
});

describe('fields', () => {
  const of = (text: string, type = 'Cat') => read(text).of(type);

  test('are the same by name and arguments', () => {
    const [one, ...others] = of(
      '{ a: f(n: 1, m: $v) b: f(m: $v, n: 1) c: f(n: 2, m: $v) d: g(n: 1, m: $v) e: f h: f(n: 1) }',
    ) as [Wanted, ...Wanted[]];
    expect(others.map((other) => isSameField(one, other))).toEqual([true, false, false, false, false]);
    expect(isSameField(one, one)).toBe(true);
  });

  test('are wanted alike where the same places ask for them', () => {
    const { of: read2 } = read('{ a ... on Pet { b { c } } ... on Cat { a } ... on Dog { d } }');
    const [cat, dog] = [read2('Cat'), read2('Dog')];
    expect(areWantedAlike(cat, cat)).toBe(true);
    expect(areWantedAlike(cat, read2('Cat'))).toBe(true);
    expect([areWantedAlike(cat, dog), areWantedAlike(dog, cat)]).toEqual([false, false]);
    expect(areWantedAlike(of('{ a b }'), of('{ a b }'))).toBe(false);
    const { of: same } = read('{ a ... on Cat { b: x } ... on Dog { b: x } }');
    expect(areWantedAlike(same('Cat'), same('Dog'))).toBe(false);
    expect(areWantedAlike([], [])).toBe(true);
  });

  test('are wanted of all types', () => {
    const { of: each } = read('{ a ... on Cat { b c: x } ... on Dog { c: y } }');
    const by = new Map([['Cat', each('Cat')] as const, ['Dog', each('Dog')] as const]);
    expect(each('Cat').map((wanted) => [wanted.key, isWantedOfAll(wanted, by)])).toEqual([
      ...[
        ['a', true],
        ['b', false],
        ['c', false],
      ],
    ]);
  });

  test('of any type come to those of one', () => {
    const keys = withWantedOfAny(of('{ a b }'), of('{ b c }')).map(({ key }) => key);
    expect(keys).toEqual(['a', 'b', 'c']);
    expect(withWantedOfAny(undefined, of('{ b }')).map(({ key }) => key)).toEqual(['b']);
  });
});
