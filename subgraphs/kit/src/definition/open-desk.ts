import type { Clock, PseudonymKeys } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ImportDesk } from '../desk/import-desk.js';
import { hasLedger } from '../ledger/ledger.js';
import type { Releaser } from '../release/releaser.js';
import type { Config } from '../settings/config.js';
import type { Metrics } from '../telemetry/metrics.js';
import { allImports } from './all-imports.js';
import type { SubgraphDefinition } from './subgraph.js';

/** The input of opening an organisation's import desk. */
export interface DeskSetting {
  readonly definition: SubgraphDefinition;
  readonly em: SqlEntityManager;
  readonly config: Pick<Config, 'rootPlace'>;
  /** Gives the organisations' keys as last read. */
  readonly pseudonymKeys: () => PseudonymKeys | undefined;
  readonly metrics: Metrics;
  /** Notified of imports, where the organisation makes releases. */
  readonly releaser: Releaser | undefined;
  readonly now: Clock;
}

/** Opens the desk that receives an organisation's files from every endpoint. */
export function openDesk({ definition, em, config, pseudonymKeys, metrics, releaser, now }: DeskSetting): ImportDesk {
  const { organisation, counts } = definition;
  return new ImportDesk({
    ...{ organisation, em, now, kinds: allImports(definition) },
    own: () => ({
      rootPlace: config.rootPlace,
      pseudonymKeys: pseudonymKeys(),
      hasLedger: hasLedger(organisation),
      counts,
    }),
    watched: (kind, events) => metrics.countingRows(kind, events),
    began: (more) => releaser?.importBegan(more) ?? (() => undefined),
  });
}
