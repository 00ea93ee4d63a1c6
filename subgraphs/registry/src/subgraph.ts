import type { SubgraphDefinition } from '@hub/kit';
import { Migration20261212000000_examined } from './organisation/examined.migration.js';
import { Migration20261211000000_pages } from './organisation/pages.migration.js';
import { openOrganisations } from './organisation/open-organisations.js';
import { EndingResolver } from './endings/ending.resolver.js';
import { Migration20261218000000_reportedEndings } from './endings/reported-endings.migration.js';
import { endingsEndpoint, registryEndings } from './endings/registry-endings.js';
import { checkEndpoint } from './check/check.endpoint.js';
import { checkInputs } from './check/check-inputs.js';
import { changesEndpoint } from './changes/changes.endpoint.js';
import { Migration20261209000000_changeLog } from './changes/change-log.migration.js';
import { keyEndpoints } from './key/program-key.endpoint.js';
import { feedEndpoint } from './feed/feed.endpoint.js';
import { Migration20261216000000_accessFeed } from './feed/feed.migration.js';
import { ProgramKeyEntity } from './key/program-key.entity.js';
import { Migration20260601000000_programKeys } from './key/program-key.migration.js';
import { LinkedOrganisationResolver, OfferedAgreementResolver } from './organisation/linked-organisation.resolver.js';
import { OrganisationJoiningResolver } from './organisation/organisation-joining.resolver.js';
import { joinEndpoints } from './organisation/join.endpoints.js';
import { Migration20261208000000_organisations } from './organisation/organisation.migration.js';
import { organisationEndpoints, snapshotEndpoint } from './organisation/organisation.endpoints.js';
import { publishEndpoints } from './organisation/publish.endpoints.js';
import { Migration20261210000000_statements } from './organisation/statements.migration.js';
import { Migration20261215000000_apps } from './app/app.migration.js';
import { openAppBook } from './app/app-book.js';
import { openAppDocuments } from './app/app-documents.js';
import { Migration20261217000000_appMail } from './app/app-mail.migration.js';
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
    Migration20261216000000_accessFeed,
    Migration20261217000000_appMail,
    Migration20261218000000_reportedEndings,
  ],
  resolvers: [
    ProgramKeyResolver,
    LinkedOrganisationResolver,
    OfferedAgreementResolver,
    OrganisationJoiningResolver,
    AppResolver,
    EndingResolver,
  ],
  imports: [],
  openEndpoints: (endpoints) => {
    openAppBook(endpoints);
    openAppDocuments(endpoints);
    joinEndpoints(endpoints);
    publishEndpoints(endpoints);
  },
  endings: registryEndings,
  keyEndpoints: (endpoints) => {
    keyEndpoints(endpoints);
    organisationEndpoints(endpoints);
    checkEndpoint(endpoints.operator, checkInputs(endpoints, openOrganisations(endpoints).operators));
  },
  followEndpoints: (endpoints) => {
    feedEndpoint(endpoints);
    snapshotEndpoint(endpoints);
    changesEndpoint(endpoints);
    endingsEndpoint(endpoints);
  },
};
