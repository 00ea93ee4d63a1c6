import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { lookRegularly } from '../../base/look-regularly.js';
import type { TablesInForce } from './tables-in-force.js';

/**
 * Puts in force what the tables' files say within a second of a change to them or to the schema, and on SIGHUP. The log
 * says which table cannot be used, and why.
 * @param schema gives the one that is live.
 * @returns a function that ends this.
 */
export function followTables(tables: TablesInForce, schema: () => GraphQLSchema, log: FastifyBaseLogger): () => void {
  const look = async () => {
    try {
      await tables.look();
    } finally {
      tables.report(schema(), log);
    }
  };
  return lookRegularly(look, log, 'the tables cannot be read; those before stay in force');
}
