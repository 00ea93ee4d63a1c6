import { join } from 'node:path';
import { Failure } from './failure.js';
import { handOver } from './hand-over.js';
import type { OperatorDoor } from './operator-door.js';
import { inRows, type Progress, showProgress } from './progress.js';
import { missingFiles } from './shipped-files.js';

/** Where an organisation's shipped files go. */
export interface Load {
  readonly door: OperatorDoor;
  /** The organisation's folder in the repository: its `data/` and `demo/`. */
  readonly folder: string;
  /** Whether the made-up files come in too. */
  readonly demonstration: boolean;
  /** Takes the files of rejected rows. */
  readonly rejectedFolder: string;
}

/** What a load brought in. */
export interface Loaded {
  readonly files: number;
  readonly rows: number;
  /** A sentence for each shipped file with rejected rows: each is a mistake in what the hub ships. */
  readonly mistakes: readonly string[];
}

/**
 * Brings in the files that the organisations ship with and that their subgraphs have not taken yet, the organisations
 * side by side. What was interrupted goes on with the file that it had come to.
 * @throws Failure with a line for each organisation that stopped at a file; the others' files are in.
 */
export async function loadAll(loads: readonly Load[], progress: Progress = showProgress()): Promise<Loaded> {
  const outcomes = await Promise.allSettled(loads.map((load) => loadShippedFiles(load, progress)));
  progress.close();
  const loaded = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
  const mistakes = loaded.flatMap((one) => one.mistakes);
  const faults = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as Error);
  for (const fault of faults) if (!(fault instanceof Failure)) throw fault;
  if (faults.length > 0) throw new Failure([...mistakes, ...faults.map(({ message }) => message)].join('\n'));
  return { files: sum(loaded.map(({ files }) => files)), rows: sum(loaded.map(({ rows }) => rows)), mistakes };
}

async function loadShippedFiles({ door, folder, ...load }: Load, progress: Progress): Promise<Loaded> {
  const files = await missingFiles(folder, await door.catalogue(), load.demonstration);
  // A release of what came in before may still be waited for.
  if (files.length === 0) {
    await door.endLoad();
    return { files: 0, rows: 0, mistakes: [] };
  }
  const track = progress.track(door.organisation, sum(files.map(({ rows }) => rows)));
  const mistakes: string[] = [];
  let rows = 0;
  for (const file of files) {
    const rejectedFile = join(load.rejectedFolder, `${file.demonstration ? 'demo' : 'data'}-${file.kind}.rejected.csv`);
    const { read, rejected } = await handOver(door, file, {
      rejectedFile,
      onRead: (read) => {
        track.advance(rows + read, file.kind);
      },
    });
    rows += read;
    if (rejected > 0)
      mistakes.push(`${file.path}: ${inRows(rejected)} of ${inRows(read)} rejected; see ${rejectedFile}`);
  }
  await door.endLoad();
  track.finish(`${inRows(rows)} in`);
  return { files: files.length, rows, mistakes };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
