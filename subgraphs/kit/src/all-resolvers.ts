import { participants } from '@hub/schema';
import type { NonEmptyArray } from 'type-graphql';
import { releaseResolversOf } from './release/release.resolver.js';
import type { SubgraphDefinition } from './subgraph.js';

/** An organisation's resolvers, and the kit's own: whoever keeps a ledger makes releases. */
export function allResolvers({ organisation, resolvers }: SubgraphDefinition): SubgraphDefinition['resolvers'] {
  const participant = participants.find(({ code }) => code === organisation);
  const own: SubgraphDefinition['resolvers'][number][] = participant ? [...releaseResolversOf(participant)] : [];
  return [...resolvers, ...own] as NonEmptyArray<new () => object>;
}
