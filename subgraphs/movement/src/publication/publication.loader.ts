import { badUserInput, type SubgraphContext } from '@hub/kit';

/**
 * The releases that a publication rests on, by organisation.
 * @throws GraphQLError `BAD_USER_INPUT` where there is no such publication.
 */
export async function releasesOfPublication(id: string, { em }: SubgraphContext): Promise<Map<string, number>> {
  const [found] = await em.execute<{ releases: Record<string, number> }[]>(
    'select releases from publication where id = ?',
    [id],
  );
  if (!found) throw badUserInput(`Expected the id of a publication, but got ${JSON.stringify(id)}.`);
  return new Map(Object.entries(found.releases));
}
