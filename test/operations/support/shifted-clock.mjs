/**
 * Runs in the process of a part before its program (`node --import`): the part's clock is off by the milliseconds that
 * stand in the file CLOCK_FILE, from a moment after they stand there. Timers, which count from the start, go on as before.
 */
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_FILE;
const Real = Date;
let offset = 0;

function look() {
  try {
    offset = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    offset = 0;
  }
}

if (file) {
  globalThis.Date = class Date extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + offset);
      else super(...given);
    }
    static now() {
      return Real.now() + offset;
    }
  };
  look();
  setInterval(look, 200).unref();
}
