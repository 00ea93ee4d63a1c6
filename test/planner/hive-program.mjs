/**
 * Plans with Hive's planner: told `{ id, sdl, operation, labels, percentage }`, says `{ id, plan }` or `{ id, error }`. A
 * fault in native code ends this process, and not the tests.
 */
import { QueryPlanner } from '@graphql-hive/router-query-planner';

let sdl;
let planner;

process.on('message', (asked) => {
  const { id, operation, labels, percentage } = asked;
  const plan = async () => {
    if (asked.sdl !== sdl) {
      planner = new QueryPlanner(asked.sdl);
      sdl = asked.sdl;
    }
    const started = performance.now();
    const { node } = await planner.planAsync(operation, null, new Set(labels), percentage);
    const milliseconds = performance.now() - started;
    return { plan: { kind: 'QueryPlan', ...(node && { node: withKind(node) }) }, milliseconds };
  };
  plan().then(
    (found) => process.send({ id, ...found }),
    (error) => process.send({ id, error: error.message }),
  );
});

/** A subscription's fetch says of no other kind of node that it is one. */
function withKind(node) {
  if (node.kind === 'Subscription') return { ...node, primary: { ...node.primary, kind: 'Fetch' } };
  return node.kind === 'Sequence' ? { ...node, nodes: node.nodes.map(withKind) } : node;
}
