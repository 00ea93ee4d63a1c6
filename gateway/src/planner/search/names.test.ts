import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { selectionSet } from '../../supergraph/field-set.js';
import { Names } from './names.js';
import { type Operation, operationsOf } from '../../operation/operation.js';

const names = (text: string) => new Names(operationsOf(parse(text))[0] as Operation);

describe('names that only fetches have', () => {
  test('begin as no response key of the operation does', () => {
    expect(names('{ a b_ __typename }').of('key')).toBe('_key_');
    expect(names('{ a { _b } }').of('key')).toBe('_x_key_');
    expect(names('{ a { b: _b } }').of('key')).toBe('_key_');
    expect(names('{ a { _: b _x_c: c _xxx_: d } }').of('key')).toBe('_xx_key_');
    expect(names('{ ...F } fragment F on T { a { ... { _b: c } } }').of('key')).toBe('_x_key_');
  });

  test('are others for each field set', () => {
    const own = names('{ a }');
    const [one, other] = [selectionSet('{ a }'), selectionSet('{ a }')];
    expect([own.forSet(one), own.forSet(other), own.forSet(one)]).toEqual(['_need1_', '_need2_', '_need1_']);
  });

  test('are those of no variable', () => {
    const own = names('query ($context2: Int, $a: Int, $a_: Int) { a }');
    expect(['a', 'a_', 'b'].map((name) => own.free(name))).toEqual(['a__', 'a__', 'b']);
    expect([1, 2, 3].map(() => own.variable('context'))).toEqual(['context1', 'context2_', 'context3']);
  });
});
