import { hasCitizenNumber, personalHeader, personalValues } from '@hub/protocol';
import { type Check, LeftOut } from './check.js';
import { readObject } from './answer-checks.js';
import { type Exchange, type ExaminedSubgraph, unmet } from './examined.js';
import { servedSchemaOf } from './served-schema.js';

const refused = ['CITIZEN_NUMBER', 'NAME'];

/**
 * Checks that no list of the subgraph identifies a person. Findings do not repeat the answer, because it may contain
 * personal data.
 */
export function personalChecks(subgraph: ExaminedSubgraph): Check[] {
  const isExcepted = (field: string) => subgraph.options.persons?.includes(field) ?? false;
  return [
    {
      name: 'no field of a record is called as a citizen’s number or a person’s name is',
      run: async () => {
        const { lists } = await servedSchemaOf(subgraph);
        const named = lists.flatMap(({ type, texts }) =>
          texts
            .filter((name) => refused.includes(personalHeader(name) ?? '') && !isExcepted(`${type}.${name}`))
            .map((name) => `${type}.${name}`),
        );
        if (named.length === 0) return;
        const exchange = await subgraph.ask({ query: '{ _service { sdl } }' });
        throw unmet(
          withoutBody(exchange),
          `no field such as ${named.join(', ')}, unless an agreement names it (persons)`,
        );
      },
    },
    {
      name: 'no text of a record looks like a citizen’s number, and no field’s texts like names of people',
      run: async () => {
        const { lists } = await servedSchemaOf(subgraph);
        let asked = 0;
        for (const { type, query, path, texts } of lists) {
          const exchange = await subgraph.ask({ query });
          const { data } = readObject(await subgraph.answer(exchange)) as { data?: unknown };
          const rows = path.reduce<unknown>(
            (at, name) => (at as Record<string, unknown> | null | undefined)?.[name],
            data,
          );
          if (!Array.isArray(rows)) continue;
          asked += 1;
          for (const name of texts.filter((one) => !isExcepted(`${type}.${one}`))) {
            const values = rows.map((row: Record<string, unknown> | null) => textIn(row?.[name]));
            if (values.some(hasCitizenNumber) || personalValues(values) === 'NAME')
              throw unmet(
                withoutBody(exchange),
                `no value of ${type}.${name} that looks like a citizen’s number or a name`,
              );
          }
        }
        if (asked === 0) throw new LeftOut('no root field lists records with texts');
      },
    },
  ];
}

const withoutBody = (exchange: Exchange): Exchange => ({
  ...exchange,
  answered: { ...exchange.answered, body: Buffer.from('(not repeated: it may say who somebody is)') },
});

const textIn = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(textIn).join(' ')
    : typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : '';
