import { randomUUID } from 'node:crypto';

/** Short, and harmless in a header, a log line and a shell. */
const sane = /^[\w.:-]{1,64}$/;

/** The caller's own `x-request-id` if it is a short harmless token, a new id otherwise. */
export function requestId(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && sane.test(header) ? header : randomUUID();
}
