import { Directive } from 'type-graphql';

/**
 * Prices a field or a type: each object that it answers costs this much instead of 1, so that a gateway knows what an
 * operation costs before anybody is asked. 1 is about the work for one plain object of a list, and a hundredth of a fetch;
 * `test/bench/cost` measures what fields take. What a fetch costs the gateway adds itself.
 * @param weight a whole number; of a field with a list, for each item; of a connection, for each page.
 * @see https://www.apollographql.com/docs/graphos/routing/security/demand-control
 */
export function Cost(weight: number): ReturnType<typeof Directive> {
  return Directive(`@cost(weight: ${weight})`);
}
