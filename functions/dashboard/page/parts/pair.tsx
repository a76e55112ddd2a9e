/** A name and its value in a list of facts; nothing without a value. */
export function Pair({ name, value }: { readonly name: string; readonly value: string | null | undefined }) {
  if (value === null || value === undefined || value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
