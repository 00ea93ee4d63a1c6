import { expect, test } from '@jest/globals';
import { columnName } from './guess-columns.js';
import { guessRecords } from './guess-record.js';
import { peopleColumns } from './people-columns.js';

/** Invented people: numbers with a valid province, century and year, and the other values of a person. */
const whole = ['038068001000', 'Hoàng Đức Ngọc', 'Nam', '1968', '14845'];
const other = ['038168001001', 'Lê Thị Hoa', 'Nữ', '1968', '14758'];
const third = ['038302001002', 'Trần Văn An', 'Nam', '2002', '14845'];

/** Headers and rows of files about people, in the languages and spellings that offices use. */
const variants: readonly (readonly [header: string, ...rows: string[]])[] = [
  ['Số CCCD|Họ và tên|Giới tính|Năm sinh|Mã xã|Ngày hoàn thành', ...rowsOf([...whole, '2026-01-02'])],
  ['SỐ CCCD|HỌ VÀ TÊN|GIỚI TÍNH|NĂM SINH|MÃ XÃ|NGÀY', ...rowsOf([...whole, '2026-01-02'])],
  ['CCCD|Họ tên|Giới|Ngày sinh|Xã', ...rowsOf(whole)],
  ['Căn cước công dân|Họ và tên khai sinh|Nam/Nữ|Ngày tháng năm sinh|Xã phường', ...rowsOf(whole)],
  ['so_cccd|ho_va_ten|gioi_tinh|nam_sinh|ma_xa', ...rowsOf(whole)],
  ['soCccd|hoVaTen|gioiTinh|namSinh|maXa', ...rowsOf(whole)],
  ['citizen_number|full_name|sex|birth_year|commune_code', ...rowsOf(whole)],
  ['citizenNumber|fullName|sex|birthYear|communeCode', ...rowsOf(whole)],
  ['Citizen ID|Name|Gender|Date of birth|Commune', ...rowsOf(whole)],
  ['National ID|Full name|Sex|DOB|Ward', ...rowsOf(whole)],
  ['ID number|Surname|Given name|Year of birth', '038068001000|Hoàng|Ngọc|1968'],
  ['Identity card|Student name|Class', '038068001000|Hoàng Đức Ngọc|K1'],
  ['Số CMND|Tên học viên|Lớp', '171234567|Hoàng Đức Ngọc|K1'],
  ['Số định danh cá nhân|Họ đệm|Tên|Lớp', '038068001000|Hoàng Đức|Ngọc|K1'],
  ['Hộ chiếu|Họ tên|Quốc tịch', 'B1234567|Hoàng Đức Ngọc|VN'],
  ['STT|Họ tên|Điện thoại|Địa chỉ|Email', '1|Hoàng Đức Ngọc|0912345678|Thôn 1, xã Mường Lát|a@b.vn'],
  ['STT|Họ và tên (chữ in hoa)|SĐT|Nơi ở|Thư điện tử', '1|HOÀNG ĐỨC NGỌC|0912.345.678|Thôn 1|a@b.vn'],
  ['Mã hội viên|Người phụ trách|Số điện thoại liên hệ', 'HV01|Hoàng Đức Ngọc|+84 912 345 678'],
  ['code|leader_name|phone', 'C1|Lê Thị Hoa|0912345678'],
  ['code|e-mail|mobile', 'C1|hoa@example.vn|0912345678'],
  ['code|home address', 'C1|Số nhà 5, đường Lê Lợi, phường Hạc Thành'],
  // Recognised by values alone.
  ['a|b|c', ...rowsOf(['X1', '038068001000', 'x'])],
  ['a|b', 'X1|038.068.001.000', 'X2|038 168 001 001'],
  ['a|b', 'X1|38068001000', 'X2|38168001001'],
  ['a|b', 'X1|Hoàng Đức Ngọc', 'X2|Lê Thị Hoa', 'X3|Bà Trần Thị Lan'],
  ['a|b', 'X1|HOÀNG ĐỨC NGỌC', 'X2|LÊ THỊ HOA'],
  ['a|b', 'X1|Nguyen Van An', 'X2|Le Thi Hoa'],
  ['a|b', 'X1|0912345678', 'X2|0987 654 321'],
  ['a|ghi chú', 'X1|CCCD 038068001000', 'X2|'],
  ['a|b', 'X1|hoa@example.vn', 'X2|an@example.vn'],
  ['a|b', 'X1|Số 5 Lê Lợi, phường Hạc Thành', 'X2|Thôn Đông, xã Quảng Chính'],
  ['a|Học viên|b', 'X1|Hoàng Đức Ngọc|K1'],
  ['code|name|commune_code', 'C1|Hoàng Đức Ngọc|14845', 'C2|Lê Thị Hoa|14845'],
];

