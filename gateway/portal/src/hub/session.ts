import type { User, UserManager } from 'oidc-client-ts';
import { useEffect, useState } from 'preact/hooks';
import type { PageAddress } from '../../../src/portal-files/page-addresses.js';
import { purposesOf } from './purposes.js';
import { settings } from './settings.js';

/** The signed-in person, as the pages need it. */
export interface Person {
  /** Identifier at the issuer, roles, organisation and scopes; a renewed token keeps them. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Scopes of the token. Pages use them only to choose what to offer; the hub decides. */
  readonly scopes: readonly string[];
  /** The code of the organisation that the person acts for. */
  readonly organisation?: string | undefined;
  readonly token: string;
  /** Purposes that the person may name, the usual one first; empty until the hub has sent them. */
  readonly purposes: readonly string[];
}

/** State of the sign-in. */
export interface Session {
  readonly person: Person | undefined;
  /** Chosen purpose, one of the person's purposes; empty if there is none. */
  readonly purpose: string;
  /** Whether a session expired without a sign-out. */
  readonly ended: boolean;
  /** State of the redirect to or from the issuer. */
  readonly way?: 'entering' | 'notEntered' | 'leaving' | undefined;
}

/** Timeout of requests to the issuer, in seconds. */
const issuerPatienceSeconds = 10;

const purposeKey = 'hub-purpose';
const returnKey = 'hub-return';
const changed = 'hub:session';
const signedIn = '/signed-in' satisfies PageAddress;
const nobody: Session = { person: undefined, purpose: '', ended: false };

let session = nobody;
let managed: Promise<UserManager> | undefined;
let taken: { readonly token: string; readonly done: Promise<void> } | undefined;

/** Reads a token's claims without verifying them: only the receiver of the token must verify it. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, body = ''] = token.split('.');
  try {
    const bytes = Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The current session. */
export function sessionNow(): Session {
  return session;
}

/** The current session; the component renders again on each change. */
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

/** Restores the session of this browser tab; loads the code for signing in only if there is one. */
export async function resume(): Promise<void> {
  if (!Object.keys(sessionStorage).some((key) => key.startsWith('oidc.user:'))) return;
  const manager = await openManager();
  const user = await manager.getUser();
  if (user && !user.expired) await takeUp(user);
  else if (user?.refresh_token) {
    const renewed = await manager.signinSilent().catch(endByItself);
    if (renewed) await takeUp(renewed);
  }
}

/** Redirects to the issuer, which leads back to the present page; reports an issuer that does not answer. */
export async function signIn(): Promise<void> {
  // On the page of the return itself, the former page stays the target.
  if (location.pathname !== signedIn) {
    sessionStorage.setItem(returnKey, location.pathname + location.search + location.hash);
  }
  set({ ...session, way: 'entering' });
  // The browser may restore this page from its cache when the person comes back from the issuer's page.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) set({ ...session, way: undefined });
  });
  try {
    await (await openManager()).signinRedirect({ prompt: 'login' });
  } catch {
    set({ ...session, way: 'notEntered' });
  }
}

/** Completes the return from the issuer; gives the address of the page before the sign-in. */
export async function finishSignIn(): Promise<string> {
  const manager = await openManager();
  const user = await manager.signinCallback();
  if (user) await takeUp(user);
  const address = sessionStorage.getItem(returnKey) ?? '/';
  sessionStorage.removeItem(returnKey);
  return address;
}

/** Signs the person out: revokes the refresh token, deletes the tokens, and clears the shown data. */
export async function signOut(): Promise<void> {
  const manager = await openManager();
  // At once, however slow the issuer is.
  set({ ...nobody, way: 'leaving' });
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

/** Sets the purpose of all further requests. */
export function choosePurpose(purpose: string): void {
  sessionStorage.setItem(purposeKey, purpose);
  set({ ...session, purpose });
}

/** Drops a session that the hub no longer accepts. */
export function endByItself(): void {
  taken = undefined;
  set({ ...nobody, ended: true });
  void managed?.then((manager) => manager.removeUser());
}

/** Loads the purposes of the signed-in person, if the hub did not send them at sign-in. */
export async function learnPurposes(): Promise<void> {
  const { person } = session;
  if (!person || person.purposes.length > 0) return;
  const purposes = (await purposesOf(person.token)) ?? [];
  if (session.person?.id === person.id && purposes.length > 0) setPurposes({ ...session.person, purposes });
}

/** Starts the session of a user, once for each token: several events report the same token. */
function takeUp(user: User): Promise<void> {
  if (taken?.token !== user.access_token) taken = { token: user.access_token, done: takeUpAnew(user) };
  return taken.done;
}

/**
 * Starts the session of a person. If it is the person of the present session, only the token changes, and listeners are
 * not called.
 */
async function takeUpAnew(user: User): Promise<void> {
  const { access_token: token } = user;
  const id = idOf(user);
  if (session.person?.id === id) {
    session = { ...session, person: { ...session.person, token } };
    return;
  }
  const purposes = (await purposesOf(token)) ?? [];
  setPurposes({ ...personOf(user), id, token, purposes });
}

function setPurposes(person: Person): void {
  const chosen = sessionStorage.getItem(purposeKey) ?? '';
  const purpose = person.purposes.includes(chosen) ? chosen : (person.purposes[0] ?? '');
  set({ person, purpose, ended: false });
}

function idOf({ access_token: token, profile }: User): string {
  const { roles, organisation, scope, sub = profile.sub } = claimsOf(token);
  return JSON.stringify([sub, roles, organisation, scope]);
}

function personOf({ access_token: token, profile }: User): Pick<Person, 'name' | 'roles' | 'scopes' | 'organisation'> {
  const { roles, sub, organisation, scope } = claimsOf(token);
  return {
    name: profile.name ?? (typeof sub === 'string' ? sub : profile.sub),
    roles: Array.isArray(roles) ? roles.map(String) : [],
    scopes: typeof scope === 'string' ? scope.split(' ') : [],
    organisation: typeof organisation === 'string' ? organisation : undefined,
  };
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
    redirect_uri: location.origin + signedIn,
    scope,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: true,
    monitorSession: false,
    loadUserInfo: false,
    // An issuer that hangs counts as one that does not answer.
    requestTimeoutInSeconds: issuerPatienceSeconds,
    silentRequestTimeoutInSeconds: issuerPatienceSeconds,
  });
  manager.events.addUserLoaded((user) => void takeUp(user));
  manager.events.addAccessTokenExpired(endByItself);
  return manager;
}
