import { type OpenEndpoints } from '@hub/kit';
import { takeRecords } from '@hub/protocol';
import { lookWhileListening } from '@hub/runtime';
import { noOrganisations, type OperatorsOrganisations, operatorsOrganisations } from './operators-organisations.js';
import type { SnapshotBook } from './snapshot-book.js';

/** Interval between two looks at the operator's folders, in milliseconds. */
const everyMs = 2000;

/** The organisations from the operator's folders at the last reading. */
export class OperatorsFolders {
  #found = noOrganisations;
  /** The same as a text: it is as long as all schemas, and compared with every two seconds. */
  #text = JSON.stringify(noOrganisations);
  #said = '';

  constructor(private readonly endpoints: Pick<OpenEndpoints, 'config' | 'server'>) {}

  /** The organisations at the last reading. */
  get found(): OperatorsOrganisations {
    return this.#found;
  }

  /** Reads the folders again. @returns whether they have changed. Each set of faults is logged once. */
  async read(): Promise<boolean> {
    const { config, server } = this.endpoints;
    const { problems, ...found } = await operatorsOrganisations(config, process.env, this.#found);
    const said = problems.join('\n');
    if (said !== '' && said !== this.#said) {
      server.log.error({ problems }, 'files of organisations cannot be used; what they said before stays');
    }
    this.#said = said;
    const text = JSON.stringify(found);
    const isNew = text !== this.#text;
    this.#take(found, text);
    return isNew;
  }

  #take(found: OperatorsOrganisations, text: string): void {
    this.#found = found;
    this.#text = text;
    takeRecords(found.records);
  }

  /** Reads the folders before the server is ready, and makes a snapshot after each change while it listens. */
  follow(snapshots: () => SnapshotBook): void {
    const { server } = this.endpoints;
    let isDue = true;
    let fault = '';
    const make = async () => {
      const [former, formerText] = [this.#found, this.#text];
      if (await this.read()) isDue = true;
      try {
        if (isDue) await snapshots().open();
      } catch (error) {
        // A folder whose schema does not compose with the others must not block other changes.
        if (former !== noOrganisations) this.#take(former, formerText);
        throw error;
      }
      isDue = false;
      fault = '';
    };
    const failed = (error: Error) => {
      if (error.message !== fault)
        server.log.error({ err: error }, 'no snapshot can be made; the one before stays in use');
      fault = error.message;
    };
    server.addHook('onReady', async () => {
      try {
        await make();
      } catch (error) {
        if (!(await snapshots().hasAny())) throw error;
        failed(error as Error);
      }
    });
    const look = () => make().catch(failed);
    lookWhileListening(server, { everyMs, look, fault: 'cannot look at the folders of organisations' });
    server.addHook('preClose', (done) => {
      snapshots().close();
      done();
    });
  }
}