function rowsOf([number = '', ...others]: readonly string[]): string[] {
  const [, name, , year] = others.length > 2 ? [number, ...others] : [];
  const first = [number, ...others].join('|');
  if (name === undefined || year === undefined) return [first];
  const more = [other, third].map((one) => [...one, ...[number, ...others].slice(one.length)].join('|'));
  return [first, ...more];
}

const fileOf = ([header, ...rows]: readonly [string, ...string[]], keep: readonly string[] = []) => {
  const file = { name: 'people', header: header.split('|'), rows: rows.map((row) => row.split('|')) };
  return { ...file, people: peopleColumns(file, keep) };
};

test.each(variants)('%s is about people, who are counted and not listed', (...variant) => {
  const file = fileOf(variant);
  const [guessed] = guessRecords('leak', [file], undefined);
  expect(guessed?.record).toMatchObject({ shown: 'nobody' });
  expect(guessed?.record['lists']).toBeUndefined();
  const personal = [...file.people.person.values(), ...file.people.leftOut.keys()];
  expect(personal.length).toBeGreaterThan(0);
  for (const index of file.people.leftOut.keys()) {
    expect(guessed?.became[index]).toBeUndefined();
    expect(guessed?.record.columns).not.toHaveProperty(columnName(file.header[index] ?? ''));
  }
});

test('makes a person of what an import reads as one, whatever the language', () => {
  for (const variant of variants.slice(0, 9)) {
    const [guessed] = guessRecords('leak', [fileOf(variant)], undefined);
    expect(guessed?.record.columns['person']).toEqual({
      ...{ kind: 'person', whenErased: 'delete', keeps: ['commune_code'] },
    });
  }
});

test.each([
  ['code|commune_code|name_vi|name_en|founded_on', 'C1|14845|Tổ Một|Club One|2026-01-02'],
  ['Mã|Tên câu lạc bộ|Xã|Số hội viên', 'C1|Câu lạc bộ Lê Lợi|14845|30'],
  ['code|name|sex', 'C1|Trường THPT Lê Lợi|MIXED'],
  ['code|title_vi|hours', 'K1|Kỹ năng số cơ bản|12'],
  ['invoice|amount', '999068001000|12'],
] as const)('%s is about no person', (...variant) => {
  expect(fileOf([...variant])).toMatchObject({ people: { person: new Map(), leftOut: new Map() } });
});

test('a column stays where it is said to be of no person', () => {
  const file = fileOf(['code|Địa chỉ|Tên', 'C1|Số 5 Lê Lợi, phường Hạc Thành|Nhà văn hóa'], ['Địa chỉ']);
  const [guessed] = guessRecords('houses', [file], undefined);
  expect(guessed?.record).toMatchObject({ columns: { dia_chi: { kind: 'text' } }, lists: [{ on: 'Query' }] });
});

test('refuses rows that only tell who somebody is', () => {
  expect(() => guessRecords('leak', [fileOf(['Họ tên|Lớp', 'Lê Thị Hoa|K1', 'Lê Thị Hoa|K1'])], undefined)).toThrow(
    /people: expected a citizen's number, or a column beside the names that tells one row from another/,
  );
});

test('a file with numbers and no names is a record of people without a name', () => {
  const [guessed] = guessRecords(
    'leak',
    [fileOf(['Số CCCD|Giới tính|Năm sinh|Mã xã', '038068001000|Nam|1968|14845'])],
    undefined,
  );
  expect(guessed?.record).toMatchObject({
    ...{ shown: 'nobody', key: ['person'] },
    columns: { person: { kind: 'person', named: false, keeps: ['commune_code'] } },
  });
});
