import { defineRecord } from '@hub/kit';

export const researchField = {
  name: 'ResearchField',
  description: 'The field of a research project (lĩnh vực).',
  values: {
    PUBLIC_ADMINISTRATION: 'Public administration and services (hành chính công).',
    EDUCATION: 'Education (giáo dục).',
    AGRICULTURE: 'Agriculture (nông nghiệp).',
    HEALTH: 'Health (y tế).',
    COMMERCE: 'Commerce and payment (thương mại).',
    CULTURE_AND_TOURISM: 'Culture and tourism (văn hóa, du lịch).',
    INFORMATION_SECURITY: 'Information security (an toàn thông tin).',
  },
} as const;

export const ResearchProject = defineRecord({
  name: 'ResearchProject',
  file: 'research-projects',
  title: { vi: 'Đề tài nghiên cứu', en: 'Research projects' },
  description: "A research project of the university's for local digital transformation (đề tài).",
  called: { one: 'research project', many: "the university's research projects" },
  columns: {
    code: { kind: 'code', names: ['mã đề tài'], description: "The project's code (mã đề tài)." },
    title: { kind: 'translated', names: ['tên đề tài'], description: 'Its title (tên đề tài).' },
    field: { kind: 'word', names: ['lĩnh vực'], words: researchField, description: 'Its field (lĩnh vực).' },
    starts_on: { kind: 'day', names: ['ngày bắt đầu'], description: 'When it starts (ngày bắt đầu).' },
    ends_on: {
      kind: 'day',
      names: ['ngày kết thúc'],
      after: 'starts_on',
      description: 'When it ends, or is planned to (ngày kết thúc).',
    },
  },
  lists: [
    {
      on: 'Query',
      field: 'researchProjects',
      description: "The university's research projects for local digital transformation, by code.",
    },
  ],
});

export const productKind = {
  name: 'AppliedProductKind',
  description: 'The kind of an applied product (loại sản phẩm).',
  values: {
    MOBILE_APP: 'An application for phones (ứng dụng di động).',
    WEB_PLATFORM: 'A platform on the web (nền tảng web).',
    CHATBOT: 'A program that answers questions (trợ lý ảo).',
    LEARNING_MATERIAL: 'Material to learn with (học liệu số).',
    DEVICE: 'A device (thiết bị).',
  },
} as const;

export const AppliedProduct = defineRecord({
  name: 'AppliedProduct',
  file: 'applied-products',
  title: { vi: 'Sản phẩm ứng dụng', en: 'Applied products' },
  description: "An applied product of the university's for local digital transformation (sản phẩm ứng dụng).",
  called: { one: 'applied product', many: "the university's applied products" },
  columns: {
    code: { kind: 'code', names: ['mã sản phẩm'], description: "The product's code (mã sản phẩm)." },
    project: {
      kind: 'reference',
      names: ['đề tài'],
      to: 'ResearchProject',
      optional: true,
      description: 'The research project that it came out of (đề tài); null when it came out of none.',
    },
    name: { kind: 'translated', names: ['tên sản phẩm'], description: 'Its name (tên sản phẩm).' },
    kind: { kind: 'word', names: ['loại sản phẩm'], words: productKind, description: 'Its kind (loại sản phẩm).' },
    since: { kind: 'pastDay', names: ['ngày ra mắt'], description: 'Since when there is the product (ngày ra mắt).' },
  },
  lists: [
    {
      on: 'Query',
      field: 'appliedProducts',
      filters: {
        commune: {
          through: 'ProductUse',
          column: 'commune',
          description: 'Only products that this commune (xã, phường) uses, by its code.',
        },
      },
      description: "The university's applied products for local digital transformation, by code.",
    },
    {
      on: 'Commune',
      field: 'appliedProducts',
      through: 'ProductUse',
      description: "The university's applied products that it uses, by code.",
    },
    {
      on: 'ResearchProject',
      field: 'products',
      short: true,
      description: 'The products that came out of it (sản phẩm), by code.',
    },
  ],
});

export const ProductUse = defineRecord({
  name: 'ProductUse',
  file: 'product-users',
  title: { vi: 'Người dùng sản phẩm', en: 'Users of products' },
  description: 'A commune that uses a product.',
  shown: 'nobody',
  columns: {
    product: { kind: 'reference', to: 'AppliedProduct' },
    commune: { kind: 'commune' },
    used_since: { kind: 'day', names: ['Sử dụng từ ngày', 'Ngày đưa vào sử dụng'] },
  },
  key: ['product', 'commune'],
});
