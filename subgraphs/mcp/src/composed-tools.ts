import { documentTool, type OwnDocument, type TrustedDocument } from './document-tools.js';
import type { HubTool } from './hub-tool.js';
import { nearestValues } from './nearest-values.js';
import type { TypeOfSchema } from './input-schema.js';

/** The state and the terms of a goal's figures. */
const about = `fragment About on Goal {
  code title(language: $language) deadline source
  metadata { definition(language: $language) licence contact publisher { name(language: $language) } }
}`;

const figure = `fragment Figure on GoalProgress {
  period status likely { status probability } doubts ratio target gapPeople gapPoints pace
  requiredPace { peoplePerMonth }
  people { lower upper estimate method noEstimate interval { lower upper } }
  denominator { value basis asOf }
  completeThrough isProvisional demonstration asOf flags confidentiality
  missing { code name(language: $language) }
}`;

const ofCommune = `fragment OfCommune on GoalProgress {
  communeCode commune { name(language: $language) type area }
  period ratio gapPeople gapPoints pace status doubts isProvisional missing { code } people { lower upper estimate }
}`;

const goalPage: OwnDocument['page'] = ({ goal, period }) => {
  const query = typeof period === 'string' ? `?${new URLSearchParams({ period }).toString()}` : '';
  return `/goals/${encodeURIComponent(String(goal))}${query}`;
};

/** Leaves only the commune's own rank. The document lists every commune, because a shorter list has other ranks. */
const onlyOwnRank: NonNullable<OwnDocument['arrange']> = (data, { commune }) => {
  const { goal } = data as {
    goal?: { progressByCommune?: { edges: { node: { communeCode: string } }[] } | null } | null;
  };
  const ranked = goal?.progressByCommune;
  if (ranked) ranked.edges = ranked.edges.filter(({ node }) => node.communeCode === commune);
};

/** The hub answers the newest events in the order in which they happened. */
const newestFirst: NonNullable<OwnDocument['arrange']> = (data) => {
  (data as { events?: { nodes: unknown[] } | null }).events?.nodes.reverse();
};

/** @param more the argument for a commune, or none. */
function whatChanged(more: '' | 'commune'): ComposedDocument {
  const [variable, argument] = more === '' ? ['', ''] : ['$commune: ID, ', 'commune: $commune, '];
  return {
    own: { page: () => '/', arrange: newestFirst },
    text: `# What changed, the newest first: new figures, publications, corrections, withdrawals, late reports, anomalies, and changes of the schema. Filter by goal, ${more === '' ? '' : 'commune, '}organisation or kind.
query what_changed($goal: ID, ${variable}$organisation: ID, $kinds: [EventKind!], $first: Int! = 12, $language: Language = EN) {
  events(goal: $goal, ${argument}organisation: $organisation, kinds: $kinds, first: $first) {
    nodes { kind at title(language: $language) period goal { code } organisation { code } }
    hasMore
  }
  goals { code progress { period completeThrough isProvisional demonstration } metadata { licence } }
  figuresVersion
}`,
  };
}

interface ComposedDocument extends Omit<TrustedDocument, 'id'> {
  /** The field of a goal without which the tool is of no use. */
  readonly needs?: string;
}

