import { hubSchema } from './hub-schema.js';
import { askedHub, type Sending } from './asked-hub.js';
import { type Other, shippedOthers } from './composed.js';
import { type Answering, mockSubgraph } from './mock-subgraph.js';

/** The other subgraphs, for the current schema of the developer's subgraph. */
export interface Others {
  readonly beside: (ownSdl: string) => readonly Other[];
  readonly named: (name: string) => Answering | undefined;
}

/** Stand-ins for the hub's subgraphs, with invented values. */
export async function mockedOthers(own: string): Promise<Others> {
  const shipped = await shippedOthers(own);
  const made = new Map<string, Answering>();
  return {
    beside: () => shipped,
    named: (name) => {
      const other = shipped.find((one) => one.name === name);
      const known = made.get(name);
      if (known || !other) return known;
      const mock = mockSubgraph(other.sdl);
      made.set(name, mock);
      return mock;
    },
  };
}

/**
 * A running hub, local or remote.
 * @param api its schema.
 */
export function hubAsOther(api: string, send: Sending): Others {
  let answering: Answering | undefined;
  return {
    beside: (ownSdl) => {
      const { sdl, lookups } = hubSchema(api, ownSdl);
      answering = askedHub(lookups, send);
      return [{ name: 'hub', sdl }];
    },
    named: (name) => (name === 'hub' ? answering : undefined),
  };
}
