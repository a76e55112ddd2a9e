import type { Configuration } from '../api/answers.ts';
import { Wide } from '../parts/wide.tsx';
import { shortTarget } from '../words/values.ts';
import { trySource } from './tried.ts';

type Mapping = Configuration['users']['mappings'][number];

/** Where each attribute in Slack comes from. */
export function MappingTable({ title, mappings }: { readonly title: string; readonly mappings: readonly Mapping[] }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <Wide label={title}>
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">In Slack</th>
              <th scope="col">Comes from</th>
              <th scope="col">When</th>
              <th scope="col">
                <span class="hidden">Try it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {mappings.map((mapping) => (
              <Row key={mapping.target} mapping={mapping} />
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

function Row({ mapping }: { readonly mapping: Mapping }) {
  const { target, source, match, apply, whenEmpty, required, description } = mapping;
  const notes = [
    match === null ? '' : `matched by it, ${match === 1 ? 'first' : `place ${match}`}`,
    required ? 'required' : '',
    whenEmpty === 'keep' ? 'kept when empty' : '',
    mapping.default === null ? '' : `“${mapping.default}” when empty`,
  ].filter(Boolean);
  return (
    <tr>
      <td title={description}>
        <strong>{shortTarget(target)}</strong>
        {notes.length > 0 && <div class="quiet">{notes.join(', ')}</div>}
      </td>
      <td>{source === null ? <span class="quiet">nothing</span> : <code>{source}</code>}</td>
      <td class="nowrap">{apply === 'onCreate' ? 'only when created' : 'always'}</td>
      <td class="number">
        {source !== null && (
          <button
            type="button"
            class="plain"
            onClick={() => trySource(source)}
            aria-label={`Try ${shortTarget(target)}`}
          >
            Try
          </button>
        )}
      </td>
    </tr>
  );
}
