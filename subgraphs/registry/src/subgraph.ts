import type { SubgraphDefinition } from '@hub/kit';
import { checkRoute } from './check/check.route.js';
import { checkInputs } from './check/check-inputs.js';
import { followedKeysRoute, keyRoutes } from './key/program-key.route.js';
import { ProgramKeyEntity } from './key/program-key.entity.js';
import { Migration20260601000000_programKeys } from './key/program-key.migration.js';
import { joinRoutes } from './organisation/join.routes.js';
import { Migration20261208000000_organisations } from './organisation/organisation.migration.js';
import { organisationRoutes, snapshotRoute } from './organisation/organisation.routes.js';
import { ProgramKeyResolver } from './key/program-key.resolver.js';

/** The registry's subgraph: keys for programs are created and revoked here, and gateways follow which there are. Organisations publish here. */
export const registry: SubgraphDefinition = {
  organisation: 'registry',
  folder: new URL('../', import.meta.url),
  entities: [ProgramKeyEntity],
  migrations: [Migration20260601000000_programKeys, Migration20261208000000_organisations],
  rights: { program_key: ['select', 'insert', 'update'] },
  resolvers: [ProgramKeyResolver],
  imports: [],
  openDoors: joinRoutes,
  keyDoors: (doors) => {
    keyRoutes(doors);
    organisationRoutes(doors);
    checkRoute(doors.operator, checkInputs(doors));
  },
  followDoors: (doors) => {
    followedKeysRoute(doors);
    snapshotRoute(doors);
  },
};
