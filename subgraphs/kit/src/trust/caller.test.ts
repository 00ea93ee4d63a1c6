import { expect, test } from '@jest/globals';
import { readCaller } from './caller.js';

const header = Buffer.from('{"subject":"a","roles":["analyst"],"scopes":["records:read"]}').toString('base64url');

test('a caller is who the header says, with the purpose', () => {
  const caller = { subject: 'a', roles: ['analyst'], scopes: ['records:read'] };
  expect(readCaller(header, undefined)).toEqual(caller);
  expect(readCaller(header, 'steering')).toEqual({ ...caller, purpose: 'steering' });
});

test('nobody has a purpose, too', () => {
  expect(readCaller(undefined, 'statistics')).toEqual({ roles: [], scopes: [], purpose: 'statistics' });
});

test('a header that is something else is refused', () => {
  const caseOf = (text: string) => Buffer.from(text).toString('base64url');
  for (const other of ['e30x', '%%%', '', caseOf('null'), caseOf('{"roles":"analyst"}')]) {
    expect(() => readCaller(other, undefined)).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } }),
    );
  }
});
