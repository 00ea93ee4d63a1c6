import { defineRecord } from '@hub/kit';

export const guidanceService = {
  name: 'GuidanceService',
  description: 'The topic of a session (nội dung hướng dẫn).',
  values: {
    LEVEL_1_ACCOUNT: 'Activating a level-1 identification account (tài khoản định danh mức 1).',
    LEVEL_2_ACCOUNT: 'Activating a level-2 identification account (tài khoản định danh mức 2).',
    ONLINE_PUBLIC_SERVICE: 'Using online public services (dịch vụ công trực tuyến).',
    E_PAYMENT: 'Paying electronically (thanh toán điện tử).',
    DIGITAL_SIGNATURE: 'Getting and using a digital signature (chữ ký số).',
    ONLINE_SAFETY: 'Staying safe online (an toàn trên không gian mạng).',
  },
} as const;

/** A service point, which movement's subgraph defines. */
export const servicePoint = { type: 'ServicePoint', code: "The service point's code." } as const;

const order: ['starts_on', 'code'] = ['starts_on', 'code'];
const here = "The Youth Union's guidance sessions here, the earliest first.";

/**
 * A session has its day (`held_on`). A published total of many sessions has no days: `total_since` is its first month,
 * which is the movement's first (May 2025) if the source names none, and its end is unknown. The ledger needs a month,
 * so it has the whole total in that first month.
 */
export const GuidanceSession = defineRecord(
  {
    name: 'GuidanceSession',
    file: 'guidance-sessions',
    title: { vi: 'Buổi hướng dẫn', en: 'Guidance sessions' },
    description:
      'A guidance session (buổi hướng dẫn), or a total of many sessions that is published as one figure without days.',
    called: { one: 'guidance session', many: 'guidance sessions' },
    typedIn: true,
    columns: {
      code: { kind: 'code', names: ['mã buổi'], description: "The session's code (mã buổi)." },
      team: {
        kind: 'reference',
        to: 'DigitalLiteracyTeam',
        optional: true,
        description: 'The Digital Literacy team that held it; null when it was no single team.',
      },
      service_point: {
        kind: 'entity',
        names: ['điểm phục vụ'],
        ...servicePoint,
        optional: true,
        description: 'The service point (điểm phục vụ) where it was held; null when it was at none.',
      },
      commune: {
        kind: 'place',
        names: ['Xã', 'Phường', 'Xã phường', 'Mã xã'],
        description: 'Where it was held; null when only the province is known.',
      },
      held_on: { kind: 'pastDay', names: ['Ngày tổ chức', 'Ngày hướng dẫn'], optional: true, kept: false },
      total_since: { kind: 'month', names: ['Lũy kế từ', 'Tính từ tháng'], optional: true, kept: false },
      starts_on: { kind: 'day', given: false, field: false },
      is_total: { kind: 'flag', given: false, field: false },
      occurrences: { kind: 'integer', most: 100_000_000, field: false },
      approximate: {
        kind: 'flag',
        names: ['"about"', 'khoảng'],
        description: 'Whether the figure is approximate ("about", khoảng), as published.',
      },
      services: {
        kind: 'words',
        names: ['nội dung hướng dẫn'],
        words: guidanceService,
        some: true,
        description: 'The topic (nội dung hướng dẫn).',
      },
      source: {
        kind: 'text',
        names: ['nguồn'],
        optional: true,
        description: 'Where the figure comes from (nguồn) when not from own records; made-up data says so here.',
      },
    },
    one: { field: 'guidanceSession' },
    lists: [
      {
        on: 'Query',
        field: 'guidanceSessions',
        order,
        filters: {
          totals: {
            column: 'is_total',
            description: 'True for published totals only, false for single sessions only; both when absent.',
          },
          commune: {
            column: 'commune',
            description: 'Only sessions in this commune (xã, phường), by its code.',
          },
        },
        description: 'Guidance sessions and published totals, the earliest first.',
      },
      {
        on: 'DigitalLiteracyTeam',
        field: 'guidanceSessions',
        order,
        description: 'Its guidance sessions, the earliest first.',
      },
      { on: 'Commune', field: 'guidanceSessions', order, description: here },
      { on: 'ServicePoint', field: 'guidanceSessions', order, description: here },
    ],
  },
  {
    check: ({ held_on, total_since }) =>
      (held_on === null) === (total_since === null)
        ? { column: 'held_on', reason: 'expected either held_on, or total_since for a total without days' }
        : undefined,
    derive: (row) => ({ startsOn: firstDayOf(row), isTotal: row.held_on === null }),
    claims: (row) => [
      {
        kind: 'activity',
        goalCode: 'ADULTS_BASIC',
        communeCode: row.commune_code,
        occurredOn: firstDayOf(row),
        occurrences: row.occurrences,
      },
    ],
  },
);

function firstDayOf(row: { readonly held_on: string | null; readonly total_since: string | null }): string {
  return row.held_on ?? `${row.total_since ?? ''}-01`;
}
