import { expect, test } from '@jest/globals';
import { programRoles, programScopes, roles, usualScopes } from './roles.js';

test('keys for programs have the scopes of their role, but those that let something be done', () => {
  for (const role of programRoles) {
    const usual = usualScopes(role);
    const ofPrograms = programScopes(role);
    expect(usual).toEqual(expect.arrayContaining([...ofPrograms]));
    expect(usual.filter((scope) => !ofPrograms.includes(scope))).toEqual(
      usual.filter((scope) => /publish|manage|keep|write/.test(scope)),
    );
  }
  expect(programScopes('staff')).toContain('audit:read:own');
});

test('whoever runs the hub or its services has no key', () => {
  expect(roles.filter((role) => !(programRoles as readonly string[]).includes(role))).toEqual([
    'organisation-service',
    'operator',
  ]);
});
