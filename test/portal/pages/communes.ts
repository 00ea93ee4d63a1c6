import { expect, test } from '@jest/globals';
import { between, day, interval, share, whole } from '../support/as-written.js';
import { downloadedRows } from '../support/downloaded.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** What the pages write for a tier. */
const tiers: Readonly<Record<string, string>> = {
  UPPER: 'Nhóm đầu',
  MIDDLE: 'Nhóm giữa',
  LOWER: 'Nhóm cuối',
  NOT_DISTINGUISHABLE: 'Chưa phân biệt được',
};

/** The list of communes, and a commune with what each organisation does there. */
export function testCommunes(portal: TestedPortal): void {
  const code = '16438';
  const main = () => portal.page.locator('main');
  const panel = (id: string) => portal.page.locator(`#${id}`);
  const heads = (id: string) => panel(id).locator('tbody th').allTextContents();
  /** The first column of each file that a panel offers. */
  const firstColumns = async (id: string) => {
    const columns: unknown[] = [];
    for (const offered of await panel(id).locator('.downloads:not(.copy-table)').all()) {
      const rows = await downloadedRows(offered);
      columns.push(rows.map((row) => Object.values(row)[0]));
    }
    return columns;
  };
  const of = async (fields: string, person: 'analyst' | undefined = 'analyst') =>
    (await portal.ask(`{ commune(code: "${code}") { ${fields} } }`, person)).commune;

  test('are found by the name of a district that is no more, without marks, and opened', async () => {
    await portal.leave();
    await portal.open('/communes');
    await portal.page.getByLabel('Tên').fill('quang xuong');
    const { communes } = await portal.ask('{ communes(search: "quang xuong", first: 50) { nodes { name } } }');
    const names = communes.nodes.map(({ name }: any) => name);
    expect(names).toContain('Xã Lưu Vệ');
    expect(await main().locator('tbody th').allTextContents()).toEqual(names);
    expect(new URL(portal.page.url()).searchParams.get('name')).toBe('quang xuong');
    await portal.page.getByRole('link', { name: 'Xã Lưu Vệ' }).click();
    await portal.page.getByRole('heading', { level: 1, name: 'Xã Lưu Vệ' }).waitFor();
    expect(new URL(portal.page.url()).pathname).toBe(`/communes/${code}`);
  });

  test.each(['Quảng Xương', 'quảng định', '16438'])('are found by %s as the graph finds them', async (name) => {
    await portal.open(`/communes?name=${encodeURIComponent(name)}`);
    const { communes } = await portal.ask(`{ communes(search: "${name}", first: 50) { nodes { name } } }`);
    expect(communes.nodes.length).toBeGreaterThan(0);
    expect(await main().locator('tbody th').allTextContents()).toEqual(communes.nodes.map(({ name: one }: any) => one));
  });

  test('are filtered by type and area, and are in the file that is offered', async () => {
    await portal.open('/communes?type=WARD');
    const { communes } = await portal.ask('{ communes(type: WARD, first: 200) { nodes { code area } } }');
    expect(await main().locator('tbody tr').count()).toBe(communes.nodes.length);
    const rows = await downloadedRows(main());
    expect(rows.map((row) => Object.values(row)[0])).toEqual(communes.nodes.map((node: any) => node.code));
    await portal.page.getByLabel('Khu vực').selectOption('MOUNTAIN');
    const mountain = communes.nodes.filter(({ area }: any) => area === 'MOUNTAIN');
    expect(await main().locator('tbody tr').count()).toBe(mountain.length);
  });

  test('are matched with the lines of a pasted list, and give back their figures to a person who may see them', async () => {
    const pasted = portal.page.locator('.pasted-list');
    const lines = async () =>
      Promise.all((await pasted.locator('tbody tr').all()).map((row) => row.locator('td').allTextContents()));
    const list = [code, 'P. Hạc Thành', 'Quảng Xương', 'luu ve', 'thi tran tan phong'].join('\n');
    const fill = async () => {
      await portal.open('/communes');
      await pasted.locator('summary').click();
      await pasted.getByLabel('Mỗi dòng một xã, phường').fill(list);
    };
    await fill();
    const same = [code, 'xã lưu vệ', 'xã', 'đồng bằng'];
    expect((await lines()).map((row) => row.map((cell) => cell.toLowerCase()))).toEqual([
      same,
      ['14797', 'phường hạc thành', 'phường', 'đô thị'],
      ['', 'không khớp nơi nào', '', ''],
      same,
      same,
    ]);
    expect(await pasted.getByRole('status').first().textContent()).toBe('4 / 5 dòng khớp với một xã, phường');
    expect(await pasted.locator('select').count()).toBe(0);
    await portal.enter('analyst');
    await fill();
    await pasted.locator('select').selectOption('ADULTS_BASIC');
    await pasted.locator('tbody .figure').first().waitFor();
    const { goal } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { progressByCommune(first: 200) { edges { node { communeCode ratio gapPeople people { lower upper estimate interval { lower upper } } } } } } }',
      'analyst',
    );
    const { node } = goal.progressByCommune.edges.find((edge: any) => edge.node.communeCode === code);
    const [first = [], , unmatched] = await lines();
    expect(first.slice(4, 7)).toEqual([share(node.ratio), interval(node.people), whole(node.gapPeople)]);
    expect(unmatched?.slice(4)).toEqual(['', '', '', '']);
    await portal.leave();
  });

  test('show everyone where a commune is and what it was, and ask kindly to sign in for the rest', async () => {
    await portal.open(`/communes/${code}`);
    const { predecessors, servicePoints } = await of(
      'predecessors { name parent { name } } servicePoints { name }',
      undefined,
    );
    expect(await heads('old-units')).toEqual(predecessors.map(({ name }: any) => name));
    expect(await panel('old-units').textContent()).toContain(predecessors[0].parent.name);
    expect(await heads('service-points')).toEqual(servicePoints.map(({ name }: any) => name));
    expect(await main().textContent()).toContain('người đã đăng nhập');
    expect(await panel('womens-union').count()).toBe(0);
    const rows = await downloadedRows(panel('service-points'));
    expect(rows.map((row) => Object.values(row)[1])).toEqual(servicePoints.map(({ name }: any) => name));
  });

  test('say of a former unit what it is part of now', async () => {
    await portal.open('/communes/16456');
    expect(await main().locator('.notice').first().textContent()).toContain('Xã Lưu Vệ');
    await portal.open('/communes/99999');
    expect(await portal.page.getByRole('heading', { level: 1 }).textContent()).toContain('Không có');
  });

  test('show each goal with share, gap and rank as the graph has them, and say where a share comes from', async () => {
    await portal.enter('analyst');
    await portal.open(`/communes/${code}`);
    const { goalProgress } = await of(
      'goalProgress { goal { code } ratio target gapPeople people { estimate lower upper interval { lower upper } } }',
    );
    expect(goalProgress.length).toBeGreaterThan(3);
    const { goals } = await portal.ask(
      '{ goals { code progressByCommune(first: 200) { edges { rank { overallLikely overall overallLast tier of } node { communeCode } } } } }',
      'analyst',
    );
    for (const { goal, ratio, target, gapPeople, people } of goalProgress) {
      const shown = portal.page.locator(`[data-goal=${goal.code}]`);
      if (ratio === null) {
        // A goal with fewer than ten people in its denominator has no share.
        expect(await shown.locator('.large .figure').count()).toBe(0);
        continue;
      }
      expect(await shown.locator('.large .figure').textContent()).toBe(share(ratio));
      const figures = await shown.locator('.facts .figure').allTextContents();
      const reached = whole(people.estimate ?? people.lower);
      expect(figures.slice(0, 4)).toEqual([share(target), reached, interval(people), whole(gapPeople)]);
      const { edges } = goals.find((one: any) => one.code === goal.code).progressByCommune;
      const rank = edges.find(({ node }: any) => node.communeCode === code).rank;
      if (rank === null) {
        expect(await shown.locator('.rank').count()).toBe(0);
        continue;
      }
      const range = rank.overall === rank.overallLast ? `${rank.overall}` : `${rank.overall}–${rank.overallLast}`;
      const said = (await shown.locator('.rank').textContent()) ?? '';
      expect(said).toContain(range);
      expect(said).toContain(`/${rank.of}`);
      expect(said.startsWith(rank.tier === null ? `${rank.overallLikely}` : (tiers[rank.tier] ?? 'none'))).toBe(true);
    }
    await portal.page.locator('.large .figure').first().click();
    await portal.page.getByRole('dialog').locator('.parts').waitFor();
    await portal.page.keyboard.press('Escape');
  });

  test('show what each organisation does there, as the graph has it', async () => {
    const count = '{ people atMost }';
    const here = await of(`learningGroups(first: 3) { totalCount nodes { name members ${count} } }
      digitalLiteracyTeams { name members ${count} } guidanceSessions(first: 3) { totalCount nodes { heldOn } }
      digitalSkillsClasses(first: 3) { nodes { course { title } learners ${count} } }
      agencies { name } schools(first: 3) { nodes { name } } pupilsEnrolled { pupils ${count} }
      tasks(first: 3) { nodes { title } } obstacles(first: 3) { nodes { description remover { name } } }
      confirmations(first: 100) { nodes { month figures { adultsConfirmed ${count} } } }`);
    const textOf = async (id: string) => (await panel(id).textContent()) ?? '';
    for (const { name, members } of here.learningGroups.nodes) {
      expect(await textOf('womens-union')).toContain(name);
      expect(await textOf('womens-union')).toContain(between(members));
    }
    for (const { name } of here.digitalLiteracyTeams) expect(await heads('youth-union')).toContain(name);
    for (const { heldOn } of here.guidanceSessions.nodes) expect(await heads('youth-union')).toContain(day(heldOn));
    for (const { course, learners } of here.digitalSkillsClasses.nodes) {
      expect(await heads('university')).toContain(course.title);
      expect(await textOf('university')).toContain(between(learners));
    }
    expect(await heads('public-sector')).toEqual(here.agencies.map(({ name }: any) => name));
    for (const { name } of here.schools.nodes) expect(await heads('education')).toContain(name);
    expect(await textOf('education')).toContain(between(here.pupilsEnrolled.pupils));
    const steering = [
      ...here.tasks.nodes.map(({ title }: any) => title),
      ...here.obstacles.nodes.map(({ description }: any) => description),
    ];
    expect(await heads('steering')).toEqual(steering);
    for (const { remover } of here.obstacles.nodes) expect(await textOf('steering')).toContain(remover.name);
    const last = here.confirmations.nodes.at(-1);
    expect(await textOf('identity')).toContain(between(last.figures.adultsConfirmed));
    expect(await panel('identity').locator('tbody tr').count()).toBe(3);
  });

  test('show more of a long list when asked, page by page', async () => {
    const rows = panel('youth-union').locator('.wide').last().locator('tbody tr');
    const { guidanceSessions } = await of('guidanceSessions(first: 23) { totalCount nodes { code } }');
    expect(await rows.count()).toBe(3);
    await panel('youth-union')
      .getByRole('button', { name: /Xem thêm/ })
      .click();
    await rows.nth(3).waitFor();
    expect(await rows.count()).toBe(guidanceSessions.nodes.length);
  });

  test.each([
    ['steering', 'tasks obstacles'],
    ['womens-union', 'learningGroups learningGroupSessions womensUnionMeetings'],
    ['youth-union', 'digitalLiteracyTeams guidanceSessions'],
    ['university', 'courseClasses appliedProducts'],
    ['public-sector', 'agencies'],
    ['service-points', 'servicePoints'],
  ])('give each list of %s as a file, of the commune alone: %s', async (id, fields) => {
    const lists = fields.split(' ').map((field) => `${field}(commune: "${code}", first: 500) { nodes { code } }`);
    const asked = Object.values<any>(await portal.ask(`{ ${lists.join(' ')} }`, 'analyst'));
    const expected = asked.map(({ nodes }) => nodes.map((node: any) => node.code)).filter(({ length }) => length > 0);
    expect(expected).not.toEqual([]);
    expect(await firstColumns(id)).toEqual(expected);
  });

  test('give schools, lessons and the counts of the police as files', async () => {
    const { schools, digitalSkillsLessons, confirmations } = await of(
      'schools { nodes { code } } digitalSkillsLessons(first: 500) { nodes { code } } confirmations(first: 500) { nodes { month } }',
    );
    const codes = [schools, digitalSkillsLessons].map(({ nodes }) => nodes.map((node: any) => node.code));
    expect(await firstColumns('education')).toEqual(codes);
    expect(await firstColumns('identity')).toEqual([confirmations.nodes.map((node: any) => node.month)]);
  });

  test('lose one panel where one organisation is away, and no other', async () => {
    await portal.page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('WomensUnionHere')) return route.continue();
      const errors = [
        { message: 'away', path: ['commune', 'learningGroups'], extensions: { code: 'SUBGRAPH_UNREACHABLE' } },
      ];
      const commune = { womensUnionBranches: null, digitalFamilies: null, womensDigitalIdentities: null };
      const data = {
        commune: { ...commune, learningGroups: null, womensUnionMeetings: null },
        learningGroupSessions: null,
      };
      return route.fulfill({ json: { data, errors } });
    });
    await portal.open(`/communes/${code}`);
    await portal.page.unroute('**/graphql');
    expect(await panel('womens-union').locator('[role=alert]').textContent()).toContain('hiện không trả lời');
    expect(await panel('womens-union').locator('table').count()).toBe(0);
    expect(await panel('youth-union').locator('tbody tr').count()).toBeGreaterThan(0);
    expect(await portal.page.locator('#goals-here article').count()).toBeGreaterThan(0);
    await panel('womens-union').getByRole('button', { name: 'Thử lại' }).click();
    await panel('womens-union').locator('tbody tr').first().waitFor();
  });

  test('draw a commune among its neighbours', async () => {
    await portal.open(`/communes/${code}?map=1`);
    const map = portal.page.locator('.map svg');
    expect(await map.locator('path.here title').textContent()).toBe('Xã Lưu Vệ');
    expect(await map.locator('path.around').count()).toBeGreaterThan(2);
  });

  test('are printed on two pages of A4', async () => {
    await portal.open(`/communes/${code}`);
    const pdf = await portal.page.pdf({ preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(2);
  });
}
