import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A key of a program, without its secret, which only the program has. */
export const ProgramKeyEntity = defineEntity({
  name: 'ProgramKey',
  tableName: 'program_key',
  properties: {
    id: p.text().primary(),
    /** SHA-256 over the key, in hexadecimal. */
    hash: p.text(),
    /** The person who is responsible for it. */
    name: p.text(),
    role: p.text(),
    organisation: p.text().nullable(),
    scopes: p.json<string[]>(),
    purpose: p.text(),
    /** The tables that it may export; null for all. */
    tables: p.json<string[]>().nullable(),
    /** The networks that it may come from; null for any. */
    addresses: p.json<string[]>().nullable(),
    ratePerSecond: p.float().nullable(),
    rateBurst: p.integer().nullable(),
    /** Its last day, in the province. */
    until: p.date(),
    createdBy: p.text(),
    /** The creator's identifier at the issuer; null if an operator's command created it. */
    owner: p.text().nullable(),
    createdAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
    revokedBy: p.text().nullable(),
    /** The app whose secret it is: the app's rights apply. Null for all other keys. */
    app: p.text().nullable(),
  },
});

export type ProgramKey = InferEntity<typeof ProgramKeyEntity>;
