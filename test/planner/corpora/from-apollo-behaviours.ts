import { composeServices } from '@apollo/composition';
import { typeDefs } from '../../federation/support/subgraphs.js';
import type { CorpusGraph } from '../corpus.js';
import { type BehaviourGraph, behaviourGraphs } from './apollo-behaviours.js';
import { clientSchema, validOperations } from './valid-operations.js';

/** The behaviours in which Apollo's planner is known to differ from simpler ones, on graphs of our own. */
export function apolloBehaviours(): CorpusGraph[] {
  return behaviourGraphs.map(({ name, subgraphs, operations, labels }: BehaviourGraph) => {
    const composed = composeServices(
      Object.entries(subgraphs).map(([service, text]) => ({
        ...{ name: service, url: `http://${service}.test`, typeDefs: typeDefs({ typeDefs: text }) },
      })),
    );
    if (composed.errors) throw new Error(`${name}: ${composed.errors.map(({ message }) => message).join('\n')}`);
    const { supergraphSdl: sdl } = composed;
    const schema = clientSchema(sdl);
    if (!schema) throw new Error(`Expected ${name} to be served.`);
    const given = operations.flatMap((text, index) => [
      { id: `${index + 1}`, text },
      ...(labels ? [{ id: `${index + 1} with labels`, text, labels, percentage: 99 }] : []),
    ]);
    const valid = validOperations(schema, given);
    if (valid.length < given.length) {
      const invalid = given.filter(({ text }) => !valid.some((each) => each.text === text));
      throw new Error(`${name}: expected valid operations, got ${invalid.map(({ text }) => text).join('\n')}`);
    }
    return { name, sdl, operations: valid };
  });
}
