import { HttpError } from '../http/http-error.js';
import { type Caller, isKnown } from '../request/caller.js';
import { challenge } from './answer-fault.js';
import { type Ask, askPages, askVersion } from './ask-pages.js';
import { type About, type FileContent, fileRows, type FileRow, readAbout, Tally } from './content/file-content.js';
import { fileTag, hasFile, rowsDigest } from './file-tag.js';
import { csvFile } from './formats/csv.js';
import { geoJsonFile } from './formats/geojson.js';
import { jsonLinesFile } from './formats/json-lines.js';
import { xlsxFile } from './formats/xlsx.js';
import type { FileFormat } from './table/mapping.js';
import type { PageTurns } from './content/page-turns.js';
import type { FileRequest } from './content/read-address.js';
import { operationName } from './table/table.js';

/** The result of a request for a file: the file, or only the tag if its reader has it already. */
export type MadeFile =
  { readonly tag: string; readonly content: undefined } | { readonly tag: string; readonly content: FileContent };

export interface FileOptions {
  readonly ask: Ask;
  readonly caller: Caller;
  readonly maxRows: number;
  /** The address of this file. */
  readonly address: string;
  readonly ifNoneMatch: string | undefined;
  readonly turns: PageTurns;
}

/** The writer and media type of each format. */
export const writers: Readonly<
  Record<
    FileFormat,
    {
      readonly type: string;
      /** Whether the format is already compressed. */
      readonly isCompressed: boolean;
      readonly write: (content: FileContent, told: (error: unknown) => string) => AsyncIterable<string | Uint8Array>;
    }
  >
> = {
  csv: { type: 'text/csv; charset=utf-8; header=present', isCompressed: false, write: csvFile },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    isCompressed: true,
    write: xlsxFile,
  },
  jsonl: { type: 'application/jsonl; charset=utf-8', isCompressed: false, write: jsonLinesFile },
  geojson: { type: 'application/geo+json', isCompressed: false, write: geoJsonFile },
};

/**
 * Fetches the beginning of a file, so that errors are known before any byte is sent. If the table has a version, and
 * the reader has that version, no row is fetched.
 * @throws HttpError, LimitExceeded, Refusal
 */
export async function makeFile(request: FileRequest, options: FileOptions): Promise<MadeFile> {
  const { ask, caller, maxRows, address, ifNoneMatch, turns } = options;
  const version = await askVersion(request, ask);
  const ofVersion = version === undefined ? undefined : fileTag(request, caller, version);
  if (ofVersion !== undefined && hasFile(ifNoneMatch, ofVersion)) return { tag: ofVersion, content: undefined };
  const tally = new Tally();
  const made = { request, tally, address, madeAt: new Date(), write: turns.write };
  if (request.format === 'about') {
    const about = await askAbout(request, ask);
    const tag = ofVersion ?? fileTag(request, caller, about);
    if (hasFile(ifNoneMatch, tag)) return { tag, content: undefined };
    return { tag, content: { ...made, about, pages: none() } };
  }
  const pages = fileRows(askPages({ request, ask, caller, maxRows, version }), request, tally, turns.read);
  const [about, first] = await Promise.all([askAbout(request, ask), pages.next()]);
  refuseUnknown(caller, tally);
  // Without a version, the tag of a file of one page is made from its rows.
  const second = ofVersion === undefined ? await pages.next() : undefined;
  const isOnePage = second?.done === true && first.done !== true;
  const tag = ofVersion ?? (isOnePage ? fileTag(request, caller, [about, rowsDigest(first.value)]) : undefined);
  if (tag !== undefined && hasFile(ifNoneMatch, tag)) return { tag, content: undefined };
  const begun = [first, second].flatMap((one) => (one?.done === false ? [one.value] : []));
  return { tag: tag ?? '', content: { ...made, about, pages: resumed(begun, pages) } };
}

/** Fetches a file's metadata. */
async function askAbout(request: FileRequest, ask: Ask): Promise<About> {
  const { table, variables } = request;
  const name = operationName(table.name, 'About');
  return readAbout(request, table.operations.has(name) ? await ask(name, variables) : undefined);
}

/**
 * Asks an anonymous caller to authenticate if that could show it more columns: a spreadsheet sends its credentials only
 * after a challenge.
 * @throws HttpError 401
 */
function refuseUnknown(caller: Caller, { absent }: Tally): void {
  if (isKnown(caller)) return;
  const hidden = absent.filter(({ state }) => state === 'notShared').map(({ column }) => column.key);
  if (hidden.length === 0) return;
  const problem = `Expected a token or a key: without one, ${hidden.join(', ')} cannot be shown. Name other columns, or send one.`;
  throw new HttpError(401, 'UNAUTHENTICATED', problem, challenge, { columns: hidden });
}

async function* none(): AsyncGenerator<readonly FileRow[], undefined, undefined> {}

async function* resumed(
  begun: readonly (readonly FileRow[])[],
  rest: AsyncGenerator<readonly FileRow[], undefined, undefined>,
): AsyncGenerator<readonly FileRow[], undefined, undefined> {
  try {
    yield* begun;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
