import type { AttributeValue } from '../../../../shared/model/attributes.ts';
import { countOf } from '../words/numbers.ts';
import { isEmptyValue, listSize, shortTarget, valueText } from '../words/values.ts';
import { Wide } from './wide.tsx';

/** Longer lists, such as the members of a group, are folded. */
const SHORT_LIST = 8;

interface Change {
  readonly name: string;
  readonly old?: AttributeValue | undefined;
  readonly new: AttributeValue;
}

/** Attributes before and after; without the first column where nothing was there before. */
export function Changes({ changes, isNew }: { readonly changes: readonly Change[]; readonly isNew: boolean }) {
  return (
    <Wide label="Changed attributes">
      <table class="changes">
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            {!isNew && <th scope="col">Before</th>}
            <th scope="col">{isNew ? 'Value' : 'After'}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ name, old, new: value }) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {shortTarget(name)}
              </th>
              {!isNew && <Value value={old} />}
              <Value value={value} />
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Value({ value }: { readonly value: AttributeValue | undefined }) {
  const size = listSize(value);
  if (size <= SHORT_LIST) return <td class={isEmptyValue(value) ? 'quiet' : undefined}>{valueText(value)}</td>;
  return (
    <td>
      <details>
        <summary>{countOf(size, 'value')}</summary>
        {valueText(value)}
      </details>
    </td>
  );
}
