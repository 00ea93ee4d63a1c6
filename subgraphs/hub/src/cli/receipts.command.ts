import type { KeyObject } from 'node:crypto';
import { type Exchange, proofOf, type Receipt, ReceiptFault, verifyReceipt } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { type Command, parseCommand } from './command.js';
import { DataFolder } from './data-folder.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { examining, Failure, NotAsked, UsageError } from './failure.js';
import { gatewayKeys } from './gateway-keys.js';
import { askersKeysOf, codeOf } from './home.js';
import type { OperatorEndpoint } from './operator-endpoint.js';

/**
 * `hub receipts [organisation | FOLDER …]`: verifies the receipts of gateways' requests that organisations have stored,
 * and names the first receipt without a trusted gateway's signature. With `--request` it prints the proven facts of a
 * request.
 */
export const receipts: Command = examining(async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: receiptsOptions });
  const named = new Set(positionals.map((one) => codeOf(one, surroundings)));
  const chosen = named.size > 0 ? [...named] : subgraphs.map(({ code }) => code);
  const isOne = chosen.length === 1;
  if (!isOne && (values.url ?? values['token-file']) !== undefined) {
    throw new UsageError('Expected one organisation with --url or --token-file.');
  }
  const data = DataFolder.from(values.data, surroundings);
  const outcomes: boolean[] = [];
  const unasked: string[] = [];
  for (const code of chosen) {
    try {
      const endpoint = await endpointOf(code, values, surroundings, isOne);
      const trusted = gatewayKeys(values['gateway-keys'] ?? askersKeysOf(code), data, surroundings);
      outcomes.push(await areVerified(endpoint, trusted, values.request));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unasked.push(error.message);
    }
  }
  if (!outcomes.every(Boolean)) {
    for (const message of unasked) console.error(message);
    return 1;
  }
  if (unasked.length > 0) throw new NotAsked(unasked.join('\n'));
  return 0;
});

export const receiptsOptions = {
  'gateway-keys': { type: 'string', multiple: true },
  request: { type: 'string' },
  ...endpointOptions,
} as const;

async function areVerified(
  endpoint: OperatorEndpoint,
  trusted: ReadonlyMap<string, KeyObject>,
  request: string | undefined,
): Promise<boolean> {
  const { organisation } = endpoint;
  const summary = new Summary();
  for await (const stored of endpoint.receipts()) {
    try {
      const { receipt, exchanges } = await verifyReceipt(stored, organisation, trusted);
      summary.add(receipt, exchanges);
      if (request === undefined) continue;
      for (const exchange of exchanges) tellOf(exchange, request, `${organisation}, receipt ${stored.number}`);
    } catch (error) {
      if (!(error instanceof ReceiptFault)) throw error;
      console.error(`${organisation}: receipt ${stored.number} proves nothing: ${error.message}.`);
      return false;
    }
  }
  console.log(`${organisation}: ${summary.text}`);
  return true;
}

/** Totals of an organisation's receipts. */
class Summary {
  #receipts = 0;
  #exchanges = 0;
  #first = Infinity;
  #last = -Infinity;
  /** By session: the highest number of an exchange, and the number of stated exchanges. */
  readonly #sessions = new Map<string, { highest: number; stated: number }>();

  add({ session, exchanges: stated }: Receipt, exchanges: readonly Exchange[]): void {
    this.#receipts += 1;
    this.#exchanges += exchanges.length;
    for (const exchange of exchanges) {
      const at = proofOf(exchange).at.getTime();
      this.#first = Math.min(this.#first, at);
      this.#last = Math.max(this.#last, at);
    }
    const before = this.#sessions.get(session) ?? { highest: 0, stated: 0 };
    const highest = Math.max(before.highest, stated.at(-1)?.[0] ?? 0);
    this.#sessions.set(session, { highest, stated: before.stated + stated.length });
  }

  get text(): string {
    if (this.#receipts === 0) return 'no receipts';
    const [first, last] = [this.#first, this.#last].map((time) => new Date(time).toISOString());
    const gaps = [...this.#sessions.values()].reduce(
      (sum, { highest, stated }) => sum + Math.max(0, highest - stated),
      0,
    );
    const withGaps = gaps > 0 ? `; ${gaps} requests that the gateway numbered are in none` : '';
    const proves = this.#receipts === 1 ? '1 receipt proves' : `${this.#receipts} receipts prove`;
    const exchanges = this.#exchanges === 1 ? '1 exchange' : `${this.#exchanges} exchanges`;
    return `${proves} ${exchanges}, from ${first} to ${last}${withGaps}`;
  }
}

/** Prints the proven facts of a request id, if the exchange has it. */
function tellOf(exchange: Exchange, request: string, where: string): void {
  const { at, requestId, caller, purpose, bodyDigest, status, answerDigest } = proofOf(exchange);
  if (requestId !== request) return;
  console.log(
    [
      `${where}: asked at ${at.toISOString()}`,
      `  caller   ${caller ?? 'nobody known'}`,
      `  purpose  ${purpose ?? 'none named'}`,
      `  body     ${bodyDigest ?? 'none'}`,
      `  status   ${status ?? 'no answer stated'}`,
      `  answer   ${answerDigest ?? (status === undefined ? 'no answer stated' : 'a stream, by its head alone')}`,
    ].join('\n'),
  );
}
