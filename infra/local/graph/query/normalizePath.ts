/**
 * Brings the ways in which OData lets one write a path to one: `users('id')` → `users/id`,
 * `servicePrincipals(appId='id')` → `servicePrincipals/appId=id`, `users/delta()` and `users/microsoft.graph.delta` → `users/delta`.
 * @param pathname percent-encoded
 */
export function normalizePath(pathname: string): string {
  const plain = pathname
    .replace(/%24/gi, '$')
    .replace(/%27/gi, "'")
    .replace(/%28/gi, '(')
    .replace(/%29/gi, ')')
    .replace(/%3D/gi, '=');
  return plain
    .split('/')
    .map((segment) =>
      segment
        .replace(/\(\)$/, '')
        .replace(
          /^microsoft\.graph\.(delta|restore|sendMail|reauthorize|getByIds|checkMemberGroups|checkMemberObjects|getMemberGroups)$/,
          '$1',
        ),
    )
    .map((segment) =>
      segment.replace(/^(\w+)\((?:(\w+)=)?'([^']*)'\)$/, (_all, name, key, value) =>
        key ? `${name}/${key}=${value}` : `${name}/${value}`,
      ),
    )
    .join('/');
}

/** The way back for alternate keys, so that links look as Graph's own. */
export function toODataPath(pathname: string): string {
  return pathname.replace(/\/(\w+)=([^/]+)/g, "($1='$2')");
}
