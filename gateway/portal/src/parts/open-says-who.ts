import type { ComponentChildren } from 'preact';
import type { Rank } from '../hub/progress.js';
import type { AskedFigure } from '../hub/source.js';
import type { What } from './says-who-how.js';

/** A goal's figure in the "says who?" dialog: its label, its selection and the element that opened the dialog. */
export interface AskedSource extends AskedFigure {
  readonly label: string;
  /** The kind of figure; the share by default. */
  readonly what?: What;
  /** The commune's rank, for a figure of ranks. */
  readonly rank?: RankBy | undefined;
  /** The selected element, which gets the focus back. */
  readonly from?: HTMLElement | SVGElement;
}

/** A commune's rank, and the value that it is ranked by; by default the share. */
export interface RankBy extends Rank {
  readonly by?: RankOrder;
}

/** Values that the portal's ranks are by. */
export type RankOrder = 'RATIO' | 'PEOPLE' | 'GAP_PEOPLE' | 'GAP_POINTS';

/** Source of the numbers in a part of a page. */
export interface NumberSource {
  /** The query of the numbers, with its variables. */
  readonly query: string;
  readonly variables: object;
  /** The organisation whose records or releases contain the numbers. */
  readonly organisation?: string | undefined;
  /** The goal's figure that the numbers are parts of. */
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

/** Subject of an open "says who?" dialog. */
export type Opened = AskedSource | AskedNumber;

/** Name of the event that opens the dialog. */
export const opened = 'hub:says-who';

/** Opens the dialog for a figure or another number. */
export function openSaysWho(asked: Opened): void {
  dispatchEvent(new CustomEvent(opened, { detail: asked }));
}
