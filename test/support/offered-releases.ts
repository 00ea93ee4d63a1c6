import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReleaseKeyFiles } from '@hub/kit/service';
import {
  canonicalText,
  type Cell,
  digestOf,
  keptStatement,
  keyId,
  type LinkMessage,
  type NamedKey,
  type ReleaseHeader,
  signHeader,
} from '@hub/protocol';
import { knownOrganisations } from '@hub/runtime';
import { LinkClient, NotTaken } from '../../subgraphs/kit/src/link/link-client.js';
import { pagesOf } from '../../subgraphs/protocol/src/release/pages.js';
import { until } from './until.js';

/** A key pair by which an organisation of the tests signs. */
export interface TestKey extends NamedKey {
  readonly publicKey: KeyObject;
}

/** Makes a key pair. */
export function testKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { id: keyId(publicKey), key: privateKey, publicKey };
}

/** A release as an organisation offers it. */
export interface Offered {
  readonly number: number;
  readonly header: string;
  readonly signature: string;
  readonly pages: readonly string[];
}

/** The parts of a release that a test sets; the others have defaults. */
export type OfferOptions = Partial<Omit<ReleaseHeader, 'pages' | 'organisation'>> & {
  /** The signing key; the organisation's first key by default. */
  readonly key?: NamedKey;
  /** Alters what is offered after it was signed. */
  readonly alter?: (offered: Offered) => Partial<Offered>;
};

/**
 * Makes a release as `OfferedReleases` offers it.
 * @param former the one before; undefined where it is the first.
 */
export async function signedRelease(
  organisation: string,
  cells: readonly Cell[],
  former: Offered | undefined,
  { key, alter, ...given }: OfferOptions & { readonly key: NamedKey },
): Promise<Offered> {
  const through = given.through ?? '2026-10-31';
  const madeAt = new Date(Date.parse(through) + 25 * 3_600_000).toISOString();
  const pages = pagesOf(cells);
  const header = canonicalText({
    ...{ format: 2, organisation, number: (former?.number ?? 0) + 1, kind: former ? 'CHANGES' : 'FULL', through },
    ...{ previous: former ? digestOf(former.header) : null, places: noDigest, goals: noDigest },
    ...{ madeAt, madeBy: 'HAND', note: null, demonstration: false },
    ...{ withoutNumber: 0, withdraws: [] },
    ...given,
    pages: pages.map(({ entry }) => entry),
  });
  const { number } = JSON.parse(header) as ReleaseHeader;
  const signature = await signHeader(header, key);
  const offered = { number, header, signature, pages: pages.map(({ text }) => text) };
  return { ...offered, ...alter?.(offered) };
}

const noDigest = 'A'.repeat(43);

/** How long organisations wait between two exchanges, in milliseconds. */
const everyMs = 150;

