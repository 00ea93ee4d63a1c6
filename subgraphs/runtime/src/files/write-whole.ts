import { closeSync, fsyncSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';

/**
 * Puts a file in its place as a whole: nobody reads half of it, and after a loss of power it is the former or the new one.
 * @param mode its rights; those of the file that is there unless told, or its owner's alone.
 */
export function writeWhole(file: string, content: string, mode = modeOf(file)): void {
  const draft = `${file}.${process.pid}`;
  const opened = openSync(draft, 'w', mode);
  try {
    writeFileSync(opened, content);
    // Before it has the name: otherwise the name could be on the disk, and what is in it not.
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(draft, file);
}

function modeOf(file: string): number {
  return (statSync(file, { throwIfNoEntry: false })?.mode ?? 0o600) & 0o777;
}
