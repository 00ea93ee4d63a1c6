/** A sentence for people, in both languages. */
export interface Told {
  readonly vi: string;
  readonly en: string;
}

/** Why a part of the connector cannot work. The codes are stable: docs/connector.md lists them. */
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

/**
 * Thrown where a part of the connector cannot do its work: the message gives the expected and the actual state, and the
 * place.
 */
export class ConnectorFault extends Error {
  constructor(
    readonly code: FaultCode,
    readonly told: Told,
    options?: ErrorOptions,
  ) {
    super(told.en, options);
  }
}
