import { expect, test } from '@jest/globals';
import { explorerStorage } from './storage.js';

/** A storage like a browser tab's: its entries are own properties. */
function tabStorage(): Storage & Record<string, string> {
  return Object.create({
    getItem(this: Record<string, string>, name: string) {
      return this[name] ?? null;
    },
    setItem(this: Record<string, string>, name: string, value: string) {
      this[name] = value;
    },
    removeItem(this: Record<string, string>, name: string) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
      delete this[name];
    },
  }) as Storage & Record<string, string>;
}

test('keeps what is asked, and lets the rest of the tab alone', () => {
  const tab = tabStorage();
  tab.setItem('oidc.user', 'a token');
  const storage = explorerStorage('lan', tab);
  storage.setItem('graphiql:queries', 'a query');
  expect([storage.getItem('graphiql:queries'), storage.length]).toEqual(['a query', 1]);
  storage.clear();
  expect([storage.getItem('graphiql:queries'), tab.getItem('oidc.user')]).toEqual([null, 'a token']);
});

test('leaves nothing of a person to the next one, and to nobody', () => {
  for (const next of ['minh', '']) {
    const tab = tabStorage();
    explorerStorage('lan', tab).setItem('graphiql:queries', 'a query');
    expect(explorerStorage('lan', tab).getItem('graphiql:queries')).toBe('a query');
    expect(explorerStorage(next, tab).getItem('graphiql:queries')).toBeNull();
  }
});

test('who asked before signing in goes on with that', () => {
  const tab = tabStorage();
  explorerStorage('', tab).setItem('graphiql:query', '{ goals { code } }');
  expect(explorerStorage('lan', tab).getItem('graphiql:query')).toBe('{ goals { code } }');
});

test('writes nothing once signing out has emptied the tab', () => {
  const tab = tabStorage();
  const storage = explorerStorage('lan', tab);
  for (const name of Object.keys(tab)) tab.removeItem(name);
  storage.setItem('graphiql:queries', 'a query');
  expect(Object.keys(tab)).toEqual([]);
});
