import type { Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** Decides which fields a caller may not see, from the requirements that the caller does not meet. */
export class Decision {
  readonly #refused = new Map<string, Requirement | undefined>();

  constructor(
    private readonly requirements: Requirements,
    private readonly refusedBy: ReadonlySet<Requirement>,
  ) {}

  /**
   * Whether a field is refused on at least one object type that `type` stands for. Requirements of the field, of its
   * object's type (also for `__typename`) and of the returned type count.
   */
  refuses(type: string, field: string): boolean {
    return this.why(type, field) !== undefined;
  }

  /** Returns the requirement that refuses a field, as in `refuses`; undefined if the field is allowed. */
  why(type: string, field: string): Requirement | undefined {
    const key = `${type}.${field}`;
    if (this.#refused.has(key)) return this.#refused.get(key);
    let refusedBy: Requirement | undefined;
    for (const object of this.requirements.possibleTypes(type)) refusedBy ??= this.#whyOn(object, field);
    this.#refused.set(key, refusedBy);
    return refusedBy;
  }

  /**
   * The schema's requirements come before agreements: another purpose does not help a caller that the schema refuses.
   */
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

  /** An abstract type is refused if all its possible types are: the caller could see no object. */
  #whyOfType(type: string): Requirement | undefined {
    const { ofType, possibleTypes } = this.requirements;
    const possible = possibleTypes(type);
    if (possible.length === 0) return this.#whyOf(ofType(type));
    const refusedBy = possible.map((object) => this.#whyOf(ofType(object)));
    return refusedBy.every((one) => one !== undefined) ? refusedBy[0] : undefined;
  }

  /** The last agreement requirement demands most: an agreement for single communes. */
  #whyOf(requirements: readonly Requirement[]): Requirement | undefined {
    const refusedBy = requirements.filter((requirement) => this.refusedBy.has(requirement));
    return refusedBy.find((one) => !('organisation' in one)) ?? refusedBy.at(-1);
  }
}
