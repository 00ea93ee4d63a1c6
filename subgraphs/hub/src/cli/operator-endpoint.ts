import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import {
  type Anchor,
  anchorSchema,
  type AuditEntry,
  type ChainHead,
  type CheckReport,
  checkReport,
  type DueRelease,
  dueReleasesPath,
  type KeptRecord,
  type OperatorScope,
  readDueReleases,
  readKeptRecord,
  type RestoreMark,
  restoreMark,
  type RestoreRequest,
  storedReceipt,
  type StoredReceipt,
} from '@hub/protocol';
import { z } from 'zod';
import type {
  Adoption,
  AdoptionAsk,
  Archivable,
  ArchiveRemoval,
  DemonstrationAnswer,
  DemonstrationAsk,
  Holdings,
  ImportCatalogue,
  ImportLine,
  ListedReleases,
  PseudonymsAnswer,
  Receipt,
  ReleaseAnswer,
  ReleaseAsk,
  ReleaseReport,
  Rotation,
  RotationAnswer,
  SubjectAsk,
  WithdrawalAsk,
} from '@hub/kit/service';
import type { PastPublication } from './demonstration-history.js';
import { Failure, Refused, systemReason } from './failure.js';
import { createdKey, type ListedKey, listedKeys, revokedKey } from './listed-key.js';
import { exchange, jsonLines, linesOf, type OperatorExchangeOptions, textOf } from './operator-exchange.js';

/** A file to hand over. */
export interface Delivery {
  readonly kind: string;
  readonly path: string;
  /** Whether its content is made up. */
  readonly demonstration: boolean;
  /** The day on which its codes of places are read (default: today). */
  readonly on?: string | undefined;
  /** The last day through which it is complete, if stated. */
  readonly through?: string | undefined;
  /** Whether it is part of a load, which `endLoad` ends. */
  readonly more?: boolean;
}

/** A running subgraph's operator's endpoint; see `import.endpoint.ts`. */
export interface OperatorEndpoint {
  readonly organisation: string;
  /** The kinds of files that the subgraph takes, and the imports so far. */
  catalogue(): Promise<ImportCatalogue>;
  /** Streams a file in and the results out, line by line. */
  send(delivery: Delivery): AsyncGenerator<ImportLine>;
  /** Reports the end of a load: the subgraph then makes a waiting release at once. */
  endLoad(): Promise<void>;
  /** Makes the demonstration's releases of the present data, unless they exist; see `demonstration-release.endpoint.ts`. */
  releaseDemonstration(asks: readonly DemonstrationAsk[]): Promise<readonly DemonstrationAnswer[]>;
  /** Makes a release, or previews it; null if nothing changed. See `release.endpoint.ts`. */
  release(ask: ReleaseAsk): Promise<ReleaseReport | null>;
  /** The organisation's newest releases, each with its state. */
  releases(): Promise<ListedReleases['releases']>;
  /** Withdraws a release. @returns the release that withdraws it. */
  withdraw(ask: WithdrawalAsk): Promise<ReleaseReport>;
  /** Makes the organisation continue from the register's releases. @returns the result. */
  adopt(ask: AdoptionAsk): Promise<Adoption>;
  /** Hands over the releases that the hub lacks. @returns how many it took. See `link.endpoint.ts`. */
  exchange(): Promise<number>;
  /** Of movement: makes the due estimates. */
  makeEstimates(): Promise<void>;
  /** Of movement: makes a publication of the demonstration, unless it exists. @returns its id, or null if none was made. */
  publishDemonstration(ask: PastPublication): Promise<string | null>;
  /** The rows that may leave its database for an archive; see `archive.endpoint.ts`. */
  archivable(before: string): Promise<Archivable>;
  /** The rows of a set of these, as lines of JSON, and a last line that describes them. */
  archiveLines(set: string, before: string): AsyncGenerator<string>;
  /** Removes the rows of a set that an archive has. */
  removeArchived(set: string, ask: ArchiveRemoval): Promise<void>;
  /** Of movement: rebuilds its register's cells; see its `register.endpoints.ts`. */
  rebuildRegister(): Promise<{ readonly releases: number; readonly cells: number; readonly differed: number }>;
  /**
   * Of movement: its stored releases, as JSON; with a publication, only that publication's releases; with an
   * organisation, only that organisation's.
   */
  registerBundle(of: {
    readonly publication?: string | undefined;
    readonly organisation?: string | undefined;
  }): Promise<string>;
  /** Shows, erases or readmits a person; see `subject.endpoint.ts`. */
  showSubject(ask: Omit<SubjectAsk, 'action'>): Promise<Holdings>;
  /** The version of an organisation's pseudonyms, and the keys of its subgraph. */
  pseudonyms(): Promise<PseudonymsAnswer>;
  /** Converts all pseudonyms to the next version; see `pseudonyms.endpoint.ts`. */
  rotatePseudonyms(): Promise<Rotation>;
  changeSubject(ask: SubjectAsk & { readonly action: 'erase' | 'readmit' }): Promise<Receipt | null>;
  /** Its receipts of gateways' requests, in order; see `receipt.endpoint.ts`. */
  receipts(): AsyncGenerator<StoredReceipt>;
  /** Its record of the audit log; see `anchor.endpoint.ts` and `mark.endpoint.ts`. */
  keptRecord(): Promise<KeptRecord>;
  /** Reports a restore of the audit log to it. @returns whether that is new to it. */
  tellOfRestore(mark: RestoreMark): Promise<boolean>;
  /** Of the audit log: its entries in order, and then its head; see `log.endpoint.ts`. */
  entries(): AsyncGenerator<AuditEntry | { readonly head: ChainHead }>;
  /** Of the audit log: the accepted restores, in order. */
  restores(): Promise<RestoreMark[]>;
  /** Makes the audit log accept a restore. @returns the mark's place. See `restore.endpoint.ts`. */
  acceptRestore(ask: RestoreRequest): Promise<Anchor>;
  /** Of the registry: reads its data about organisations, or with `ask` changes it; see its `organisation.endpoints.ts`. */
  askRegistry(path: string, ask?: object): Promise<unknown>;
  /** Of movement: the headlines of each audience, now and with an organisation by its agreements. */
  headlines(organisation: string, agreements: string | null): Promise<unknown>;
  /** Of movement: the months that organisations have not reported, with their due days. */
  dueReleases(): Promise<readonly DueRelease[]>;
  /** Of the registry: creates a key for a program; its text is shown once. */
  createKey(ask: object): Promise<{ readonly key: ListedKey; readonly secret: string }>;
  /** Of the registry: the usable keys, or all. */
  keys(all: boolean): Promise<readonly ListedKey[]>;
  /** Of the registry: revokes a key. @returns the revoked key. */
  revokeKey(ask: { readonly id: string; readonly by: string }): Promise<ListedKey>;
  /** Of the registry: checks a schema that an organisation would publish; see its `check.endpoint.ts`. */
  check(organisation: string, sdl: string): Promise<CheckReport>;
  /** Its GraphQL schema. */
  schema(): Promise<string>;
}

