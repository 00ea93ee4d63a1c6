import { rmSync } from 'node:fs';

/** Ends what `global-setup.ts` made for the run. */
export default async function endRun(): Promise<void> {
  await globalThis.hubTestContainer?.stop();
  const dumps = process.env['HUB_TEST_DUMPS'];
  if (dumps) rmSync(dumps, { recursive: true, force: true });
}
