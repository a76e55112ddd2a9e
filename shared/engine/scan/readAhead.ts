/**
 * The same pages, each asked for while the one before is looked at: the other side works meanwhile. Looking at a page never
 * waits, so that the next one is not unpacked before it is done, and memory holds one page at a time.
 */
export async function* readAhead<Page>(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  const iterator = pages[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<Page>> => {
    const answer = iterator.next();
    // What goes wrong is thrown in its turn, and is no unhandled rejection until then.
    answer.catch(() => undefined);
    return answer;
  };
  try {
    for (let answer = ask(); ; ) {
      const { done, value } = await answer;
      if (done) return;
      answer = ask();
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
