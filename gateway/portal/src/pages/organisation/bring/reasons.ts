import type { Language } from '../../../language/language.js';

/** Vietnamese for the values that the checks expect, by the English text. */
const expectations: readonly (readonly [RegExp, string])[] = [
  [/^a code of letters, digits, - and _ \(at most 40\)$/, 'mã gồm chữ, số, - và _ (không quá 40 ký tự)'],
  [/^a text of 1 to 300 characters$/, 'đoạn chữ từ 1 đến 300 ký tự'],
  [/^the 5-digit code of a commune or ward in force$/, 'mã 5 số của xã, phường đang có hiệu lực'],
  [
    /^the 5-digit code of a commune or ward in force, or the code of the hub's root place for the whole of it$/,
    'mã 5 số của xã, phường đang có hiệu lực, hoặc mã tỉnh cho cả tỉnh',
  ],
  [/^a date that exists and is not in the future, as YYYY-MM-DD$/, 'ngày có thật, không ở tương lai'],
  [/^a date that exists, as YYYY-MM-DD$/, 'ngày có thật'],
  [/^a month that has ended, as YYYY-MM$/, 'tháng đã kết thúc'],
  [/^a month, as YYYY-MM$/, 'tháng'],
  [/^a school year, such as 2025-2026$/, 'năm học, như 2025-2026'],
  [/^a whole number from (-?\d+) to (\d+)$/, 'số nguyên từ $1 đến $2'],
  [/^a number from (\S+) to (\S+), with a decimal point$/, 'số từ $1 đến $2'],
  [/^true or false$/, 'true hoặc false'],
  [/^a day no later than (\S+) \((.*)\)$/, 'ngày không sau $1 ($2)'],
  [/^a day not before (\S+) \((.*)\)$/, 'ngày không trước $1 ($2)'],
  [/^a number$/, 'số'],
  [/^one of (.+)$/, 'một trong các giá trị $1'],
  [/^a citizen's number of 12 digits$/, 'số định danh cá nhân gồm 12 chữ số'],
  [/^a person's name$/, 'họ tên'],
  [/^a year from 1900 to this one$/, 'năm từ 1900 đến nay'],
  [/^each key once, but (?:line|row) (\d+) has the same$/, 'mỗi khóa một dòng, nhưng dòng $1 có cùng khóa'],
  [/^a day on or after (\S+) \((.*)\)$/, 'ngày từ $1 ($2) trở đi'],
  [/^a (\S+) of (\S+) that was imported before$/, '$1 có trong $2 đã nhập trước đó'],
];

/** Vietnamese for the messages of checks across columns and rows, which name the given value in the same clause. */
const wholeReasons: readonly (readonly [RegExp, string])[] = [
  [
    /^expected as many values as the header has columns; .*$/,
    'số ô khác số cột của tiêu đề: dòng bị cắt hoặc thừa dấu ngăn',
  ],
  [
    /^expected either held_on, or total_since for a total without days$/,
    'cần held_on, hoặc total_since nếu là tổng không có ngày',
  ],
  [
    /^expected a place, since the class is (\S+); got none$/,
    'cần địa điểm, vì lớp học theo hình thức $1, nhưng ô trống',
  ],
  [
    /^expected the goal of the (course|class), got another$/,
    'cần đúng mục tiêu của khóa học, lớp học, nhưng là mục tiêu khác',
  ],
  [
    /^expected the goal that .* were imported with, got another$/,
    'cần đúng mục tiêu đã nhập trước đó, nhưng là mục tiêu khác',
  ],
  [/^expected a row that the database accepts, but it breaks (\S+)$/, 'dòng vi phạm ràng buộc $1 của cơ sở dữ liệu'],
  [/^expected at most as many as leaders \((\d+)\)$/, 'không được nhiều hơn số lãnh đạo ($1)'],
  [
    /^expected a commune for level COMMUNE, and none for PROVINCE$/,
    'cần xã, phường với cấp COMMUNE, để trống với cấp PROVINCE',
  ],
  [/^expected a commune for agencies of level COMMUNE, and for no other$/, 'chỉ cơ quan cấp COMMUNE mới có xã, phường'],
  [
    /^expected a parent for every agency except those of level PROVINCE$/,
    'cơ quan nào cũng có cấp trên, trừ cấp PROVINCE',
  ],
  [
    /^expected a parent_code that leads to the top, .*$/,
    'cần cấp trên dẫn đến cấp cao nhất, nhưng là cơ quan ở dưới cơ quan này',
  ],
  [
    /^expected a day when leaders were trained, and else nothing$/,
    'cần ngày nếu có lãnh đạo được bồi dưỡng, nếu không thì để trống',
  ],
  [/^expected a day for status DONE, and none otherwise$/, 'cần ngày nếu trạng thái là DONE, nếu không thì để trống'],
  [
    /^expected at most (\d+), the pupils of the class (\S+) on (\S+), got (\d+)$/,
    'không quá $1 (số học sinh của lớp $2 ngày $3), nhưng là $4',
  ],
  [
    /^expected at most (\d+), the adults of the commune as of (\S+), got (\d+)$/,
    'không quá $1 (số người trưởng thành của xã, phường ngày $2), nhưng là $3',
  ],
  [
    /^expected at most accounts_level_1 \((\d+)\), which counts level 2 too, got (\d+)$/,
    'không quá accounts_level_1 ($1), vì số này gồm cả mức 2, nhưng là $2',
  ],
  [/^expected at least (\d+), .*, got (\d+)(?:: it falls)?$/, 'không được ít hơn $1 đã có trước đó, nhưng là $2'],
  [
    /^expected a day of the school year of the class (\S+) \((\S+) to (\S+)\), got (\S+)$/,
    'cần ngày trong năm học của lớp $1 (từ $2 đến $3), nhưng là $4',
  ],
  [
    /^expected a day of (\S+) \((\S+) to (\S+)\), the school year of the class (\S+), got (\S+)$/,
    'cần ngày trong năm học $1 (từ $2 đến $3) của lớp $4, nhưng là $5',
  ],
  [
    /^expected a day after (\S+), until which the pupil is in the class (\S+), got (\S+): .*$/,
    'cần ngày sau $1, vì đến hết ngày đó học sinh ở lớp $2, nhưng là $3',
  ],
  [/^expected a grade of (\S+), (\d+) to (\d+), got (\d+)$/, 'cần khối lớp của cấp $1, từ $2 đến $3, nhưng là $4'],
  [
    /^expected the (?:day on which the criteria were assessed), got nothing$/,
    'cần ngày đánh giá các tiêu chí, nhưng ô trống',
  ],
  [
    /^expected the adults of (.+) to be imported before \(adults\), got none$/,
    'cần nhập số người trưởng thành của $1 trước (tệp adults)',
  ],
  [
    /^expected the commune of a meeting at commune level, got nothing$/,
    'hội nghị cấp xã cần có xã, phường, nhưng ô trống',
  ],
  [/^expected nothing for a meeting at provincial level(?:, got (.+))?$/, 'hội nghị cấp tỉnh phải để trống xã, phường'],
  [/^expected a day, since valid_until is (\S+), got nothing$/, 'cần ngày, vì valid_until là $1, nhưng ô trống'],
  [
    /^expected a commune or ward of (\S+) in force on (\S+), got (.+)$/,
    'cần xã, phường thuộc $1 có hiệu lực ngày $2, nhưng là $3',
  ],
  [/^expected a numerator or a share$/, 'cần tử số hoặc tỷ lệ'],
  [/^expected none beside a denominator, from which it follows$/, 'để trống khi có mẫu số, vì suy ra được từ mẫu số'],
  [/^expected none without a numerator$/, 'để trống khi không có tử số'],
  [/^expected why there is no value, got nothing$/, 'cần lý do không có giá trị, nhưng ô trống'],
  [
    /^expected a whole number from 1, or nothing where there is a gap, got 0$/,
    'cần số nguyên từ 1, hoặc để trống nếu thiếu số liệu, nhưng là 0',
  ],
  [/^expected a day after starts_on \((\S+)\), got (\S+)$/, 'cần ngày sau starts_on ($1), nhưng là $2'],
  [/^expected an age of at least age_from \((\d+)\), got (\d+)$/, 'cần tuổi không nhỏ hơn age_from ($1), nhưng là $2'],
  [/^expected the area of a commune, got nothing$/, 'cần khu vực của xã, phường, nhưng ô trống'],
  [/^expected a type of the level (\S+), got (\S+)$/, 'cần loại đơn vị thuộc cấp $1, nhưng là $2'],
  [/^expected codes of communes, got nothing$/, 'cần mã các xã, phường, nhưng ô trống'],
  [/^expected codes of communes on (\S+), but of none is (.+)$/, 'cần mã xã, phường ngày $1; không có mã $2'],
  [
    /^expected a commune in one region at a time, but (.+) is in (\S+) and (\S+)$/,
    'mỗi xã, phường chỉ thuộc một vùng, nhưng $1 thuộc $2 và $3',
  ],
  [
    /^expected regions that part the communes of (.+) into (\d+) or more each, .*$/,
    'các vùng phải chia xã, phường của $1 thành phần có ít nhất $2 xã, phường, nếu không số của phần nhỏ suy ra được từ các nhóm khác',
  ],
  [
    /^expected one region or three and more that share the communes of (.+), for .*$/,
    'xã, phường của $1 phải thuộc một vùng hoặc từ ba vùng trở lên, vì của hai vùng thì số vùng này suy ra được từ vùng kia',
  ],
  [
    /^expected the communes that the region has had from this day on, .*$/,
    'cần đúng các xã, phường mà vùng đã có từ ngày này, vì số liệu của vùng đã công bố; muốn đổi thì kết thúc vùng và lập vùng mới',
  ],
  [
    /^expected (\S+), the day before the next row of (.+) begins, got nothing: .*$/,
    'cần $1, ngày trước khi dòng tiếp theo của $2 bắt đầu, nhưng ô trống',
  ],
  [
    /^expected (\S+), the day before the next row of (.+) begins, got (\S+): .*$/,
    'cần $1, ngày trước khi dòng tiếp theo của $2 bắt đầu, nhưng là $3',
  ],
  [
    /^expected the goal (\S+), for which this row counts, and its audience to be imported before \(goals, audiences\), got neither$/,
    'cần nhập trước mục tiêu $1 mà dòng này tính cho, và đối tượng của mục tiêu (tệp goals, audiences)',
  ],
  [/^expected one or more of (.+)$/, 'cần một hay nhiều trong các giá trị $1'],
];

const more: readonly (readonly [RegExp, string])[] = [
  [/^there is no such day$/, 'không có ngày này'],
  [/^(.+) became (.+)$/, '$1 nay là $2'],
];

const got: readonly (readonly [RegExp, string])[] = [
  [/^nothing$/, 'ô trống'],
  [/^something else \(not repeated here.*$/, 'giá trị khác (không nhắc lại ở đây)'],
];

/**
 * Why a row was refused, in Vietnamese. An unknown reason is quoted, with a note that the organisation's system wrote
 * it.
 */
export function reasonIn(reason: string, language: Language): string {
  if (language === 'en') return reason;
  const whole = inWords(reason, wholeReasons);
  if (whole !== undefined) return whole;
  const [, expected = '', given, explained] = /^expected (.*?)(?:, got (.*?))?(?:: (.*))?$/s.exec(reason) ?? [];
  const optional = expected.endsWith(', or nothing');
  const said = inWords(optional ? expected.slice(0, -', or nothing'.length) : expected, expectations);
  if (said === undefined) return `không đúng quy định; hệ thống của tổ chức ghi bằng tiếng Anh: “${reason}”`;
  const came = given === undefined ? '' : `, nhưng là ${inWords(given, got) ?? given}`;
  return `cần ${said}${optional ? ', hoặc để trống' : ''}${came}${explained === undefined ? '' : ` (${inWords(explained, more) ?? explained})`}`;
}

/** Hint for a form field: its description; in Vietnamese, the expected content of its column in files. */
export function hintIn(description: string, language: Language): string {
  const [, column = '', expected = ''] = /As files have it in (\S+): ([^]*)\.$/.exec(description) ?? [];
  if (language === 'en' || column === '') return description;
  const optional = expected.endsWith(', or nothing');
  const said = inWords(optional ? expected.slice(0, -', or nothing'.length) : expected, expectations) ?? expected;
  return `Cột ${column} trong tệp: ${said}${optional ? ', hoặc để trống' : ''}.`;
}

/** Vietnamese for the desk's questions and notes on a file, by the English text. */
const ofFiles: readonly (readonly [RegExp, string])[] = [
  [
    /^No column is called (\S+)(?: \([^]*\.?\))?\. Which one is it, or which value do all rows have \(mapping\.fixed\)\?$/,
    'Tệp không có cột $1. Đó là cột nào trong tệp?',
  ],
  [/^Columns that are none of \S+, and are ignored: (.*)\.$/, 'Các cột không dùng đến: $1.'],
  [/^leave it empty$/, 'để trống'],
];

/** A question or note on a file in the given language; English text if the desk's text is unknown. */
export function askedIn(text: string, language: Language): string {
  return language === 'en' ? text : (inWords(text, ofFiles) ?? text);
}

function inWords(text: string, known: typeof expectations): string | undefined {
  const found = known.find(([pattern]) => pattern.test(text));
  return found && text.replace(...found);
}
