/**
 * The days on which tests must hold, and the environment that moves the clock of a program and its children to one of
 * them: `node test/any-day.mjs COMMAND…` runs a command so.
 *
 * Which day, the commit says, or HUB_DAY (`today` moves nothing). A moved clock goes on as the machine's does, by
 * libfaketime (Debian's package `faketime`); where it is missing, the day is today. Files keep the machine's times.
 *
 * Containers and services on the internet have another clock, which cannot be moved.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const isLeap = (year) => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;

/** Each day by its name: month, day and time in the province, and in which years. Today is the machine's own moment. */
const days = {
  today: undefined,
  'year-end': { at: '12-31T23:50' },
  'new-year': { at: '01-01T00:10' },
  'february-28': { at: '02-28T23:50', inYear: (year) => !isLeap(year) },
  'march-1': { at: '03-01T00:10', inYear: (year) => !isLeap(year) },
  'leap-february-28': { at: '02-28T23:50', inYear: isLeap },
  'leap-day': { at: '02-29T12:00', inYear: isLeap },
  'leap-march-1': { at: '03-01T00:10', inYear: isLeap },
  'month-first': { at: '07-01T06:00' },
  'month-last': { at: '08-31T12:00' },
  'years-on': { at: '06-14T09:00', inYear: (year, today) => year >= today + 5 },
};

/** The days' names. */
export const dayNames = Object.keys(days);

/** The first moment after now that is this day's; now itself for today. */
export function momentOf(name, now = new Date()) {
  const day = days[name];
  if (day === undefined) return now;
  const { at, inYear = () => true } = day;
  const today = now.getUTCFullYear();
  for (let year = today; ; year += 1) {
    const moment = new Date(`${year}-${at}+07:00`);
    if (inYear(year, today) && moment > now) return moment;
  }
}

/**
 * The clock that tests run under: its name, the environment that moves a program to it, and a line that says so.
 *
 * @param {{ environment?: NodeJS.ProcessEnv; now?: Date; commit?: string; library?: string }} given
 */
export function clockOf({ environment = process.env, now = new Date(), ...given } = {}) {
  const asked = environment.HUB_DAY;
  if (asked !== undefined && !dayNames.includes(asked))
    throw new Error(`Expected HUB_DAY to be one of ${dayNames.join(', ')}, got "${asked}".`);
  // The program that starts tests may itself run under the moved clock.
  if (environment.FAKETIME !== undefined)
    return { name: asked ?? 'moved', environment: {}, line: `The clock is moved already: ${now.toISOString()}.` };
  const library = 'library' in given ? given.library : installed();
  const name = asked ?? dayNames[parseInt((given.commit ?? head()).slice(0, 8), 16) % dayNames.length];
  if (name === 'today') return { name, environment: { HUB_DAY: name }, line: 'The clock is the machine’s: today.' };
  if (library === undefined) {
    const line = `SKIPPED: the clock of ${name}, for libfaketime is missing (Debian's package faketime). The day is today.`;
    return { name: 'today', environment: { HUB_DAY: 'today' }, line };
  }
  const moment = momentOf(name, now);
  return {
    name,
    environment: {
      HUB_DAY: name,
      LD_PRELOAD: [library, environment.LD_PRELOAD].filter(Boolean).join(' '),
      FAKETIME: `+${String(Math.round((moment.getTime() - now.getTime()) / 1000))}s`,
      // Timers measure time, and do not ask for the day.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      // Shared by processes of one user: PostgreSQL runs as another.
      FAKETIME_DISABLE_SHM: '1',
      // Node asks for a file's times past the library, and other programs must get the same.
      NO_FAKE_STAT: '1',
    },
    line: `The clock is moved to ${name}: ${moment.toISOString()}.`,
  };
}

/** Where Debian keeps the library: in a folder named after the machine's kind. */
const installed = () =>
  readdirSync('/usr/lib')
    .map((kind) => `/usr/lib/${kind}/faketime/libfaketime.so.1`)
    .find((path) => existsSync(path));

const head = () =>
  execFileSync('git', ['rev-parse', 'HEAD'], { cwd: fileURLToPath(new URL('..', import.meta.url)) }).toString();

/** The variables that move a clock, for a program that gets no others. */
export function movedBy(environment = process.env) {
  const names = ['HUB_DAY', 'LD_PRELOAD', 'FAKETIME', 'FAKETIME_DONT_FAKE_MONOTONIC', 'FAKETIME_DISABLE_SHM'];
  const given = [...names, 'NO_FAKE_STAT'].filter((name) => environment[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, environment[name]]));
}

/** An environment without what moves a clock: for a browser, which libfaketime disturbs. */
export function unmoved(environment = process.env) {
  const { LD_PRELOAD: preloaded, FAKETIME: _, ...rest } = environment;
  const others = (preloaded ?? '').split(/[ :]/).filter((one) => one !== '' && !one.includes('libfaketime'));
  return others.length > 0 ? { ...rest, LD_PRELOAD: others.join(' ') } : rest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2);
  if (command === undefined) {
    console.error(`Expected a command; HUB_DAY is one of ${dayNames.join(', ')}.`);
    process.exit(2);
  }
  const { environment, line } = clockOf();
  console.log(line);
  const { status } = spawnSync(command, args, { env: { ...process.env, ...environment }, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
