import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  canonicalText,
  type Cell,
  digestOf,
  keptStatement,
  keyId,
  keyOfCell,
  type LinkAnswer,
  type NamedKey,
  type PseudonymKeys,
  pseudonymOf,
  PeopleSketch,
  personTokens,
  sealSketches,
  signHeader,
} from '@hub/protocol';
import { publishedCells } from '../../subgraphs/kit/src/disclosure/published-cells.js';
import { pseudonymsNameOf } from '../../subgraphs/hub/src/conform/sketch-checks.js';
import type { TrialStep } from '../../subgraphs/hub/src/conform/trial.js';
import type { PreparedTrial, TrialFiles } from '../../subgraphs/hub/src/conform/trial-files.js';
import { LinkClient } from '../../subgraphs/kit/src/link/link-client.js';
import { signedRelease, type TestKey, testKey } from './offered-releases.js';

/** Faults that an organisation may have in its releases and messages; each name says the fault. */
export const wrongsOfOrganisations = [
  ...['says when it was an hour ago', 'signs releases with another key', 'names another former release'],
  ...['writes headers that are not canonical', 'lists cells in another order', 'hands over a page that was changed'],
  ...['makes its first release of changes', 'goes back in days', 'says exact counts', 'repeats what did not change'],
  ...['alters what it handed over', 'changes the past', 'withdraws to other figures', 'withdraws by changes'],
  ...['keeps no publications', 'says fewer than there are', 'rounds alone', 'says where nobody is'],
  ...['sketches everybody everywhere', 'sketches without a key', 'sketches under another name'],
  ...['seals to itself', 'keeps sealed sketches', 'forgets places in sketches'],
  ...['keeps the figures of who was erased', 'keeps who was erased in sketches'],
  ...['loses somebody by rotation', 'keeps sketches of the former version'],
  ...['keeps its former key', 'makes a release of changes under its next key'],
] as const;

export type WrongOrganisations = (typeof wrongsOfOrganisations)[number];

interface Person {
  readonly number: string;
  readonly commune: string;
  readonly month: string;
}

/** How the organisation is linked in a trial. */
export interface LinkedTrial {
  readonly organisation: string;
  readonly goal: string;
  readonly trial: PreparedTrial;
  readonly files: TrialFiles;
  readonly sealTo: KeyObject;
}

type Offered = Awaited<ReturnType<typeof signedRelease>>;

const from = { commune: '2025-07-01', root: '0001-01-01' };

/** An organisation of few lines that hands over as the protocol has it, but for one thing that it gets wrong. */
export class WrongOrganisation {
  #key: TestKey = testKey();
  readonly publicKey = this.#key.publicKey;
  readonly firstKey: NamedKey = { id: this.#key.id, key: this.#key.publicKey };
  #people: Person[] = [];
  #erased = new Set<string>();
  #keys: PseudonymKeys;
  #chain: { readonly offered: Offered; readonly cells: readonly Cell[]; readonly through: string }[] = [];
  readonly #sealed = new Map<string, { readonly number: number; readonly sealed: string }>();
  #unsaid: { kept: object[]; noted: object[] } = { kept: [], noted: [] };
  #client: LinkClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  readonly #pseudonyms = new Map<string, string>();
  readonly #stop = new AbortController();

  constructor(
    private readonly linked: LinkedTrial,
    private readonly wrong: WrongOrganisations | undefined,
  ) {
    this.#keys = linked.trial.pseudonymKeys;
  }

  #is(wrong: WrongOrganisations): boolean {
    return this.wrong === wrong;
  }

  /** Has it reach out, again and again. */
  start(hub: string): void {
    this.#client = new LinkClient(hub);
    const next = () => {
      this.#turn = this.#exchange()
        .catch(() => undefined)
        .then(() => {
          if (!this.#stop.signal.aborted) this.#timer = setTimeout(next, 20);
        });
    };
    next();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#turn;
  }

  /** Does a step of a trial. */
  async perform(step: TrialStep): Promise<boolean> {
    switch (step.what) {
      case 'take':
        this.#take(this.linked.files.people[step.file - 1] ?? '');
        return true;
      case 'release':
        await this.#release(step.through, []);
        return true;
      case 'withdraw': {
        const kept = this.#chain.at(-2);
        await this.#release(kept?.through ?? '', [{ number: step.number, reason: 'a trial' }], kept?.cells);
        return true;
      }
      case 'erase':
        this.#erased.add(step.number);
        return true;
      case 'rotate-pseudonyms':
        this.#keys = this.linked.trial.nextPseudonymKeys;
        if (this.#is('loses somebody by rotation')) this.#people = this.#people.slice(60);
        return true;
      case 'rotate-signing-key':
        await this.#rotateKey();
        return true;
    }
  }

  #take(file: string): void {
    const [, ...rows] = readFileSync(file, 'utf8').trim().split('\n');
    for (const row of rows) {
      const [number = '', , , , commune = '', day = ''] = row.split(',');
      this.#people.push({ number, commune, month: day.slice(0, 7) });
    }
  }

  async #rotateKey(): Promise<void> {
    if (this.#is('keeps its former key')) return;
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const { organisation } = this.linked;
    const statement = { kind: 'KEY', publicKey: pem, from: new Date().toISOString(), until: null };
    const message = canonicalText({ format: 1, organisation, at: new Date().toISOString(), statement });
    await this.#client?.state({ message, signature: await signHeader(message, this.#key) }, this.#stop.signal);
    this.#key = { id: keyId(publicKey), key: privateKey, publicKey };
  }

  /** Who counts now, in a month and place. */
  #counted(month: string, place?: string): Person[] {
    const keeps = this.#is('keeps the figures of who was erased');
    return this.#people.filter(
      (one) =>
        one.month <= month &&
        (place === undefined || one.commune === place) &&
        (keeps || !this.#erased.has(one.number)),
    );
  }

