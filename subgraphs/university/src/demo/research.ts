import { asDemo, createRandom, demoLastDay } from '@hub/demo';
import { enumOf, type WordsOf } from '@hub/kit';
import { productKind, researchField } from '../records/research.js';

const { PUBLIC_ADMINISTRATION, EDUCATION, AGRICULTURE, HEALTH, COMMERCE } = enumOf(researchField);
const { CULTURE_AND_TOURISM, INFORMATION_SECURITY } = enumOf(researchField);
const { MOBILE_APP, WEB_PLATFORM, CHATBOT, LEARNING_MATERIAL, DEVICE } = enumOf(productKind);

const projects: readonly (readonly [vi: string, en: string, field: WordsOf<typeof researchField>])[] = [
  ['Trợ lý ảo hướng dẫn dịch vụ công trực tuyến', 'An assistant for online public services', PUBLIC_ADMINISTRATION],
  ['Đo lường kỹ năng số của người dân Thanh Hóa', 'Measuring digital skills in Thanh Hóa', EDUCATION],
  ['Học liệu số cho đồng bào Thái và Mường', 'Digital learning material for Thái and Mường people', EDUCATION],
  ['Nhận diện lừa đảo trực tuyến', 'Recognising fraud online', INFORMATION_SECURITY],
  ['Truy xuất nguồn gốc nông sản', 'Tracing farm produce to its origin', AGRICULTURE],
  ['Cảnh báo sâu bệnh lúa bằng ảnh điện thoại', 'Rice disease warnings from phone pictures', AGRICULTURE],
  ['Hồ sơ sức khỏe điện tử ở trạm y tế', 'Electronic health records at commune clinics', HEALTH],
  ['Chợ dân sinh không dùng tiền mặt', 'Local markets without cash', COMMERCE],
  ['Bản đồ số di sản Thành Nhà Hồ', 'A digital map of the Hồ Citadel heritage', CULTURE_AND_TOURISM],
  ['Chuyển giọng nói thành văn bản cho phương ngữ Thanh Hóa', 'Speech to text for Thanh Hóa dialects', EDUCATION],
  ['Phân tích phản ánh của người dân', 'Analysing what citizens report', PUBLIC_ADMINISTRATION],
  ['Giám sát chất lượng nước bằng cảm biến', 'Watching water quality with sensors', AGRICULTURE],
  ['Kỹ năng số cho người cao tuổi', 'Digital skills for older people', EDUCATION],
  ['An toàn dữ liệu cá nhân ở cấp xã', 'Personal data safety in communes', INFORMATION_SECURITY],
  ['Bán hàng trực tuyến cho sản phẩm OCOP', 'Selling OCOP products online', COMMERCE],
];

const products: readonly (readonly [
  vi: string,
  en: string,
  kind: WordsOf<typeof productKind>,
  project: number | null,
])[] = [
  ['Trợ lý ảo dịch vụ công', 'Public services assistant', CHATBOT, 1],
  ['Sổ tay dịch vụ công trực tuyến', 'Handbook of online public services', LEARNING_MATERIAL, 1],
  ['Bài tự đánh giá kỹ năng số', 'Digital skills self-assessment', WEB_PLATFORM, 2],
  ['Bộ bài giảng song ngữ Thái – Việt', 'Thái–Vietnamese lessons', LEARNING_MATERIAL, 3],
  ['Bộ bài giảng song ngữ Mường – Việt', 'Mường–Vietnamese lessons', LEARNING_MATERIAL, 3],
  ['Ứng dụng cảnh báo lừa đảo', 'Fraud warning app', MOBILE_APP, 4],
  ['Tem truy xuất nguồn gốc', 'Origin tracing labels', WEB_PLATFORM, 5],
  ['Ứng dụng bác sĩ lúa', 'Rice doctor app', MOBILE_APP, 6],
  ['Sổ sức khỏe trạm y tế', 'Clinic health book', WEB_PLATFORM, 7],
  ['Mã QR cho tiểu thương', 'QR payment for market traders', LEARNING_MATERIAL, 8],
  ['Bản đồ di sản Thành Nhà Hồ', 'Hồ Citadel heritage map', WEB_PLATFORM, 9],
  ['Ứng dụng ghi âm thành văn bản', 'Speech to text app', MOBILE_APP, 10],
  ['Bảng theo dõi phản ánh', 'Citizen report board', WEB_PLATFORM, 11],
  ['Trạm đo nước', 'Water measuring station', DEVICE, 12],
  ['Giáo trình cho người cao tuổi', 'Course book for older people', LEARNING_MATERIAL, 13],
  ['Bộ câu hỏi an toàn dữ liệu', 'Data safety checklist', LEARNING_MATERIAL, 14],
  ['Gian hàng OCOP trực tuyến', 'OCOP online shop', WEB_PLATFORM, 15],
  ['Nền tảng lớp học số cộng đồng', 'Community digital classroom', WEB_PLATFORM, null],
  ['Ki-ốt tra cứu thủ tục', 'Procedure look-up kiosk', DEVICE, null],
  ['Trợ lý ảo cho tổ công nghệ số cộng đồng', 'Assistant for community digital teams', CHATBOT, null],
];

const projectCode = (number: number) => `HDU-R${String(number).padStart(2, '0')}`;
const productCode = (number: number) => `HDU-P${String(number).padStart(2, '0')}`;

export function demoProjects() {
  const random = createRandom('university projects');
  return projects.map(([vi, en, field], index) => {
    const title = asDemo({ vi, en });
    const startsOn = random.day('2024-01-01', '2025-12-31');
    return [projectCode(index + 1), title.vi, title.en, field, startsOn, random.day('2026-06-30', '2027-12-31')];
  });
}

export function demoProducts() {
  const random = createRandom('university products');
  return products.map(([vi, en, kind, project], index) => {
    const name = asDemo({ vi, en });
    const since = random.day('2025-05-01', '2025-12-31');
    return [productCode(index + 1), project === null ? null : projectCode(project), name.vi, name.en, kind, since];
  });
}

/** Each of about 120 communes uses one to three products, since 2026. */
export function* demoProductUsers(communeCodes: readonly string[]) {
  const random = createRandom('university product users');
  for (const commune of communeCodes) {
    if (!random.chance(0.72)) continue;
    const count = random.integer(1, 3);
    const used = new Set<string>();
    while (used.size < count) used.add(productCode(random.integer(1, products.length)));
    for (const code of used) yield [code, commune, random.day('2026-01-05', demoLastDay)];
  }
}
