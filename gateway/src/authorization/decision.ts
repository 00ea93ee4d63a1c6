import type { Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** What a caller may not see, given the requirements that it does not meet. */
export class Decision {
  readonly #denied = new Map<string, boolean>();

  constructor(
    private readonly requirements: Requirements,
    private readonly unmet: ReadonlySet<Requirement>,
  ) {}

  /**
   * Whether a field is denied on some of the objects that a type stands for: for what the field demands, its object's
   * type, `__typename` included, or the type that it returns.
   */
  denies(type: string, field: string): boolean {
    const key = `${type}.${field}`;
    const known = this.#denied.get(key);
    if (known !== undefined) return known;
    const denied = this.requirements.possibleTypes(type).some((object) => this.#deniesOn(object, field));
    this.#denied.set(key, denied);
    return denied;
  }

  #deniesOn(type: string, field: string): boolean {
    const { ofField, returned } = this.requirements;
    const returns = returned(type, field);
    return (
      this.#isUnmet(ofField(type, field)) ||
      this.#deniesType(type) ||
      (returns !== undefined && this.#deniesType(returns))
    );
  }

  /** An abstract type is denied where every type is that it stands for: nothing of it could be seen. */
  #deniesType(type: string): boolean {
    const { ofType, possibleTypes } = this.requirements;
    const possible = possibleTypes(type);
    if (possible.length === 0) return this.#isUnmet(ofType(type));
    return possible.every((object) => this.#isUnmet(ofType(object)));
  }

  #isUnmet(requirements: readonly Requirement[]): boolean {
    return requirements.some((requirement) => this.unmet.has(requirement));
  }
}
