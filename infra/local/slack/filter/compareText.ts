import type { Comparison } from './parseFilter.ts';

/** Whether a stored text answers a comparison; case never matters, and an empty one answers none. */
export function compareText(stored: string, { operator, value }: Comparison): boolean {
  if (stored === '') return false;
  const [actual, wanted] = [stored.toLowerCase(), value.toLowerCase()];
  switch (operator) {
    case 'eq':
      return actual === wanted;
    case 'co':
      return actual.includes(wanted);
    case 'sw':
      return actual.startsWith(wanted);
    case 'pr':
      return true;
    case 'gt':
      return actual > wanted;
    case 'ge':
      return actual >= wanted;
    case 'lt':
      return actual < wanted;
    case 'le':
      return actual <= wanted;
  }
}
