import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasEnded } from '../../support/child.js';
import { freePort } from '../../support/free-port.js';
import { until } from '../../support/until.js';

/** The programs that are used here. */
const needed = ['initdb', 'postgres', 'pg_isready', 'createuser', 'createdb', 'pg_dump', 'psql'];

/**
 * The folder of PostgreSQL's programs on this machine, the newest version's, or POSTGRES_PROGRAMS; undefined where there
 * are none.
 */
export const postgresPrograms: string | undefined = foldersOf(process.env['POSTGRES_PROGRAMS']).find((folder) =>
  needed.every((program) => existsSync(join(folder, program))),
);

/** The user of a server's process; the user of this process by default. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

export interface PostgresOptions {
  /** Keeps its data on a separate disk of this size, if this process may mount one. */
  readonly diskBytes?: number;
  /** Its certificate and key, and its rules of access (`pg_hba.conf`); its superuser always has access. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly access: string };
}

/** The URLs of a database. */
export interface DatabaseUrls {
  readonly owner: string;
  readonly server: string;
}

/** A PostgreSQL server of a test's own, as an operator runs it. */
export class PostgresServer {
  readonly #home: string;
  readonly #data: string;
  readonly #owner: Owner;
  #child: ChildProcess | undefined;
  #stopped: readonly number[] = [];

  private constructor(
    private readonly programs: string,
    readonly port: number,
    /** Whether its data is on a separate disk. */
    readonly hasDisk: boolean,
    home: string,
    owner: Owner,
  ) {
    this.#home = home;
    this.#data = join(home, 'data');
    this.#owner = owner;
  }

