import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { TablesInForce } from './tables-in-force.js';

/** How often the folders are looked at, in milliseconds: as a supergraph's file. */
const intervalMs = 1000;

/**
 * Puts in force what the tables' files say within a second of a change to them or to the schema, and on SIGHUP. The log
 * says which table cannot be used, and why.
 * @param schema gives the one that is live.
 * @returns a function that ends this.
 */
export function followTables(tables: TablesInForce, schema: () => GraphQLSchema, log: FastifyBaseLogger): () => void {
  let looks = false;
  let fault = '';
  const look = async () => {
    if (looks) return;
    looks = true;
    try {
      await tables.look();
      fault = '';
    } catch (error) {
      const { message } = error as Error;
      if (message !== fault) log.error({ err: error }, 'the tables cannot be read; those before stay in force');
      fault = message;
    } finally {
      looks = false;
    }
    tables.report(schema(), log);
  };
  const begin = () => void look();
  const timer = setInterval(begin, intervalMs).unref();
  process.on('SIGHUP', begin);
  return () => {
    clearInterval(timer);
    process.off('SIGHUP', begin);
  };
}
