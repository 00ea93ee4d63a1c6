import {
  badUserInput,
  clientError,
  type Publication,
  readPublication,
  ReleaseFault,
  type SubgraphContext,
} from '@hub/kit';
import { holdersOf } from './hand-over.js';
import { registerOf } from '../register/registers.js';
import type { PublicationObject, PublishedDifference } from './publication.type.js';

/** A publication as its table has it. */
export interface StoredPublication {
  readonly id: string;
  readonly document: string;
  readonly signature: string;
  readonly digest: string;
}

const columns = 'id, document, signature, digest';

/**
 * Reads what a publication says.
 * @throws GraphQLError `PUBLICATION_UNREADABLE` where it is not what was published; the log has why.
 */
function readStored({ id, document }: StoredPublication, { log }: SubgraphContext): Publication {
  try {
    return readPublication(document);
  } catch (error) {
    if (!(error instanceof ReleaseFault)) throw error;
    log.error({ publication: id, fault: error.code, why: error.message }, 'a publication cannot be read');
    throw clientError('PUBLICATION_UNREADABLE', `Publication ${id} cannot be read: the log of movement says why.`);
  }
}

/** The publications, the newest first. */
export async function allPublications({ em }: SubgraphContext, first: number): Promise<StoredPublication[]> {
  return em.execute(
    `select ${columns} from publication order by published_at desc, period desc, revision desc limit ?`,
    [first],
  );
}

/** One publication; null when there is none. */
export async function publicationById(id: string, { em }: SubgraphContext): Promise<StoredPublication | null> {
  const [found] = await em.execute<StoredPublication[]>(`select ${columns} from publication where id = ?`, [id]);
  return found ?? null;
}

/** The newest revision of a period; null when it was never published. */
export async function newestRevision(period: string, { em }: SubgraphContext): Promise<StoredPublication | null> {
  const [found] = await em.execute<StoredPublication[]>(
    `select ${columns} from publication where period = ? order by revision desc limit 1`,
    [period],
  );
  return found ?? null;
}

/** What a publication rests on. */
export interface PublicationBasis {
  /** The digest of each organisation's release. */
  readonly releases: ReadonlyMap<string, string>;
  /** When it was made: estimates that were known later have no part in it. */
  readonly publishedAt: string;
}

/**
 * What a publication rests on.
 * @throws GraphQLError `BAD_USER_INPUT` where there is no such publication; `PUBLICATION_UNREADABLE`.
 */
export async function publicationBasis(id: string, context: SubgraphContext): Promise<PublicationBasis> {
  const found = await publicationById(id, context);
  if (!found) throw badUserInput(`Expected the id of a publication, but got ${JSON.stringify(id)}.`);
  const { releases, publishedAt } = readStored(found, context);
  return { releases: new Map(releases.map(({ organisation, hash }) => [organisation, hash])), publishedAt };
}

/** What is answered of a publication. @throws GraphQLError `PUBLICATION_UNREADABLE` */
export async function shownPublication(
  stored: StoredPublication,
  context: SubgraphContext,
): Promise<PublicationObject> {
  const read = readStored(stored, context);
  const former = read.revision === 1 ? null : await publicationById(idOf(read.period, read.revision - 1), context);
  const held = await registerOf(context).releases();
  const fallen = read.releases.flatMap(({ organisation, number, hash }) => {
    const release = held.get(organisation)?.find((one) => one.hash === hash);
    if (!release) return [`${organisation} ${number}: its key was revoked.`];
    return release.withdrawnReason === null ? [] : [`${organisation} ${number}: ${release.withdrawnReason}`];
  });
  const { id, period, revision, publishedAt, publishedBy, note, demonstration } = read;
  return {
    ...{ id, period, revision, publishedAt, publishedBy, note, demonstration },
    releases: read.releases.map(({ organisation: organisationCode, ...release }) => ({ organisationCode, ...release })),
    differences: former ? differencesOf(former, read, context) : [],
    heldBy: await holdersOf(id, context),
    withdrawn: fallen.join(' '),
    document: stored.document,
    signature: stored.signature,
    digest: stored.digest,
  };
}

/** By what a revision of a period is known. */
export function idOf(period: string, revision: number): string {
  return `${period}_${revision}`;
}

/** What differs from a former revision; null where that cannot be read. */
function differencesOf(
  stored: StoredPublication,
  now: Publication,
  context: SubgraphContext,
): PublishedDifference[] | null {
  let former: Publication;
  try {
    former = readStored(stored, context);
  } catch {
    return null;
  }
  const before = new Map(former.figures.map(([goal, place, from, lower]) => [`${goal} ${place} ${from}`, lower]));
  return now.figures.flatMap(([goalCode, placeCode, from, lower]) => {
    const was = before.get(`${goalCode} ${placeCode} ${from}`) ?? null;
    return was === lower ? [] : [{ goalCode, placeCode, former: was, now: lower }];
  });
}
