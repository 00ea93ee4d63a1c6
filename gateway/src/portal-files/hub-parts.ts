import type { EngineStats } from '../engine/engine.js';

/** A part of the hub and its state, from the gateway's own knowledge, without a request. */
export interface HubPart {
  readonly name: string;
  /** Null if the gateway has sent it no request since the start. */
  readonly answers: boolean | null;
  /** The time of the last answer; null if unknown. */
  readonly lastAnswer: string | null;
  /** The time since which it has not answered; null if it answers. */
  readonly silentSince: string | null;
}

const momentOf = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

/** The state of parts that the gateway uses in other ways than fetches. */
export type OwnParts = Readonly<Record<string, { readonly answers: boolean; readonly at?: number | undefined }>>;

/**
 * The parts of the hub: the subgraphs by their last fetches, and the gateway's own parts.
 * @param own the known state of parts by name, which comes before fetches.
 */
export function hubParts({ subgraphs }: Pick<EngineStats, 'subgraphs'>, own: OwnParts): readonly HubPart[] {
  const known = subgraphs
    .filter(({ name }) => !Object.hasOwn(own, name))
    .map(({ name, stats: { answeredAt, silentSince } }) => ({
      name,
      answers: silentSince === null ? (answeredAt === null ? null : true) : false,
      lastAnswer: momentOf(answeredAt),
      silentSince: momentOf(silentSince),
    }));
  const others = Object.entries(own).map(([name, { answers, at }]) => ({
    ...{ name, answers, lastAnswer: momentOf(at ?? null), silentSince: null },
  }));
  return [...known, ...others].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
