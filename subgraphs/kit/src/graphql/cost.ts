import { Directive } from 'type-graphql';

/**
 * Sets the cost of a field or a type: each object of its result costs this much instead of 1, so that a gateway knows
 * an operation's cost before it asks a subgraph. 1 is about the work for one plain object of a list, and a hundredth of
 * a fetch; `test/bench/cost` measures the cost of fields. The gateway itself adds the cost of a fetch.
 * @param weight a whole number; for a field with a list, for each item; for a connection, for each page.
 * @see https://www.apollographql.com/docs/graphos/routing/security/demand-control
 */
export function Cost(weight: number): ReturnType<typeof Directive> {
  return Directive(`@cost(weight: ${weight})`);
}
