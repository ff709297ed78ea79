/**
 * Runs an action for each element, at most `limit` at once. After the first failure no more are started, and it is thrown once the running
 * ones have ended.
 */
export async function forEachConcurrently<T>(
  elements: readonly T[],
  limit: number,
  action: (element: T) => Promise<void>,
): Promise<void> {
  const queue = elements[Symbol.iterator]();
  let stopped = false;
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && !stopped; next = queue.next()) {
      try {
        await action(next.value);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(limit, elements.length) }, worker));
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
}
