import type { Caller } from '@hub/kit';
import type { AnsweredElsewhere, AskedElsewhere, Elsewhere, OpenElsewhere } from '@hub/kit/service';
import { type Clock, clientError, type OrganisationAgreements } from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLError } from 'graphql';
import { AgreedFields } from './agreed-fields.js';
import { type AskedBody, readAskedBody } from './asked-body.js';
import { plainHeaders } from './caller-headers.js';
import { judgeAnswer } from './judged-answer.js';
import type { KnownOperations } from './known-operations.js';
import type { Prepared } from './prepared.js';
import { type SchemaState, ServedSchema } from './served-schema.js';
import { Turns } from './turns.js';
import { type System, UpstreamClient } from './upstream-client.js';
import { errorOf, UpstreamFault } from './upstream-fault.js';
import type { NumbersSettings, UpstreamSettings } from './upstream-settings.js';

/** How many requests may wait for a turn, in addition to the running ones. */
const waitingForEach = 8;

/** The state of a system behind the connector, for the page. */
export interface UpstreamState extends SchemaState {
  readonly requests: number;
  /** How often each fault occurred, by its code. */
  readonly faults: Readonly<Record<string, number>>;
  /** The last fault, in words. */
  readonly last: string | undefined;
}

/** The system, and the rules for its answers. */
export interface UpstreamOptions {
  readonly system: System;
  /** The meaning of its schema's numbers. */
  readonly numbers: NumbersSettings;
  /** How often its schema is read again, in milliseconds. */
  readonly schemaEveryMs: number;
  /** The most requests that it gets at once; others wait. */
  readonly atOnce: number;
  /** The codes of its errors whose messages callers may read. */
  readonly messagesOf: readonly string[];
  /** The organisation's own file of agreements; without one, they are not checked here. */
  readonly agreements?: OrganisationAgreements | undefined;
}

/** An organisation's own Federation 2 endpoint, in any language, behind the connector. */
export function upstreamOf(settings: UpstreamSettings, agreements: OrganisationAgreements | undefined): Upstream {
  const { url, within: withinMs, mostMebibytes, atOnce, schemaEvery: schemaEveryMs, numbers, messagesOf } = settings;
  const system = new UpstreamClient({ url, withinMs, mostBytes: mostMebibytes * 2 ** 20, connections: atOnce + 1 });
  return new Upstream({ system, numbers, schemaEveryMs, atOnce, messagesOf, agreements });
}

/** A system behind the connector: the connector limits its requests, and checks its answers. */
export class Upstream implements Elsewhere {
  #open: UpstreamGraph | undefined;

  constructor(private readonly options: UpstreamOptions) {}

  async open(parts: { readonly log: FastifyBaseLogger; readonly now: Clock }): Promise<OpenElsewhere> {
    this.#open = new UpstreamGraph(this.options, parts);
    await this.#open.start();
    return this.#open;
  }

  /** The system's state; undefined before it is open. */
  get state(): UpstreamState | undefined {
    return this.#open?.state;
  }
}

class UpstreamGraph implements OpenElsewhere {
  readonly #schema: ServedSchema;
  readonly #turns: Turns;
  readonly #agreed: AgreedFields | undefined;
  readonly #faults = new Map<string, number>();
  #requests = 0;
  #last: string | undefined;

  constructor(
    private readonly options: UpstreamOptions,
    private readonly parts: { readonly log: FastifyBaseLogger; readonly now: Clock },
  ) {
    const { system: client, schemaEveryMs: everyMs, numbers, atOnce } = options;
    this.#schema = new ServedSchema({ client, numbers, everyMs, log: parts.log });
    this.#turns = new Turns({ atOnce, waiting: atOnce * waitingForEach });
    this.#agreed = options.agreements && new AgreedFields(options.agreements);
  }

  start(): Promise<void> {
    return this.#schema.follow();
  }

