import type { PublishedGoal } from '../../hub/publication.js';

/** A value of a figure. */
export type Value = string | number | null | readonly string[];

/** The values of a figure by their names in the document. */
export type Figure = Readonly<Record<string, Value | undefined>>;

/** A publication's document: its root place and its figures. */
interface SignedDocument {
  readonly root: { readonly code: string };
  /** Names of the values in a row; documents of the former format have the names in `formerMembers`. */
  readonly members?: readonly string[];
  readonly figures: readonly (readonly Value[])[];
}

const formerMembers = ['goal', 'place', 'from', 'lower', 'upper', 'denominator'] as const;

/** Fields that identify a figure. */
const keys: readonly string[] = ['goal', 'place', 'from'];

function figuresIn({ members = formerMembers, figures }: SignedDocument): Figure[] {
  return figures.map((row) => Object.fromEntries(members.map((name, index) => [name, row[index]])));
}

/** The values in a report, by their names in the document. */
function shownValues({ progress }: PublishedGoal): Figure {
  const { people, denominator, ratio, gapPeople, gapPoints, status } = progress ?? {};
  const { lower, upper, estimate, interval } = people ?? {};
  return {
    ...{ lower: lower ?? null, upper: upper ?? null, denominator: denominator?.value ?? null },
    ...{ estimate: estimate ?? null, intervalLower: interval?.lower ?? null, intervalUpper: interval?.upper ?? null },
    ...{
      ratio: ratio ?? null,
      gapPeople: gapPeople ?? null,
      gapPoints: gapPoints ?? null,
      status: status ?? 'NO_DATA',
    },
  };
}

/**
 * Compares the figures of the whole place with the signed document; returns the numbers of equal and of different
 * figures.
 */
export function comparedWithDocument(
  document: string,
  goals: readonly PublishedGoal[],
): { readonly same: number; readonly other: number } {
  const read = JSON.parse(document) as SignedDocument;
  const signed = new Map(
    figuresIn(read).flatMap((figure) => (figure['place'] === read.root.code ? [[figure['goal'], figure]] : [])),
  );
  const members = read.members ?? formerMembers;
  const pairs = goals.flatMap((goal) =>
    Object.entries(shownValues(goal))
      .filter(([name]) => members.includes(name as never))
      .map(([name, value]) => [value, signed.get(goal.code)?.[name] ?? null] as const),
  );
  const same = pairs.filter(([one, other]) => one === other).length;
  return { same, other: pairs.length - same };
}

/** The figures of the whole place, by goal. */
export function rootFigures(document: string): (readonly [string, Figure])[] {
  const read = JSON.parse(document) as SignedDocument;
  return figuresIn(read).flatMap((figure) =>
    figure['place'] === read.root.code ? [[String(figure['goal']), figure] as const] : [],
  );
}

/** A figure that is new in a document, or has other values than in the former one. */
export interface Change {
  readonly goal: string;
  readonly place: string;
  readonly isRoot: boolean;
  /** Undefined if the former document does not have the figure. */
  readonly former: Figure | undefined;
  readonly now: Figure;
  /** Names of the different values among the values that both documents have; for a new figure, of all values. */
  readonly differs: readonly string[];
}

/** The figures of a document that differ from a former one. */
export function changesBetween(former: string, now: string): readonly Change[] {
  const [then, read] = [JSON.parse(former) as SignedDocument, JSON.parse(now) as SignedDocument];
  const keyOf = ({ goal, place, from }: Figure): string => JSON.stringify([goal, place, from]);
  const before = new Map(figuresIn(then).map((figure) => [keyOf(figure), figure]));
  return figuresIn(read).flatMap((figure) => {
    const was = before.get(keyOf(figure));
    const names = Object.keys(figure).filter((name) => !keys.includes(name) && (!was || name in was));
    const differs = names.filter((name) => JSON.stringify(figure[name]) !== JSON.stringify(was?.[name]));
    if (differs.length === 0) return [];
    const { goal, place } = figure as { readonly goal: string; readonly place: string };
    return [{ goal, place, isRoot: place === read.root.code, former: was, now: figure, differs }];
  });
}
