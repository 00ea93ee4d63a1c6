import { join } from 'node:path';
import { intendedRejections, pastReleases, replacedKinds } from './demonstration-history.js';
import type { DemonstrationAsk } from '@hub/kit/service';
import { Failure } from './failure.js';
import { handOverAgain } from './hand-over.js';
import type { OperatorEndpoint } from './operator-endpoint.js';
import { inRows, type Progress, showProgress } from './progress.js';
import { missingFiles, type ShippedFile } from './shipped-files.js';

/** The target of an organisation's shipped files. */
export interface Load {
  readonly endpoint: OperatorEndpoint;
  /** The organisation's folder in the repository: its `data/` and `demo/`. */
  readonly folder: string;
  /** The folder of its made-up files (default: its `demo/`). */
  readonly demoFolder?: string | undefined;
  /** The folders of made-up files for every subgraph that knows their kind. */
  readonly sharedFolders?: readonly string[];
  /** Whether the made-up files are loaded too. */
  readonly demonstration: boolean;
  /** The folder for the files of rejected rows. */
  readonly rejectedFolder: string;
}

/** The result of a load. */
export interface Loaded {
  readonly files: number;
  readonly rows: number;
  /** A sentence for each shipped file with rejected rows: each is a mistake in the shipped data. */
  readonly mistakes: readonly string[];
  /** One for each file of the demonstration with intended rejections. */
  readonly notes: readonly string[];
}

/**
 * Loads the organisations' shipped files that their subgraphs do not have yet, the organisations side by side. An
 * interrupted load continues with the file where it stopped.
 * @throws Failure with a line for each organisation that stopped at a file; the others' files are loaded.
 */
export async function loadAll(loads: readonly Load[], progress: Progress = showProgress()): Promise<Loaded> {
  const outcomes = await Promise.allSettled(loads.map((load) => loadShippedFiles(load, progress)));
  progress.close();
  const loaded = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
  const mistakes = loaded.flatMap((one) => one.mistakes);
  const faults = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as Error);
  for (const fault of faults) if (!(fault instanceof Failure)) throw fault;
  if (faults.length > 0) throw new Failure([...mistakes, ...faults.map(({ message }) => message)].join('\n'));
  const notes = loaded.flatMap((one) => one.notes);
  return { files: sum(loaded.map(({ files }) => files)), rows: sum(loaded.map(({ rows }) => rows)), mistakes, notes };
}

async function loadShippedFiles(load: Load, progress: Progress): Promise<Loaded> {
  const { endpoint, folder, sharedFolders = [], demonstration } = load;
  const demo = load.demoFolder ?? join(folder, 'demo');
  const catalogue = await endpoint.catalogue();
  const files = await missingFiles(
    [
      {
        path: join(folder, 'data'),
        demonstration: false,
        without: demonstration ? await replacedKinds(demo) : new Set(),
      },
      ...(demonstration
        ? [...sharedFolders.map((path) => ({ path, demonstration, isShared: true })), { path: demo, demonstration }]
        : []),
    ],
    catalogue,
  );
  const releases = await Promise.all(
    (demonstration ? await pastReleases(demo) : []).map(async ({ ask, files }) => ({
      ask,
      files: files === null ? [] : await missingFiles([{ path: files, demonstration }], catalogue),
    })),
  );
  const all = [...files, ...releases.flatMap((one) => one.files)];
  const track = all.length > 0 ? progress.track(endpoint.organisation, sum(all.map(({ rows }) => rows))) : undefined;
  const intended = await intendedRejections(demo);
  const [mistakes, notes]: [string[], string[]] = [[], []];
  let rows = 0;
  const handIn = async (some: readonly ShippedFile[]) => {
    for (const file of some) {
      const from = file.demonstration ? 'demo' : 'data';
      const rejectedFile = join(load.rejectedFolder, `${from}-${file.kind}.rejected.csv`);
      const { read, rejected } = await handOverAgain(endpoint, file, {
        rejectedFile,
        onRead: (read) => track?.advance(rows + read, file.kind),
      });
      rows += read;
      if (rejected === 0) continue;
      const isIntended = file.demonstration && intended.get(file.kind) === rejected;
      const what = `${inRows(rejected)} of ${inRows(read)} rejected${isIntended ? ', as is meant to be shown' : ''}`;
      (isIntended ? notes : mistakes).push(`${file.path}: ${what}; see ${rejectedFile}`);
    }
  };
  await handIn(files);
  let ofSameData: DemonstrationAsk[] = [];
  const release = async () => {
    if (ofSameData.length > 0) await endpoint.releaseDemonstration(ofSameData);
    ofSameData = [];
  };
  for (const { ask, files } of releases) {
    if (files.length > 0) await release();
    await handIn(files);
    ofSameData.push(ask);
  }
  await release();
  // Ends the load even without a new file: a release of earlier files may still wait for it.
  await endpoint.endLoad();
  track?.finish(`${inRows(rows)} in`);
  return { files: all.length, rows, mistakes, notes };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
