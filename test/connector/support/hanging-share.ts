import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';

/** A network share that does not answer: a reader waits until the share is gone. */
export interface HangingShare {
  /** Its server is gone for good: present and later readers get an error. */
  vanish(): void;
  /** Restores the folder. */
  unmount(): void;
}

/** Whether this process may mount a file system. */
export const canMount = process.getuid?.() === 0 && existsSync('/dev/fuse');

/** Puts a share over a folder of which nobody answers for (FUSE, with nothing behind it). @throws Error where that cannot be. */
export function hangOver(folder: string): HangingShare {
  const server = openSync('/dev/fuse', 'r+');
  const options = 'fd=3,rootmode=40000,user_id=0,group_id=0';
  const { status, stderr } = spawnSync('mount', ['-i', '-t', 'fuse', '-o', options, 'hanging', folder], {
    stdio: ['ignore', 'ignore', 'pipe', server],
  });
  if (status !== 0) {
    closeSync(server);
    throw new Error(`Expected to mount over ${folder}: ${stderr.toString()}`);
  }
  let isThere = true;
  const vanish = () => {
    if (isThere) closeSync(server);
    isThere = false;
  };
  return {
    vanish,
    unmount: () => {
      vanish();
      spawnSync('umount', ['--lazy', folder]);
    },
  };
}
