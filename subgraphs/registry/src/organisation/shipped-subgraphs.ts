import { readFileSync } from 'node:fs';
import { auditLog, gatewayItself, movement, registry } from '@hub/protocol';
import { knownOrganisations } from '@hub/runtime';
import { shippedContract } from '@hub/schema';
import type { ComposedSubgraph } from '@hub/schema/compose';

/** The hub's subgraphs, and the subgraphs of organisations from the operator's folders. */
export function withHub(ofOperator: readonly ComposedSubgraph[]): readonly ComposedSubgraph[] {
  const [first, ...others] = [movement, auditLog, registry].map(({ code, port }) => subgraphAt(code, port));
  const own = { name: gatewayItself.code, url: gatewayItself.url, sdl: shippedSchema(gatewayItself.code) };
  return [first, ...ofOperator, ...others, own].filter((one) => one !== undefined);
}

/** The hub's subgraphs, and the subgraphs of the organisations whose records this program read at its start. */
export function shippedSubgraphs(): readonly ComposedSubgraph[] {
  return withHub(knownOrganisations.map(({ code, port }) => subgraphAt(code, port)));
}

/** The shipped supergraph of exactly these subgraphs. */
export function shippedSupergraph(): string {
  return readFileSync(new URL('supergraph.graphql', shippedContract), 'utf8');
}

/** A subgraph at its port on a machine that runs the whole hub. */
export function subgraphAt(code: string, port: number, sdl = shippedSchema(code)): ComposedSubgraph {
  return { name: code, url: `http://127.0.0.1:${port}/graphql`, sdl };
}

/** An organisation's schema in the contract. */
export function shippedSchema(code: string): string {
  return readFileSync(new URL(`subgraphs/${code}.graphql`, shippedContract), 'utf8');
}
