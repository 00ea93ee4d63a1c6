import { expect, test } from '@jest/globals';
import { notFormula } from './not-formula.js';

test.each([
  ['=1+1', "'=1+1"],
  ['+84', "'+84"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝1＋1', "'＝1＋1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠A1', "'＠A1"],
  ['\t=1', "'\t'=1"],
  ['\r=1', "'\r'=1"],
  [' =1', "' =1"],
  ['Đội 1;=1+1', "Đội 1;'=1+1"],
  ['Đội 1,+1', "Đội 1,'+1"],
  ['Đội 1\t@A1', "Đội 1\t'@A1"],
  ['Đội 1\n=1', "Đội 1\n'=1"],
  ['Đội 1; "＝1', 'Đội 1;\' "＝1'],
  ['a;=1;=2', "a;'=1;'=2"],
])('%j is written as %j, which is no formula', (text, written) => {
  expect(notFormula(text)).toBe(written);
});

test.each(['', 'a=b', '1-2', 'Đội 1', 'Đội 1, Đội 2; Đội 3', "'=1"])('%j stays as it is', (text) => {
  expect(notFormula(text)).toBe(text);
});
