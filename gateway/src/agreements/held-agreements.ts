import { type Agreement, type Granularity, shares } from '@hub/protocol';
import { onceForEach } from '../base/once-for-each.js';
import type { HeldAgreements, SharedField } from '../request/rights.js';
import { atCommunes } from './agreement-requirements.js';

/**
 * The agreements in force for a caller. `share` reads the present text of an agreement, so a narrowed agreement takes
 * effect at the next request, also in an engine that was opened before.
 */
export class HoldingAgreements extends Set<string> implements HeldAgreements {
  readonly #byKey = new Map<string, Agreement>();
  readonly #level: string;

  /**
   * @param held by their keys: see `agreementKey`.
   * @param level the paths that reach single communes: see `levelOf`.
   * @param figures the organisations that give their own shares, the fields with such shares, and the figures that may
   * be combined at each level: see `combinedBy`.
   */
  constructor(
    held: ReadonlyMap<string, Agreement>,
    level: string,
    private readonly figures: {
      readonly of: ReadonlySet<string>;
      readonly in: readonly string[];
      readonly combined: Readonly<Record<Granularity, string>>;
    },
  ) {
    super();
    this.#level = level;
    for (const [key, agreement] of held) {
      const grants = agreement.granularity === 'commune' ? [key, atCommunes(key)] : [key];
      for (const grant of grants) {
        this.add(grant);
        this.#byKey.set(grant, agreement);
      }
    }
  }

  askedIn(fields: readonly string[]): Iterable<string> {
    return this.figures.in.some((field) => fields.includes(field)) ? this.figures.of : [];
  }

  combinedAt(level: Granularity): string {
    return this.figures.combined[level];
  }

  share(grant: string, { field, level }: SharedField): boolean {
    const agreement = this.#byKey.get(grant);
    if (!agreement) return false;
    // The engine uses other paths to single communes, so any field may reach them.
    if (level !== this.#level && agreement.granularity !== 'commune') return false;
    return sharedBy(agreement)(field);
  }
}

/** The goals whose figures may be combined at a level, by organisation. Equal goals give equal text. */
export function combinedBy(
  held: readonly { readonly organisation: string; readonly agreement: Agreement }[],
  level: Granularity,
): string {
  const goals = new Map<string, Set<string>>();
  for (const { organisation, agreement } of held) {
    if (level === 'commune' && agreement.granularity !== 'commune') continue;
    const known = goals.get(organisation) ?? new Set();
    goals.set(organisation, known);
    for (const goal of agreement.combined) known.add(goal);
  }
  const all = [...goals].flatMap(([organisation, codes]) =>
    (codes.has('*') ? ['*'] : [...codes]).map((code) => `${organisation} ${code}`),
  );
  return JSON.stringify(all.sort());
}

/** Whether an agreement shares a field; each field is looked up once. */
const sharedBy = onceForEach((agreement: Agreement) => {
  const known = new Map<string, boolean>();
  return (field: string): boolean => {
    let shared = known.get(field);
    if (shared === undefined) known.set(field, (shared = shares(agreement, field)));
    return shared;
  };
});
