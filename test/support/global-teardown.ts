/** Stops the container that `global-setup.ts` started. */
export default async function stopPostgres(): Promise<void> {
  await globalThis.hubTestContainer?.stop();
}
