import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Follower } from '../base/follower.js';
import { AgreementsInForce } from './agreements-in-force.js';
import { followAgreements, type FollowingAgreements } from '../following/follow-agreements.js';

const supergraph = (fieldOfWomen = 'groups') => `
  enum join__Graph {
    M @join__graph(name: "movement", url: "http://m/")
    W @join__graph(name: "women", url: "http://w/")
  }
  type Query @join__type(graph: M) @join__type(graph: W) {
    goals: Int @join__field(graph: M)
    ${fieldOfWomen}: Int @join__field(graph: W)
  }
`;
const text = { vi: 'a', en: 'a' };
const agreement = {
  ...{ id: 'A-1', version: 1, title: text, shares: ['Query.goals'], with: 'anyone', purposes: ['steering'] },
  ...{ granularity: 'commune', legalBasis: 'Law', from: '2026-01-01', until: '2026-12-31' },
};
const ofMovement = {
  format: 1,
  organisation: 'movement',
  purposes: [{ code: 'steering', name: text, description: text, askedBy: 'anyone' }],
  agreements: [agreement],
};
const ofWomen = (more: object = {}) => ({
  format: 1,
  organisation: 'women',
  agreements: [{ ...agreement, id: 'W-1', shares: ['Query.groups'], ...more }],
});

let folder: string;
const write = (organisation: string, content: object | string) => {
  const given = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(folder, `${organisation}.yaml`), given);
};
const remove = (organisation: string) => {
  rmSync(join(folder, `${organisation}.yaml`));
};
const open = (sdl = supergraph()) => AgreementsInForce.open(folder, sdl);

/** The organisations in force and the fields that each shares. */
const inForce = ({ askedFor }: AgreementsInForce) =>
  askedFor.agreements.organisations.map((one) => [one.organisation, ...one.agreements.flatMap(({ shares }) => shares)]);

