import { elapse, pace } from '../support/until.js';
import { flood } from './neighbours/flood.js';
import { type Flood, floods } from './neighbours/floods.js';
import type { Attack, AttackClass } from './support/attack.js';
import type { AttackedHub } from './support/attacked-hub.js';
import type { Told } from './support/client.js';

/** The time of a flood, in milliseconds: four times what the slowest needs to take all places. */
const milliseconds = 2000;

/** How often the neighbour asks, in milliseconds. */
const pauseMs = 100;

const known = '{ goals { code } learningGroup(code: "G") { members { people } } }';

let lastNew = 0;

/** An operation that nobody asked before. */
function newOperation(): { readonly query: string; readonly key: string } {
  const key = `n${(lastNew += 1)}`;
  return {
    query: `{ ${key}: goals { code title(language: EN) } learningGroup(code: "G") { members { people } } }`,
    key,
  };
}

/** Everything but right answers that a neighbour got. */
function wrongWith({ status, data, text }: Told, key: string): string[] {
  const { [key]: goals, learningGroup: group } = (data ?? {}) as Readonly<Record<string, any>>;
  const isRight = status === 200 && goals?.length > 0 && group?.members?.people === 10 && !text.includes('"errors"');
  return isRight ? [] : [`${status} ${text.slice(0, 300)}`];
}

/** Asks a known and a new operation in turn until the flood is over, and three times at least. */
async function ask(
  hub: AttackedHub,
  isOver: () => boolean,
): Promise<{ known: string[]; new: string[]; asked: number }> {
  const wrong = { known: [] as string[], new: [] as string[], asked: 0 };
  while (!isOver() || wrong.asked < 3) {
    const { query, key } = newOperation();
    const [ofKnown, ofNew] = await Promise.all([
      hub.ask({ query: known }, { role: 'analyst' }),
      hub.ask({ query }, { role: 'analyst' }),
    ]);
    wrong.known.push(...wrongWith(ofKnown, 'goals'));
    wrong.new.push(...wrongWith(ofNew, key));
    wrong.asked += 1;
    await pace(pauseMs);
  }
  return wrong;
}

/** How many addresses a flood may come from. */
const addressesEach = 200;

/** Pairs of floods from two callers: they differ in role, or one is anonymous and has other addresses. */
function inPairs(all: readonly Flood[]): Flood[][] {
  const left = [...all];
  const pairs: Flood[][] = [];
  for (let first = left.shift(); first; first = left.shift()) {
    const { role } = first;
    const other = left.findLastIndex((one) => one.role === undefined || one.role !== role);
    pairs.push(other < 0 ? [first] : [first, ...left.splice(other, 1)]);
  }
  return pairs;
}

/** Two callers flood while another asks: the other's every answer must be right. */
const beside = (pair: readonly Flood[]): Attack => ({
  name: pair
    .map(({ resource, reach, name }) => `one caller takes ${resource}, ${reach} its limits: ${name}`)
    .join('; '),
  attack: async ({ hub }) => {
    await ask(hub, () => true);
    let over = false;
    const flooding = Promise.all(
      pair.map(async (one, index) => {
        const authorization = one.role === undefined ? undefined : await hub.bearer(one.role);
        return flood(one, {
          url: hub.url,
          milliseconds: Math.max(milliseconds, one.atLeastMs ?? 0),
          firstAddress: index * addressesEach,
          headers: authorization === undefined ? {} : { authorization },
        });
      }),
    ).finally(() => (over = true));
    await elapse(pauseMs, 'the floods have begun by then');
    const [{ known, new: fresh }, answered] = await Promise.all([ask(hub, () => over), flooding]);
    const sent = answered.map((statuses) => Object.values(statuses).reduce((sum, count) => sum + count, 0) > 0);
    return { known, new: fresh, sent };
  },
  expected: { known: [], new: [], sent: pair.map(() => true) },
});

/** Floods of two callers at a time, judged by what another caller is answered. */
export const neighbours: AttackClass = { name: 'neighbours', attacks: inPairs(floods).map(beside) };
