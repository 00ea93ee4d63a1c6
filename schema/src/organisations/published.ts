import { participants } from './linked.js';

/** The codes of organisations that publish at the registry and are live, as this program knows it now. */
let published: ReadonlySet<string> = new Set();

/** Takes up which organisations publish at the registry and are live. */
export function takePublished(codes: Iterable<string>): void {
  published = new Set(codes);
}

/** Whether an organisation is linked to the hub now: by a folder of the operator's, or by what it published. */
export function isLinked(organisation: string): boolean {
  return published.has(organisation) || participants.some(({ code }) => code === organisation);
}
