import { expect, test } from '@jest/globals';
import { buildSchema, OperationTypeNode, parse } from 'graphql';
import type { Engine, EngineRequest } from '../engine/engine.js';
import type { PlannedFetch } from '../executor/fetch/request-observer.js';
import { auditedEngine } from './audited-engine.js';
import type { AuditedMoment } from './audit-record.js';

const schema = buildSchema('type Query { goals: Int }');

/** Answers an operation with one fetch; gives the observer's result for that fetch, the counts and the records. */
async function answer(isPublic: boolean, gives: readonly string[] = []) {
  const counted: string[][] = [];
  const recorded: string[][] = [];
  let wanted: unknown;
  const engine = {
    schema,
    isPublic: () => isPublic,
    execute: ({ observer }: EngineRequest) => {
      wanted = observer?.begins({ subgraph: 'movement', path: '' } as PlannedFetch);
      return Promise.resolve({ data: { goals: 4 } });
    },
  } as unknown as Engine;
  const audited = auditedEngine(engine, {
    log: {
      write: (record) => {
        recorded.push((JSON.parse(record) as { organisations: string[] }).organisations);
        return Promise.resolve();
      },
    },
    counts: {
      add: (_context, _operation, { organisations }: AuditedMoment) => counted.push([...organisations]),
      isLate: false,
    },
    failure: 'refuse',
  });
  const definition = parse('{ goals }').definitions[0];
  const operation = { type: OperationTypeNode.QUERY, documentHash: 'h', definition, fragments: new Map() };
  const agreements = { askedIn: (fields: readonly string[]) => (fields.includes('Query.goals') ? gives : []) };
  const context = { caller: { roles: [], rights: { agreements } }, headers: {} };
  const result = await audited.execute({ operation, variables: {}, context } as unknown as EngineRequest);
  expect(result).toEqual({ data: { goals: 4 } });
  return { wanted, counted, recorded };
}

test('notes whom a question is asked of, and has no answer of theirs read for that', async () => {
  expect(await answer(true)).toEqual({ wanted: undefined, counted: [['movement']], recorded: [] });
  expect(await answer(false)).toEqual({ wanted: undefined, counted: [], recorded: [['movement']] });
});

test('notes the organisations whose shares another gives in what is asked for', async () => {
  expect((await answer(false, ['womens-union', 'identity'])).recorded).toEqual([
    ['identity', 'movement', 'womens-union'],
  ]);
});

test('has a mutation executed by the engine that it is valid for, though another goes live while it is recorded', async () => {
  const executedBy: string[] = [];
  const engineOf = (name: string) =>
    ({
      schema,
      isPublic: () => false,
      execute: () => {
        executedBy.push(name);
        return Promise.resolve({ data: { goals: 4 } });
      },
    }) as unknown as Engine;
  let live = engineOf('before');
  const reloading = {
    ...live,
    execute: (request: EngineRequest) => live.execute(request),
    pinned: (ask: (engine: Engine) => Promise<unknown>) => ask(live),
  } as Engine;
  const audited = auditedEngine(reloading, {
    log: {
      write: () => {
        live = engineOf('after');
        return Promise.resolve();
      },
    },
    counts: { add: () => undefined, isLate: false },
    failure: 'refuse',
  });
  const definition = parse('mutation { goals }').definitions[0];
  const operation = { type: OperationTypeNode.MUTATION, documentHash: 'h', definition, fragments: new Map() };
  await audited.execute({
    operation,
    variables: {},
    context: { caller: { roles: [], rights: {} } },
  } as unknown as EngineRequest);
  expect(executedBy).toEqual(['before']);
});
