import { createReadStream, createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type {
  CheckAnswer,
  CheckAsk,
  DeskLine,
  ImportAsk,
  ImportReceipt,
  KeptFile,
  Mapping,
  UndoneImport,
} from '@hub/kit/service';
import { Failure, systemReason } from './failure.js';
import { exchange, linesOf, type OperatorExchangeOptions, textOf } from './operator-exchange.js';

/** A running subgraph's import desk, at the operator's endpoint. */
export interface DeskEndpoint {
  readonly organisation: string;
  /** Uploads a file; the desk keeps it until a request deletes it. */
  bring(file: {
    readonly kind: string;
    readonly path: string;
    readonly mapping: Mapping;
    readonly on?: string | undefined;
  }): Promise<KeptFile>;
  /** Analyses it with a mapping. */
  analyse(id: string, ask: Pick<CheckAsk, 'mapping' | 'on'>): Promise<KeptFile['analysis']>;
  /** Checks or imports it. */
  take(
    id: string,
    what: 'check' | 'import',
    ask: CheckAsk | ImportAsk,
    told: (line: DeskLine) => void,
  ): Promise<CheckAnswer>;
  /** Writes the last rejected rows to a file. */
  rejected(id: string, path: string): Promise<void>;
  forget(id: string): Promise<void>;
  /** The receipts of imports, the newest first. */
  runs(first: number): Promise<readonly ImportReceipt[]>;
  /** Undoes an import. */
  undo(run: number): Promise<UndoneImport>;
}

/** Reaches a running subgraph's import desk. */
export function deskEndpoint(options: OperatorExchangeOptions): DeskEndpoint {
  const at = (path: string) => `/operator/import-desk/${path}`;
  const json = (ask: object) => ({ type: 'application/json', content: Readable.from([JSON.stringify(ask)]) });
  const post = async (path: string, ask: object): Promise<unknown> =>
    JSON.parse(await textOf(await exchange(options, 'import', at(path), json(ask))));
  return {
    organisation: options.organisation,
    bring: async ({ kind, path, mapping, on }) => {
      const query = new URLSearchParams({ kind, name: basename(path), mapping: JSON.stringify(mapping) });
      if (on !== undefined) query.set('on', on);
      const sent = { type: 'application/octet-stream', content: createReadStream(path) };
      return JSON.parse(
        await textOf(await exchange(options, 'import', at(`files?${query.toString()}`), sent)),
      ) as KeptFile;
    },
    analyse: async (id, ask) => (await post(`files/${id}/analysis`, ask)) as KeptFile['analysis'],
    take: async (id, what, ask, told) => {
      const asking = { accept: 'application/x-ndjson' };
      try {
        const response = await exchange(options, 'import', at(`files/${id}/${what}`), json(ask), asking);
        for await (const text of linesOf(response)) {
          const line = JSON.parse(text) as DeskLine;
          if (line.type === 'failed') throw new Failure(line.message);
          if (line.type === 'done') return line;
          told(line);
        }
      } catch (error) {
        if (error instanceof Failure) throw error;
        throw new Failure(
          `the connection ended before it was confirmed (${systemReason(error)}). Import it again: no row comes in twice.`,
        );
      }
      throw new Failure('the answer ended before it was confirmed. Import it again: no row comes in twice.');
    },
    rejected: async (id, path) => {
      await pipeline(
        await exchange(options, 'import', at(`files/${id}/rejected`)),
        createWriteStream(path, { mode: 0o600 }),
      );
    },
    forget: async (id) => {
      await textOf(await exchange(options, 'import', at(`files/${id}`), undefined, { method: 'DELETE' }));
    },
    runs: async (first) => {
      const text = await textOf(await exchange(options, 'import', at(`runs?first=${first}`)));
      return (JSON.parse(text) as { runs: ImportReceipt[] }).runs;
    },
    undo: async (run) => (await post(`runs/${run}/undo`, {})) as UndoneImport,
  };
}
