import { headersOfPerson } from '../../../hub/ask.js';
import { endByItself } from '../../../hub/session.js';
import {
  type Analysis,
  type Ask,
  DeskFault,
  type Kinds,
  type KeptFile,
  type Mapping,
  type Outcome,
  type Progress,
  type Receipt,
} from './desk-types.js';

/** Number of receipts in the list at first. */
const fewRuns = 20;

/** The import desk of an organisation, behind the hub's address for its files: see `docs/decisions/import.md`. */
export class Desk {
  constructor(private readonly organisation: string) {}

  /** Address of a path at the desk. */
  at(path: string): string {
    return `/organisations/${this.organisation}/imports/${path}`;
  }

  kinds(): Promise<Kinds> {
    return this.#ask('GET', 'kinds');
  }

  analyse(file: string, mapping: Mapping): Promise<Analysis> {
    return this.#ask('POST', `files/${file}/analysis`, { mapping });
  }

  async receipts(): Promise<readonly Receipt[]> {
    return (await this.#ask<{ readonly runs: readonly Receipt[] }>('GET', `runs?first=${fewRuns}`)).runs;
  }

  undo(run: number): Promise<unknown> {
    return this.#ask('POST', `runs/${run}/undo`, {});
  }

  drop(file: string): Promise<unknown> {
    return this.#ask('DELETE', `files/${file}`);
  }

  /**
   * Uploads a file, and reports the fraction sent.
   * @throws DeskFault
   */
  bring(kind: string, file: File, onProgress: (sent: number) => void): Promise<KeptFile> {
    const query = new URLSearchParams({ kind, name: file.name });
    return new Promise((resolve, reject) => {
      // `fetch` does not report upload progress.
      const request = new XMLHttpRequest();
      request.open('POST', this.at(`files?${query.toString()}`));
      for (const [name, value] of Object.entries(headersOfPerson())) request.setRequestHeader(name, value);
      request.setRequestHeader('content-type', 'application/octet-stream');
      request.upload.onprogress = ({ loaded, total }) => {
        onProgress(total > 0 ? loaded / total : 0);
      };
      request.onerror = () => {
        reject(new DeskFault('UNREACHABLE', ''));
      };
      request.onload = () => {
        const answer = parsed(request.responseText);
        if (request.status === 201) resolve(answer as KeptFile);
        else reject(faultOf(request.status, answer));
      };
      request.send(file);
    });
  }

  /**
   * Checks or imports a file, and reports the progress.
   * @throws DeskFault
   */
  async go(
    what: 'check' | 'import',
    file: string,
    ask: Ask,
    onProgress: (progress: Progress) => void,
  ): Promise<Outcome> {
    const response = await this.#fetch('POST', `files/${file}/${what}`, ask, 'application/x-ndjson');
    const isLines = response.headers.get('content-type')?.startsWith('application/x-ndjson') ?? false;
    if (!response.ok || !isLines) throw faultOf(response.status, parsed(await response.text()));
    for await (const line of linesOf(response.body)) {
      const told = parsed(line) as { readonly type?: string };
      if (told.type === 'progress') onProgress(told as unknown as Progress);
      if (told.type === 'done') return told as unknown as Outcome;
      if (told.type === 'failed') throw faultOf(422, told);
    }
    throw new DeskFault('UNREACHABLE', '');
  }

  async #ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await this.#fetch(method, path, body);
    const answer = response.status === 204 ? {} : parsed(await response.text());
    if (!response.ok) throw faultOf(response.status, answer);
    return answer as Answer;
  }

  async #fetch(method: string, path: string, body?: object, accept = 'application/json'): Promise<Response> {
    const response = await fetch(this.at(path), {
      method,
      headers: { ...headersOfPerson(), accept, ...(body && { 'content-type': 'application/json' }) },
      body: body ? JSON.stringify(body) : null,
    }).catch(() => undefined);
    if (!response) throw new DeskFault('UNREACHABLE', '');
    if (response.status === 401) endByItself();
    return response;
  }
}

/** Yields each line of a response on arrival. */
async function* linesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  const reader = body?.pipeThrough(new TextDecoderStream() as never).getReader() as
    ReadableStreamDefaultReader<string> | undefined;
  let text = '';
  for (;;) {
    const read = await reader?.read().catch(() => undefined);
    if (!read || read.done) break;
    text += read.value;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
  if (text !== '') yield text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

function faultOf(status: number, answer: unknown): DeskFault {
  const { code, message, at } = answer as Partial<DeskFault>;
  return new DeskFault(code ?? (status === 413 ? 'PAYLOAD_TOO_LARGE' : 'UNREACHABLE'), message ?? '', at);
}
