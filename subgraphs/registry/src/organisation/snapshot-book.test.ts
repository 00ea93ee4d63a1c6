import { expect, test } from '@jest/globals';
import { SnapshotBook } from './snapshot-book.js';

type EntityManager = ConstructorParameters<typeof SnapshotBook>[0];

test('a snapshot that is made while the one before is read is told to those who follow, at once', async () => {
  const made = [1];
  let reading = Promise.withResolvers<undefined>();
  const begun = Promise.withResolvers<undefined>();
  const execute = async () => {
    const number = made.at(-1);
    begun.resolve(undefined);
    await reading.promise;
    return [{ content: JSON.stringify({ number }), composedOf: null }];
  };
  const em = { fork: () => ({ execute }) } as unknown as EntityManager;
  const book = new SnapshotBook(em, { key: () => undefined, now: () => new Date(), operators: () => ({}) as never });
  const follows = book.after(1, new AbortController().signal);
  await begun.promise;
  // The row was read, and its answer is on its way.
  made.push(2);
  book.changed();
  reading.resolve(undefined);
  expect(JSON.parse((await follows).snapshot)).toEqual({ number: 2 });
  reading = Promise.withResolvers();
  reading.resolve(undefined);
  expect(JSON.parse((await book.after(0, new AbortController().signal)).snapshot)).toEqual({ number: 2 });
  book.close();
});
