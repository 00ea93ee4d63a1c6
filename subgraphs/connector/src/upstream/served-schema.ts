import type { FastifyBaseLogger } from 'fastify';
import { askSchema } from './ask-schema.js';
import { KnownOperations } from './known-operations.js';
import type { System } from './upstream-client.js';
import { UpstreamFault } from './upstream-fault.js';
import { readUpstreamSchema, type Remark } from './upstream-schema.js';
import type { NumbersSettings } from './upstream-settings.js';

/** The state of a system's schema. */
export interface SchemaState {
  /** Why there is none, or why the former one is served; undefined where the present one is. */
  readonly fault: string | undefined;
  readonly remarks: readonly Remark[];
  /** When it was last read, in RFC 3339; undefined where it never was. */
  readonly readAt: string | undefined;
}

export interface ServedSchemaOptions {
  readonly client: System;
  readonly numbers: NumbersSettings;
  readonly everyMs: number;
  readonly log: FastifyBaseLogger;
}

/** How long after a failure it is read again, in milliseconds, unless the usual interval is shorter. */
const againMs = 3000;

/**
 * The schema of an organisation's own system: read from it, checked, and read again at intervals. An unusable schema
 * leaves the former one in force, until the system is repaired.
 */
export class ServedSchema {
  #operations: KnownOperations | undefined;
  #state: SchemaState = { fault: undefined, remarks: [], readAt: undefined };
  #refused: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly options: ServedSchemaOptions) {}

  /** The cache that prepares operations; undefined while no schema could be read. */
  get operations(): KnownOperations | undefined {
    return this.#operations;
  }

  get state(): SchemaState {
    return this.#state;
  }

  /** Reads the schema, and repeats it at intervals. */
  async follow(): Promise<void> {
    await this.look();
    if (this.#closed) return;
    const { everyMs } = this.options;
    const wait = this.#state.fault === undefined ? everyMs : Math.min(everyMs, againMs);
    this.#timer = setTimeout(() => void this.follow(), wait).unref();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Reads the schema now. */
  async look(): Promise<void> {
    try {
      this.#take(await askSchema(this.options.client));
    } catch (error) {
      if (!(error instanceof UpstreamFault)) throw error;
      this.#failed(`${error.code}: ${error.detail}`, this.#state.remarks);
    }
  }

  #take(sdl: string): void {
    const { log, numbers } = this.options;
    const readAt = new Date().toISOString();
    if (sdl === this.#operations?.upstream.sdl) {
      if (this.#state.fault !== undefined) log.info('the schema of the system is served as it is again');
      this.#refused = undefined;
      this.#state = { fault: undefined, remarks: this.#state.remarks, readAt };
      return;
    }
    if (sdl === this.#refused) return;
    const { served, remarks } = readUpstreamSchema(sdl, numbers);
    if (!served) {
      this.#refused = sdl;
      const [{ message } = { message: 'it cannot be read' }] = remarks;
      const kept = this.#operations ? 'it changed, and the one before is served' : 'there is none to serve';
      this.#failed(`${message} (${kept})`, remarks);
      return;
    }
    const isChange = this.#operations !== undefined;
    this.#refused = undefined;
    this.#operations = new KnownOperations(served);
    this.#state = { fault: undefined, remarks, readAt };
    log.info(
      { remarks: remarks.map(({ message }) => message) },
      isChange ? 'the system has another schema' : 'read the schema of the system',
    );
  }

  #failed(fault: string, remarks: readonly Remark[]): void {
    if (fault !== this.#state.fault) this.options.log.error({ fault }, 'cannot read the schema of the system');
    this.#state = { ...this.#state, fault, remarks };
  }
}
