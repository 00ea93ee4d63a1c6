import { closeSync, fsyncSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file as a whole: no reader sees a half of it, and after a power loss it is the former or the new one.
 * @param mode its permissions; default: the existing file's, or the owner's only.
 */
export function writeWhole(file: string, content: string, mode = modeOf(file)): void {
  const draft = `${file}.${process.pid}`;
  const opened = openSync(draft, 'w', mode);
  try {
    writeFileSync(opened, content);
    // The content must reach the disk before the name does.
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(draft, file);
}

function modeOf(file: string): number {
  return (statSync(file, { throwIfNoEntry: false })?.mode ?? 0o600) & 0o777;
}
