import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { canonicalText, type Cell, digestOf, type ReleaseHeader, type ReleaseKeyFiles, signHeader } from '@hub/kit';
import { keyId, type NamedKey, participants } from '@hub/schema';
import { pagesOf } from '../../subgraphs/kit/src/release/pages.js';
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

/** What a test says of a release; of the rest it has what follows. */
export type OfferOptions = Partial<Omit<ReleaseHeader, 'pages' | 'organisation'>> & {
  /** What signs it; the organisation's first key unless told. */
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
  const pages = pagesOf(cells);
  const header = canonicalText({
    ...{ format: 2, organisation, number: (former?.number ?? 0) + 1, kind: former ? 'CHANGES' : 'FULL', through },
    ...{ previous: former ? digestOf(former.header) : null, places: noDigest, goals: noDigest },
    ...{ madeAt: `${dayAfter(through)}T01:00:00.000Z`, madeBy: 'HAND', note: null, demonstration: false },
    ...{ withoutNumber: 0, withdraws: [] },
    ...given,
    pages: pages.map(({ entry }) => entry),
  });
  const { number } = JSON.parse(header) as ReleaseHeader;
  const signature = await signHeader(header, key);
  const offered = { number, header, signature, pages: pages.map(({ text }) => text) };
  return { ...offered, ...alter?.(offered) };
}

interface NextReleases {
  readonly query: string;
  readonly variables: Readonly<Record<string, number>>;
}

/** The digest of a publication that movement hands an organisation. */
interface HandedOver {
  readonly id: string;
  readonly digest: string;
}

const noDigest = 'A'.repeat(43);

/** Stands in for the hub where movement runs alone: offers it the releases that a test has the organisations make. */
export class OfferedReleases {
  /** What every organisation signs with, unless told. */
  readonly key = testKey();
  /** Where movement finds the organisations' public keys. */
  readonly keyFiles: ReleaseKeyFiles;
  /** The organisations that do not answer. */
  readonly down = new Set<string>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'offered-releases-'));
  readonly #chains = new Map<string, Offered[]>(participants.map(({ code }) => [code, []]));
  /** The publications that organisations were handed: their digests, by organisation and id. */
  readonly kept = new Map<string, Map<string, string>>(participants.map(({ code }) => [code, new Map()]));
  /** What organisations were told of their releases, in order. */
  readonly noted: {
    readonly organisation: string;
    readonly number: number;
    readonly state: string;
    readonly reason: string;
  }[] = [];
  /** What was asked for last, by organisation's field: the number of the newest release that is held. */
  #held: Readonly<Record<string, number>> = {};
  #looks = 0;
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then((data) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data));
    });
  });

  private constructor() {
    const keys = new Map(participants.map(({ code }) => [code, [join(this.#folder, `${code}.pem`)]]));
    this.keyFiles = { keys, revocations: join(this.#folder, 'revoked.json') };
    for (const { code } of participants) this.trust(code, this.key);
  }

  /** Opens a stand-in; nobody has released anything. */
  static async open(): Promise<OfferedReleases> {
    const stand = new OfferedReleases();
    stand.#server.listen(0, '127.0.0.1');
    await once(stand.#server, 'listening');
    return stand;
  }

  /** Where movement is to look for the hub. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`;
  }

  /** Has an organisation's public keys be these. */
  trust(organisation: string, ...keys: readonly TestKey[]): void {
    const [file = ''] = this.keyFiles.keys.get(organisation) ?? [];
    const pems = keys.map(({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(file, pems.join(''));
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

  /** Settles when movement holds a release of an organisation, and has taken note of it. */
  async taken(organisation: string, number: number): Promise<void> {
    const field = participants.find(({ code }) => code === organisation)?.field ?? '';
    await until(() => (this.#held[field] ?? 0) >= number, {
      what: `movement to take in release ${number} of ${organisation}`,
      seen: () => this.#held,
    });
  }

  /** Settles when movement has looked at all that is offered now, and done with it. */
  async looked(): Promise<void> {
    const looks = this.#looks + 2;
    await until(() => this.#looks >= looks, { what: 'movement to look for releases' });
  }

  /** Ends it. */
  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage): Promise<object> {
    const { query, variables } = (await json(request)) as NextReleases;
    if (query.startsWith('query NextReleases')) {
      this.#looks += 1;
      this.#held = variables;
      const silent = participants.filter(({ code }) => this.down.has(code));
      return {
        data: Object.fromEntries(
          participants.map(({ code, field }) => [field, this.#next(code, variables[field] ?? 0)]),
        ),
        errors: silent.map(({ field }) => ({ message: 'It cannot be reached.', path: [field] })),
      };
    }
    const teller = participants.find(({ field }) => query.includes(`${field}NoteRelease(`));
    if (teller)
      return this.#note(teller.code, variables as unknown as { number: number; state: string; reason: string });
    const keeper = participants.find(({ field }) => query.includes(`${field}KeepPublication(`));
    if (keeper) return this.#keep(keeper.code, variables as unknown as HandedOver);
    const asked = participants.find(({ field }) => query.includes(`${field}Releases(`));
    const chain = this.#chains.get(asked?.code ?? '') ?? [];
    const { after = 0, page = 0 } = variables;
    const release = chain.find(({ number }) => number > after);
    return { data: { releases: { nodes: release ? [{ ...release, page: release.pages[page] ?? null }] : [] } } };
  }

  #keep(organisation: string, { id, digest }: HandedOver): object {
    if (this.down.has(organisation)) return { data: { kept: null }, errors: [{ message: 'It cannot be reached.' }] };
    const kept = this.kept.get(organisation) ?? new Map<string, string>();
    kept.set(id, kept.get(id) ?? digest);
    return { data: { kept: { digest } } };
  }

  #note(organisation: string, told: { number: number; state: string; reason: string }): object {
    if (this.down.has(organisation)) return { data: { noted: null }, errors: [{ message: 'It cannot be reached.' }] };
    this.noted.push({ organisation, ...told });
    return { data: { noted: { number: told.number } } };
  }

  #next(organisation: string, after: number): object | null {
    if (this.down.has(organisation)) return null;
    const chain = this.#chains.get(organisation) ?? [];
    const release = chain.find(({ number }) => number > after);
    const current = chain.at(-1)?.number ?? null;
    return { current, nodes: release ? [{ ...release, page: release.pages[0] ?? null }] : [] };
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
