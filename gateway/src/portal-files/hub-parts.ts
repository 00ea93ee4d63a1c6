import type { EngineStats } from '../engine/engine.js';

/** A part of the hub, and whether it answers, as the gateway knows it already: nobody is asked. */
export interface HubPart {
  readonly name: string;
  /** Null where it was not asked since the gateway started. */
  readonly answers: boolean | null;
  /** When it last answered; null where that is not known. */
  readonly lastAnswer: string | null;
  /** Since when it has not; null where it answers. */
  readonly silentSince: string | null;
}

const momentOf = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

/** The parts that the gateway asks for what it needs itself: by other ways than fetches. */
export type OwnParts = Readonly<Record<string, { readonly answers: boolean; readonly at?: number | undefined }>>;

/**
 * The parts of the hub: the subgraphs by the fetches that they answered last, and the gateway's own.
 * @param own what the gateway knows of parts by other ways, by name: that comes first.
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
