import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundleInFile, canonicalText, carriedRatio, type Cell, signHeader, verifyBundle } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { publishThrough } from '../../test/support/publishing.js';
import { callerWith, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { releaseKey, releaseKeys, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const goal = 'ADULTS_BASIC';
const [muongLat, hamRong] = ['14845', '14758'];
const cell = (place: string, people: number, month = '2026-09'): Cell => [
  ...([goal, place, place === '38' ? '0001-01-01' : '2025-07-01', month] as const),
  ...([people, people + 9, 0] as const),
];

/** A fresh Debian has these: Python's own library, and OpenSSL. */
const hasPython = runs('python3', '--version') && opensslMajor() >= 3;
if (!hasPython) console.warn('SKIPPED: the program in Python (it needs python3 and OpenSSL 3).');
const program = fileURLToPath(new URL('../../test/publications/verify.py', import.meta.url));

/** A document that a test reads and changes. */
interface Document {
  readonly members: readonly string[];
  figures: (string | number | null | string[])[][];
  goals: Record<string, any>[];
  [member: string]: unknown;
}

describe('what a publication signs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signed-figures-'));
  const keysFolder = join(folder, 'public-keys');
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;

  const publisher = { caller: callerWith('progress:publish', 'progress:read') };
  const ask = async (query: string) => {
    const { data, errors } = await gateway.query(query, publisher);
    expect(errors).toBeUndefined();
    return data;
  };
  const publish = (period: string) =>
    publishThrough(gateway, {
      period,
      fields: 'id digest document differences { goalCode placeCode field former now }',
    });
  const bundle = async (id: string) =>
    (await (await subgraph.operator(`/operator/register/bundle?publication=${id}`)).json()) as BundleInFile;
  const keysFor = (organisation: string) =>
    organisation === 'movement' ? releaseKeys : new Map([[offered.key.id, offered.key.publicKey]]);
  const figureIn = ({ members, figures }: Document, place: string) => {
    const row = figures.find((one) => one[0] === goal && one[1] === place) ?? [];
    return Object.fromEntries(members.map((name, index) => [name, row[index]]));
  };
  /** Changes a bundle's document, and signs it again with movement's key. */
  const signedAgain = async (found: BundleInFile, change: (document: Document) => void): Promise<BundleInFile> => {
    const content = JSON.parse(found.publication?.document ?? '') as Document;
    change(content);
    const document = canonicalText(content);
    return { ...found, publication: { document, signature: await signHeader(document, releaseKey) } };
  };
  /** Changes one value of the figure of a place. */
  const change =
    (member: string, value: string | number | null, place = muongLat) =>
    (document: Document) => {
      const row = document.figures.find((one) => one[0] === goal && one[1] === place);
      if (row) row[document.members.indexOf(member)] = value;
    };
  const fields = `people { lower upper estimate interval { lower upper } method noEstimate } denominator { value version }
    ratio gapPeople gapPoints pace status doubts flags completeThrough isComplete target forecast { people notAvailable }`;
  const shown = async (place: string, publication: string) =>
    (
      await ask(
        `{ goal(code: "${goal}") { progress(commune: "${place}", period: "2026-09", publication: "${publication}") { ${fields} } } }`,
      )
    )['goal'].progress;

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
      now: () => new Date('2026-11-05T03:00:00Z'),
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
    for (const [file, demonstration] of [
      ['data/organisations', false],
      ['data/goal-expectations', false],
      ['demo/denominators', true],
    ] as const) {
      const content = withoutDemonstrationGoal(await readFile(new URL(`${file}.csv`, movement.folder), 'utf8'));
      const kind = file.split('/')[1] ?? '';
      expect((await subgraph.import(kind, content, { demonstration })).at(-1)).toMatchObject({ rejected: 0 });
    }
    await offered.release('womens-union', [cell('38', 5000), cell(muongLat, 1500), cell(hamRong, 30)]);
    await offered.release('youth-union', [cell('38', 700), cell(muongLat, 450), cell(hamRong, 30)]);
    for (const organisation of ['university', 'public-sector']) await offered.release(organisation, [cell('38', 10)]);
    mkdirSync(keysFolder);
    const pem = { type: 'spki', format: 'pem' } as const;
    for (const key of releaseKeys.values()) writeFileSync(join(keysFolder, 'movement.pub'), key.export(pem));
    for (const one of ['womens-union', 'youth-union', 'university', 'public-sector']) {
      writeFileSync(join(keysFolder, `${one}.pub`), offered.key.publicKey.export(pem));
    }
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  test('is every value that the graph shows of a figure', async () => {
    const { id, document } = await publish('2026-09');
    const read = JSON.parse(document) as Document;
    expect(read['format']).toBe(4);
    for (const place of ['38', muongLat, hamRong]) {
      const figure = figureIn(read, place);
      const { people, denominator, flags, doubts, completeThrough, isComplete, target, forecast, ...rest } =
        await shown(place === '38' ? '38' : place, id);
      expect(figure).toMatchObject({
        ...{ lower: people.lower, upper: people.upper, estimate: people.estimate, method: people.method },
        ...{ intervalLower: people.interval?.lower ?? null, intervalUpper: people.interval?.upper ?? null },
        ...{ noEstimate: people.noEstimate, denominator: denominator.value, denominatorVersion: denominator.version },
        ...{ ...rest, flags, doubts },
      });
      const laidDown = read.goals.find(({ code }) => code === goal);
      expect(laidDown).toMatchObject({ completeThrough, isComplete, target });
      if (place === '38') expect(laidDown?.['forecast']).toMatchObject(forecast);
    }
    const { edges } = (
      await ask(
        `{ goal(code: "${goal}") { progressByCommune(first: 500, period: "2026-09", publication: "${id}",
          orderBy: { field: RATIO, direction: DESC }) {
          edges { rank { overallLikely overall overallLast tier amongLastTen } node { communeCode } } } } }`,
      )
    )['goal'].progressByCommune;
    expect(edges.length).toBeGreaterThan(100);
    for (const { rank, node } of edges) {
      const { rank: likely, rankFirst, rankLast, rankTier, amongLastTen } = figureIn(read, node.communeCode);
      expect([node.communeCode, likely, rankFirst, rankLast, rankTier, amongLastTen]).toEqual([
        ...[node.communeCode, rank.overallLikely, rank.overall, rank.overallLast, rank.tier, rank.amongLastTen],
      ]);
    }
  });

  test('is shown of it for good, whatever denominators, targets and rules are later', async () => {
    const before = await shown(muongLat, '2026-09_1');
    await subgraph.execute(
      `update denominator set value = value + 1000, at_most = at_most + 1000 where place_code = '${muongLat}'`,
    );
    await subgraph.execute(`update goal set target = 0.5 where code = '${goal}'`);
    const now = (
      await ask(
        `{ goal(code: "${goal}") { progress(commune: "${muongLat}", period: "2026-09") { target denominator { value } } } }`,
      )
    )['goal'].progress;
    expect(now).toEqual({ target: 0.5, denominator: { value: Number(before.denominator.value) + 1000 } });
    expect(await shown(muongLat, '2026-09_1')).toEqual(before);
    await subgraph.execute(
      `update denominator set value = value - 1000, at_most = at_most - 1000 where place_code = '${muongLat}'`,
    );
    await subgraph.execute(`update goal set target = 1 where code = '${goal}'`);
  });

  test('a revision lists whatever differs, by the document’s names', async () => {
    await offered.release('youth-union', [cell(muongLat, 460)], { madeAt: '2026-11-02T01:00:00.000Z' });
    const { id, differences, document } = await publish('2026-09');
    expect(id).toBe('2026-09_2');
    const fieldsOf = (place: string) =>
      differences.filter(({ placeCode }: any) => placeCode === place).map(({ field }: any) => field);
    // The lower bound is still the Women's Union's: only its releases were compared before.
    expect(fieldsOf(muongLat)).toEqual(expect.arrayContaining(['upper', 'intervalUpper']));
    expect(fieldsOf(muongLat)).not.toContain('lower');
    const upper = Number(figureIn(JSON.parse(document) as Document, muongLat)['upper']);
    expect(differences).toContainEqual({
      ...{ goalCode: goal, placeCode: muongLat, field: 'upper' },
      ...{ former: String(upper - 10), now: String(upper) },
    });
  });

  test.each<[string, (document: Document) => void]>([
    ['lower', change('lower', 1490)],
    ['upper', change('upper', 2000)],
    ['ratio', change('ratio', 0.5)],
    ['gapPeople', change('gapPeople', 0)],
    ['gapPoints', change('gapPoints', 1)],
    ['status', change('status', 'ACHIEVED')],
    ['rankFirst', change('rankFirst', 7)],
    ['rankLast', change('rankLast', 160)],
    ['rank', change('rank', 160)],
    ['rankTier', change('rankTier', 'MIDDLE')],
    ['amongLastTen', change('amongLastTen', 0.55)],
    ['estimate', withEstimate(9990)],
    [
      'completeThrough',
      ({ goals }) => {
        for (const one of goals) one['completeThrough'] = '2026-12-01';
      },
    ],
  ])('%s that does not follow from the releases is found, though movement signed it', async (member, alter) => {
    const found = await signedAgain(await bundle('2026-09_2'), alter);
    await expect(verifyBundle(found, keysFor)).rejects.toMatchObject({
      ...{ code: 'OTHER_FIGURE', message: expect.stringContaining(`Expected ${member} of`) },
    });
  });

  test('a document of the former format holds as before', async () => {
    const found = await bundle('2026-09_2');
    const former = await signedAgain(found, (document) => {
      const at = (name: string) => document.members.indexOf(name);
      const row = (one: (typeof document.figures)[number]) => [
        ...one.slice(0, 5),
        ...[one[at('denominator')] ?? null, one[at('denominatorAtMost')] ?? null],
      ];
      document.figures = document.figures.map(row);
      document.goals = document.goals.map(({ code, target, expects }) => ({ code, target, expects }));
      document['format'] = 2;
      Reflect.deleteProperty(document, 'members');
    });
    expect(await verifyBundle(former, keysFor)).toMatchObject({ publication: { id: '2026-09_2' } });
    const tampered = await signedAgain(former, ({ figures }) => {
      for (const row of figures) if (row[1] === muongLat && row[0] === goal) row[3] = 10;
    });
    await expect(verifyBundle(tampered, keysFor)).rejects.toMatchObject({ code: 'OTHER_FIGURE' });
  });

  test('a document of format 3 has the first and last possible rank, and holds as before', async () => {
    const former = await signedAgain(await bundle('2026-09_2'), inFormat3);
    expect(await verifyBundle(former, keysFor)).toMatchObject({ publication: { id: '2026-09_2' } });
    const tampered = await signedAgain(former, change('rankLast', 2));
    await expect(verifyBundle(tampered, keysFor)).rejects.toMatchObject({ code: 'OTHER_FIGURE' });
  });

  const python = (found: BundleInFile, ...args: string[]) => {
    const file = join(folder, 'bundle.json');
    writeFileSync(file, JSON.stringify(found));
    const { status, stdout, stderr } = spawnSync('python3', [program, file, keysFolder, ...args], { encoding: 'utf8' });
    return { status, said: (stdout + stderr).trim() };
  };

  (hasPython ? test : test.skip)(
    'somebody else’s program verifies it by the public keys alone (needs python3 and OpenSSL 3)',
    async () => {
      const { publication } = await ask('{ publication(id: "2026-09_2") { digest } }');
      const found = await bundle('2026-09_2');
      expect(python(found, '2026-09_2', publication.digest)).toEqual({
        ...{ status: 0, said: expect.stringMatching(/^All of it holds: 2026-09_2, 668 figures/) },
      });
      expect(python(found, '2026-09_1')).toMatchObject({ status: 1 });
      expect(python(found, '2026-09_2', 'A'.repeat(43))).toMatchObject({ status: 1 });
      const altered = (document = '') => document.replace('"2026-09_2"', '"2026-09_3"');
      const wrong: [BundleInFile, string, RegExp][] = [
        [
          {
            ...found,
            publication: {
              document: altered(found.publication?.document),
              signature: found.publication?.signature ?? '',
            },
          },
          '2026-09_3',
          /bad signature/,
        ],
        [{ ...found, releases: { ...found.releases, 'womens-union': [] } }, '2026-09_2', /./],
        [await signedAgain(found, change('status', 'ACHIEVED')), '2026-09_2', /status of ADULTS_BASIC in 14845/],
        [await signedAgain(found, change('ratio', 0.9)), '2026-09_2', /ratio of/],
        [await signedAgain(found, change('rankLast', 100)), '2026-09_2', /rank of/],
        [await signedAgain(found, change('upper', 3000)), '2026-09_2', /upper of/],
      ];
      for (const [one, id, why] of wrong)
        expect(python(one, id)).toEqual({ status: 1, said: expect.stringMatching(why) });
    },
  );

  test('somebody else’s programs have at most sixty lines that can be read', async () => {
    for (const file of ['verify.py', 'verdicts.py', 'ranks.py'].map((name) => program.replace('verify.py', name))) {
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(60);
      expect(lines.filter((line) => line.length > 125)).toEqual([]);
    }
  });
});

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

