import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../support/until.js';
import type { AttackClass } from './attack.js';
import { type AttackReport, lineOf, tableOf } from './attack-report.js';
import type { AttackedGateway } from './attacked-gateway.js';
import { type AttackedHub, plantedName, plantedNumber, plantedToken, startAttackedHub } from './attacked-hub.js';
import { plantedPassword, startHostileGraph } from './hostile-graph.js';
import type { Target } from './target.js';

/** Where a challenge says that its metadata are (RFC 9728): at the address that was asked. */
const ownMetadata = /resource_metadata=\\?"http:\/\/127\.0\.0\.1:\d+\/\.well-known\/oauth-protected-resource/g;
/** The texts that no answer may contain: paths, addresses, components and internal faults of the hub. */
const insides =
  /\bat .+:\d+:\d+|node:internal|node_modules|\/dist\/|\.ts\b|ECONNREFUSED|EHOSTUNREACH|ENOTFOUND|\b(?:select|insert into|relation) "|MikroORM|127\.0\.0\.1:\d|169\.254\.\d/i;

/**
 * The most that a gateway may have grown by, in bytes, after all attacks and a collection of garbage: the size of its caches,
 * and room for V8. Another test waits until it collects by itself (`test/trust/bytes.test.ts`).
 */
const memoryBound = 250 * 1024 * 1024;

/** The longest that a start may take, in milliseconds: two files start a hub of eleven programs each at the same time. */
const startMs = 600_000;

/** The gateways that a file can attack. */
const starts = { hub: startAttackedHub, hostile: startHostileGraph } as const;

/**
 * Starts what is attacked, lets classes of attacks loose on it one after another, and looks at what is left of it.
 * @param subject what the classes have in common, as in "an attacker …".
 */
export function letLoose(
  subject: string,
  classes: readonly AttackClass[],
  attacked: readonly (keyof typeof starts)[],
): void {
  describe(`an attacker ${subject}`, () => {
    const target: Partial<Target> = {};
    const gateways = () => attacked.flatMap<AttackedGateway>((name) => target[name] ?? []);
    const loads = () => Promise.all(gateways().map((gateway) => gateway.load()));
    let before: readonly (readonly string[])[];
    const report: AttackReport = { names: attacked, lines: [] };

    beforeAll(async () => {
      await Promise.all(attacked.map(async (name) => Object.assign(target, { [name]: await starts[name]() })));
      before = await Promise.all(gateways().map((gateway) => gateway.inherited()));
      report.lines.push(lineOf('none', [], await loads()));
    }, startMs);
    afterAll(async () => {
      process.stdout.write(tableOf(report));
      await Promise.all(gateways().map((gateway) => gateway.stop()));
    });

    describe.each(classes.map((one) => [one.name, one] as const))('by %s', (name, { attacks }) => {
      const milliseconds: number[] = [];
      beforeAll(loads);
      afterEach(async () => {
        for (const [index, gateway] of gateways().entries()) {
          expect(await gateway.inherited()).toEqual(before[index]);
          for (const answer of gateway.takeAnswers()) expect(answer.replaceAll(ownMetadata, '')).not.toMatch(insides);
        }
      });
      afterAll(async () => {
        report.lines.push(lineOf(name, milliseconds, await loads()));
      });

      test.each(attacks.map((one) => [one.name, one] as const))('%s', async (_name, { attack, expected }) => {
        const began = performance.now();
        const come = await attack(target as Target);
        milliseconds.push(performance.now() - began);
        expect(come).toMatchObject(expected as Record<string, unknown>);
      });
    });

    describe('after all of this', () => {
      test('has not made the gateways larger than they may be', async () => {
        const calm = report.lines[0]?.load ?? [];
        let grown: readonly number[] = [];
        const isBounded = async () => {
          await Promise.all(gateways().map((gateway) => gateway.collectGarbage()));
          grown = (await loads()).map(({ memory }, index) => memory - (calm[index]?.memory ?? 0));
          return Math.max(...grown) < memoryBound;
        };
        // Requests that are still under way end soon.
        await until(isBounded, { what: 'memory to be returned', within: 10_000, every: 1000, seen: () => grown });
        for (const bytes of grown) expect(bytes).toBeLessThan(memoryBound);
      });

      if (attacked.includes('hub')) {
        test('finds a hub that answers', async () => {
          const query = '{ goals { code } learningGroup(code: "G") { members { people } } }';
          expect(await target.hub?.ask({ query }, { role: 'analyst' })).toMatchObject({
            status: 200,
            data: { goals: expect.any(Array), learningGroup: { members: { people: 10 } } },
          });
        });
      }

      test('finds no secret in any log', async () => {
        const { hub, hostile } = target;
        const planted = [
          plantedPassword,
          plantedName,
          plantedNumber,
          plantedToken,
          ...(hub ? await secretsOf(hub) : []),
        ];
        expect(planted.length).toBeGreaterThan(hub ? 10 : 3);
        const logs = { ...hub?.logs(), ...(hostile && { 'hostile gateway': JSON.stringify(hostile.log) }) };
        for (const [part, log] of Object.entries(logs)) {
          for (const secret of planted) {
            expect([part, secret.slice(0, 12), log.includes(secret)]).toEqual([part, secret.slice(0, 12), false]);
          }
        }
      });
    });
  });
}

/** The hub's keys, and the tokens that callers sent: no log may have them. */
async function secretsOf(hub: AttackedHub): Promise<readonly string[]> {
  const tokens = await Promise.all(['analyst', 'app', 'auditor'].map((role) => hub.bearer(role)));
  return [...hub.secrets(), ...tokens.map((token) => token.slice('Bearer '.length))];
}
