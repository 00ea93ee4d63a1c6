import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { messagePrice } from '../base/usual-prices.js';
import { z } from 'zod';
import type { NotMade } from '../release/demonstration-release.js';
import type { ReleaseReport } from '../release/make-release.js';
import { day } from '@hub/protocol';
import { answerRelease, badReleaseRequest } from './release.endpoint.js';
import type { Releaser } from '../release/releaser.js';

const text = z.string().trim().min(1).max(1000);
const demonstrationAsk = z.union([
  z.strictObject({ through: day, madeOn: day, note: text.optional() }),
  z.strictObject({ withdraws: z.int().min(1), madeOn: day, reason: text }),
]);
const demonstrationAsks = z.array(demonstrationAsk).min(1).max(100);

/** A request to the operator's endpoint for one release of the demonstration. */
export type DemonstrationAsk = z.input<typeof demonstrationAsk>;

/** The answer for one: the release, or the reason why none was made. */
export type DemonstrationAnswer =
  { readonly release: ReleaseReport } | { readonly release: null; readonly why: NotMade };

/**
 * Adds to the operator's endpoint `POST /operator/demonstration-releases`, with which a load makes the demonstration's
 * releases of the past; releases of the same data are made together. It makes none where any data is not the
 * demonstration's.
 * @param shippedData the folder of the published files that the organisation ships with.
 * @param untilImported settles when no import is running.
 */
export function demonstrationReleaseEndpoint(
  operator: EndpointServer,
  releaser: Releaser,
  shippedData: URL,
  untilImported: () => Promise<unknown>,
): void {
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/demonstration-releases',
    price: messagePrice(),
    handler: async (request, reply) => {
      const { data, error } = demonstrationAsks.safeParse(request.body);
      if (!data) return badReleaseRequest(reply, error);
      await untilImported();
      return answerRelease(reply, async (): Promise<readonly DemonstrationAnswer[]> => {
        const outcomes = await releaser.makeOfDemonstration(data, shippedData);
        return outcomes.map((made) => (typeof made === 'string' ? { release: null, why: made } : { release: made }));
      });
    },
  });
}
