import { serveCage } from '@hub/runtime';
import type { ComposedSubgraph } from '@hub/schema/compose';
import { type CheckInput, checkSchema } from './check/check-schema.js';

serveCage(async (task: CheckInput | { readonly subgraphs: readonly ComposedSubgraph[] }) => {
  if (!('subgraphs' in task)) return checkSchema(task);
  const { compose } = await import('@hub/schema/compose');
  return compose(task.subgraphs);
});
