import type { SubgraphDefinition } from '@hub/kit';
import { Migration20261203000000_boundary } from './boundary/boundary.migration.js';
import { Migration20261221000000_coherence } from './coherence/coherence.migration.js';
import { Migration20261126000000_communeSearch } from './commune/commune-search.migration.js';
import { Migration20261203000100_figuresVersion } from './figures-version/figures-version.migration.js';
import { Migration20261205000000_verdictBound } from './verdict-bound/verdict-bound.migration.js';
import { Migration20261205000000_denominatorBasis } from './denominator/denominator-basis.migration.js';
import { Migration20261207000200_cappedTotals } from './denominator/capped-totals.migration.js';
import { Migration20261128000000_goalsInTime } from './goals-in-time.migration.js';
import { Migration20261129000200_indicatorsInOnePlace } from './indicator/indicators-in-one-place.migration.js';
import { Migration20261129000000_organisationNames } from './organisation-names.migration.js';
import { Migration20261210000000_knownVersions } from './link/known-versions.migration.js';
import { Migration20261208000000_link } from './link/link.migration.js';
import { Migration20261216000000_titledImports } from './link/titled-imports.migration.js';
import { Migration20261212000000_undoneImports } from './link/undone-imports.migration.js';
import { Migration20261207000000_metadata } from './metadata/metadata.migration.js';
import { Migration20261222000000_figureChanges } from './figure-changes/figure-changes.migration.js';
import { Migration20261213000000_events } from './events/events.migration.js';
import { Migration20261217000000_publicEvents } from './events/public-events.migration.js';
import { Migration20261204000100_pending } from './pending/pending.migration.js';
import { Migration20261214000000_figureNotes } from './notes/figure-notes.migration.js';
import { Migration20261127000000_places } from './place/places.migration.js';
import { Migration20261212000000_publishing } from './publishing/publishing.migration.js';
import { Migration20261212000100_goalDays } from './goal-days/goal-days.migration.js';
import { Migration20261202000000_keptTables } from './kept/kept-tables.migration.js';
import { Migration20261211000000_archive } from './register/archive.migration.js';
import { Migration20261204000000_cellsOfRelease } from './register/cells-of-release.migration.js';
import { Migration20261201000000_ranges } from './register/ranges.migration.js';
import { Migration20261129000100_publication } from './publication/publication.migration.js';
import { Migration20261203000050_regions } from './region/region.migration.js';
import { Migration20261219000000_registerChanges } from './register/register-changes.migration.js';
import { Migration20261129000000_register } from './register/register.migration.js';
import { Migration20261205000000_setAside } from './register/set-aside.migration.js';
import { Migration20261206000100_headline } from './headline/headline.migration.js';
import { Migration20261206000000_estimates } from './sketches/estimates.migration.js';
import { Migration20261207000100_setAsideRounds } from './sketches/set-aside-rounds.migration.js';
import { Migration20261202000000_sketches } from './sketches/sketches.migration.js';
import { Migration20261217000000_summedChanges } from './kept/summed-changes.migration.js';
import { Migration20261220000100_noisedCells } from './sketches/noised-cells.migration.js';
import { Migration20261218000000_endingNotice } from './mail/ending-notice.migration.js';
import { Migration20261214000000_mail } from './mail/mail.migration.js';
import { Migration20261213000100_webhooks } from './webhooks/webhooks.migration.js';
import { Migration20261217000100_proposedWithdrawals } from './publishing/proposed-withdrawals.migration.js';
import { Migration20261219000100_left } from './organisation/left.migration.js';
import { Migration20261220000000_webhookCallers } from './webhooks/webhook-callers.migration.js';
import { Migration20261217000000_webhookOwners } from './webhooks/webhook-owners.migration.js';
import { Migration20260103000000_movement } from './tables.migration.js';

/** What changed movement's tables, in the order in which it does. */
export const migrations: SubgraphDefinition['migrations'] = [
  Migration20260103000000_movement,
  Migration20261126000000_communeSearch,
  Migration20261127000000_places,
  Migration20261128000000_goalsInTime,
  Migration20261129000000_organisationNames,
  Migration20261129000000_register,
  Migration20261129000100_publication,
  Migration20261129000200_indicatorsInOnePlace,
  Migration20261201000000_ranges,
  Migration20261202000000_sketches,
  Migration20261202000000_keptTables,
  Migration20261203000000_boundary,
  Migration20261203000050_regions,
  Migration20261203000100_figuresVersion,
  Migration20261204000000_cellsOfRelease,
  Migration20261204000100_pending,
  Migration20261205000000_verdictBound,
  Migration20261205000000_setAside,
  Migration20261206000000_estimates,
  Migration20261206000100_headline,
  Migration20261205000000_denominatorBasis,
  Migration20261207000000_metadata,
  Migration20261207000100_setAsideRounds,
  Migration20261207000200_cappedTotals,
  Migration20261208000000_link,
  Migration20261210000000_knownVersions,
  Migration20261211000000_archive,
  Migration20261212000000_publishing,
  Migration20261212000100_goalDays,
  Migration20261212000000_undoneImports,
  Migration20261213000000_events,
  Migration20261214000000_figureNotes,
  Migration20261213000100_webhooks,
  Migration20261214000000_mail,
  Migration20261216000000_titledImports,
  Migration20261217000000_summedChanges,
  Migration20261217000000_webhookOwners,
  Migration20261217000100_proposedWithdrawals,
  Migration20261217000000_publicEvents,
  Migration20261218000000_endingNotice,
  Migration20261219000000_registerChanges,
  Migration20261219000100_left,
  Migration20261220000000_webhookCallers,
  Migration20261220000100_noisedCells,
  Migration20261221000000_coherence,
  Migration20261222000000_figureChanges,
];
