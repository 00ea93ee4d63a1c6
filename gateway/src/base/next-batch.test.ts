import { expect, test } from '@jest/globals';
import { nextBatch } from './next-batch.js';

test('all that arrives in one turn of the event loop is gone on with together, in its order, and what comes later after it', async () => {
  const order: string[] = [];
  const arrive = async (name: string) => {
    order.push(`${name} came`);
    await nextBatch();
    order.push(name);
  };
  const together = [arrive('first'), arrive('second')];
  await Promise.resolve();
  together.push(arrive('third'));
  const later = new Promise((done) => setImmediate(done)).then(() => arrive('later'));
  await Promise.all([...together, later]);
  expect(order).toEqual(['first came', 'second came', 'third came', 'first', 'second', 'third', 'later came', 'later']);
});
