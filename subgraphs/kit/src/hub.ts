import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compiledFolder } from './cli/compiled-folder.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Before anything large is loaded.
enableCompileCache(process.env['NODE_COMPILE_CACHE'] || compiledFolder(root));
const { runHub } = await import('./cli/run-hub.js');
await runHub(root);
