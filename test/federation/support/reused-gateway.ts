import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { untilWith } from '../../support/child.js';
import { type RunningGateway, startGateway } from './gateway.js';

const live = 'a new supergraph is live';
const refused = 'the new supergraph cannot be used';

/** The built gateway as one process that takes one supergraph after another: a start for each would take long. */
export class ReusedGateway {
  #gateway: RunningGateway | undefined;
  #folder: string | undefined;
  #heard: ((line: string) => void) | undefined;

  /** @param environment variables that it is started with. */
  constructor(private readonly environment: Readonly<Record<string, string>> = {}) {}

  /**
   * Puts a supergraph in the place of the one before; the first starts the gateway.
   * @returns the gateway's address.
   * @throws Error where the supergraph cannot be used.
   */
  async take(supergraphSdl: string): Promise<string> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'federation-'));
    const file = join(this.#folder, 'supergraph.graphql');
    await writeFile(`${file}.next`, supergraphSdl);
    // From before the file is there: the gateway looks at it by itself, too, and says once that it took it.
    let outcome: string | undefined;
    this.#heard = (line) => {
      if (line.includes(live) || line.includes(refused)) outcome ??= line;
    };
    await rename(`${file}.next`, file);
    if (!this.#gateway) {
      this.#gateway = await startGateway(file, (line) => this.#heard?.(line), this.environment);
      return this.#gateway.url;
    }
    const { child, url } = this.#gateway;
    child.kill('SIGHUP');
    await untilWith(child, () => outcome !== undefined);
    if (outcome?.includes(refused)) throw new Error(outcome);
    return url;
  }

  /** Ends the gateway. */
  async stop(): Promise<void> {
    await this.#gateway?.stop();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true });
  }
}