/** Documents that answer common questions in one call. The comment is the tool's description. */
const documents: readonly ComposedDocument[] = [
  {
    own: { page: () => '/communes' },
    text: `# Finds the codes of goals, communes and periods. Begin here when a question names a goal or a place. Without search, it lists the goals and the first communes. Search takes part of a name in Vietnamese or English, with or without diacritics, also of a commune or district before a merger.
query find($search: String = "", $first: Int = 10, $language: Language = EN) {
  communes(search: $search, first: $first) { totalCount nodes { code name(language: $language) vi: name type area predecessors { name(language: $language) } } }
  goals { code title(language: $language) vi: title startsOn deadline progress { period completeThrough } metadata { licence } }
}`,
  },
  {
    own: { page: () => '/' },
    text: `# How far the whole province is from each goal: people, ratio, target, gap, pace, status, forecast, and the organisations that have not reported.
query overview($language: Language = EN) {
  goals {
    ...About
    progress { ...Figure forecast { reachesTargetOn people basis notAvailable } }
    closing { state daysLeft }
  }
}
${figure}
${about}`,
  },
  {
    own: { page: goalPage },
    needs: 'progressByCommune',
    text: `# The communes that are furthest behind for a goal, the worst first (lowest ratio), with gap, pace, and what is uncertain. For the reasons of one commune, call explain_commune.
query communes_behind($goal: ID!, $first: Int = 10, $period: Period, $type: CommuneType, $area: Area, $language: Language = EN) {
  goal(code: $goal) {
    progressByCommune(first: $first, period: $period, type: $type, area: $area, orderBy: { field: RATIO, direction: ASC }) {
      totalCount
      nodes { ...OfCommune }
    }
    ...About
    progress(period: $period) { period ratio target status completeThrough isProvisional demonstration }
  }
}
${ofCommune}
${about}`,
  },
  {
    own: { page: ({ commune }) => `/communes/${encodeURIComponent(String(commune))}`, arrange: onlyOwnRank },
    needs: 'progressByCommune',
    text: `# Why a commune stands where it stands for a goal: gap, pace, what makes the figure uncertain (doubts, noEstimate, ends), missing reports, each organisation's share, anomalies, its rank among all communes and those of its type and area (1 is the furthest behind), what may not be shown and why (outside, noShare, confidentiality), and the province beside it.
query explain_commune($goal: ID!, $commune: ID!, $period: Period, $language: Language = EN) {
  goal(code: $goal) {
    progressByCommune(first: 500, period: $period, orderBy: { field: RATIO, direction: ASC }) {
      edges { node { communeCode } rank { overall overallLast withinType withinTypeLast withinArea withinAreaLast amongLastTen of } }
    }
    progress(commune: $commune, period: $period) {
      ...Figure
      ends { least { status ratio } most { status ratio } }
      forecast { reachesTargetOn people basis notAvailable }
      contributions { organisation { code name(language: $language) } state through late share { people atMost } noShare }
      outside { organisation { code } reason }
      notes { text }
    }
    ...About
    province: progress(period: $period) { period ratio target pace status completeThrough }
  }
  commune(code: $commune) { code name(language: $language) vi: name type area predecessors { name(language: $language) } }
  anomalies: events(goal: $goal, commune: $commune, kinds: [ANOMALY], first: 5) { nodes { at title(language: $language) } }
}
${figure}
${about}`,
  },
  {
    own: { page: goalPage },
    needs: 'progressByCommune',
    text: `# Compares communes for a goal, the worst first, beside the province.
query compare($goal: ID!, $communes: [ID!]!, $first: Int = 20, $period: Period, $language: Language = EN) {
  goal(code: $goal) {
    progressByCommune(codes: $communes, first: $first, period: $period, orderBy: { field: RATIO, direction: ASC }) {
      totalCount
      nodes { ...OfCommune denominator { value } }
    }
    ...About
    progress(period: $period) { period ratio target pace status completeThrough isProvisional demonstration }
  }
}
${ofCommune}
${about}`,
  },
  whatChanged(''),
  // A caller that may see no communes may not name one either.
  { ...whatChanged('commune'), needs: 'progressByCommune' },
];

/**
 * The tools for common questions that the caller may use.
 * @param types the schema as the caller sees it.
 */
export async function composedTools(types: TypeOfSchema): Promise<HubTool[]> {
  const nearest = nearestValues();
  const made = documents.map(async ({ needs, ...document }) => {
    const mayUse = !needs || (await types('Goal'))?.fields?.some(({ name }) => name === needs);
    const tool = mayUse && (await documentTool({ ...document, id: '' }, types, () => undefined));
    if (!tool) return undefined;
    const call: HubTool['call'] = async (asked, input, signal) =>
      (await nearest(asked, input)) ?? tool.call(asked, input, signal);
    return { ...tool, call };
  });
  const tools = (await Promise.all(made)).filter((tool) => tool !== undefined);
  return [...new Map(tools.map((tool) => [tool.name, tool])).values()];
}
