import type { ScopeTest, Step } from '../../../../shared/model/outcome.ts';
import { flatten } from '../words/flatten.ts';
import { STEP_TITLES, stepSentence } from '../words/stepWords.ts';
import { Icon } from './icon.tsx';

const ICONS = { success: 'check', skipped: 'dash', failure: 'close' } as const;
const WORDS = { success: 'done', skipped: 'left out', failure: 'failed' } as const;

/** What is told of a step apart from its sentence. */
const SHOWN_ELSEWHERE = new Set(['reason', 'tests', 'filters', 'queries', 'modified', 'attributes']);

/** The steps of one look at an object: what was read, whether it is in scope, what matched, what was decided and done. */
export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol class="steps">
      {steps.map((step, index) => (
        <li key={`${index}${step.type}`} class={step.status}>
          <Icon name={ICONS[step.status]} />
          <div class="step-body">
            <h3>
              {STEP_TITLES[step.type]} <span class="hidden">({WORDS[step.status]})</span>
            </h3>
            <p>{stepSentence(step)}</p>
            <ScopeTests tests={step.details.tests} />
            <Filters filters={step.details.filters} />
            <Queries queries={step.details.queries} />
            <More step={step} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What has to be the case for somebody to be in scope, each with its result. */
function ScopeTests({ tests }: { readonly tests: unknown }) {
  if (!Array.isArray(tests) || tests.length === 0) return null;
  return (
    <ul class="checks">
      {(tests as readonly ScopeTest[]).map(({ test, passed }) => (
        <li key={test}>
          <Verdict passed={passed} /> {test}{' '}
          <span class={passed === null ? 'quiet' : 'hidden'}>
            {passed === null ? 'not asked' : passed ? 'yes' : 'no'}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** @param passed null: it was not asked any more */
function Verdict({ passed }: { readonly passed: boolean | null }) {
  const [tone, icon] =
    passed === null
      ? (['quiet', 'dash'] as const)
      : passed
        ? (['good', 'check'] as const)
        : (['bad', 'close'] as const);
  return (
    <span class={tone}>
      <Icon name={icon} />
    </span>
  );
}

interface Clause {
  readonly filter: string;
  readonly clause: string;
  readonly passed: boolean;
}

/** Each clause of each scoping filter with its result. */
function Filters({ filters }: { readonly filters: unknown }) {
  if (!Array.isArray(filters) || filters.length === 0) return null;
  return (
    <ul class="checks">
      {(filters as readonly Clause[]).map(({ filter, clause, passed }) => (
        <li key={filter + clause}>
          <Verdict passed={passed} /> <span class="quiet">{filter}:</span> <code>{clause}</code>{' '}
          {passed ? 'holds' : 'does not hold'}
        </li>
      ))}
    </ul>
  );
}

interface Query {
  readonly by: string;
  readonly value: string;
  readonly hits: readonly string[];
  readonly confirmed?: readonly string[];
}

/** What Slack was asked for, and what it found. */
function Queries({ queries }: { readonly queries: unknown }) {
  if (!Array.isArray(queries) || queries.length === 0) return null;
  return (
    <ul class="checks">
      {(queries as readonly Query[]).map(({ by, value, hits, confirmed }) => (
        <li key={by + value}>
          Asked Slack for <code>{`${by} eq "${value}"`}</code>:{' '}
          {hits.length === 0 ? 'nothing found' : `found ${hits.join(', ')}`}
          {hits.length > 0 && confirmed?.length === 0 && ', which is not theirs'}
        </li>
      ))}
    </ul>
  );
}

function More({ step: { type, details } }: { readonly step: Step }) {
  const rest = Object.fromEntries(Object.entries(details).filter(([key]) => !SHOWN_ELSEWHERE.has(key)));
  const facts = flatten(rest);
  if (facts.length === 0) return null;
  return (
    <details>
      <summary>{type === 'import' ? 'Attributes that were read' : 'Details'}</summary>
      <dl class="pairs small">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name.replace(/^properties\./u, '')}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
