import type { Endpoints } from '@hub/kit';
import { type AccessFeed, FeedFault, feedBounds } from '@hub/protocol';
import { followFeed, readPublicKeys, whileListening } from '@hub/runtime';
import { askRegistry, longPollMs } from './ask-registry.js';

/**
 * Follows the registry's feed while the server listens, where its settings name a registry.
 * @param said hears each time that the registry says which feed holds; with the feed where it is another.
 */
export function followAccess(
  { server, config: { registry } }: Pick<Endpoints, 'server' | 'config'>,
  said: (feed: AccessFeed | undefined) => void,
): void {
  if (!registry) return;
  const keys = () => {
    const known = registry.keyFiles.flatMap(readPublicKeys);
    return registry.keyFiles.length === 0 ? undefined : new Map(known.map(({ id, key }) => [id, key]));
  };
  const tooLarge = () => new FeedFault('TOO_LARGE', `Expected a feed of at most ${feedBounds.bytes} bytes.`);
  const ask = (path: string, signal: AbortSignal) =>
    askRegistry(registry, path, { withinMs: longPollMs, bytes: feedBounds.bytes, signal, tooLarge });
  whileListening(server, (signal) => followFeed({ ask, keys, said, log: server.log }, signal));
}
