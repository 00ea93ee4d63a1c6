const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');
const nothing = Buffer.alloc(0);

/**
 * Reads the HTTP/1.1 messages of one connection, requests or responses. Far less than an HTTP parser: the core that
 * asks and answers shall not be what limits the gateway on the other core.
 */
export class HttpMessages {
  #bytes = nothing;

  /** @param {(head: string, body: Buffer) => void} onMessage gets each message once its body is complete. */
  constructor(onMessage) {
    this.onMessage = onMessage;
  }

  /** @param {Buffer} chunk */
  push(chunk) {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const end = this.#bytes.indexOf(headEnd);
      if (end === -1) return;
      const head = this.#bytes.latin1Slice(0, end);
      const body = readBody(this.#bytes, end + headEnd.length, head);
      if (!body) return;
      this.#bytes = body.next === this.#bytes.length ? nothing : this.#bytes.subarray(body.next);
      this.onMessage(head, body.bytes);
    }
  }
}

/** The body that starts at a position, and where the next message does; undefined while it is incomplete. */
function readBody(bytes, start, head) {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (length) {
    const next = start + Number(length[1]);
    return next <= bytes.length ? { bytes: bytes.subarray(start, next), next } : undefined;
  }
  return /\r\ntransfer-encoding: *chunked/i.test(head) ? readChunks(bytes, start) : { bytes: nothing, next: start };
}

function readChunks(bytes, start) {
  const chunks = [];
  for (let position = start; ;) {
    const end = bytes.indexOf(lineEnd, position);
    if (end === -1) return undefined;
    const size = Number.parseInt(bytes.latin1Slice(position, end), 16);
    const data = end + lineEnd.length;
    position = data + size + lineEnd.length;
    if (position > bytes.length) return undefined;
    if (size === 0) return { bytes: Buffer.concat(chunks), next: position };
    chunks.push(bytes.subarray(data, data + size));
  }
}
