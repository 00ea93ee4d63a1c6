import { defineLoader } from '../loader.js';

/** When a ledger was last brought up to date, and whether made-up data is part of it. */
export interface LedgerState {
  readonly asOf: Date;
  readonly demonstration: boolean;
}

/** Reads it. */
export const ledgerState = defineLoader<'ledger', LedgerState>(async (keys, em) => {
  const [state] = await em.execute<{ as_of: string | Date; demonstration: boolean }[]>(
    `select as_of, exists (select from import_run where demonstration) as demonstration from ledger_state`,
  );
  return keys.map(() => ({ asOf: new Date(state?.as_of ?? 0), demonstration: state?.demonstration ?? false }));
});
