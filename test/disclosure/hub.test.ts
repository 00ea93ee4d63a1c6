import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from '../hub/support/hub.js';
import { untilTakenIn } from '../support/taken-in.js';
import { asked, type Audience, audiences, beyond, told } from './support/audiences.js';
import { type Answers, type Ask, collectAll, operationText } from './support/collect.js';
import { roundingDown } from './support/rules/rounding-down.js';
import { tableOf } from './support/structure.js';
import { demonstration } from './support/truth/demonstration.js';

/** The rule that the hub publishes by: what is proven of it in `methods.test.ts` is proven of the hub. */
const rule = roundingDown('capped');

/**
 * What is not answered: the police are late, the Women's Union corrected a commune, and communes of today have no figures
 * of before they began.
 */
const notInReleases =
  /^release: (identity, .* 2026-10|womens-union, ADULTS_BASIC\|(14869|38) 2026-(09|10))$|^turns: .*\|\d{5} 2025-0[56]$/;

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
    answers = await collectAll(askAsAnalyst);
  }, 1_800_000);
  afterAll(async () => {
    running.child.kill('SIGINT');
    await running.ended;
  }, 60_000);

  const tokens = new Map<string, string>();
  /** Asks as somebody; waits until the rate allows more, and until a busy organisation answers again. */
  const post = async ({ name, as, purpose }: Audience, operation: string, variables: object = {}): Promise<any> => {
    let token = tokens.get(name);
    if (as && token === undefined) {
      const { stdout } = await hub(['token', '--as', ...as, '--port', new URL(gateway).port], { folder });
      tokens.set(name, (token = stdout.trim()));
    }
    for (;;) {
      const response = await fetch(`${gateway}/graphql`, {
        method: 'POST',
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          'x-hub-purpose': purpose,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ query: operationText(operation), variables }),
      });
      const answer = (await response.json()) as any;
      const isBusy = answer.errors?.some((error: any) => error.extensions?.code === 'SUBGRAPH_TIMEOUT');
      if (response.status !== 429 && !isBusy) return answer;
      await pause(1000);
    }
  };
  const analyst: Audience = { name: 'analyst', as: ['analyst'], purpose: 'statistics' };
  const askAsAnalyst: Ask = async (operation, variables) => {
    const { data, errors } = await post(analyst, operation, variables);
    if (errors) throw new Error(`${operation}: ${JSON.stringify(errors)}`);
    return data;
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

  describe.each(audiences)('$name', (audience) => {
    test('is answered nothing that the analyst is not', async () => {
      const differences: string[] = [];
      const errors = new Map<string, number>();
      let number = 0;
      for (const [operation, variables] of asked) {
        const [theirs, analysts] = [
          await post(audience, operation, variables),
          await post(analyst, operation, variables),
        ];
        number += told(theirs.data);
        for (const { at, theirs: one, analysts: other } of beyond(theirs.data, analysts.data)) {
          differences.push(`${operation} ${at}: ${String(one)}, analyst ${String(other)}`);
        }
        for (const error of theirs.errors ?? []) {
          const text = `${error.extensions?.code}: ${error.message}`;
          errors.set(text, (errors.get(text) ?? 0) + 1);
        }
      }
      process.stderr.write(
        `${audience.name}: ${number} told\n${differences.slice(0, 12).join('\n')}\n${differences.length}\n${[...errors]
          .map(([text, times]) => `  ${times} ${text}`)
          .slice(0, 30)
          .join('\n')}\n`,
      );
    }, 600_000);
  });
});
