import type { ExplorerStorage } from '../../explorer/explorer-setting.js';

const prefix = 'hub-explorer:';
const ownerKey = 'hub-explorer';

/**
 * Where the explorer keeps its tabs and its history: in this tab of the browser, for whoever is there. Nothing is left of
 * a person who went before, and nothing is written any more once signing out has emptied the tab's storage.
 * @param owner who is there; empty for nobody.
 */
export function explorerStorage(owner: string, kept: Storage = sessionStorage): ExplorerStorage {
  const names = (): string[] => Object.keys(kept).filter((name) => name.startsWith(prefix));
  const clear = (): void => {
    for (const name of names()) kept.removeItem(name);
  };
  const known = `of ${owner}`;
  const former = kept.getItem(ownerKey);
  // Who asked before signing in goes on with that.
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
