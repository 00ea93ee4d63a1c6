/** An error of a GraphQL answer. */
export interface GraphQLFault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string };
}

/** An error answer of the hub. `code` is the code of the first error, such as `LIMIT_EXCEEDED`. */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly code: string;
  /**
   * Whether the hub executed the mutation although it sends no result. If true, do not send the mutation again;
   * undefined if the hub does not say.
   */
  readonly executed: boolean | undefined;

  /**
   * @param errors all errors of the answer.
   * @param status HTTP status.
   * @param data partial data of the answer.
   */
  constructor(
    readonly errors: readonly GraphQLFault[],
    readonly status: number,
    readonly data?: unknown,
  ) {
    const [first] = errors;
    super(first?.message ?? `The hub answered with status ${status}.`);
    this.code = first?.extensions?.code ?? `HTTP_${status}`;
    const executed = errors.map(({ extensions }) => extensions?.['executed']).find((one) => one !== undefined);
    this.executed = typeof executed === 'boolean' ? executed : undefined;
  }
}

/** Thrown if the figures changed during each attempt to read all pages of a list. */
export class FiguresChanged extends Error {
  override readonly name = 'FiguresChanged';
}
