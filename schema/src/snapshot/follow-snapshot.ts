import { setTimeout as pause } from 'node:timers/promises';
import { SnapshotFault } from './snapshot.js';
import type { SnapshotFolder } from './snapshot-folder.js';

/** How soon the registry is asked again that did not answer, or says the same at once, in milliseconds: at first, and at most. */
const retryMs = { first: 50, most: 1000 };

/** What following needs. */
export interface FollowingSnapshot {
  readonly folder: SnapshotFolder;
  /** Asks the registry for the newest snapshot, once it is later than a number: `GET /operator/registry/snapshots?after=N`. */
  readonly ask: (after: number, signal: AbortSignal) => Promise<unknown>;
  readonly log: {
    readonly info: (details: object, message: string) => void;
    readonly error: (details: object, message: string) => void;
  };
  /** Hears that another snapshot is in use. */
  readonly onTaken?: () => void;
}

/** Follows the registry's snapshots until it is told to stop: one request waits there until there is another. */
export async function followSnapshot(
  { folder, ask, log, onTaken }: FollowingSnapshot,
  signal: AbortSignal,
): Promise<void> {
  let wait = retryMs.first;
  let fault: string | undefined;
  while (!signal.aborted) {
    const began = performance.now();
    const isTaken = await takeNext().catch((error: unknown) => {
      const { message } = error as Error;
      if (!signal.aborted && message !== fault) {
        const code = error instanceof SnapshotFault ? error.code : 'REGISTRY_UNREACHABLE';
        log.error({ err: error, code, number: folder.snapshot?.number }, 'the registry’s snapshot in use stays');
      }
      fault = message;
      return false;
    });
    if (isTaken) wait = retryMs.first;
    else if (performance.now() - began < retryMs.most) {
      await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
      wait = Math.min(wait * 2, retryMs.most);
    }
  }

  async function takeNext(): Promise<boolean> {
    const isTaken = folder.take(await ask(folder.snapshot?.number ?? 0, signal));
    if (isTaken || fault !== undefined) {
      const { number, organisations } = folder.snapshot ?? {};
      log.info({ number, organisations: organisations?.length }, 'a snapshot of the registry is in use');
    }
    fault = undefined;
    if (isTaken) onTaken?.();
    return isTaken;
  }
}
