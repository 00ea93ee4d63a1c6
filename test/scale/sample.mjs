/**
 * Writes the files of a few communes at full size as organisations' demonstrations have them, for the attacker of
 * `test/disclosure`: `node test/scale/sample.mjs FILES FOLDER [COMMUNES]`. `DISCLOSURE_FILES=FOLDER` then has it read them.
 */
import { createReadStream, createWriteStream, globSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

const [files, folder, number = '12'] = process.argv.slice(2);
const communes = new Set();
const people = new Set();

async function* linesOf(path) {
  yield* createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}

/** The communes that a row names, by itself or in a code such as `LG-14758-1`. */
const namedIn = (line) => [...line.matchAll(/(?<![\w])(?:[A-Z]+-)?(\d{5})(?!\d)/g)].map(([, code]) => code);

/** The largest communes and the smallest are in it, by the learning groups that they have. */
async function draw() {
  const groups = new Map();
  for await (const line of linesOf(join(files, 'womens-union', 'learning-groups.csv'))) {
    const [code] = namedIn(line);
    if (code) groups.set(code, (groups.get(code) ?? 0) + 1);
  }
  const bySize = [...groups].sort(([, a], [, b]) => a - b).map(([code]) => code);
  for (let one = 0; one < Number(number); one += 1) {
    communes.add(bySize[Math.round((one * (bySize.length - 1)) / (Number(number) - 1))]);
  }
}

/** Copies the rows that name only these communes, the rows without a commune and a person, and the rows of a copied person. */
async function copy(organisation, kind, paths) {
  const to = join(folder, 'subgraphs', organisation, 'demo');
  mkdirSync(to, { recursive: true });
  const stream = createWriteStream(join(to, `${kind}.csv`));
  let isFirst = true;
  for (const path of paths) {
    let isHeader = true;
    for await (const line of linesOf(path)) {
      const [named, [person]] = [namedIn(line), /\b\d{12}\b/.exec(line) ?? []];
      const isOfSample = named.length === 0 ? !person || people.has(person) : named.every((code) => communes.has(code));
      if (isHeader ? isFirst : isOfSample) stream.write(`${line}\n`);
      if (person && isOfSample) people.add(person);
      isHeader = false;
      isFirst = false;
    }
  }
  stream.end();
  await finished(stream);
}

await draw();
const all = Map.groupBy(
  globSync(join(files, '*', '{,*/}*.csv')).sort(),
  (path) => `${path.slice(files.length + 1).split('/')[0]} ${basename(path, '.csv')}`,
);
// Assessments name nobody's commune: pupils and enrolments come first.
const last = ['education assessments'];
const inOrder = [...all].sort(([a], [b]) => last.indexOf(a) - last.indexOf(b));
for (const [name, paths] of inOrder) {
  const [organisation, kind] = name.split(' ');
  if (!['releases', 'replaces'].includes(kind)) await copy(organisation, kind, paths);
}
console.log([...communes].sort().join(' '));