  get state(): UpstreamState {
    return {
      ...this.#schema.state,
      requests: this.#requests,
      faults: Object.fromEntries(this.#faults),
      last: this.#last,
    };
  }

  sdl(): string | undefined {
    return this.#schema.operations?.upstream.sdl;
  }

  async close(): Promise<void> {
    this.#schema.close();
    await this.options.system.close();
  }

  async answer(asked: AskedElsewhere): Promise<AnsweredElsewhere> {
    this.#requests += 1;
    const { requestId, caller } = asked;
    const { operations } = this.#schema;
    if (!operations) return this.#fault(new UpstreamFault('UPSTREAM_NO_SCHEMA', 'none was read yet'), asked);
    const body = readAskedBody(asked.body);
    if (!body) return refused(400, [clientError('BAD_REQUEST', 'Expected JSON with an operation in query.')]);
    const prepared = operations.get(body.query, body.operationName);
    if (!('check' in prepared)) return refused(400, prepared);
    const missing = prepared.required.find((name) => (body.variables[name] ?? null) === null);
    if (missing !== undefined) {
      return refused(400, [clientError('BAD_USER_INPUT', `Expected a value of the variable $${missing}.`)]);
    }
    const stranger = caller && this.#refusal(operations, prepared, caller);
    if (stranger) {
      asked.log.warn({ subject: caller.subject, requestId }, 'a gateway asked for more than its caller may see');
      return refused(403, [stranger]);
    }
    if (prepared.own) return { status: 200, body: JSON.stringify({ data: prepared.own }) };
    try {
      return await this.#handOn(prepared, body, asked);
    } catch (error) {
      if (error instanceof UpstreamFault) return this.#fault(error, asked);
      throw error;
    }
  }

  /** The refusal of an operation that its caller may not see, by the schema's demands and by the agreements. */
  #refusal({ upstream }: KnownOperations, { document, fields }: Prepared, caller: Caller): GraphQLError | undefined {
    if (!upstream.rights.areMet(document, caller)) {
      return clientError('UNAUTHORIZED_FIELD_OR_TYPE', 'Not authorised to see every field of the operation.');
    }
    const field = this.#agreed?.refused(fields, caller, this.parts.now());
    if (field === undefined) return undefined;
    return clientError(
      'UNAUTHORIZED_FIELD_OR_TYPE',
      `No agreement in force shares ${field} with the caller for its purpose.`,
    );
  }

  async #handOn(prepared: Prepared, body: AskedBody, asked: AskedElsewhere): Promise<AnsweredElsewhere> {
    const { caller, requestId, log } = asked;
    const end = await this.#turns.take(caller?.subject ?? caller?.app ?? '');
    if (!end) throw new UpstreamFault('UPSTREAM_BUSY', 'expected fewer requests at once');
    let bytes: Buffer;
    try {
      const { operationName, variables } = body;
      const sent =
        prepared.text === undefined ? asked.body : JSON.stringify({ query: prepared.text, operationName, variables });
      bytes = await this.#post(sent, plainHeaders(caller, requestId), prepared.isQuery);
    } finally {
      end();
    }
    const { messagesOf } = this.options;
    const judged = judgeAnswer(bytes, { prepared, variables: body.variables, requestId, messagesOf });
    for (const detail of judged.details) this.#note(detail.split(':')[0] ?? '', detail);
    if (judged.details.length > 0)
      log.error({ requestId, details: judged.details }, 'an answer of the system is not as it must be');
    if (judged.reported.length > 0) {
      this.#note('UPSTREAM_ERROR', `UPSTREAM_ERROR: ${judged.reported[0]}`);
      log.warn({ requestId, reported: judged.reported }, 'the system reports errors');
    }
    return { status: 200, body: judged.body };
  }

  /**
   * Posts an operation. A query is sent once more where the connection broke: the system may have closed an idle
   * connection.
   */
  async #post(body: Buffer | string, headers: Readonly<Record<string, string>>, isQuery: boolean): Promise<Buffer> {
    const { system } = this.options;
    try {
      return await system.post(body, headers);
    } catch (error) {
      const isBroken = error instanceof UpstreamFault && error.code === 'UPSTREAM_UNREACHABLE';
      if (!isBroken || !isQuery) throw error;
      return system.post(body, headers);
    }
  }

  #fault({ code, detail }: UpstreamFault, { requestId, log }: AskedElsewhere): AnsweredElsewhere {
    this.#note(code, `${code}: ${detail}`);
    log.error({ code, detail, requestId }, 'the system did not answer as it must');
    return refused(200, [errorOf(code, requestId)]);
  }

  #note(code: string, what: string): void {
    this.#faults.set(code, (this.#faults.get(code) ?? 0) + 1);
    this.#last = what;
  }
}

function refused(status: number, errors: readonly GraphQLError[]): AnsweredElsewhere {
  return { status, body: JSON.stringify({ data: null, errors }) };
}
