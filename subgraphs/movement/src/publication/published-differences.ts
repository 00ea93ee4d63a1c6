import { canonicalText, type Publication, publishedFigures } from '@hub/protocol';
import type { PublishedDifference } from './publication.type.js';
import type { PublicationContent } from './publish.js';

/** The values of one figure, or of a goal in the root place, by the document's names of them. */
interface Said {
  readonly goalCode: string;
  readonly placeCode: string;
  readonly values: ReadonlyMap<string, unknown>;
}

/** By what a figure is known, and no value of it. */
const names = new Set(['goal', 'place', 'from', 'code']);

/**
 * What a publication has otherwise than a former one: each value of each figure, and of what is laid down and reported
 * of each goal. What the format of one of them does not have is no difference.
 */
export function differencesBetween(former: Publication, now: Figured): PublishedDifference[] {
  const [before, after] = [saidOf(former), saidOf(now)];
  const found: PublishedDifference[] = [];
  for (const key of new Set([...after.keys(), ...before.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    const { goalCode, placeCode } = was ?? is ?? { goalCode: '', placeCode: '' };
    for (const field of new Set([...(is ?? was ?? empty).values.keys()])) {
      if (was && is && !(was.values.has(field) && is.values.has(field))) continue;
      const [from, to] = [textOf(was?.values.get(field)), textOf(is?.values.get(field))];
      if (from !== to) found.push({ goalCode, placeCode, field, former: from, now: to });
    }
  }
  return found;
}

const empty: Pick<Said, 'values'> = { values: new Map() };

/** What of a publication is compared. */
type Figured = Publication | (PublicationContent & Pick<Publication, 'format'>);

function saidOf(publication: Figured): Map<string, Said> {
  const { root } = publication;
  const said = new Map<string, Said>();
  for (const goal of publication.goals) {
    said.set(goal.code, { goalCode: goal.code, placeCode: root.code, values: valuesOf(goal) });
  }
  for (const figure of publishedFigures(publication as Publication)) {
    const { goal: goalCode, place: placeCode, from } = figure;
    said.set(`${goalCode} ${placeCode} ${from}`, { goalCode, placeCode, values: valuesOf(figure) });
  }
  return said;
}

function valuesOf(of: object): Map<string, unknown> {
  return new Map(Object.entries(of).filter(([name]) => !names.has(name)));
}

/** A value as the document writes it; null where it is not known. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? canonicalText(value) : JSON.stringify(value);
}
