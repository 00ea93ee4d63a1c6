import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** An HTTP response as it came, its body still in its content coding. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Who is told how a request ends: of one thing, once. */
export interface RequestOwner {
  responded(response: HttpResponse): void;
  /** The response is larger than it may be; the connection is closed. */
  overflowed(size: number): void;
  /** @param begun whether the response's first byte had come. */
  broke(error: Error, begun: boolean): void;
}

const nothing = Buffer.alloc(0);

/** One HTTP request on its way, as undici tells of it. */
export class HttpRequest implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #over = false;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  /** Most responses are one chunk, which needs no list. */
  #chunk: Buffer | undefined;
  #chunks: Buffer[] | undefined;
  #size = 0;

  /** @param maxBytes the most that the response's body may measure on the wire. */
  constructor(
    private readonly owner: RequestOwner,
    private readonly maxBytes: number,
  ) {}

  /** Ends the request, wherever it is; its owner hears no more of it. */
  abort(): void {
    this.#over = true;
    this.#controller?.abort(new Error('the gateway gave the request up'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new Error('the gateway gave the request up'));
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    // A request that carries an identity goes where the supergraph says, and nowhere else.
    if (status >= 300 && status < 400) {
      this.#end()?.broke(new Error(`a redirect, HTTP status ${status}`), true);
      return;
    }
    const announced = Number(headers['content-length']);
    if (announced > this.maxBytes) this.#end()?.overflowed(announced);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.maxBytes) {
      this.#end()?.overflowed(this.#size);
      return;
    }
    if (this.#chunk === undefined) this.#chunk = chunk;
    else (this.#chunks ??= [this.#chunk]).push(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#over = true;
    this.owner.responded({
      status: this.#status,
      headers: this.#headers,
      body: this.#chunks ? Buffer.concat(this.#chunks, this.#size) : (this.#chunk ?? nothing),
    });
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.owner.broke(error, this.#status > 0);
  }

  /** Closes the connection on a response that is of no use; returns the owner where he does not know of an end yet. */
  #end(): RequestOwner | undefined {
    if (this.#over) return undefined;
    this.abort();
    return this.owner;
  }
}
