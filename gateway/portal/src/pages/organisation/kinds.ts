import type { Language } from '../../language/language.js';
import type { Words } from '../../language/words.js';

/** What kinds of data are called that the hub's own organisations bring. */
export const kindWords: Words = {
  places: { vi: 'Đơn vị hành chính', en: 'Administrative units' },
  goals: { vi: 'Mục tiêu', en: 'Goals' },
  audiences: { vi: 'Đối tượng của mục tiêu', en: 'Audiences of goals' },
  'counted-goals': { vi: 'Bản ghi tính cho mục tiêu', en: 'What counts for goals' },
  'goal-metadata': { vi: 'Siêu dữ liệu của mục tiêu', en: 'Metadata of goals' },
  'indicator-metadata': { vi: 'Siêu dữ liệu của chỉ số', en: 'Metadata of indicators' },
  'goal-expectations': { vi: 'Tổ chức phải báo cáo', en: 'Who must report' },
  'goal-days': { vi: 'Hạn của mục tiêu', en: 'Due days of goals' },
  headlines: { vi: 'Kỳ nêu ở trang đầu', en: 'Headline periods' },
  boundaries: { vi: 'Ranh giới xã, phường', en: 'Boundaries of communes' },
  tasks: { vi: 'Nhiệm vụ', en: 'Tasks' },
  obstacles: { vi: 'Khó khăn', en: 'Obstacles' },
  'service-points': { vi: 'Điểm phục vụ', en: 'Service points' },
  organisations: { vi: 'Tổ chức', en: 'Organisations' },
  'release-bounds': { vi: 'Giới hạn kiểm tra đợt công bố', en: 'Bounds of releases' },
  indicators: { vi: 'Chỉ số', en: 'Indicators' },
  'indicator-readings': { vi: 'Số liệu chỉ số đã công bố', en: 'Published readings' },
  regions: { vi: 'Vùng', en: 'Regions' },
  denominators: { vi: 'Mẫu số', en: 'Denominators' },
  'verdict-bounds': { vi: 'Ngưỡng đánh giá', en: 'Bounds of verdicts' },
  schools: { vi: 'Trường', en: 'Schools' },
  'school-classes': { vi: 'Lớp học của trường', en: 'Classes of schools' },
  'digital-skills-lessons': { vi: 'Tiết học kỹ năng số', en: 'Lessons in digital skills' },
  'teacher-trainings': { vi: 'Bồi dưỡng giáo viên', en: 'Training of teachers' },
  'passing-levels': { vi: 'Mức đạt theo cấp học', en: 'Passing levels' },
  pupils: { vi: 'Học sinh', en: 'Pupils' },
  enrolments: { vi: 'Ghi danh', en: 'Enrolments' },
  assessments: { vi: 'Kiểm tra, đánh giá', en: 'Assessments' },
  'counted-indicators': { vi: 'Chỉ số có số liệu VNeID', en: 'Indicators counted by VNeID' },
  'identity-counts': { vi: 'Số đếm tài khoản VNeID', en: 'Counts of VNeID accounts' },
  adults: { vi: 'Số người trưởng thành', en: 'Adults' },
  agencies: { vi: 'Cơ quan, đơn vị', en: 'Agencies' },
  leadership: { vi: 'Bồi dưỡng lãnh đạo', en: 'Training of leaders' },
  'staff-headcounts': { vi: 'Số cán bộ, công chức, viên chức', en: 'Headcounts of staff' },
  'training-records': { vi: 'Kết quả bồi dưỡng', en: 'Training records' },
  'competency-assessments': { vi: 'Đánh giá năng lực số', en: 'Assessments of competency' },
  'research-projects': { vi: 'Đề tài nghiên cứu', en: 'Research projects' },
  'applied-products': { vi: 'Sản phẩm ứng dụng', en: 'Applied products' },
  'product-users': { vi: 'Người dùng sản phẩm', en: 'Users of products' },
  volunteers: { vi: 'Tình nguyện viên', en: 'Volunteers' },
  'school-placements': { vi: 'Phân công về trường', en: 'Placements at schools' },
  courses: { vi: 'Khóa học', en: 'Courses' },
  classes: { vi: 'Lớp học', en: 'Classes' },
  'digital-families': { vi: 'Gia đình số', en: 'Digital families' },
  branches: { vi: 'Hội phụ nữ cơ sở', en: 'Branches' },
  meetings: { vi: 'Hội nghị chuyên đề', en: 'Meetings' },
  'digital-identities': { vi: 'Mỗi phụ nữ một danh tính số', en: 'Digital identities' },
  'learning-groups': { vi: 'Tổ Bình dân học vụ số', en: 'Learning groups' },
  'group-members': { vi: 'Thành viên của tổ', en: 'Members of groups' },
  'group-sessions': { vi: 'Buổi học của tổ', en: 'Sessions of groups' },
  'account-activations': { vi: 'Kích hoạt tài khoản định danh', en: 'Activations of accounts' },
  'guidance-sessions': { vi: 'Buổi hướng dẫn', en: 'Guidance sessions' },
  'guided-people': { vi: 'Người được hướng dẫn', en: 'Guided people' },
  teams: { vi: 'Đội Bình dân học vụ số', en: 'Digital Literacy teams' },
  'team-members': { vi: 'Đội viên', en: 'Team members' },
};

/**
 * What a kind of data is called: by the words above; by the Vietnamese term in brackets that its description ends with;
 * by its code where nobody says.
 */
export function kindIn(kind: string, language: Language, description = ''): string {
  const known = Object.hasOwn(kindWords, kind) ? kindWords[kind]?.[language] : undefined;
  if (known !== undefined) return known;
  const [, term] = /\(([^()]*)\)\.?$/.exec(description) ?? [];
  return language === 'vi' && term !== undefined ? `${term.charAt(0).toUpperCase()}${term.slice(1)}` : kind;
}
