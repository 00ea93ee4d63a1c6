import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../support/until.js';
import { authorizationDodges } from './authorization-dodges.js';
import { badPublishing } from './bad-publishing.js';
import { callerPollution } from './caller-pollution.js';
import { compressionBombs } from './compression-bombs.js';
import { crossSiteRequests } from './cross-site-requests.js';
import { directAccess } from './direct-access.js';
import { editedFigures } from './edited-figures.js';
import { misusedEndpoints } from './endpoints.js';
import { falseReceipts } from './false-receipts.js';
import { floods } from './floods.js';
import { foreignRecords } from './foreign-records.js';
import { forgedTokens } from './forged-tokens.js';
import { hostileAnswers } from './hostile-answers.js';
import { leaksBetweenCallers } from './leaks-between-callers.js';
import { linkLocal } from './link-local.js';
import { listOracles } from './list-oracles.js';
import { madeUpPeople } from './made-up-people.js';
import { neighbours } from './neighbours.js';
import { oddCharsets } from './odd-charsets.js';
import { parserBombs } from './parser-bombs.js';
import { plannerBombs } from './planner-bombs.js';
import { prices } from './prices.js';
import { replayedSignatures } from './replayed-signatures.js';
import { spoofedHeaders } from './spoofed-headers.js';
import { subgraphPollution } from './subgraph-pollution.js';
import { tellingErrors } from './telling-errors.js';
import { webSocketAbuse } from './websocket-abuse.js';
import type { AttackClass } from './support/attack.js';
import type { AttackedGateway, Load } from './support/attacked-gateway.js';
import { plantedName, plantedNumber, plantedToken, startAttackedHub } from './support/attacked-hub.js';
import { plantedPassword, startHostileGraph } from './support/hostile-graph.js';
import type { Target } from './support/target.js';

const classes: readonly AttackClass[] = [
  parserBombs,
  plannerBombs,
  callerPollution,
  subgraphPollution,
  authorizationDodges,
  forgedTokens,
  directAccess,
  replayedSignatures,
  falseReceipts,
  spoofedHeaders,
  foreignRecords,
  leaksBetweenCallers,
  hostileAnswers,
  compressionBombs,
  oddCharsets,
  crossSiteRequests,
  tellingErrors,
  linkLocal,
  webSocketAbuse,
  listOracles,
  badPublishing,
  editedFigures,
  madeUpPeople,
  misusedEndpoints,
  prices,
  floods,
  neighbours,
];

/** Where a challenge says that its metadata are (RFC 9728): at the address that was asked. */
const ownMetadata = /resource_metadata=\\?"http:\/\/127\.0\.0\.1:\d+\/\.well-known\/oauth-protected-resource/g;
/** What no answer may have in it: where the hub runs, what it is made of, and what went wrong inside. */
const insides =
  /\bat .+:\d+:\d+|node:internal|node_modules|\/dist\/|\.ts\b|ECONNREFUSED|EHOSTUNREACH|ENOTFOUND|\b(?:select|insert into|relation) "|MikroORM|127\.0\.0\.1:\d|169\.254\.\d/i;

/**
 * By how much a gateway may be larger after all of the attacks, in bytes, once it has been idle for a while: what its
 * caches may hold, and room for V8.
 */
const memoryBound = 250 * 1024 * 1024;

/** How long it is waited for that at most, in milliseconds: memory is returned once a minute. */
const idleMs = 100_000;

/** One class in the report. */
interface Line {
  readonly attacks: number;
  readonly milliseconds: readonly number[];
  load: Load[];
}

describe('an attacker', () => {
  let target: Target;
  let before: readonly (readonly string[])[];
  let calm: Load[];
  const report = new Map<string, Line>();
  const gateways = (): readonly AttackedGateway[] => [target.hub, target.hostile];
  const loads = () => Promise.all(gateways().map((gateway) => gateway.load()));

  beforeAll(async () => {
    const [hub, hostile] = await Promise.all([startAttackedHub(), startHostileGraph()]);
    target = { hub, hostile };
    before = await Promise.all(gateways().map((gateway) => gateway.inherited()));
    calm = await loads();
  });
  afterAll(async () => {
    process.stdout.write(asTable(report, calm));
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
      report.set(name, { attacks: attacks.length, milliseconds, load: await loads() });
    });

    test.each(attacks.map((one) => [one.name, one] as const))('%s', async (_name, { attack, expected }) => {
      const began = performance.now();
      const come = await attack(target);
      milliseconds.push(performance.now() - began);
      expect(come).toMatchObject(expected as Record<string, unknown>);
    });
  });

  describe('after all of this', () => {
    test('finds a hub that answers', async () => {
      const query = '{ goals { code } learningGroup(code: "G") { members { people } } }';
      expect(await target.hub.ask({ query }, { role: 'analyst' })).toMatchObject({
        status: 200,
        data: { goals: expect.any(Array), learningGroup: { members: { people: 10 } } },
      });
    });

    test('has not made the gateways larger than they may be', async () => {
      const growth = async () => (await loads()).map(({ memory }, index) => memory - (calm[index]?.memory ?? 0));
      let grown: readonly number[] = [];
      const isBounded = async () => Math.max(...(grown = await growth())) < memoryBound;
      await until(isBounded, { what: 'memory to be returned', within: idleMs, every: 1000, seen: () => grown });
      for (const bytes of grown) expect(bytes).toBeLessThan(memoryBound);
    });

    test('finds no secret in any log', async () => {
      const { hub, hostile } = target;
      const tokens = await Promise.all(['analyst', 'app', 'auditor'].map((role) => hub.bearer(role)));
      const planted = [
        plantedPassword,
        plantedName,
        plantedNumber,
        plantedToken,
        ...hub.secrets(),
        ...tokens.map((token) => token.slice(7)),
      ];
      expect(planted.length).toBeGreaterThan(10);
      const logs = { ...hub.logs(), 'hostile gateway': JSON.stringify(hostile.log) };
      for (const [part, log] of Object.entries(logs)) {
        for (const secret of planted) {
          expect([part, secret.slice(0, 12), log.includes(secret)]).toEqual([part, secret.slice(0, 12), false]);
        }
      }
    });
  });
});

/** How many attacks there were, how long they took, and what they took of the gateways. */
function asTable(report: ReadonlyMap<string, Line>, calm: readonly Load[]): string {
  const rows = [...report].map(([name, { attacks, milliseconds, load }]) => {
    const sorted = [...milliseconds].sort((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
    return [name, attacks, median.toFixed(1), (sorted.at(-1) ?? NaN).toFixed(1), ...load.flatMap(inNumbers)];
  });
  const total = [...report.values()].reduce((sum, { attacks }) => sum + attacks, 0);
  const head = ['attacks by', 'number', 'median ms', 'longest ms', 'hub MB', 'loop ms', 'hostile MB', 'loop ms'];
  const lines = [
    head,
    ['none', 0, '', '', ...calm.flatMap(inNumbers)],
    ...rows,
    ['all', total, '', '', '', '', '', ''],
  ];
  return `\n${lines.map((line) => line.map((cell, index) => (index === 0 ? String(cell).padEnd(44) : String(cell).padStart(11))).join('')).join('\n')}\n`;
}

function inNumbers({ memory, eventLoopDelay }: Load): string[] {
  return [(memory / 1024 / 1024).toFixed(0), eventLoopDelay.toFixed(1)];
}
