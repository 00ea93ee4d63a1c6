/** The used part of the package, which has no types. */
declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream';

  const streams: {
    /** A stream into `COPY … FROM STDIN` for node-postgres's client; it finishes when the rows are stored. */
    readonly from: (statement: string) => Writable & { submit(connection: unknown): void };
  };
  export default streams;
}
