import type { DeskError } from './shapes.js';

/** Why the desk does not do what it is asked: what it answers, and with which status. */
export class DeskFault extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 409 | 413 | 422 | 429 | 499 | 500 | 507,
    readonly answer: DeskError,
    /** Its message as it is kept, without values of rows. */
    readonly kept: string = answer.message,
  ) {
    super(answer.message);
  }
}
