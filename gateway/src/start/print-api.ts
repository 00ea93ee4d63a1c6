import { text } from 'node:stream/consumers';
import { agreementsGraph } from '@hub/protocol';
import { withAgreements } from '../agreements/agreement-requirements.js';
import { AgreementsInForce } from '../agreements/agreements-in-force.js';
import { describeNeeds } from '../authorization/describe-needs.js';
import { needyFields } from '../authorization/field-needs.js';
import { schemaText } from '../authorization/schema-view.js';
import { requirementsOf } from '../authorization/requirements.js';
import { readSupergraph } from '../supergraph/supergraph.js';

/**
 * Prints the schema that callers of a supergraph see, with the needs of its fields, as a gateway serves it.
 * @param input contains the supergraph's text.
 * @param folder contains the organisations' agreements.
 */
export async function apiText(input: NodeJS.ReadableStream, folder: string): Promise<string> {
  const sdl = await text(input);
  const supergraph = readSupergraph(sdl);
  const { api } = supergraph;
  const graph = agreementsGraph(supergraph.document);
  const agreements = (await AgreementsInForce.open(folder, sdl)).for(graph);
  const all = withAgreements(requirementsOf(supergraph), agreements, graph.owned);
  describeNeeds(needyFields(api, all));
  return schemaText(api, all);
}
