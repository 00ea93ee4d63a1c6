import { Transform, type TransformCallback } from 'node:stream';
import { HttpError } from './http-error.js';

/** Records an answer's end, with the code of a failure. @returns the error in the answer's place; undefined if it may leave. */
export type RecordEnd = (code?: string) => Promise<HttpError | undefined>;

/** Up to this many bytes of a line are held; more of it leave at once, and the answer then breaks off if it is not recorded. */
const maxHeldBytes = 1024 * 1024;

const newline = 0x0a;

/**
 * A streamed answer whose end leaves only once it is recorded. It holds the last part: if the end cannot be recorded,
 * the answer breaks off.
 */
export class RecordedBody extends Transform {
  protected held: Buffer = Buffer.alloc(0);

  constructor(protected readonly recordEnd: RecordEnd) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.held.length > 0) this.push(this.held);
    this.held = chunk;
    done();
  }

  override _flush(done: TransformCallback): void {
    this.recordEnd(this.failure()).then(
      (unrecorded) => {
        if (unrecorded) this.refuse(unrecorded, done);
        else done(null, this.held);
      },
      (error: unknown) => {
        done(error as Error);
      },
    );
  }

  /** The code of the failure that the answer's end reports. */
  protected failure(): string | undefined {
    return undefined;
  }

  /** Replaces an error of the organisation's answer: its text stays in the log. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const isForeign = error !== null && !(error instanceof HttpError);
    done(isForeign ? new HttpError(502, 'SUBGRAPH_UNREACHABLE', 'The answer ended before its end.') : error);
  }

  protected refuse(unrecorded: HttpError, done: TransformCallback): void {
    done(unrecorded);
  }
}

/**
 * An answer of JSON lines: lines of progress leave at once, and the last line waits for the record. A line `failed` takes
 * its place if the end cannot be recorded.
 */
export class RecordedLines extends RecordedBody {
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let text = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    for (let end = text.indexOf(newline); end >= 0; end = text.indexOf(newline)) {
      const isLast = end === text.length - 1;
      if (isLast && memberOf(text, 'type') !== 'progress') break;
      this.push(text.subarray(0, end + 1));
      text = text.subarray(end + 1);
    }
    if (text.length > maxHeldBytes) {
      this.push(text);
      text = Buffer.alloc(0);
    }
    this.held = text;
    done();
  }

  protected override failure(): string | undefined {
    if (memberOf(this.held, 'type') !== 'failed') return undefined;
    return memberOf(this.held, 'code') ?? 'INTERNAL_SERVER_ERROR';
  }

  protected override refuse(unrecorded: HttpError, done: TransformCallback): void {
    if (this.held.length === 0) {
      done(unrecorded);
      return;
    }
    const { code, message, extensions } = unrecorded;
    done(null, Buffer.from(`${JSON.stringify({ type: 'failed', code, message, ...extensions })}\n`));
  }
}

/** A text in a JSON object; undefined if there is none. */
export function memberOf(json: Buffer, name: string): string | undefined {
  try {
    const value = (JSON.parse(json.toString()) as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
