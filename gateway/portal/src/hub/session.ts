import type { User, UserManager } from 'oidc-client-ts';
import { useEffect, useState } from 'preact/hooks';
import { settings } from './settings.js';

/** Who has signed in, as the page needs to know it. */
export interface Person {
  readonly name: string;
  readonly roles: readonly string[];
  /** The code of the organisation that the person acts for. */
  readonly organisation?: string | undefined;
  readonly token: string;
}

/** What the page knows of signing in. */
export interface Session {
  readonly person: Person | undefined;
  /** Why it asks for being signed in for: one of several that the roles of the person allow. */
  readonly purpose: string;
  /** Whether a session was there, and has ended by itself. */
  readonly ended: boolean;
}

const purposeKey = 'hub-purpose';
const returnKey = 'hub-return';
const changed = 'hub:session';
const nobody: Session = { person: undefined, purpose: '', ended: false };

let session = nobody;
let managed: Promise<UserManager> | undefined;

/** The purposes that people of a role may name, the usual one first; the gateway has the last word. */
export function purposesOf(roles: readonly string[]): readonly string[] {
  if (roles.includes('auditor')) return ['audit', 'statistics', 'research'];
  if (roles.includes('staff')) return ['steering', 'coordination', 'statistics', 'research', 'audit'];
  if (roles.includes('analyst')) return ['steering', 'statistics', 'coordination', 'research'];
  return ['statistics', 'research'];
}

/** Reads the claims of a token, which only its receiver has to verify. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, body = ''] = token.split('.');
  try {
    const bytes = Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The session now. */
export function sessionNow(): Session {
  return session;
}

/** The session now, and again each time that it changes. */
export function useSession(): Session {
  const [known, setKnown] = useState(session);
  useEffect(() => {
    const follow = (): void => {
      setKnown(session);
    };
    follow();
    addEventListener(changed, follow);
    return () => {
      removeEventListener(changed, follow);
    };
  }, []);
  return known;
}

/** Takes up the session of this tab, where there is one; only then is the code for signing in loaded. */
export async function resume(): Promise<void> {
  if (!Object.keys(sessionStorage).some((key) => key.startsWith('oidc.user:'))) return;
  const manager = await openManager();
  const user = await manager.getUser();
  if (user && !user.expired) takeUp(user);
  else if (user?.refresh_token) await manager.signinSilent().catch(endByItself);
}

/** Leads to the issuer, and afterwards back to where the person was. */
export async function signIn(): Promise<void> {
  sessionStorage.setItem(returnKey, location.pathname + location.search + location.hash);
  await (await openManager()).signinRedirect({ prompt: 'login' });
}

/** Ends the way back from the issuer: returns the address at which the person was. */
export async function finishSignIn(): Promise<string> {
  const manager = await openManager();
  takeUp(await manager.signinCallback());
  const address = sessionStorage.getItem(returnKey) ?? '/';
  sessionStorage.removeItem(returnKey);
  return address;
}

/** Leaves nothing of the person behind: what renews them is revoked, tokens are forgotten, and so is all that was shown. */
export async function signOut(): Promise<void> {
  const manager = await openManager();
  await manager.revokeTokens(['refresh_token']).catch(() => undefined);
  const leave = await manager.metadataService.getEndSessionEndpoint().catch(() => undefined);
  const user = await manager.getUser();
  await manager.removeUser();
  sessionStorage.clear();
  if (leave && user?.id_token) {
    await manager.signoutRedirect({ id_token_hint: user.id_token, post_logout_redirect_uri: `${location.origin}/` });
    return;
  }
  location.assign('/');
}

/** Chooses why data is asked for from now on. */
export function choosePurpose(purpose: string): void {
  sessionStorage.setItem(purposeKey, purpose);
  set({ ...session, purpose });
}

/** Forgets a session that the hub no longer takes. */
export function endByItself(): void {
  set({ ...nobody, ended: true });
  void managed?.then((manager) => manager.removeUser());
}

function takeUp(user: User | undefined): void {
  if (!user) return;
  const { roles, sub, organisation: claimed } = claimsOf(user.access_token);
  const known = Array.isArray(roles) ? roles.map(String) : [];
  const allowed = purposesOf(known);
  const chosen = sessionStorage.getItem(purposeKey) ?? '';
  const purpose = allowed.includes(chosen) ? chosen : (allowed[0] ?? '');
  const name = user.profile.name ?? (typeof sub === 'string' ? sub : user.profile.sub);
  const organisation = typeof claimed === 'string' ? claimed : undefined;
  set({ person: { name, roles: known, organisation, token: user.access_token }, purpose, ended: false });
}

function set(next: Session): void {
  session = next;
  dispatchEvent(new Event(changed));
}

function openManager(): Promise<UserManager> {
  managed ??= makeManager();
  managed.catch(() => (managed = undefined));
  return managed;
}

async function makeManager(): Promise<UserManager> {
  const [{ UserManager: Manager, WebStorageStateStore }, { issuer, clientId, scope }] = await Promise.all([
    import('oidc-client-ts'),
    settings(),
  ]);
  if (issuer === null) throw new Error('This hub trusts no issuer.');
  const manager = new Manager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/signed-in`,
    scope,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: true,
    monitorSession: false,
    loadUserInfo: false,
  });
  manager.events.addUserLoaded(takeUp);
  manager.events.addAccessTokenExpired(endByItself);
  return manager;
}
