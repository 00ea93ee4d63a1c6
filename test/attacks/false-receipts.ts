import { exchangeDigest, type Receipt } from '@hub/protocol';
import { send, type SentRequest, type SigningGateway } from '../support/signing-gateway.js';
import type { Attack, AttackClass } from './support/attack.js';
import type { AttackedHub } from './support/attacked-hub.js';

const refused = { status: 401 };
const quiet = () => undefined;
const settings = { everyMs: 3_600_000, log: { info: quiet, warn: quiet, error: quiet } as never };

/** A gateway after one request with a receipt, and the receipt that it sent. */
async function stated(hub: AttackedHub, code = 'womens-union') {
  const gateway = hub.signingGateway(code, settings);
  await gateway.ask('{ __typename }');
  await gateway.signer.close();
  const sent = gateway.sent.at(-1) as SentRequest;
  return { gateway, sent, receipt: JSON.parse(sent.body ?? '') as Receipt };
}

/** A receipt that differs from the request, signed with the gateway's own key. */
const stating = (
  name: string,
  change: (receipt: Receipt) => Receipt,
  expected: object,
  options?: Parameters<SigningGateway['state']>[1],
): Attack => ({
  name,
  attack: async ({ hub }) => {
    const { gateway, receipt } = await stated(hub);
    return gateway.state(change(receipt), options);
  },
  expected,
});

const attacks: Attack[] = [
  {
    name: 'none of all this: a receipt as it was signed',
    attack: async ({ hub }) => (await stated(hub)).gateway.stats,
    expected: { receipts: 1, exchangesReceipted: 1 },
  },
  {
    name: 'a receipt once more',
    attack: async ({ hub }) => send((await stated(hub)).sent),
    expected: refused,
  },
  {
    name: 'a receipt for another subgraph',
    attack: async ({ hub }) => {
      const { sent } = await stated(hub);
      return send({ ...sent, url: `${hub.subgraphUrl('university')}/trust/receipt` });
    },
    expected: refused,
  },
  {
    name: 'a receipt of another subgraph’s session',
    attack: async ({ hub }) => {
      const { receipt } = await stated(hub, 'university');
      return (await stated(hub)).gateway.state({ ...receipt, audience: 'womens-union' });
    },
    expected: refused,
  },
  stating('a receipt with another body', (receipt) => receipt, refused, {
    change: (sent) => (sent.body = sent.body?.replace('[[1,', '[[2,')),
  }),
  stating('a receipt of a megabyte', (receipt) => receipt, refused, {
    change: (sent) => (sent.body = ' '.repeat(1024 * 1024)),
  }),
  stating(
    'the gateway’s own key, for what was never asked',
    (receipt) => ({ ...receipt, exchanges: [[1000, exchangeDigest({ request: 'DELETE /' })]] }),
    { status: 200, answer: { exchanges: 0, others: [1000] } },
  ),
];

/** Receipts for requests that were changed or never made. */
export const falseReceipts: AttackClass = { name: 'false receipts', attacks };
