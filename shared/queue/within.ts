/**
 * Runs an action for at most `ms` milliseconds, then aborts it and rejects with a TimeoutError at once: while it connects,
 * the Service Bus SDK does not heed the signal and takes a minute at least to give up.
 */
export async function within<Result>(ms: number, run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const timeout = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DOMException(`No answer within ${ms} ms.`, 'TimeoutError');
      // First reject, then abort: the caller is to see the time-out and not the SDK's AbortError.
      reject(error);
      timeout.abort(error);
    }, ms);
  });
  try {
    return await Promise.race([run(timeout.signal), expired]);
  } finally {
    clearTimeout(timer);
  }
}
