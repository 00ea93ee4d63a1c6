import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compiledFolder } from './cli/compiled-folder.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Before anything large is loaded.
enableCompileCache(process.env['NODE_COMPILE_CACHE'] || compiledFolder(root));
try {
  const { runHub } = await import('./cli/run-hub.js');
  await runHub(root);
} catch (error) {
  if (!(error instanceof Error) || error.name !== 'UnusableOrganisations') throw error;
  console.error(error.message);
  process.exitCode = 2;
}
