/** A release cannot be made as it was asked for. The code is stable; the message says what was expected and what came. */
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
