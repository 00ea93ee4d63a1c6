import { describe, expect, test } from '@jest/globals';
import { type CommuneUnit, communeUnits, provinceCode } from './communes.js';

const units = [...communeUnits.values()];
const inArea = (area: CommuneUnit['area']) => units.filter((unit) => unit.area === area);

describe('the communes of Thanh Hóa', () => {
  test('are 166 units, 19 of them wards', () => {
    expect(communeUnits.size).toBe(166);
    expect(units.filter(({ type }) => type === 'WARD')).toHaveLength(19);
    expect(units.filter(({ type }) => type === 'COMMUNE')).toHaveLength(147);
  });

  test('are complete: code, both names, a surface; names begin with their type', () => {
    for (const { code, nameVi, nameEn, type, areaKm2 } of units) {
      expect(code).toMatch(/^\d{5}$/);
      expect(nameVi).toMatch(type === 'WARD' ? /^Phường \p{Lu}/u : /^Xã \p{Lu}/u);
      expect(nameEn).toMatch(type === 'WARD' ? /^[A-Z][A-Za-z ]+ Ward$/ : /^[A-Z][A-Za-z ]+ Commune$/);
      expect(areaKm2).toBeGreaterThan(0);
    }
  });

  test('stand under their own codes, in order, apart from the province’s', () => {
    expect([...communeUnits.keys()]).toEqual(units.map(({ code }) => code));
    expect([...communeUnits.keys()]).toEqual([...communeUnits.keys()].sort());
    expect(communeUnits.has(provinceCode)).toBe(false);
  });

  test('lie in all three areas; the wards are the urban ones', () => {
    expect(inArea('URBAN')).toEqual(units.filter(({ type }) => type === 'WARD'));
    expect(inArea('PLAIN').length).toBeGreaterThan(0);
    expect(inArea('MOUNTAIN').length).toBeGreaterThan(0);
  });

  test.each([
    ['14845', 'Mường Lát', 'MOUNTAIN'],
    ['14758', 'Hàm Rồng', 'URBAN'],
  ] as const)('%s is %s, %s', (code, name, area) => {
    expect(communeUnits.get(code)?.nameVi).toContain(name);
    expect(communeUnits.get(code)?.area).toBe(area);
  });
});
