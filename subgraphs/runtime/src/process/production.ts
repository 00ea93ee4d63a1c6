const others: readonly (string | undefined)[] = ['development', 'test'];

/**
 * Whether a program runs in production: under any `NODE_ENV` except `development` and `test`, so also under `prod`, a
 * typing error, or none. So a missing setting never removes protection.
 */
export function isProduction({ NODE_ENV }: NodeJS.ProcessEnv): boolean {
  return !others.includes(NODE_ENV);
}

/** Names production and its reason, for the end of an error such as `expected nothing …`. */
export function inProduction({ NODE_ENV }: NodeJS.ProcessEnv): string {
  const got = NODE_ENV ? `NODE_ENV is ${JSON.stringify(NODE_ENV)}` : 'NODE_ENV is not set';
  return `in production (${got}; only development and test are not production)`;
}
