import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDatabase } from '../../../subgraphs/kit/src/database/database.js';
import { callerWith, launchedGateway } from '../../support/signing-gateway.js';
import { reachOf } from '../../../subgraphs/hub/src/postgres/server-part.js';
import { until } from '../../support/until.js';
import { freePort, hub, type Outcome, type RunningCommand, startCommand, temporaryFolder } from './hub.js';

/** The small hub: the Women's Union's subgraph on the embedded PostgreSQL, started by the command. */
export class SmallHub {
  #running: RunningCommand | undefined;
  #written = 0;

  private constructor(
    /** What it keeps. */
    readonly data: string,
    readonly port: number,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly organisations: readonly string[],
  ) {}

  /** A hub that is not started yet. */
  static async make(
    data = join(temporaryFolder(), '.data'),
    environment: NodeJS.ProcessEnv = {},
    organisations: readonly string[] = ['womens-union'],
  ): Promise<SmallHub> {
    return new SmallHub(data, await freePort(), environment, organisations);
  }

  /** The launcher. */
  get running(): RunningCommand {
    if (!this.#running) throw new Error('Expected the hub to run.');
    return this.#running;
  }

  /** Starts it, and waits for nothing. */
  launch(): RunningCommand {
    const args = ['start', ...this.organisations, '--no-gateway', '--no-demo', '--port', String(this.port)];
    this.#running = startCommand(args, {
      folder: dirname(this.data),
      environment: { ...this.environment, HUB_DATA: this.data },
    });
    return this.#running;
  }

  /** Starts it, and waits until it is ready. */
  async start(): Promise<void> {
    await this.launch().untilItSays('The hub is ready');
  }

  /** Starts what cannot start; gives what it said. */
  async startInVain(): Promise<Outcome> {
    return this.launch().ended;
  }

  async stop(): Promise<Outcome> {
    this.running.child.kill('SIGINT');
    return this.running.ended;
  }

  /** Kills the launcher, and waits until no process of the hub is left. */
  async kill(): Promise<void> {
    this.running.child.kill('SIGKILL');
    await this.running.ended;
    await this.untilNothingIsLeft();
  }

  /** Has a branch come in by `hub import`. @returns its code, once it is acknowledged. */
  async import(): Promise<string> {
    this.#written += 1;
    const code = `B${this.#written}`;
    const { exitCode, stdout, stderr } = await this.tryImport([code]);
    if (exitCode !== 0) throw new Error(`Expected the branch to come in: ${stdout}${stderr}`);
    return code;
  }

  /** Has branches come in by `hub import`. */
  tryImport(codes: readonly string[]): Promise<Outcome> {
    const rows = codes.map((code) => `${code},14845,Hội Mường Lát,Muong Lat,120\n`);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'branches.csv'), `code,commune_code,name_vi,name_en,member_count\n${rows.join('')}`);
    return hub(['import', 'womens-union', 'branches', 'branches.csv'], {
      folder,
      environment: { ...this.environment, HUB_DATA: this.data, GATEWAY_PORT: String(this.port) },
    });
  }

  /** The codes of the branches that its subgraph answers with. */
  async branches(): Promise<string[]> {
    const gateway = launchedGateway(this.data, 'womens-union', `http://127.0.0.1:${this.port + 2}`);
    const { data, errors } = await gateway.query(
      '{ _entities(representations: [{ __typename: "Commune", code: "14845" }]) { ... on Commune { womensUnionBranches { code } } } }',
      { caller: callerWith('records:read') },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    const [commune] = data['_entities'] as [{ womensUnionBranches: { code: string }[] }];
    return commune.womensUnionBranches.map(({ code }) => code);
  }

  /** Where the files of its databases are. */
  get cluster(): string {
    return clusterOf(this.data);
  }

  get lock(): string {
    return join(this.cluster, 'postmaster.pid');
  }

  /** PostgreSQL's first process. */
  get server(): number {
    return parseInt(readFileSync(this.lock, 'utf8'));
  }

  /** Runs a statement as a role of its server's. */
  asRole<Row>(
    { role, passwordFile, database }: { role: string; passwordFile: string; database: string },
    sql: string,
  ): Promise<Row[]> {
    const password = readFileSync(join(this.data, passwordFile), 'utf8').trim();
    const { address } = reachOf({ data: this.cluster }, this.port + 11);
    const url = `postgresql://${role}:${password}@${address}/${database}`;
    return executeOn(url, sql);
  }

  /** Waits until no process has anything to do with its data any more. */
  async untilNothingIsLeft(): Promise<void> {
    const left = () => processesOf(this.data, dirname(this.cluster));
    await until(() => left().length === 0, { what: 'no process of the hub', within: 60_000, every: 50, seen: left });
  }
}

/** PostgreSQL's data folder of a hub. */
export function clusterOf(data: string): string {
  const pointer = join(data, 'postgres', 'lies-in');
  const home = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(data, 'postgres');
  return join(home, 'data');
}

/** Runs one statement in a database. */
export async function executeOn<Row>(url: string, sql: string): Promise<Row[]> {
  const database = await openDatabase(url, { entities: [], migrations: [] });
  try {
    return await database.em.execute<Row[]>(sql);
  } finally {
    await database.close();
  }
}

/** A process, and the command that it runs. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes that work in one of some folders, or were started with its name. */
export function processesOf(...folders: readonly string[]): Process[] {
  return allProcesses().filter(({ pid, command }) => {
    const known = [command, ...['environ', 'cwd'].map((what) => told(pid, what))];
    return pid !== process.pid && known.some((text) => folders.some((folder) => text.includes(folder)));
  });
}

function allProcesses(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [, pid = '', parent = '', command = ''] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
    return { pid: Number(pid), parent: Number(parent), command };
  });
}

/** A file of the system about a process; empty if the process has ended, or the system has no such files. */
function told(pid: number, what: string): string {
  const file = `/proc/${pid}/${what}`;
  try {
    return what === 'cwd' ? readlinkSync(file) : readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The folder of PostgreSQL's programs of a version, as Debian installs them. */
export function installedPrograms(): readonly string[] {
  return globSync('/usr/lib/postgresql/*/bin').sort();
}
