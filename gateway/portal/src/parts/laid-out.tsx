import { Fragment } from 'preact';
import type { ComponentChildren } from 'preact';
import type { PanelColumn, PlacedValue, Template } from '@hub/protocol';
import { day, decimal, moment, period } from '../language/numbers.js';
import { useWords, type Words } from '../language/words.js';
import { Between, Count, Occurrences, type PeopleCount, Recorded, Records } from './count.js';
import type { Column } from './table.js';

/** Data for a layout: an object of the answer, the whole answer, and the words for values. */
export interface Filling {
  readonly of: unknown;
  readonly root: unknown;
  readonly words: Words;
}

/** The value at a path; a path with a leading `/` starts at the whole answer. */
export function valueAt(path: string, { of, root }: Omit<Filling, 'words'>): unknown {
  const isOfRoot = path.startsWith('/');
  let value: unknown = isOfRoot ? root : of;
  for (const step of (isOfRoot ? path.slice(1) : path).split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value ?? undefined;
}

/** Renders a template with its values; nothing if a value is missing, unless its kind shows the reason. */
export function LaidOut({ text, ...filling }: { text: Template } & Filling) {
  const { language } = useWords();
  const parts = text[language];
  const found = parts.map((part) => (typeof part === 'string' ? part : { part, value: firstOf(part, filling) }));
  const isMissing = (one: (typeof found)[number]) =>
    typeof one !== 'string' && one.value === undefined && !saysWhyAbsent.has(one.part.as);
  if (found.some(isMissing)) return null;
  return (
    <>
      {found.map((one, index) => (
        <Fragment key={index}>
          {typeof one === 'string' ? one : <Written as={one.part.as} value={one.value} words={filling.words} />}
        </Fragment>
      ))}
    </>
  );
}

/** Kinds of values that show the reason when they are missing. */
const saysWhyAbsent: ReadonlySet<PlacedValue['as']> = new Set(['people', 'households', 'occurrences', 'records']);

function firstOf({ paths }: PlacedValue, filling: Filling): unknown {
  for (const path of paths) {
    const value = valueAt(path, filling);
    if (value !== undefined) return value;
  }
  return undefined;
}

interface Households {
  readonly households: number | null;
  readonly atMost: number | null;
}

function Written({ as, value, words }: { as: PlacedValue['as']; value: unknown; words: Words }): ComponentChildren {
  const { say, mean, language } = useWords(words);
  const of = value as number | undefined;
  switch (as) {
    case 'people':
      return <Count of={value as PeopleCount | undefined} />;
    case 'households': {
      const { households, atMost } = (value ?? { households: null, atMost: null }) as Households;
      return <Between atLeast={households} atMost={atMost} />;
    }
    case 'occurrences':
      return <Occurrences of={of} />;
    case 'records':
      return <Records of={of} />;
    case 'number':
      return typeof value === 'number' ? <Recorded of={value} /> : textOf(value);
    case 'decimal':
      return typeof value === 'number' ? decimal(value, language) : textOf(value);
    case 'word':
      return (Array.isArray(value) ? value : [value]).map((one) => mean(String(one))).join(', ');
    case 'date':
      return each(value, (one) => day(one, language));
    case 'period':
      return each(value, (one) => period(one, language));
    case 'time':
      return each(value, (one) => moment(one, language));
    case 'yesNo':
      return say(value === true ? 'isSo' : 'isNotSo');
    case 'text':
      return textOf(value);
  }
}

const each = (value: unknown, write: (one: string) => string): string =>
  (Array.isArray(value) ? value : [value]).map((one) => write(String(one))).join(', ');

const textOf = (value: unknown): string => each(value, (one) => one);

/** Table columns of a layout. */
export function useLaidOutColumns<Row>(
  columns: readonly PanelColumn[],
  { root, words }: Omit<Filling, 'of'>,
): readonly Column<Row>[] {
  const { language } = useWords();
  return columns
    .filter(({ when }) => !when || valueAt(when.value, { of: root, root }) === when.is)
    .map(({ title, cell, each: list, isHead, isNumber, class: own }) => ({
      head: title[language],
      isHead,
      isNumber,
      ...(own !== undefined && { class: own }),
      cell: (row: Row) => {
        if (list === undefined) return <LaidOut text={cell} of={row} root={root} words={words} />;
        const entries = valueAt(list, { of: row, root });
        return <Joined entries={Array.isArray(entries) ? entries : []} text={cell} root={root} words={words} />;
      },
    }));
}

/** Renders a text for each entry, with dots between them. */
export function Joined(props: { entries: readonly unknown[]; text: Template } & Omit<Filling, 'of'>) {
  const { entries, text, root, words } = props;
  return (
    <>
      {entries.map((of, index) => (
        <span key={index}>
          {index > 0 && ' · '}
          <LaidOut text={text} of={of} root={root} words={words} />
        </span>
      ))}
    </>
  );
}
