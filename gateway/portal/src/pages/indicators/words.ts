import type { Words } from '../../language/words.js';

/** Texts of the pages of indicators. */
export const words = {
  intro: {
    vi: 'Những gì được đo mà không phải là mục tiêu: số đã công bố, với nguồn. Số lượt, tài khoản, hồ sơ không phải là số người.',
    en: 'What is measured and is no goal: published figures with their sources. Turns, accounts and dossiers are not people.',
  },
  noSuchIndicator: { vi: 'Không có chỉ số nào có mã này.', en: 'No indicator has this code.' },
  indicator: { vi: 'Chỉ số', en: 'Indicator' },
  title: { vi: 'Tên chỉ số', en: 'Title' },
  measure: { vi: 'Đại lượng', en: 'Measure' },
  value: { vi: 'Giá trị', en: 'Value' },
  targetIs: {
    vi: 'Chỉ tiêu do kế hoạch của phong trào đặt ra. Nguồn:',
    en: 'The target that the movement’s plan sets. Source:',
  },
  readingIs: {
    vi: 'Số đã công bố, ghi lại nguyên văn; hub không tính lại. Nguồn:',
    en: 'As it was published; the hub does not compute it. Source:',
  },
  of: { vi: 'trên', en: 'of' },
  place: { vi: 'Nơi', en: 'Place' },
  titleHint: { vi: 'có dấu hoặc không dấu', en: 'with or without marks' },
  found: { vi: 'số liệu', en: 'readings' },
  noneLikeThis: { vi: 'Không có chỉ số nào như vậy.', en: 'No indicator is like this.' },
  noReading: { vi: 'Chưa có số liệu công bố.', en: 'Nothing has been published yet.' },
  none: { vi: 'không đặt', en: 'none set' },
  undated: { vi: 'nguồn không nêu', en: 'not said' },
  readings: { vi: 'Số liệu đã công bố', en: 'Published readings' },
  PEOPLE: { vi: 'Người', en: 'People' },
  OCCURRENCES: { vi: 'Lượt', en: 'Turns' },
  OBJECTS: { vi: 'Tài khoản, hồ sơ', en: 'Accounts, dossiers' },
  SURVEY: { vi: 'Khảo sát', en: 'Survey' },
  MORE_THAN: { vi: 'hơn', en: 'more than' },
  ABOUT: { vi: 'khoảng', en: 'about' },
} as const satisfies Words;
