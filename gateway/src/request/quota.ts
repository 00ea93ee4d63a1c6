/** A rate of requests: up to `burst` at once, and then `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** A caller's rate, and the rest of its quota now. */
export interface Quota {
  readonly rate: Rate;
  /** How many requests it may send at once now; may be a fraction. */
  readonly left: number;
}
