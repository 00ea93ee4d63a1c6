/** The clients of which nothing is known: whoever has many addresses would be many of them. */
export const unknownClients = 'anonymous';

/** The client of an address of which nothing else is known. */
export function unknownClient(address: string): string {
  return `${unknownClients} ${address}`;
}

/** With whom a client is one beside others: those of which nothing is known together, each other alone. */
export function groupOf(client: string): string {
  return client.startsWith(`${unknownClients} `) ? unknownClients : client;
}
