import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { subgraphs } from '@hub/runtime';
import type { Outcome } from '../../hub/support/hub.js';
import { freePort } from '../../support/free-port.js';
import { type RunningProgram, startProgram } from '../../support/program.js';
import { documentedUnits, runDocumented } from './documented-commands.js';
import { PostgresServer } from './postgres-server.js';
import { type Answer, StandIn } from './stand-in.js';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const organisations = subgraphs.map(({ code }) => code);

/** The settings of a unit's text, or the lines of a file of settings, as systemd reads them. */
export function settingsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value]));
}

/**
 * A hub that is installed by the manual on this machine, with a separate PostgreSQL server and separate folders. A
 * stand-in for `systemctl` runs the units of the last `daemon-reload`.
 */
export class InstalledHub {
  /** The newest program of each unit's instance. */
  readonly programs = new Map<string, Promise<RunningProgram>>();
  readonly settings: string;
  readonly units: string;
  #units = new Map<string, string>();
  #systemctl: StandIn | undefined;

  private constructor(
    readonly folder: string,
    readonly postgres: PostgresServer,
    readonly environment: Record<string, string>,
  ) {
    this.settings = environment['SETTINGS'] ?? '';
    this.units = environment['UNITS'] ?? '';
  }

  /** Makes what is there before the first step: folders, a PostgreSQL server, this release, and its units. */
  static async prepare(programs: string, folder: string): Promise<InstalledHub> {
    const postgres = await PostgresServer.open(programs);
    const port = await freePort(organisations.length + 2);
    const path = `${join(folder, 'bin')}:${dirname(process.execPath)}:${postgres.environment['PATH'] ?? ''}`;
    const made = new InstalledHub(folder, postgres, {
      ...postgres.environment,
      PGUSER: 'hub',
      PATH: path,
      RELEASE: root,
      SETTINGS: join(folder, 'etc'),
      UNITS: join(folder, 'units'),
      FIRST_PORT: String(port),
      METRICS_PORT: String(port + organisations.length + 1),
      TOKEN_ISSUER: 'none',
      TOKEN_AUDIENCE: '',
      TRUSTED_PROXIES: '0',
      ORGANISATIONS: organisations.join(' '),
    });
    for (const each of [made.settings, made.units]) mkdirSync(each);
    for (const [name, text] of documentedUnits()) {
      const own = text.replaceAll('/opt/hub', root).replaceAll('/etc/hub', made.settings);
      writeFileSync(join(made.units, name), own);
    }
    made.#systemctl = await StandIn.open('systemctl', join(folder, 'bin'), (args) => made.#control(args));
    return made;
  }

  /** Runs a documented command. */
  run(name: string, more: Record<string, string> = {}): Promise<Outcome> {
    return runDocumented(name, this.settings, { ...this.environment, ...more });
  }

  /** Runs a documented command. @returns what it prints. @throws Error where it does not end with 0. */
  async done(name: string, more?: Record<string, string>): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(name, more);
    if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** The settings of an organisation or of the gateway. */
  settingsIn(name: string): Readonly<Record<string, string>> {
    return settingsOf(readFileSync(join(this.settings, `${name}.env`), 'utf8'));
  }

  async program(name: string): Promise<RunningProgram> {
    const program = this.programs.get(name);
    if (!program) throw new Error(`Expected one of ${[...this.programs.keys()].join(', ')}, got ${name}.`);
    return program;
  }

  /** Stops one as its unit does. */
  async stop(name: string): Promise<void> {
    const program = await this.programs.get(name)?.catch(() => undefined);
    await program?.stop();
  }

  /** Starts one as its unit does. */
  start(name: string): Promise<unknown> {
    return this.#control(['start', name === 'gateway' ? 'hub-gateway' : `hub-subgraph@${name}`]);
  }

  async close(): Promise<void> {
    await this.stop('gateway');
    await Promise.all([...this.programs.keys()].map((name) => this.stop(name)));
    await this.postgres.close();
    this.#systemctl?.close();
  }

  /** Stands in for `systemctl …`. As for units of `Type=exec`, a start does not wait until the program is ready. */
  async #control(args: readonly string[]): Promise<Answer> {
    const [verb = '', ...units] = args.filter((arg) => arg !== '--now');
    if (verb === 'daemon-reload') {
      const names = [...documentedUnits().keys()];
      this.#units = new Map(names.map((name) => [name, readFileSync(join(this.units, name), 'utf8')]));
    }
    for (const unit of units) {
      const name = unit.replace(/^hub-(subgraph@)?/, '');
      if (verb === 'reload') (await this.program(name)).process.kill('SIGHUP');
      else if (['enable', 'start', 'stop', 'restart'].includes(verb)) {
        if (verb !== 'enable') await this.stop(name);
        if (verb !== 'stop') this.#start(name, unit);
      } else throw new Error(`Expected another verb, got ${args.join(' ')}.`);
    }
    return {};
  }

  #start(name: string, unit: string): void {
    const text = this.#units.get(unit === 'hub-gateway' ? 'hub-gateway.service' : 'hub-subgraph@.service') ?? '';
    const said = settingsOf(text.replaceAll('%i', name));
    const [, path = ''] = /^\/usr\/bin\/node --enable-source-maps (\S+)$/.exec(said['ExecStart'] ?? '') ?? [];
    const environment = settingsOf(readFileSync(said['EnvironmentFile'] ?? '', 'utf8'));
    // Counts and heads are written every second.
    const more = name === 'gateway' ? { RECEIPTS_EVERY: '1' } : {};
    const starting = startProgram(relative(root, path), [], { ...environment, ...more });
    // A program that fails to start rejects in `program()`; without a waiting caller it must not end the test.
    starting.catch(() => undefined);
    this.programs.set(name, starting);
  }
}
