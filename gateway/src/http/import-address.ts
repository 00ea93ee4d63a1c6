import type { IncomingMessage } from 'node:http';

/** What may be asked at an organisation's address for its files: how it is called in the audit log, and what it does. */
interface Asked {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/organisations/CODE/imports/`. */
  readonly path: RegExp;
  readonly name: string;
  /** Whether its body is a file, which nobody holds. */
  readonly isFile?: boolean;
}

/** What stands for a file or an import. */
const id = String.raw`[A-Za-z\d_-]{1,64}`;

const known: readonly Asked[] = [
  { method: 'GET', path: /^kinds$/, name: 'importKinds' },
  { method: 'POST', path: /^files$/, name: 'bringFile', isFile: true },
  { method: 'GET', path: new RegExp(`^files/${id}$`), name: 'broughtFile' },
  { method: 'POST', path: new RegExp(`^files/${id}/analysis$`), name: 'analyseFile' },
  { method: 'POST', path: new RegExp(`^files/${id}/check$`), name: 'checkFile' },
  { method: 'POST', path: new RegExp(`^files/${id}/import$`), name: 'importFile' },
  { method: 'GET', path: new RegExp(`^files/${id}/rejected$`), name: 'rejectedRows' },
  { method: 'DELETE', path: new RegExp(`^files/${id}$`), name: 'dropFile' },
  { method: 'GET', path: /^runs$/, name: 'importRuns' },
  { method: 'POST', path: new RegExp(`^runs/${id}/undo$`), name: 'undoImport' },
];

/** The path of these addresses, by the organisation's code and what is asked of it. */
const address = /^\/organisations\/[^/?]+\/imports\/([^?]*)/;

/** Whether a request's body is a file that is passed on as it comes. */
export function isFile({ method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean {
  const [, path] = address.exec(url) ?? [];
  return path !== undefined && askedAt(method, path)?.isFile === true;
}

/** The methods of this endpoint. */
export const importMethods = ['GET', 'POST', 'DELETE'] as const;

/** What a method and a path below `/organisations/CODE/imports/` ask for; undefined where there is no such thing. */
export function askedAt(method: string, path: string): Asked | undefined {
  return known.find((one) => one.method === method && one.path.test(path));
}
