import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The parts of a docker-compose.yml service that tests read. */
export interface ComposedService {
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly profiles?: readonly string[];
  readonly environment: Readonly<Record<string, string | number>>;
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** docker-compose.yml, whose services run on this machine without containers. */
export class Composed {
  readonly services: Readonly<Record<string, ComposedService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  /** By the volume's name, the folder of its secrets. */
  readonly #secrets: ReadonlyMap<string, string>;

  /**
   * @param secrets the folder in which `hub secrets` has made what is in the volumes.
   * @param urlOf where a service is on this machine; undefined where it is not.
   */
  constructor(
    readonly secrets: string,
    private readonly urlOf: (service: string) => string | undefined,
  ) {
    const file = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));
    const read = parse(readFileSync(file, 'utf8'), { merge: true }) as Pick<Composed, 'services' | 'volumes'>;
    this.services = read.services;
    this.volumes = read.volumes;
    this.#secrets = new Map(
      (read.services['secrets']?.volumes ?? []).map((volume) => {
        const [name = '', path = ''] = volume.split(':');
        return [name, join(secrets, path.replace(/^\/secrets\//, ''))];
      }),
    );
  }

  /** The folders of secrets in the volumes, from `secrets` on. */
  get folders(): string[] {
    return [...this.#secrets.values()].map((path) => path.slice(this.secrets.length + 1));
  }

  /** A service's environment, with the folders and the services of this machine in place of the containers'. */
  environmentOf(name: string): Record<string, string> {
    const service = this.services[name];
    if (!service) throw new Error(`Expected a service of docker-compose.yml, got ${name}.`);
    const mounted = service.volumes.flatMap((volume) => {
      const [from = '', path = ''] = volume.split(':');
      const here = this.#secrets.get(from);
      return here === undefined ? [] : ([[path, here]] as const);
    });
    const local = (value: string) =>
      mounted
        .reduce((text, [path, here]) => text.replaceAll(new RegExp(`(?<![\\w/-])${path}(?=/)`, 'g'), here), value)
        .replace(/^http:\/\/([a-z-]+):4000/, (address, host: string) => this.urlOf(host) ?? address);
    const entries = Object.entries(service.environment).map(([key, value]) => [
      key,
      local(interpolated(String(value))),
    ]);
    return Object.fromEntries(entries) as Record<string, string>;
  }
}

/** A value as Compose reads it if no variable is set: `${NAME:-default}` becomes `default`. */
function interpolated(value: string): string {
  return value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
}
