import type { Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** What a caller may not see, given the requirements that it does not meet. */
export class Decision {
  readonly #refused = new Map<string, Requirement | undefined>();

  constructor(
    private readonly requirements: Requirements,
    private readonly refusedBy: ReadonlySet<Requirement>,
  ) {}

  /**
   * Whether a field is refused on some of the objects that a type stands for: for what the field demands, its object's
   * type, `__typename` included, or the type that it returns.
   */
  refuses(type: string, field: string): boolean {
    return this.why(type, field) !== undefined;
  }

  /** Why a field is refused, as above; undefined where it is not. */
  why(type: string, field: string): Requirement | undefined {
    const key = `${type}.${field}`;
    if (this.#refused.has(key)) return this.#refused.get(key);
    let refusedBy: Requirement | undefined;
    for (const object of this.requirements.possibleTypes(type)) refusedBy ??= this.#whyOn(object, field);
    this.#refused.set(key, refusedBy);
    return refusedBy;
  }

  /** What the schema demands comes before what is agreed: no purpose helps whom it is not open to. */
  #whyOn(type: string, field: string): Requirement | undefined {
    const { ofField, returned } = this.requirements;
    const returns = returned(type, field);
    const refusedBy = [
      this.#whyOf(ofField(type, field)),
      this.#whyOfType(type),
      returns === undefined ? undefined : this.#whyOfType(returns),
    ].filter((one) => one !== undefined);
    return refusedBy.find((one) => !('organisation' in one)) ?? refusedBy[0];
  }

  /** An abstract type is refused where every type is that it stands for: nothing of it could be seen. */
  #whyOfType(type: string): Requirement | undefined {
    const { ofType, possibleTypes } = this.requirements;
    const possible = possibleTypes(type);
    if (possible.length === 0) return this.#whyOf(ofType(type));
    const refusedBy = possible.map((object) => this.#whyOf(ofType(object)));
    return refusedBy.every((one) => one !== undefined) ? refusedBy[0] : undefined;
  }

  /** Of what agreements demand, the last demands most: that one of them opens single communes. */
  #whyOf(requirements: readonly Requirement[]): Requirement | undefined {
    const refusedBy = requirements.filter((requirement) => this.refusedBy.has(requirement));
    return refusedBy.find((one) => !('organisation' in one)) ?? refusedBy.at(-1);
  }
}
