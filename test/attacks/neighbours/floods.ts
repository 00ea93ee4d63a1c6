import { gzipSync } from 'node:zlib';

/** One request of a flood. */
export interface FloodRequest {
  /** The body of a POST to `/graphql`; a request with a `path` is a GET. */
  readonly body?: string | Buffer;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the request is sent; `whole` and read to its end unless told. `slow`: its body never comes. `stream`: as events. */
  readonly sent?: 'whole' | 'slow' | 'stream';
}

/** A repeated request of one caller against a resource that all callers share. */
export interface Flood {
  /** The resource of the gateway. */
  readonly resource: string;
  /** Whether each request is one that the caller may make; `beyond`: the limits refuse some or all of them. */
  readonly reach: 'within' | 'beyond';
  readonly name: string;
  /** In which role the caller asks; without one it is anonymous. */
  readonly role?: string;
  readonly perSecond: number;
  /** From how many addresses it comes; one unless told. */
  readonly addresses?: number;
  /** For how long it goes on at least, in milliseconds, where what it takes fills up slowly. */
  readonly atLeastMs?: number;
  /** Makes the request with a number, unique over all of a run. */
  readonly request: (number: number) => FloodRequest;
}

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

const json = (query: string, variables?: object): string => JSON.stringify({ query, variables });

/** A body with an undeclared variable of some JSON text. */
const undeclared = (text: string) => `{"query":"{ goals { code } }","variables":{"x":${text}}}`;

const zipped = (text: string): FloodRequest => ({ body: gzipSync(text), headers: { 'content-encoding': 'gzip' } });

const bomb = zipped(undeclared('['.repeat(1024 * 1024 - 100)));
const wideBomb = zipped(undeclared(`[${'0,'.repeat(512 * 1024 - 100)}0]`));
const deep = undeclared('[['.repeat(20_000) + ']]'.repeat(20_000));
const wide = undeclared(`[${'0,'.repeat(30_000)}0]`);

const months = (index: number) => `2026-0${(index % 9) + 1}`;

/** Eleven kilobytes that each time are new and hard to plan: 99 aliases that each lead to three organisations. */
const hardToPlan = (number: number) =>
  `query N${number} { learningGroups(first: 1) { nodes { ${times(99, (i) => `a${i}: supportedBy { commune { name publicSectorTraining { __typename } learningGroups(first: 1) { totalCount } } }`)} } } }`;

/** What every organisation works on, in every commune. */
const costly = (number: number) =>
  `{ ${times(6, (i) => `a${i}: goals { progressByCommune(period: "${months(i + number)}", first: 500) { nodes { people { lower upper } contributions { organisation { code } share { people } } commune { learningGroups(first: 1) { totalCount } digitalLiteracyTeams { code } appliedProducts(first: 1) { totalCount } agencies { code } } } } }`)} }`;

/** A new public operation each time: some two hundred tokens, with fetches from several organisations. */
const newPublic = (number: number) =>
  `query P${number} { ${times(3, (i) => `a${i}_${number}: goals { code title deadline source progress(period: "${months(i + number)}") { ratio period people { lower upper } status } }`)} communes(first: 3) { nodes { code name } } }`;

/** The same within itself, as deep as it may be. */
const nested = (number: number) =>
  `query D${number} { learningGroups(first: 1) { nodes { ${times(8, (i) => `a${i}_${number}: commune { ${'learningGroups(first: 1) { nodes { supportedBy { commune { '.repeat(3)}name${' } } } }'.repeat(3)} }`)} } } }`;

