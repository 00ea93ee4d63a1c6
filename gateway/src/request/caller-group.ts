/** The callers of which nothing is known: whoever has many addresses would be many of them. */
export const unknownCallers = 'anonymous';

const prefix = `${unknownCallers} `;

/** The caller of an address of which nothing else is known. */
export function unknownCaller(address: string): string {
  return prefix + address;
}

/** With whom a caller is one beside others: those of which nothing is known together, each other alone. */
export function groupOf(callerId: string): string {
  return callerId.startsWith(prefix) ? unknownCallers : callerId;
}
