import type { Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** What a caller may not see, given the requirements that it does not meet. */
export class Decision {
  readonly #denied = new Map<string, Requirement | undefined>();

  constructor(
    private readonly requirements: Requirements,
    private readonly unmet: ReadonlySet<Requirement>,
  ) {}

  /**
   * Whether a field is denied on some of the objects that a type stands for: for what the field demands, its object's
   * type, `__typename` included, or the type that it returns.
   */
  denies(type: string, field: string): boolean {
    return this.unmetBy(type, field) !== undefined;
  }

  /** Why a field is denied, as above; undefined where it is not. */
  unmetBy(type: string, field: string): Requirement | undefined {
    const key = `${type}.${field}`;
    if (this.#denied.has(key)) return this.#denied.get(key);
    let unmet: Requirement | undefined;
    for (const object of this.requirements.possibleTypes(type)) unmet ??= this.#unmetOn(object, field);
    this.#denied.set(key, unmet);
    return unmet;
  }

  /** What the schema demands comes before what is agreed: no purpose helps whom it is not open to. */
  #unmetOn(type: string, field: string): Requirement | undefined {
    const { ofField, returned } = this.requirements;
    const returns = returned(type, field);
    const unmet = [
      this.#unmetOf(ofField(type, field)),
      this.#unmetOfType(type),
      returns === undefined ? undefined : this.#unmetOfType(returns),
    ].filter((one) => one !== undefined);
    return unmet.find((one) => !('organisation' in one)) ?? unmet[0];
  }

  /** An abstract type is denied where every type is that it stands for: nothing of it could be seen. */
  #unmetOfType(type: string): Requirement | undefined {
    const { ofType, possibleTypes } = this.requirements;
    const possible = possibleTypes(type);
    if (possible.length === 0) return this.#unmetOf(ofType(type));
    const unmet = possible.map((object) => this.#unmetOf(ofType(object)));
    return unmet.every((one) => one !== undefined) ? unmet[0] : undefined;
  }

  /** Of what agreements demand, the last demands most: that one of them opens single communes. */
  #unmetOf(requirements: readonly Requirement[]): Requirement | undefined {
    const unmet = requirements.filter((requirement) => this.unmet.has(requirement));
    return unmet.find((one) => !('organisation' in one)) ?? unmet.at(-1);
  }
}
