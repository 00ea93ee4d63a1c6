import { FileError, readCsv } from '@hub/kit/service';

/** A record of a CSV file, its values by column. */
type CsvValues = Readonly<Record<string, string>>;

/**
 * Reads all records of a CSV file with exactly the given columns.
 * @throws FileError if the file is invalid.
 */
export async function readRecords(
  content: AsyncIterable<Uint8Array>,
  columns: readonly string[],
): Promise<readonly CsvValues[]> {
  const records: CsvValues[] = [];
  for await (const item of readCsv(content, columns)) {
    if (item.type !== 'record') throw new FileError(`Expected the columns ${columns.join(', ')} alone in each line.`);
    records.push(item.values);
  }
  return records;
}
