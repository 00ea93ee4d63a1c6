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
