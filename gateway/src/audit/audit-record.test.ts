import { expect, test } from '@jest/globals';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { anonymous } from '../request/caller.js';
import { auditRecord, AuditTally } from './audit-record.js';

const operation = { type: OperationTypeNode.QUERY, name: 'Goals', hash: 'h', fields: ['Query.goals'] };

function recorded(result: Parameters<AuditTally['add']>[0], purpose?: string, caller = anonymous) {
  const context = { requestId: 'r-1', log: undefined as never, caller, purpose };
  const record: unknown = JSON.parse(
    auditRecord(context, operation, {
      phase: 'WHOLE',
      organisations: new Set(['b', 'a']),
      tally: new AuditTally().add(result),
    }),
  );
  return record as Record<string, unknown>;
}

test('says who asked for whom and what for, what was asked of whom, and what came of it', () => {
  const caller = { ...anonymous, roles: ['staff'], subject: 's-1', organisation: 'university', app: 'terminal' };
  expect(recorded({ data: { goals: [{ code: 'A', by: [{ n: 1 }, null] }] } }, 'steering', caller)).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    request: 'r-1',
    phase: 'WHOLE',
    caller: { subject: 's-1', organisation: 'university', app: 'terminal', roles: ['staff'] },
    purpose: 'steering',
    operation: { type: 'query', name: 'Goals', hash: 'h' },
    organisations: ['a', 'b'],
    fields: ['Query.goals'],
    decision: 'ANSWERED',
    codes: [],
    rows: 2,
  });
});

const refused = new GraphQLError('no', { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } });
const broken = new GraphQLError('x', { originalError: new Error('secret'), extensions: { code: 'E' } });

test.each([
  [{ data: { a: null, b: 1 }, errors: [refused, refused] }, 'PARTLY_ANSWERED', ['UNAUTHORIZED_FIELD_OR_TYPE']],
  [{ data: { a: null }, errors: [refused] }, 'NOT_ANSWERED', ['UNAUTHORIZED_FIELD_OR_TYPE']],
  [{ errors: [broken] }, 'NOT_ANSWERED', ['INTERNAL_SERVER_ERROR']],
])('tells what was decided of %j', (result, decision, codes) => {
  expect(recorded(result)).toMatchObject({ decision, codes });
});

test('takes no purpose that could say anything else', () => {
  expect(recorded({ data: {} }, 'Lê Thị Hoa 999180000001')).not.toHaveProperty('purpose');
});
