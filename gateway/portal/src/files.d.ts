declare module '*.css';
declare module '*.md' {
  /** The document's text. */
  const text: string;
  export default text;
}

/** Where the explorer's files are; the build says so. */
declare const EXPLORER_FILES: {
  readonly script: string;
  readonly style: string;
  readonly workers: { readonly editor: string; readonly json: string; readonly graphql: string };
};

/** The guide's documents and examples; `build-developers.mjs` reads them. */
declare module 'documents' {
  /** Loads the HTML of each document, by its code. */
  export const documents: Readonly<Record<string, () => Promise<{ readonly default: string }>>>;
}
declare module 'first-requests' {
  /** The programs of `docs/examples/first-request`, by their files' names. */
  export const firstRequests: Readonly<Record<string, string>>;
  /** The files' names of the npm package and of the Python package. */
  export const packages: readonly [string, string];
}
