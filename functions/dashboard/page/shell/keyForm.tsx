import { useState } from 'preact/hooks';
import { type Barrier, enterKey } from '../api/session.ts';

/** What a person sees who may not look yet. */
export function KeyForm({ barrier }: { readonly barrier: Barrier }) {
  return (
    <main class="gate">
      <h1>Slack provisioning</h1>
      {barrier.kind === 'key' && <EnterKey refused={barrier.refused} />}
      {barrier.kind === 'signIn' && <SignIn detail={barrier.detail} />}
    </main>
  );
}

function EnterKey({ refused }: { readonly refused: boolean }) {
  const [key, setKey] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    if (key.trim()) enterKey(key.trim());
  };
  return (
    <form onSubmit={submit}>
      <p>Enter a function key of this app. It stays in this browser tab and is forgotten when the tab is closed.</p>
      {refused && (
        <p class="notice bad" role="alert">
          The app does not take this key.
        </p>
      )}
      <label>
        Function key
        <input
          type="password"
          autoComplete="off"
          value={key}
          aria-invalid={refused}
          onInput={(event) => setKey(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary">
        Continue
      </button>
      <p class="quiet">
        You find it in the Azure portal under the function app, <em>App keys</em>, or with{' '}
        <code>az functionapp keys list</code>.
      </p>
    </form>
  );
}

function SignIn({ detail }: { readonly detail: string }) {
  const back = encodeURIComponent(location.pathname);
  return (
    <div>
      <p>{detail}</p>
      <a class="button primary" href={`/.auth/login/aad?post_login_redirect_uri=${back}`}>
        Sign in with Entra ID
      </a>
      <p class="quiet">
        Looking needs the app role <code>Provisioning.Reader</code>, acting needs <code>Provisioning.Admin</code>.
      </p>
    </div>
  );
}
