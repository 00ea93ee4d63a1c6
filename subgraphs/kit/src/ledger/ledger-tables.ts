import type { LedgerFact } from '../file/facts.js';

/** A table of records' claims. */
export interface LedgerTable {
  readonly name: 'ledger_entry' | 'ledger_activity';
  readonly kind: LedgerFact['kind'];
  /** Its columns apart from the evidence, each with the property of a fact for it. */
  readonly properties: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  /** The types of columns that are not texts. */
  readonly types: Readonly<Record<string, string>>;
  /** The columns that follow from the place. */
  readonly ofPlace: readonly ('commune_from' | 'area')[];
}

const tableOf = (table: Omit<LedgerTable, 'columns'>): LedgerTable => ({
  ...table,
  columns: Object.keys(table.properties),
});

/** The people who reached goals, and the activities. */
export const ledgerTables: readonly LedgerTable[] = [
  tableOf({
    name: 'ledger_entry',
    kind: 'person',
    properties: {
      goal_code: 'goalCode',
      pseudonym: 'pseudonym',
      commune_code: 'communeCode',
      reached_on: 'reachedOn',
      sex: 'sex',
      age_band: 'ageBand',
    },
    types: { reached_on: 'date' },
    ofPlace: ['commune_from', 'area'],
  }),
  tableOf({
    name: 'ledger_activity',
    kind: 'activity',
    properties: {
      goal_code: 'goalCode',
      commune_code: 'communeCode',
      occurred_on: 'occurredOn',
      occurrences: 'occurrences',
    },
    types: { occurred_on: 'date', occurrences: 'int' },
    ofPlace: ['commune_from'],
  }),
];
