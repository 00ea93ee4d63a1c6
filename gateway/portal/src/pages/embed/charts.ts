import type { Words } from '../../language/words.js';

/** Charts that another site's page can embed. */
export const embeddedCharts = ['series', 'breakdown', 'figure'] as const;

export type EmbeddedChart = (typeof embeddedCharts)[number];

/** The chart in an address; the series by default. */
export function kindOfChart(text: string | undefined): EmbeddedChart {
  return embeddedCharts.find((one) => one === text) ?? 'series';
}

export const embedWords = {
  embed: { vi: 'Nhúng vào trang khác', en: 'Show it on another site' },
  embedIntro: {
    vi: 'Chép đoạn mã vào trang web được phép nhúng:',
    en: 'Copy the code into a page of a site that may show it:',
  },
  seriesChart: { vi: 'diễn biến 12 tháng', en: 'the last 12 months' },
  breakdownChart: { vi: 'theo nhóm', en: 'by group' },
  figureChart: { vi: 'con số', en: 'the figures' },
} as const satisfies Words;
