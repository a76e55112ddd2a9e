import { signal } from '@preact/signals';

/** Where the person is: `#/logs/4711?status=failed`. */
export interface Route {
  readonly screen: string;
  /** What follows the screen's name, e.g. the id of a log entry. */
  readonly part: string | undefined;
  readonly query: URLSearchParams;
}

function read(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/u, '').split('?');
  const [screen = '', ...rest] = path.split('/');
  const part = rest.join('/');
  return {
    screen: screen || 'overview',
    part: part === '' ? undefined : decodeURIComponent(part),
    query: new URLSearchParams(query),
  };
}

export const route = signal<Route>(read());
addEventListener('hashchange', () => {
  route.value = read();
});

/** Address of a place in the page. Values that are empty are left out. */
export function address(
  screen: string,
  query: Readonly<Record<string, string | undefined>> = {},
  part?: string,
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(given).toString();
  return `#/${screen}${part === undefined ? '' : `/${encodeURIComponent(part)}`}${search ? `?${search}` : ''}`;
}

/** Changes the address without a new entry in the browser's history, as filters do while somebody types. */
export function replaceAddress(to: string): void {
  history.replaceState(null, '', to);
  route.value = read();
}
