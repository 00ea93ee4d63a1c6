import { addEndpoint, type Endpoints, lookPrice } from '@hub/kit';
import { ChangeLogBook } from './change-log-book.js';

/**
 * `GET /operator/registry/changes`, for gateways, whose token has the scope `follow`: what published versions changed of
 * the schema that clients see, the newest first.
 */
export function changesEndpoint({ operator, em }: Endpoints): void {
  const book = new ChangeLogBook(em);
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/registry/changes',
    price: lookPrice,
    handler: async () => ({ entries: await book.entries() }),
  });
}
