import { exchangeDigest, readReceiptAnswer, receiptPath } from '@hub/protocol';
import { type Group, LeftOut } from './check.js';
import { again, type Refusals, unsigned } from './refusals.js';
import { strangersKey } from './session-checks.js';
import { type Session, type ExaminedSubgraph, unmet } from './examined.js';

/** Checks that the subgraph acknowledges the exchanges it took part in, and no others. */
export function receiptChecks(subgraph: ExaminedSubgraph, refusals: Refusals): Group {
  const { name: audience, trusted } = subgraph.options;
  const wrong = 'A'.repeat(43);
  const receipt = (session: Session, exchanges: readonly (readonly [number, string])[], more: object = {}) => ({
    ...{ audience, session: session.id, exchanges },
    ...more,
  });
  /** Sends a request in a new session, and returns the digest of the exchange. */
  const asked = async (): Promise<{ session: Session; digest: string }> => {
    const session = await subgraph.agree();
    const exchange = await subgraph.ask({ query: '{ __typename }' }, {}, session);
    const { base } = subgraph.genuineAnswer(exchange, 200, [{ id: session.id, key: session.keys.answers }]);
    return { session, digest: exchangeDigest({ request: exchange.base, answer: base }) };
  };
  const state = async (said: object) => {
    const exchange = await subgraph.own(receiptPath, said);
    if (exchange.answered.status === 404) throw new LeftOut('it takes no receipts: nothing proves what it was asked');
    const answer = readReceiptAnswer(subgraph.genuine(exchange, 200, trusted));
    return { exchange, answer };
  };
  const refused = (name: string, said: (session: Session) => object, signing: object = {}) => ({
    name,
    run: async () => {
      const exchange = await subgraph.own(receiptPath, said(await subgraph.session()), signing);
      if (exchange.answered.status === 404) throw new LeftOut('it takes no receipts');
      refusals.expect(exchange);
    },
  });
  return {
    name: 'receipts',
    page: 'docs/protocol/receipts.md',
    checks: [
      {
        name: 'an exchange is acknowledged, once, and one that is stated otherwise is not',
        run: async () => {
          const { session, digest } = await asked();
          const stated = [[1, digest] as const, [2, wrong] as const];
          const { exchange, answer } = await state(receipt(session, stated));
          if (answer?.session !== session.id || answer.exchanges !== 1 || answer.others.join() !== '2') {
            throw unmet(exchange, `{"session":"${session.id}","exchanges":1,"others":[2]}`);
          }
          const next = await state(receipt(session, [[1, digest]], {}));
          if (next.answer?.exchanges !== 0 || next.answer.others.join() !== '1') {
            throw unmet(next.exchange, 'no exchange acknowledged a second time: {"exchanges":0,"others":[1]}');
          }
        },
      },
      {
        name: 'an exchange that is stated wrongly is told as another',
        run: async () => {
          const { session } = await asked();
          const { exchange, answer } = await state(receipt(session, [[1, wrong]]));
          if (answer?.exchanges !== 0 || answer.others.join() !== '1')
            throw unmet(exchange, '"exchanges":0,"others":[1]');
        },
      },
      refused('a receipt under a foreign key is refused', (session) => receipt(session, [[1, wrong]]), {
        key: strangersKey(),
      }),
      refused('a receipt without a signature is refused', (session) => receipt(session, [[1, wrong]]), {
        change: unsigned,
      }),
      refused('a receipt for another subgraph is refused', (session) =>
        receipt(session, [[1, wrong]], { audience: 'x' }),
      ),
      refused('a receipt of an unknown session is refused', (session) =>
        receipt(session, [[1, wrong]], { session: 'x' }),
      ),
      refused('a receipt with numbers that do not rise is refused', (session) =>
        receipt(session, [
          [2, wrong],
          [1, wrong],
        ]),
      ),
      {
        name: 'a receipt with a nonce that was used is refused',
        run: async () => {
          const exchange = await subgraph.own(receiptPath, receipt(await subgraph.session(), [[9, wrong]]));
          if (exchange.answered.status === 404) throw new LeftOut('it takes no receipts');
          refusals.expect(await again(subgraph, exchange));
        },
      },
    ],
  };
}
