import type { OpenedQuery } from '../frame/explorer-address.js';

export type { OpenedQuery };

/** What the page tells the explorer, which knows nothing of the hub by itself. */
export interface ExplorerSetting {
  /** Asks the hub: an answer, or answers as they come. */
  readonly ask: (asked: AskedOperation) => Promise<object> | AsyncIterable<object>;
  /** Where tabs and the history are kept. */
  readonly storage: ExplorerStorage;
  /** What it opens with; nothing where it goes on with what is kept. */
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

/** The explorer as it is shown. */
export interface Explorer {
  /** Shows it with another setting, such as for another purpose. */
  readonly show: (setting: ExplorerSetting) => void;
  /** Opens a query in a tab of its own. */
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
