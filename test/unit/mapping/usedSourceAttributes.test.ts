import { describe, expect, it } from 'vitest';
import { usedSourceAttributes } from '../../../shared/mapping/usedSourceAttributes.ts';

describe('used source attributes', () => {
  it('are those of mappings, at any depth, and of filters', () => {
    const mappings = [
      { target: 'title', source: 'IIF(IsPresent([jobTitle]), Append([jobTitle], [city]), "[mail]")' },
      { target: 'photos[type eq "photo"].value', source: '[thumbnailPhoto]' },
      { target: 'locale', default: 'en-US' },
    ];
    const filters = [{ name: 'f', clauses: [{ attribute: 'department', operator: 'IS NOT NULL' }] }];
    expect([...usedSourceAttributes({ mappings, filters })].sort()).toEqual([
      'city',
      'department',
      'jobTitle',
      'thumbnailPhoto',
    ]);
  });
});
