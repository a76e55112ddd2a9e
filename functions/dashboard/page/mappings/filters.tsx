import type { Configuration } from '../api/answers.ts';

type Filter = Configuration['users']['filters'][number];

/** Scoping filters: all clauses of any one have to hold. */
export function Filters({ title, filters }: { readonly title: string; readonly filters: readonly Filter[] }) {
  return (
    <>
      <h3>{title}</h3>
      {filters.length === 0 && <p class="quiet">No filters: whoever is in scope passes.</p>}
      <ul class="stack tight">
        {filters.map(({ name, clauses }, index) => (
          <li key={name}>
            {index > 0 && <span class="quiet">or </span>}
            {name}:{' '}
            {clauses.map((clause, place) => (
              <span key={`${clause.attribute}${clause.operator}`}>
                {place > 0 && ' and '}
                <code>
                  {clause.attribute} {clause.operator} {clause.value && `'${clause.value}'`}
                </code>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
