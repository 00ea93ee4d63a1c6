import { defineRecord, enumOf, type RowOf, type WordsOf } from '@hub/kit';

const agencyLevel = {
  name: 'AgencyLevel',
  description: 'Where an agency stands in the tree of agencies (cấp cơ quan).',
  values: {
    PROVINCE: 'An authority of the whole province (cấp tỉnh).',
    DEPARTMENT: 'A provincial department or a unit under one (sở, ban, ngành và đơn vị trực thuộc).',
    COMMUNE: 'An authority of a commune or ward (cấp xã).',
  },
} as const;

export const AgencyLevel = enumOf(agencyLevel);
export type AgencyLevel = WordsOf<typeof agencyLevel>;

/** An agency under its parent; parents come before their children in the file. */
export const Agency = defineRecord(
  {
    name: 'Agency',
    file: 'agencies',
    title: { vi: 'Cơ quan, đơn vị', en: 'Agencies' },
    description: 'An agency, locality or unit of the public sector (cơ quan, địa phương, đơn vị).',
    called: { one: 'agency (cơ quan)', many: 'agencies' },
    entity: true,
    columns: {
      code: { kind: 'code', names: ['mã cơ quan'], description: "The agency's code (mã cơ quan)." },
      parent: {
        kind: 'reference',
        names: ['cơ quan cấp trên'],
        to: 'Agency',
        optional: true,
        description: 'The agency that it is under (cơ quan cấp trên); null at the top.',
      },
      level: { kind: 'word', names: ['cấp'], words: agencyLevel, description: 'Where it stands in the tree (cấp).' },
      name: { kind: 'translated', names: ['tên'], description: 'Its name (tên).' },
      commune: {
        kind: 'commune',
        names: ['xã', 'phường'],
        optional: true,
        description: 'The commune that it is an authority of (xã, phường); null for the province and its departments.',
      },
    },
    one: { field: 'agency', code: "The agency's code." },
    lists: [
      {
        on: 'Query',
        field: 'agencies',
        filters: {
          level: { column: 'level', description: 'Only agencies of this level (cấp).' },
          commune: {
            column: 'commune',
            description: 'Only the own agencies of this commune (xã, phường), by its code.',
          },
        },
        description: 'All agencies, or the agencies of one level or commune, by code.',
      },
      {
        on: 'Agency',
        field: 'children',
        description: 'The agencies directly under it (cơ quan trực thuộc), by code.',
      },
      {
        on: 'Commune',
        field: 'agencies',
        short: true,
        description: "The commune's own agencies: its People's Committee and units (cơ quan cấp xã).",
      },
    ],
  },
  {
    constraints: {
      parent_code_leads_to_the_top: {
        column: 'parent_code',
        reason: 'expected a parent_code that leads to the top, got one of an agency under this one',
      },
    },
    check: ({ level, parent_code, commune_code }) => {
      if ((level === 'PROVINCE') !== (parent_code === null))
        return { column: 'parent_code', reason: 'expected a parent for every agency except those of level PROVINCE' };
      return (level === 'COMMUNE') !== (commune_code !== null)
        ? { column: 'commune_code', reason: 'expected a commune for agencies of level COMMUNE, and for no other' }
        : undefined;
    },
  },
);

export type AgencyRow = RowOf<typeof Agency>;
