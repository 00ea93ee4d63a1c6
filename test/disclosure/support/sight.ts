import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mayUseFigures, combineAgreements, agreementsGraph, type Agreements } from '@hub/protocol';
import { findAgreements } from '@hub/runtime';
import { parse } from 'graphql';
import { withAgreements } from '../../../gateway/src/agreements/agreement-requirements.js';
import { AskedFor } from '../../../gateway/src/agreements/asked-for.js';
import { Decision } from '../../../gateway/src/authorization/decision.js';
import { Demands } from '../../../gateway/src/authorization/demands.js';
import { refusedPlaces } from '../../../gateway/src/authorization/refused-places.js';
import { requirementsOf } from '../../../gateway/src/authorization/requirements.js';
import { Refusal } from '../../../gateway/src/errors/refusal.js';
import { operationsOf } from '../../../gateway/src/operation/operation.js';
import type { Caller } from '../../../gateway/src/request/caller.js';
import { readSupergraph } from '../../../gateway/src/supergraph/supergraph.js';
import { operationText } from './collect.js';
import { type CellId, tableOf } from './structure.js';
import { sharedRecords } from './truth/public-sector.js';

/** A day on which all agreements of the demonstration hold. */
const day = '2026-11-01';

/** The place of a table's counts: an operation of `queries`, and the path to them; null where they are public. */
type Place = readonly [operation: string, path: string] | null;

/**
 * The places of the tables of communes, agencies or courses, and of the province's tables, by prefix of the table's
 * name.
 */
const places: readonly (readonly [table: string, one: Place, province?: Place])[] = [
  ...['release: ', 'turns: '].map(
    (table) =>
      [
        table,
        ['progress', 'goal.progressByCommune.nodes.contributions.share'],
        ['progress', 'goal.progress.contributions.share'],
      ] as const,
  ),
  ['pupils to date', null, null],
  ['public staff by commune of residence', null, null],
  ['assessed pupils', ['communes', 'communes.nodes.year'], ['province', 'year']],
  ['pupils by commune', ['communes', 'communes.nodes.first'], ['province', 'organisation.first']],
  ['digital families, province', null, ['province', 'digitalFamilies']],
  ['digital families', ['communes', 'communes.nodes.digitalFamilies']],
  ["women's digital identities, province", null, ['province', 'womensDigitalIdentities']],
  ["women's digital identities", ['communes', 'communes.nodes.womensDigitalIdentities']],
  ['training by commune', ['communes', 'communes.nodes.publicSectorTraining']],
  ['members of branches', ['communes', 'communes.nodes.womensUnionBranches.members']],
  ['members of teams', ['communes', 'communes.nodes.digitalLiteracyTeams.members']],
  ['staff by group', ['province', 'publicStaff.headcount']],
  ['training by staff group', ['province', 'publicStaff.training']],
  ['members of learning groups', ['learning-groups', 'learningGroups.nodes.members']],
  ['turns by session: womens-union', ['learning-groups', 'learningGroups.nodes.sessions.nodes.attendances']],
  ['turns by session: youth-union', ['guidance-sessions', 'guidanceSessions.nodes.occurrences']],
  ['turns by session: education', ['lessons', 'communes.nodes.digitalSkillsLessons.nodes.attended']],
  ['turns by service point', ['service-points', 'servicePoints.nodes.in_2026_10']],
  ['staff by agency and group', ['agencies', 'agencies.nodes.staff.headcount']],
  ['training by agency', ['agencies', 'agencies.nodes.training']],
  ['training by course and agency', ['agencies', 'agencies.nodes.trainingByCourse']],
  [sharedRecords, ['agencies', 'agencies.nodes.trainingRecords']],
  ['competency', ['agencies', 'agencies.nodes.competency']],
  ['training by course', ['courses', 'courses.nodes.publicSectorTraining']],
  ['teachers by course and school', ['schools', 'schools.nodes.teacherTraining']],
  ['teachers by course', ['courses', 'courses.nodes.teachersTrained']],
  ['learners by course and organisation', ['courses', 'courses.nodes.participation']],
  ['learners by class', ['courses', 'courses.nodes.classes']],
  ['pupils by school', ['schools', 'schools.nodes.first']],
  [
    'identity: ',
    ['identity-months', 'identityMonths.nodes.counts.nodes.figures'],
    ['identity-months', 'identityMonths.nodes.total'],
  ],
];

