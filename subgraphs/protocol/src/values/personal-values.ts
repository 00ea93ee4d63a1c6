/** The kinds of personal data in a column. */
export const personalKinds = ['CITIZEN_NUMBER', 'NAME', 'TELEPHONE', 'ADDRESS', 'MAIL', 'BIRTH'] as const;
export type PersonalKind = (typeof personalKinds)[number];

/**
 * The two digits, after a zero, at the start of a citizen's number: the provinces where births were registered until
 * June 2025. Numbers keep them, even if the province has ended.
 */
export const provincesOfNumbers: ReadonlySet<string> = new Set(
  `01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62
   64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96`.split(/\s+/),
);

/** Twelve digits in a row, or in groups of three or four as people write them, without an adjacent letter or digit. */
const twelveDigits =
  /(?<![\p{L}\p{M}\d_])\d{12}(?![\p{L}\p{M}\d_])|(?<![\p{L}\d_]|\d[ .-])\d{3}(?:([ \u00A0.-])\d{3}\1\d{3}\1\d{3}|\d([ \u00A0.-])\d{4}\2\d{4})(?![\p{L}\d_]|[ .-]\d)/gu;

/** Whether a text contains a citizen's number: with valid province, sex and century, and year of birth. */
export function hasCitizenNumber(text: string): boolean {
  // Most texts are short, or have no digits.
  if (text.length < 12) return false;
  return (text.match(twelveDigits) ?? []).some((found) => isCitizenNumber(found.replaceAll(/\D/g, '')));
}

/** @param digits twelve of them. */
function isCitizenNumber(digits: string): boolean {
  const century = 1900 + 100 * Math.floor(Number(digits[3]) / 2);
  return (
    digits.startsWith('0') &&
    provincesOfNumbers.has(digits.slice(1, 3)) &&
    century + Number(digits.slice(4, 6)) <= new Date().getFullYear()
  );
}

/** Family names of Vietnam's peoples, with the Mường, Thái, Mông and Thổ of Thanh Hóa. */
const familyNames = new Set(
  `nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh lâm trịnh mai trương hà đoàn lương cao tô
   tạ chu tống lưu vương triệu thái quách kiều phùng châu la tôn trang khương nghiêm lại lò lô vi vy ngân lang len giàng sùng
   thào thao vàng lầu lâu mùa cầm lục nông quan hứa thạch danh kim diệp tăng đàm ninh bạch mạc khúc luyện đậu chung cù tào lữ
   ứng cấm liễu phí lạc ma bàn giáp hầu đới thiều văn nhâm thi tiên y hơ vừ và doãn lường lù bế nhữ cung mẫn biện đồng tiêu
   từ viên hàn quản lỳ ksor rmah siu rơ niê`.split(/\s+/),
);
const familyNamesPlain = new Set([...familyNames].map(folded));

/** Forms of address before people's names. */
const addressed = /^(?:ông|bà|anh|chị|cô|thầy|em|cháu|mr|mrs|ms|dr|gs|pgs|ts|ths|bs|ks|cn)(?:\.?\s+|\.)/iu;

