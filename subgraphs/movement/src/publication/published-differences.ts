import { canonicalText, type Publication, publishedFigures } from '@hub/protocol';
import type { PublishedDifference } from './publication.type.js';
import type { PublicationContent } from './publish.js';

/** The values of one figure, or of a goal in the root place, by their names in the document. */
interface Said {
  readonly goalCode: string;
  readonly placeCode: string;
  readonly values: ReadonlyMap<string, unknown>;
}

/** The parts of a figure that identify it, and are no values. */
const names = new Set(['goal', 'place', 'from', 'code']);

/**
 * The differences of a publication from a former one: each value of each figure, and each goal's rules and reports. A
 * value that one of the two formats lacks is no difference.
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

/** The document or draft that is compared. */
type Figured = Publication | PublicationContent;

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

/** A value as the document writes it; null if it is unknown. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? canonicalText(value) : JSON.stringify(value);
}
