import { appendFileSync, existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Surroundings } from '../cli/command.js';
import { DataFolder } from '../cli/data-folder.js';
import { Failure, systemReason } from '../cli/failure.js';
import type { OutlookLine } from './outlook-line.js';

/** The works that operators repeat: after how many days, and the commands. */
export const works = {
  backup: { days: 1, what: 'backup', command: 'docs/upgrade-and-backup.md#backup, then hub outlook done backup' },
  'audit-verify': { days: 1, what: 'verification of the audit log', command: 'hub audit verify' },
  'restore-drill': {
    ...{ days: 92, what: 'trial restore' },
    command:
      'docs/upgrade-and-backup.md#restore-of-an-organisation on another machine, then hub outlook done restore-drill',
  },
} as const;

/** A work that operators repeat. */
export type Work = keyof typeof works;

const entry = z.union([
  z.object({ at: z.iso.datetime(), done: z.enum(Object.keys(works) as [Work, ...Work[]]) }),
  z.object({ at: z.iso.datetime(), diskUsed: z.number() }),
]);
type Entry = z.infer<typeof entry>;

const dayMs = 86_400_000;
const gigabyte = 1e9;

/** The disk's growth is measured over at most so many days, and at least one. */
const growthDays = 30;

/** The record of works that were done, and of the disk's use: a file with a line of JSON for each. */
export class WorkRecord {
  private constructor(
    readonly file: string,
    /** The folder whose disk is measured; undefined if the databases are elsewhere. */
    private readonly dataFolder: string | undefined,
  ) {}

  /** The record in OPERATIONS_FILE, or in the data folder of this machine's hub. */
  static from(data: string | undefined, surroundings: Surroundings): WorkRecord {
    const { environment, folder } = surroundings;
    const { path } = DataFolder.from(data, surroundings);
    const named = environment['OPERATIONS_FILE'];
    return new WorkRecord(
      named ? resolve(folder, named) : resolve(path, 'operations.jsonl'),
      existsSync(path) ? path : undefined,
    );
  }

  /** Whether there is a place for the record. */
  get isKept(): boolean {
    return existsSync(dirname(this.file));
  }

  /** Adds a line. @throws Failure if the file cannot be written. */
  add(line: Entry): void {
    try {
      appendFileSync(this.file, `${JSON.stringify(line)}\n`);
    } catch (error) {
      throw new Failure(
        `Cannot write the record of works ${this.file} (${systemReason(error)}). Name another with OPERATIONS_FILE.`,
      );
    }
  }

  /** The age of each work, with its next day. */
  workLines(now: Date): OutlookLine[] {
    const entries = this.#read();
    return Object.entries(works).map(([name, { days, what, command }]) => {
      const last = entries.findLast((one) => 'done' in one && one.done === name);
      const line = { kind: 'WORK', thing: name, organisation: null, who: "the hub's operator", command };
      if (!last) return { ...line, state: 'unknown', daysLeft: null, what: `no ${what} is recorded in ${this.file}` };
      const ageDays = (now.getTime() - Date.parse(last.at)) / dayMs;
      const daysLeft = Math.floor(days - ageDays);
      const age = ageDays < 2 ? `${Math.floor(ageDays * 24)} hours` : `${Math.floor(ageDays)} days`;
      return { ...line, state: daysLeft < 0 ? 'late' : 'good', daysLeft, what: `the last ${what} is ${age} old` };
    });
  }

  /** The free space of the disk with the databases; the days left where the record knows its growth. */
  diskLine(now: Date): OutlookLine {
    const line = { kind: 'DISK', thing: this.dataFolder ?? 'databases', organisation: null, who: "the hub's operator" };
    if (this.dataFolder === undefined)
      return {
        ...{ ...line, state: 'unknown', daysLeft: null, what: 'the databases are on other machines' },
        command: 'df, on each machine of a database',
      };
    const { bavail, bfree, blocks, bsize } = statfsSync(this.dataFolder);
    const [free, used] = [bavail * bsize, (blocks - bfree) * bsize];
    const sizes = this.#read().flatMap((one) => ('diskUsed' in one ? [{ ...one, time: Date.parse(one.at) }] : []));
    const first = sizes.find(({ time }) => now.getTime() - time <= growthDays * dayMs);
    const newest = sizes.at(-1);
    if (this.isKept && (!newest || now.getTime() - newest.time >= dayMs))
      this.add({ at: now.toISOString(), diskUsed: used });
    const days = first ? (now.getTime() - first.time) / dayMs : 0;
    const growth = first && days >= 1 ? (used - first.diskUsed) / days : 0;
    const daysLeft = growth > 0 ? Math.floor(free / growth) : null;
    const grown = growth > 0 ? `, ${(growth / gigabyte).toFixed(2)} GB more each day` : '';
    const isFull = free < gigabyte;
    return {
      ...{
        ...line,
        daysLeft,
        what: `${(free / gigabyte).toFixed(1)} GB free on the disk of ${this.dataFolder}${grown}`,
      },
      state: isFull ? 'broken' : daysLeft !== null && daysLeft <= growthDays ? 'soon' : 'good',
      command: 'docs/daily-work.md#what-grows-and-what-may-be-deleted',
    };
  }

  /** The lines of the record. @throws Failure naming a line of another form. */
  #read(): Entry[] {
    if (!existsSync(this.file)) return [];
    const lines = readFileSync(this.file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line, index) => {
      try {
        return entry.parse(JSON.parse(line));
      } catch {
        throw new Failure(
          `${this.file}, line ${index + 1}: expected {"at": TIME, "done": ${Object.keys(works).join('|')}} or {"at": TIME, "diskUsed": BYTES}, got ${line.slice(0, 100)}.`,
        );
      }
    });
  }
}
