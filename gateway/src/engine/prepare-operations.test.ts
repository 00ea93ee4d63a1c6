import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { anonymous } from '../request/rights.js';
import type { OperationRequest, ReplaceableEngine } from './engine.js';
import { prepareOperations } from './prepare-operations.js';
import { validOperationOf } from '../fixtures/planned.js';

const schema = buildSchema('type Query { a: Int b: Int c: Int }');
const operation = (text: string): OperationRequest => ({ operation: validOperationOf(text), rights: anonymous });

/** An engine with a given behaviour for each operation, which notes the operations to prepare. */
function engine(prepare: (text: string) => Promise<void> = () => Promise.resolve()) {
  const asked: string[] = [];
  const told = {
    schema,
    prepare: ({ operation: { documentHash: text } }: OperationRequest) => {
      asked.push(text);
      return prepare(text);
    },
  };
  return { asked, engine: told as unknown as ReplaceableEngine };
}

const limits = { operations: 10, milliseconds: 60_000 };

test('operations are prepared so that the one that was asked for last is the last to be forgotten', async () => {
  const { asked, engine: next } = engine();
  expect(await prepareOperations(next, ['{ a }', '{ b }', '{ c }'].map(operation), limits)).toBe(3);
  expect(asked.slice(-3)).toEqual(['{ c }', '{ b }', '{ a }']);
});

test('those that are not valid any more, or have no plan, are passed over', async () => {
  const { asked, engine: next } = engine((text) =>
    text === '{ b }' ? Promise.reject(new Error('no plan')) : Promise.resolve(),
  );
  expect(await prepareOperations(next, ['{ gone }', '{ b }', '{ c }'].map(operation), limits)).toBe(1);
  expect(asked).toEqual(['{ b }', '{ c }', '{ c }']);
});

test('no more are prepared than may be, nor for longer', async () => {
  const many = engine();
  expect(await prepareOperations(many.engine, ['{ a }', '{ b }'].map(operation), { ...limits, operations: 1 })).toBe(1);
  expect(new Set(many.asked)).toEqual(new Set(['{ a }']));

  const hanging = engine(() => new Promise(() => undefined));
  expect(await prepareOperations(hanging.engine, [operation('{ a }')], { ...limits, milliseconds: 1 })).toBe(0);
});
