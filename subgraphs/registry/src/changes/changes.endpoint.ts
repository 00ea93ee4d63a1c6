import type { Endpoints } from '@hub/kit';
import { ChangeLogBook } from './change-log-book.js';

/**
 * `GET /operator/registry/changes`, for gateways, whose token has the scope `follow`: what published versions changed of
 * the schema that clients see, the newest first.
 */
export function changesEndpoint({ operator, em }: Endpoints): void {
  const book = new ChangeLogBook(em);
  operator.get('/operator/registry/changes', async () => ({ entries: await book.entries() }));
}
