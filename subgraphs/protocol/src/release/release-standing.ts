/** What the movement made of a release that went beyond a bound: it waits to be accepted, or was. */
export type ReleaseStanding = 'PENDING' | 'ACCEPTED';
