import { useEffect, useState } from 'preact/hooks';
import type { AttributeValue } from '../../../../shared/model/attributes.ts';
import type { DirectoryHit } from '../api/answers.ts';
import { ApiError, get, post } from '../api/request.ts';
import { Picker } from '../parts/picker.tsx';
import { valueText } from '../words/values.ts';
import { tried } from './tried.ts';

const PAUSE_MS = 250;

interface Evaluated {
  readonly result: AttributeValue;
  readonly effect: 'flow' | 'dropAttribute' | 'ignoreObject';
}

/** Tries an expression with the attributes of somebody, as it is typed. */
export function ExpressionTester() {
  const [person, setPerson] = useState<DirectoryHit>();
  const [text, setText] = useState('{\n  "givenName": "Ada",\n  "surname": "Lovelace"\n}');
  const [problem, setProblem] = useState<string>();
  const [outcome, setOutcome] = useState<Evaluated | ApiError>();
  const expression = tried.value;

  const pick = async (hit: DirectoryHit) => {
    setPerson(hit);
    try {
      const { attributes } = await get<{ attributes: object }>(`users/${hit.id}/attributes`);
      setText(JSON.stringify(attributes, null, 2));
    } catch (error) {
      setProblem((error as Error).message);
    }
  };

  useEffect(() => {
    const attributes = parse(text);
    if (typeof attributes === 'string') return setProblem(attributes);
    setProblem(undefined);
    if (expression.trim() === '') return setOutcome(undefined);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      post<Evaluated>('expressions/evaluate', { expression, attributes }, stop.signal).then(
        setOutcome,
        (error) => stop.signal.aborted || setOutcome(error),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [expression, text]);

  return (
    <section class="card" aria-labelledby="tester">
      <h2 id="tester">Try an expression</h2>
      <div class="columns">
        <div class="stack tight">
          <label for="expression">Expression</label>
          <textarea
            id="expression"
            class="code"
            rows={5}
            spellcheck={false}
            value={expression}
            aria-describedby="result"
            aria-invalid={outcome instanceof ApiError}
            onInput={(event) => {
              tried.value = event.currentTarget.value;
            }}
          />
          <div id="result" class="result" aria-live="polite">
            <Outcome outcome={outcome} expression={expression} />
          </div>
        </div>
        <div class="stack tight">
          <Picker
            kind="user"
            label={
              person
                ? `Attributes of ${person.displayName ?? person.id}; find another person`
                : 'Take the attributes of a person'
            }
            pick={pick}
          />
          <label>
            Attributes, as JSON
            <textarea
              class="code"
              rows={9}
              spellcheck={false}
              value={text}
              aria-invalid={problem !== undefined}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          {problem && (
            <p class="bad" role="alert">
              {problem}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}

interface OutcomeProps {
  readonly outcome: Evaluated | ApiError | undefined;
  readonly expression: string;
}

function Outcome({ outcome, expression }: OutcomeProps) {
  if (!outcome) return <span class="quiet">The result appears here as you type.</span>;
  if (outcome instanceof Error) return <Mistake error={outcome} expression={expression} />;
  if (outcome.effect === 'ignoreObject') return <>Whoever has these attributes is left alone altogether.</>;
  if (outcome.effect === 'dropAttribute') return <>The attribute is left as it is in Slack.</>;
  return (
    <>
      <span class="quiet">Result </span>
      <code class="value">{valueText(outcome.result)}</code>
    </>
  );
}

/** What is wrong, and where: the place is marked under the line it is in. */
function Mistake({ error, expression }: { readonly error: ApiError; readonly expression: string }) {
  const { line, column } = error.members;
  const text = typeof line === 'number' ? expression.split('\n')[line - 1] : undefined;
  return (
    <div class="bad">
      <p>{error.message}</p>
      {text !== undefined && typeof column === 'number' && (
        <pre aria-hidden="true">
          {text}
          {'\n'}
          {' '.repeat(Math.max(0, column - 1))}^
        </pre>
      )}
    </div>
  );
}

/** The attributes, or what is wrong with the text. */
function parse(text: string): Record<string, unknown> | string {
  try {
    const attributes: unknown = JSON.parse(text);
    if (typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes)) {
      return attributes as Record<string, unknown>;
    }
    return 'An object is expected: { "surname": "Lovelace" }';
  } catch (error) {
    return `This is not JSON: ${(error as Error).message}`;
  }
}
