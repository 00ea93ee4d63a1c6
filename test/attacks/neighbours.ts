import { elapse, pace } from '../support/until.js';
import { flood } from './neighbours/flood.js';
import { type Flood, floods } from './neighbours/floods.js';
import type { Attack, AttackClass } from './support/attack.js';
import type { AttackedHub } from './support/attacked-hub.js';
import type { Told } from './support/client.js';

/** How long each flood goes on, in milliseconds. */
const milliseconds = 3000;

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

/** One caller floods while another asks: the other's every answer must be right. */
const beside = (one: Flood): Attack => ({
  name: `one caller takes ${one.resource}, ${one.reach} its limits: ${one.name}`,
  attack: async ({ hub }) => {
    const headers: Record<string, string> = one.role === undefined ? {} : { authorization: await hub.bearer(one.role) };
    await ask(hub, () => true);
    let over = false;
    const flooding = flood(one, {
      url: hub.url,
      milliseconds: Math.max(milliseconds, one.atLeastMs ?? 0),
      headers,
    }).finally(() => (over = true));
    await elapse(pauseMs, 'the flood has begun by then');
    const [{ known, new: fresh }, statuses] = await Promise.all([ask(hub, () => over), flooding]);
    return { known, new: fresh, sent: Object.values(statuses).reduce((sum, count) => sum + count, 0) > 0 };
  },
  expected: { known: [], new: [], sent: true },
});

/** Floods of one caller, judged by what another caller is answered. */
export const neighbours: AttackClass = { name: 'neighbours', attacks: floods.map(beside) };
