import type { CheckAnswer, FileAnalysis, Question } from '@hub/kit/service';
import { inRows } from './progress.js';

/** How many faults and corrections are shown. */
const shown = 10;

/** The description of a file and of its mapping, for a person; empty for a file in the hub's standard form. */
export function describeAnalysis(analysis: FileAnalysis): string[] {
  const { form, sheet, headerRow, encoding, separator, columns, notes, examples, rows } = analysis;
  if (rows === null || (form === 'csv' && columns.every(({ header, column }) => column === null || column === header)))
    return [];
  const where =
    form === 'xlsx' ? `sheet ${JSON.stringify(sheet)}` : `${encoding ?? ''}, values between ${named(separator)}`;
  return [
    `${inRows(rows)} under the header in row ${headerRow} (${where}).`,
    ...columns
      .filter(({ column }) => column !== null)
      .map(
        ({ letters, header, column, by }) =>
          `  ${letters} (${header}) → ${column ?? ''}${by === 'saved' ? ', as saved' : ''}`,
      ),
    ...notes,
    ...examples.slice(0, 2).map(({ row, values }) => {
      const read = Object.entries(values).map(([column, { given, read }]) => {
        const was = given === null || given === read ? '' : `${JSON.stringify(given)} → `;
        return `${column}: ${was}${read === null ? '…' : JSON.stringify(read)}`;
      });
      return `  row ${row}: ${read.join(', ')}`;
    }),
  ];
}

function named(separator: string | undefined): string {
  return separator === '\t' ? 'tabs' : JSON.stringify(separator);
}

/** A file's open questions, and how a person answers them. */
export function describeQuestions(questions: readonly Question[]): string {
  const lines = questions.flatMap(({ id, question, choices, at }) => [
    `${question}${at?.row === undefined ? '' : ` (row ${at.row}${at.column === undefined ? '' : `, column ${at.column}`})`}`,
    ...choices.map(({ value, label }) => `  --answer ${JSON.stringify(`${id}=${value}`)}   ${label}`),
  ]);
  return ['The file does not tell how it is to be read:', ...lines].join('\n');
}

/** The result for a file's rows. */
export function describeAnswer(
  answer: CheckAnswer,
  { file, rejectedFile, isCheck }: { readonly file: string; readonly rejectedFile: string; readonly isCheck: boolean },
): string {
  const { read, written, rejected, added, changed, unchanged, absent, removed, faults, corrections, ignoredColumns } =
    answer;
  const lines = [
    `${inRows(read)} read, ${inRows(written)} ${isCheck ? 'right' : 'written'}, ${inRows(rejected)} rejected.`,
  ];
  if (isCheck)
    lines.push(
      `${added} new, ${changed} changed, ${unchanged} as they are; ${inRows(absent)} there that the file does not have.`,
    );
  if (removed > 0) lines.push(`${inRows(removed)} taken out, which the file does not have.`);
  if (isCheck)
    lines.push(
      ...answer.examples.map(({ change, key, row, columns }) => {
        const where = row === null ? '' : `, row ${row}`;
        return `  ${change.toLowerCase()}: ${key}${where}${columns.length > 0 ? ` (${columns.join(', ')})` : ''}`;
      }),
    );
  lines.push(
    ...faults
      .slice(0, shown)
      .map(({ row, column, reason }) => `  ${file}, row ${row}, ${column || 'the row'}: ${reason}.`),
  );
  if (corrections.length > 0)
    lines.push(`${corrections.length === 100 ? 'At least 100' : corrections.length} values are not what they were:`);
  lines.push(
    ...corrections
      .slice(0, shown)
      .map(({ key, column, former, now }) => `  ${key}, ${column}: ${former ?? 'none'} → ${now ?? 'none'}`),
  );
  if (corrections.length > shown) lines.push(`  and ${corrections.length - shown} more`);
  if (ignoredColumns.length > 0)
    lines.push(`Columns that this kind does not have, ignored: ${ignoredColumns.join(', ')}.`);
  if (answer.refused !== null) lines.push(`The file would be refused: ${answer.refused}`);
  if (isCheck) lines.push('Nothing is in: this was a dry run.');
  else if (rejected > 0 && written === 0) lines.push('Nothing of the file is in.');
  if (rejected > 0) lines.push(`The rejected rows, to be corrected and imported: ${rejectedFile}`);
  return lines.join('\n');
}
