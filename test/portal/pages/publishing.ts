import { afterAll, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { inLanguage } from '../support/shown-pages.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { misfits } from '../support/looks.js';
import { untilShown, violations } from '../support/watched-page.js';

/** Tests publishing by people: one drafts, another approves, and the publication has their names. */
export function testPublishing(portal: TestedPortal): void {
  let clicks = 0;
  let draft = '';
  const click = async (one: Locator): Promise<void> => {
    clicks += 1;
    await one.click();
    await untilShown(portal.page);
  };
  const button = (name: string) => portal.page.getByRole('button', { name, exact: true });
  const state = (code: string) => portal.page.locator(`[data-state=${code}]`).waitFor();
  const note = async (vi: string, en: string): Promise<void> => {
    await portal.page.locator('.new-draft [name=noteVi]').fill(vi);
    await portal.page.locator('.new-draft [name=noteEn]').fill(en);
  };
  /** Checks the page at the width of a phone: no part sticks out, and it stays accessible. */
  const looksOnPhone = async (): Promise<void> => {
    expect(await misfits(portal.page, 390)).toEqual([]);
    expect(await violations(portal.page)).toEqual([]);
    await portal.page.setViewportSize({ width: 1280, height: 800 });
  };
  afterAll(async () => {
    await portal.page.setViewportSize({ width: 1280, height: 800 });
  });

  test('draft, preview, note, hand over, approve as another person, publish: at most 10 clicks', async () => {
    const { publications: before } = await portal.ask('{ publications { id } }');
    await portal.enter('analyst');
    await portal.open('/publishing?period=2026-09');
    await note('Sửa tháng 9 theo số liệu mới', 'September corrected by newer releases');
    await click(button('Soạn dự thảo'));
    await state('DRAFT');
    draft = new URL(portal.page.url()).pathname;
    const { publicationDraft: known } = await portal.ask(
      `{ publicationDraft(id: "${draft.split('/').at(-1)}") { differenceCount causes { kind } former { id } } }`,
      'analyst',
    );
    expect(known.former.id).toBe('2026-09_2');
    const shown = portal.page.locator('[data-differences]');
    expect(Number(await shown.getAttribute('data-differences'))).toBe(known.differenceCount);
    expect(await portal.page.locator('section[aria-labelledby=beside] tbody tr').count()).toBeGreaterThan(3);
    expect(await portal.page.locator('section[aria-labelledby=what-changes] > ul > li').count()).toBe(
      known.causes.length,
    );
    await looksOnPhone();
    await click(button('Trình duyệt'));
    await state('HANDED_OVER');
    // The person with the draft must not approve it.
    expect(await button('Duyệt').count()).toBe(0);

    await portal.enter('approver');
    await portal.open('/');
    await click(portal.page.locator('.reminders [data-draft] a').first());
    await state('HANDED_OVER');
    await looksOnPhone();
    await click(button('Duyệt'));
    await click(button('Xác nhận'));
    await state('APPROVED');

    await portal.enter('analyst');
    await portal.open(draft);
    await click(button('Công bố'));
    await click(button('Xác nhận'));
    await state('PUBLISHED');
    expect(clicks).toBeLessThanOrEqual(10);
    const { publications } = await portal.ask(
      '{ publications { id people { drafted approved published } note noteEn } }',
    );
    expect(publications).toHaveLength(Number(before.length) + 1);
    expect(publications.find(({ id }: any) => id === '2026-09_3')).toEqual({
      ...{ id: '2026-09_3', note: 'Sửa tháng 9 theo số liệu mới', noteEn: 'September corrected by newer releases' },
      people: { drafted: 'Lê Thị Lan', approved: 'Trần Văn Minh', published: 'Lê Thị Lan' },
    });
    await portal.open(inLanguage('/publications/2026-09_3', 'en'));
    const report = (await portal.page.locator('.report .facts').first().textContent()) ?? '';
    for (const said of ['Lê Thị Lan', 'Trần Văn Minh', 'September corrected']) expect(report).toContain(said);
  });

  test('unchanged figures are refused, and drafted where that is meant', async () => {
    await portal.open('/publishing?period=2026-09');
    await note('Công bố lại', 'Once more');
    await click(button('Soạn dự thảo'));
    await portal.page.getByText('Không có số liệu nào khác bản đã công bố').waitFor();
    await portal.page.getByLabel('Tôi cố ý công bố lại số liệu không đổi').check();
    await click(button('Soạn dự thảo'));
    await state('DRAFT');
    await click(button('Bỏ dự thảo'));
    await click(button('Xác nhận'));
    await state('DISCARDED');
  });

  test('two people withdraw a publication with a reason: it stays readable and says so, and the period has none', async () => {
    await portal.enter('analyst');
    await portal.open('/publications/2026-09_3');
    await portal.page.locator('.withdraw summary').click();
    await portal.page.locator('.withdraw [name=reasonVi]').fill('Công bố nhầm kỳ');
    await portal.page.locator('.withdraw [name=reasonEn]').fill('Published by mistake');
    await portal.page.locator('.withdraw form button').click();
    await portal.page.locator('.withdraw [role=status]', { hasText: 'Công bố nhầm kỳ' }).waitFor();
    await portal.enter('approver');
    await portal.open('/publications/2026-09_3');
    await portal.page.locator('.withdraw [role=status] button').click();
    const standing = portal.page.locator('.report .facts [data-standing=WITHDRAWN]');
    await standing.waitFor();
    await untilShown(portal.page);
    const said = (await standing.textContent()) ?? '';
    for (const part of ['Đã thu hồi', 'Công bố nhầm kỳ', 'Lê Thị Lan', 'Trần Văn Minh', 'không có bản nào có hiệu lực'])
      expect(said).toContain(part);
    expect(said).not.toContain('Bản hiện hành');
    expect(await portal.page.locator('.withdraw').count()).toBe(0);
    await looksOnPhone();
    const { publications } = await portal.ask('{ publications { id standing } }');
    const of = (id: string) => publications.find((one: any) => one.id === id).standing;
    expect([of('2026-09_3'), of('2026-09_2'), of('2026-09_1')]).toEqual(['WITHDRAWN', 'SUPERSEDED', 'SUPERSEDED']);
    // An anonymous reader can still read the withdrawn publication.
    await portal.leave();
    await portal.open('/publications/2026-09_3');
    await standing.waitFor();
    await portal.open('/publications');
    const row = portal.page.locator('tbody tr', { hasText: 'Công bố nhầm kỳ' });
    expect(await row.count()).toBe(1);
    expect(await row.textContent()).not.toContain('Bản hiện hành');
    await portal.enter('analyst');
  }, 120_000);

  test('due days are set, with their basis and who set them; the calendar has them', async () => {
    await portal.open('/publishing');
    const form = portal.page.getByRole('form', { name: 'Đặt thời hạn' });
    await form.locator('[name=goal]').selectOption('ADULTS_BASIC');
    await form.locator('[name=kind]').selectOption('PUBLICATION');
    // From the month on that is published next: the form offers the one that runs.
    const { releaseCalendar: before } = await portal.ask('{ releaseCalendar { kind period goal { code } } }');
    const next = before.find((one: any) => one.kind === 'PUBLICATION' && one.goal.code === 'ADULTS_BASIC');
    await form.locator('[name=fromMonth]').evaluate((field, month) => {
      (field as any).value = month;
    }, next.period);
    await form.locator('[name=days]').fill('20');
    await form.locator('[name=basis]').fill('Kế hoạch thử');
    await click(form.getByRole('button'));
    await portal.page.getByText('Đã đặt.').waitFor();
    await portal.page.locator('#due-days td', { hasText: '20 ngày' }).waitFor();
    const { releaseCalendar } = await portal.ask('{ releaseCalendar { kind dueOn goal { code } } }');
    const due = releaseCalendar.find((one: any) => one.kind === 'PUBLICATION' && one.goal.code === 'ADULTS_BASIC');
    expect(due.dueOn).toMatch(/-20$/);
    await looksOnPhone();
  });
}
