/** One line of a chart: a place over some months. */
export interface ChartLine {
  readonly key: string;
  readonly label: string;
  /** A share for each month; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Indexes of months not comparable with the month before; the line breaks there. */
  readonly breaks?: readonly number[];
  /** The last month that everyone has reported; later ones carry its figures on. */
  readonly completeIn: string | undefined;
  readonly forecast?: Forecast | undefined;
  /**
   * Line style; by default the line's index selects it. `many` lines are thin and alike, a `picked` line is highlighted
   * among them.
   */
  readonly kind?: number | 'many' | 'picked';
}

/** The class that a line is drawn by, and its entry in a legend. */
export function lineClass({ kind }: Pick<ChartLine, 'kind'>, index: number): string {
  return `line-${kind ?? index}`;
}

/** Where a line leads: a share by a day, and the interval that it lies in. */
export interface Forecast {
  readonly by: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}
