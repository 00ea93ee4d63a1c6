import { randomUUID, type KeyObject } from 'node:crypto';
import { type AccessFeed, FeedFault, type KnownFeed, readFeedAnswer } from '@hub/protocol';
import { askAgain } from './ask-again.js';

/** The parts that following the registry's feed needs. */
export interface FollowingFeed {
  /** Asks the registry, at a path with a query: one request waits there until there is another feed. */
  readonly ask: (path: string, signal: AbortSignal) => Promise<string>;
  /** The registry's public keys by their ids, read for each answer; undefined where signatures are not required. */
  readonly keys: () => ReadonlyMap<string, KeyObject> | undefined;
  /** Called each time the registry confirms a feed; with the feed where it differs. */
  readonly said: (feed: AccessFeed | undefined, known: KnownFeed) => void;
  /** Called with the code of each faulty answer. */
  readonly failed?: (code: string) => void;
  readonly log: {
    readonly info: (details: object, message: string) => void;
    readonly error: (details: object, message: string) => void;
  };
}

/** The code of a registry that does not answer. */
export const feedUnreachable = 'REGISTRY_UNREACHABLE';

/**
 * Follows the registry's feed until the signal aborts. A feed that is not the registry's, or an older one, changes no
 * state.
 */
export function followFeed({ ask, keys, said, failed, log }: FollowingFeed, signal: AbortSignal): Promise<void> {
  let known: KnownFeed | undefined;
  /** After a fault the registry answers at once, so that the known feed counts again. */
  let isFailing = false;
  return askAgain(
    {
      ask: async (leaving) => {
        try {
          const nonce = randomUUID();
          const text = await ask(
            `/operator/registry/feed?after=${known?.sequence ?? 0}&nonce=${nonce}${isFailing ? '&wait=0' : ''}`,
            leaving,
          );
          const answer = readFeedAnswer(text, { nonce, known }, keys());
          known = answer.known;
          isFailing = false;
          said(answer.feed, known);
          return answer.feed !== undefined;
        } catch (error) {
          isFailing = true;
          if (!leaving.aborted) failed?.(codeOf(error));
          throw error;
        }
      },
      failed: (error) => {
        log.error({ err: error, code: codeOf(error), sequence: known?.sequence }, 'the registry’s feed cannot be read');
      },
      recovered: () => {
        log.info({ sequence: known?.sequence }, 'the registry’s feed can be read again');
      },
    },
    signal,
  );
}

function codeOf(error: unknown): string {
  return error instanceof FeedFault ? error.code : feedUnreachable;
}
