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

/** A key is none that is known; what is wrong with it, nobody is told. */
export class UnknownKey extends Error {}

/** Has what the digests of the feed stand for. */
export interface FeedTerms {
  readonly ofKey: (key: FeedKey) => Promise<KeyTerms>;
  readonly ofApp: (app: FeedApp) => Promise<RegisteredApp>;
}

export interface ProgramKeysOptions {
  /** How long the feed counts after the registry said last that it holds, in milliseconds. */
  readonly knownForMs: number;
  readonly terms: FeedTerms;
  /** A clock in milliseconds that does not go back. */
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

/** The keys for programs and the apps that hold, as the registry's feed said last. */
export class ProgramKeys {
  readonly #options: Required<ProgramKeysOptions>;
  /** By the hash of their text: whoever finds out how long a look-up takes learns nothing of any key. */
  #byHash: ReadonlyMap<string, KeyEntry> = new Map();
  #apps: ReadonlyMap<string, AppEntry> = new Map();
  #origins: ReadonlySet<string> = new Set();
  /** Callers by a token through an app, until the app changes. */
  readonly #withinApps = new WeakMap<Caller, { readonly app: AppEntry; readonly caller: Caller }>();
  #saidAt = -Infinity;

  constructor({ now = () => performance.now(), date = Date.now, ...options }: ProgramKeysOptions) {
    this.#options = { now, date, ...options };
  }

  /** How many keys are known that were not revoked. */
  get count(): number {
    return [...this.#byHash.values()].filter(({ record }) => record.revoked === undefined).length;
  }

  /** How long ago the registry said that the feed holds, in milliseconds; undefined where it never did. */
  get ageMs(): number | undefined {
    return this.#saidAt === -Infinity ? undefined : this.#options.now() - this.#saidAt;
  }

  /** Whether it is known which keys hold: the registry said so within the bound. */
  get isCurrent(): boolean {
    return (this.ageMs ?? Infinity) <= this.#options.knownForMs;
  }

  /** An app that registered, as the feed has it. */
  app(id: string): FeedApp | undefined {
    return this.#apps.get(id)?.record;
  }

  /** Whether pages of a site ask with the credentials of apps that are accepted. */
  isOriginOfApp(origin: string): boolean {
    return this.#origins.size > 0 && this.#origins.has(documentHash(origin));
  }

  /** The feed that is known holds still. */
  confirm(): void {
    this.#saidAt = this.#options.now();
  }

  /** Knows these keys and apps and no others from now on. What is done for one that is revoked or gone ends. */
  take({ keys, apps }: Pick<AccessFeed, 'keys' | 'apps'>): void {
    const [before, appsBefore] = [this.#byHash, this.#apps];
    this.#apps = new Map(apps.map((record) => [record.id, kept(appsBefore.get(record.id), record)]));
    const byHash = new Map<string, KeyEntry>();
    for (const record of keys) {
      const app = record.app === undefined ? undefined : this.#apps.get(record.app);
      // A secret whose app is not in the feed is nobody's.
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

  /** Ends what is done by keys once it is not known any more which hold. */
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
   * Tells who asks by a token: through an app that registered, within what was accepted of it.
   * @throws Refusal `IDENTITY_UNAVAILABLE` where it is not known what became of the app.
   */
  within(caller: Caller): Caller | Promise<Caller> {
    if (caller.app === undefined || !isRegisteredAppId(caller.app)) return caller;
    this.#refuseUnknown();
    const entry = this.#apps.get(caller.app);
    // The feed leaves out apps that were refused long ago.
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
   * Tells who asks by a key.
   * @param address where the request comes from.
   * @throws UnknownKey where there is no such key.
   * @throws Refusal `KEY_REVOKED`, `KEY_EXPIRED`, `KEY_NOT_FROM_HERE` of one that is right, and `IDENTITY_UNAVAILABLE`
   * where it is not known which hold, or how far this one goes.
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

/** An app of which is known that an operator refused it, or that it never was confirmed. */
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

/** The log has what is wrong with the registry. */
function refuseLater(): never {
  throw unavailable();
}
