/** How often requests may come: as many at once as `burst`, and then `perSecond` of them. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** What a caller may send, and how much of that is left now. */
export interface Quota {
  readonly rate: Rate;
  /** How many requests it may send at once now, and may be parts of one. */
  readonly left: number;
}
