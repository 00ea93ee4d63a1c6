import { expect, test } from '@jest/globals';
import { formsOf, labelIn, termIn, type TypeRef, valueOf } from './forms.js';

const needed = (ofType: TypeRef): TypeRef => ({ kind: 'NON_NULL', name: null, ofType });
const scalar = (name: string): TypeRef => ({ kind: 'SCALAR', name });
const level: TypeRef = { kind: 'ENUM', name: 'Level', enumValues: [{ name: 'HIGH', description: 'High (cao).' }] };

test('the records that can be typed in are those of the organisation alone', () => {
  const inputFields = [
    { name: 'code', description: 'Its code.', type: needed(scalar('ID')) },
    { name: 'heldOn', description: null, type: scalar('Date') },
    { name: 'level', description: null, type: needed(level) },
    { name: 'levels', description: null, type: needed({ kind: 'LIST', name: null, ofType: needed(level) }) },
    { name: 'people', description: null, type: needed(scalar('Int')) },
  ];
  const input = needed({ kind: 'INPUT_OBJECT', name: 'ClubInput', inputFields });
  const field = (name: string) => ({
    ...{ name, description: 'Takes in one row (nhập tay một bản ghi). A club (câu lạc bộ).\n\nNeeds the scope.' },
    args: [{ name: 'input', description: null, type: input }],
  });
  const needs = (name: string, policy: string) => ({
    ...{ type: 'Mutation', field: name, needs: [{ kind: 'POLICY', anyOf: [[policy]] }] },
  });
  const forms = formsOf(
    {
      __type: { fields: [field('putClub'), field('putTeam'), field('publish')] },
      fieldNeeds: [
        needs('putClub', 'organisation:a'),
        needs('putTeam', 'organisation:b'),
        needs('publish', 'organisation:a'),
      ],
    },
    'a',
  );
  expect(forms.map(({ mutation, input: name, description }) => [mutation, name, description])).toEqual([
    ['putClub', 'ClubInput', 'A club (câu lạc bộ).'],
  ]);
  expect(forms[0]?.fields.map(({ name, isNeeded, holds, words }) => [name, isNeeded, holds, words.length])).toEqual([
    ['code', true, 'text', 0],
    ['heldOn', false, 'day', 0],
    ['level', true, 'word', 1],
    ['levels', true, 'words', 1],
    ['people', true, 'number', 0],
  ]);
});

test('a term is called as its description has it in brackets, in Vietnamese', () => {
  expect(termIn('Its name (tên tổ). As files have it.', 'vi', 'name')).toBe('tên tổ');
  expect(termIn('Its name (tên tổ). As files have it.', 'en', 'name')).toBe('Its name');
  expect(termIn('When it was held.', 'vi', 'heldOn')).toBe('heldOn');
});

test('what is typed in becomes what the mutation takes', () => {
  expect(valueOf({ holds: 'number' }, ' 12 ')).toBe(12);
  expect(valueOf({ holds: 'text' }, ' ')).toBeNull();
  expect(valueOf({ holds: 'flag' }, 'false')).toBe(false);
  expect(valueOf({ holds: 'words' }, ['A'])).toEqual(['A']);
  expect(valueOf({ holds: 'day' }, '2026-01-02')).toBe('2026-01-02');
});

test('a field is called by its term, by what many records call it, or by its name', () => {
  const called = (name: string, description: string) => labelIn({ name, description }, 'vi');
  expect(called('nameEn', 'Its name (tên tổ). As files have it in name_en: a text.')).toBe('tên tổ (tiếng Anh)');
  expect(called('commune', 'As files have it in commune_code: the 5-digit code (mã).')).toBe('xã, phường');
  expect(called('branch', 'The branch that it belongs to.')).toBe('branch');
});
