import type { ExplorerStorage } from '../../explorer/explorer-setting.js';

const prefix = 'hub-explorer:';
const ownerKey = 'hub-explorer';

/**
 * Storage of the explorer's tabs and history: the session storage of the browser tab, for one person. Deletes the data
 * of a former person, and writes no more after a sign-out has emptied the storage.
 * @param owner the current person; empty without a sign-in.
 */
export function explorerStorage(owner: string, kept: Storage = sessionStorage): ExplorerStorage {
  const names = (): string[] => Object.keys(kept).filter((name) => name.startsWith(prefix));
  const clear = (): void => {
    for (const name of names()) kept.removeItem(name);
  };
  const known = `of ${owner}`;
  const former = kept.getItem(ownerKey);
  // Queries from before the sign-in stay.
  if (former !== known && former !== 'of ') clear();
  kept.setItem(ownerKey, known);
  return {
    getItem: (name) => kept.getItem(prefix + name),
    setItem: (name, value) => {
      if (kept.getItem(ownerKey) === known) kept.setItem(prefix + name, value);
    },
    removeItem: (name) => {
      kept.removeItem(prefix + name);
    },
    clear,
    get length() {
      return names().length;
    },
  };
}