/** Stands in for the organisations where movement runs alone: hands over the releases that a test has them make. */
export class OfferedReleases {
  /** The default signing key of every organisation. */
  readonly key = testKey();
  /** Where movement finds the organisations' public keys. */
  readonly keyFiles: ReleaseKeyFiles;
  /** The organisations that hand nothing over. */
  readonly down = new Set<string>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'offered-releases-'));
  readonly #chains = new Map<string, Offered[]>(knownOrganisations.map(({ code }) => [code, []]));
  /** What organisations sign their messages with. */
  readonly #keys = new Map<string, TestKey>(knownOrganisations.map(({ code }) => [code, this.key]));
  /** The publications that organisations were handed: their digests, by organisation and id. */
  readonly kept = new Map<string, Map<string, string>>(knownOrganisations.map(({ code }) => [code, new Map()]));
  /** The verdicts on releases that organisations got, in order. */
  readonly noted: {
    readonly organisation: string;
    readonly number: number;
    readonly state: string;
    readonly reason: string;
  }[] = [];
  /** What movement refused, by the code that it said, in order. */
  readonly refused: { readonly organisation: string; readonly code: string; readonly message: string }[] = [];
  /** By organisation, the number after which movement wants releases. */
  readonly #held = new Map<string, number>();
  readonly #unsaid = new Map<string, Pick<LinkMessage, 'kept' | 'noted'>>();
  readonly #stop = new AbortController();
  #movement: { readonly client: LinkClient; readonly now: () => Date } | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  private constructor() {
    const keys = new Map(knownOrganisations.map(({ code }) => [code, [join(this.#folder, `${code}.pem`)]]));
    this.keyFiles = { keys, revocations: join(this.#folder, 'revoked.json') };
    for (const { code } of knownOrganisations) this.trust(code, this.key);
  }

  /** Opens a stand-in that has no releases. */
  static open(): Promise<OfferedReleases> {
    return Promise.resolve(new OfferedReleases());
  }

  /** Has the organisations hand over at an address, and go on doing so. */
  handTo(url: string, now: () => Date): void {
    this.#movement = { client: new LinkClient(url), now };
    const next = () => {
      this.#timer = setTimeout(() => void this.looked().then(next, next), everyMs);
    };
    clearTimeout(this.#timer);
    next();
  }

  /** Has an organisation's public keys be these. */
  trust(organisation: string, ...keys: readonly TestKey[]): void {
    const [file = ''] = this.keyFiles.keys.get(organisation) ?? [];
    const pems = keys.map(({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(file, pems.join(''));
    const [newest] = keys.toReversed();
    if (newest) this.#keys.set(organisation, newest);
  }

  /** Revokes keys, by id, each from a moment on; no other is. */
  revoke(moments: Readonly<Record<string, string>>): void {
    writeFileSync(this.keyFiles.revocations ?? '', JSON.stringify(moments));
  }

  /** Has an organisation make a release: the first is full, a later one holds changes, made the day after `through`. */
  async offer(organisation: string, cells: readonly Cell[], options: OfferOptions = {}): Promise<Offered> {
    const chain = this.#chains.get(organisation) ?? [];
    const offered = await signedRelease(organisation, cells, chain.at(-1), { key: this.key, ...options });
    chain.push(offered);
    return offered;
  }

  /** As `offer`; settles when movement has taken it in. */
  async release(organisation: string, cells: readonly Cell[], options?: OfferOptions): Promise<Offered> {
    const offered = await this.offer(organisation, cells, options);
    await this.taken(organisation, offered.number);
    return offered;
  }

  /** Takes back an organisation's newest releases, as one does that was restored from a backup. */
  takeBack(organisation: string, count = 1): void {
    this.#chains.get(organisation)?.splice(-count);
  }

  /** Settles when movement holds a release of an organisation. */
  async taken(organisation: string, number: number): Promise<void> {
    await until(
      async () => {
        await this.looked();
        return (this.#held.get(organisation) ?? 0) >= number;
      },
      {
        every: 100,
        what: `movement to take in release ${number} of ${organisation}`,
        seen: () => [this.#held, this.refused.at(-1)],
      },
    );
  }

  /** Settles after one exchange with each organisation that is up. */
  looked(): Promise<void> {
    const looked = this.#turn.then(async () => {
      for (const { code } of knownOrganisations) if (!this.down.has(code)) await this.#exchange(code);
    });
    this.#turn = looked.catch(() => undefined);
    return looked;
  }

  /** Stops an organisation's exchanges once the running one has ended. */
  async takeDown(organisation: string): Promise<void> {
    await this.#turn;
    this.down.add(organisation);
  }

  /** Stops the timed exchanges of every organisation. */
  async rest(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#turn;
    clearTimeout(this.#timer);
  }

  /** Ends it. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #exchange(organisation: string): Promise<void> {
    const { client, now } = this.#movement ?? {};
    if (!client || !now) return;
    const { signal } = this.#stop;
    const chain = this.#chains.get(organisation) ?? [];
    const { kept, noted } = this.#unsaid.get(organisation) ?? { kept: [], noted: [] };
    const newest = chain.at(-1)?.number ?? 0;
    const at = now().toISOString();
    const message = canonicalText({ format: 1, organisation, at, newest, kept, noted, imports: [] });
    const key = this.#keys.get(organisation) ?? this.key;
    try {
      const signature = await signHeader(message, key);
      const { releases, publications, notices, ticket } = await client.exchange({ message, signature }, signal);
      const unsaid: { kept: LinkMessage['kept'][number][]; noted: LinkMessage['noted'][number][] } = {
        kept: [],
        noted: [],
      };
      this.#unsaid.set(organisation, unsaid);
      for (const { id, digest } of publications) {
        const held = this.kept.get(organisation) ?? new Map<string, string>();
        held.set(id, held.get(id) ?? digest);
        const statement = { id, digest: held.get(id) ?? '', keptAt: at };
        unsaid.kept.push({ ...statement, signature: await signHeader(keptStatement(organisation, statement), key) });
      }
      for (const notice of notices) {
        this.noted.push({ organisation, ...notice });
        unsaid.noted.push({ number: notice.number, state: notice.state });
      }
      this.#held.set(organisation, releases.after);
      for (const { number, header, signature: by, pages } of chain.filter((one) => one.number > releases.after)) {
        await client.release({ header, signature: by, pages }, ticket, signal);
        this.#held.set(organisation, number);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof NotTaken) this.refused.push({ organisation, code: error.code, message: error.message });
      // Movement may be on its way down or up; what it cannot do its log says.
    }
  }
}
