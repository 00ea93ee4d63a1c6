import type { SubgraphDefinition } from '@hub/kit';
import { Migration20261212000000_examined } from './organisation/examined.migration.js';
import { Migration20261211000000_pages } from './organisation/pages.migration.js';
import { openOrganisations } from './organisation/open-organisations.js';
import { checkRoute } from './check/check.route.js';
import { checkInputs } from './check/check-inputs.js';
import { changesRoute } from './changes/changes.route.js';
import { Migration20261209000000_changeLog } from './changes/change-log.migration.js';
import { followedKeysRoute, keyRoutes } from './key/program-key.route.js';
import { ProgramKeyEntity } from './key/program-key.entity.js';
import { Migration20260601000000_programKeys } from './key/program-key.migration.js';
import { LinkedOrganisationResolver, OfferedAgreementResolver } from './organisation/linked-organisation.resolver.js';
import { OrganisationJoiningResolver } from './organisation/organisation-joining.resolver.js';
import { joinRoutes } from './organisation/join.routes.js';
import { Migration20261208000000_organisations } from './organisation/organisation.migration.js';
import { organisationRoutes, snapshotRoute } from './organisation/organisation.routes.js';
import { publishRoutes } from './organisation/publish.routes.js';
import { Migration20261210000000_statements } from './organisation/statements.migration.js';
import { Migration20261215000000_apps } from './app/app.migration.js';
import { openAppBook } from './app/app-book.js';
import { openAppDocuments } from './app/app-documents.js';
import { AppResolver } from './app/app.resolver.js';
import { ProgramKeyResolver } from './key/program-key.resolver.js';

/** The registry's subgraph: keys for programs are created and revoked here, and gateways follow which there are. Organisations publish here. */
export const registry: SubgraphDefinition = {
  organisation: 'registry',
  folder: new URL('../', import.meta.url),
  entities: [ProgramKeyEntity],
  migrations: [
    Migration20260601000000_programKeys,
    Migration20261208000000_organisations,
    Migration20261209000000_changeLog,
    Migration20261210000000_statements,
    Migration20261211000000_pages,
    Migration20261212000000_examined,
    Migration20261215000000_apps,
  ],
  rights: { program_key: ['select', 'insert', 'update'] },
  resolvers: [
    ProgramKeyResolver,
    LinkedOrganisationResolver,
    OfferedAgreementResolver,
    OrganisationJoiningResolver,
    AppResolver,
  ],
  imports: [],
  openDoors: (doors) => {
    openAppBook(doors);
    openAppDocuments(doors);
    joinRoutes(doors);
    publishRoutes(doors);
  },
  keyDoors: (doors) => {
    keyRoutes(doors);
    organisationRoutes(doors);
    checkRoute(doors.operator, checkInputs(doors, openOrganisations(doors).operators));
  },
  followDoors: (doors) => {
    followedKeysRoute(doors);
    snapshotRoute(doors);
    changesRoute(doors);
  },
};
