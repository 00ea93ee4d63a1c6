/** The movement's decision on a release that exceeded a bound: it waits for acceptance, or was accepted. */
export type ReleaseStanding = 'PENDING' | 'ACCEPTED';
