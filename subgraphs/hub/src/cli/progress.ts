import { MultiBar } from 'cli-progress';
import { type ImportStage, TimeLeft } from './time-left.js';

/** Progress of one organisation's files. */
export interface Track {
  /**
   * @param rows number of rows read or written so far, in all of its files.
   * @param stage the stage of the import, if there is a single file.
   */
  advance(rows: number, file: string, stage?: ImportStage): void;
  /** Shows the result in a few words. */
  finish(words: string): void;
}

/** Display of the progress of the organisations' files. */
export interface Progress {
  track(organisation: string, rows: number): Track;
  close(): void;
}

/** A bar for each organisation on a terminal; without a terminal, an occasional line. */
export function showProgress(output: NodeJS.WriteStream = process.stderr): Progress {
  return output.isTTY ? bars(output) : lines(output);
}

/** A number of rows for people: `1,234 rows`. */
export function inRows(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}

function bars(stream: NodeJS.WritableStream): Progress {
  const all = new MultiBar({
    format: '  {organisation} {bar} {percentage}% of {rows}, {left}  {words}',
    barsize: 24,
    hideCursor: true,
    // The command itself handles Ctrl-C.
    gracefulExit: false,
    stream,
  });
  return {
    track: (organisation, rows) => {
      const bar = all.create(rows, 0, {
        organisation: organisation.padEnd(14),
        rows: inRows(rows),
        words: '',
        left: '',
      });
      const time = new TimeLeft(rows, Date.now());
      return {
        advance: (done, file, stage) => {
          const share = shareOf(time, { done, rows, stage });
          bar.update(Math.floor(rows * share), { words: file, left: time.words });
        },
        finish: (words) => {
          bar.update(rows, { words, left: '' });
        },
      };
    },
    close: () => {
      all.stop();
    },
  };
}

const quietMilliseconds = 5000;

/** Updates the estimate. @returns the completed share. */
function shareOf(
  time: TimeLeft,
  { done, rows, stage }: { readonly done: number; readonly rows: number; readonly stage: ImportStage | undefined },
): number {
  time.advance(stage ?? 'all', done, Date.now());
  return stage === undefined ? Math.min(1, done / rows) : time.share;
}

function lines(output: NodeJS.WritableStream): Progress {
  return {
    track: (organisation, rows) => {
      const began = Date.now();
      let spoke = began;
      const time = new TimeLeft(rows, began);
      return {
        advance: (done, file, stage) => {
          time.advance(stage ?? 'all', done, Date.now());
          if (Date.now() - spoke < quietMilliseconds) return;
          spoke = Date.now();
          const left = time.words === '' ? '' : `, ${time.words}`;
          const what = stage === 'writing' ? 'written' : stage === 'reading' ? 'checked' : undefined;
          const far = `${done.toLocaleString('en')} of ${inRows(rows)}${what ? ` ${what}` : ''}`;
          output.write(`  ${organisation}: ${far}${left} (${file})\n`);
        },
        finish: (words) => {
          output.write(`  ${organisation}: ${words}\n`);
        },
      };
    },
    close: () => undefined,
  };
}
