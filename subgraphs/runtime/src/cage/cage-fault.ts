/** The limits of a cage. */
export type CageLimit = 'MEMORY' | 'TIME' | 'OUTPUT' | 'LEFT';

/** Thrown where a cage was ended: its input exceeds a limit, or its caller has left. */
export class CageFault extends Error {
  override readonly name = 'CageFault';

  /** @param bound the limit as the end of a sentence: `within 10 s`, `with 256 MiB of memory`. */
  constructor(
    readonly limit: CageLimit,
    readonly bound: string,
  ) {
    super(`expected input that can be read ${bound}`);
  }
}
