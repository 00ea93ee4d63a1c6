import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/*
 * Maps the stacks of errors to the sources, instead of the built files. Node's own option (--enable-source-maps) reads
 * the maps of all files at each start, which takes a fifteenth of it. Therefore the programs' files name no maps
 * (`build.mjs`), and a file's map is read when a stack with the file is first used.
 */

/** The maps by the file's URL; undefined where a file has none. */
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

/** The place of a call in the sources; without a map, its place in the built file. */
function placeOfCall(site: Site): string {
  const said = site.toString();
  const [file, line, column] = [site.getFileName(), site.getLineNumber(), site.getColumnNumber()];
  if (!file?.startsWith('file:') || line === null || column === null) return said;
  try {
    const found = mapOf(file)?.findEntry(line - 1, column - 1);
    // The map of a package's code has no positions.
    if (!found || !('originalSource' in found) || !/\.[cm]?[jt]sx?$/.test(found.originalSource)) return said;
    const source = decodeURI(new URL(found.originalSource, file).pathname);
    const place = `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`;
    return said.replace(`${file}:${line}:${column}`, place);
  } catch {
    return said;
  }
}

/** The first lines of an error's stack in Node. */
function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return '<error>';
  }
}

Error.prepareStackTrace = (error, sites: readonly Site[]) =>
  [headOf(error), ...sites.map((site) => `    at ${placeOfCall(site)}`)].join('\n');
