import { expect, test } from '@jest/globals';
import { Signer } from '../trust/signer.js';
import { hangTrial } from './hang-trial.js';

test('a trial that this gateway cannot send is no verdict on the subgraph, and is logged', async () => {
  const logged: unknown[] = [];
  const trial = hangTrial({
    subgraph: { name: 'youth-union', url: 'http://127.0.0.1:9/graphql' },
    // It has no session.
    signer: Object.defineProperty(Object.create(Signer.prototype) as Signer, 'isReady', { value: true }),
    tls: undefined,
    trialMs: 1000,
    log: { warn: (...entry: unknown[]) => logged.push(entry) },
  });
  expect(await trial.ask()).toBe('answered');
  expect(logged).toMatchObject([[{ subgraph: 'youth-union' }, 'cannot ask a subgraph whether it hangs']]);
  await trial.close();
});
