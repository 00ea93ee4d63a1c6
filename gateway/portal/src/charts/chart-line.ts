/** One line of a chart: a place over some months. */
export interface ChartLine {
  readonly key: string;
  readonly label: string;
  /** A share for each month; null for a month without one. */
  readonly values: readonly (number | null)[];
  /** Indexes of months not comparable with the month before; the line breaks there. */
  readonly breaks?: readonly number[];
  /** The last month with all reports: the forecast starts there, and the end of a longer line is an open dot. */
  readonly completeIn: string | undefined;
  readonly forecast?: Forecast | undefined;
  /**
   * Line style; by default the line's index selects it. `many` lines are thin and alike, a `picked` line is highlighted
   * among them.
   */
  readonly kind?: number | 'many' | 'picked';
}

/** CSS class of a line and of its legend entry. */
export function lineClass({ kind }: Pick<ChartLine, 'kind'>, index: number): string {
  return `line-${kind ?? index}`;
}

/** Forecast of a line: a share on a day, with its interval. */
export interface Forecast {
  readonly by: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}
