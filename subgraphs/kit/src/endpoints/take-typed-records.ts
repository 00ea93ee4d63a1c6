import { type Clock, dayInProvince, type PseudonymKeys } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { allImports } from '../definition/all-imports.js';
import type { SubgraphDefinition } from '../definition/subgraph.js';
import { type ImportEvent, importFile } from '../import/import-file.js';
import { hasLedger } from '../ledger/ledger.js';
import type { TypedRecordsOptions } from '../record/typed-records.js';
import type { Releaser } from '../release/releaser.js';
import type { Metrics } from '../telemetry/metrics.js';

/** The input of importing typed rows, as for files. */
export interface TypedRecordsParts {
  readonly definition: SubgraphDefinition;
  readonly em: SqlEntityManager;
  readonly rootPlace: string;
  readonly pseudonymKeys: () => PseudonymKeys | undefined;
  readonly metrics: Metrics;
  /** Notified of imports, where the organisation makes releases. */
  readonly releaser: Releaser | undefined;
  readonly now: Clock;
}

/** Imports typed rows as a file of their kind: a release waits for them as for a file. */
export function takeTypedRecords(parts: TypedRecordsParts): TypedRecordsOptions['take'] {
  const { definition, em, rootPlace, metrics, releaser, now } = parts;
  const kinds = new Map(allImports(definition).map((kind) => [kind.kind, kind]));
  return async function* (name, rows, by, beside) {
    const kind = kinds.get(name);
    if (!kind) throw new Error(`Expected a kind of file that ${definition.organisation} takes, got ${name}.`);
    const ended = releaser?.importBegan(false);
    let isIn = false;
    const events = importFile(em.fork(), {
      ...{ kind, rows, beside, file: name, demonstration: false, today: dayInProvince(now()), rootPlace },
      pseudonymKeys: parts.pseudonymKeys(),
      hasLedger: hasLedger(definition.organisation),
      counts: definition.counts,
      by: { subject: by?.subject ?? null, client: by?.app ?? null },
    });
    try {
      for await (const event of metrics.countingRows(name, events) as AsyncIterable<ImportEvent>) {
        if (event.type === 'done') isIn = event.written > 0;
        yield event;
      }
    } finally {
      ended?.(isIn);
    }
  };
}