/** A log that keeps its lines. */
function logOf() {
  const lines: unknown[] = [];
  const line = (level: string) => (what: object, message?: string) => lines.push([level, what, message]);
  const log = { error: line('error'), info: line('info'), warn: line('warn') };
  return { log: { ...log, info: (...what: [object, string?]) => lines.push(['info', ...what]) } as never, lines };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-agreements-'));
  write('movement', ofMovement);
  write('women', ofWomen());
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

describe('the agreements of a folder', () => {
  test('are in force once they are opened', async () => {
    const agreements = await open();
    expect(inForce(agreements)).toEqual([
      ['movement', 'Query.goals'],
      ['women', 'Query.groups'],
    ]);
    expect(agreements.leftOut).toEqual({ leftOut: [], outdated: [] });
    expect(agreements.whyNothingIsShown).toEqual([]);
    expect(agreements.refusedSupergraph).toBe(false);
  });

  test('must be there', async () => {
    await expect(AgreementsInForce.open(join(folder, 'none'), supergraph())).rejects.toThrow(
      /^--agreements or AGREEMENTS: expected a folder: ENOENT/,
    );
    remove('movement');
    remove('women');
    await expect(open()).rejects.toThrow(
      `--agreements or AGREEMENTS: expected organisations' files of agreements in ${folder}, got none`,
    );
  });

  test('of an organisation whose file cannot be used hide what is its own, and nothing else', async () => {
    write('women', '{');
    const agreements = await open();
    expect(inForce(agreements)).toEqual([['movement', 'Query.goals']]);
    expect(agreements.leftOut).toEqual({
      leftOut: [{ organisation: 'women', code: 'AGREEMENTS_UNUSABLE' }],
      outdated: [],
    });
    expect(agreements.whyNothingIsShown).toEqual([]);
    write('movement', '{');
    const none = await open();
    expect(none.whyNothingIsShown).toEqual([
      expect.stringContaining('movement.yaml:1: '),
      expect.stringContaining('women.yaml:1: '),
    ]);
    // Without a graph, or for an organisation outside the graph, there is nothing to hide.
    expect((await open('no GraphQL')).whyNothingIsShown).toEqual([]);
    write('others', '{');
    expect((await open()).leftOut.leftOut).toEqual(
      ['movement', 'women'].map((organisation) => ({ organisation, code: 'AGREEMENTS_UNUSABLE' })),
    );
  });

  test('that cannot be used any more stay in force as they were', async () => {
    const agreements = await open();
    write('women', '{');
    const files = await agreements.read();
    expect(agreements.isCurrent(files)).toBe(false);
    expect(agreements.putInForce(supergraph(), files)).toBe(false);
    expect(agreements.isCurrent(files)).toBe(true);
    expect(inForce(agreements)).toContainEqual(['women', 'Query.groups']);
    expect(agreements.leftOut).toEqual({
      leftOut: [],
      outdated: [{ organisation: 'women', code: 'AGREEMENTS_UNUSABLE' }],
    });
    expect(agreements.whyNothingIsShown).toEqual([]);
    remove('women');
    expect(agreements.putInForce(supergraph(), await agreements.read())).toBe(true);
    expect(inForce(agreements)).toEqual([['movement', 'Query.goals']]);
  });

  test('may change with the supergraph, which is held against them first', async () => {
    const agreements = await open();
    expect(await agreements.admit(supergraph())).toBe(false);
    write('women', ofWomen({ shares: ['Query.members'] }));
    expect(await agreements.admit(supergraph('members'))).toBe(true);
    // Another engine is opened with the admitted agreements; they come into force when it is live.
    const graph = { owned: new Map([['women', new Set(['Query.members'])]]), places: new Set<string>() };
    expect(agreements.for(graph).organisations.map(({ organisation }) => organisation)).toContain('women');
    expect(inForce(agreements)).toContainEqual(['women', 'Query.groups']);
    expect(agreements.putInForce(supergraph('members'))).toBe(true);
    expect(inForce(agreements)).toContainEqual(['women', 'Query.members']);
  });

  test('refuse a supergraph that lacks what they name, and none that is no GraphQL', async () => {
    const agreements = await open();
    await expect(agreements.admit(supergraph('members'))).rejects.toThrow(
      "it lacks what agreements name that are in force: women: W-1: expected types or fields of women's own, got Query.groups",
    );
    expect(agreements.refusedSupergraph).toBe(true);
    expect(await agreements.admit('no GraphQL')).toBe(false);
    expect(await agreements.admit(supergraph())).toBe(false);
    expect(agreements.refusedSupergraph).toBe(false);
  });

  test('that cannot be read are those that were read before', async () => {
    const agreements = await open();
    rmSync(folder, { recursive: true });
    expect(await agreements.admit(supergraph())).toBe(false);
    expect(agreements.putInForce(supergraph())).toBe(false);
  });

  test('tell the log what is wrong with them once, and when it is mended', async () => {
    const agreements = await open();
    const { log, lines } = logOf();
    const report = async () => {
      lines.length = 0;
      agreements.putInForce(supergraph(), await agreements.read());
      agreements.report(log);
      return lines;
    };
    expect(await report()).toEqual([]);
    write('women', '{');
    const problems = [expect.stringContaining('women.yaml:1')];
    const message = 'the agreements of an organisation cannot be used; those before stay in force';
    expect(await report()).toEqual([['error', { organisation: 'women', problems }, message]]);
    expect(await report()).toEqual([]);
    remove('women');
    expect(await report()).toEqual([
      [
        'error',
        { organisation: 'women', problems: ['expected a file of agreements of women, whose fields are in the graph'] },
        'the agreements of an organisation cannot be used; nothing of it is shown',
      ],
    ]);
    write('women', ofWomen({ purposes: ['steering', 'sales'] }));
    expect(await report()).toEqual([
      ['info', { organisation: 'women' }, 'the agreements of an organisation can be used again'],
      [
        'warn',
        { problems: [expect.stringContaining('W-1: expected one of the purposes steering, got sales')] },
        'agreements name purposes that are not on the list',
      ],
    ]);
    expect(await report()).toEqual([]);
    write('women', ofWomen());
    expect(await report()).toEqual([]);
    write('women', ofWomen({ purposes: ['steering', 'sales'] }));
    expect(await report()).toHaveLength(1);
    write('women', '{');
    expect(await report()).toHaveLength(1);
  });
});

describe('agreements that are followed', () => {
  async function follow(reopen: FollowingAgreements['engine']['reopen'] = () => Promise.resolve('live')) {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    const agreements = await open();
    const { log, lines } = logOf();
    let listener: (() => void) | undefined;
    const counts = { reopened: 0, looked: 0, outdated: 0 };
    const engine = {
      supergraphSdl: supergraph(),
      reopen: () => {
        counts.reopened += 1;
        return reopen();
      },
      outdateSubscriptions: () => {
        counts.outdated += 1;
      },
      onSchemaChange: (one: () => void) => {
        listener = one;
      },
    };
    const look = () => {
      counts.looked += 1;
      return Promise.resolve();
    };
    let reading: Promise<unknown> = Promise.resolve();
    const read = agreements.read.bind(agreements);
    agreements.read = () => {
      const files = read();
      reading = files.catch(() => undefined);
      return files;
    };
    const follower = new Follower();
    followAgreements({ agreements, engine, supergraph: { look }, log } as never, follower);
    const turns = async () => {
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    };
    /** Waits until a look has read the files and applied the changes. */
    const settle = async () => {
      await turns();
      await reading;
      await turns();
    };
    // Applies earlier changes first.
    await settle();
    return {
      ...{ agreements, engine, counts, lines },
      stop: () => {
        follower.stop();
      },
      changeSchema: () => listener?.(),
      hangUp: async () => {
        process.emit('SIGHUP');
        await settle();
      },
      pass: async () => {
        jest.advanceTimersByTime(1000);
        await settle();
      },
    };
  }
  const compiled = ['info', 'other agreements are in force'];

  test('are enforced within a second of a change, and the engine is opened on them', async () => {
    const { agreements, counts, lines, pass, stop } = await follow();
    await pass();
    expect(counts).toEqual({ reopened: 0, looked: 0, outdated: 0 });
    write('women', ofWomen({ shares: ['Query.*'] }));
    await pass();
    expect(inForce(agreements)).toContainEqual(['women', 'Query.*']);
    // Subscriptions end at once under the former agreements, however long the new engine needs.
    expect(counts).toEqual({ reopened: 1, looked: 0, outdated: 1 });
    expect(lines).toEqual([compiled]);
    await pass();
    expect(counts.reopened).toBe(1);
    stop();
  });

  test('are enforced on SIGHUP, until this ends', async () => {
    const { agreements, hangUp, pass, stop } = await follow();
    remove('women');
    await hangUp();
    expect(inForce(agreements)).toEqual([['movement', 'Query.goals']]);
    stop();
    write('women', ofWomen());
    await hangUp();
    await pass();
    expect(inForce(agreements)).toEqual([['movement', 'Query.goals']]);
  });

  test('are compiled once more where the engine refused them', async () => {
    const outcomes = ['refused', 'refused', 'live'] as const;
    let turn = 0;
    const { counts, lines, pass, stop } = await follow(() => Promise.resolve(outcomes[turn++] ?? 'live'));
    remove('women');
    for (const reopened of [1, 2, 3, 3]) {
      await pass();
      expect(counts.reopened).toBe(reopened);
    }
    expect(lines.filter((line) => JSON.stringify(line) === JSON.stringify(compiled))).toHaveLength(1);
    stop();
  });

  test('that say the same in other words are no others', async () => {
    const { counts, pass, stop } = await follow();
    write('women', JSON.stringify(ofWomen(), undefined, 2));
    await pass();
    expect(counts).toEqual({ reopened: 0, looked: 0, outdated: 0 });
    stop();
  });

  test('have a supergraph looked at again that was refused for what they named', async () => {
    const { agreements, counts, pass, stop } = await follow();
    await expect(agreements.admit(supergraph('members'))).rejects.toThrow('it lacks');
    await pass();
    expect(counts.looked).toBe(0);
    write('women', ofWomen({ shares: ['Query.members'] }));
    await pass();
    expect(counts.looked).toBe(1);
    stop();
  });

  test('are held against a supergraph that goes live', async () => {
    const { agreements, engine, changeSchema, lines, stop } = await follow();
    changeSchema();
    expect(lines).toEqual([]);
    engine.supergraphSdl = supergraph('members');
    changeSchema();
    expect(inForce(agreements)).toEqual([['movement', 'Query.goals']]);
    expect(lines.map((line) => (line as unknown[])[0])).toEqual(['error', 'info']);
    stop();
  });

  test('that cannot be read stay in force, and the log is told so once', async () => {
    const { agreements, lines, pass, stop } = await follow();
    rmSync(folder, { recursive: true });
    await pass();
    await pass();
    expect(inForce(agreements)).toHaveLength(2);
    expect(lines).toEqual([
      [
        'error',
        { err: expect.objectContaining({ code: 'ENOENT' }) },
        'the agreements cannot be read; those before stay in force',
      ],
    ]);
    stop();
  });
});
