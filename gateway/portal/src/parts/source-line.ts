import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { settingsNow } from '../hub/settings.js';
import { day, period as periodIn, thisDay } from '../language/numbers.js';
import { useWords, type Words } from '../language/words.js';
import { usePeriods } from './number.js';

const sourceWords = {
  copiedOn: { vi: 'Chép ngày', en: 'Copied on' },
} as const satisfies Words;

/** What a chart or a table says of its data. */
export interface DataFacts {
  /** The period, or the first and the last of several. */
  readonly periods?: readonly string[];
  /** The day through which the figures are complete; undefined for data without such a day. */
  readonly completeThrough?: string | null | undefined;
  readonly demonstration?: boolean;
}

const Facts = createContext<DataFacts | undefined>(undefined);

/** Says of which period the data of the tables inside is; otherwise the periods of their query count. */
export const DataOf = Facts.Provider;

/** Returns functions that say in words which data a picture, a table or a text shows. */
export function useDataSaid() {
  const { say, language } = useWords(sourceWords);
  const periodsOfQuery = usePeriods();
  const around = useContext(Facts) ?? { periods: periodsOfQuery };
  /** The periods and the last day of complete data. */
  const facts = ({ periods = [], completeThrough }: DataFacts): readonly string[] => [
    ...(periods.length > 0 ? [[...new Set(periods)].map((period) => periodIn(period, language)).join(' – ')] : []),
    ...(completeThrough === undefined
      ? []
      : [
          `${say('completeThrough')}: ${completeThrough === null ? say('notReported') : day(completeThrough, language)}`,
        ]),
  ];
  /** One line with everything that a copy needs to name its source. */
  const sourceLine = (own: DataFacts = around): string =>
    [
      `${say('source')}: ${document.title}, ${location.href}`,
      ...facts(own),
      `${say('copiedOn')} ${day(thisDay(), language)}`,
      ...((own.demonstration ?? false) || settingsNow()?.demonstration ? [say('demonstration')] : []),
    ].join(' · ');
  return { facts, sourceLine };
}
