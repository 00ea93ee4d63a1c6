import type { Bilingual } from './described.js';

/** The format of a value in a page. */
export const panelFormats = [
  ...(['text', 'word', 'date', 'period', 'time', 'number', 'decimal', 'yesNo'] as const),
  /** Released numbers: people or households within bounds, occurrences, and numbers of records. */
  ...(['people', 'households', 'occurrences', 'records'] as const),
] as const;
export type PanelFormat = (typeof panelFormats)[number];

/** A value in a text: the first of some paths with a value. A path that begins with `/` starts at the whole answer. */
export interface PlacedValue {
  readonly paths: readonly string[];
  readonly as: PanelFormat;
}

/** A text with values in it, in the languages of the hub. */
export interface Template {
  readonly vi: readonly (string | PlacedValue)[];
  readonly en: readonly (string | PlacedValue)[];
}

/** A fact of a panel: its title and its text. */
export interface PanelFact {
  /** The path of its object or list: without one, the fact is left out; default: the whole answer. */
  readonly of?: string | undefined;
  /** Groups entries with the same value into one fact; `*` groups all of them; default: each entry is a fact. */
  readonly by?: string | undefined;
  readonly title: Template;
  readonly cell: Template;
}

/** A column of a list. */
export interface PanelColumn {
  readonly title: Bilingual;
  readonly cell: Template;
  /** A list in a row; each of its entries is written with this column. */
  readonly each?: string | undefined;
  readonly isHead: boolean;
  readonly isNumber: boolean;
  readonly class?: string | undefined;
  /** Shows the column only where the whole answer has this value. */
  readonly when?: { readonly value: string; readonly is: string } | undefined;
}

/** A list of a panel. */
export interface PanelList {
  readonly caption: Bilingual;
  /** The paths of its rows: lists, one after another, or one connection. */
  readonly rows: readonly string[];
  readonly isPaged: boolean;
  /** The query for more of a connection, after its cursor `$after`. */
  readonly more?: string | undefined;
  /** How many of the last rows are shown; default: all. */
  readonly last?: number | undefined;
  readonly isReversed: boolean;
  /** The table of the exports with this list. */
  readonly table?: string | undefined;
  readonly columns: readonly PanelColumn[];
}

/** An organisation's panel in a page. */
export interface Panel {
  readonly organisation: string;
  /** Its title; default: the organisation's name. */
  readonly title?: Bilingual | undefined;
  readonly query: string;
  /** The variables of the query, by their names. */
  readonly variables: readonly string[];
  readonly words: Readonly<Record<string, Bilingual>>;
  readonly facts: readonly PanelFact[];
  readonly lists: readonly PanelList[];
}

/** A column that an organisation adds to the hub's own lists: a field in its subgraph. */
export interface AddedColumn extends PanelColumn {
  readonly organisation: string;
  readonly type: string;
  readonly field: string;
}

/** All panels and columns of organisations. */
export interface Panels {
  /** By page: `commune`, `indicator`. */
  readonly pages: Readonly<Record<string, readonly Panel[]>>;
  readonly columns: readonly AddedColumn[];
}
