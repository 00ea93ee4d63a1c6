import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { UsageError } from './failure.js';

/**
 * Reads a citizen's number from standard input: the whole input from a pipe, or a hidden line from a terminal.
 * @throws UsageError that does not repeat the input.
 */
export async function readCitizenNumber(input: NodeJS.ReadStream = process.stdin): Promise<string> {
  const given = (input.isTTY ? await readHidden(input) : await text(input)).trim();
  if (/^\d{12}$/.test(given)) return given;
  throw new UsageError("Expected a citizen's number of 12 digits alone on standard input.");
}

async function readHidden(input: NodeJS.ReadStream): Promise<string> {
  process.stderr.write("The citizen's number (it is not shown): ");
  const nothing = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input, output: nothing, terminal: true });
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve).once('close', () => {
      resolve('');
    });
  });
  lines.close();
  process.stderr.write('\n');
  return line;
}
