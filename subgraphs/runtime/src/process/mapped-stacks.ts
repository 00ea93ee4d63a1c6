import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/*
 * Has the stacks of errors name places in the sources, not in what was built of them. Node's own way (--enable-source-maps)
 * reads the maps of all files at each start, which is a fifteenth of it: so the programs' files name no maps (`build.mjs`),
 * and the map beside a file is read when a stack that names the file is first looked at.
 */

/** The maps that were looked for, by the file's URL; undefined where a file has none. */
const maps = new Map<string, SourceMap | undefined>();

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(file));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  const url = new URL(`${file}.map`);
  if (!existsSync(url)) return undefined;
  return new SourceMap(JSON.parse(readFileSync(url, 'utf8')) as SourceMapPayload);
}

type Site = NodeJS.CallSite & { toString: () => string };

/** Where a call stands in the sources; as it was built where that is not known. */
function placeOfCall(site: Site): string {
  const said = site.toString();
  const [file, line, column] = [site.getFileName(), site.getLineNumber(), site.getColumnNumber()];
  if (!file?.startsWith('file:') || line === null || column === null) return said;
  try {
    const found = mapOf(file)?.findEntry(line - 1, column - 1);
    // A package's code has a map without places.
    if (!found || !('originalSource' in found) || !/\.[cm]?[jt]sx?$/.test(found.originalSource)) return said;
    const source = decodeURI(new URL(found.originalSource, file).pathname);
    const place = `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`;
    return said.replace(`${file}:${line}:${column}`, place);
  } catch {
    return said;
  }
}

/** What an error says of itself, as Node begins its stack. */
function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return '<error>';
  }
}

Error.prepareStackTrace = (error, sites: readonly Site[]) =>
  [headOf(error), ...sites.map((site) => `    at ${placeOfCall(site)}`)].join('\n');
