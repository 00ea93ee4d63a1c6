import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openDatabase } from '../../subgraphs/kit/src/database/database.js';
import { temporaryFolder } from '../hub/support/hub.js';
import { documentedCommands } from './support/documented-commands.js';

test('the documented copy of a stopped hub’s folder brings back what was in its database', async () => {
  const folder = temporaryFolder();
  const run = (name: string) =>
    execFileSync('sh', ['-e', '-c', documentedCommands().get(name) ?? 'exit 9'], { cwd: folder });
  const withDatabase = async (
    work: (execute: (sql: string) => Promise<unknown>) => Promise<unknown>,
  ): Promise<unknown> => {
    const url = `pglite://${join(folder, '.data', 'university', 'database')}`;
    const database = await openDatabase(url, { entities: [], migrations: [] });
    try {
      return await work((sql) => database.em.execute(sql));
    } finally {
      await database.close();
    }
  };
  mkdirSync(join(folder, '.data', 'university'), { recursive: true });
  await withDatabase(async (execute) => {
    await execute('create table course (code text)');
    return execute(`insert into course values ('kept')`);
  });
  run('backup-embedded');
  await withDatabase((execute) => execute('delete from course'));
  run('restore-embedded');
  expect(await withDatabase((execute) => execute('select code from course'))).toEqual([{ code: 'kept' }]);
});
