import type { Endpoints } from '@hub/kit';
import { type AccessFeed, FeedFault, feedBounds } from '@hub/protocol';
import { followFeed, readPublicKeys } from '@hub/runtime';

/** How long the registry may take to answer, in milliseconds: longer than it keeps anybody waiting for a change. */
const answerMs = 25_000;

/**
 * Follows the registry's feed while the server listens, where its settings name a registry.
 * @param said hears each time that the registry says which feed holds; with the feed where it is another.
 */
export function followAccess(
  { server, config: { registry } }: Pick<Endpoints, 'server' | 'config'>,
  said: (feed: AccessFeed | undefined) => void,
): void {
  if (!registry) return;
  const { url, token, keyFiles } = registry;
  const ask = async (path: string, signal: AbortSignal): Promise<string> => {
    const response = await fetch(new URL(path, url), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += (chunk as Uint8Array).length;
      if (size > feedBounds.bytes)
        throw new FeedFault('TOO_LARGE', `Expected a feed of at most ${feedBounds.bytes} bytes.`);
      chunks.push(chunk as Uint8Array);
    }
    const text = Buffer.concat(chunks).toString();
    if (response.ok) return text;
    throw new Error(`The registry answered ${response.status}: ${text.slice(0, 300)}`);
  };
  const stop = new AbortController();
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    const keys = () => {
      const known = keyFiles.flatMap(readPublicKeys);
      return keyFiles.length === 0 ? undefined : new Map(known.map(({ id, key }) => [id, key]));
    };
    following = followFeed({ ask, keys, said, log: server.log }, stop.signal);
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await following;
  });
}
