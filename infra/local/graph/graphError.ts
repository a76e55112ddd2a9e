/** A refusal as Graph words it: HTTP status, `error.code`, `error.message`, and headers such as `Location` or `Retry-After`. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** 400 `Request_BadRequest`: what the directory refuses to store. */
export function badRequest(message: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', message);
}

/** 400 `Request_UnsupportedQuery`: a query that is well-formed but not served. */
export function unsupportedQuery(message: string): GraphError {
  return new GraphError(400, 'Request_UnsupportedQuery', message);
}

/** 403 as the directory words it, whatever is missing. */
export function forbidden(): GraphError {
  return new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

/** 404 as the directory words it for objects, members and references alike. */
export function notFound(name: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/**
 * The JSON body of an error, with the ids that a support case needs.
 * @param now epoch milliseconds; Graph writes `innerError.date` without a zone
 */
export function errorBody(error: GraphError, requestId: string, clientRequestId: string, now: number): object {
  const innerError = {
    date: new Date(now).toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId,
  };
  return { error: { code: error.code, message: error.message, innerError } };
}
