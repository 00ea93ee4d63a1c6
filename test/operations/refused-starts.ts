import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { answers } from '../support/child.js';
import { until } from '../support/until.js';
import type { Fault, FaultReport } from './support/fault.js';
import type { OperatedPart } from './support/operated-part.js';
import type { OperatedHub } from './support/operated-hub.js';

/** The organisation whose operator makes the mistake, and another's. */
const organisation = 'womens-union';
const neighbour = 'youth-union';

/** Tries to start a part with a wrong setting. @returns its end and its log, or that it is ready. */
async function tried(part: OperatedPart, setting: Readonly<Record<string, string>>): Promise<string> {
  const before = { ...part.environment };
  Object.assign(part.environment, setting);
  const from = part.log.length;
  const end = part.launch();
  const isOver = async () => part.hasEnded || (await answers(`${part.url}/readyz`));
  await until(isOver, { what: `${part.name} to end or to be ready`, every: 50, seen: () => part.lastLines() });
  const first = part.hasEnded ? await end : 'ready';
  if (first === 'ready') await part.stop();
  for (const name of Object.keys(setting)) {
    if (before[name] === undefined) Reflect.deleteProperty(part.environment, name);
    else part.environment[name] = before[name];
  }
  if (first === 'ready') return 'it is ready';
  const said = part.log.slice(from).map(({ text }) => text);
  return `it ends with ${first.code ?? first.signal}: ${said.join(' ')}`;
}

/** Expects each start to have been refused, with a text of one line or few. */
function refuses(...texts: readonly RegExp[]) {
  return ({ came }: FaultReport): void => {
    for (const [index, text] of texts.entries()) {
      expect(came[index]).toMatch(/^it ends with [1-9]/);
      expect(came[index]).toMatch(text);
      // A stack is for programmers.
      expect(came[index]).not.toMatch(/\bat .+:\d+:\d+/);
    }
  };
}

/** Stops the organisation's subgraph, tries to start it in wrong ways, and starts it again. */
function wrongStarts(
  name: string,
  tries: (hub: OperatedHub, part: OperatedPart) => Promise<string[]>,
  more: Partial<Fault>,
): Fault {
  return {
    name,
    costs: [organisation],
    ...more,
    happens: async (hub) => {
      const part = hub.part(organisation);
      await part.stop();
      const came = await tries(hub, part);
      await part.start();
      return came;
    },
  };
}

/** A subgraph must not go on with another pseudonym key than its own: it would count the people of its data again. */
export const lostKey = wrongStarts(
  'the pseudonym key is lost: another is there, and none',
  async (hub, part) => {
    const other = join(hub.folder, 'another.key');
    writeFileSync(other, randomBytes(32).toString('base64url'));
    return [
      await tried(part, { PSEUDONYM_KEY_FILE: other }),
      await tried(part, { PSEUDONYM_KEY_FILE: join(hub.folder, 'none.key') }),
    ];
  },
  { expected: refuses(/pseudonym key/, /PSEUDONYM_KEY_FILE/) },
);

/** A database that is not this subgraph's is refused by name, and none is made. */
export const wrongDatabase = wrongStarts(
  'a wrong database: of a mistyped name, of another organisation, of a newer version',
  async ({ servers }, part) => {
    const server = servers?.organisations;
    if (!server) throw new Error('Expected a PostgreSQL server.');
    const own = new URL(part.part.environment['DATABASE_URL'] ?? '');
    const named = (database: string) => Object.assign(new URL(own), { pathname: `/${database}` }).href;
    const sql = (text: string) => server.run('psql', [own.pathname.slice(1), '-qAt'], text);
    const mistyped = await tried(part, { DATABASE_URL: named('womens_unoin') });
    const others = await tried(part, { DATABASE_URL: named(neighbour.replaceAll('-', '_')) });
    sql(`insert into mikro_orm_migrations (name) values ('Migration29990101000000_later')`);
    const newer = await tried(part, {});
    sql(`delete from mikro_orm_migrations where name = 'Migration29990101000000_later'`);
    return [mistyped, others, newer, sql(`select 'databases: ' || string_agg(datname, ' ') from pg_database`)];
  },
  {
    needs: 'server',
    expected: (report) => {
      refuses(/womens_unoin/, /youth[-_]union/, /Migration29990101000000_later|newer/)(report);
      expect(report.came[3]).toMatch(/^databases: (?!.*womens_unoin)/);
    },
  },
);
