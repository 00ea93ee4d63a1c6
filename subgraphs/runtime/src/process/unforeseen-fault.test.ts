import { execFile } from 'node:child_process';
import { expect, test } from '@jest/globals';

const program = `
import { unforeseenFault } from ${JSON.stringify(new URL('unforeseen-fault.ts', import.meta.url).href)};
const listening = setInterval(() => undefined, 1000);
const faulted = unforeseenFault((error) => console.error('told:', error.message));
setImmediate(() => { throw new Error('a connection broke'); });
await faulted;
console.log('stops in order');
clearInterval(listening);
`;

test('an error that nothing handles is told, and the process stops in order with exit code 1', async () => {
  const ended = await new Promise((over) => {
    execFile(process.execPath, ['--input-type=module', '--eval', program], (error, out, err) => {
      over([error?.code, out, err]);
    });
  });
  expect(ended).toEqual([1, 'stops in order\n', expect.stringContaining('told: a connection broke\n')]);
});
