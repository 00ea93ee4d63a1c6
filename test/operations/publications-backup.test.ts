import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell } from '@hub/protocol';
import { movement } from '@hub/movement';
import { knownOrganisations, readSigningKey } from '@hub/runtime';
import { afterEach, expect, test } from '@jest/globals';
import { hub, temporaryFolder } from '../hub/support/hub.js';
import { OfferedReleases } from '../support/offered-releases.js';
import { approver, drafter, publishBy, type Publisher } from '../support/publishing.js';
import { makeKey, SigningGateway } from '../support/signing-gateway.js';
import { operatorTokens, releaseKeys, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { runDocumented } from './support/documented-commands.js';
import { postgresPrograms, PostgresServer } from './support/postgres-server.js';

if (!postgresPrograms) console.warn('SKIPPED: publications in a server’s backup (no programs of PostgreSQL here).');

const cells = (people: number): Cell[] => [
  ['ADULTS_BASIC', '38', '0001-01-01', '2026-09', people, people, 0],
  ['ADULTS_BASIC', '14845', '2025-07-01', '2026-09', people, people, 0],
];

let ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
});

/** Movement, which follows releases that a test has organisations make. */
class Movement {
  readonly #keys = [makeKey(join(temporaryFolder(), 'own')), makeKey(join(temporaryFolder(), 'gateway'))] as const;
  #subgraph: RunningSubgraph | undefined;

  constructor(
    private readonly url: string,
    private readonly offered: OfferedReleases,
  ) {
    ends.push(() => this.stop());
  }

  get running(): RunningSubgraph {
    if (!this.#subgraph) throw new Error('Expected movement to run.');
    return this.#subgraph;
  }

  async start(): Promise<void> {
    const [own, gateway] = this.#keys;
    this.#subgraph = await startSubgraph(movement, this.url, {
      ...{ offers: this.offered, releaseKeyFiles: this.offered.keyFiles },
      now: () => new Date('2026-11-05T03:00:00Z'),
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gateway.publicFile] },
    });
  }

  async stop(): Promise<void> {
    await this.#subgraph?.stop();
    this.#subgraph = undefined;
  }

  async ask(query: string, as: Publisher = 'drafter') {
    const [own, key] = this.#keys;
    const { url } = this.running;
    const gateway = new SigningGateway({ subgraph: 'movement', url, key, trusted: [own.publicFile] });
    const caller = as === 'approver' ? approver : drafter;
    const { data, errors } = await gateway.query(query, { caller });
    expect(errors).toBeUndefined();
    return data;
  }

  publish(note: string) {
    return publishBy((query, as) => this.ask(query, as), { period: '2026-09', note });
  }

  async publications() {
    const { publications } = await this.ask(`{ publications {
      id revision publishedBy publishedAt note document signature digest releases { organisationCode number } } }`);
    return publications as { readonly id: string }[];
  }
}

(postgresPrograms ? test : test.skip)(
  'publications in a PostgreSQL server come back from the documented backup as they were, and hub verify accepts them',
  async () => {
    const folder = temporaryFolder();
    const server = await PostgresServer.open(postgresPrograms ?? '');
    ends.push(() => server.close());
    server.createDatabase('hub_movement');
    const environment = { ...server.environment, PGUSER: 'hub', ORGANISATIONS: 'movement', DATABASE: 'hub_movement' };
    const offered = await OfferedReleases.open();
    ends.push(() => {
      offered.stop();
    });
    const one = new Movement(server.urlOf('hub_movement'), offered);
    const run = async (name: string) => {
      expect(await runDocumented(name, folder, { ...process.env, ...environment })).toMatchObject({
        ...{ exitCode: 0, stderr: '' },
      });
    };
    await one.start();
    for (const kind of ['organisations', 'goal-expectations', 'denominators']) {
      const content = await readFile(new URL(`data/${kind}.csv`, movement.folder));
      expect((await one.running.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    for (const code of ['womens-union', 'youth-union']) await offered.release(code, cells(130));
    await one.publish('Lần đầu');
    await offered.release('womens-union', cells(150), { madeAt: '2026-11-02T01:00:00.000Z' });
    await one.publish('Sửa số liệu');
    const before = await one.publications();
    expect(before.map(({ id }) => id)).toEqual(['2026-09_2', '2026-09_1']);

    await run('backup-databases');
    // In one statement: movement's own loops write these tables meanwhile.
    await one.running.execute(
      'truncate publication_handed_over, publication, register_cell, taken_page, taken_release cascade',
    );
    expect(await one.publications()).toEqual([]);
    await one.stop();
    await run('restore-database');
    await one.start();
    expect(await one.publications()).toEqual(before);

    // The steps of an auditor that has only the public keys.
    mkdirSync(join(folder, 'keys'));
    const pem = { type: 'spki', format: 'pem' } as const;
    for (const { code } of knownOrganisations) {
      writeFileSync(join(folder, 'keys', `${code}.pub`), offered.key.publicKey.export(pem));
    }
    for (const key of releaseKeys.values()) writeFileSync(join(folder, 'keys', 'movement.pub'), key.export(pem));
    writeFileSync(join(folder, 'tokens'), operatorTokens, { mode: 0o600 });
    const operator = {
      SUBGRAPH_URL_MOVEMENT: `${one.running.url}/graphql`,
      OPERATOR_TOKEN_FILE_MOVEMENT: join(folder, 'tokens'),
    };
    for (const { id } of before) {
      const exported = await hub(['register', 'export', `${id}.json`, '--publication', id], {
        folder,
        environment: operator,
      });
      expect(exported).toMatchObject({ exitCode: 0, stderr: '' });
      const verified = await hub(['verify', `${id}.json`, '--keys', 'keys'], { folder });
      expect(verified).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('All of it holds: ') });
      expect(verified.stdout).toMatch(/a publication of which [1-9]\d* figures were computed anew/);
    }
  },
);
