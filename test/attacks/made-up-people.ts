import { dayInProvince } from '@hub/protocol';
import { expect } from '@jest/globals';
import { until } from '../support/until.js';
import type { Attack, AttackClass } from './support/attack.js';
import type { AttackedHub } from './support/attacked-hub.js';
import type { Target } from './support/target.js';

const place = '14848';
/** How many adults the commune has. */
const adults = 30;

const members = (count: number) =>
  [
    'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on',
    ...Array.from(
      { length: count },
      (_, index) => `H,0381801${String(40_000 + index)},Người Không Có Thật,FEMALE,1980,${place},2026-01-01,2026-02-01`,
    ),
  ].join('\n');

async function people(hub: AttackedHub, role?: string): Promise<unknown> {
  const where = role === undefined ? '' : `(commune: "${place}")`;
  const { data } = await hub.ask(
    { query: `{ goal(code: "ADULTS_BASIC") { progress${where} { people { lower } } } }` },
    { role },
  );
  return (data as any)?.goal.progress.people;
}

const pending = (hub: AttackedHub, role = 'operator', organisation?: string) =>
  hub.ask(
    { query: '{ pendingReleases { organisationCode number state findings { rule placeCode people most } } }' },
    { role, ...(organisation !== undefined && { organisation }) },
  );

const accept = (hub: AttackedHub, number: number, role?: string) =>
  hub.ask(
    { query: `mutation { acceptRelease(organisation: "womens-union", number: ${number}) { number state } }` },
    { role, ...(role === 'staff' && { organisation: 'womens-union' }) },
  );

/** The newest release that waits for movement's decision. */
async function waiting(hub: AttackedHub): Promise<{ readonly number: number; readonly state: string }> {
  const { data } = await pending(hub);
  return (data as any).pendingReleases[0];
}

const attacks: Attack[] = [
  {
    name: 'forty made-up people in a commune of thirty adults',
    attack: async ({ hub }: Target) => {
      await hub.importFile(
        'movement',
        'denominators',
        `audience,place_code,version,value,as_of,valid_from,valid_until,source,basis,remark,demonstration,at_most\nADULTS,${place},1,${adults},2025-07-01,2025-07-01,,X,CENSUS,,false,`,
      );
      await hub.importFile(
        'womens-union',
        'learning-groups',
        'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nH,B,14845,Tổ,Group,TEACHER,2025-06-01,',
      );
      const before = [await people(hub, 'analyst'), await people(hub)];
      await hub.importFile('womens-union', 'group-members', members(40));
      // Only of complete months is anything told that is worth a look.
      await hub.operate('release', 'womens-union', '--through', dayInProvince(new Date(Date.now() - 86_400_000)));
      const found = async () => ((await pending(hub)).data as any).pendingReleases.length > 0;
      await until(found, { what: 'a release that waits', within: 60_000, every: 500 });
      const answer = (await pending(hub)).data as any;
      return { before, after: [await people(hub, 'analyst'), await people(hub)], found: answer.pendingReleases };
    },
    expected: {
      before: [{ lower: 10 }, { lower: 10 }],
      after: [{ lower: 10 }, { lower: 10 }],
      found: [
        {
          ...{ organisationCode: 'womens-union', state: 'PENDING' },
          findings: expect.arrayContaining([
            { rule: 'MORE_THAN_DENOMINATOR', placeCode: place, people: 50, most: adults },
          ]),
        },
      ],
    },
  },
  {
    name: 'to accept what waits, as whoever may not',
    attack: async ({ hub }: Target) => {
      const { number } = await waiting(hub);
      const answers = [];
      for (const role of [undefined, 'app', 'staff', 'analyst', 'auditor'])
        answers.push(await accept(hub, number, role));
      return { refused: answers.filter(({ codes }) => codes.length > 0).length, state: (await waiting(hub)).state };
    },
    expected: { refused: 5, state: 'PENDING' },
  },
  {
    name: 'to learn of others’ releases that wait',
    attack: async ({ hub }: Target) => {
      const answers = [await pending(hub, 'app'), await pending(hub, 'staff', 'university')];
      return answers.map(({ codes, text }) => [codes.length > 0, text.includes('MORE_THAN')]);
    },
    expected: [
      [true, false],
      [true, false],
    ],
  },
  {
    name: 'to withdraw the made-up people so that nothing is left of them',
    attack: async ({ hub }: Target) => {
      const { number } = await waiting(hub);
      await until(
        async () => (await hub.operate('release', 'womens-union', '--list')).includes('waits, and does not count'),
        {
          ...{ what: 'the organisation to be told', within: 60_000, every: 1000 },
        },
      );
      await hub.operate('release', 'womens-union', '--withdraw', String(number), '--reason', 'Nhập nhầm');
      await until(async () => (await waiting(hub)).state === 'SUPERSEDED', {
        what: 'a release that counts',
        within: 60_000,
        every: 500,
      });
      const query = `{ goal(code: "ADULTS_BASIC") { anomalies { nodes { rule magnitude release { organisationCode number withdrawnReason } } } } }`;
      const { data } = await hub.ask({ query }, { role: 'analyst' });
      const left = (data as any).goal.anomalies.nodes.filter(({ rule }: any) => rule === 'MORE_THAN_DENOMINATOR');
      return { left, people: await people(hub, 'analyst') };
    },
    expected: {
      left: [
        {
          magnitude: 20,
          release: { organisationCode: 'womens-union', number: expect.any(Number), withdrawnReason: 'Nhập nhầm' },
        },
      ],
      people: { lower: 10 },
    },
  },
];

/** Organisations that add people who are not there. */
export const madeUpPeople: AttackClass = { name: 'made-up people beyond a denominator', attacks };
