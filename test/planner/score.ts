import { parse } from 'graphql';
import { percentageOf } from '../../gateway/src/supergraph/override-labels.js';
import { type Corpus, type CorpusName, readCorpus } from './corpus.js';
import { HiveProcess } from './hive-process.js';
import { type Judgement, judgeOf } from './oracle/judge.js';
import { openPlanners, type PlanAsked, type PlannerUnderTest } from './planners.js';

/** What is wrong with a planner's plan of one operation, by the oracle. */
export interface Fault {
  readonly corpus: CorpusName;
  readonly graph: string;
  readonly operation: string;
  /** `no plan` and why, or what is wrong with the plan. */
  readonly found: readonly string[];
}

/** What a planner makes of a corpus. */
export interface Score {
  readonly corpus: CorpusName;
  readonly planner: PlannerUnderTest;
  operations: number;
  noPlan: number;
  unsound: number;
  /** Sound plans that ask for fields that their condition or type excludes. */
  needless: number;
  /** Plans with separate parts for deferred fragments. */
  inParts: number;
  /** The operations for which every planner of the run has a sound plan: of these, what the plans take together. */
  compared: number;
  /** Under the conditions under which each plan takes most. */
  fetches: number;
  /** The most fetches one after another. */
  chains: number;
  bytes: number;
  readonly milliseconds: number[];
}

/** The scores of planners on corpora, with the faults of each planner. */
export interface Scores {
  readonly scores: readonly Score[];
  readonly faults: Readonly<Record<PlannerUnderTest, readonly Fault[]>>;
  /** The cost of each planner's sound plan of an operation, by `corpus / graph / operation`. */
  readonly costs: ReadonlyMap<string, Partial<Record<PlannerUnderTest, Judgement['cost']>>>;
}

/** Has planners plan every operation of corpora, and the oracle judge the plans. */
export async function score(names: readonly CorpusName[], planners: readonly PlannerUnderTest[]): Promise<Scores> {
  const hive = new HiveProcess();
  const scores: Score[] = [];
  const faults = { gateway: [] as Fault[], hive: [] as Fault[], apollo: [] as Fault[] };
  const costs = new Map<string, Partial<Record<PlannerUnderTest, Judgement['cost']>>>();
  try {
    for (const name of names) {
      const corpus = readCorpus(name);
      const ofCorpus = planners.map((planner) => newScore(name, planner));
      scores.push(...ofCorpus);
      for (const graph of corpus.graphs) {
        const opened = openPlanners(graph.sdl, hive);
        const judge = judgeOf(graph.sdl);
        for (const each of ofCorpus) {
          const plan = opened[each.planner];
          await warmedUp(plan, graph);
          for (const operation of graph.operations) {
            const found = await judged(plan, judge, operation, each);
            const id = `${name} / ${graph.name} / ${operation.id}`;
            if (found.cost) costs.set(id, { ...costs.get(id), [each.planner]: found.cost });
            if (found.faults.length > 0)
              faults[each.planner].push({
                ...{ corpus: name, graph: graph.name, operation: operation.id, found: found.faults },
              });
          }
        }
      }
    }
  } finally {
    hive.close();
  }
  for (const each of scores) {
    for (const [id, ofOperation] of costs) {
      const cost = ofOperation[each.planner];
      if (!id.startsWith(`${each.corpus} / `) || !cost || !planners.every((name) => ofOperation[name])) continue;
      each.compared += 1;
      each.fetches += cost.fetches;
      each.chains += cost.chain;
      each.bytes += cost.bytes;
    }
  }
  return { scores, faults, costs };
}

type Graph = Corpus['graphs'][number];

/** Has a planner read the supergraph, so that no operation's time has that. */
async function warmedUp(plan: PlanAsked, { operations }: Graph): Promise<void> {
  const [first] = operations;
  if (first) await plan(asked(first)).catch(() => undefined);
}

function asked({ text, operationName, labels = [], percentage = 0 }: Graph['operations'][number]) {
  return { document: parse(text, { noLocation: true }), operationName, labels, percentage };
}

async function judged(
  plan: PlanAsked,
  judge: ReturnType<typeof judgeOf>,
  operation: Graph['operations'][number],
  counts: Score,
): Promise<{ readonly faults: readonly string[]; readonly cost?: Judgement['cost'] }> {
  const { labels = [], percentage = 0 } = operation;
  counts.operations += 1;
  let planned: Awaited<ReturnType<PlanAsked>>;
  try {
    planned = await plan(asked(operation));
  } catch (error) {
    counts.noPlan += 1;
    return { faults: [`no plan: ${(error as Error).message.split('\n')[0] ?? ''}`] };
  }
  counts.milliseconds.push(planned.milliseconds);
  if (!planned.document) return { faults: [] };
  const isOn = (label: string) => labels.includes(label) || percentage < (percentageOf(label) ?? 0);
  const { wrong, needless, cost } = judge({ document: planned.document, isOn }, planned.plan);
  if (wrong.length > 0) {
    counts.unsound += 1;
    return { faults: wrong };
  }
  if (planned.plan.fetches.some(({ deferred }) => deferred !== undefined)) counts.inParts += 1;
  if (needless.length > 0) counts.needless += 1;
  return { faults: needless.map((place) => `${place} is asked for where nobody wants it`), cost };
}

function newScore(corpus: CorpusName, planner: PlannerUnderTest): Score {
  return {
    ...{ corpus, planner, operations: 0, noPlan: 0, unsound: 0, needless: 0, inParts: 0 },
    ...{ compared: 0, fetches: 0, chains: 0, bytes: 0, milliseconds: [] },
  };
}

/** Scores as a table in Markdown. */
export function table(scores: readonly Score[]): string {
  const columns = [
    ...['corpus', 'planner', 'operations', 'no plan', 'unsound', 'needless', 'in parts'],
    ...['compared', 'fetches', 'chains', 'bytes', 'median ms', '95th ms'],
  ];
  const rows = scores.map(({ milliseconds, ...each }) => [
    ...[each.corpus, each.planner, each.operations, each.noPlan, each.unsound, each.needless, each.inParts],
    ...[each.compared, each.fetches, each.chains, each.bytes],
    ...[0.5, 0.95].map((share) => percentile(milliseconds, share).toFixed(1)),
  ]);
  return [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
