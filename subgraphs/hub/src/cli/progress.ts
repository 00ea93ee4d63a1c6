import { MultiBar } from 'cli-progress';

/** One organisation's files on their way in. */
export interface Track {
  /** @param rows read so far, over all of its files. */
  advance(rows: number, file: string): void;
  /** Says in a few words how it ended. */
  finish(words: string): void;
}

/** Shows how far the organisations' files are. */
export interface Progress {
  track(organisation: string, rows: number): Track;
  close(): void;
}

/** A bar for each organisation on a terminal; elsewhere a line now and then. */
export function showProgress(output: NodeJS.WriteStream = process.stderr): Progress {
  return output.isTTY ? bars(output) : lines(output);
}

/** A number of rows as people read it: `1,234 rows`. */
export function inRows(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}

function bars(stream: NodeJS.WritableStream): Progress {
  const all = new MultiBar({
    format: '  {organisation} {bar} {percentage}% of {rows}, {eta_formatted} left  {words}',
    barsize: 24,
    hideCursor: true,
    // Ctrl-C is the command's own affair.
    gracefulExit: false,
    stream,
  });
  return {
    track: (organisation, rows) => {
      const bar = all.create(rows, 0, { organisation: organisation.padEnd(14), rows: inRows(rows), words: '' });
      return {
        advance: (read, file) => {
          bar.update(Math.min(read, rows), { words: file });
        },
        finish: (words) => {
          bar.update(rows, { words });
        },
      };
    },
    close: () => {
      all.stop();
    },
  };
}

const quietMilliseconds = 5000;

/** How long the rest takes, at the pace of what is in: `, some 3 min left`; nothing while there is no pace. */
function timeLeft(milliseconds: number, read: number, rows: number): string {
  if (read === 0 || read >= rows) return '';
  const seconds = Math.ceil(((milliseconds / read) * (rows - read)) / 1000);
  return seconds < 100 ? `, some ${seconds} s left` : `, some ${Math.round(seconds / 60)} min left`;
}

function lines(output: NodeJS.WritableStream): Progress {
  return {
    track: (organisation, rows) => {
      const began = Date.now();
      let spoke = began;
      return {
        advance: (read, file) => {
          if (Date.now() - spoke < quietMilliseconds) return;
          spoke = Date.now();
          const left = timeLeft(spoke - began, read, rows);
          output.write(`  ${organisation}: ${read.toLocaleString('en')} of ${inRows(rows)}${left} (${file})\n`);
        },
        finish: (words) => {
          output.write(`  ${organisation}: ${words}\n`);
        },
      };
    },
    close: () => undefined,
  };
}
