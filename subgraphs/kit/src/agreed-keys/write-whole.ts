import { renameSync, statSync, writeFileSync } from 'node:fs';

/**
 * Puts a file in its place as a whole, so that nobody reads half of it.
 * @param mode its rights; those of the file that is there unless told, or its owner's alone.
 */
export function writeWhole(file: string, content: string, mode = modeOf(file)): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode });
  renameSync(draft, file);
}

function modeOf(file: string): number {
  return (statSync(file, { throwIfNoEntry: false })?.mode ?? 0o600) & 0o777;
}
