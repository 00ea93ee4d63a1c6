import type { SubgraphDefinition } from '@hub/kit';
import { checkRoute } from './check/check.route.js';
import { shippedInputs } from './check/shipped-inputs.js';
import { followedKeysRoute, keyRoutes } from './key/program-key.route.js';
import { ProgramKeyEntity } from './key/program-key.entity.js';
import { Migration20260601000000_programKeys } from './key/program-key.migration.js';
import { ProgramKeyResolver } from './key/program-key.resolver.js';

/** The registry's subgraph: keys for programs are created and revoked here, and gateways follow which there are. */
export const registry: SubgraphDefinition = {
  organisation: 'registry',
  folder: new URL('../', import.meta.url),
  entities: [ProgramKeyEntity],
  migrations: [Migration20260601000000_programKeys],
  rights: { program_key: ['select', 'insert', 'update'] },
  resolvers: [ProgramKeyResolver],
  imports: [],
  keyDoors: (doors) => {
    keyRoutes(doors);
    checkRoute(doors.operator, shippedInputs(doors.config));
  },
  followDoors: followedKeysRoute,
};
