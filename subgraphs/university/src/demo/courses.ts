import { asDemo, demoCourseCodes } from '@hub/demo';
import { DigitalSkillGroup } from '@hub/kit';

/** A course of the demonstration. */
export interface DemoCourse {
  readonly code: string;
  readonly title: { readonly vi: string; readonly en: string };
  readonly skillGroups: readonly DigitalSkillGroup[];
  readonly goalCode: 'ADULTS_BASIC' | 'PUBLIC_SECTOR';
  readonly hours: number;
}

const { DEVICE_AND_SOFTWARE, INFORMATION_AND_DATA, COMMUNICATION_AND_COLLABORATION } = DigitalSkillGroup;
const { CONTENT_CREATION, SAFETY, PROBLEM_SOLVING } = DigitalSkillGroup;

const courses: readonly Omit<DemoCourse, 'code'>[] = [
  {
    title: { vi: 'Làm quen với điện thoại thông minh', en: 'First steps with a smartphone' },
    skillGroups: [DEVICE_AND_SOFTWARE],
    goalCode: 'ADULTS_BASIC',
    hours: 8,
  },
  {
    title: { vi: 'Kỹ năng số cơ bản cho người dân', en: 'Basic digital skills for citizens' },
    skillGroups: [DEVICE_AND_SOFTWARE, INFORMATION_AND_DATA, SAFETY],
    goalCode: 'ADULTS_BASIC',
    hours: 16,
  },
  {
    title: { vi: 'VNeID và dịch vụ công trực tuyến', en: 'VNeID and online public services' },
    skillGroups: [DEVICE_AND_SOFTWARE, PROBLEM_SOLVING],
    goalCode: 'ADULTS_BASIC',
    hours: 12,
  },
  {
    title: { vi: 'An toàn trên không gian mạng', en: 'Safety online' },
    skillGroups: [SAFETY],
    goalCode: 'ADULTS_BASIC',
    hours: 8,
  },
  {
    title: { vi: 'Thanh toán điện tử và mua bán trực tuyến', en: 'Electronic payment and buying online' },
    skillGroups: [SAFETY, PROBLEM_SOLVING],
    goalCode: 'ADULTS_BASIC',
    hours: 12,
  },
  {
    title: { vi: 'Tìm kiếm và kiểm chứng thông tin', en: 'Finding and checking information' },
    skillGroups: [INFORMATION_AND_DATA],
    goalCode: 'ADULTS_BASIC',
    hours: 8,
  },
  {
    title: { vi: 'Bán nông sản trên sàn thương mại điện tử', en: 'Selling farm produce online' },
    skillGroups: [COMMUNICATION_AND_COLLABORATION, CONTENT_CREATION, PROBLEM_SOLVING],
    goalCode: 'ADULTS_BASIC',
    hours: 20,
  },
  {
    title: { vi: 'Trí tuệ nhân tạo trong đời sống', en: 'Artificial intelligence in daily life' },
    skillGroups: [INFORMATION_AND_DATA, CONTENT_CREATION],
    goalCode: 'ADULTS_BASIC',
    hours: 16,
  },
  {
    title: { vi: 'Chuyển đổi số cho cán bộ, công chức cấp xã', en: 'Digital transformation for commune officials' },
    skillGroups: [INFORMATION_AND_DATA, COMMUNICATION_AND_COLLABORATION, PROBLEM_SOLVING],
    goalCode: 'PUBLIC_SECTOR',
    hours: 24,
  },
  {
    title: { vi: 'Xử lý hồ sơ công việc trên môi trường mạng', en: 'Handling official files online' },
    skillGroups: [DEVICE_AND_SOFTWARE, COMMUNICATION_AND_COLLABORATION],
    goalCode: 'PUBLIC_SECTOR',
    hours: 16,
  },
  {
    title: { vi: 'An toàn thông tin trong cơ quan nhà nước', en: 'Information security in public agencies' },
    skillGroups: [SAFETY],
    goalCode: 'PUBLIC_SECTOR',
    hours: 12,
  },
  {
    title: { vi: 'Trợ lý ảo và dữ liệu trong công vụ', en: 'Assistants and data in public service' },
    skillGroups: [INFORMATION_AND_DATA, CONTENT_CREATION, PROBLEM_SOLVING],
    goalCode: 'PUBLIC_SECTOR',
    hours: 16,
  },
];

/** The twelve courses whose codes other organisations' files refer to. */
export const demoCourses: readonly DemoCourse[] = courses.map((course, index) => ({
  ...course,
  code: demoCourseCodes[index] ?? '',
  title: asDemo(course.title),
}));

export function courseRow({ code, title, skillGroups, goalCode, hours }: DemoCourse) {
  return [code, title.vi, title.en, skillGroups.join(';'), goalCode, hours];
}
