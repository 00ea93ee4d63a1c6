import { movement, participants } from '@hub/schema';
import type { NonEmptyArray } from 'type-graphql';
import { keptPublicationResolverOf } from './publication/kept-publication.resolver.js';
import { importResolversOf } from './import/import-run.resolver.js';
import { releaseNoticeResolverOf } from './release/release-notice.resolver.js';
import { releaseResolversOf } from './release/release.resolver.js';
import type { SubgraphDefinition } from './subgraph.js';

/** Movement, as the fields of its imports have it. */
const steering = { ...movement, field: 'movement', shortName: 'the steering committee' };

/**
 * An organisation's resolvers, and the kit's own: whoever imports files tells what became of them; who keeps a ledger
 * makes releases and holds digests of publications.
 */
export function allResolvers({ organisation, resolvers }: SubgraphDefinition): SubgraphDefinition['resolvers'] {
  const participant = participants.find(({ code }) => code === organisation);
  const importing = organisation === steering.code ? steering : participant;
  const own: SubgraphDefinition['resolvers'][number][] = [
    ...(importing ? importResolversOf(importing) : []),
    ...(participant
      ? [
          ...releaseResolversOf(participant),
          keptPublicationResolverOf(participant),
          releaseNoticeResolverOf(participant),
        ]
      : []),
  ];
  return [...resolvers, ...own] as NonEmptyArray<new () => object>;
}
