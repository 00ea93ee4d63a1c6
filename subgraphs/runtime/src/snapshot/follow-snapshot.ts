import { SnapshotFault } from '@hub/protocol';
import { askAgain } from './ask-again.js';
import type { SnapshotFolder } from './snapshot-folder.js';

/** The input of following snapshots. */
export interface FollowingSnapshot {
  readonly folder: SnapshotFolder;
  /**
   * Requests the newest snapshot from the registry, once it is later than a number: `GET
   * /operator/registry/snapshots?after=N`.
   */
  readonly ask: (after: number, signal: AbortSignal) => Promise<unknown>;
  readonly log: {
    readonly info: (details: object, message: string) => void;
    readonly error: (details: object, message: string) => void;
  };
  /** Called when another snapshot is in use. */
  readonly onTaken?: () => void;
}

/**
 * Follows the registry's snapshots until the signal aborts: one request waits at the registry until there is another.
 */
export function followSnapshot({ folder, ask, log, onTaken }: FollowingSnapshot, signal: AbortSignal): Promise<void> {
  const say = () => {
    const { number, organisations } = folder.snapshot ?? {};
    log.info({ number, organisations: organisations?.length }, 'a snapshot of the registry is in use');
  };
  return askAgain(
    {
      ask: async (leaving) => {
        const isTaken = folder.take(await ask(folder.snapshot?.number ?? 0, leaving));
        if (isTaken) {
          say();
          onTaken?.();
        }
        return isTaken;
      },
      failed: (error) => {
        const code = error instanceof SnapshotFault ? error.code : 'REGISTRY_UNREACHABLE';
        log.error({ err: error, code, number: folder.snapshot?.number }, 'the registry’s snapshot in use stays');
      },
      recovered: say,
    },
    signal,
  );
}
