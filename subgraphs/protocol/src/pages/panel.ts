import type { Bilingual } from './described.js';

/** How a value is written in a page. */
export const panelFormats = [
  ...(['text', 'word', 'date', 'period', 'time', 'number', 'decimal', 'yesNo'] as const),
  /** Numbers that an organisation released: people or households within bounds, turns, and how many records there are. */
  ...(['people', 'households', 'occurrences', 'records'] as const),
] as const;
export type PanelFormat = (typeof panelFormats)[number];

/** A value in a text: the first of some paths where there is one. A path that begins with `/` is of the whole answer. */
export interface PlacedValue {
  readonly paths: readonly string[];
  readonly as: PanelFormat;
}

/** A text with values in it, in the languages of the hub. */
export interface Template {
  readonly vi: readonly (string | PlacedValue)[];
  readonly en: readonly (string | PlacedValue)[];
}

/** A fact of a panel: what it is called, and what it says. */
export interface PanelFact {
  /** Where the object or the list is that it is of: nothing is said where there is none; the whole answer without it. */
  readonly of?: string | undefined;
  /** Entries of one value there are one fact; `*` is all of them; else each is one. */
  readonly by?: string | undefined;
  readonly title: Template;
  readonly cell: Template;
}

/** A column of a list. */
export interface PanelColumn {
  readonly title: Bilingual;
  readonly cell: Template;
  /** The list in a row of which each entry is written so. */
  readonly each?: string | undefined;
  readonly isHead: boolean;
  readonly isNumber: boolean;
  readonly class?: string | undefined;
  /** It is there where a value of the whole answer is this one. */
  readonly when?: { readonly value: string; readonly is: string } | undefined;
}

/** A list of a panel. */
export interface PanelList {
  readonly caption: Bilingual;
  /** Where its rows are: lists, one after another, or one connection. */
  readonly rows: readonly string[];
  readonly isPaged: boolean;
  /** The query for more of a connection, after its cursor `$after`. */
  readonly more?: string | undefined;
  /** How many of the last rows are shown; all without it. */
  readonly last?: number | undefined;
  readonly isReversed: boolean;
  /** The table of the exports that has it. */
  readonly table?: string | undefined;
  readonly columns: readonly PanelColumn[];
}

/** What of an organisation's records a page shows. */
export interface Panel {
  readonly organisation: string;
  /** What it is called; undefined where it is called as its organisation. */
  readonly title?: Bilingual | undefined;
  readonly query: string;
  /** The variables of the query, by their names. */
  readonly variables: readonly string[];
  readonly words: Readonly<Record<string, Bilingual>>;
  readonly facts: readonly PanelFact[];
  readonly lists: readonly PanelList[];
}

/** A column that an organisation adds to lists of the hub's own: a field that it answers. */
export interface AddedColumn extends PanelColumn {
  readonly organisation: string;
  readonly type: string;
  readonly field: string;
}

/** All that organisations have pages show. */
export interface Panels {
  /** By page: `commune`, `indicator`. */
  readonly pages: Readonly<Record<string, readonly Panel[]>>;
  readonly columns: readonly AddedColumn[];
}
