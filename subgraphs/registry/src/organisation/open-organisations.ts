import { isProduction } from '@hub/runtime';
import { defineService, type OpenEndpoints, type SubgraphContext } from '@hub/kit';
import { openKeyBook } from '../key/key-book.js';
import type { OperatorsOrganisations } from './operators-organisations.js';
import { OrganisationBook } from './organisation-book.js';
import { SchemaPublisher } from './publish-served.js';
import { Reachable } from './reachable.js';
import { SnapshotBook } from './snapshot-book.js';
import { StatementBook } from './statement-book.js';
import { OperatorsFolders } from './watch-operators-folders.js';

/** A registry server's state about organisations. */
export interface Organisations {
  readonly book: () => OrganisationBook;
  readonly snapshots: () => SnapshotBook;
  readonly statements: () => StatementBook;
  readonly publisher: () => SchemaPublisher;
  /** Decides which addresses are accepted as organisations' endpoints. */
  readonly reachable: Reachable;
  /** The present organisations from the operator's folders. */
  readonly operators: () => OperatorsOrganisations;
}

const serverOrganisations = defineService<Organisations>('organisations');

/** Opens a registry server's state about organisations, once. */
export function openOrganisations(endpoints: OpenEndpoints): Organisations {
  return endpoints.services.open(serverOrganisations, () => newOrganisations(endpoints));
}

/** The state about organisations of the server that answers a request. */
export function organisationsOf({ services }: Pick<SubgraphContext, 'services'>): Organisations {
  return services.of(serverOrganisations);
}

function newOrganisations(endpoints: OpenEndpoints): Organisations {
  const { em, config, now } = endpoints;
  const key = () => config.releaseKey;
  const folders = new OperatorsFolders(endpoints);
  const { watch } = openKeyBook(endpoints);
  const snapshots = new SnapshotBook(em, {
    ...{ key, now, operators: () => folders.found },
    // The feed includes the agreements in force.
    onChanged: () => {
      watch.changed();
    },
  });
  const book = new OrganisationBook(em, snapshots, now);
  const statements = new StatementBook(em, snapshots, now);
  const reachable = new Reachable(config.organisationNetworks);
  const publisher = new SchemaPublisher({
    ...{ endpoints, book, snapshots, key, reachable },
    demandsExamination: isProduction(process.env),
  });
  folders.follow(() => snapshots);
  publisher.follow();
  return {
    ...{ book: () => book, snapshots: () => snapshots, statements: () => statements, publisher: () => publisher },
    operators: () => folders.found,
    reachable,
  };
}
