import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from '../hub/support/hub.js';
import { untilTakenIn } from '../support/taken-in.js';
import { type Answers, type Ask, collectAll, operationText } from './support/collect.js';
import { roundingDown } from './support/rules/rounding-down.js';
import { tableOf } from './support/structure.js';
import { demonstration } from './support/truth/demonstration.js';

/** The rule that the hub publishes by: what is proven of it in `methods.test.ts` is proven of the hub. */
const rule = roundingDown('capped');

/** What the demonstration's releases leave out on purpose: the police are late, the Women's Union corrected a commune. */
const notInReleases = /^release: (identity, .* 2026-10|womens-union, ADULTS_BASIC\|(14869|38) 2026-(09|10))$/;

/** A hub with the demonstration's data takes minutes to start and to be asked: `pnpm prove disclosure`. */
const describeAll = process.env['DISCLOSURE'] === 'all' ? describe : describe.skip;

describeAll('a running hub with the demonstration’s data', () => {
  const folder = temporaryFolder();
  let running: RunningCommand;
  let gateway: string;
  let answers: Answers;

  beforeAll(async () => {
    const port = await freePort();
    gateway = `http://127.0.0.1:${port}`;
    running = startCommand(['start', '--port', String(port)], {
      folder,
      environment: { SUBGRAPH_TIMEOUT_MS: '30000' },
    });
    await running.untilItSays('Ctrl-C stops it.');
    await untilTakenIn(gateway);
    const { stdout } = await hub(['token', '--as', 'analyst', '--port', String(port)], { folder });
    answers = await collectAll(askAs(stdout.trim()));
  }, 900_000);
  afterAll(async () => {
    running.child.kill('SIGINT');
    await running.ended;
  }, 60_000);

  const askAs =
    (token: string): Ask =>
    async (operation, variables = {}) => {
      for (;;) {
        const response = await fetch(`${gateway}/graphql`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'x-hub-purpose': 'statistics',
            'content-type': 'application/json',
          },
          body: JSON.stringify({ query: operationText(operation), variables }),
        });
        const { data, errors } = (await response.json()) as any;
        if (!errors) return data;
        // The analyst waits until the rate allows more, and until a busy organisation answers again.
        const isBusy = errors.every((error: any) => error.extensions?.code === 'SUBGRAPH_TIMEOUT');
        if (response.status !== 429 && !isBusy) throw new Error(`${operation}: ${JSON.stringify(errors)}`);
        await pause(1000);
      }
    };

  test('answers an analyst what the rule makes of the true files, and nothing else', () => {
    const expected = rule.publish(demonstration());
    // What is not listed is nobody.
    const answered = (cell: string) => (answers.shown.has(cell) ? answers.shown.get(cell) : 0);
    const wrong = [...expected].filter(([cell, value]) => answered(cell) !== value && !notInReleases.test(cell));
    const shownOf = (cell: string) =>
      `${cell}: ${String(expected.get(cell))} expected, ${String(answered(cell))} answered`;
    // One of each table says enough.
    const examples = [...Map.groupBy(wrong, ([cell]) => tableOf(cell))].map(
      ([, [first, ...others]]) => `${shownOf(first?.[0] ?? '')}, and ${others.length} others`,
    );
    expect(examples).toEqual([]);
    expect(answers.shown.size).toBeGreaterThan(40_000);
  });
});
