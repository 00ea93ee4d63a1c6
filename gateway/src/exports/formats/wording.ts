import type { Absence, Bilingual } from '../table/mapping.js';

/** The text of a cell without a value; empty if there is no reason to give. */
export const absenceWords: Readonly<Record<Absence, Bilingual>> = {
  none: { vi: '', en: '' },
  notReported: { vi: 'chưa báo cáo', en: 'not reported' },
  withheld: { vi: 'không công bố', en: 'withheld' },
  unknown: { vi: 'không rõ', en: 'unknown' },
  notShared: { vi: 'không chia sẻ', en: 'not shared' },
  failed: { vi: 'lỗi: không trả lời', en: 'error: no answer' },
};

/** The meaning of each text, for the sheet about the file. */
export const absenceMeanings: Readonly<Record<Exclude<Absence, 'none'>, Bilingual>> = {
  notReported: {
    vi: 'Tổ chức chưa báo cáo, có thể vì chưa đến hạn; không phải là số 0.',
    en: 'The organisation has not reported yet, maybe as it is not due; it is not zero.',
  },
  withheld: {
    vi: 'Đã báo cáo nhưng không công bố cho người hỏi; không phải là số 0.',
    en: 'It is reported, and not published to whoever asks; it is not zero.',
  },
  unknown: { vi: 'Không có số liệu; không phải là số 0.', en: 'There is no figure; it is not zero.' },
  notShared: {
    vi: 'Không có thỏa thuận hoặc quyền để xem.',
    en: 'No agreement or right lets the caller see it.',
  },
  failed: {
    vi: 'Tổ chức không trả lời khi lập tệp; tải lại sau.',
    en: 'The organisation did not answer as the file was made; ask again later.',
  },
};

/** The fixed words of files. */
export const fileWords = {
  data: { vi: 'Số liệu', en: 'Data' },
  about: { vi: 'Nguồn', en: 'Source' },
  fault: { vi: 'LỖI', en: 'ERROR' },
  incomplete: { vi: 'KHÔNG ĐẦY ĐỦ', en: 'INCOMPLETE' },
  table: { vi: 'Bảng', en: 'Table' },
  address: { vi: 'Địa chỉ tải', en: 'Address' },
  madeAt: { vi: 'Lập lúc', en: 'Made at' },
  rows: { vi: 'Số dòng', en: 'Rows' },
  yes: { vi: 'có', en: 'yes' },
  no: { vi: 'không', en: 'no' },
  demonstration: {
    vi: 'SỐ LIỆU MINH HỌA: có số liệu giả định, không được trích dẫn.',
    en: 'DEMONSTRATION: made-up data is part of it; do not quote it.',
  },
  noDemonstration: { vi: 'Không có số liệu minh họa.', en: 'No made-up data is part of it.' },
  absences: { vi: 'Ô không có số', en: 'Cells without a number' },
  column: { vi: 'Cột', en: 'Column' },
  state: { vi: 'Tình trạng', en: 'State' },
  cells: { vi: 'Số ô', en: 'Cells' },
  meaning: { vi: 'Ý nghĩa', en: 'Meaning' },
} as const satisfies Readonly<Record<string, Bilingual>>;
