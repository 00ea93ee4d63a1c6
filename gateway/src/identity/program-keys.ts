import {
  type AccessFeed,
  documentHash,
  endOfDayInProvince,
  type FeedApp,
  type FeedKey,
  isRegisteredAppId,
  type KeyTerms,
  programKeyHash,
  type RegisteredApp,
} from '@hub/protocol';
import { Busy, Refusal } from '../errors/refusal.js';
import type { Caller } from '../request/caller.js';
import { type KnownKey, knownKey, secretOf } from './caller-of-key.js';
import { withinApp } from './within-app.js';

/** The key is unknown. The caller does not learn why. */
export class UnknownKey extends Error {}

/** Fetches the content of the feed's digests. */
export interface FeedTerms {
  readonly ofKey: (key: FeedKey) => Promise<KeyTerms>;
  readonly ofApp: (app: FeedApp) => Promise<RegisteredApp>;
}

export interface ProgramKeysOptions {
  /** The time that the feed stays valid after the registry last confirmed it, in milliseconds. */
  readonly knownForMs: number;
  readonly terms: FeedTerms;
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number;
  /** Milliseconds since the epoch. */
  readonly date?: () => number;
}

/** An app of the feed; a changed app is a new object. */
interface AppEntry {
  record: FeedApp;
  terms?: RegisteredApp;
}

/** A key of the feed; a changed key is a new object. */
interface KeyEntry {
  readonly record: FeedKey;
  readonly app: AppEntry | undefined;
  readonly revocation: AbortController;
  known?: KnownKey;
}

/** The programs' keys and the apps in the registry's last feed. */
export class ProgramKeys {
  readonly #options: Required<ProgramKeysOptions>;
  /** Keyed by the hash of each key's text: the duration of a look-up reveals nothing about a key. */
  #byHash: ReadonlyMap<string, KeyEntry> = new Map();
  #apps: ReadonlyMap<string, AppEntry> = new Map();
  #origins: ReadonlySet<string> = new Set();
  /** The callers of tokens through an app, until the app changes. */
  readonly #withinApps = new WeakMap<Caller, { readonly app: AppEntry; readonly caller: Caller }>();
  #saidAt = -Infinity;

  constructor({ now = () => performance.now(), date = Date.now, ...options }: ProgramKeysOptions) {
    this.#options = { now, date, ...options };
  }

