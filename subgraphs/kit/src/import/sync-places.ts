import type { SqlEntityManager } from '@mikro-orm/sql';
import { lockStart } from '../database/lock-start.js';
import type { CheckedRow } from '../file/check-row.js';
import { noteRun } from './import-run.js';
import { StartFailure } from '@hub/runtime';
import { placeImport, placeOf, takePlaces } from './place.import.js';
import { Places } from '../places/places.js';
import { findPlacesFiles, type PlacesFile, readPlacesFile } from './places-files.js';
import { readPlaces } from '../places/store-places.js';

/** The places that a hub knows. */
export interface PlacesConfig {
  /** The folder of the files of places that are imported at the start. */
  readonly placesFolder: string;
  /** The code of the hub's root place: a province, or the country. */
  readonly rootPlace: string;
}

/**
 * Imports the files of places that a subgraph has not imported yet: of each, the places in the root place and the
 * places that contain it. A place that an import has ended since stays ended.
 * @returns how many files it imported.
 * @throws StartFailure naming file, line and column of a fault; then no file is imported.
 */
export async function syncPlaces(root: SqlEntityManager, { placesFolder, rootPlace }: PlacesConfig): Promise<number> {
  const found = await findPlacesFiles(placesFolder);
  return root.fork().transactional(async (em) => {
    await lockStart(em, 'files taken at the start');
    const runs: { readonly sha256: string }[] = await em.execute(
      `select sha256 from import_in_force where kind = 'places'`,
    );
    const isMissing = ({ sha256 }: { readonly sha256: string }) => !runs.some((run) => run.sha256 === sha256);
    if (!found.some(isMissing)) return 0;
    const files = await Promise.all(found.map(readPlacesFile));
    const missing = files.filter(isMissing);
    const known = await readPlaces(em);
    new Places([...known.all, ...files.flatMap(({ rows }) => rows.map(placeOf))]).root(rootPlace);
    const rows = new Map(missing.flatMap((file) => ownRows(file, files, rootPlace).map((row) => [row, file])));
    const ended = new Map([...rows].map(([row, file]) => [stillEnded(row, known), file]));
    const faults = await takePlaces(em, [...ended.keys()], { known, rootPlace });
    const lines = faults.map(
      ({ at, column, reason }) => `  ${ended.get(at)?.path ?? placesFolder}, line ${at.line}, ${column}: ${reason}`,
    );
    if (lines.length > 0) throw new StartFailure(`The files of places do not hold together:\n${lines.join('\n')}`, 2);
    for (const file of missing) {
      const { path, sha256 } = file;
      const written = [...rows.values()].filter((one) => one === file).length;
      const run = { kind: placeImport.kind, file: path, demonstration: false, sha256 };
      await noteRun(em, { ...run, read: file.rows.length, written, rejected: 0 });
    }
    return missing.length;
  });
}

/**
 * The rows of a file about the root place, the places in it and the places that contain it, according to all files
 * together.
 */
function ownRows(file: PlacesFile, files: readonly PlacesFile[], rootPlace: string): readonly CheckedRow[] {
  const byRow = new Map(files.flatMap(({ rows }) => rows.map((row) => [row, placeOf(row)] as const)));
  const places = new Places([...byRow.values()]);
  const roots = places.withCode(rootPlace);
  return file.rows.filter((row) => {
    const place = byRow.get(row);
    return place && (places.isWithin(place, rootPlace) || roots.some((one) => places.isWithin(one, place.code)));
  });
}

function stillEnded(row: CheckedRow, known: Places): CheckedRow {
  const { code, validFrom, validUntil } = placeOf(row);
  const before = known.withCode(code).find((place) => place.validFrom === validFrom);
  if (validUntil !== null || !before?.validUntil) return row;
  return { ...row, row: { ...row.row, valid_until: before.validUntil, successors: before.successors } };
}
