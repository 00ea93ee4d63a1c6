import { readFileSync } from 'node:fs';
import { auditLog, gatewayItself, movement, registry } from '@hub/protocol';
import { knownOrganisations } from '@hub/runtime';
import { shippedContract } from '@hub/schema';
import type { ComposedSubgraph } from '@hub/schema/compose';

/** The subgraphs of the hub itself, and those of organisations that are folders of the operator's. */
export function withHub(ofOperator: readonly ComposedSubgraph[]): readonly ComposedSubgraph[] {
  const [first, ...others] = [movement, auditLog, registry].map(({ code, port }) => subgraphAt(code, port));
  const own = { name: gatewayItself.code, url: gatewayItself.url, sdl: shippedSchema(gatewayItself.code) };
  return [first, ...ofOperator, ...others, own].filter((one) => one !== undefined);
}

/** The subgraphs of the hub itself and of the organisations whose records this program read at its start. */
export function shippedSubgraphs(): readonly ComposedSubgraph[] {
  return withHub(knownOrganisations.map(({ code, port }) => subgraphAt(code, port)));
}

/** The supergraph of these alone, as it is shipped. */
export function shippedSupergraph(): string {
  return readFileSync(new URL('supergraph.graphql', shippedContract), 'utf8');
}

/** A subgraph where it listens on a machine that has all of the hub. */
export function subgraphAt(code: string, port: number, sdl = shippedSchema(code)): ComposedSubgraph {
  return { name: code, url: `http://127.0.0.1:${port}/graphql`, sdl };
}

/** An organisation's schema as the contract has it. */
export function shippedSchema(code: string): string {
  return readFileSync(new URL(`subgraphs/${code}.graphql`, shippedContract), 'utf8');
}
