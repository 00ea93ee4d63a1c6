import type { SubgraphContext } from '@hub/kit';
import {
  badUserInput,
  clientError,
  digestOf,
  type Publication,
  hasMembers,
  type PublicationHead,
  readPublication,
  readPublicationHead,
  ReleaseFault,
} from '@hub/protocol';
import { holdersOf } from '../link/kept-publications.js';
import type { NamedRelease } from '../register/register.js';
import { registerOf } from '../register/registers.js';
import { newestOfPeriod, withdrawalsOf } from './publication-withdrawal.loader.js';
import { differencesBetween } from './published-differences.js';
import { type PublicationObject, PublicationStanding, type PublishedDifference } from './publication.type.js';
import { publicKeysOf } from './public-keys.js';
import { SignedFigures } from './signed-figures.js';

/** A publication as a row of its table. */
export interface StoredPublication {
  readonly id: string;
  readonly document: string;
  readonly signature: string;
  readonly digest: string;
}

const columns = 'id, document, signature, digest';

/**
 * Reads the head of a publication's document.
 * @throws GraphQLError `PUBLICATION_UNREADABLE` if the document differs from the published one; the log has the
 * reason.
 */
function readStored(stored: StoredPublication, context: SubgraphContext): PublicationHead {
  return readWith(readPublicationHead, stored, context);
}

function readWith<Read>(
  read: (document: string) => Read,
  { id, document, digest }: StoredPublication,
  { log }: SubgraphContext,
): Read {
  try {
    const found = read(document);
    if (digestOf(document) === digest) return found;
    throw new ReleaseFault('OTHER_DIGEST', `Expected a document with the digest ${digest}.`);
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

/** One publication; null if there is none. */
export async function publicationById(id: string, { em }: SubgraphContext): Promise<StoredPublication | null> {
  const [found] = await em.execute<StoredPublication[]>(`select ${columns} from publication where id = ?`, [id]);
  return found ?? null;
}

/** The newest revision of a period; null if it was never published. */
export async function newestRevision(period: string, { em }: SubgraphContext): Promise<StoredPublication | null> {
  const [found] = await em.execute<StoredPublication[]>(
    `select ${columns} from publication where period = ? order by revision desc limit 1`,
    [period],
  );
  return found ?? null;
}

/** A publication with a goal's last figures. */
export interface FinalPublication {
  readonly id: string;
  readonly period: string;
  readonly goal: string;
}

/** The newest publication with a goal's last figures, by period and goal; none if it was withdrawn. */
export async function finalPublications({ em }: SubgraphContext): Promise<FinalPublication[]> {
  return em.execute<FinalPublication[]>(
    `select id, period, goal from (
       select distinct on (period, goal) id, period, goal from publication, unnest(final_goals) as goal
       order by period, goal, revision desc) as p
     where not exists (select from publication_withdrawal w where w.id = p.id)`,
  );
}

/** The inputs of a publication. */
export interface PublicationBasis {
  /** Each organisation's release. */
  readonly releases: ReadonlyMap<string, NamedRelease>;
  /** When its figures were made: later estimates are not part of it. */
  readonly asKnownAt: string;
}

/**
 * The inputs of a publication.
 * @throws GraphQLError `BAD_USER_INPUT` if there is no such publication; `PUBLICATION_UNREADABLE`.
 */
export async function publicationBasis(id: string, context: SubgraphContext): Promise<PublicationBasis> {
  const { releases, publishedAt, asKnownAt = publishedAt } = readStored(await storedPublication(id, context), context);
  return { releases: new Map(releases.map(({ organisation, ...named }) => [organisation, named])), asKnownAt };
}

/** The publications whose figures were read last, by digest: they never change. */
const read = new Map<string, SignedFigures | undefined>();

/** How many of them are kept in memory. */
const keptInMemory = 8;

/**
 * The signed figures of a publication; undefined if its document has bounds only.
 * @throws GraphQLError `BAD_USER_INPUT` if there is no such publication; `PUBLICATION_UNREADABLE`.
 */
export async function signedFiguresOf(id: string, context: SubgraphContext): Promise<SignedFigures | undefined> {
  const stored = await storedPublication(id, context);
  const { digest } = stored;
  if (read.has(digest)) return read.get(digest);
  const publication = readWith(readPublication, stored, context);
  read.set(digest, hasMembers(publication) ? new SignedFigures(publication) : undefined);
  for (const oldest of read.keys()) {
    if (read.size <= keptInMemory) break;
    read.delete(oldest);
  }
  return read.get(digest);
}

async function storedPublication(id: string, context: SubgraphContext): Promise<StoredPublication> {
  const found = await publicationById(id, context);
  if (!found) throw badUserInput(`Expected the id of a publication, but got ${JSON.stringify(id)}.`);
  return found;
}

/** A publication as the graph shows it. @throws GraphQLError `PUBLICATION_UNREADABLE` */
export async function shownPublication(
  stored: StoredPublication,
  context: SubgraphContext,
): Promise<PublicationObject> {
  const read = readStored(stored, context);
  const former = read.revision === 1 ? null : await publicationById(idOf(read.period, read.revision - 1), context);
  const held = await registerOf(context).releases();
  const signed = read.releases.flatMap(
    ({ organisation, hash }) => held.get(organisation)?.find((one) => one.hash === hash) ?? [],
  );
  const fallen = read.releases.flatMap(({ organisation, number, hash }) => {
    const release = held.get(organisation)?.find((one) => one.hash === hash);
    if (!release) return [`${organisation} ${number}: its key was revoked.`];
    return release.withdrawnReason === null ? [] : [`${organisation} ${number}: ${release.withdrawnReason}`];
  });
  const {
    id,
    period,
    revision,
    publishedAt,
    publishedBy,
    note,
    noteEn = null,
    people,
    demonstration,
    final = [],
  } = read;
  const withdrawal = (await withdrawalsOf(context).load(id)) ?? null;
  return {
    ...{ id, period, revision, publishedAt, publishedBy, note, noteEn, demonstration, people: people ?? null },
    finalGoals: final,
    withdrawal,
    standing: withdrawal
      ? PublicationStanding.WITHDRAWN
      : revision < ((await newestOfPeriod(context).load(period)) ?? revision)
        ? PublicationStanding.SUPERSEDED
        : PublicationStanding.CURRENT,
    releases: read.releases.map(({ organisation: organisationCode, ...release }) => ({ organisationCode, ...release })),
    // Both documents are read in full only if this field is requested.
    get differences() {
      return former ? differencesOf(former, stored, context) : [];
    },
    heldBy: await holdersOf(id, context),
    withdrawn: fallen.join(' '),
    document: stored.document,
    signature: stored.signature,
    digest: stored.digest,
    get publicKeys() {
      return publicKeysOf(stored.signature, signed, registerOf(context));
    },
  };
}

/** The id of a period's revision. */
export function idOf(period: string, revision: number): string {
  return `${period}_${revision}`;
}

/** The number of a publication's revision, from its id. */
export function revisionOf(id: string): number {
  return Number(id.split('_')[1]);
}

/** A publication as a whole. @throws GraphQLError `PUBLICATION_UNREADABLE` */
export function wholePublication(stored: StoredPublication, context: SubgraphContext): Publication {
  return readWith(readPublication, stored, context);
}

/** The differences from a former revision; null if that cannot be read. */
function differencesOf(
  former: StoredPublication,
  stored: StoredPublication,
  context: SubgraphContext,
): PublishedDifference[] | null {
  const now = readWith(readPublication, stored, context);
  try {
    return differencesBetween(readWith(readPublication, former, context), now);
  } catch {
    return null;
  }
}
