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
} as const satisfies Words;
