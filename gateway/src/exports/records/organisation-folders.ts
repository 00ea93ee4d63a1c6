import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The organisations' folders of one kind, such as `tables`, by the organisations' codes.
 * @param organisations the parent of the organisations' folders; there are none if it is undefined.
 */
export async function organisationFolders(
  organisations: string | undefined,
  kind: string,
): Promise<ReadonlyMap<string, string>> {
  if (organisations === undefined) return new Map();
  const named = async (name: string) => {
    const found: string[] = [];
    for await (const path of glob(`*/${name}`, { cwd: organisations })) found.push(dirname(path));
    return found;
  };
  const recorded = new Set(await named('organisation.yaml'));
  const codes = (await named(kind)).filter((code) => recorded.has(code)).toSorted();
  return new Map(codes.map((code) => [code, join(organisations, code, kind)]));
}
