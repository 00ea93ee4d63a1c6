/** A page as it is looked at: by its name, its address, and who has signed in there. */
export interface ShownPage {
  readonly name: string;
  readonly address: string;
  readonly person?: 'analyst' | 'auditor' | 'operator' | `${string}-staff`;
}

const goal = '/goals/ADULTS_BASIC';

/** Every page of the portal: each is tested at each width and in both languages, and pictures are taken of it. */
export const shownPages: readonly ShownPage[] = [
  { name: 'overview', address: '/' },
  { name: 'goal', address: goal },
  { name: 'status', address: '/status' },
  { name: 'goal-analyst', address: `${goal}?area=MOUNTAIN&dir=desc&sort=gapPeople`, person: 'analyst' },
  { name: 'goal-map', address: `${goal}?map=1`, person: 'analyst' },
  {
    name: 'goal-compare',
    address: `${goal}?area=URBAN&by=AREA&map=0&period=2026-10&places=38,14812,16609,area:MOUNTAIN&span=24`,
    person: 'analyst',
  },
  { name: 'goal-reports', address: '/goals/DEMO_ACCOUNTS?area=URBAN&map=0&scale=target', person: 'analyst' },
];

/** A phone, a notebook and a projector, in pixels. */
export const widths = [360, 1280, 1920] as const;

/** The address in a language. */
export function inLanguage(address: string, language: 'vi' | 'en'): string {
  if (language === 'vi') return address;
  return `${address}${address.includes('?') ? '&' : '?'}lang=en`;
}
