import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { clockOf, dayNames, momentOf, movedBy, unmoved } from './any-day.mjs';

const library = '/usr/lib/any/faketime/libfaketime.so.1';
const now = new Date('2026-12-02T05:00:00+07:00');
const inProvince = (moment: Date) => new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);

test('each day is the next of its kind', () => {
  expect(Object.fromEntries(dayNames.map((name) => [name, inProvince(momentOf(name, now))]))).toEqual({
    today: '2026-12-02T05:00',
    'year-end': '2026-12-31T23:50',
    'new-year': '2027-01-01T00:10',
    'february-28': '2027-02-28T23:50',
    'march-1': '2027-03-01T00:10',
    'leap-february-28': '2028-02-28T23:50',
    'leap-day': '2028-02-29T12:00',
    'leap-march-1': '2028-03-01T00:10',
    'month-first': '2027-07-01T06:00',
    'month-last': '2027-08-31T12:00',
    'years-on': '2031-06-14T09:00',
  });
  expect(inProvince(momentOf('leap-day', new Date('2096-03-01T00:00:00Z')))).toBe('2104-02-29T12:00');
});

test('the commit chooses a day, and HUB_DAY another', () => {
  const chosen = (commit: string, environment = {}) => clockOf({ commit, environment, now, library }).name;
  expect(chosen('00000000aa')).toBe('today');
  expect(chosen('00000001aa')).toBe('year-end');
  expect(chosen('0000000caa')).toBe('year-end');
  expect(chosen('00000001aa', { HUB_DAY: 'leap-day' })).toBe('leap-day');
  expect(() => chosen('00000001aa', { HUB_DAY: 'monday' })).toThrow('Expected HUB_DAY to be one of today, year-end');
});

test('a clock is moved by how far the day is, once', () => {
  const environment = { HUB_DAY: 'new-year', LD_PRELOAD: '/lib/other.so' };
  const moved = clockOf({ environment, now, library });
  expect(moved.environment).toMatchObject({ FAKETIME: '+2574600s', LD_PRELOAD: `${library} /lib/other.so` });
  expect(moved.line).toBe('The clock is moved to new-year: 2026-12-31T17:10:00.000Z.');
  expect(clockOf({ environment: { ...environment, ...moved.environment }, library })).toMatchObject({
    name: 'new-year',
    environment: {},
  });
  expect(movedBy({ PATH: '/bin', ...moved.environment })).toEqual(moved.environment);
  expect(unmoved({ PATH: '/bin', ...moved.environment })).toMatchObject({ PATH: '/bin', LD_PRELOAD: '/lib/other.so' });
  expect(unmoved({ PATH: '/bin', LD_PRELOAD: library, FAKETIME: '+1s' })).toEqual({ PATH: '/bin' });
});

test('without libfaketime the day is today, and a line says so', () => {
  const { name, environment, line } = clockOf({ environment: { HUB_DAY: 'leap-day' }, now, library: undefined });
  expect({ name, environment }).toEqual({ name: 'today', environment: { HUB_DAY: 'today' } });
  expect(line).toMatch(/^SKIPPED: the clock of leap-day, for libfaketime is missing/);
});

const installed = globSync('/usr/lib/*/faketime/libfaketime.so.1').length > 0;
(installed ? test : test.skip)('a program that is started has the day, and so have those that it starts', () => {
  const script = `console.log(new Date().toISOString()); require('child_process').execFileSync('date', ['-u', '+%Y-%m-%d'], { stdio: 'inherit' })`;
  const environment = { ...unmoved(), HUB_DAY: 'year-end' };
  const command = [`${import.meta.dirname}/any-day.mjs`, process.execPath, '-e', script];
  const [line = '', ofNode = '', ofDate = ''] = execFileSync(process.execPath, command, { env: environment })
    .toString()
    .split('\n');
  // The tests' own clock may be moved.
  const [, day] = /^The clock is moved to year-end: (\d{4}-12-31)T16:50:00\.000Z\.$/.exec(line) ?? [];
  expect([ofNode.slice(0, 10), ofDate]).toEqual([day, day]);
});

(installed ? test : test.skip)('PostgreSQL has the day, as every program that a test starts', () => {
  const script = `
    const { startTemporaryServer } = await import('${import.meta.dirname}/../subgraphs/hub/dist/postgres.js');
    const { createRequire } = await import('node:module');
    const kit = createRequire('${import.meta.dirname}/../subgraphs/kit/package.json');
    const pg = createRequire(kit.resolve('@mikro-orm/postgresql'))('pg');
    const server = await startTemporaryServer();
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows: [row] } = await client.query("select now()::text as now");
    console.log(row.now.slice(0, 10));
    await client.end();
    await server.stop();`;
  const command = [`${import.meta.dirname}/any-day.mjs`, process.execPath, '--input-type=module', '-e', script];
  const environment = { ...unmoved(), HUB_DAY: 'years-on' };
  const [line = '', day] = execFileSync(process.execPath, command, { env: environment }).toString().split('\n');
  expect(line).toContain(`The clock is moved to years-on: ${String(day)}T`);
});
