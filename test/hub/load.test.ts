import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Load, loadAll } from '../../subgraphs/hub/src/cli/load.js';
import { type OperatorEndpoint, operatorEndpoint } from '../../subgraphs/hub/src/cli/operator-endpoint.js';
import type { OperatorExchangeOptions } from '../../subgraphs/hub/src/cli/operator-exchange.js';
import type { Progress } from '../../subgraphs/hub/src/cli/progress.js';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from './support/hub.js';

const branches = (...codes: readonly string[]) =>
  ['code,commune_code,name_vi,name_en,member_count', ...codes.map((code) => `${code},14845,Hội,Union,1`)].join('\n');
const groups = (...branchCodes: readonly string[]) =>
  [
    'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code',
    ...branchCodes.map((branch, index) => `G${index},${branch},14845,Nhóm,Group,TEACHER,2025-06-01,`),
  ].join('\n');

const nothing = () => undefined;
const silent: Progress = { track: () => ({ advance: nothing, finish: nothing }), close: nothing };

describe('the load of what an organisation ships with', () => {
  const home = temporaryFolder();
  let running: RunningCommand;
  let port: number;
  let access: OperatorExchangeOptions;
  let endpoint: OperatorEndpoint;
  let folder: string;

  beforeAll(async () => {
    port = await freePort();
    running = startCommand(['start', 'womens-union', '--no-gateway', '--no-demo', '--port', String(port)], {
      folder: home,
    });
    await running.untilItSays('The hub is ready');
    access = {
      organisation: 'womens-union',
      url: `http://127.0.0.1:${port + 2}`,
      tokens: readFileSync(join(home, '.data/womens-union/operator-token'), 'utf8'),
    };
    endpoint = operatorEndpoint(access);
  });
  afterAll(async () => {
    running.child.kill('SIGINT');
    await running.ended;
  });
  beforeEach(() => {
    folder = temporaryFolder();
    for (const place of ['data', 'demo']) mkdirSync(join(folder, place));
  });

  const ship = (file: string, content: string) => {
    writeFileSync(join(folder, file), content);
  };
  const load = (changes: Partial<Load> = {}) =>
    loadAll([{ endpoint, folder, demonstration: true, rejectedFolder: folder, ...changes }], silent);

  test('brings the files in in the order of their kinds, what was published first, and each once', async () => {
    // The groups' branches come in before them, from either folder, though their names sort after.
    ship('demo/branches.csv', branches('L1', 'L2'));
    ship('data/learning-groups.csv', groups('L1'));
    ship('demo/learning-groups.csv', groups('L1', 'L2'));
    expect(await load()).toEqual({ files: 3, rows: 5, mistakes: [], notes: [] });
    expect(await load()).toEqual({ files: 0, rows: 0, mistakes: [], notes: [] });
    ship('demo/branches.csv', branches('L1', 'L2', 'L3'));
    expect(await load()).toEqual({ files: 1, rows: 3, mistakes: [], notes: [] });
  });

  test('leaves the made-up files out when it is told to', async () => {
    ship('data/branches.csv', branches('L4'));
    ship('demo/branches.csv', branches('L5'));
    expect(await load({ demonstration: false })).toMatchObject({ files: 1, rows: 1 });
  });

  test('leaves out what was published where the demonstration says that it would be added to what is made up', async () => {
    ship('data/branches.csv', branches('P1'));
    ship('demo/branches.csv', branches('P2', 'P3'));
    ship('demo/replaces.csv', 'kind\nbranches\n');
    expect(await load()).toMatchObject({ files: 1, rows: 2 });
    expect(await load({ demonstration: false })).toMatchObject({ files: 1, rows: 1 });
  });

  test('says which shipped rows were rejected', async () => {
    ship('demo/learning-groups.csv', groups('NO-SUCH-BRANCH'));
    const rejected = join(folder, 'demo-learning-groups.rejected.csv');
    const { mistakes } = await load();
    expect(mistakes).toEqual([`${join(folder, 'demo/learning-groups.csv')}: 1 row of 1 row rejected; see ${rejected}`]);
    expect(readFileSync(rejected, 'utf8')).toContain('2,branch_code,');
  });

  test('says of rows that are meant to be rejected that they are, where it is as many', async () => {
    ship('demo/learning-groups.csv', groups('NO-BRANCH'));
    ship('demo/rejections.csv', 'kind,rows\nlearning-groups,1\n');
    const { mistakes, notes } = await load();
    expect(mistakes).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('1 row of 1 row rejected, as is meant to be shown; see ')]);
    ship('demo/learning-groups.csv', groups('NO-BRANCH', 'NOR-THIS'));
    expect(await load()).toMatchObject({
      mistakes: [expect.stringContaining('2 rows of 2 rows rejected; ')],
      notes: [],
    });
  });

  test('stops at a file that is refused as a whole, and goes on from there the next time', async () => {
    ship('data/branches.csv', branches('L6'));
    ship('demo/branches.csv', 'code\nL7\n');
    await expect(load()).rejects.toThrow(`Nothing of ${join(folder, 'demo/branches.csv')} is in.`);
    ship('demo/branches.csv', branches('L7'));
    expect(await load()).toMatchObject({ files: 1, rows: 1 });
  });

  test('refuses a file whose name is no kind', async () => {
    ship('demo/branch.csv', branches('L8'));
    await expect(load()).rejects.toThrow(
      /^Expected a file named after a kind \(places, audiences, goals, branches, .*\), got .*branch\.csv\.$/,
    );
  });

  test('takes from the folder that everyone shares what the subgraph knows, as made up', async () => {
    const sharedFolder = temporaryFolder();
    writeFileSync(join(sharedFolder, 'no-kind-of-this-one.csv'), 'code\nX\n');
    writeFileSync(join(sharedFolder, 'branches.csv'), branches('S1', 'S2'));
    expect(await load({ sharedFolder, demonstration: false })).toMatchObject({ files: 0 });
    expect(await load({ sharedFolder })).toMatchObject({ files: 1, rows: 2 });
  });

  test('makes the releases of the demonstration, each after the files that come in before it', async () => {
    const steps: string[] = [];
    const told: OperatorEndpoint = {
      ...endpoint,
      send: (delivery) => {
        steps.push(`${delivery.kind} ${String(delivery.demonstration)} ${String(delivery.more)}`);
        return endpoint.send(delivery);
      },
      releaseDemonstration: (asks) => {
        steps.push(JSON.stringify(asks));
        return endpoint.releaseDemonstration(asks);
      },
      endLoad: () => {
        steps.push('end');
        return endpoint.endLoad();
      },
    };
    const release = (through: string, madeOn: string, rest: string) => `${through},${madeOn},${rest}`;
    ship('demo/branches.csv', branches('R1'));
    mkdirSync(join(folder, 'demo/later'));
    ship('demo/later/branches.csv', branches('R2'));
    const rows = [
      release('2026-08-31', '2026-09-04', ',,'),
      release('2026-08-31', '2026-09-20', '"one, two",later,'),
      release('', '2026-09-22', 'wrong,,2'),
    ];
    ship('demo/releases.csv', ['through,made_on,note,files,withdraws', ...rows].join('\n'));
    expect(await load({ endpoint: told, demonstration: false })).toMatchObject({ files: 0 });
    expect(steps.splice(0)).toEqual(['end']);
    expect(await load({ endpoint: told })).toEqual({ files: 2, rows: 2, mistakes: [], notes: [] });
    const asked = [
      '{"through":"2026-08-31","madeOn":"2026-09-04"}',
      '{"through":"2026-08-31","madeOn":"2026-09-20","note":"one, two"},{"withdraws":2,"madeOn":"2026-09-22","reason":"wrong"}',
    ];
    expect(steps.splice(0)).toEqual([
      ...['branches true true', `[${asked[0]}]`, 'branches true true', `[${asked[1]}]`, 'end'],
    ]);
    expect(await load({ endpoint: told })).toEqual({ files: 0, rows: 0, mistakes: [], notes: [] });
    expect(steps.splice(0)).toEqual([`[${asked.join()}]`, 'end']);
  });

  test('refuses a file of releases that is not as expected', async () => {
    ship('demo/releases.csv', 'through,made_on\n2026-08-31,2026-09-04');
    await expect(load()).rejects.toThrow(/^Cannot read .*releases\.csv: Row 1: expected the columns through, /);
  });

  test('is broken off with its signal, and nothing of the file is in', async () => {
    ship('demo/branches.csv', branches(...Array.from({ length: 20_000 }, (_, index) => `M${index}`)));
    const breaking = new AbortController();
    const breakable = operatorEndpoint({ ...access, signal: breaking.signal });
    const loading = load({
      endpoint: {
        ...breakable,
        send: async function* (delivery) {
          for await (const line of breakable.send(delivery)) {
            if (line.type === 'progress') breaking.abort();
            yield line;
          }
        },
      },
    });
    await expect(loading).rejects.toThrow();
    expect(await load()).toMatchObject({ files: 1, rows: 20_000 });
  });

  test('is what hub load does with the organisation’s own folders', async () => {
    const place = { environment: { HUB_DATA: join(home, '.data'), GATEWAY_PORT: String(port) } };
    const { exitCode, stdout } = await hub(['load', 'womens-union', '--no-demo'], place);
    expect(stdout).toBe('Every file is in.\n');
    expect(exitCode).toBe(0);
  });
});
