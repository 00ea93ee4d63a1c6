import { randomBytes, createSecretKey } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { EventSeals, sealLength } from '@hub/protocol';
import { expect, test } from '@jest/globals';
import { BrokenSeal, sealing, unsealing } from './sealed-body.js';

const key = createSecretKey(randomBytes(32));
const seals = (signature = 'c2lnbmF0dXJl') => new EventSeals(key, signature);
const sealed = (body: Buffer) => buffer(Readable.from([body]).pipe(sealing(seals(), 'asked-body')));
const chunks = (body: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(body.length / size) }, (_, at) => body.subarray(at * size, (at + 1) * size)),
  );
const opened = (body: Buffer, size = 7, way: 'asked-body' | 'answered-body' = 'asked-body', signature?: string) => {
  const opening = unsealing(seals(signature), way);
  chunks(body, size).pipe(opening);
  return buffer(opening);
};

test.each([0, 1, 43, 44, 45, 100_000])(
  'a body of %i bytes comes out as it went in, however it is cut',
  async (bytes) => {
    const body = randomBytes(bytes);
    const sent = await sealed(body);
    expect(sent).toHaveLength(bytes + sealLength);
    for (const size of [7, sealLength, 65_536]) expect(await opened(sent, size)).toEqual(body);
  },
);

test('a body that was altered, cut off, made longer, sent the other way or for another request is told', async () => {
  const sent = await sealed(Buffer.from('citizen_number,full_name\n'));
  const altered = Buffer.from(sent);
  altered[3] = (altered[3] ?? 0) ^ 1;
  for (const wrong of [altered, sent.subarray(0, -1), sent.subarray(0, 10), Buffer.concat([sent, sent]), Buffer.of(1)])
    await expect(opened(wrong)).rejects.toThrow(BrokenSeal);
  await expect(opened(sent, 7, 'answered-body')).rejects.toThrow(BrokenSeal);
  await expect(opened(sent, 7, 'asked-body', 'b3RoZXI=')).rejects.toThrow(BrokenSeal);
});