  #cells(until: string): Cell[] {
    const { goal, trial } = this.linked;
    const months = trial.months.filter((month) => month <= until.slice(0, 7));
    const isLater = until.slice(0, 7) === trial.months[1];
    const ledger = months.flatMap((month) =>
      trial.communes.flatMap((code) => {
        const people = this.#counted(month, code).length;
        return people === 0 ? [] : [{ goal, code, from: from.commune, month, people, occurrences: 0 }];
      }),
    );
    if (this.#is('rounds alone')) {
      const rounded = [
        ...ledger,
        ...months.map((month) => ({ code: trial.root, from: from.root, month, people: this.#counted(month).length })),
      ];
      return rounded.flatMap(({ code, from: day, month, people }): Cell[] => {
        const down = Math.floor(people / 10) * 10;
        return down === 0 ? [] : [[goal, code, day, month, down, down + 9, 0]];
      });
    }
    const cells = publishedCells(ledger, {
      root: { code: trial.root, from: from.root },
      communesIn: () => trial.communes.length,
      risingIn: () => trial.communes.map((code) => ({ code, from: from.commune })),
    });
    return cells.map((cell, index): Cell => {
      const [, , , month, people, atMost] = cell;
      if (this.#is('says fewer than there are') && index === 0)
        return [...cell.slice(0, 4), people + 50, atMost + 50, 0] as never;
      if (this.#is('says exact counts') && index === 0)
        return [...cell.slice(0, 4), people + 1, people + 1, 0] as never;
      if (this.#is('changes the past') && isLater && month === trial.months[0] && index === 0)
        return [...cell.slice(0, 4), people, atMost + 10, 0] as never;
      return cell;
    });
  }

  async #release(
    through: string,
    withdraws: { number: number; reason: string }[],
    same?: readonly Cell[],
  ): Promise<void> {
    const { organisation, goal, trial } = this.linked;
    const former = this.#chain.at(-1);
    let cells = same ?? this.#cells(through);
    if (this.#is('withdraws to other figures') && withdraws.length > 0) cells = this.#chain.at(-1)?.cells ?? [];
    if (this.#is('says where nobody is')) {
      cells = [...cells, [goal, '99999', from.commune, trial.months[0], 20, 29, 0] as Cell];
    }
    const isOther = former !== undefined && this.#chain.some(({ offered }) => keyOf(offered) !== this.#key.id);
    const isFirstOfKey = isOther && keyOf(former.offered) !== this.#key.id;
    const makesChanges =
      (this.#is('makes its first release of changes') && !former) ||
      (this.#is('withdraws by changes') && withdraws.length > 0) ||
      (this.#is('makes a release of changes under its next key') && isFirstOfKey);
    const isFull = !makesChanges && (!former || withdraws.length > 0 || isFirstOfKey);
    const kind = isFull ? 'FULL' : 'CHANGES';
    let own = isFull || this.#is('repeats what did not change') ? cells : changes(former?.cells ?? [], cells);
    own = [...own].sort((a, b) => (keyOfCell(a) < keyOfCell(b) ? -1 : 1));
    if (this.#is('lists cells in another order')) own = own.toReversed();
    const sketches = await this.#sketches(through, (former?.offered.number ?? 0) + 1);
    const key = this.#is('signs releases with another key') ? testKey() : this.#key;
    const madeAt = new Date().toISOString();
    const day = this.#is('goes back in days') && former ? `${trial.months[0]}-01` : through;
    const offered = await signedRelease(organisation, own, former?.offered, {
      ...{ key, kind, through: day, madeAt, withdraws, sketches },
      ...(this.#is('names another former release') && former && { previous: 'B'.repeat(43) }),
    });
    const [page] = offered.pages;
    const wrong = {
      ...(this.#is('writes headers that are not canonical') && (await spaced(offered, key))),
      ...(this.#is('hands over a page that was changed') &&
        page && { pages: [page.replace('20', '30'), ...offered.pages.slice(1)] }),
    };
    this.#chain.push({ offered: { ...offered, ...wrong }, cells, through });
  }

  async #sketches(through: string, number: number) {
    const { organisation, goal, trial, sealTo } = this.linked;
    const own = generateKeyPairSync('x25519').publicKey;
    const keys = this.#is('keeps sketches of the former version') ? trial.pseudonymKeys : this.#keys;
    const entries = [];
    for (const month of trial.months.filter((one) => one <= through.slice(0, 7))) {
      const period = trial.periodKeys.get(month);
      if (!period) continue;
      const secret = this.#is('sketches without a key') ? { id: period.id, secret: Buffer.alloc(32) } : period;
      const tokenOf = personTokens(secret);
      const places = [[trial.root, from.root], ...trial.communes.map((code) => [code, from.commune])].filter(
        ([code]) => this.#counted(month, code === trial.root ? undefined : code).length > 0,
      );
      const some = this.#is('forgets places in sketches') ? places.slice(1) : places;
      const made = new Map(
        some.map(([code, day]) => {
          const sketch = new PeopleSketch();
          const isAll = code === trial.root || this.#is('sketches everybody everywhere');
          const keeps = this.#is('keeps who was erased in sketches');
          const people = keeps
            ? this.#people.filter((one) => one.month <= month && (isAll || one.commune === code))
            : this.#counted(month, isAll ? undefined : code);
          for (const { number: citizen } of people) sketch.add(tokenOf(this.#pseudonymOf(citizen, keys)));
          return [`${code} ${day}`, sketch.toBytes()] as const;
        }),
      );
      const name = this.#is('sketches under another name') ? '9.00000000' : pseudonymsNameOf(keys);
      const key = `${period.id}.${name}`;
      const to = this.#is('seals to itself') ? own : sealTo;
      const sealed = await sealSketches({ organisation, goal, month, key }, made, to);
      const digest = digestOf(sealed);
      this.#sealed.set(digest, { number, sealed });
      entries.push({ goal, month, key, digest });
    }
    return entries;
  }

  #pseudonymOf(number: string, keys: PseudonymKeys): string {
    const name = `${keys.length} ${number}`;
    const made = this.#pseudonyms.get(name) ?? pseudonymOf(number, keys);
    this.#pseudonyms.set(name, made);
    return made;
  }

  async #exchange(): Promise<void> {
    const client = this.#client;
    if (!client) return;
    const { organisation } = this.linked;
    const { signal } = this.#stop;
    const ago = this.#is('says when it was an hour ago') ? 3_600_000 : 0;
    const at = new Date(Date.now() - ago).toISOString();
    const message = canonicalText({
      ...{ format: 1, organisation, at, newest: this.#chain.length, imports: [] },
      ...this.#unsaid,
    });
    const signed = { message, signature: await signHeader(message, this.#key) };
    const answer: LinkAnswer = await client.exchange(signed, signal);
    this.#unsaid = { kept: [], noted: [] };
    if (!this.#is('keeps no publications')) {
      for (const { id, digest } of answer.publications) {
        const kept = { id, digest, keptAt: new Date().toISOString() };
        this.#unsaid.kept.push({ ...kept, signature: await signHeader(keptStatement(organisation, kept), this.#key) });
      }
    }
    for (const { number, state } of answer.notices) this.#unsaid.noted.push({ number, state });
    for (const { offered } of this.#chain.slice(answer.releases.after)) {
      const again = offered.number <= answer.releases.held && this.#is('alters what it handed over');
      const header = again ? offered.header.replace('"note":null', '"note":"x"') : offered.header;
      await client.release({ header, signature: offered.signature, pages: offered.pages }, answer.ticket, signal);
    }
    if (this.#is('keeps sealed sketches')) return;
    for (const { digest } of answer.sketches) {
      const found = this.#sealed.get(digest);
      if (found) await client.sketches({ ...found, digest }, answer.ticket, signal);
    }
  }
}

/** The id of the key that signed a release, as its signature names it. */
function keyOf({ signature }: Offered): string {
  const [head = ''] = signature.split('.');
  return (JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string }).kid;
}

function changes(before: readonly Cell[], after: readonly Cell[]): Cell[] {
  const known = new Map(before.map((cell) => [keyOfCell(cell), cell.join()]));
  const now = new Set(after.map(keyOfCell));
  const gone = before.filter((cell) => !now.has(keyOfCell(cell)));
  return [
    ...after.filter((cell) => known.get(keyOfCell(cell)) !== cell.join()),
    ...gone.map((cell): Cell => [cell[0], cell[1], cell[2], cell[3], 0, 9, 0]),
  ];
}

/** A header of the same with a space in it, signed so. */
async function spaced({ header }: Offered, key: NamedKey): Promise<{ header: string; signature: string }> {
  const text = header.replace('{', '{ ');
  return { header: text, signature: await signHeader(text, key) };
}
