/** One line of a chart: a place over some months. */
export interface ChartLine {
  readonly key: string;
  readonly label: string;
  /** A share for each month; null where there is none. */
  readonly values: readonly (number | null)[];
  /** At which months it is told otherwise than the month before: the line is broken there. */
  readonly breaks?: readonly number[];
  /** The last month that everyone has reported; later ones carry its figures on. */
  readonly completeIn: string | undefined;
  readonly forecast?: Forecast | undefined;
  /** Which kind of line it is; that of its place among the lines unless told. `many` are thin and alike, `picked` stands out of these. */
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