/** The floods: for each resource, one within the caller's limits and one beyond. */
export const floods: readonly Flood[] = [
  {
    resource: 'bytes',
    reach: 'beyond',
    name: 'a megabyte of [[[[ in a kilobyte of gzip',
    perSecond: 25,
    request: () => bomb,
  },
  {
    resource: 'bytes',
    reach: 'beyond',
    name: 'half a million numbers in a kilobyte of gzip, as an app',
    role: 'app',
    perSecond: 25,
    request: () => wideBomb,
  },
  { resource: 'bytes', reach: 'within', name: 'lists in lists', perSecond: 50, request: () => ({ body: deep }) },
  { resource: 'bytes', reach: 'within', name: '30,000 numbers', perSecond: 50, request: () => ({ body: wide }) },
  {
    resource: 'parsing',
    reach: 'within',
    name: 'documents of 3,900 tokens that end in a mistake',
    perSecond: 60,
    request: (number) => ({ body: json(`{ ${times(1940, (i) => `f${number}_${i}`)} }}`) }),
  },
  {
    resource: 'parsing',
    reach: 'beyond',
    name: 'documents of 20,000 tokens',
    perSecond: 60,
    request: (number) => ({ body: json(`{ ${times(5000, (i) => `f${number}_${i} : x`)} }`) }),
  },
  {
    resource: 'validation',
    reach: 'within',
    name: '300 fields that nobody has',
    perSecond: 60,
    request: (number) => ({ body: json(`{ goals { ${times(300, (i) => `titel${number}_${i}`)} } }`) }),
  },
  {
    resource: 'validation',
    reach: 'within',
    name: 'one field 140 times with a hundred below each',
    perSecond: 30,
    request: (number) => ({
      body: json(
        `{ ${times(13, () => `goals { ${times(10, () => `title code deadline source`)} }`)} z${number}: goals { code } }`,
      ),
    }),
  },
  {
    resource: 'planning',
    reach: 'within',
    name: '10 operations a second that are hard to plan',
    role: 'auditor',
    perSecond: 10,
    atLeastMs: 8000,
    request: (number) => ({ body: json(hardToPlan(number)) }),
  },
  {
    resource: 'planning',
    reach: 'beyond',
    name: '40 operations a second that are hard to plan',
    role: 'auditor',
    perSecond: 40,
    request: (number) => ({ body: json(hardToPlan(number)) }),
  },
  {
    resource: 'processor',
    reach: 'within',
    name: '60 new public operations a second',
    perSecond: 60,
    request: (number) => ({ body: json(newPublic(number)) }),
  },
  {
    resource: 'processor',
    reach: 'within',
    name: '40 new public operations a second, from 100 addresses',
    perSecond: 40,
    addresses: 100,
    request: (number) => ({ body: json(newPublic(number)) }),
  },
  {
    resource: 'processor',
    reach: 'within',
    name: '60 new operations a second that are deep, by one token',
    role: 'auditor',
    perSecond: 60,
    request: (number) => ({ body: json(nested(number)) }),
  },
  {
    resource: 'processor',
    reach: 'beyond',
    name: '200 a second that cost too much, from 100 addresses',
    perSecond: 200,
    addresses: 100,
    request: (number) => ({ body: json(costly(number).replace('{ a0', `query C${number} { a0`)) }),
  },
  {
    resource: 'cost',
    reach: 'within',
    name: 'progress of all goals in all communes',
    role: 'app',
    perSecond: 3,
    request: (number) => ({
      body: json(
        `{ goals { progressByCommune(period: "${months(number)}", first: 500) { nodes { people { lower upper } } } } }`,
      ),
    }),
  },
  {
    resource: 'cost',
    reach: 'beyond',
    name: '40 a second of these, in six months and with all shares',
    role: 'app',
    perSecond: 40,
    request: (number) => ({ body: json(costly(number)) }),
  },
  {
    resource: 'concurrency',
    reach: 'within',
    name: '90 bodies that do not come',
    perSecond: 200,
    request: (number) => (number % 800 < 90 ? { body: '{', sent: 'slow' } : { body: json('{ goals { code } }') }),
  },
  {
    resource: 'concurrency',
    reach: 'beyond',
    name: '800 bodies that do not come',
    perSecond: 200,
    request: () => ({ body: '{', sent: 'slow' }),
  },
  {
    resource: 'subscriptions',
    reach: 'within',
    name: '20 subscriptions a second that stay',
    role: 'app',
    perSecond: 20,
    request: (number) => ({
      body: json(
        `subscription S${number} { goalProgressChanged(period: "${months(number)}") { goalCode people { lower } } }`,
      ),
      sent: 'stream',
    }),
  },
  {
    resource: 'subscriptions',
    reach: 'beyond',
    name: '100 subscriptions a second that stay',
    perSecond: 100,
    request: (number) => ({
      body: json(
        `subscription { goalProgressChanged(period: "${months(number)}") { goalCode s${number % 50}: period } }`,
      ),
      sent: 'stream',
    }),
  },
  {
    resource: 'audit',
    reach: 'within',
    name: '80 small questions a second',
    perSecond: 80,
    request: () => ({ body: json('{ goals { code } }') }),
  },
  {
    resource: 'audit',
    reach: 'beyond',
    name: '400 small questions a second, as an app',
    role: 'app',
    perSecond: 400,
    request: () => ({ body: json('{ goals { code } }') }),
  },
  {
    resource: 'memory',
    reach: 'within',
    name: 'large operations, each a new one',
    perSecond: 40,
    request: (number) => ({
      body: json(
        `{ ${times(40, (i) => `a${number}_${i}: goals { code title deadline source target asOf expects { code } }`)} } # ${'-'.repeat(40_000)}`,
      ),
    }),
  },
  {
    resource: 'memory',
    reach: 'beyond',
    name: 'the largest texts that there may be, as an app',
    role: 'app',
    perSecond: 40,
    request: (number) => ({ body: json(`{ z${number}: goals { code } } # ${'-'.repeat(1_000_000)}`) }),
  },
  {
    resource: 'exports',
    reach: 'within',
    name: '6 wide files a second',
    role: 'auditor',
    perSecond: 6,
    request: (number) => ({
      path: `/export/league-table.csv?goal=ADULTS_BASIC&period=${months(number)}&purpose=statistics`,
    }),
  },
];
