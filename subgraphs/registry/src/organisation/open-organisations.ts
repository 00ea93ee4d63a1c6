import type { OpenDoors } from '@hub/kit';
import { OrganisationBook } from './organisation-book.js';
import { SnapshotBook } from './snapshot-book.js';

/** What a registry's server keeps of organisations. */
export interface Organisations {
  readonly book: () => OrganisationBook;
  readonly snapshots: () => SnapshotBook;
}

/** Each server's, by the driver that all of its entity managers share. */
const opened = new WeakMap<object, Organisations>();

/** Opens what a registry's server keeps of organisations, once. */
export function openOrganisations({ server, em, config, now }: OpenDoors): Organisations {
  const known = opened.get(em.getDriver());
  if (known) return known;
  const snapshots = new SnapshotBook(em, () => config.releaseKey, now);
  const book = new OrganisationBook(em, snapshots, now);
  const organisations = { book: () => book, snapshots: () => snapshots };
  opened.set(em.getDriver(), organisations);
  server.addHook('onReady', () => snapshots.open());
  server.addHook('preClose', (done) => {
    snapshots.close();
    done();
  });
  return organisations;
}
