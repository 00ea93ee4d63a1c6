import type { SubgraphContext } from '@hub/kit';
import { type BundleInFile, digestOf, type Publication, readPublication, type ReleaseInFile } from '@hub/protocol';
import { setAsideChain } from './set-aside-releases.js';

interface HeldRelease extends ReleaseInFile {
  readonly organisation: string;
  readonly number: number;
}

/** The contents of a requested bundle. */
export interface BundleWish {
  /** A publication for the bundle; then it has only that publication's releases. */
  readonly publication?: string | undefined;
  /** Limits the bundle to this organisation's releases. */
  readonly organisation?: string | undefined;
}

/**
 * Reads releases in their original form, with their pages; or a publication with its releases.
 * @returns null if there is no such publication.
 */
export async function readBundle(
  em: SubgraphContext['em'],
  { publication: publicationId, organisation }: BundleWish,
): Promise<BundleInFile | null> {
  const publication = publicationId === undefined ? undefined : await publicationIn(em, publicationId);
  if (publication === null) return null;
  const rows: HeldRelease[] = await em.fork().execute(
    `select r.organisation, r.number, r.header, r.signature, coalesce((
       select json_agg(p.content order by p.position) from taken_page p
       where (p.organisation, p.number) = (r.organisation, r.number)), '[]') as pages
     from taken_release r where coalesce(?::text, r.organisation) = r.organisation order by r.organisation, r.number`,
    [organisation ?? null],
  );
  const needed = publication ? await restedOn(em, publication.releases, rows) : rows;
  const byOrganisation = Map.groupBy(needed, ({ organisation }) => organisation);
  return {
    releases: Object.fromEntries(
      [...byOrganisation].map(([organisation, releases]) => [
        organisation,
        releases.map(({ header, signature, pages }) => ({ header, signature, pages })),
      ]),
    ),
    ...(publication && { publication: { document: publication.document, signature: publication.signature } }),
  };
}

/** The releases of a publication, including releases that were set aside since. */
async function restedOn(
  em: SubgraphContext['em'],
  named: Publication['releases'],
  rows: readonly HeldRelease[],
): Promise<HeldRelease[]> {
  const chains = named.map(async ({ organisation, number, hash }) => {
    const held = rows.filter((row) => row.organisation === organisation && row.number <= number);
    const last = held.at(-1);
    if (last?.number === number && digestOf(last.header) === hash) return held;
    const setAside = (await setAsideChain(em, organisation, hash)).map((one) => ({ organisation, ...one }));
    const [first] = setAside;
    return first ? [...held.filter((one) => one.number < first.number), ...setAside] : held;
  });
  return (await Promise.all(chains)).flat();
}

async function publicationIn(em: SubgraphContext['em'], id: string) {
  const [found] = await em
    .fork()
    .execute<{ document: string; signature: string }[]>('select document, signature from publication where id = ?', [
      id,
    ]);
  return found ? { ...found, releases: readPublication(found.document).releases } : null;
}
