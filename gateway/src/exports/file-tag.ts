import { createHash } from 'node:crypto';
import type { Caller } from '../request/caller.js';
import type { FileRow } from './content/file-content.js';
import type { FileRequest } from './content/read-address.js';

/**
 * The entity tag of a file (RFC 9110, 8.8.3): it changes with the figures, the table and the caller's rights. It is
 * weak, because the time at which a file was made is in the file, but not in the tag.
 * @param figures any value that changes with the figures.
 */
export function fileTag(request: FileRequest, caller: Caller, figures: unknown): string {
  const { table, format, language, columns, keysAsHeaders, variables } = request;
  const said = [table.digest, format, language, columns.map(({ key }) => key), keysAsHeaders, variables];
  const digest = createHash('sha256')
    .update(JSON.stringify([said, sight(caller), figures]))
    .digest('base64url');
  return `W/"${digest}"`;
}

/** A digest that changes with the rows of a file, for tables without a version. */
export function rowsDigest(rows: readonly FileRow[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('base64url');
}

/** Whether the request's copy has this tag: `if-none-match` compares tags as weak ones. */
export function hasFile(ifNoneMatch: string | undefined, tag: string): boolean {
  return ifNoneMatch?.split(/\s*,\s*/).some((one) => one === '*' || one.replace(/^W\//, '') === tag.slice(2)) ?? false;
}

/** The properties of a caller that decide which values it sees. */
function sight({ rights, roles, organisation, app, purpose }: Caller): unknown {
  const sorted = (names: ReadonlySet<string> | undefined) => [...(names ?? [])].sort();
  return [sorted(rights.scopes), sorted(rights.policies), sorted(rights.agreements), roles, organisation, app, purpose];
}
