import type { DemonstrationOptions } from '@hub/kit';
import { type DemoProvince, demoProvince } from './province.js';

/** Size and folder of the demonstration. */
export interface DemoOptions extends Pick<DemonstrationOptions, 'people' | 'folder'> {
  /** The province of the demonstration. */
  readonly province: DemoProvince;
}

/** Makes a writer of an organisation's demonstration files for the province in the files of places. */
export function demonstration(
  write: (options: DemoOptions) => Promise<void>,
): (options: DemonstrationOptions) => Promise<void> {
  return async ({ placesFolder, rootPlace, ...options }) =>
    write({ ...options, province: await demoProvince(placesFolder, rootPlace) });
}
