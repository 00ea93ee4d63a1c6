import type { SubgraphContext } from '@hub/kit';
import { momentInProvince } from '@hub/protocol';
import { registerOf } from '../register/registers.js';
import type { StoredPublication } from './publication.loader.js';
import { publishAtOnce } from './publish.js';

/** A publication of the demonstration, as movement's `demo/publications.csv` has it. */
export interface DemonstrationPublication {
  readonly period: string;
  /** The date of the publication. */
  readonly madeOn: string;
  readonly note?: string | undefined;
}

/** Why a publication of the demonstration was not made. */
export type NotPublished = 'IS_THERE' | 'NOT_YET' | 'NOT_DEMONSTRATION';

/** The time of day of the demonstration's publications: in office hours, after the day's releases. */
const timeOfDay = '15:00';

/** The demonstration's publisher. */
const publisher = { subject: 'analyst', roles: ['analyst'], scopes: ['progress:publish'], purpose: 'steering' };

/** The names of the made-up people who drafted, approved and published in the demonstration. */
const people = { drafted: 'Lê Thị Lan', approved: 'Trần Văn Minh', published: 'Lê Thị Lan' };

/**
 * Publishes a period with the releases known on a past day. It requires that every release is made up, so that
 * publications of real figures cannot be dated back, and that no later publication exists.
 * @returns the publication, or why none was made.
 * @throws GraphQLError as `publishAtOnce`.
 */
export async function publishDemonstration(
  { period, madeOn, note }: DemonstrationPublication,
  context: SubgraphContext,
): Promise<StoredPublication | NotPublished> {
  const moment = momentInProvince(madeOn, timeOfDay);
  if (moment >= context.now()) return 'NOT_YET';
  const [later] = await context.em.execute<object[]>('select from publication where published_at >= ? limit 1', [
    moment,
  ]);
  if (later) return 'IS_THERE';
  if (!(await isMadeUp(context))) return 'NOT_DEMONSTRATION';
  const then = { ...context, now: () => moment, caller: publisher };
  const signedOff = { note: note ?? null, publishedBy: publisher.subject, people };
  return publishAtOnce(period, signedOff, then, { asKnownOn: madeOn });
}

/** Whether there are releases, all with made-up data. */
async function isMadeUp(context: SubgraphContext): Promise<boolean> {
  const releases = [...(await registerOf(context).releases()).values()].flat();
  return releases.length > 0 && releases.every(({ demonstration }) => demonstration);
}
