/**
 * Thrown where a requested release cannot be made. The code is stable; the message gives the expected and the actual
 * value.
 */
export class ReleaseError extends Error {
  constructor(
    readonly code:
      | 'FUTURE_THROUGH'
      | 'THROUGH_WENT_BACK'
      | 'WRONG_CLOCK'
      | 'NO_SIGNING_KEY'
      | 'UNKNOWN_RELEASE'
      | 'ALREADY_WITHDRAWN'
      | 'NOTHING_LEFT'
      | 'NOTHING_HELD'
      | 'NOT_ITS_OWN',
    message: string,
  ) {
    super(message);
  }
}
