import { programKeyHash, type ProgramKeyRecord, type RegisteredAppRecord } from '@hub/protocol';
import { Busy, Refusal } from '../errors/refusal.js';
import type { Caller } from '../request/caller.js';
import { type KnownKey, knownKey } from './caller-of-key.js';
import { withinApp } from './within-app.js';

/** A key is none that is known; what is wrong with it, nobody is told. */
export class UnknownKey extends Error {}

export interface ProgramKeysOptions {
  /** How long keys are taken for what they were while the registry does not answer, in milliseconds. */
  readonly knownForMs: number;
  /** A clock in milliseconds that does not go back. */
  readonly now?: () => number;
  /** Milliseconds since the epoch. */
  readonly date?: () => number;
}

/** The keys for programs that a gateway knows, as the registry said last. */
export class ProgramKeys {
  readonly #knownForMs: number;
  readonly #now: () => number;
  readonly #date: () => number;
  /** By the hash of their text: whoever finds out how long a look-up takes learns nothing of any key. */
  #byHash: ReadonlyMap<string, KnownKey> = new Map();
  #apps: ReadonlyMap<string, RegisteredAppRecord> = new Map();
  #origins: ReadonlySet<string> = new Set();
  /** Who asks by a token through an app, as long as the app is the same. */
  #withinApps = new WeakMap<Caller, Caller>();
  #saidAt = -Infinity;

  constructor({ knownForMs, now = () => performance.now(), date = Date.now }: ProgramKeysOptions) {
    this.#knownForMs = knownForMs;
    this.#now = now;
    this.#date = date;
  }

  /** How many keys are known that were not revoked. */
  get count(): number {
    return [...this.#byHash.values()].filter(({ record }) => !record.isRevoked).length;
  }

  /** How long ago the registry said which keys there are, in milliseconds; undefined where it never did. */
  get ageMs(): number | undefined {
    return this.#saidAt === -Infinity ? undefined : this.#now() - this.#saidAt;
  }

  /** An app that registered, as the registry said last. */
  app(id: string): RegisteredAppRecord | undefined {
    return this.#apps.get(id);
  }

  /** The sites whose pages ask with the credentials of apps that are accepted. */
  get origins(): ReadonlySet<string> {
    return this.#origins;
  }

  /** Knows these keys and apps and no others from now on. What is done for one that is revoked or gone ends. */
  take(records: readonly ProgramKeyRecord[], apps: readonly RegisteredAppRecord[] = []): void {
    this.#takeApps(apps);
    const before = this.#byHash;
    const byHash = new Map<string, KnownKey>();
    for (const record of records) {
      const former = before.get(record.hash);
      // As it was, so that what is remembered of its caller goes on.
      const app = record.app === undefined ? undefined : this.#apps.get(record.app);
      // A secret whose app is not told is nobody's.
      if (record.app !== undefined && !app) continue;
      const isSame = former && JSON.stringify(former.record) === JSON.stringify(record) && isAlike(former.app, app);
      byHash.set(record.hash, isSame ? former : knownKey(record, app));
    }
    this.#byHash = byHash;
    this.#saidAt = this.#now();
    for (const [hash, key] of before) if (byHash.get(hash) !== key) key.revocation.abort();
  }

  /** Who asks by a token: through an app that registered, within what was accepted of it. */
  within(caller: Caller): Caller {
    const app = caller.app === undefined ? undefined : this.#apps.get(caller.app);
    if (!app) return caller;
    const known = this.#withinApps.get(caller) ?? withinApp(caller, app);
    this.#withinApps.set(caller, known);
    return known;
  }

  /** Apps that are as they were stay the same objects. */
  #takeApps(records: readonly RegisteredAppRecord[]): void {
    const before = this.#apps;
    const same = (app: RegisteredAppRecord) => {
      const former = before.get(app.id);
      return former && JSON.stringify(former) === JSON.stringify(app) ? former : app;
    };
    this.#apps = new Map(records.map((app) => [app.id, same(app)]));
    this.#withinApps = new WeakMap();
    this.#origins = new Set(records.flatMap(({ state, origins }) => (state === 'ACCEPTED' ? origins : [])));
  }

  /**
   * Tells who asks by a key.
   * @param address where the request comes from.
   * @throws UnknownKey where there is no such key.
   * @throws Refusal `KEY_REVOKED`, `KEY_EXPIRED`, `KEY_NOT_FROM_HERE` of one that is right, and `IDENTITY_UNAVAILABLE`
   * where the registry has not answered for long.
   */
  callerOf(text: string, address: string | undefined): Caller {
    const hash = programKeyHash(text);
    if (hash === undefined) throw new UnknownKey('no key');
    if (!((this.ageMs ?? Infinity) <= this.#knownForMs)) {
      throw new Busy('IDENTITY_UNAVAILABLE', 'Keys cannot be verified for the moment.', 5);
    }
    const key = this.#byHash.get(hash);
    if (!key) throw new UnknownKey('an unknown key');
    const { caller, record } = key;
    if (record.isRevoked) throw new Refusal('KEY_REVOKED', 'The key was revoked: expected another.');
    if (this.#date() >= (caller.expiresAt ?? 0)) {
      throw new Refusal('KEY_EXPIRED', `The key was good until ${record.until}: expected a new one.`);
    }
    if (key.mayComeFrom(address)) return caller;
    throw new Refusal('KEY_NOT_FROM_HERE', 'The key may not be used from this address.');
  }
}

/** Whether callers through an app are the same callers: its documents say nothing of them. */
function isAlike(one: RegisteredAppRecord | undefined, other: RegisteredAppRecord | undefined): boolean {
  return one === other || JSON.stringify({ ...one, documents: {} }) === JSON.stringify({ ...other, documents: {} });
}
