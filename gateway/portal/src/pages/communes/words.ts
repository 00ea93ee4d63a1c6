import type { Words } from '../../language/words.js';

/** Texts of the list of communes. */
export const words = {
  sheets: { vi: 'Tờ A4 của mọi xã, phường', en: 'A4 sheets of all communes' },
  communes: { vi: 'Các xã, phường', en: 'The communes' },
  intro: {
    vi: 'Tìm theo tên hiện nay, tên cũ hoặc huyện cũ, có dấu hay không dấu, hoặc theo mã.',
    en: 'Find a commune by its name, a former name, its former district, with or without marks, or by its code.',
  },
  hint: { vi: 'tên nay, tên cũ, huyện cũ, mã', en: 'name, old name, old district, code' },
  square: { vi: 'Diện tích (km²)', en: 'Area (km²)' },
  before: { vi: 'Trước 1/7/2025', en: 'Before 1 July 2025' },
  code: { vi: 'Mã', en: 'Code' },
  pasteList: { vi: 'Dán danh sách của bạn', en: 'Paste your own list' },
  pasteIntro: {
    vi: 'Dán một cột mã hoặc tên xã, phường từ bảng tính của bạn và chọn mục tiêu: bảng bên dưới giữ đúng thứ tự đã dán, chép được trở lại bảng tính.',
    en: 'Paste a column of codes or names from your workbook, and choose a goal: the table below keeps your order, and can be copied back.',
  },
  pasteIntroPublic: {
    vi: 'Dán một cột mã hoặc tên xã, phường từ bảng tính của bạn: bảng bên dưới giữ đúng thứ tự đã dán, chép được trở lại bảng tính. Đăng nhập để có thêm số liệu của mục tiêu.',
    en: 'Paste a column of codes or names from your workbook: the table below keeps your order, and can be copied back. Sign in to add the figures of a goal.',
  },
  pasteHere: { vi: 'Mỗi dòng một xã, phường', en: 'One commune a line' },
  figuresOf: { vi: 'Số liệu của mục tiêu', en: 'Figures of the goal' },
  noFigures: { vi: 'không kèm số liệu', en: 'no figures' },
  pastedCaption: { vi: 'Danh sách đã dán', en: 'The pasted list' },
  pastedLine: { vi: 'Dòng đã dán', en: 'Pasted line' },
  matched: { vi: 'dòng khớp với một xã, phường', en: 'lines match a commune' },
  notMatched: { vi: 'Không khớp nơi nào', en: 'No match' },
  severalMatch: { vi: 'Có nhiều nơi cùng tên', en: 'Several match' },
  untilDay: { vi: 'Số liệu đến hết ngày', en: 'Figures until' },
} as const satisfies Words;
