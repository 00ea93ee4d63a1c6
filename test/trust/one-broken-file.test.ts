import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { subgraphs } from '@hub/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { type RunningProgram, startProgram } from '../support/program.js';

const fileOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const textOf = (code: string) => fileOf(`subgraphs/${code}/agreements.yaml`);

/** The hub's supergraph, and the same with a field of the Women's Union's under another name. */
const supergraph = fileOf('schema/supergraph.graphql');
const renamed = supergraph.replaceAll('foundedOn', 'establishedOn');

/** The Women's Union's agreements, which name that field. */
const naming = (field: string) =>
  textOf('womens-union').replaceAll("shares: ['*']", `shares: ['*', LearningGroup.${field}]`);

const answers = {
  goals: [{ code: 'PUPILS' }],
  learningGroups: { nodes: [{ foundedOn: '2026-01-01', establishedOn: '2026-01-01' }] },
  digitalLiteracyTeams: { nodes: [{ code: 'DLT-1' }] },
};
const groups = (field = 'foundedOn') => `{ learningGroups { nodes { ${field} } } }`;
const unusable = (organisation: string) => ({ code: 'AGREEMENTS_UNUSABLE', organisation });

describe('a gateway with a folder of agreements of which some file cannot be used', () => {
  let folder: string;
  let issuer: RunningIssuer;
  let server: Server;
  let subgraph: string;
  let token: string;
  let gateway: RunningProgram;

  beforeAll(async () => {
    server = createServer((_request, reply) => {
      reply.setHeader('content-type', 'application/json').end(JSON.stringify({ data: answers }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    subgraph = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    issuer = await startIssuer();
    token = await issuer.token('analyst');
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await issuer.stop();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'agreements-'));
    for (const { code } of subgraphs) write(`${code}.yaml`, textOf(code));
    write('supergraph.graphql', supergraph);
  });
  afterEach(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  /** Puts a file in its place, all at once. */
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, `${name}.next`), text);
    renameSync(join(folder, `${name}.next`), join(folder, name));
  };
  const start = async () => {
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--agreements', folder, '--supergraph', join(folder, 'supergraph.graphql')],
      {
        SUBGRAPH_URL_MOVEMENT: subgraph,
        SUBGRAPH_URL_WOMENS_UNION: subgraph,
        SUBGRAPH_URL_YOUTH_UNION: subgraph,
        ...issuer.environment,
      },
      /^ready$/,
    );
  };
  const said = (message: string) => gateway.log.filter(({ msg }) => msg === message);
  /** Does something, and waits until the gateway has said that. */
  const until = async (message: string, act: () => void) => {
    const before = said(message).length;
    act();
    await gateway.until(() => said(message).length > before);
  };
  /** What is answered to an analyst who steers: the data, or the first error's extensions. */
  const ask = async (query: string, asking: string | undefined = token) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(asking !== '' && { authorization: `Bearer ${asking}`, 'x-hub-purpose': 'steering' }),
      },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: object }[] };
    return errors ? errors[0]?.extensions : data;
  };
  const readyz = async () => {
    const response = await fetch(`${gateway.url}/readyz`);
    const { leftOut, ...more } = (await response.json()) as { leftOut?: readonly { readonly table?: string }[] };
    // Tables that name what a supergraph has no more are left out a moment later.
    const organisations = leftOut?.filter(({ table }) => table === undefined) ?? [];
    return [response.status, { ...more, ...(organisations.length > 0 && { leftOut: organisations }) }];
  };
  const ready = (more: object = {}) => [200, { status: 'ready', ...more }];
  const goals = { goals: answers.goals };
  const leftOut = 'the agreements of an organisation cannot be used; nothing of it is shown';
  const former = 'the agreements of an organisation cannot be used; those before stay in force';
  const live = 'a new supergraph is live';
  const refused = 'the new supergraph cannot be used; the one before stays live';

  test.each<[string, string | undefined, RegExp]>([
    ['names a field that the supergraph has not', naming('renamed'), /got LearningGroup\.renamed$/],
    ['is malformed', '{', /^.*womens-union\.yaml:1: /],
    ['is not there', undefined, /^expected a file of agreements of womens-union/],
    ['speaks for another', textOf('university'), /expected organisation: womens-union/],
    ['has aliases of aliases', ['a: &a [x]', ...bomb()].join('\n'), /womens-union\.yaml:/],
  ])('starts without the organisation whose file %s', async (_, text, problem) => {
    if (text === undefined) rmSync(join(folder, 'womens-union.yaml'));
    else write('womens-union.yaml', text);
    await start();
    expect(await ask(groups())).toEqual(unusable('womens-union'));
    expect(await ask('{ goals { code } }')).toEqual(goals);
    expect(await ask('{ digitalLiteracyTeams { nodes { code } } }')).toMatchObject({ digitalLiteracyTeams: {} });
    // The gateway checks the schema's demands first: a caller without the right sees only their code.
    expect(await ask(groups(), '')).toEqual({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' });
    expect(await readyz()).toEqual(ready({ leftOut: [unusable('womens-union')] }));
    expect(said(leftOut)).toEqual([
      expect.objectContaining({
        organisation: 'womens-union',
        problems: expect.arrayContaining([expect.stringMatching(problem)]),
      }),
    ]);
    await until('other agreements are in force', () => {
      write('womens-union.yaml', textOf('womens-union'));
    });
    expect(await ask(groups())).toMatchObject({ learningGroups: {} });
    expect(await readyz()).toEqual(ready());
  });

  test('shows, without movement’s file, what depends on none of its words', async () => {
    write('movement.yaml', '{');
    await start();
    expect(await ask('{ goals { code } }')).toEqual(unusable('movement'));
    expect(await ask(groups())).toMatchObject({ learningGroups: {} });
    expect(await readyz()).toEqual(ready({ leftOut: [unusable('movement')] }));
    // Without movement's file the hub cannot tell which fields reach communes, so it applies no agreement for the whole
    // province alone.
    await until('other agreements are in force', () => {
      write('womens-union.yaml', textOf('womens-union').replaceAll('granularity: commune', 'granularity: province'));
    });
    expect(await ask(groups())).toEqual(unusable('movement'));
  });

  test('takes back what one organisation takes back while another’s file is broken', async () => {
    await start();
    await until(former, () => {
      write('university.yaml', '{');
    });
    expect(await readyz()).toEqual(ready({ outdated: [unusable('university')] }));
    const [head = ''] = textOf('womens-union').split('agreements:\n');
    await until('other agreements are in force', () => {
      write('womens-union.yaml', `${head}agreements: []\n`);
    });
    expect(await ask(groups())).toEqual({
      code: 'OUTSIDE_AGREEMENT',
      organisation: 'womens-union',
      agreement: null,
      needs: 'agreement',
    });
    expect(said(former)).toHaveLength(1);
  });

  test('shows nothing of an organisation any more whose file is taken away', async () => {
    await start();
    await until('other agreements are in force', () => {
      rmSync(join(folder, 'womens-union.yaml'));
    });
    expect(await ask(groups())).toEqual(unusable('womens-union'));
    expect(await ask('{ goals { code } }')).toEqual(goals);
    expect(await readyz()).toEqual(ready({ leftOut: [unusable('womens-union')] }));
  });

  test('refuses a supergraph without what an agreement names, and takes it up once the agreement fits', async () => {
    write('womens-union.yaml', naming('foundedOn'));
    await start();
    await until(refused, () => {
      write('supergraph.graphql', renamed);
    });
    expect(said(refused)[0]?.['reason']).toMatch(
      /womens-union: WU-2026-01: expected types or fields of womens-union's own, got LearningGroup\.foundedOn/,
    );
    expect(await ask(groups())).toMatchObject({ learningGroups: {} });
    expect(await readyz()).toEqual(ready());
    await until(live, () => {
      write('womens-union.yaml', naming('establishedOn'));
    });
    expect(await ask(groups('establishedOn'))).toMatchObject({ learningGroups: {} });
    expect(await readyz()).toEqual(ready());
  });

  test('takes up an agreement that names what only the next supergraph has, with that', async () => {
    write('womens-union.yaml', naming('foundedOn'));
    await start();
    await until(former, () => {
      write('womens-union.yaml', naming('establishedOn'));
    });
    expect(await ask(groups())).toMatchObject({ learningGroups: {} });
    expect(await readyz()).toEqual(ready({ outdated: [unusable('womens-union')] }));
    await until(live, () => {
      write('supergraph.graphql', renamed);
    });
    expect(await ask(groups('establishedOn'))).toMatchObject({ learningGroups: {} });
    expect(await readyz()).toEqual(ready());
    expect(said(refused)).toEqual([]);
  });

  test('refuses a supergraph by which communes are reached in a way that movement does not say', async () => {
    await start();
    await until(refused, () => {
      write('supergraph.graphql', supergraph.replace(/(\n {2}progress\([\s\S]*?)\bcommune:/, '$1place:'));
    });
    expect(said(refused)[0]?.['reason']).toMatch(
      /movement: communeLevel: expected a type, field or argument of the graph, got Goal\.progress\(commune:\)/,
    );
  });
});

/** Lists of the list before, nine times each. */
function bomb(): string[] {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  return names.slice(1).map((name, n) => `${name}: &${name} [${`*${names[n]}, `.repeat(9)}]`);
}
