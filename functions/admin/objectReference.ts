import * as z from 'zod';

/** `next` of a page: kind and Entra id of its last row, e.g. `user:7c1e2b9a-0d4f-4f0e-9a53-2f6b8c1d7e90`. */
export const objectReference = z
  .string()
  .regex(/^(user|group):[0-9a-f-]{36}$/i, 'Expected the "next" of the page before.')
  .transform((text) => ({
    kind: text.toLowerCase().startsWith('user') ? ('user' as const) : ('group' as const),
    id: text.slice(-36),
  }));
