import { programKeyHash, type ProgramKeyRecord, programKeySecret, type RegisteredAppRecord } from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import type { Caller } from '../request/caller.js';
import { programKeys, throughApps } from './authenticate.js';
import { callerOfToken } from './caller-of-token.js';
import { ProgramKeys } from './program-keys.js';

const id = 'app-aaaaaaaaaaaa';
const secret = programKeySecret('bbbbbbbbbbbb', Buffer.alloc(32, 'b'));
const app: RegisteredAppRecord = {
  ...{ id, name: 'How far', state: 'ACCEPTED', scopes: ['progress:read'], purpose: 'statistics', documents: {} },
  ...{ origins: ['https://how-far.example'], republish: 'DERIVED', attribution: 'The movement' },
  rate: { perSecond: 5, burst: 9 },
};
const ofSecret: ProgramKeyRecord = {
  ...{ id: 'bbbbbbbbbbbb', hash: programKeyHash(secret) ?? '', name: app.name, owner: id, app: id, role: 'app' },
  ...{ scopes: [], purpose: 'statistics', until: '2099-12-31', isRevoked: false },
};

/** Who asks by a token with these claims, or by the app's secret, while the registry says this of the app. */
function ask(by: object | string, more: Partial<RegisteredAppRecord> = {}): Caller {
  const keys = new ProgramKeys({ knownForMs: 1000, now: () => 0 });
  keys.take([ofSecret], [{ ...app, ...more }]);
  const byToken = callerOfToken({ exp: 4_000_000_000, ...(typeof by === 'string' ? {} : by) });
  const authenticate = programKeys(
    keys,
    throughApps(keys, () => byToken),
  );
  return authenticate(typeof by === 'string' ? `Bearer ${by}` : 'Bearer token', {} as never) as Caller;
}

const scopesOf = ({ rights }: Caller) => [...rights.scopes];

describe('whoever asks through an app that registered', () => {
  const client = { sub: id, client_id: id, scope: 'progress:read contributions:read', roles: ['app'] };

  test('by its token may what was accepted of it, for its purpose', () => {
    const caller = ask(client);
    expect(scopesOf(caller)).toEqual(['progress:read']);
    expect(caller).toMatchObject({
      ...{ subject: id, app: id, roles: ['app'], purposes: ['statistics'], usualPurpose: 'statistics' },
      registered: { id, state: 'ACCEPTED', republish: 'DERIVED', attribution: 'The movement', rate: app.rate },
    });
  });

  test('by its secret is who it is by its token: for subgraphs, and as it is counted', () => {
    const [byToken, bySecret] = [ask({ ...client, scope: 'progress:read' }), ask(secret)];
    expect({ ...bySecret, rights: undefined }).toMatchObject({ subject: id, app: id, roles: byToken.roles });
    expect(bySecret.rights).toEqual(byToken.rights);
    // Whose secret is revoked ends; whoever asks by the token, or the next secret, goes on.
    expect(bySecret.identityClass).not.toBe(byToken.identityClass);
    expect(bySecret.key).toBeUndefined();
  });

  test('as a person who signed in through it (azp) keeps who she is, with no more than both may', () => {
    const caller = ask({ sub: 'lan', azp: id, scope: 'progress:read keys:manage', roles: ['analyst'] });
    expect(caller).toMatchObject({ subject: 'lan', app: id, roles: ['analyst'] });
    expect(scopesOf(caller)).toEqual(['progress:read']);
  });

  test('is of another class as soon as something else is known of its app: what is remembered of a class says that', () => {
    const classes = (['WAITING', 'REFUSED', 'SUSPENDED'] as const).map((state) => ask(secret, { state }).identityClass);
    expect(new Set(classes).size).toBe(3);
  });

  test.each(['WAITING', 'REFUSED', 'SUSPENDED'] as const)('that is %s sees what is public', (state) => {
    for (const by of [client, secret]) {
      const caller = ask(by, { state });
      expect([scopesOf(caller), caller.roles, [...caller.rights.policies]]).toEqual([[], [], []]);
      expect(caller.registered?.state).toBe(state);
    }
  });

  test('is as before where its app is none that registered', () => {
    const caller = ask({ ...client, client_id: 'other' });
    expect([caller.registered, scopesOf(caller)]).toEqual([undefined, ['contributions:read', 'progress:read']]);
  });
});

test('a decision about an app ends what its secret was doing; another document does not; a secret of no app that is told is refused', () => {
  const keys = new ProgramKeys({ knownForMs: 1000, now: () => 0 });
  keys.take([ofSecret], [app]);
  const before = keys.callerOf(secret, undefined);
  keys.take([ofSecret], [{ ...app, documents: { [before.identityClass]: '{ goals { code } }' } }]);
  expect([keys.callerOf(secret, undefined), before.ended?.aborted]).toEqual([before, false]);
  keys.take([ofSecret], [{ ...app, state: 'SUSPENDED' }]);
  expect(before.ended?.aborted).toBe(true);
  expect([...keys.origins]).toEqual([]);
  keys.take([ofSecret], []);
  expect(() => keys.callerOf(secret, undefined)).toThrow('an unknown key');
});
