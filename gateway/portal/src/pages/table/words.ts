import type { Words } from '../../language/words.js';

/** Texts of the table of goals, communes and months. */
export const tableWords = {
  tableTitle: { vi: 'Mục tiêu × xã, phường × tháng', en: 'Goals by commune and month' },
  tableIntro: {
    vi: 'Tỷ lệ đạt ở từng xã, phường, từng tháng. Tệp có mỗi giá trị một hàng và một hàng tiêu đề, sẵn sàng cho PivotTable.',
    en: 'The share reached in each commune, month by month. The file has a row for each value and one row of headers, ready for a pivot table.',
  },
  goal: { vi: 'Mục tiêu', en: 'Goal' },
  to: { vi: 'Đến tháng', en: 'Up to' },
  span: { vi: 'Khoảng thời gian', en: 'Span' },
  months12: { vi: '12 tháng', en: '12 months' },
  months6: { vi: '6 tháng', en: '6 months' },
  shownAs: { vi: 'Xem dạng', en: 'Shown as' },
  asTable: { vi: 'bảng', en: 'a table' },
  asSmall: { vi: 'biểu đồ nhỏ', en: 'small charts' },
  province: { vi: 'Toàn tỉnh', en: 'The province' },
  sameScale: {
    vi: 'Mọi biểu đồ của một mục tiêu cùng một thang, từ 0 đến',
    en: 'All charts of a goal have one scale, from 0 to',
  },
  monthsFrom: { vi: 'các tháng từ', en: 'months from' },
  monthsTo: { vi: 'đến', en: 'to' },
  months: { vi: 'tháng', en: 'months' },
  smallOf: { vi: 'Biểu đồ nhỏ', en: 'Small charts' },
  ratioIs: {
    vi: 'Số người đạt chia cho mẫu số, theo các đợt công bố đã có.',
    en: 'The people who reached it over the denominator, by the releases that are there.',
  },
  fileHas: {
    vi: 'Tệp có mọi mục tiêu ở các xã, phường đang hiện.',
    en: 'The file has all goals in the communes that are shown.',
  },
  series: { vi: 'nơi', en: 'places' },
} as const satisfies Words;
