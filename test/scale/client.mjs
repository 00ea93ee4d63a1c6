import { createRequire } from 'node:module';

// The kit's own client: no other is installed.
const require = createRequire(new URL('../../subgraphs/kit/package.json', import.meta.url));

export const { Client } = createRequire(require.resolve('@mikro-orm/postgresql'))('pg');
