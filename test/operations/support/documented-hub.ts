import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { subgraphs } from '@hub/runtime';
import { hub, type Outcome } from '../../hub/support/hub.js';
import { Composed } from '../../support/composed.js';
import { freePort } from '../../support/free-port.js';
import { type RunningIssuer, startIssuer } from '../../support/issuer.js';
import { type RunningProgram, startProgram } from '../../support/program.js';
import { runDocumented } from './documented-commands.js';
import { PostgresServer } from './postgres-server.js';
import { type Answer, StandIn } from './stand-in.js';

const built = fileURLToPath(new URL('../../../subgraphs/hub/dist/hub.js', import.meta.url));

/**
 * The hub of docker-compose.yml on this machine: the built programs in its environment, on a PostgreSQL server, with one
 * database for each organisation, and documented commands in which `docker` reaches these programs.
 */
export class DocumentedHub {
  readonly programs = new Map<string, RunningProgram>();
  readonly issuer: RunningIssuer;
  readonly postgres: PostgresServer;
  readonly compose: Composed;
  readonly #ports: ReadonlyMap<string, number>;
  #docker: StandIn | undefined;

  private constructor(
    readonly folder: string,
    /** Additional or different environment variables, by service. */
    readonly more: Record<string, Record<string, string>>,
    {
      postgres,
      issuer,
      ports,
    }: { postgres: PostgresServer; issuer: RunningIssuer; ports: ReadonlyMap<string, number> },
  ) {
    this.postgres = postgres;
    this.issuer = issuer;
    this.#ports = ports;
    this.compose = new Composed(join(folder, 'secrets'), (service) => this.urlOf(service));
  }

  /** Makes the secrets and starts all services. */
  static async start(
    programs: string,
    folder: string,
    more: Record<string, Record<string, string>> = {},
  ): Promise<DocumentedHub> {
    const services = [...subgraphs.map(({ code }) => code), 'gateway'];
    const ports = new Map<string, number>();
    for (const service of services) ports.set(service, await freePort());
    const [postgres, issuer] = await Promise.all([PostgresServer.open(programs), startIssuer()]);
    const made = new DocumentedHub(folder, more, { postgres, issuer, ports });
    try {
      await made.#begin(services);
      return made;
    } catch (error) {
      await made.stop();
      throw error;
    }
  }

