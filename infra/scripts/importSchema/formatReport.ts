import type { Import } from './convertSchema.ts';

/** What an import did, as a person reads it in a terminal. */
export function formatReport({ config, rule, carriedOver, changed, lost, differences }: Import): string {
  const held = lost.filter(({ holds }) => holds).length;
  return [
    `From Entra: ${rule}`,
    ...titled(
      'Carried over',
      carriedOver.map((line) => [line]),
    ),
    ...titled(
      'Changed',
      changed.map(({ where, from, to, why }) => [where, `from ${from}`, `to   ${to}`, why]),
    ),
    ...titled(
      'Not carried over',
      lost.map(({ where, what, todo, holds }) => [`${holds ? '✗ ' : ''}${where}`, what, `→ ${todo}`]),
    ),
    ...titled(
      'What differs from Entra',
      differences.map((line) => [line]),
    ),
    ...(config.enabled
      ? []
      : [
          '',
          `Provisioning is switched off in this file until you have settled ${held === 1 ? 'the point' : `the ${held} points`} marked ✗.`,
          'Then set "enabled" to true.',
        ]),
  ].join('\n');
}

/** Blocks of lines under a title; nothing at all without blocks. */
function titled(title: string, blocks: readonly (readonly string[])[]): string[] {
  if (blocks.length === 0) return [];
  return ['', title, ...blocks.flatMap(([first, ...rest]) => [`  - ${first}`, ...rest.map((line) => `      ${line}`)])];
}
