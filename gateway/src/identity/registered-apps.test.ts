import {
  documentHash,
  type FeedApp,
  type FeedKey,
  programKeyHash,
  programKeySecret,
  type RegisteredApp,
} from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import type { Caller } from '../request/caller.js';
import { programKeys, throughApps } from './authenticate.js';
import { callerOfToken } from './caller-of-token.js';
import { ProgramKeys } from './program-keys.js';

const id = 'app-aaaaaaaaaaaa';
const secret = programKeySecret('bbbbbbbbbbbb', Buffer.alloc(32, 'b'));
const app: RegisteredApp = {
  ...{ id, name: 'How far', state: 'ACCEPTED', scopes: ['progress:read'], purpose: 'statistics' },
  ...{ republish: 'DERIVED', attribution: 'The movement' },
  rate: { perSecond: 5, burst: 9 },
};
const ofSecret: FeedKey = { id: 'bbbbbbbbbbbb', hash: programKeyHash(secret) ?? '', until: '2099-12-31', app: id };

/** An app as in the feed. */
function inFeed(more: Partial<FeedApp> = {}): FeedApp {
  return {
    id,
    state: 'ACCEPTED',
    terms: documentHash('terms'),
    origins: [documentHash('https://how-far.example')],
    ...more,
  };
}

function open(told = app) {
  const terms = {
    ofKey: () => Promise.reject(new Error('No key but the secret.')),
    ofApp: ({ state }: FeedApp) => Promise.resolve({ ...told, state }),
  };
  return new ProgramKeys({ knownForMs: 1000, now: () => 0, terms });
}

/** Authenticates by a token with these claims, or by the app's secret, with this entry of the app in the feed. */
async function ask(by: object | string, more: Partial<FeedApp> = {}): Promise<Caller> {
  const keys = open();
  keys.take({ keys: [ofSecret], apps: [inFeed(more)] });
  const byToken = callerOfToken({ exp: 4_000_000_000, ...(typeof by === 'string' ? {} : by) });
  const authenticate = programKeys(
    keys,
    throughApps(keys, () => byToken),
  );
  return authenticate(typeof by === 'string' ? `Bearer ${by}` : 'Bearer token', {} as never);
}

const scopesOf = ({ rights }: Caller) => [...rights.scopes];

describe('whoever asks through an app that registered', () => {
  const client = { sub: id, client_id: id, scope: 'progress:read contributions:read', roles: ['app'] };

  test('by its token may what was accepted of it, for its purpose', async () => {
    const caller = await ask(client);
    expect(scopesOf(caller)).toEqual(['progress:read']);
    expect(caller).toMatchObject({
      ...{ subject: id, app: id, roles: ['app'], purposes: ['statistics'], usualPurpose: 'statistics' },
      registered: { id, state: 'ACCEPTED', republish: 'DERIVED', attribution: 'The movement', rate: app.rate },
    });
  });

  test('by its secret is who it is by its token: for subgraphs, and as it is counted', async () => {
    const [byToken, bySecret] = [await ask({ ...client, scope: 'progress:read' }), await ask(secret)];
    expect({ ...bySecret, rights: undefined }).toMatchObject({ subject: id, app: id, roles: byToken.roles });
    expect(bySecret.rights).toEqual(byToken.rights);
    // A revoked secret ends its own work only; callers with a token or another secret continue.
    expect(bySecret.identityClass).not.toBe(byToken.identityClass);
    expect(bySecret.key).toBeUndefined();
  });

  test('as a person who signed in through it (azp) keeps who she is, with no more than both may', async () => {
    const caller = await ask({ sub: 'lan', azp: id, scope: 'progress:read keys:manage', roles: ['analyst'] });
    expect(caller).toMatchObject({ subject: 'lan', app: id, roles: ['analyst'] });
    expect(scopesOf(caller)).toEqual(['progress:read']);
  });

  test('is of another class as soon as something else is known of its app: what is remembered of a class says that', async () => {
    const asking = (['WAITING', 'REFUSED', 'SUSPENDED'] as const).map((state) => ask(secret, { state }));
    expect(new Set((await Promise.all(asking)).map(({ identityClass }) => identityClass)).size).toBe(3);
  });

  test.each(['WAITING', 'REFUSED', 'SUSPENDED'] as const)('that is %s sees what is public', async (state) => {
    for (const by of [client, secret]) {
      const caller = await ask(by, { state });
      expect([scopesOf(caller), caller.roles, [...caller.rights.policies]]).toEqual([[], [], []]);
      expect(caller.registered?.state).toBe(state);
    }
  });

  test('is as before where its app is none that registered', async () => {
    const caller = await ask({ ...client, client_id: 'other' });
    expect([caller.registered, scopesOf(caller)]).toEqual([undefined, ['contributions:read', 'progress:read']]);
  });

  test('that the feed has not, or has no more, sees what is public: not all that were refused are in it', async () => {
    const caller = await ask({ ...client, sub: 'app-cccccccccccc', client_id: 'app-cccccccccccc' });
    expect([scopesOf(caller), caller.roles, caller.registered?.state]).toEqual([[], [], 'REFUSED']);
  });

  test('is refused while it is not known what became of the app', () => {
    const keys = open();
    const byToken = callerOfToken({ exp: 4_000_000_000, ...client });
    expect(() => keys.within(byToken)).toThrow('cannot be verified for the moment');
    expect(keys.within(callerOfToken({ exp: 4_000_000_000, sub: 'lan' }))).toMatchObject({ subject: 'lan' });
  });
});

test('a decision about an app ends what its secret was doing; other documents do not; a secret of no app that is told is refused', async () => {
  const keys = open();
  keys.take({ keys: [ofSecret], apps: [inFeed()] });
  const before = await keys.callerOf(secret, undefined);
  keys.take({ keys: [ofSecret], apps: [inFeed({ documents: documentHash('list') })] });
  expect([await keys.callerOf(secret, undefined), before.ended?.aborted]).toEqual([before, false]);
  expect(['https://how-far.example', 'https://other.example'].map((site) => keys.isOriginOfApp(site))).toEqual([
    true,
    false,
  ]);
  keys.take({ keys: [ofSecret], apps: [inFeed({ state: 'SUSPENDED', origins: [] })] });
  expect([before.ended?.aborted, keys.isOriginOfApp('https://how-far.example')]).toEqual([true, false]);
  keys.take({ keys: [ofSecret], apps: [] });
  expect(() => keys.callerOf(secret, undefined)).toThrow('an unknown key');
});