  async #begin(services: readonly string[]): Promise<void> {
    const { folder, postgres } = this;
    const secrets = await hub(['secrets', 'secrets'], { folder });
    if (secrets.exitCode !== 0) throw new Error(secrets.stderr);
    for (const { code } of subgraphs)
      execFileSync('createdb', ['--username', 'hub', code], { env: postgres.environment });
    this.#docker = await StandIn.open('docker', join(folder, 'bin'), (args) => this.#run(args));
    for (const service of services) await this.startService(service);
  }

  urlOf(service: string): string | undefined {
    const port = this.#ports.get(service);
    return port === undefined ? undefined : `http://127.0.0.1:${port}`;
  }

  async startService(service: string): Promise<void> {
    const isGateway = service === 'gateway';
    const environment = {
      ...this.compose.environmentOf(service),
      HOST: '127.0.0.1',
      PORT: String(this.#ports.get(service)),
      // The issuer is one for development, on this machine.
      ...(isGateway
        ? { ...this.issuer.environment, NODE_ENV: 'test', AGREEMENTS: '', TRUSTED_PROXIES: '0', RECEIPTS_EVERY: '1' }
        : {}),
      // Its one role here is the owner of all databases.
      ...(isGateway ? {} : { DATABASE_URL: this.postgres.urlOf(service), MIGRATE_AT_START: 'true' }),
      ...this.more[service],
    };
    const path = isGateway ? 'gateway/dist/main.js' : `subgraphs/${service}/dist/main.js`;
    this.programs.set(service, await startProgram(path, [], environment, isGateway ? /^ready$/ : undefined));
  }

  /** Has movement take organisations' releases in from now on: as a client of the issuer that knows their keys. */
  async followReleases(): Promise<void> {
    this.more['movement'] = {
      HUB_TOKEN_ISSUER: this.issuer.url,
      HUB_CLIENT_SECRET_FILE: this.issuer.secretFile,
      RELEASE_KEYS_FOLDER: join(this.folder, 'secrets/public-keys'),
    };
    await this.stopService('movement');
    await this.startService('movement');
  }

  async stopService(service: string): Promise<void> {
    await this.programs.get(service)?.stop();
  }

  /** Runs a documented command in a folder of the test's own. */
  documented(name: string, environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return runDocumented(name, this.folder, {
      ...this.postgres.environment,
      PATH: `${this.#docker?.folder ?? ''}:${this.postgres.environment['PATH']}`,
      ...environment,
    });
  }

  async stop(): Promise<void> {
    await this.stopService('gateway');
    await Promise.all([...this.programs.keys()].map((service) => this.stopService(service)));
    await Promise.all([this.issuer.stop(), this.postgres.close()]);
    this.#docker?.close();
  }

  /** What `docker compose …` does here. */
  async #run([compose, verb, ...args]: readonly string[]): Promise<Answer> {
    if (compose !== 'compose') throw new Error(`Expected docker compose, got docker ${compose}.`);
    if (verb === 'stop') await Promise.all(args.map((service) => this.stopService(service)));
    else if (verb === 'start') for (const service of args) await this.startService(service);
    else if (verb === 'kill') {
      const [flag, signal, service = ''] = args;
      if (flag !== '--signal') throw new Error(`Expected --signal, got ${flag}.`);
      this.programs.get(service)?.process.kill(`SIG${signal}` as NodeJS.Signals);
    } else if (verb === 'exec') return this.#exec(args);
    else if (verb === 'run') return this.#runOnce(args);
    else throw new Error(`Expected stop, start, kill, exec or run, got ${verb}.`);
    return {};
  }

  /**
   * Runs PostgreSQL's programs in the container of a database, and the command `hub` in an organisation's container.
   */
  #exec([flag, container = '', command = '', ...args]: readonly string[]): Answer {
    if (flag === '-T' && command === 'hub')
      return { command: process.execPath, args: [built, ...args], env: this.#inside(container) };
    const service = container.replace(/-database$/, '');
    if (flag !== '-T' || !this.compose.services[container])
      throw new Error(`Expected -T and a service, got ${container}.`);
    // In its container the database, too, is called `hub`.
    const here = args.map((arg, index) => (arg === 'hub' && args[index - 1] !== '--username' ? service : arg));
    return { command, args: here, env: this.postgres.environment };
  }

  /** The environment of a command in an organisation's container, which finds its subgraph there. */
  #inside(service: string): NodeJS.ProcessEnv {
    const environment = this.compose.environmentOf(service);
    const name = service.toUpperCase().replaceAll('-', '_');
    return {
      ...environment,
      [`SUBGRAPH_URL_${name}`]: this.urlOf(service),
      [`OPERATOR_TOKEN_FILE_${name}`]: environment['OPERATOR_TOKEN_FILE'],
    };
  }

  #runOnce([flag, service = '', ...args]: readonly string[]): Answer {
    if (flag !== '--rm') throw new Error(`Expected --rm, got ${flag}.`);
    const { environment = {}, entrypoint } = this.compose.services[service] ?? {};
    const [first, ...rest] = [...(entrypoint ?? []), ...args];
    if (first !== 'hub') throw new Error(`Expected the command hub, got ${first}.`);
    const secrets = join(this.folder, 'secrets');
    return {
      command: process.execPath,
      args: [built, ...rest.map((arg) => (arg === '/secrets' ? secrets : arg))],
      env:
        Object.keys(environment).length > 0 ? { ...this.compose.environmentOf(service), ...this.more['operator'] } : {},
    };
  }
}
