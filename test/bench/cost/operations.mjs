import { buildASTSchema, getNamedType, isLeafType, isObjectType, parse } from 'graphql';

/** Types of which one and many objects are asked for otherwise than by a connection at the root. */
const special = {
  Goal: ['goal(code: "ADULTS_BASIC") { ¤ }', 'goals { ¤ }'],
  Organisation: ['organisation(code: "womens-union") { ¤ }', 'organisations { ¤ }'],
  GoalProgress: [
    'goal(code: "ADULTS_BASIC") { progress(period: "2026-10") { ¤ } }',
    'goal(code: "ADULTS_BASIC") { progressByCommune(period: "2026-10", first: 500) { nodes { ¤ } } }',
  ],
};

/** The selection of a type whose first leaf is unsuitable. */
const selections = {
  GoalProgress: 'status',
  Contribution: 'people occurrences',
};

/** A day that a key may have as its last. */
const inMonths = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);

/** How many parents many are. */
const many = 20;

/** Makes the operations by which fields are measured. */
export class Operations {
  #paths = new Map();

  /** @param samples a code of an object, by its type, and the id of a key for a program. */
  constructor(supergraph, samples) {
    this.schema = buildASTSchema(parse(supergraph, { noLocation: true }), { assumeValid: true });
    this.samples = samples;
    this.#findPaths();
  }

  /** Arguments of some fields that no rule makes. */
  get given() {
    return {
      createProgramKey: `input: { name: "bench", role: "analyst", purpose: "statistics", until: "${inMonths}" }`,
      revokeProgramKey: `id: "${this.samples.key}"`,
      draftPublication:
        'input: { period: "2026-10", noteVi: "x", noteEn: "x", unchanged: true }, idempotencyKey: "bench"',
      noteOnPublicationDraft: 'id: "2026-10_d1", noteVi: "x", noteEn: "x"',
      stepPublicationDraft: 'id: "2026-10_d1", step: REFRESH',
      withdrawPublication: 'id: "2026-09_1", reasonVi: "x", reasonEn: "x"',
      setGoalDays: 'goal: "ADULTS_BASIC", kind: REPORT, fromMonth: "2026-12", days: 10, basis: "x"',
      publicationDraft: 'id: "2026-10_d1"',
      publication: 'id: "2026-09_1"',
      denominators: 'audience: "ADULTS", place: "38"',
    };
  }

  /** Operations that ask for a parent of a type, and for many: with what `inner` has, and `m` once for each. */
  around(type, inner) {
    if (type === 'Query') return [`{ m: __typename ${inner} }`];
    if (type === 'Mutation') return [`mutation { m: __typename ${inner} }`];
    const path = this.#paths.get(type);
    if (!path) throw new Error(`expected a way to ask for ${type}`);
    return path.map((text) => `{ ${text.replace('¤', `m: __typename ${inner}`)} }`);
  }

  /** A field in an operation, with `first` if it has pages. */
  asked(type, field, first) {
    const definition = this.schema.getType(type).getFields()[field];
    if (this.given[field]) return `${field}(${this.given[field]}) { ${this.minimal(definition.type)} }`;
    const given = definition.args.flatMap(({ name }) => {
      if (name === 'first') return [`first: ${first}`];
      if (name === 'period') return ['period: "2026-10"'];
      if (name === 'audience') return ['audience: "ADULTS"'];
      if (name === 'from') return ['from: "2026-01"'];
      if (name === 'to') return ['to: "2026-10"'];
      if (name === 'index') return ['index: 0'];
      if (name === 'by') return ['by: REGION'];
      if (name === 'code') return [`code: "${this.samples[getNamedType(definition.type).name]}"`];
      return [];
    });
    const below = this.minimal(definition.type);
    return `${field}${given.length > 0 ? `(${given.join(', ')})` : ''}${below ? ` { ${below} }` : ''}`;
  }

  /** The least that a type is asked for. */
  minimal(outputType) {
    const type = getNamedType(outputType);
    if (isLeafType(type)) return '';
    if (selections[type.name]) return selections[type.name];
    const fields = type.getFields();
    if (fields.nodes) return `nodes { ${this.minimal(fields.nodes.type)} }`;
    if (fields.code) return 'code';
    const leaf = Object.values(fields).find(({ type: of, args }) => isLeafType(getNamedType(of)) && args.length === 0);
    if (leaf) return leaf.name;
    const [first] = Object.values(fields);
    return `${first.name} { ${this.minimal(first.type)} }`;
  }

  /** The shortest way to objects of each type. */
  #findPaths() {
    const { schema } = this;
    for (const [type, [one, more]] of Object.entries(special)) this.#paths.set(type, [one, more]);
    const queue = [...this.#paths.keys(), 'Query'];
    for (let name = queue.shift(); name; name = queue.shift()) {
      // Roots come first, so that ways from them are preferred.
      if (name !== 'Query' && queue.includes('Query')) {
        queue.push(name);
        continue;
      }
      for (const field of Object.values(schema.getType(name).getFields())) {
        const returned = getNamedType(field.type);
        if (!isObjectType(returned) || field.args.some(({ name: arg }) => arg === 'code')) continue;
        const nodes = returned.getFields().nodes;
        const steps = nodes
          ? [
              [returned, '¤'],
              [getNamedType(nodes.type), 'nodes { ¤ }'],
            ]
          : [[returned, '¤']];
        for (const [type, step] of steps) {
          if (this.#paths.has(type.name)) continue;
          const text = (first) => {
            const ways = { first: `first: ${first}`, by: 'by: REGION' };
            const given = field.args.flatMap(({ name: arg }) => ways[arg] ?? []);
            return `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''} { ${step} }`;
          };
          const parents = name === 'Query' ? ['¤', '¤'] : this.#paths.get(name);
          const firsts = name === 'Query' ? [1, many] : [1, 1];
          this.#paths.set(
            type.name,
            parents.map((parent, index) => parent.replace('¤', text(firsts[index]))),
          );
          queue.push(type.name);
        }
      }
    }
  }
}
