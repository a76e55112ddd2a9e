/** How the running app is reached. */
export interface AppAccess {
  /** Root of the app, without a slash at its end. */
  readonly url: string;
  /** Function key; undefined where none is asked for. */
  readonly key: string | undefined;
}

/** The app did not answer as hoped; the message is for a person. */
export class AppFailed extends Error {
  override readonly name = 'AppFailed';
}

/**
 * Calls a route of the app.
 * @param path below `/api`, e.g. `/status`
 * @returns the answer's JSON
 * @throws AppFailed when it cannot be reached or refuses
 */
export async function callApp<Answer>(
  { url, key }: AppAccess,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`${url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'x-functions-key': key }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new AppFailed(`The app does not answer at ${url}. Is it running? Name another place with --url.`);
  }
  if (response.ok) return (await response.json()) as Answer;
  throw new AppFailed(explain(response.status, await response.text()));
}

interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

function explain(status: number, text: string): string {
  if (status === 401 && text === '') return 'The app wants a function key: set PROVISIONING_KEY.';
  let problem: ProblemDetails;
  try {
    problem = JSON.parse(text) as ProblemDetails;
  } catch {
    return `The app answered with HTTP ${status}.`;
  }
  const lines = (problem.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`);
  return [problem.detail ?? `The app answered with HTTP ${status}.`, ...lines].join('\n');
}
