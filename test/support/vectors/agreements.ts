import { readAgreements } from '@hub/protocol';

const agreement = {
  ...{ id: 'FU-2026-01', version: 1, title: { vi: 'Số liệu của Hội', en: "The union's figures" } },
  ...{ shares: ['FarmerClub', 'Commune.farmerClubs'], figures: ['*'], combined: ['ADULTS_BASIC'] },
  ...{ with: [{ role: 'analyst' }, { group: 'linked-organisations' }], purposes: ['steering', 'statistics'] },
  ...{ granularity: 'commune', legalBasis: 'Quy chế phối hợp', from: '2026-01-01', until: '2026-12-31' },
};
const file = { format: 1, organisation: 'farmers-union', agreements: [agreement] };
const changed = (change: object) => ({ ...file, agreements: [{ ...agreement, ...change }] });

const cases: readonly [what: string, document: object][] = [
  ['a file with one agreement', file],
  ['a file with none', { ...file, agreements: [] }],
  ['one for anyone and any purpose', changed({ with: 'anyone', purposes: 'any', granularity: 'province' })],
  [
    'one of figures alone, of one day',
    { ...file, agreements: [{ ...agreement, shares: undefined, combined: undefined, until: '2026-01-01' }] },
  ],
  ['one without a last day', changed({ until: undefined })],
  ['another format', { ...file, format: 2 }],
  ['no code of an organisation', { ...file, organisation: 'Farmers Union' }],
  ['no list of agreements', { format: 1, organisation: 'farmers-union' }],
  ['an id in small letters', changed({ id: 'fu-2026-01' })],
  ['a version 0', changed({ version: 0 })],
  ['a title in one language', changed({ title: { en: 'Figures' } })],
  ['a share that is no coordinate', changed({ shares: ['FarmerClub.members.name'] })],
  ['a goal that is no code', changed({ figures: ['adults'] })],
  ['nobody to share with', changed({ with: [] })],
  ['a partner of two kinds', changed({ with: [{ role: 'analyst', app: 'x' }] })],
  ['a group that is not known', changed({ with: [{ group: 'everybody' }] })],
  ['no purpose', changed({ purposes: [] })],
  ['another granularity', changed({ granularity: 'district' })],
  ['a day that does not exist', changed({ until: '2026-02-30' })],
  ['an end before its beginning', changed({ until: '2025-12-31' })],
  ['nothing shared', changed({ shares: [], figures: [], combined: [] })],
  ['a member that is not known', changed({ note: 'x' })],
  ['the same id twice', { ...file, agreements: [agreement, agreement] }],
];

/** Cases that a JSON Schema takes, though the hub does not: it cannot say what is wrong with them. */
export const beyondSchema: readonly string[] = ['an end before its beginning', 'nothing shared', 'the same id twice'];

/** `agreements/agreements.json`: documents, and their problems. */
export function agreementVectors(): { what: string; document: object; problems: readonly string[] }[] {
  return cases.map(([what, document]) => {
    const text = JSON.stringify(document, null, 1);
    const problems = readAgreements(text, 'agreements.json').problems ?? [];
    return {
      what,
      document: JSON.parse(text) as object,
      problems: problems.map((each) => each.replace(/^[^:]+:\d+: /, '')),
    };
  });
}
