import { readdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compose } from '@hub/schema/compose';
import { print } from 'graphql';
import type { Behaviour, Case } from './support/behaviour.js';
import { ReusedGateway } from './support/reused-gateway.js';
import { serveSubgraphs, subgraphUrl, typeDefs } from './support/subgraphs.js';
import { variants } from './support/variants.js';

/** `BEHAVIOUR=null-keys` runs that folder alone. */
const only = process.env['BEHAVIOUR'];

const entries = await readdir(import.meta.dirname, { withFileTypes: true });
const names = entries
  .filter((entry) => entry.isDirectory() && entry.name !== 'support')
  .map(({ name }) => name)
  .filter((name) => only === undefined || name === only);

const behaviours = await Promise.all(
  names.map(async (name) => {
    const { default: definition } = (await import(`./${name}/${name}.js`)) as { default: Behaviour };
    return { name, definition };
  }),
);

/** Has nearly every fetch of entities split into several requests. */
const splitting = { SUBGRAPH_ENTITIES_PER_FETCH: '2', SUBGRAPH_MAX_REQUEST_BYTES: '300' };

/** Two by turns: while a behaviour is asked of one, the other takes the next. */
const gateways = [0, 1].map(() => ({ whole: new ReusedGateway(), split: new ReusedGateway(splitting) }));

interface Running {
  readonly subgraphs: Server;
  /** The gateway's address. */
  readonly whole: string;
  /** The address of another, with the same answers, whose fetches are split. */
  readonly split: string;
}

const running: Promise<Running>[] = [];

/** Has a gateway take a behaviour's supergraph, once. */
function start(index: number): Promise<Running> | undefined {
  const each = behaviours[index];
  if (!each) return undefined;
  running[index] ??= (async () => {
    const { whole, split } = gateways[index % gateways.length] as (typeof gateways)[number];
    const subgraphs = await serveSubgraphs(each.definition.subgraphs);
    const sdl = supergraph(each.definition, subgraphs);
    const [first, second] = await Promise.all([whole.take(sdl), split.take(sdl)]);
    return { subgraphs, whole: first, split: second };
  })();
  // Each test reports the failure; a rejection without a waiting test must not end the run.
  running[index].catch(() => undefined);
  return running[index];
}

afterAll(() => Promise.all(gateways.flatMap(({ whole, split }) => [whole.stop(), split.stop()])));

for (const [index, { name, definition }] of behaviours.entries()) {
  describe(name, () => {
    let subgraphs: Server;
    let whole: string;
    let split: string;

    beforeAll(async () => {
      ({ subgraphs, whole, split } = (await start(index)) as Running);
      // The next one is taken while this one is asked.
      void start(index + 1);
    });

    afterAll(() => {
      subgraphs.close();
      subgraphs.closeAllConnections();
    });

    for (const each of definition.cases) {
      const run = each.fault === undefined ? test : test.failing;
      run(title(each), async () => {
        expect(shown(await ask(whole, each), each)).toStrictEqual(expected(each));
      });
    }

    if (definition.asWritten) return;
    const sound = definition.cases.filter(({ fault }) => fault === undefined);

    // Requests under way together share fetches, and no data.
    test('all at once, three times', async () => {
      await expectAll(whole, [sound, sound, sound].flat());
    });

    test('all at once, each with requests of two entities at most', async () => {
      await expectAll(split, sound);
    });

    test('all written in other ways', async () => {
      await expectAll(whole, sound.flatMap(variants));
    });
  });
}

async function expectAll(gateway: string, cases: readonly Case[]): Promise<void> {
  const answers = await Promise.all(cases.map((each) => ask(gateway, each)));
  const wrong = cases.flatMap((each, place) => {
    const [got, demanded] = [shown(answers[place] as Answer, each), expected(each)];
    return equals(got, demanded) ? [] : [{ asked: title(each), got, demanded }];
  });
  expect(wrong).toStrictEqual([]);
}

function equals(got: unknown, demanded: unknown): boolean {
  try {
    expect(got).toStrictEqual(demanded);
    return true;
  } catch {
    return false;
  }
}

async function ask(gateway: string, { query, variables, operationName }: Case): Promise<Answer> {
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return (await response.json()) as Answer;
}

function expected({ data, errors = [] }: Case): unknown {
  return { data: data ?? null, errors: typeof errors === 'object' ? sorted(errors) : errors };
}

function shown(answer: Answer, each: Case): unknown {
  return { data: answer.data ?? null, errors: told(answer, each) };
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
}

/** The errors in the form in which the case names them; where none is expected, their messages. */
function told({ errors = [] }: Answer, { errors: demanded }: Case): unknown {
  if (demanded === 'any') return demanded;
  if (demanded === true) return errors.length > 0;
  return demanded ? sorted(errors.map(({ path }) => path ?? [])) : errors.map(({ message }) => message);
}

function sorted(paths: readonly (readonly (string | number)[])[]): unknown {
  return paths.map((path) => path.join('.')).toSorted();
}

function title({ query, variables, operationName }: Case): string {
  const text = query.replaceAll(/\s+/g, ' ').trim();
  const given = [operationName, variables && JSON.stringify(variables)].filter((part) => part !== undefined);
  return [text, ...given].join(' ');
}

function supergraph({ subgraphs }: Behaviour, server: Server): string {
  const composition = compose(
    Object.entries(subgraphs).map(([name, subgraph]) => ({
      name,
      url: subgraphUrl(server, name),
      sdl: print(typeDefs(subgraph)),
    })),
  );
  if (composition.errors) throw new Error(composition.errors.join('\n'));
  return composition.supergraph;
}
