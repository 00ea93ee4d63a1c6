/** A sentence for people, in both languages. */
export interface Told {
  readonly vi: string;
  readonly en: string;
}

/** What keeps a part of the connector from its work. The codes are stable: docs/connector.md has them all. */
export type FaultCode =
  | 'DATABASE_UNREACHABLE'
  | 'DATABASE_REFUSES'
  | 'DATABASE_TLS'
  | 'DATABASE_SLOW'
  | 'VIEW_GONE'
  | 'COLUMN_GONE'
  | 'COLUMN_CHANGED'
  | 'KEY_NOT_UNIQUE'
  | 'FOLDER_GONE'
  | 'FOLDER_SLOW'
  | 'FILE_NOT_MOVED'
  | 'NO_KIND_FOR_FILE'
  | 'ROWS_NOT_READ'
  | 'ROWS_REJECTED'
  | 'UPSTREAM_UNREACHABLE'
  | 'HUB_UNREACHABLE'
  | 'HUB_REFUSES'
  | 'WRONG_CLOCK'
  | 'KEY_ENDED'
  | 'FAULT';

/** A part of the connector cannot do its work: what was expected, what came, where. */
export class ConnectorFault extends Error {
  constructor(
    readonly code: FaultCode,
    readonly told: Told,
    options?: ErrorOptions,
  ) {
    super(told.en, options);
  }
}
