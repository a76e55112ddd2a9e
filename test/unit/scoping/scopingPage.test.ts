import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillGenerated } from '../../../infra/scripts/docs/fillGenerated.ts';
import { markdownTable } from '../../../infra/scripts/docs/markdownTable.ts';
import { SCOPING_PAGE } from '../../../infra/scripts/docs/scopingPage.ts';
import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { minimalConfig } from '../config/minimalConfig.ts';

const page = readFileSync(SCOPING_PAGE.path, 'utf8');

describe('docs/scoping.md', () => {
  it('shows the operators and the truth table of the code (node infra/scripts/writeDocs.ts)', () => {
    expect(page).toBe(SCOPING_PAGE.render());
  });

  it('gives examples that the app takes', () => {
    const blocks = [...page.matchAll(/```json\n(.*?)\n```/gsu)].map(([, block]) => JSON.parse(`{${block}}`));
    expect(blocks.map((block) => Object.keys(block)[0])).toEqual(['scope', 'filters']);
    const [{ scope }, { filters }] = blocks;
    const file = { ...minimalConfig, scope, users: { ...minimalConfig.users, filters } };
    expect(parseProvisioningConfig(JSON.stringify(file), 'x').users.filters).toHaveLength(2);
  });
});

describe('generated parts', () => {
  it('replace what stood between their marks, and nothing else', () => {
    const text = 'a\n<!-- generated: x -->\nold\n<!-- end of x -->\nb';
    expect(fillGenerated(text, { x: 'new' })).toBe('a\n<!-- generated: x -->\n\nnew\n\n<!-- end of x -->\nb');
    expect(() => fillGenerated(text, { y: 'new' })).toThrow('no place for "y"');
  });

  it('escape the bars in tables', () => {
    expect(markdownTable(['a'], [['x|y']])).toBe('| a |\n|---|\n| x\\|y |');
  });
});
