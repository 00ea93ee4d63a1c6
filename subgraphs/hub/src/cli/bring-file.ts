import { access, chmod, constants, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { createInterface, type Interface } from 'node:readline/promises';
import {
  type CheckAnswer,
  type Choice,
  type FileAnalysis,
  type Mapping,
  mergedMappings,
  type Question,
} from '@hub/kit/service';
import { describeAnalysis, describeAnswer, describeQuestions } from './described-file.js';
import type { DeskEndpoint } from './desk-endpoint.js';
import { Failure, Refused, systemReason, UsageError } from './failure.js';
import { inRows, showProgress } from './progress.js';

/** How to bring a file. */
export interface Wish {
  readonly kind: string;
  readonly path: string;
  /** The approximate number of rows, for the progress. */
  readonly rows: number;
  readonly mapping: Mapping;
  /** Answers to the file's open questions: `days=d/m/y`. */
  readonly answers: readonly string[];
  readonly isCheck: boolean;
  readonly saveMapping: boolean;
  readonly replace?: { readonly atMost?: number } | undefined;
  readonly demonstration: boolean;
  readonly rejectedFile: string;
  readonly on?: string | undefined;
  readonly through?: string | undefined;
}

/**
 * Brings a file to an organisation's import desk and prints the result.
 * @returns how many rows were rejected.
 */
export async function bringFile(desk: DeskEndpoint, wish: Wish): Promise<number> {
  await expectWritable(wish.rejectedFile);
  const { kind, path, on } = wish;
  const kept = await nothingIsIn(path, () => desk.bring({ kind, path, mapping: wish.mapping, on }));
  try {
    const { mapping, analysis, isAnswered } = await answered(desk, kept, wish);
    const said = describeAnalysis(analysis);
    if (said.length > 0) console.log(said.join('\n'));
    if (analysis.questions.length > 0) throw new Failure(describeQuestions(analysis.questions));
    const answer = await nothingIsIn(path, () =>
      taken(desk, kept.id, { ...wish, mapping, saveMapping: wish.saveMapping || isAnswered }),
    );
    const { rejectedFile, isCheck } = wish;
    if (answer.rejected > 0) await desk.rejected(kept.id, rejectedFile);
    else await rm(rejectedFile, { force: true });
    console.log(describeAnswer(answer, { file: basename(path), rejectedFile, isCheck }));
    return answer.rejected;
  } finally {
    await desk.forget(kept.id).catch(() => undefined);
  }
}

/** Applies the answers to the mapping, as long as one answers an open question. */
async function answered(
  desk: DeskEndpoint,
  { id, analysis }: { readonly id: string; readonly analysis: FileAnalysis },
  { mapping, answers, on }: Wish,
): Promise<{ readonly mapping: Mapping; readonly analysis: FileAnalysis; readonly isAnswered: boolean }> {
  let [laid, left, seen] = [mapping, answers, analysis];
  while (left.length > 0 && seen.questions.length > 0) {
    const { questions } = seen;
    const now = left.flatMap((answer) => choicesOf(answer, questions).map((choice) => ({ answer, choice })));
    if (now.length === 0) break;
    laid = now.reduce((under, { choice }) => mergedMappings(under, choice.mapping), laid);
    left = left.filter((answer) => !now.some((one) => one.answer === answer));
    seen = await desk.analyse(id, { mapping: laid, ...(on !== undefined && { on }) });
  }
  const ask = askedHere();
  try {
    while (ask && seen.questions.length > 0) {
      const [question] = seen.questions;
      const choice = question && (await chosen(question, ask));
      if (!choice) break;
      laid = mergedMappings(laid, choice.mapping);
      seen = await desk.analyse(id, { mapping: laid, ...(on !== undefined && { on }) });
    }
  } finally {
    ask?.close();
  }
  return { mapping: laid, analysis: seen, isAnswered: laid !== mapping };
}

/** The user's terminal; undefined if a program runs the command. */
function askedHere(): Interface | undefined {
  const { stdin: input, stderr: output } = process;
  return input.isTTY && output.isTTY ? createInterface({ input, output }) : undefined;
}

/** Asks until the user names a choice by its number or its value; undefined for an empty answer. */
async function chosen({ question, choices }: Question, ask: Interface): Promise<Choice | undefined> {
  const offered = choices.map(({ label }, index) => `  ${index + 1}  ${label}`);
  for (;;) {
    const said = (await ask.question(`${[question, ...offered].join('\n')}\n  1–${choices.length}: `)).trim();
    if (said === '') return undefined;
    const found = choices.find(({ value }, index) => said === String(index + 1) || said === value);
    if (found) return found;
  }
}

/** @throws UsageError if the answer is none of a question's choices. */
function choicesOf(answer: string, questions: readonly Question[]) {
  const question = questions.find(({ id }) => answer.startsWith(`${id}=`));
  if (!question) return [];
  const value = answer.slice(question.id.length + 1);
  const found = question.choices.filter((choice) => choice.value === value);
  if (found.length > 0) return found;
  throw new UsageError(
    `--answer: expected ${question.id} to be one of ${question.choices.map((one) => one.value).join(', ')}, got ${JSON.stringify(value)}.`,
  );
}

async function taken(desk: DeskEndpoint, id: string, wish: Wish): Promise<CheckAnswer> {
  const { kind, rows, mapping, isCheck, on, through, replace, saveMapping, demonstration } = wish;
  const hasMapping = Object.keys(mapping).length > 0;
  const ask = {
    ...(hasMapping && { mapping }),
    ...(on !== undefined && { on }),
    ...(through !== undefined && { through }),
    ...(replace && { replace }),
    ...(!isCheck && { saveMapping, demonstration }),
  };
  const progress = showProgress();
  const track = progress.track(desk.organisation, rows);
  try {
    const answer = await desk.take(id, isCheck ? 'check' : 'import', ask, (line) => {
      if (line.type === 'progress' && line.stage !== 'waiting') track.advance(line.rows, kind, line.stage);
    });
    track.finish(`${inRows(answer.read)} of ${kind}`);
    return answer;
  } finally {
    progress.close();
  }
}

/** Refuses an import whose rejected rows cannot be written. */
async function expectWritable(path: string): Promise<void> {
  try {
    await access(dirname(path), constants.W_OK);
    await writeFile(path, '', { flag: 'a' });
    // The file will have personal data of the import: only its owner may read it, even if it existed before.
    await chmod(path, 0o600);
  } catch (error) {
    throw new Failure(
      `Cannot write the rejected rows to ${path}: ${systemReason(error)}. Choose another place with --rejected FILE.`,
    );
  }
}

/** @throws Failure saying that the whole file was refused. */
async function nothingIsIn<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused)
      throw new Failure(`Nothing of ${path} is in. ${whereOf(error)}${error.answer.message}`);
    throw error;
  }
}

function whereOf({ answer }: Refused): string {
  const { at } = answer as {
    readonly at?: { readonly sheet?: string; readonly row?: number; readonly column?: string };
  };
  const parts = [
    ...(at?.sheet === undefined ? [] : [`sheet ${JSON.stringify(at.sheet)}`]),
    ...(at?.row === undefined ? [] : [`row ${at.row}`]),
    ...(at?.column === undefined ? [] : [`column ${at.column}`]),
  ];
  const where = parts.join(', ');
  return where === '' ? '' : `${where.charAt(0).toUpperCase()}${where.slice(1)}: `;
}
