import type { IncomingMessage } from 'node:http';
import {
  type DescribedParameter,
  type DescribedEndpoint,
  type PlacedEndpoint,
  plainFault,
  refusals,
  usualRefusals,
} from './described-endpoint.js';

/** An action at an organisation's address for its files: its name in the audit log, and its effect. */
interface Asked {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/organisations/CODE/imports/`, as OpenAPI writes it. */
  readonly at: string;
  readonly path: RegExp;
  readonly name: string;
  readonly summary: string;
  /** Whether its body is a file, which the gateway does not keep in memory. */
  readonly isFile?: boolean;
  /** The media type of its answer other than JSON. */
  readonly alsoGives?: string;
}

/** The pattern of a file's or an import's id. */
const id = String.raw`[A-Za-z\d_-]{1,64}`;

const lines = 'application/x-ndjson';
const listed: readonly Omit<Asked, 'path'>[] = [
  { method: 'GET', at: 'kinds', name: 'importKinds', summary: 'The kinds of files that it takes (các loại tệp)' },
  { method: 'POST', at: 'files', name: 'bringFile', isFile: true, summary: 'Brings a file (nộp tệp)' },
  { method: 'GET', at: 'files/{id}', name: 'broughtFile', summary: 'What is known of a file (thông tin tệp)' },
  {
    method: 'POST',
    ...{ at: 'files/{id}/analysis', name: 'analyseFile', alsoGives: lines },
    summary: 'Which columns a file has, and what they may be (phân tích tệp)',
  },
  {
    method: 'POST',
    ...{ at: 'files/{id}/check', name: 'checkFile', alsoGives: lines },
    summary: 'Checks a file: nothing changes (kiểm tra tệp)',
  },
  {
    method: 'POST',
    ...{ at: 'files/{id}/import', name: 'importFile', alsoGives: lines },
    summary: 'Takes a file in (nhập tệp)',
  },
  {
    method: 'GET',
    ...{ at: 'files/{id}/rejected', name: 'rejectedRows', alsoGives: 'text/csv' },
    summary: 'The rows that were refused, with why (các dòng bị từ chối)',
  },
  { method: 'DELETE', at: 'files/{id}', name: 'dropFile', summary: 'Forgets a file (bỏ tệp)' },
  { method: 'GET', at: 'runs', name: 'importRuns', summary: 'The imports that were made (các lần nhập)' },
  { method: 'POST', at: 'runs/{id}/undo', name: 'undoImport', summary: 'Undoes an import (hoàn tác)' },
];
const known = listed.map((one): Asked => ({ ...one, path: new RegExp(`^${one.at.replace('{id}', id)}$`) }));

/** The path of these addresses: the organisation's code and the action. */
const address = /^\/organisations\/[^/?]+\/imports\/([^?]*)/;

/** Whether a request's body is a file that is forwarded while it arrives. */
export function isFile({ method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean {
  const [, path] = address.exec(url) ?? [];
  return path !== undefined && askedAt(method, path)?.isFile === true;
}

/** The methods of this endpoint. */
export const importMethods = ['GET', 'POST', 'DELETE'] as const;

/** The action of a method and a path below `/organisations/CODE/imports/`; undefined if there is none. */
export function askedAt(method: string, path: string): Asked | undefined {
  return known.find((one) => one.method === method && one.path.test(path));
}

const text = { type: 'string' } as const;
const code: DescribedParameter = {
  ...{ name: 'code', in: 'path', required: true, description: 'The code of the organisation.', schema: text },
};
const idOfIt: DescribedParameter = {
  ...{ name: 'id', in: 'path', required: true, description: 'The id of the file or import.' },
  schema: { type: 'string', pattern: `^${id}$` },
};

const fileBody: DescribedEndpoint['body'] = {
  ...{ description: 'The bytes of the file.', required: true, content: { 'application/octet-stream': { schema: {} } } },
};
const jsonBody: DescribedEndpoint['body'] = {
  ...{ description: 'The options.', required: false, content: { 'application/json': { schema: {} } } },
};

/** These addresses in OpenAPI's form. */
export const importAddresses: readonly PlacedEndpoint[] = known.map(
  ({ method, at, summary, isFile: takesFile = false, alsoGives }) => ({
    path: `/organisations/{code}/imports/${at}`,
    method: method.toLowerCase() as 'get' | 'post' | 'delete',
    described: {
      summary,
      description: "For the organisation's own staff and services, with the scope `imports:write`.",
      tag: 'organisations',
      takesToken: true,
      parameters: at.includes('{id}') ? [code, idOfIt] : [code],
      ...(method === 'POST' && { body: takesFile ? fileBody : jsonBody }),
      answers: {
        '2XX': {
          description: 'What the organisation’s system answers.',
          content: {
            'application/json': { schema: {} },
            ...(alsoGives !== undefined && { [alsoGives]: { schema: text } }),
          },
        },
        ...refusals(plainFault, {
          ...usualRefusals,
          404: 'There is no such file or import, or no such organisation takes files here.',
          502: 'What the organisation’s system answers cannot be trusted.',
        }),
        '4XX': { description: 'It is refused; `code` says why.', content: plainFault },
      },
    },
  }),
);
