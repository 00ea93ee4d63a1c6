import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, util } from 'undici';

/** An HTTP response, with its body still in its content coding. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The header of that name; undefined if absent. */
  readonly contentEncoding: string | undefined;
  readonly body: Buffer;
}

/** Receives the end of a request: exactly one of these calls. */
export interface RequestOwner {
  responded(response: HttpResponse): void;
  /** The response exceeds its maximum size; the connection is closed. */
  overflowed(size: number): void;
  /** @param begun whether the first byte of the response had arrived. */
  broke(error: Error, begun: boolean): void;
}

const nothing = Buffer.alloc(0);

/** A response that parses its headers on first use, because most responses need none. */
class RawResponse implements HttpResponse {
  #headers: IncomingHttpHeaders | undefined;

  constructor(
    readonly status: number,
    private readonly rawHeaders: readonly Buffer[],
    readonly contentEncoding: string | undefined,
    readonly body: Buffer,
  ) {}

  get headers(): IncomingHttpHeaders {
    return (this.#headers ??= util.parseHeaders([...this.rawHeaders]));
  }
}

/**
 * One running HTTP request. It uses undici's older handler interface, which parses no headers and allocates nothing for
 * each request. The newer interface doubles undici's cost.
 */
export class HttpRequest implements Dispatcher.DispatchHandler {
  #abort: ((error: Error) => void) | undefined;
  #over = false;
  #status = 0;
  #headers: readonly Buffer[] = [];
  #contentEncoding: string | undefined;
  /** Most responses are one chunk, which needs no list. */
  #chunk: Buffer | undefined;
  #chunks: Buffer[] | undefined;
  #size = 0;

  /** @param maxBytes the maximum size of the response's body on the wire. */
  constructor(
    private readonly owner: RequestOwner,
    private readonly maxBytes: number,
  ) {}

  /** Ends the request in any state, without a call to its owner. */
  abort(): void {
    this.#over = true;
    this.#abort?.(new Error('the gateway gave the request up'));
  }

  onConnect(abort: (error: Error) => void): void {
    this.#abort = abort;
    if (this.#over) this.abort();
  }

  onHeaders(status: number, headers: readonly Buffer[]): boolean {
    if (status < 200) return true;
    this.#status = status;
    this.#headers = headers;
    // A request with an identity goes only to the address in the supergraph.
    if (status >= 300 && status < 400) {
      this.#end()?.broke(new Error(`a redirect, HTTP status ${status}`), true);
      return true;
    }
    let announced = 0;
    for (let index = 0; index < headers.length; index += 2) {
      const name = headers[index];
      if (isNamed(name, 'content-length')) announced = Number(textOf(headers[index + 1]));
      else if (isNamed(name, 'content-encoding')) this.#contentEncoding = textOf(headers[index + 1]);
    }
    if (announced > this.maxBytes) this.#end()?.overflowed(announced);
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.#size += chunk.length;
    if (this.#size > this.maxBytes) {
      this.#end()?.overflowed(this.#size);
    } else if (this.#chunk === undefined) {
      this.#chunk = chunk;
    } else {
      (this.#chunks ??= [this.#chunk]).push(chunk);
    }
    return true;
  }

  onComplete(): void {
    if (this.#over) return;
    this.#over = true;
    const body = this.#chunks ? Buffer.concat(this.#chunks, this.#size) : (this.#chunk ?? nothing);
    this.owner.responded(new RawResponse(this.#status, this.#headers, this.#contentEncoding, body));
  }

  onError(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.owner.broke(error, this.#status > 0);
  }

  /** Closes the connection of a useless response. Returns the owner if it has not received an end yet. */
  #end(): RequestOwner | undefined {
    if (this.#over) return undefined;
    this.abort();
    return this.owner;
  }
}

/** Whether a header has this name in lower case. The length is compared first because few headers share it. */
function isNamed(header: Buffer | undefined, name: string): boolean {
  return header?.length === name.length && header.toString('latin1').toLowerCase() === name;
}

/** A header's value as text. */
function textOf(value: Buffer | undefined): string | undefined {
  return value?.toString('latin1');
}
