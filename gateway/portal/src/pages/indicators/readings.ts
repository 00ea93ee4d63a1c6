import { plain } from '../../language/plain.js';

/** An indicator with its published readings. */
export interface Indicator {
  readonly code: string;
  readonly title: string;
  readonly measure: string;
  readonly target: number | null;
  readonly deadline: string | null;
  readonly source: string;
  readonly organisation: { readonly code: string; readonly name: string };
  readonly readings: readonly Reading[] | null;
}

/** A published figure of an indicator. */
export interface Reading {
  readonly code: string;
  readonly place: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly comparison: string;
  readonly share: number | null;
  readonly asOf: string | null;
  readonly source: string;
}

/** The fields of `Indicator`. */
export const indicatorFields = `code title(language: $language) measure target deadline source
  organisation { code name(language: $language) }
  readings { code place numerator denominator comparison share asOf source }`;

/** A row of the table: an indicator with one of its readings, or without any. */
export interface Row {
  readonly indicator: Indicator;
  readonly reading: Reading | undefined;
}

/** A person's filter of the table. */
export interface Choice {
  readonly name: string;
  readonly organisation: string;
  readonly measure: string;
}

/** The rows that match a choice. */
export function rowsOf(indicators: readonly Indicator[], { name, organisation, measure }: Choice): readonly Row[] {
  const sought = plain(name.trim());
  return indicators
    .filter(
      (one) =>
        (organisation === '' || one.organisation.code === organisation) &&
        (measure === '' || one.measure === measure) &&
        (sought === '' || plain(`${one.title} ${one.code}`).includes(sought)),
    )
    .flatMap((indicator): readonly Row[] => {
      const readings = indicator.readings ?? [];
      if (readings.length === 0) return [{ indicator, reading: undefined }];
      return readings.map((reading) => ({ indicator, reading }));
    });
}