/** A line of the endpoint's receipts: one receipt, or at the end their number. */
const receiptLine = z.union([z.object({ receipts: z.int() }), storedReceipt]);

/** A line of the audit log's answer: an entry, or its head. */
const entryLine = z.union([
  z.object({ head: z.object({ sequence: z.int(), hash: z.string() }) }),
  z.object({ sequence: z.int(), record: z.string(), hash: z.string() }),
]);

const handedOver = z.object({ releases: z.int() });
const published = z.object({ id: z.string().nullable() });
const pseudonymsAnswer = z.object({ version: z.int(), keys: z.array(z.string()) });
const rebuilt = z.object({ releases: z.int(), cells: z.int(), differed: z.int() });

/** Reaches a running subgraph's operator's endpoint. It waits as long as the subgraph does: imports can take hours. */
export function operatorEndpoint(options: OperatorExchangeOptions): OperatorEndpoint {
  const post = async (scope: OperatorScope, path: string, ask: object): Promise<unknown> => {
    const content = Readable.from([JSON.stringify(ask)]);
    return JSON.parse(await textOf(await exchange(options, scope, path, { type: 'application/json', content })));
  };
  const askAboutSubject = (ask: SubjectAsk) => post('people', '/operator/subject', ask);
  const get = async <T>(path: string, read: (answer: unknown) => T, scope: OperatorScope = 'audit'): Promise<T> => {
    const text = await textOf(await exchange(options, scope, path));
    try {
      return read(JSON.parse(text));
    } catch (error) {
      const { organisation, url } = options;
      throw new Failure(
        `Expected ${organisation} at ${url} to answer ${path} as a subgraph does: ${(error as Error).message}. It answered ${JSON.stringify(text.slice(0, 200))}.`,
      );
    }
  };
  return {
    organisation: options.organisation,
    catalogue: async () => catalogueFrom(await textOf(await exchange(options, 'import', '/operator/imports')), options),
    send: async function* (delivery) {
      const query = new URLSearchParams({ file: basename(delivery.path) });
      if (delivery.demonstration) query.set('demonstration', 'true');
      if (delivery.on !== undefined) query.set('on', delivery.on);
      if (delivery.through !== undefined) query.set('through', delivery.through);
      if (delivery.more) query.set('more', 'true');
      const path = `/operator/imports/${encodeURIComponent(delivery.kind)}?${query.toString()}`;
      try {
        for await (const line of linesOf(
          await exchange(
            options,
            'import',
            path,
            { type: 'text/csv', content: createReadStream(delivery.path) },
            { accept: 'application/x-ndjson' },
          ),
        )) {
          yield JSON.parse(line) as ImportLine;
        }
      } catch (error) {
        if (error instanceof Refused) {
          yield { type: 'failed', ...error.answer };
          return;
        }
        if (error instanceof Failure) throw error;
        throw new Failure(
          `The connection to ${options.organisation} ended before it confirmed ${delivery.path} (${systemReason(error)}). Import it again: no row comes in twice.`,
        );
      }
    },
    endLoad: async () => {
      await post('import', '/operator/load-ended', {});
    },
    releaseDemonstration: async (asks) =>
      (await post('import', '/operator/demonstration-releases', asks)) as readonly DemonstrationAnswer[],
    release: async (ask) => ((await post('release', '/operator/releases', ask)) as ReleaseAnswer).release,
    releases: () => get('/operator/releases', (answer) => (answer as ListedReleases).releases, 'release'),
    withdraw: async (ask) =>
      ((await post('release', '/operator/releases/withdrawals', ask)) as { readonly release: ReleaseReport }).release,
    adopt: async (ask) => (await post('release', '/operator/releases/adoptions', ask)) as Adoption,
    exchange: async () => handedOver.parse(await post('release', '/operator/link/exchanges', {})).releases,
    makeEstimates: async () => {
      await post('audit', '/operator/register/estimates', {});
    },
    publishDemonstration: async (ask) =>
      published.parse(await post('audit', '/operator/register/demonstration-publications', ask)).id,
    archivable: (before) => get(`/operator/archive?before=${before}`, (answer) => answer as Archivable),
    archiveLines: async function* (set, before) {
      yield* linesOf(await exchange(options, 'audit', `/operator/archive/${set}?before=${before}`));
    },
    removeArchived: async (set, ask) => {
      await post('audit', `/operator/archive/${set}/removal`, ask);
    },
    rebuildRegister: async () => rebuilt.parse(await post('audit', '/operator/register/rebuild', {})),
    registerBundle: async ({ publication, organisation }) => {
      const query = new URLSearchParams({ ...(publication && { publication }), ...(organisation && { organisation }) });
      return textOf(await exchange(options, 'audit', `/operator/register/bundle?${query.toString()}`));
    },
    pseudonyms: () => get('/operator/pseudonyms', (answer) => pseudonymsAnswer.parse(answer), 'people'),
    rotatePseudonyms: async () =>
      ((await post('people', '/operator/pseudonyms/rotations', {})) as RotationAnswer).rotation,
    showSubject: async (ask) => (await askAboutSubject({ ...ask, action: 'show' })) as Holdings,
    changeSubject: async (ask) => ((await askAboutSubject(ask)) as { receipt: Receipt | null }).receipt,
    receipts: async function* () {
      let receipts = 0;
      const response = await exchange(options, 'audit', '/operator/receipts');
      for await (const line of jsonLines(options, 'receipts', response, (one) => receiptLine.parse(one))) {
        if ('receipts' in line && line.receipts === receipts) return;
        if ('receipts' in line) break;
        receipts += 1;
        yield line;
      }
      throw new Failure(`The receipts of ${options.organisation} at ${options.url} broke off after ${receipts}.`);
    },
    keptRecord: async () => {
      const anchors = await get('/operator/audit-anchors', (answer) => z.array(anchorSchema).parse(answer));
      return get('/operator/audit-marks', (marks) =>
        readKeptRecord({ organisation: options.organisation, anchors, marks }, options.organisation),
      );
    },
    tellOfRestore: async (mark) => {
      const { isNew } = (await post('audit', '/operator/audit-marks', mark)) as { readonly isNew: boolean };
      return isNew;
    },
    entries: async function* () {
      const response = await exchange(options, 'audit', '/operator/audit/entries');
      for await (const line of jsonLines(options, 'entries', response, (one) => entryLine.parse(one))) {
        yield line;
        if ('head' in line) return;
      }
      throw new Failure(`The audit log at ${options.url} broke off.`);
    },
    restores: () => get('/operator/audit/restores', (answer) => z.array(restoreMark).parse(answer)),
    acceptRestore: async (ask) => anchorSchema.parse(await post('restore', '/operator/audit/restores', ask)),
    askRegistry: (path, ask) => (ask === undefined ? get(path, (answer) => answer, 'keys') : post('keys', path, ask)),
    headlines: (organisation, agreements) =>
      post('audit', '/operator/register/headlines', { organisation, agreements }),
    dueReleases: () => get(dueReleasesPath, readDueReleases),
    createKey: async (ask) => createdKey.parse(await post('keys', '/operator/registry/keys', ask)),
    keys: async (all) => {
      const path = `/operator/registry/keys${all ? '?all=true' : ''}`;
      return (await get(path, (answer) => listedKeys.parse(answer), 'keys')).keys;
    },
    revokeKey: async (ask) => revokedKey.parse(await post('keys', '/operator/registry/keys/revocations', ask)).key,
    check: async (organisation, sdl) =>
      checkReport.parse(
        await post('keys', `/operator/organisations/${encodeURIComponent(organisation)}/checks`, { sdl }),
      ),
    schema: () => get('/operator/schema', (answer) => z.object({ sdl: z.string() }).parse(answer).sdl, 'import'),
  };
}

function catalogueFrom(text: string, { organisation, url }: OperatorExchangeOptions): ImportCatalogue {
  try {
    const catalogue = JSON.parse(text) as Partial<ImportCatalogue>;
    if (catalogue.kinds && catalogue.runs) return { kinds: catalogue.kinds, runs: catalogue.runs };
  } catch {
    // Text that is not JSON is the same mistake.
  }
  throw new Failure(`Expected the subgraph of ${organisation} at ${url}, but something else answers there.`);
}
