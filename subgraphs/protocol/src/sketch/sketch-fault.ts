/**
 * Thrown for bytes or tokens that are no sketch, or for a sketch that does not fit another; the message says what was
 * expected.
 */
export class SketchFault extends Error {
  /**
   * @param code stable: `BAD_TOKEN` (not 8 bytes), `BAD_PRECISION` (not one that a sketch can have), `OTHER_PRECISION`
   * (two sketches that cannot be merged or compared), `BAD_BYTES` (bytes that no sketch writes).
   */
  constructor(
    readonly code: 'BAD_TOKEN' | 'BAD_PRECISION' | 'OTHER_PRECISION' | 'BAD_BYTES',
    message: string,
  ) {
    super(message);
    this.name = 'SketchFault';
  }
}
