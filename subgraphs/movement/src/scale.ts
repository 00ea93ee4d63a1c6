import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pupilsToDate, type ScaledOptions, scalePupils, scaleServants } from '@hub/demo';
import { writeSteering } from './demo.js';

/** The publications of the province at full size, as the rows of `publications.csv`. */
const publications = 'period,made_on,note\n2026-09,2026-11-10,\n';

/** Writes the steering committee's files of the province at full size, for the people in the other organisations' records. */
export async function writeScale({ folder, province }: ScaledOptions): Promise<void> {
  const servants = new Map([...province.communes.keys()].map((code) => [code, 0]));
  for (const { communeCode } of scaleServants(province))
    servants.set(communeCode, (servants.get(communeCode) ?? 0) + 1);
  await writeSteering(
    { folder, province },
    { servants, pupilsBy: (day) => pupilsToDate(scalePupils(province), province, day) },
  );
  await writeFile(join(folder, 'publications.csv'), publications);
}