const operations = new Map(
  [...new Set(places.flatMap(([, ...both]) => both.flatMap((place) => (place ? [place[0]] : []))))].map((name) => [
    name,
    operationsOf(parse(operationText(name)))[0],
  ]),
);

/** Counts by their tables, the province's apart: they are shown together, or not. */
export const byTable = (cells: Iterable<CellId>): ReadonlyMap<string, readonly CellId[]> =>
  Map.groupBy(cells, (cell) => `${tableOf(cell)}|${/\|38( |$)/.test(cell) ? 'province' : 'others'}`);

/** The published counts that each caller sees, by the schema's demands and the agreements in force. */
export class Sight {
  readonly #askedFor: AskedFor;

  private constructor(
    private readonly agreements: Agreements,
    private readonly refusedTo: (operation: string, caller: Caller) => readonly string[],
  ) {
    this.#askedFor = new AskedFor(agreements, () => new Date(day));
  }

  static async open(): Promise<Sight> {
    const supergraph = readSupergraph(
      readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    );
    const graph = agreementsGraph(supergraph.document);
    const files = await findAgreements(fileURLToPath(new URL('../../../subgraphs', import.meta.url)));
    const { agreements } = combineAgreements(files, graph);
    const requirements = withAgreements(requirementsOf(supergraph), agreements, graph.owned);
    const demands = new Demands(requirements, supergraph.api);
    return new Sight(agreements, (name, { rights }) => {
      const operation = operations.get(name);
      if (!operation) throw new Error(`Expected an operation ${name}.`);
      const refusedBy = new Set(demands.refusedBy({ operation, rights }).requirements);
      const decision = new Decision(requirements, refusedBy);
      return refusedPlaces(operation, decision, {}, supergraph.api).map(({ path }) => path.join('.'));
    });
  }

  /** The places of an operation that the gateway refuses a caller with a purpose. */
  refused(operation: string, caller: Caller, purpose: string): readonly string[] {
    return this.refusedTo(operation, this.#askedFor.by(caller, purpose));
  }

  /** The published counts that a caller sees for at least one of the caller's purposes. */
  of(caller: Caller, cells: ReadonlyMap<string, readonly CellId[]>): Set<CellId> {
    const asking = [undefined, ...this.agreements.purposes.map(({ code }) => code)].flatMap(
      (purpose) => this.#asking(caller, purpose) ?? [],
    );
    const isShown = (name: string) => {
      const [table = '', level] = name.split('|');
      return asking.some((one) => this.#shows(one, table, level === 'province'));
    };
    return new Set([...cells].flatMap(([name, ofTable]) => (isShown(name) ? ofTable : [])));
  }

  /** A caller that names a purpose; undefined where it may not. */
  #asking(caller: Caller, purpose: string | undefined): Caller | undefined {
    try {
      return this.#askedFor.by(caller, purpose);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  #shows(asking: Caller, table: string, isProvince: boolean): boolean {
    const found = places.find(([start]) => table.startsWith(start));
    if (!found) throw new Error(`Expected to know where ${table} is answered.`);
    const [, one, province] = found;
    const place = isProvince && province !== undefined ? province : one;
    if (!place) return true;
    const [operation, path] = place;
    const isRefused = this.refusedTo(operation, asking).some(
      (refused) => `${path}.`.startsWith(`${refused}.`) || refused.startsWith(`${path}.`),
    );
    return !isRefused && this.#givesShare(asking, table, isProvince);
  }

  /** Whether the organisation's agreement lets movement show its share; true of every count that is no share. */
  #givesShare(asking: Caller, table: string, isProvince: boolean): boolean {
    const [, organisation, goal] = /^(?:release|turns): (.*), (.*)$/.exec(table) ?? [];
    if (organisation === undefined || goal === undefined) return true;
    const { agreements = [] } = this.agreements.organisations.find((one) => one.organisation === organisation) ?? {};
    return mayUseFigures(agreements, 'figures', goal, isProvince ? 'province' : 'commune', asking, day);
  }
}
