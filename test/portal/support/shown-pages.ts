/** A page as it is looked at: by its name, its address, and who has signed in there. */
export interface ShownPage {
  readonly name: string;
  readonly address: string;
  readonly person?: 'analyst' | 'auditor' | 'operator' | `${string}-staff`;
}

const goal = '/goals/ADULTS_BASIC';

/** The newest publication of the demonstration. */
const report = '/publications/2026-10_2';

/** Every page of the portal: each is tested at each width and in both languages, and pictures are taken of it. */
export const shownPages: readonly ShownPage[] = [
  { name: 'overview', address: '/' },
  { name: 'goal', address: goal },
  { name: 'publications', address: '/publications' },
  { name: 'report', address: report },
  { name: 'status', address: '/status' },
  { name: 'goal-analyst', address: `${goal}?area=MOUNTAIN&dir=desc&sort=gapPeople`, person: 'analyst' },
  { name: 'overview-analyst', address: '/', person: 'analyst' },
  { name: 'report-analyst', address: report, person: 'analyst' },
  { name: 'goal-map', address: `${goal}?map=1`, person: 'analyst' },
];

/** A phone, a notebook and a projector, in pixels. */
export const widths = [360, 1280, 1920] as const;

/** The address in a language. */
export function inLanguage(address: string, language: 'vi' | 'en'): string {
  if (language === 'vi') return address;
  return `${address}${address.includes('?') ? '&' : '?'}lang=en`;
}
