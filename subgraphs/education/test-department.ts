import { expect } from '@jest/globals';
import { education } from './src/subgraph.js';
import { type Answer, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { file, files, type Kind } from './test-files.js';

/** Published range of a number of people, ten wide by default. */
export const range = (people: number, atMost = people + 9) => ({ people, atMost });
/** Published range of few or no people. */
export const few = range(0);
/** A selection of a number of people. */
export const people = '{ people atMost }';

/** The Department's subgraph on a database, with the tests' files in it and released, on 26 November 2026. */
export interface RunningDepartment {
  readonly subgraph: RunningSubgraph;
  /** Imports every file again; requires that no row is refused. */
  importAll(): Promise<void>;
  /** Sends an operation; requires an answer without errors. */
  ask(query: string): Promise<Answer['data']>;
  /** Reads an entity by its key, like a gateway. */
  reference(key: Readonly<Record<string, string>>, selection: string): Promise<Answer['data'][string]>;
  commune(code: string, selection: string): Promise<Answer['data'][string]>;
  /** Imports a file with some rows; returns the row, column and reason of each refusal. */
  refused(kind: Kind, rows: readonly string[]): Promise<unknown[]>;
  /** The content of all tables, to check that a step changed nothing. */
  everything(): Promise<unknown>;
}

const tables = [
  ...['school', 'school_class', 'passing_level', 'pupil', 'enrolment', 'digital_skills_lesson', 'assessment'],
  'ledger_entry',
];

export async function startDepartment(databaseUrl: string): Promise<RunningDepartment> {
  const subgraph = await startSubgraph(education, databaseUrl, { now: () => new Date('2026-11-26T00:00:00Z') });
  const department: RunningDepartment = {
    subgraph,
    importAll: async () => {
      for (const [kind, content] of Object.entries(files)) {
        const rows = content.trim().split('\n').length - 1;
        const outcome = await subgraph.import(kind, content);
        expect({ [kind]: outcome }).toEqual({
          [kind]: [expect.objectContaining({ type: 'done', read: rows, written: rows, rejected: 0 })],
        });
      }
    },
    ask: async (query) => {
      const { data, errors } = await subgraph.query(query);
      expect(errors).toBeUndefined();
      return data;
    },
    reference: async (key, selection) => {
      const { data, errors } = await subgraph.entities([key], `... on ${key['__typename']} { ${selection} }`);
      expect(errors).toBeUndefined();
      return (data['_entities'] as unknown[])[0];
    },
    refused: async (kind, rows) => {
      const lines = await subgraph.import(kind, file(kind, ...rows));
      return lines.flatMap((line) => (line.type === 'rejected' ? [[line.row, line.column, line.reason]] : []));
    },
    everything: () => Promise.all(tables.map((table) => subgraph.execute(`select * from ${table} order by 1, 2`))),
    commune: (code, selection) => department.reference({ __typename: 'Commune', code }, selection),
  };
  await department.importAll();
  expect(await subgraph.release()).toMatchObject({ status: 200 });
  return department;
}
