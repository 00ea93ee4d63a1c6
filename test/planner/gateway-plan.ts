import { parse } from 'graphql';
import type * as Gateway from '../../gateway/src/plan/plan.js';
import type { Fetch, Guard, Input, JudgedPlan, Place, Rename } from './plan.js';

/** Reads a plan of the gateway's. */
export function gatewayPlan({ fetches }: Gateway.Plan): JudgedPlan {
  return { fetches: fetches.map(readFetch) };
}

function readFetch(fetch: Gateway.Fetch, index: number): Fetch {
  const common = {
    ...{ id: `${index}`, subgraph: fetch.subgraph, operation: parse(fetch.text, { noLocation: true }), guard: [] },
    after: fetch.after.map(String),
    anyOf: fetch.guard.map((literals) => literals.map(readLiteral)),
    deferred: fetch.part,
  };
  if (fetch.kind !== 'entities') {
    const { kind, path, renames } = fetch;
    return { ...common, kind, lookups: [], place: readPath(path), context: [], renames: renames.map(readRename) };
  }
  return {
    ...{ ...common, kind: 'query', place: [], renames: [] },
    context: (fetch.context ?? []).map(({ variable, up, path }) => ({
      variable,
      up,
      path: path.map((key) => ({ key })),
    })),
    lookups: fetch.entities.map(({ key, guard, paths, types, renames }) => ({
      ...(guard && { anyOf: guard.map((literals) => literals.map(readLiteral)) }),
      ...{ key, places: paths.map(readPath), renames: renames.map(readRename) },
      inputs: types.flatMap(({ type, inputs }) => readInputs(inputs, [type])),
      typenames: types.flatMap(({ type, as }) => (as === type ? [] : [{ types: [type], name: as }])),
    })),
  };
}

function readLiteral(literal: string): Guard {
  return { variable: literal.replace('!', ''), is: !literal.startsWith('!') };
}

function readPath(path: Gateway.Path): Place {
  return path.flatMap((segment): Place => {
    if (segment === '@') return [];
    return 'field' in segment ? [{ key: segment.field }] : [{ types: segment.types }];
  });
}

function readInputs(inputs: readonly Gateway.Input[], on: readonly string[]): Input[] {
  return inputs.flatMap((input): Input[] =>
    'on' in input
      ? readInputs(input.inputs, [...on, input.on])
      : [{ on, name: input.name, from: input.source, below: readInputs(input.inputs, []) }],
  );
}

function readRename({ path, to }: Gateway.Rename): Rename {
  return { path, to };
}
