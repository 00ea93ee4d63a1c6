import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../support/database.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { until } from '../support/until.js';
import { associationFiles, type FolderConnector, folderConnector } from './support/folder-connector.js';
import { canMount, type HangingShare, hangOver } from './support/hanging-share.js';

if (!canMount) console.warn('Skipped: a share that hangs, for no file system can be mounted here.');

const files = {
  ...associationFiles('Choirs'),
  'inbox/.keep': '',
  'connector.yaml': `format: 1
figures:
  sources:
    - from: folder
      name: inbox
      path: inbox
      every: 1s
      steady: 1s
      files: [{ kind: members, names: '*.csv', complete: today }]
`,
};

(canMount ? describe : describe.skip)('a watched folder on a share', () => {
  let connector: FolderConnector;
  let subgraph: RunningSubgraph;
  let share: HangingShare | undefined;

  beforeAll(async () => {
    connector = await folderConnector(files);
    subgraph = await startSubgraph(connector.definition, newDatabase());
  }, 300_000);
  afterAll(async () => {
    share?.unmount();
    await subgraph.stop();
    connector.remove();
  });

  const codes = () => connector.logged.filter(({ part }) => part === 'inbox').map(({ code }) => code);

  test('that hangs is told in one line, and so is one that vanished; files that come then are taken', async () => {
    const inbox = join(connector.folder, 'inbox');
    await connector.untilShown(/inbox[\s\S]*?<span class="good">Works/, 'the folder to be read');
    share = hangOver(inbox);
    await connector.untilShown(
      `FOLDER_SLOW</strong> Expected the folder ${inbox} to answer within 15s; it does not.`,
      'the share to be slow',
    );
    share.vanish();
    await connector.untilShown(
      `FOLDER_GONE</strong> Expected the folder ${inbox} of inbox, to read and to write; it cannot be used (ENOTCONN).`,
      'the share to be gone',
    );
    share.unmount();
    writeFileSync(
      join(inbox, 'tháng 11.csv'),
      'citizen_number,full_name,sex,birth_year,commune_code\n999180000101,Lê Thị Hoa,FEMALE,1950,14845\n',
    );
    const members = () => subgraph.execute('select count(*)::int as count from choirs_member');
    await until(async () => (await members())[0]?.['count'] === 1, { what: 'the file to be taken', within: 60_000 });
    await connector.untilShown(/inbox[\s\S]*?1 \/ 1 \/ 0/, 'the folder to work again');
    expect(codes()).toEqual(['FOLDER_SLOW', 'FOLDER_GONE', undefined]);
  }, 240_000);
});
