import type { ComponentChildren } from 'preact';
import type { RankRange } from '../hub/progress.js';
import type { AskedFigure } from '../hub/source.js';
import type { What } from './says-who-how.js';

/** A goal's figure in the "says who?" dialog: its label, its selection and the element that opened the dialog. */
export interface AskedSource extends AskedFigure {
  readonly label: string;
  /** Which of the figures it is; the share unless told. */
  readonly what?: What;
  /** Where the commune stands among all, where its rank is asked about. */
  readonly rank?: Rank | undefined;
  /** What was chosen: the focus goes back there. */
  readonly from?: HTMLElement | SVGElement;
}

/** Where a commune stands, the first being 1, and among how many. */
export interface Rank extends RankRange {
  readonly of: number;
}

/** Where the numbers of a part of a page come from. */
export interface NumberSource {
  /** The query that gives them, with its variables. */
  readonly query: string;
  readonly variables: object;
  /** The organisation whose records or releases they are of. */
  readonly organisation?: string | undefined;
  /** The figure of a goal that they are parts of. */
  readonly figure?: AskedFigure | undefined;
}

/** Another number in the "says who?" dialog: its text, its names, its explanation and its source. */
export interface AskedNumber {
  readonly text: ComponentChildren;
  readonly names: readonly ComponentChildren[];
  readonly how: string;
  readonly source: NumberSource;
  readonly from: HTMLElement | SVGElement;
}

/** What "says who?" is open for. */
export type Opened = AskedSource | AskedNumber;

/** The event by which it opens. */
export const opened = 'hub:says-who';

/** Opens the parts of a figure, or of another number. */
export function openSaysWho(asked: Opened): void {
  dispatchEvent(new CustomEvent(opened, { detail: asked }));
}
