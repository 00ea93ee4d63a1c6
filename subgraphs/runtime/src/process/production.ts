const others: readonly (string | undefined)[] = ['development', 'test'];

/**
 * Whether a program runs in production: under any `NODE_ENV` but `development` and `test`, so also under `prod`, a typing
 * error, or none. Protection is then never lost because nobody said where the program runs.
 */
export function isProduction({ NODE_ENV }: NodeJS.ProcessEnv): boolean {
  return !others.includes(NODE_ENV);
}

/** Names production and what it follows from, for the end of an error such as `expected nothing …`. */
export function inProduction({ NODE_ENV }: NodeJS.ProcessEnv): string {
  const got = NODE_ENV ? `NODE_ENV is ${JSON.stringify(NODE_ENV)}` : 'NODE_ENV is not set';
  return `in production (${got}; only development and test are not production)`;
}
