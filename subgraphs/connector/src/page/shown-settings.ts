import { written } from '../settings/duration.js';
import type { Connector } from '../settings/read-connector.js';
import type { Told } from '../state/told.js';
import type { ShownSetting } from './page-content.js';

const same = (text: string): Told => ({ vi: text, en: text });
const off: Told = { vi: 'tắt', en: 'off' };

/** A folder's settings for the page: no secret, and no address with a password. */
export function shownSettings({ folder, settings }: Connector): ShownSetting[] {
  const { database, hub, figures, records } = settings;
  const sources = (figures?.sources ?? []).map((source): ShownSetting => {
    const name = { vi: `Nguồn ${source.name}`, en: `Source ${source.name}` };
    if (source.from === 'database') {
      const views = source.views.map(({ view, kind }) => `${view} → ${kind}`).join(', ');
      return { name, value: same(`${source.engine}; ${written(source.every)}; ${views}`) };
    }
    if (source.from === 'folder') {
      const files = source.files.map(({ names, kind }) => `${names} → ${kind}`).join(', ');
      return { name, value: same(`${source.path}; ${files}`) };
    }
    return { name, value: same(`POST /rows/{${source.rows.map(({ kind }) => kind).join(', ')}}`) };
  });
  return [
    { name: { vi: 'Thư mục', en: 'Folder' }, value: same(folder) },
    {
      name: { vi: 'Cơ sở dữ liệu riêng', en: 'Own database' },
      value: database === 'embedded' ? { vi: 'đi kèm (.data)', en: 'embedded (.data)' } : same(database.urlFile),
    },
    { name: same('Hub'), value: hub === undefined ? off : same(hub) },
    { name: { vi: 'Số liệu', en: 'Figures' }, value: figures ? same(figures.releases) : off },
    ...sources,
    {
      name: { vi: 'Bản ghi', en: 'Records' },
      value: records ? same(records.upstream?.url ?? records.jsonApi?.url ?? 'records/*.yaml') : off,
    },
  ];
}
