import { expect, test } from '@jest/globals';
import { placeFound, soughtIn } from './seek.js';

test.each([
  ['muong lat', 'muong lat'],
  ['  Mường   Lát ', 'muong lat'],
  ['tp thanh hoa', 'thanh pho thanh hoa'],
  ['TP. Thanh Hóa', 'thanh pho thanh hoa'],
  ['TX Bỉm Sơn', 'thi xa bim son'],
  ['P. Hạc Thành', 'phuong hac thanh'],
  ['Tp', 'thanh pho'],
  ['H. Mường Lát', 'huyen muong lat'],
])('%j is looked for as %j', (text, sought) => {
  expect(soughtIn(text)).toBe(sought);
});

test('a place is found by its own name before those that it was before', () => {
  const lat = ['xa muong lat', 'thi tran muong lat', 'huyen muong lat'];
  const chanh = ['xa muong chanh', 'xa muong chanh', 'huyen muong lat'];
  expect(placeFound('muong lat', lat)).toBe(0);
  expect(placeFound('xa muong lat', lat)).toBe(0);
  expect(placeFound('muong', lat)).toBe(1);
  expect(placeFound('lat', lat)).toBe(2);
  expect(placeFound('huyen muong lat', chanh)).toBe(3);
  expect(placeFound('muong lat', chanh)).toBe(4);
  expect(placeFound('thanh hoa', lat)).toBeUndefined();
});
