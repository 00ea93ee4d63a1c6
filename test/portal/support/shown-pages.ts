/** A page to look at: its name, its address, and the signed-in person. */
export interface ShownPage {
  readonly name: string;
  readonly address: string;
  readonly person?: 'analyst' | 'approver' | 'auditor' | 'operator' | `${string}-staff`;
}

const goal = '/goals/ADULTS_BASIC';

/** The newest publication of the demonstration. */
const report = '/publications/2026-10_2';

/** Every page of the portal: each is tested at each width and in both languages, and pictures are taken of it. */
export const shownPages: readonly ShownPage[] = [
  { name: 'overview', address: '/' },
  { name: 'goal', address: goal },
  { name: 'explorer', address: '/explorer' },
  { name: 'developers', address: '/developers' },
  { name: 'developers-guide', address: '/developers/apps' },
  { name: 'changes', address: '/schema?view=changes' },
  { name: 'keys', address: '/keys' },
  { name: 'apps', address: '/apps' },
  { name: 'alerts', address: '/alerts' },
  { name: 'status', address: '/status' },
  { name: 'goal-analyst', address: `${goal}?area=MOUNTAIN&dir=desc&sort=gapPeople`, person: 'analyst' },
  {
    name: 'explorer-analyst',
    address: `/explorer?query=${encodeURIComponent('{ goals { code title } }')}`,
    person: 'analyst',
  },
  { name: 'schema', address: '/schema', person: 'analyst' },
  { name: 'schema-search', address: '/schema?search=l%C6%B0%E1%BB%A3t', person: 'analyst' },
  { name: 'schema-type', address: '/schema/Commune', person: 'analyst' },
  { name: 'keys-analyst', address: '/keys', person: 'analyst' },
  { name: 'alerts-analyst', address: '/alerts?commune=16438&goal=ADULTS_BASIC', person: 'analyst' },
  { name: 'communes', address: '/communes?name=quang%20xuong' },
  { name: 'commune', address: '/communes/16438' },
  { name: 'organisations', address: '/organisations' },
  { name: 'organisation', address: '/organisations/womens-union' },
  { name: 'indicators', address: '/indicators' },
  { name: 'indicator', address: '/indicators/DIGITAL_SIGNATURES' },
  { name: 'commune-analyst', address: '/communes/16438?map=1', person: 'analyst' },
  { name: 'organisation-analyst', address: '/organisations/identity', person: 'analyst' },
  { name: 'indicator-analyst', address: '/indicators/DIGITAL_SIGNATURES', person: 'analyst' },
  { name: 'publications', address: '/publications' },
  { name: 'report', address: report },
  { name: 'table', address: '/table' },
  { name: 'metadata', address: '/metadata' },
  { name: 'metadata-goal', address: '/metadata/ADULTS_BASIC' },
  { name: 'glossary', address: '/glossary' },
  { name: 'links', address: '/links' },
  { name: 'embed', address: '/embed/PUPILS?chart=series' },
  { name: 'table-analyst', address: '/table?goal=all&name=quang%20xuong&to=2026-10', person: 'analyst' },
  { name: 'table-small', address: '/table?area=URBAN&to=2026-10&view=small', person: 'analyst' },
  {
    name: 'goal-compare-many',
    address: `${goal}?map=0&period=2026-10&places=38,14812,16609,14758,14797,16438,area:MOUNTAIN,type:WARD`,
    person: 'analyst',
  },
  { name: 'goal-published', address: `${goal}?period=2026-10&publication=2026-10_2`, person: 'analyst' },
  { name: 'overview-analyst', address: '/', person: 'analyst' },
  { name: 'report-analyst', address: report, person: 'analyst' },
  { name: 'publishing', address: '/publishing', person: 'analyst' },
  { name: 'draft', address: '/publishing/2026-09_d1', person: 'analyst' },
  { name: 'sheet', address: '/sheets/16438', person: 'analyst' },
  { name: 'sheets', address: '/sheets' },
  { name: 'monday', address: '/monday', person: 'analyst' },
  { name: 'goal-map', address: `${goal}?map=1`, person: 'analyst' },
  { name: 'organisation-staff', address: '/organisations/womens-union', person: 'womens-union-staff' },
  { name: 'apps-operator', address: '/apps', person: 'operator' },
  { name: 'organisations-operator', address: '/organisations', person: 'operator' },
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