function opensslMajor(): number {
  if (!runs('openssl', 'version')) return 0;
  return Number(/^OpenSSL (\d+)/.exec(execFileSync('openssl', ['version'], { encoding: 'utf8' }))?.[1] ?? 0);
}

/** Gives the root place another estimate, with the ratio that follows from it. */
function withEstimate(estimate: number) {
  return ({ members, figures }: Document): void => {
    const row = figures.find((one) => one[0] === goal && one[1] === '38') ?? [];
    const at = (name: string) => members.indexOf(name);
    row[at('estimate')] = estimate;
    row[at('ratio')] = carriedRatio(estimate, Number(row[at('denominator')]));
  };
}

/** Gives a document the format in which ranks are the first and the last that the ends of the figures allow. */
function inFormat3(document: Document): void {
  const { members, figures } = document;
  const named = figures.map((row) => Object.fromEntries(members.map((name, index) => [name, row[index]])));
  const ends = named.map(({ lower, intervalLower, intervalUpper, denominator, denominatorAtMost }) => ({
    least: Number(intervalLower ?? lower) / Number(denominatorAtMost),
    most: intervalUpper == null ? Number.POSITIVE_INFINITY : Number(intervalUpper) / Number(denominator),
  }));
  const isRanked = (index: number) => named[index]?.['rankFirst'] != null;
  for (const [index, figure] of named.entries()) {
    if (!isRanked(index)) continue;
    const { least: own = 0, most: top = 0 } = ends[index] ?? {};
    const others = ends.filter((_, other) => isRanked(other) && named[other]?.['goal'] === figure['goal']);
    figure['rankFirst'] = 1 + others.filter(({ least }) => least > top).length;
    figure['rankLast'] = others.filter(({ most }) => most >= own).length;
  }
  const added = ['rank', 'rankTier', 'amongLastTen'];
  const former = members.filter((name) => !added.includes(name));
  Object.assign(document, {
    ...{ format: 3, members: former },
    figures: named.map((figure) => former.map((name) => figure[name])),
  });
}

/** The demonstration's files without the demonstration's goal: the register then has the hub's places and goals alone. */
function withoutDemonstrationGoal(file: string): string {
  return file
    .split('\n')
    .filter((line) => !line.startsWith('DEMO_ADULTS,'))
    .join('\n');
}
