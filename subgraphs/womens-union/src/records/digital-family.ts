import { defineRecord } from '@hub/kit';

export const criterion = {
  name: 'DigitalFamilyCriterion',
  description: 'A criterion (tiêu chí) of the model "Digital Family" (Gia đình số).',
  values: {
    VNEID_ACCOUNT: 'The adults have VNeID accounts (tài khoản định danh điện tử).',
    SMART_DEVICE: 'The household uses a smart device (thiết bị thông minh).',
    E_PAYMENT: 'The household pays without cash (thanh toán không dùng tiền mặt).',
    ONLINE_PUBLIC_SERVICE: 'The household uses online public services (dịch vụ công trực tuyến).',
    ONLINE_SAFETY: 'The household knows how to stay safe online (an toàn trên không gian mạng).',
  },
} as const;

/** The graph shows numbers of households only: see `DigitalFamilySummary`. */
export const DigitalFamily = defineRecord(
  {
    name: 'DigitalFamily',
    file: 'digital-families',
    title: { vi: 'Gia đình số', en: 'Digital families' },
    description: 'A household that committed itself to "Digital Family", with the criteria that it was found to meet.',
    shown: 'nobody',
    columns: {
      household_code: { kind: 'code' },
      commune: { kind: 'commune' },
      committed_on: { kind: 'pastDay', names: ['Ngày cam kết', 'Ngày đăng ký'] },
      criteria: { kind: 'words', names: ['Tiêu chí', 'Tiêu chí đạt'], words: criterion },
      assessed_on: {
        kind: 'pastDay',
        names: ['Ngày đánh giá', 'Ngày công nhận'],
        optional: true,
        after: 'committed_on',
      },
    },
  },
  {
    check: ({ assessed_on, criteria }) =>
      assessed_on === null && criteria.length > 0
        ? { column: 'assessed_on', reason: 'expected the day on which the criteria were assessed, got nothing' }
        : undefined,
  },
);
