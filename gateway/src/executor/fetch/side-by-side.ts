/**
 * Runs tasks in order, a limited number at a time, the first ones at once.
 * @param begin must not fail.
 * @returns the results, in the order of the tasks.
 */
export async function sideBySide<Task, Result>(
  tasks: readonly Task[],
  atATime: number,
  begin: (task: Task) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async () => {
    while (next < tasks.length) {
      const index = next++;
      results[index] = await begin(tasks[index] as Task);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, tasks.length) }, lane));
  return results;
}
