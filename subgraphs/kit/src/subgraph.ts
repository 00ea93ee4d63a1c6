import type { Clock } from '@hub/schema';
import type { Migration } from '@mikro-orm/migrations';
import type { EntitySchema } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyInstance } from 'fastify';
import type { NonEmptyArray } from 'type-graphql';
import type { Alarms } from './alarms.js';
import type { Config } from './config.js';
import type { TableRights } from './database/rights.js';
import type { SubgraphContext } from './context.js';
import type { DemoProvince } from './demo/province.js';
import type { ImportKind } from './import/import-kind.js';
import type { CountTable } from './ledger/counted-goals.js';
import type { PeopleTable } from './disclosure/people-table.js';
import type { PersonalTable } from './people/personal-table.js';

// A class by its constructor, as decorators register it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- constructor parameters of any class
type Class = abstract new (...parameters: any[]) => object;

/** Resolves one representation to its entity, or null when there is none; must go through a loader. Each names its own key fields, hence `never`. */
export type ReferenceResolver = (
  representation: never,
  context: SubgraphContext,
) => Promise<object | null> | object | null;

/** An organisation's subgraph: its tables, its types, and how its files come in. */
export interface SubgraphDefinition {
  /** The organisation's code, as in `schema/src/participants.ts`. */
  readonly organisation: string;
  /** Its folder: `data/` and `demo/` inside it hold the files that `pnpm hub load` imports. */
  readonly folder: URL;
  readonly entities: readonly EntitySchema[];
  /** Which of the tables hold people, every one with a column `pseudonym`, and how they are erased. */
  readonly people?: readonly PersonalTable[];
  /** Of an organisation that has counts only: the table that its contributions to goals come from. */
  readonly counts?: CountTable;
  /** All tables of counts of people and households that it publishes, beside its releases. */
  readonly tables?: readonly PeopleTable[];
  readonly migrations: readonly (new (...parameters: ConstructorParameters<typeof Migration>) => Migration)[];
  /** What its server's role may do with its own tables; everything but change their definition where they are not named. */
  readonly rights?: TableRights;
  /** Whether it can answer nothing without writing, so that it is not ready while its database takes no writes. */
  readonly mustWrite?: boolean;
  readonly resolvers: NonEmptyArray<new () => object>;
  /** Types that no query field returns: reached through other organisations' types only. */
  readonly orphanedTypes?: readonly Class[];
  /** `__resolveReference` by type name, for the entities that it owns. */
  readonly references?: Readonly<Record<string, ReferenceResolver>>;
  /** In the order in which their files must be imported. */
  readonly imports: readonly ImportKind[];
  /** Adds doors of its own that are open to everyone: whoever comes shows who it is. */
  readonly openDoors?: (doors: OpenDoors) => void;
  /** Adds doors that are opened by an operator's token with the scope `audit`. */
  readonly doors?: (doors: Doors) => void;
  /** Adds doors that are opened by an operator's token with the scope `restore`. */
  readonly restoreDoors?: (doors: Doors) => void;
  /** Adds doors that are opened by an operator's token with the scope `keys`. */
  readonly keyDoors?: (doors: Doors) => void;
  /** Adds doors that are opened by an operator's token with the scope `follow`. */
  readonly followDoors?: (doors: Doors) => void;
  /** Writes the organisation's demonstration files, where it has any; see `demo/`. */
  readonly writeDemo?: (options: DemoOptions) => Promise<void>;
}

/** Where a subgraph adds doors that are open to everyone. */
export type OpenDoors = Omit<Doors, 'operator'>;

/** Where a subgraph adds doors of its own. */
export interface Doors {
  readonly server: FastifyInstance;
  /** Opened by an operator's token: with the scope `audit` for `doors`, for the others with the one that they name. */
  readonly operator: FastifyInstance;
  readonly em: SqlEntityManager;
  readonly config: Config;
  readonly now: Clock;
  readonly alarms: Alarms;
}

/** How much demonstration to write, and where to. */
export interface DemoOptions {
  /** Where it plays. */
  readonly province: DemoProvince;
  /** How many made-up people the province has in the demonstration. */
  readonly people: number;
  /** The folder to write the CSV files to. */
  readonly folder: string;
}
