import { defineRecord } from '@hub/kit';

export const activationMethod = {
  name: 'AccountActivationMethod',
  description: 'How an identification account was activated (hình thức kích hoạt).',
  values: {
    AT_SERVICE_POINT: 'At a service point (tại điểm phục vụ).',
    AT_HOME: "At home, by a team's visit (tại nhà).",
    AT_SCHOOL: 'At a school (tại trường học).',
    ONLINE: 'Online, with guidance from afar (trực tuyến).',
  },
} as const;

/**
 * The graph shows it by level and method only: see `AccountActivations`. An activation is no evidence for a goal: a
 * person with an account may lack the skills.
 */
export const AccountActivation = defineRecord({
  name: 'AccountActivation',
  file: 'account-activations',
  title: { vi: 'Kích hoạt tài khoản định danh', en: 'Activations of accounts' },
  description:
    'How many identification accounts of one level were activated by one method in one commune and month: events (turns), not people.',
  shown: 'nobody',
  typedIn: true,
  columns: {
    commune: { kind: 'commune' },
    month: { kind: 'month', names: ['Tháng', 'Kỳ báo cáo'] },
    level: { kind: 'integer', names: ['Mức', 'Mức độ định danh'], least: 1, most: 2 },
    method: { kind: 'word', names: ['Hình thức', 'Cách kích hoạt'], words: activationMethod },
    occurrences: { kind: 'integer', least: 1 },
  },
  key: ['commune', 'month', 'level', 'method'],
});