  /** Makes a server and starts it. */
  static async open(programs: string, { diskBytes, tls }: PostgresOptions = {}): Promise<PostgresServer> {
    const home = mkdtempSync(join(tmpdir(), 'postgres-'));
    const disk = diskBytes === undefined ? undefined : spawnSync('mount', mountOf(home, diskBytes));
    const isRoot = process.getuid?.() === 0;
    const owner: Owner = isRoot ? ordinaryUser() : {};
    if (owner.uid !== undefined && owner.gid !== undefined) chownSync(home, owner.uid, owner.gid);
    const server = new PostgresServer(programs, await freePort(), disk?.status === 0, home, owner);
    const locale = ['--encoding=UTF8', '--locale=C.UTF-8'];
    const small = ['--wal-segsize=1', '--no-sync', '--auth=trust', '--username=hub'];
    const options = { ...owner, cwd: '/', stdio: 'pipe' } as const;
    execFileSync(join(programs, 'initdb'), ['-D', server.#data, ...small, ...locale], options);
    writeFileSync(
      join(server.#data, 'postgresql.auto.conf'),
      [
        `port = ${server.port}`,
        `listen_addresses = '127.0.0.1'`,
        `unix_socket_directories = ''`,
        'shared_buffers = 16MB',
        'max_wal_size = 8MB',
        'min_wal_size = 2MB',
        'max_connections = 100',
        ...(tls ? ['ssl = on'] : []),
      ].join('\n'),
    );
    if (tls) {
      const write = (name: string, text: string) => {
        const file = join(server.#data, name);
        writeFileSync(file, text, { mode: 0o600 });
        if (owner.uid !== undefined && owner.gid !== undefined) chownSync(file, owner.uid, owner.gid);
      };
      write('server.crt', tls.cert);
      write('server.key', tls.key);
      write('pg_hba.conf', `host all hub 127.0.0.1/32 trust\n${tls.access}\n`);
    }
    try {
      await server.start();
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  /** Starts it, and waits until it takes connections. */
  async start(): Promise<void> {
    let child = this.#launch();
    const takesConnections = () => {
      if (!hasEnded(child)) return this.#isReady();
      // The backends of one that was killed end a moment later, and keep its memory until then.
      child = this.#launch();
      return false;
    };
    const what = 'PostgreSQL to take connections';
    await until(takesConnections, { what, within: 60_000, every: 50, seen: () => this.log().slice(-2000) });
  }

  /** Makes an empty database, the role that owns it, and the role that a subgraph reads and writes it as. */
  createDatabase(name: string): DatabaseUrls {
    const owner = `${name}_owner`;
    for (const role of [owner, name]) this.run('createuser', [role]);
    this.run('createdb', ['--owner', owner, name]);
    const urlAs = (role: string) => `postgresql://${role}@127.0.0.1:${this.port}/${name}`;
    return { owner: urlAs(owner), server: urlAs(name) };
  }

  /** What its superuser reaches a database by. */
  urlOf(database: string): string {
    return `postgresql://hub@127.0.0.1:${this.port}/${database}`;
  }

  /** How PostgreSQL's own programs reach it. */
  get environment(): Readonly<Record<string, string>> {
    return { PGHOST: '127.0.0.1', PGPORT: String(this.port), PATH: `${this.programs}:${process.env['PATH'] ?? ''}` };
  }

  /** Runs one of PostgreSQL's programs on it. @returns what that prints. */
  run(program: string, args: readonly string[], input = ''): string {
    const where = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'hub'];
    return execFileSync(join(this.programs, program), [...where, ...args], {
      input,
      stdio: 'pipe',
      maxBuffer: Infinity,
    }).toString();
  }

  /** Stops it as its operator does: the server cuts its connections off. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Ends it at once, with all of its processes. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const others = this.#backends();
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    for (const pid of others) signal(pid, 'SIGKILL');
    await exited;
  }

  /** Halts its processes: connections stay, but get no answer. */
  hang(): void {
    const { pid = 0 } = this.#child ?? {};
    signal(pid, 'SIGSTOP');
    this.#stopped = [pid, ...this.#backends()];
    for (const one of this.#stopped) signal(one, 'SIGSTOP');
  }

  resume(): void {
    for (const pid of this.#stopped) signal(pid, 'SIGCONT');
    this.#stopped = [];
  }

  /** Fills its disk; `emptyDisk` frees the space. */
  fillDisk(): void {
    if (!this.hasDisk) throw new Error('Expected a disk of its own.');
    spawnSync('dd', ['if=/dev/zero', `of=${this.#filler}`, 'bs=64k']);
  }

  emptyDisk(): void {
    rmSync(this.#filler, { force: true });
  }

  /** Whether its process is there. */
  get runs(): boolean {
    return this.#child !== undefined && !hasEnded(this.#child);
  }

  log(): string {
    return existsSync(`${this.#home}.log`) ? readFileSync(`${this.#home}.log`, 'utf8') : '';
  }

  /** Ends it, and removes its files. */
  async close(): Promise<void> {
    this.resume();
    await this.#end('SIGQUIT');
    if (this.hasDisk) spawnSync('umount', ['--lazy', this.#home]);
    rmSync(this.#home, { recursive: true, force: true });
    rmSync(`${this.#home}.log`, { force: true });
  }

  get #filler(): string {
    return join(this.#home, 'filler');
  }

  #launch(): ChildProcess {
    const child = spawn(join(this.programs, 'postgres'), ['-D', this.#data], {
      ...this.#owner,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => {
      writeFileSync(`${this.#home}.log`, chunk, { flag: 'a' });
    });
    this.#child = child;
    return child;
  }

  #isReady(): boolean {
    const where = ['-h', '127.0.0.1', '-p', String(this.port), '-q', '-t', '1'];
    return spawnSync(join(this.programs, 'pg_isready'), where).status === 0;
  }

  #backends(): number[] {
    const listed = spawnSync('ps', ['-o', 'pid=', '--ppid', String(this.#child?.pid)]).stdout.toString();
    return listed.split('\n').map(Number).filter(Boolean);
  }

  async #end(how: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const exited = once(child, 'exit');
    child.kill(how);
    await exited;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function mountOf(folder: string, bytes: number): string[] {
  return ['-t', 'tmpfs', '-o', `size=${bytes},mode=0755`, 'tmpfs', folder];
}

/** The user that runs PostgreSQL, because PostgreSQL refuses to run as root. */
function ordinaryUser(): Owner {
  const known = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = known.find((one) => one.startsWith('postgres:')) ?? known.find((one) => one.startsWith('nobody:'));
  const [, , uid = NaN, gid = NaN] = (line ?? '').split(':').map(Number);
  return { uid, gid };
}

function foldersOf(given: string | undefined): string[] {
  if (given !== undefined) return [given];
  return [...globSync('/usr/lib/postgresql/*/bin').sort().reverse(), ...(process.env['PATH'] ?? '').split(':')];
}
