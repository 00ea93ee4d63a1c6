import { defineLoader, type SubgraphContext } from '@hub/kit';

const loader = defineLoader<'all', boolean>(async (keys, em) => {
  const [row] = await em.execute<{ demonstration: boolean }[]>(
    `select exists (select from import_run where demonstration) as demonstration`,
  );
  return keys.map(() => row?.demonstration ?? false);
});

/** Whether made-up data is among what was imported: figures without a name of their own say so beside them. */
export function hasDemonstrationData(context: SubgraphContext): Promise<boolean> {
  return loader(context).load('all');
}
