import type { DeskError } from './shapes.js';

/** A refusal of the desk: its answer and its status. */
export class DeskFault extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 409 | 413 | 422 | 429 | 499 | 500 | 507,
    readonly answer: DeskError,
    /** Its message for storing, without values of rows. */
    readonly kept: string = answer.message,
  ) {
    super(answer.message);
  }
}
