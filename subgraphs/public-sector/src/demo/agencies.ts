import { asDemo, type DemoProvince, lowerFirst } from '@hub/demo';
import { AgencyLevel } from '../records/agency.js';

/** An agency of the demonstration. */
export interface DemoAgency {
  readonly code: string;
  readonly parentCode: string | null;
  readonly level: AgencyLevel;
  readonly name: { readonly vi: string; readonly en: string };
  readonly communeCode: string | null;
  /** Relative number of employees among agencies of its level. */
  readonly weight: number;
}

const provinceAgency = 'TH-UBND';

/** Code, names, weight, and the parent department; without one, the parent is the province. */
const departments: readonly (readonly [code: string, vi: string, en: string, weight: number, under?: string])[] = [
  ['TH-VP', 'Văn phòng UBND tỉnh', "Office of the Provincial People's Committee", 2],
  ['TH-SNV', 'Sở Nội vụ', 'Department of Home Affairs', 2],
  ['TH-STC', 'Sở Tài chính', 'Department of Finance', 2],
  ['TH-SXD', 'Sở Xây dựng', 'Department of Construction', 2],
  ['TH-SNNMT', 'Sở Nông nghiệp và Môi trường', 'Department of Agriculture and Environment', 3],
  ['TH-SKHCN', 'Sở Khoa học và Công nghệ', 'Department of Science and Technology', 2],
  ['TH-SCT', 'Sở Công Thương', 'Department of Industry and Trade', 1.5],
  ['TH-STP', 'Sở Tư pháp', 'Department of Justice', 1],
  ['TH-SYT', 'Sở Y tế', 'Department of Health', 6],
  ['TH-SGDDT', 'Sở Giáo dục và Đào tạo', 'Department of Education and Training', 8],
  ['TH-SVHTTDL', 'Sở Văn hóa, Thể thao và Du lịch', 'Department of Culture, Sports and Tourism', 2],
  ['TH-SDTTG', 'Sở Dân tộc và Tôn giáo', 'Department of Ethnic and Religious Affairs', 0.5],
  ['TH-TT', 'Thanh tra tỉnh', 'Provincial Inspectorate', 1],
  ['TH-BQLKKT', 'Ban Quản lý Khu kinh tế Nghi Sơn', 'Management Board of Nghi Son Economic Zone', 1],
  ['TH-TTPVHCC', 'Trung tâm Phục vụ hành chính công', 'Public Administration Service Centre', 1, 'TH-VP'],
  ['TH-TTCNTT', 'Trung tâm Công nghệ thông tin', 'Information Technology Centre', 1, 'TH-SKHCN'],
  ['TH-TTKSBT', 'Trung tâm Kiểm soát bệnh tật', 'Centre for Disease Control', 2, 'TH-SYT'],
  ['TH-CCKL', 'Chi cục Kiểm lâm', 'Forest Protection Sub-department', 2, 'TH-SNNMT'],
  ['TH-TV', 'Thư viện tỉnh', 'Provincial Library', 0.5, 'TH-SVHTTDL'],
  ['TH-TCT', 'Trường Chính trị tỉnh', 'Provincial Political School', 0.5],
];

/** The province, twenty departments and units, and the People's Committee of each commune; parents first. */
export function demoAgencies({ name, communes }: DemoProvince): DemoAgency[] {
  return [
    {
      code: provinceAgency,
      parentCode: null,
      level: AgencyLevel.PROVINCE,
      name: asDemo({ vi: `UBND ${lowerFirst(name.vi)}`, en: `${name.en}'s People's Committee` }),
      communeCode: null,
      weight: 1,
    },
    ...departments.map(([code, vi, en, weight, under = provinceAgency]) => ({
      code,
      parentCode: under,
      level: AgencyLevel.DEPARTMENT,
      name: asDemo({ vi, en }),
      communeCode: null,
      weight,
    })),
    ...[...communes].map(([communeCode, { vi, en }]) => ({
      code: `UBND-${communeCode}`,
      parentCode: provinceAgency,
      level: AgencyLevel.COMMUNE,
      name: asDemo({ vi: `UBND ${lowerFirst(vi)}`, en: `People's Committee of ${en}` }),
      communeCode,
      weight: 1,
    })),
  ];
}
