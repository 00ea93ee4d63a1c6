/** What a caller may do, as whoever told who it is says. */
export interface Rights {
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
  /** The agreements that hold for it, each as `agreementKey` names it. */
  readonly agreements?: ReadonlySet<string>;
}

/** The rights of a caller of whom nothing is known. */
export const anonymous: Rights = { authenticated: false, scopes: new Set(), policies: new Set() };
