import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAgreements } from '@hub/protocol';
import { expect, test } from '@jest/globals';
import { hub, temporaryFolder } from './support/hub.js';

/** A list of people as an office has it: its number and name are made up, and look as real ones do. */
const folder = temporaryFolder();
writeFileSync(
  join(folder, 'hv.csv'),
  `Số CCCD,Họ và tên,Giới tính,Năm sinh,Mã xã,Ngày hoàn thành,Điện thoại
038068001000,Hoàng Đức Ngọc,Nam,1968,14845,2026-02-01,0912345678
038168001001,Lê Thị Hoa,Nữ,1968,14845,,0987654321
`,
);

test('hub new shows no person of the file that it is given, and says what becomes of each column', async () => {
  const made = await hub(['new', 'leak', '--from', 'hv.csv', '--goal', 'ADULTS_BASIC', '--yes'], { folder });
  expect(made).toMatchObject({ exitCode: 0, stderr: '' });
  for (const line of [
    /^hv is about people: they are counted, and never listed\.$/m,
    /^Số CCCD +a citizen’s number +the person: a pseudonym; the number is kept +--keep "Số CCCD", if it is of no person$/m,
    /^Điện thoại +a telephone number +left out: neither read nor kept +--keep "Điện thoại"/m,
    /^Ngày hoàn thành +pastDay +ngay_hoan_thanh: shown to nobody +records\/hv\.yaml$/m,
  ])
    expect(made.stdout).toMatch(line);
  const record = readFileSync(join(folder, 'leak/records/hv.yaml'), 'utf8');
  expect(record).toContain('person: { kind: person, whenErased: delete, keeps: [commune_code] }');
  expect(record).toContain('shown: nobody');
  expect(record).toContain('reaches:');
  const written = readdirSync(join(folder, 'leak'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))
    .join('\n');
  expect(written).not.toMatch(/so_?cccd|ho_?va_?ten|dien_?thoai|full_?name|Hoàng|0380/i);
});

test('its agreements share figures with everybody, and records with nobody', () => {
  const { agreements } = readAgreements(readFileSync(join(folder, 'leak/agreements.yaml'), 'utf8'), 'agreements.yaml');
  expect(agreements?.agreements.flatMap(({ shares }) => shares)).toEqual([]);
  expect(agreements?.agreements[0]).toMatchObject({ combined: ['*'], with: 'anyone', purposes: 'any' });
});
