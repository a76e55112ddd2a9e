/** Runs `make` on the first call and hands the same result to every later one; a failure is not remembered. */
export function once<Arguments extends unknown[], Result>(
  make: (...args: Arguments) => Promise<Result>,
): (...args: Arguments) => Promise<Result> {
  let made: Promise<Result> | undefined;
  return (...args) => {
    made ??= make(...args).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
