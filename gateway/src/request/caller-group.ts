/** The group of all anonymous callers: one person may have many addresses. */
export const unknownCallers = 'anonymous';

const prefix = `${unknownCallers} `;

/** The caller id of an anonymous caller, by its address. */
export function unknownCaller(address: string): string {
  return prefix + address;
}

/**
 * The group in which a caller gets its turns: all anonymous callers are one group, each known caller is a group alone.
 */
export function groupOf(callerId: string): string {
  return callerId.startsWith(prefix) ? unknownCallers : callerId;
}
