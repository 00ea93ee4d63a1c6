import type { SubgraphContext } from '@hub/kit';
import type { AnomalyRule } from '../progress/anomaly.type.js';
import { allGoalVersions } from '../goal/goal.loader.js';
import type { BothTexts } from './new-event.js';

/** The names of goals and organisations. */
export interface Names {
  readonly goal: (code: string) => BothTexts;
  readonly organisation: (code: string) => BothTexts;
}

/** Reads the current names of goals and organisations; an unknown one is named by its code. */
export async function readNames(context: SubgraphContext): Promise<Names> {
  const [versions, organisations] = await Promise.all([
    allGoalVersions(context),
    context.em.execute<{ code: string; vi: string; en: string }[]>(
      'select code, name_vi as vi, name_en as en from organisation',
    ),
  ]);
  // The last version's title.
  const goals = new Map(versions.map(({ code, titleVi: vi, titleEn: en }) => [code, { vi, en }]));
  const known = new Map(organisations.map(({ code, vi, en }) => [code, { vi, en }]));
  return {
    goal: (code) => goals.get(code) ?? { vi: code, en: code },
    organisation: (code) => known.get(code) ?? { vi: code, en: code },
  };
}

/** A period in Vietnamese notation: 10/2026, quý 3/2026, 2026. */
function inVietnamese(period: string): string {
  const [year = '', part] = period.split('-');
  if (part === undefined) return `năm ${year}`;
  return part.startsWith('Q') ? `quý ${part.slice(1)}/${year}` : `tháng ${part}/${year}`;
}

/** A day in Vietnamese notation: 10/12/2026. */
function dayInVietnamese(day: string): string {
  return day.split('-').reverse().join('/');
}

const rules: Readonly<Record<AnomalyRule, BothTexts>> = {
  FELL: { vi: 'giảm so với tháng trước', en: 'people to date became fewer' },
  MORE_THAN_DENOMINATOR: { vi: 'vượt mẫu số', en: 'more people than the denominator' },
  JUMPED: { vi: 'tăng đột biến', en: 'a month brought far more than the others' },
  NOTHING_NEW: { vi: 'ba tháng không có gì mới', en: 'nothing new for three months' },
};

/** The titles of events. */
export const titles = {
  figures: (goal: BothTexts): BothTexts => ({ vi: `Số liệu mới: ${goal.vi}`, en: `New figures: ${goal.en}` }),
  allFigures: {
    vi: 'Số liệu mới: mục tiêu, mẫu số hoặc danh mục tổ chức thay đổi',
    en: 'New figures: goals, denominators or the list of organisations changed',
  },
  complete: (goal: BothTexts, month: string): BothTexts => ({
    vi: `Số liệu ${inVietnamese(month)} đã đủ báo cáo: ${goal.vi}`,
    en: `All have reported ${month}: ${goal.en}`,
  }),
  final: (goal: BothTexts, period: string): BothTexts => ({
    vi: `Số liệu cuối cùng, ${inVietnamese(period)}: ${goal.vi}`,
    en: `The last figures, ${period}: ${goal.en}`,
  }),
  publication: (period: string, revision: number): BothTexts =>
    revision === 1
      ? { vi: `Công bố số liệu ${inVietnamese(period)}`, en: `Figures of ${period} were published` }
      : {
          vi: `Đính chính số liệu ${inVietnamese(period)}, lần ${revision}`,
          en: `Figures of ${period} were corrected, revision ${revision}`,
        },
  withdrawal: (period: string, revision: number): BothTexts => ({
    vi: `Thu hồi bản công bố ${inVietnamese(period)}, lần ${revision}`,
    en: `Revision ${revision} of ${period} was withdrawn`,
  }),
  due: (goal: BothTexts, month: string, dueOn: string, who: BothTexts | null): BothTexts => ({
    vi: `Sắp đến hạn ${who ? 'báo cáo' : 'công bố'} ${inVietnamese(month)}, ngày ${dayInVietnamese(dueOn)}: ${who ? `${who.vi}, ` : ''}${goal.vi}`,
    en: `Due on ${dueOn}: ${who ? `${who.en}, ` : 'publication, '}${month}, ${goal.en}`,
  }),
  late: (goal: BothTexts, month: string, who: BothTexts | null): BothTexts =>
    who
      ? {
          vi: `Quá hạn báo cáo ${inVietnamese(month)}: ${who.vi}, ${goal.vi}`,
          en: `Late: ${who.en}, ${month}, ${goal.en}`,
        }
      : { vi: `Quá hạn công bố ${inVietnamese(month)}: ${goal.vi}`, en: `Publication late: ${month}, ${goal.en}` },
  anomaly: (goal: BothTexts, place: string, rule: AnomalyRule, since: string): BothTexts => ({
    vi: `Số liệu cần xem lại: ${place}, ${rules[rule].vi} từ ${inVietnamese(since)} (${goal.vi})`,
    en: `Worth a look: ${place}, ${rules[rule].en} since ${since} (${goal.en})`,
  }),
  schema: (who: BothTexts, version: number, isBreaking: boolean): BothTexts => ({
    vi: `Lược đồ thay đổi: ${who.vi}, phiên bản ${version}${isBreaking ? ' (có thay đổi phá vỡ tương thích)' : ''}`,
    en: `The schema changed: ${who.en}, version ${version}${isBreaking ? ' (something breaks)' : ''}`,
  }),
};