/** A syllable in Vietnamese spelling, without marks: `Club` and `Ward` are none. */
const syllable = /^(?:ngh?|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?$/;

/** Middle names whose bearers are nearly always people, anywhere in a name: they identify a name in small letters. */
const middleNames = new Set('thị văn thi van'.split(' '));

/**
 * Whether a text looks like a person's name: a family name, and one to four syllables, each with a capital. A name in
 * small letters, or with the family name last, counts if it has such a middle name, too: `lê thị hoa`, `Hoa Thị Lê`.
 */
export function looksLikeName(text: string): boolean {
  const name = text.trim().normalize('NFC').replace(addressed, '');
  if (name.length > 40) return false;
  const words = name.split(/\s+/);
  if (words.length < 2 || words.length > 5) return false;
  const capitals = words.filter((word) => /^\p{Lu}[\p{L}\p{M}'’]*$/u.test(word)).length;
  const isSmall = capitals === 0 && words.every((word) => /^\p{Ll}[\p{L}\p{M}'’]*$/u.test(word));
  if (capitals !== words.length && !isSmall) return false;
  const small = words.map((word) => word.toLowerCase());
  const known = folded(name) === name.toLowerCase() ? familyNamesPlain : familyNames;
  const isNamed = (family: string | undefined, others: readonly string[]) =>
    family !== undefined && known.has(family) && others.every((word) => syllable.test(folded(word)));
  if (!isSmall && isNamed(small[0], small.slice(1))) return true;
  if (words.length < 3 || !small.slice(1, -1).some((word) => middleNames.has(word))) return false;
  return isNamed(small[0], small.slice(1)) || isNamed(small.at(-1), small.slice(0, -1));
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
}

/** The words of a header or of a field's name, without marks: `soCccd` and `Số CCCD` are `so cccd`. */
function headerKey(header: string): string {
  return folded(header.replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, ' '))
    .replaceAll(/[^a-z\d]+/g, ' ')
    .trim();
}

/** The headers of each kind, in Vietnamese and English; the first match counts. */
const headers: readonly (readonly [PersonalKind, RegExp])[] = [
  ['MAIL', /\b(e ?mail|mail address|thu dien tu|hop thu)\b/],
  [
    'CITIZEN_NUMBER',
    /\b(cccd|cmnd|cmtnd|cmt|can cuoc|chung minh (?:nhan dan|thu)|so dinh danh|(?:ma|so) dinh danh ca nhan|citizens? ?(?:s )?(?:number|id|no|code|identification)|(?:identity|id|identification) ?(?:number|card|no)|national id|personal (?:id|number|code)|id card|passport|ho chieu)\b|^ma dinh danh$/,
  ],
  [
    'BIRTH',
    /^(?:ngay|thang|nam)(?: thang)?(?: nam)? sinh\b|\b(ngay(?: thang)?(?: nam)? sinh|sinh (?:ngay|nam)|(?:date|day|year) of birth|birth ?(?:date|day|year)|dob|born)\b/,
  ],
  [
    'TELEPHONE',
    /\b(dien thoai|sdt|so dt|dtdd|di dong|tel|telephone|phone|mobile|zalo|whatsapp|viber)\b|^(?:dt|phonenumber)$/,
  ],
  [
    'ADDRESS',
    /\b(dia chi|noi (?:o|cu tru|thuong tru|dang ky)|cho o|thuong tru|tam tru|ho khau|que quan|so nha|home address|address|residence|street)\b/,
  ],
  [
    'NAME',
    /\b(ho (?:va )?ten|ho (?:va )?ten dem|ho dem|ten dem|ho ten|full ?names?|(?:first|last|middle|given|family) ?name|surname|hovaten|hoten|(?:student|pupil|learner|member|teacher|person|citizen|employee|volunteer|participant|contact|leader|owner|parent|head|director|chairman|worker)s? ?(?:s )?name)\b|\bten (?:hoc vien|hoi vien|hoc sinh|sinh vien|giao vien|giang vien|nguoi|doan vien|cong dan|chu ho|can bo|nhan vien|cong nhan|tinh nguyen vien|thanh vien|phu huynh|khai sinh)\b|^(?:nguoi (?:phu trach|lien he|dai dien|hoc|dan)|chu ho|hoc vien|hoi vien|name of (?:the )?(?:person|member|learner|student))$/,
  ],
];

/** The kind of personal data for a header, or for the name of a field. */
export function personalHeader(header: string): PersonalKind | undefined {
  const key = headerKey(header);
  return headers.find(([, pattern]) => pattern.test(key))?.[0];
}

/** The most values of a column that are examined. */
const mostLooked = 1000;

const packed = (value: string) => value.replaceAll(/[\s\u00A0.'’()-]/g, '');

/** A house, street or hamlet, and the commune or district around it. */
const address =
  /^(?:so nha|so \d|\d+[a-z]?(?:\/\d+)*[ ,]|thon|xom|ap|ban|to dan pho|khu pho|to \d|ngo|duong|pho)\b.*[,;-].*(?:\b(?:xa|phuong|huyen|thi (?:tran|xa)|thanh pho|tinh|quan)\b|\b(?:tp|tx|tt)\b)/;

/** The values of each kind, and the share of a column's values that must match. */
const contents: readonly (readonly [PersonalKind, number, (value: string) => boolean])[] = [
  ['CITIZEN_NUMBER', 0.05, hasCitizenNumber],
  // A number that lost its zero in a spreadsheet, and the old number of nine digits: a single one may be any code.
  [
    'CITIZEN_NUMBER',
    0.8,
    (value) => isWithoutZero(packed(value)) || /^(?:0[1-9]|[12]\d|3[0-8])\d{7}$/.test(packed(value)),
  ],
  ['MAIL', 0.2, (value) => /[^\s@]+@[^\s@]+\.[a-z]{2,}/i.test(value)],
  ['TELEPHONE', 0.5, (value) => /^(?:\+?84|0)(?:[35789]\d{8}|2\d{8,9})$/.test(packed(value))],
  ['NAME', 0.5, looksLikeName],
  ['ADDRESS', 0.5, (value) => value.length <= 150 && address.test(folded(value))],
];

const isWithoutZero = (digits: string) => digits.length === 11 && isCitizenNumber(`0${digits}`);

/**
 * The kind of personal data in the values of a column.
 * @param leastNames how many distinct values must look like names: fewer may be names of streets and schools.
 */
export function personalValues(values: readonly string[], leastNames = 3): PersonalKind | undefined {
  const given = values.filter((value) => value !== '').slice(0, mostLooked);
  return contents.find(([kind, share, isSo]) => {
    const found = given.filter(isSo);
    return found.length > given.length * share && (kind !== 'NAME' || new Set(found).size >= leastNames);
  })?.[0];
}