  /** The number of keys that are not revoked. */
  get count(): number {
    return [...this.#byHash.values()].filter(({ record }) => record.revoked === undefined).length;
  }

  /** The time since the registry last confirmed the feed, in milliseconds; undefined if it never did. */
  get ageMs(): number | undefined {
    return this.#saidAt === -Infinity ? undefined : this.#options.now() - this.#saidAt;
  }

  /** Whether the registry confirmed the feed recently enough. */
  get isCurrent(): boolean {
    return (this.ageMs ?? Infinity) <= this.#options.knownForMs;
  }

  /** A registered app of the feed. */
  app(id: string): FeedApp | undefined {
    return this.#apps.get(id)?.record;
  }

  /** Whether an accepted app uses its credentials from this origin. */
  isOriginOfApp(origin: string): boolean {
    return this.#origins.size > 0 && this.#origins.has(documentHash(origin));
  }

  /** Confirms that the present feed is still valid. */
  confirm(): void {
    this.#saidAt = this.#options.now();
  }

  /** Replaces the keys and apps. Work for a revoked or removed key ends. */
  take({ keys, apps }: Pick<AccessFeed, 'keys' | 'apps'>): void {
    const [before, appsBefore] = [this.#byHash, this.#apps];
    this.#apps = new Map(apps.map((record) => [record.id, kept(appsBefore.get(record.id), record)]));
    const byHash = new Map<string, KeyEntry>();
    for (const record of keys) {
      const app = record.app === undefined ? undefined : this.#apps.get(record.app);
      // A secret without its app in the feed is not accepted.
      if (record.app !== undefined && !app) continue;
      const former = before.get(record.hash);
      const isSame = former && former.app === app && JSON.stringify(former.record) === JSON.stringify(record);
      byHash.set(record.hash, isSame ? former : { record, app, revocation: new AbortController() });
    }
    this.#byHash = byHash;
    this.#origins = new Set(apps.flatMap(({ origins = [] }) => origins));
    this.confirm();
    for (const [hash, key] of before) if (byHash.get(hash) !== key) key.revocation.abort();
  }

  /** Ends work with keys when the feed is too old. */
  endUnknown(): void {
    if (this.isCurrent) return;
    const entries = [...this.#byHash.values()].filter(({ known }) => known);
    for (const { revocation } of entries) revocation.abort();
    const anew = entries.map(
      ({ record, app }) => [record.hash, { record, app, revocation: new AbortController() }] as const,
    );
    this.#byHash = new Map([...this.#byHash, ...anew]);
  }

  /**
   * Limits a token's caller to the accepted rights of its registered app.
   * @throws Refusal `IDENTITY_UNAVAILABLE` if the app's state is unknown.
   */
  within(caller: Caller): Caller | Promise<Caller> {
    if (caller.app === undefined || !isRegisteredAppId(caller.app)) return caller;
    this.#refuseUnknown();
    const entry = this.#apps.get(caller.app);
    // The feed does not contain apps that were refused long ago.
    if (!entry) return withinApp(caller, refused(caller.app));
    const known = this.#withinApps.get(caller);
    if (known?.app === entry) return known.caller;
    const within = (app: RegisteredApp) => {
      const found = withinApp(caller, app);
      this.#withinApps.set(caller, { app: entry, caller: found });
      return found;
    };
    return entry.terms ? within(entry.terms) : this.#termsOf(entry).then(within);
  }

  /**
   * Authenticates a caller by a key.
   * @param address the sender's address.
   * @throws UnknownKey if the key does not exist.
   * @throws Refusal `KEY_REVOKED`, `KEY_EXPIRED` or `KEY_NOT_FROM_HERE` for an existing key; `IDENTITY_UNAVAILABLE` if
   * the valid keys or the key's terms are unknown.
   */
  callerOf(text: string, address: string | undefined): Caller | Promise<Caller> {
    const hash = programKeyHash(text);
    if (hash === undefined) throw new UnknownKey('no key');
    this.#refuseUnknown();
    const entry = this.#byHash.get(hash);
    if (!entry) throw new UnknownKey('an unknown key');
    const { id, until, revoked, app } = entry.record;
    if (revoked) throw new Refusal('KEY_REVOKED', 'The key was revoked: expected another.');
    if (this.#options.date() >= endOfDayInProvince(until)) {
      const renews = app === undefined ? "its owner or the hub's operator" : `the contact of the app ${app}`;
      throw new Refusal(
        'KEY_EXPIRED',
        `The key ${id} ended on ${until}: expected a new one, which ${renews} can make.`,
      );
    }
    if (entry.known) return comingFrom(entry.known, address);
    return this.#open(entry).then((known) => comingFrom(known, address));
  }

  #refuseUnknown(): void {
    if (!this.isCurrent) throw unavailable();
  }

  async #open(entry: KeyEntry): Promise<KnownKey> {
    const { record, app, revocation } = entry;
    if (app) {
      const terms = app.terms ?? (await this.#termsOf(app));
      entry.known ??= secretOf(record, terms, revocation);
    } else {
      const terms = await this.#options.terms.ofKey(record).catch(refuseLater);
      entry.known ??= knownKey(record, terms, revocation);
    }
    if (revocation.signal.aborted) throw unavailable();
    return entry.known;
  }

  async #termsOf(entry: AppEntry): Promise<RegisteredApp> {
    entry.terms = await this.#options.terms.ofApp(entry.record).catch(refuseLater);
    return entry.terms;
  }
}

/** An unchanged app stays the same object. Its documents and sites do not change its callers. */
function kept(former: AppEntry | undefined, record: FeedApp): AppEntry {
  if (!former || former.record.state !== record.state || former.record.terms !== record.terms) return { record };
  former.record = record;
  return former;
}

/** An app that an operator refused, or that was never confirmed. */
function refused(id: string): RegisteredApp {
  return { id, name: id, state: 'REFUSED', scopes: [], purpose: '', republish: 'NOTHING' };
}

function comingFrom({ caller, mayComeFrom }: KnownKey, address: string | undefined): Caller {
  if (mayComeFrom(address)) return caller;
  throw new Refusal('KEY_NOT_FROM_HERE', 'The key may not be used from this address.');
}

function unavailable(): Busy {
  return new Busy('IDENTITY_UNAVAILABLE', 'Keys cannot be verified for the moment.', 5);
}

/** The registry's fault is in the log. */
function refuseLater(): never {
  throw unavailable();
}
