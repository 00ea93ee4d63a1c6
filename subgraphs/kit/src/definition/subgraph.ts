import type { EndpointServer } from '@hub/runtime';
import type { RestsOnFigures } from '../graphql/resting-fields.js';
import type { Clock, GivenEnding } from '@hub/protocol';
import type { Migration } from '@mikro-orm/migrations';
import type { EntitySchema } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { NonEmptyArray } from 'type-graphql';
import type { ArchiveSet } from '../archive/archive-set.js';
import type { Alarms } from '../telemetry/alarms.js';
import type { Config } from '../settings/config.js';
import type { TableRights } from '../database/rights.js';
import type { SubgraphContext } from '../graphql/context.js';
import type { Probe } from '../database/probe.js';
import type { ImportDesk } from '../desk/import-desk.js';
import type { FollowedHub } from '../link/follow-hub.js';
import type { Releaser } from '../release/releaser.js';
import type { LogTail } from '../telemetry/log-tail.js';
import type { Services } from '../graphql/services.js';
import type { ImportKind } from '../file/import-kind.js';
import type { CountTable } from '../ledger/counted-goals.js';
import type { PeopleTable } from '../disclosure/people-table.js';
import type { PersonalTable } from '../people/personal-table.js';
import type { Form } from '../record/form.js';
import type { Elsewhere } from './elsewhere.js';
import type { DefinedRecord } from '../record/record.js';

// A class by its constructor, as decorators register it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- constructor parameters of any class
type Class = abstract new (...parameters: any[]) => object;

/**
 * Resolves one representation to its entity, or null when there is none; must use a loader. The parameter is `never`
 * because each resolver has different key fields.
 */
export type ReferenceResolver = (
  representation: never,
  context: SubgraphContext,
) => Promise<object | null> | object | null;

/** An organisation's subgraph: its tables, its types, and its kinds of file. */
export interface SubgraphDefinition {
  /** The organisation's code, from its `organisation.yaml`. */
  readonly organisation: string;
  /** Its folder: `data/` and `demo/` inside it hold the files that `pnpm hub load` imports. */
  readonly folder: URL;
  /** The records behind it; see `defineSubgraph`. */
  readonly records?: readonly DefinedRecord[];
  readonly entities: readonly EntitySchema[];
  /** The tables of people, each with a column `pseudonym`, and how erasure changes them. */
  readonly people?: readonly PersonalTable[];
  /** For an organisation without records: the table of counts behind its contributions to goals. */
  readonly counts?: CountTable;
  /** All tables of counts of people and households that it publishes outside its releases. */
  readonly tables?: readonly PeopleTable[];
  readonly migrations: readonly (new (...parameters: ConstructorParameters<typeof Migration>) => Migration)[];
  /**
   * The privileges of its server's role on the organisation's tables; on tables without an entry, all
   * except changes of the definition.
   */
  readonly rights?: TableRights;
  /** Whether every answer needs a write, so that it is not ready while its database accepts no writes. */
  readonly mustWrite?: boolean;
  readonly resolvers: NonEmptyArray<new () => object>;
  /** Types that no query field returns: only other organisations' types lead to them. */
  readonly orphanedTypes?: readonly Class[];
  /** Answers its operations instead of its resolvers, where another system has its records. */
  readonly elsewhere?: Elsewhere;
  /**
   * The fields that depend only on the version of its figures, so that gateways may cache what every caller may see.
   */
  readonly restsOnFigures?: RestsOnFigures;
  /** `__resolveReference` by type name, for the entities that it owns. */
  readonly references?: Readonly<Record<string, ReferenceResolver>>;
  /** In the order in which their files must be imported. */
  readonly imports: readonly ImportKind[];
  /** The sets that it may archive, in addition to every subgraph's. */
  readonly archives?: readonly ArchiveSet[];
  /** The forms for typing in rows, in addition to its records' forms. */
  readonly forms?: readonly Form[];
  /** Its further end dates, in addition to those in its settings. */
  readonly endings?: (parts: OpenEndpoints) => Promise<readonly GivenEnding[]>;
  /** Adds endpoints that are open to every caller; the endpoint itself identifies the caller. */
  readonly openEndpoints?: (endpoints: OpenEndpoints) => void;
  /** Starts the program's further work before the server listens; the server's hooks end it. */
  readonly beside?: (parts: ServedParts) => void;
  /** Adds endpoints for operator's tokens with the scope `audit`. */
  readonly endpoints?: (endpoints: Endpoints) => void;
  /** Adds endpoints for operator's tokens with the scope `restore`. */
  readonly restoreEndpoints?: (endpoints: Endpoints) => void;
  /** Adds endpoints for operator's tokens with the scope `keys`. */
  readonly keyEndpoints?: (endpoints: Endpoints) => void;
  /** Adds endpoints for operator's tokens with the scope `follow`. */
  readonly followEndpoints?: (endpoints: Endpoints) => void;
  /** Writes the organisation's demonstration files, if any; see `demo/`. */
  readonly writeDemo?: (options: DemonstrationOptions) => Promise<void>;
  /** Writes its files for the whole province at full size, if any: made-up data too, with a folder for each month. */
  readonly writeScale?: (options: ScaleOptions) => Promise<void>;
}

/** The server for endpoints that are open to every caller. */
export type OpenEndpoints = Omit<Endpoints, 'operator'>;

/** The parts of a served subgraph, for a program with further work. */
export interface ServedParts extends OpenEndpoints {
  /** The desk that receives files and rows. */
  readonly desk: ImportDesk;
  /** Makes releases; undefined where the organisation makes none. */
  readonly releaser: Releaser | undefined;
  /** The link to the hub; undefined where the organisation follows none. */
  readonly link: FollowedHub | undefined;
  /** The last warnings of the log. */
  readonly tail: LogTail;
  /** Tests whether the database answers. */
  readonly probe: Pick<Probe, 'ask'>;
}

/** The server and services for a subgraph's further endpoints. */
export interface Endpoints {
  readonly server: EndpointServer;
  /**
   * The part for operator's tokens: with the scope `audit` for `endpoints`, for the others with the scope in their
   * description.
   */
  readonly operator: EndpointServer;
  readonly em: SqlEntityManager;
  readonly config: Config;
  readonly now: Clock;
  readonly alarms: Alarms;
  /** The registry of services that endpoints and resolvers share. */
  readonly services: Services;
}

/** The size and the folder of a demonstration. */
export interface DemonstrationOptions {
  /** The folder of the files of places, and the code of the demonstration's place. */
  readonly placesFolder: string;
  readonly rootPlace: string;
  /** How many made-up people the province has in the demonstration. */
  readonly people: number;
  /** The folder to write the CSV files to. */
  readonly folder: string;
}

/** The size and the folder of the files at full size. */
export interface ScaleOptions extends Pick<DemonstrationOptions, 'placesFolder' | 'rootPlace' | 'folder'> {
  /** The share of the province's people, above 0 and at most 1. */
  readonly share: number;
  /** The organisation's own `demo/`, which has the files written by hand. */
  readonly demoFolder: string;
}
