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

/** Resolves one representation to its entity, or null when there is none; must go through a loader. Each names its own key fields, hence `never`. */
export type ReferenceResolver = (
  representation: never,
  context: SubgraphContext,
) => Promise<object | null> | object | null;

/** An organisation's subgraph: its tables, its types, and how its files come in. */
export interface SubgraphDefinition {
  /** The organisation's code, as in its `organisation.yaml`. */
  readonly organisation: string;
  /** Its folder: `data/` and `demo/` inside it hold the files that `pnpm hub load` imports. */
  readonly folder: URL;
  /** The records that it was made from; see `defineSubgraph`. */
  readonly records?: readonly DefinedRecord[];
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
  /** Answers its operations in place of its resolvers, where its records in the graph are another system's. */
  readonly elsewhere?: Elsewhere;
  /** What of it rests on the version of its figures alone, so that gateways may keep what everyone may see of it. */
  readonly restsOnFigures?: RestsOnFigures;
  /** `__resolveReference` by type name, for the entities that it owns. */
  readonly references?: Readonly<Record<string, ReferenceResolver>>;
  /** In the order in which their files must be imported. */
  readonly imports: readonly ImportKind[];
  /** What it may put into an archive, beside what every subgraph may. */
  readonly archives?: readonly ArchiveSet[];
  /** What can be typed in row by row; of its records, and beside these. */
  readonly forms?: readonly Form[];
  /** What it knows that ends on a day, beside its own settings. */
  readonly endings?: (parts: OpenEndpoints) => Promise<readonly GivenEnding[]>;
  /** Adds endpoints of its own that are open to everyone: whoever comes shows who it is. */
  readonly openEndpoints?: (endpoints: OpenEndpoints) => void;
  /** Begins what the program does beside serving, before the server listens; it ends with the server's hooks. */
  readonly beside?: (parts: ServedParts) => void;
  /** Adds endpoints that are opened by an operator's token with the scope `audit`. */
  readonly endpoints?: (endpoints: Endpoints) => void;
  /** Adds endpoints that are opened by an operator's token with the scope `restore`. */
  readonly restoreEndpoints?: (endpoints: Endpoints) => void;
  /** Adds endpoints that are opened by an operator's token with the scope `keys`. */
  readonly keyEndpoints?: (endpoints: Endpoints) => void;
  /** Adds endpoints that are opened by an operator's token with the scope `follow`. */
  readonly followEndpoints?: (endpoints: Endpoints) => void;
  /** Writes the organisation's demonstration files, where it has any; see `demo/`. */
  readonly writeDemo?: (options: DemonstrationOptions) => Promise<void>;
  /** Writes its files of the province at full size, where it has any: a demonstration, too, with a folder for each month. */
  readonly writeScale?: (options: ScaleOptions) => Promise<void>;
}

/** Where a subgraph adds endpoints that are open to everyone. */
export type OpenEndpoints = Omit<Endpoints, 'operator'>;

/** What a program that does more than serve a subgraph is given of it. */
export interface ServedParts extends OpenEndpoints {
  /** Where files and rows are brought. */
  readonly desk: ImportDesk;
  /** Makes releases; undefined of who makes none. */
  readonly releaser: Releaser | undefined;
  /** Hands over to the hub; undefined where none is followed. */
  readonly link: FollowedHub | undefined;
  /** The last lines of the log that warn. */
  readonly tail: LogTail;
  /** Asks the database whether it is there. */
  readonly probe: Pick<Probe, 'ask'>;
}

/** Where a subgraph adds endpoints of its own. */
export interface Endpoints {
  readonly server: EndpointServer;
  /** Opened by an operator's token: with the scope `audit` for `endpoints`, for the others with the one that they name. */
  readonly operator: EndpointServer;
  readonly em: SqlEntityManager;
  readonly config: Config;
  readonly now: Clock;
  readonly alarms: Alarms;
  /** Where it opens what its endpoints and resolvers share. */
  readonly services: Services;
}

/** How much demonstration to write, and where to. */
export interface DemonstrationOptions {
  /** The folder of the files of places, and the code of the place where it plays. */
  readonly placesFolder: string;
  readonly rootPlace: string;
  /** How many made-up people the province has in the demonstration. */
  readonly people: number;
  /** The folder to write the CSV files to. */
  readonly folder: string;
}

/** How much of the province at full size to write, and where to. */
export interface ScaleOptions extends Pick<DemonstrationOptions, 'placesFolder' | 'rootPlace' | 'folder'> {
  /** Which share of the people is there, above 0 and at most 1. */
  readonly share: number;
  /** The organisation's own `demo/`, of which it takes what is kept by hand. */
  readonly demoFolder: string;
}
