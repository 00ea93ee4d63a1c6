import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import type { Behaviour, Case } from './support/behaviour.js';
import { type RunningGateway, startGateway } from './support/gateway.js';
import { serveSubgraphs, subgraphUrl, typeDefs } from './support/subgraphs.js';
import { variants } from './support/variants.js';

/** `BEHAVIOUR=null-keys` runs that folder alone. */
const only = process.env['BEHAVIOUR'];

const entries = await readdir(import.meta.dirname, { withFileTypes: true });
const names = entries
  .filter((entry) => entry.isDirectory() && entry.name !== 'support')
  .map(({ name }) => name)
  .filter((name) => only === undefined || name === only);

const directory = await mkdtemp(join(tmpdir(), 'federation-'));
const behaviours = await Promise.all(
  names.map(async (name) => {
    const { default: definition } = (await import(`./${name}/${name}.js`)) as { default: Behaviour };
    return { name, definition };
  }),
);

/** Has nearly every fetch of entities split into several requests. */
const splitting = { SUBGRAPH_ENTITIES_PER_FETCH: '2', SUBGRAPH_MAX_REQUEST_BYTES: '300' };

interface Running {
  readonly subgraphs: Server;
  readonly gateway: RunningGateway;
  /** Another, with the same answers, whose fetches are split. */
  readonly split: RunningGateway;
}

const running: Promise<Running>[] = [];

/** Starts the gateway of a behaviour, once. */
function start(index: number): Promise<Running> | undefined {
  const each = behaviours[index];
  if (!each) return undefined;
  running[index] ??= (async () => {
    const subgraphs = await serveSubgraphs(each.definition.subgraphs);
    const file = join(directory, `${each.name}.graphql`);
    await writeFile(file, supergraph(each.definition, subgraphs));
    const gateway = await startGateway(file);
    try {
      return { subgraphs, gateway, split: await startGateway(file, undefined, splitting) };
    } catch (error) {
      await gateway.stop();
      throw error;
    }
  })();
  // Whoever waits for it hears of a failure; nobody may.
  running[index].catch(() => undefined);
  return running[index];
}

async function stop(index: number): Promise<void> {
  const { subgraphs, gateway, split } = (await running[index]?.catch(() => undefined)) ?? {};
  await Promise.all([gateway?.stop(), split?.stop()]);
  subgraphs?.close();
  subgraphs?.closeAllConnections();
}

afterAll(async () => {
  await Promise.all([...running.keys()].map(stop));
  await rm(directory, { recursive: true });
});

for (const [index, { name, definition }] of behaviours.entries()) {
  describe(name, () => {
    let gateway: RunningGateway;
    let split: RunningGateway;

    beforeAll(async () => {
      ({ gateway, split } = (await start(index)) as Running);
      // The next one starts while this one is asked.
      void start(index + 1);
    });

    afterAll(() => stop(index));

    for (const each of definition.cases) {
      const run = each.fault === undefined ? test : test.failing;
      run(title(each), async () => {
        expect(shown(await ask(gateway, each), each)).toStrictEqual(expected(each));
      });
    }

    if (definition.asWritten) return;
    const sound = definition.cases.filter(({ fault }) => fault === undefined);

    // Requests under way together share fetches, and no data.
    test('all at once, three times', async () => {
      await expectAll(gateway, [sound, sound, sound].flat());
    });

    test('all at once, each with requests of two entities at most', async () => {
      await expectAll(split, sound);
    });

    test('all written in other ways', async () => {
      await expectAll(gateway, sound.flatMap(variants));
    });
  });
}

async function expectAll(gateway: RunningGateway, cases: readonly Case[]): Promise<void> {
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

async function ask(gateway: RunningGateway, { query, variables, operationName }: Case): Promise<Answer> {
  const response = await fetch(`${gateway.url}/graphql`, {
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
  const services = Object.entries(subgraphs).map(([name, subgraph]) => ({
    name,
    url: subgraphUrl(server, name),
    typeDefs: typeDefs(subgraph),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
