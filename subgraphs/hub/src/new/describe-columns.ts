import type { PersonColumn } from '@hub/kit/service';
import type { PersonalKind } from '@hub/protocol';
import { textTable } from '../cli/text-table.js';
import { type GuessedFile, isAboutPeople } from './guess-record.js';

const personal: Readonly<Record<PersonalKind, string>> = {
  CITIZEN_NUMBER: 'a citizen’s number',
  NAME: 'a person’s name',
  TELEPHONE: 'a telephone number',
  ADDRESS: 'an address',
  MAIL: 'a mail address',
  BIRTH: 'a day or year of birth',
};

const ofPerson: Readonly<Record<PersonColumn, readonly [taken: string, becomes: string]>> = {
  citizen_number: [personal.CITIZEN_NUMBER, 'the person: a pseudonym; the number is kept nowhere'],
  full_name: [personal.NAME, 'the person: checked, and kept nowhere'],
  sex: ['a person’s sex', 'the person: counted'],
  birth_year: [personal.BIRTH, 'the person: counted'],
  commune_code: ['a commune', 'the person: counted there'],
};

/** Describes each column of a file: its guessed kind, its use, and how to change it. */
export function describeColumns({
  file: { name, header, people, rows, ...file },
  record,
  became,
}: GuessedFile): string[] {
  const isCounted = isAboutPeople({ name, header, people, rows, ...file });
  const columns = header.map((column, index) => {
    const [, person] =
      [...people.person].map(([key, place]) => [place, key] as const).find(([at]) => at === index) ?? [];
    const leftOut = people.leftOut.get(index);
    const otherwise = `--keep ${JSON.stringify(column)}, if it is of no person`;
    if (leftOut) return { column, taken: personal[leftOut], becomes: 'left out: neither read nor kept', otherwise };
    if (person) return { column, taken: ofPerson[person][0], becomes: ofPerson[person][1], otherwise };
    const as = became[index] ?? '';
    const becomes = `${as}: ${isCounted ? 'shown to nobody' : 'shown to whom an agreement shares it with'}`;
    return { column, taken: record.columns[as]?.kind ?? '', becomes, otherwise: `records/${record.file}.yaml` };
  });
  return [
    ...((file.headerRow ?? 1) > 1 || file.sheet !== undefined
      ? [
          `${name}: the columns are named in row ${file.headerRow ?? 1}${file.sheet === undefined ? '' : ` of the sheet ${JSON.stringify(file.sheet)}`}.`,
        ]
      : []),
    `${name} is ${isCounted ? 'about people: they are counted, and never listed' : 'about no person'}.`,
    ...textTable(
      [
        { title: 'column', width: 30, text: (one) => one.column },
        { title: 'taken for', width: 24, text: (one) => one.taken },
        { title: 'what becomes of it', width: 44, text: (one) => one.becomes },
        { title: 'to change it', width: 50, text: (one) => one.otherwise },
      ],
      columns,
    ),
    '',
  ];
}
