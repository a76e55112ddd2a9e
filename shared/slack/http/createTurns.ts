/** Runs tasks with the same key one after the other, in their order, whether they succeed or not. */
export function createTurns(): <Result>(key: string, task: () => Promise<Result>) => Promise<Result> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    const before = last.get(key) ?? Promise.resolve();
    const result = before.then(task);
    const turn = result.catch(() => undefined);
    last.set(key, turn);
    try {
      return await result;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}
