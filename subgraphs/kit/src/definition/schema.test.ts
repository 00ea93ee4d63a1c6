import { beforeAll, describe, expect, test } from '@jest/globals';
import 'reflect-metadata';
import { defineRecord, defineSubgraph } from '../index.js';
import { buildSubgraph } from './schema.js';

/** An organisation with clubs and one further column. */
function unionWith(organisation: string, column: string, one = 'readingClub') {
  const Club = defineRecord({
    name: 'ReadingClub',
    file: 'reading-clubs',
    description: 'A reading club (câu lạc bộ đọc sách).',
    called: { one: 'reading club', many: 'reading clubs' },
    entity: true,
    columns: {
      code: { kind: 'code', description: 'Its code.' },
      commune: { kind: 'commune', description: 'Where it meets.' },
      [column]: { kind: 'integer', description: 'How many.' },
    },
    one: { field: one },
    lists: [
      { on: 'Query', field: 'readingClubs', description: 'All.' },
      { on: 'Commune', field: `${column}Clubs`, description: 'Those here.' },
    ],
  });
  return defineSubgraph([Club], { organisation, folder: new URL('.', import.meta.url), migrations: [] });
}

describe('two definitions in one program whose types have one name', () => {
  let first: string;
  let second: string;
  beforeAll(async () => {
    const definition = unionWith('weavers', 'looms');
    first = (await buildSubgraph(definition)).sdl;
    second = (await buildSubgraph(unionWith('herders', 'herds'))).sdl;
    expect((await buildSubgraph(definition)).sdl).toBe(first);
  });

  test('have each their own fields, on types that both extend, too', () => {
    expect(first).toMatch(/looms: Int!/);
    expect(first).toMatch(/loomsClubs\(/);
    expect(first).not.toMatch(/herds/);
    expect(second).toMatch(/herdsClubs\(/);
    expect(second).not.toMatch(/looms/);
  });
});

test('one field of two resolvers is refused by its name', async () => {
  await expect(buildSubgraph(unionWith('potters', 'pots', 'readingClubs'))).rejects.toThrow(
    'Expected one resolver of potters for each field, got two for Query.readingClubs.',
  );
});
