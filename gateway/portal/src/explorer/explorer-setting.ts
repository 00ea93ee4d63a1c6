import type { OpenedQuery } from '../frame/explorer-address.js';

export type { OpenedQuery };

/** The page's settings for the explorer, which does not know the hub. */
export interface ExplorerSetting {
  /** Sends an operation to the hub: returns one answer, or a stream of answers. */
  readonly ask: (asked: AskedOperation) => Promise<object> | AsyncIterable<object>;
  /** Where tabs and the history are kept. */
  readonly storage: ExplorerStorage;
  /** The query to open first; undefined to restore the stored tabs. */
  readonly opened: OpenedQuery | undefined;
  /** What stands there the first time. */
  readonly firstQuery: string;
}

/** What is asked: an operation of a document. */
export interface AskedOperation {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null;
}

/** A storage as browsers have it. */
export type ExplorerStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear' | 'length'>;

/** A running explorer. */
export interface Explorer {
  /** Shows it with another setting, such as for another purpose. */
  readonly show: (setting: ExplorerSetting) => void;
  /** Opens a query in a new tab. */
  readonly open: (opened: OpenedQuery) => void;
  /** Reads the query that is shown. */
  readonly read: () => OpenedQuery;
  readonly leave: () => void;
}

/** The addresses of the scripts that check and complete what is typed, beside the page. */
export interface WorkerScripts {
  readonly editor: string;
  readonly json: string;
  readonly graphql: string;
}
