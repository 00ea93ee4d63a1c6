import type { OpenedQuery } from '../frame/explorer-address.js';

export type { OpenedQuery };

/** The page's settings for the explorer, which does not know the hub. */
export interface ExplorerSetting {
  /** Sends an operation to the hub: returns one answer, or a stream of answers. */
  readonly ask: (asked: AskedOperation) => Promise<object> | AsyncIterable<object>;
  /** Storage of tabs and history. */
  readonly storage: ExplorerStorage;
  /** The query to open first; undefined to restore the stored tabs. */
  readonly opened: OpenedQuery | undefined;
  /** The query in the first tab of a new storage. */
  readonly firstQuery: string;
}

/** An operation of a document, with its variables. */
export interface AskedOperation {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null;
}

/** A storage with the interface of the browser's. */
export type ExplorerStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear' | 'length'>;

/** A running explorer. */
export interface Explorer {
  /** Applies another setting, such as one for another purpose. */
  readonly show: (setting: ExplorerSetting) => void;
  /** Opens a query in a new tab. */
  readonly open: (opened: OpenedQuery) => void;
  /** Reads the query of the active tab. */
  readonly read: () => OpenedQuery;
  readonly leave: () => void;
}

/** Addresses of the editor's worker scripts, which check and complete the text. */
export interface WorkerScripts {
  readonly editor: string;
  readonly json: string;
  readonly graphql: string;
}
