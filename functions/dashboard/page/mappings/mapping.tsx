import type { Configuration } from '../api/answers.ts';
import { get } from '../api/request.ts';
import { useLoad } from '../api/useLoad.ts';
import { Show } from '../parts/feedback.tsx';
import { ExpressionTester } from './expressionTester.tsx';
import { Filters } from './filters.tsx';
import { MappingTable } from './mappingTable.tsx';
import { Rules } from './rules.tsx';

/** The configuration in force, and a place to try expressions. */
export function Mapping() {
  const configuration = useLoad<Configuration>((signal) => get('configuration', signal), []);
  return (
    <div class="stack">
      <ExpressionTester />
      <Show load={configuration} lines={8}>
        {(found) => (
          <>
            <MappingTable title="Attributes of people" mappings={found.users.mappings} />
            {found.groups.enabled && <MappingTable title="Attributes of groups" mappings={found.groups.mappings} />}
            <div class="columns">
              <section class="card">
                <h2>Who is in scope</h2>
                <p>{scopeSentence(found.scope)}</p>
                <Filters title="People" filters={found.users.filters} />
                {found.groups.enabled && <Filters title="Groups" filters={found.groups.filters} />}
              </section>
              <Rules configuration={found} />
            </div>
          </>
        )}
      </Show>
    </div>
  );
}

function scopeSentence({ mode, defaultAccess, nestedGroups }: Configuration['scope']): string {
  if (mode === 'all') return 'Everybody in the tenant, as far as the filters let them pass.';
  const nested =
    nestedGroups === 'expand' ? 'members of nested groups included' : 'members of nested groups not included';
  const role = defaultAccess === 'include' ? '' : ' Those who only have the role Default Access are left out.';
  return `People who are assigned to the enterprise application, themselves or through groups (${nested}).${role}`;
}
