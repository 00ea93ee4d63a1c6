import { participants } from '@hub/schema';
import type { NonEmptyArray } from 'type-graphql';
import { keptPublicationResolverOf } from './publication/kept-publication.resolver.js';
import { releaseResolversOf } from './release/release.resolver.js';
import type { SubgraphDefinition } from './subgraph.js';

/** An organisation's resolvers, and the kit's own: who keeps a ledger makes releases and holds digests of publications. */
export function allResolvers({ organisation, resolvers }: SubgraphDefinition): SubgraphDefinition['resolvers'] {
  const participant = participants.find(({ code }) => code === organisation);
  const own: SubgraphDefinition['resolvers'][number][] = participant
    ? [...releaseResolversOf(participant), keptPublicationResolverOf(participant)]
    : [];
  return [...resolvers, ...own] as NonEmptyArray<new () => object>;
}
