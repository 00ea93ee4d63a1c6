/** What is used of it; it has no types of its own. */
declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream';

  const streams: {
    /** A stream into `COPY … FROM STDIN`, which node-postgres's client runs; it finishes when the rows are there. */
    readonly from: (statement: string) => Writable & { submit(connection: unknown): void };
  };
  export default streams;
}
