import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createConsole, thresholdFor } from '../../infra/local/host/console.ts';
import { compileRoute } from '../../infra/local/host/http/routeTemplate.ts';
import { readHostSettings } from '../../infra/local/host/settings/hostSettings.ts';
import { applySettings, resolvePlaceholders } from '../../infra/local/host/settings/localSettings.ts';
import { parseTimeSpan } from '../../infra/local/host/settings/timeSpan.ts';
import { writeApp } from '../support/hostApps/writeApp.ts';

describe('a .NET time span', () => {
  it.each([
    ['00:00:01', 1_000],
    ['00:05:00', 300_000],
    ['00:00:00.80', 800],
    ['1.00:00:00', 86_400_000],
    ['01:30', 5_400_000],
    ['24:00:00', 24 * 86_400_000],
  ])('%s is %i ms', (text, milliseconds) => {
    expect(parseTimeSpan(text)).toBe(milliseconds);
  });

  it.each(['', '5', '00:60:00', '0 */5 * * * *', '1:2:3:4'])('%j is none', (text) => {
    expect(parseTimeSpan(text)).toBeUndefined();
  });
});

describe('a route template', () => {
  const match = (template: string, path: string) => compileRoute(template).match(path);

  it('matches literals without case and parameters within one segment', () => {
    expect(match('api/users/{id}', '/API/Users/a%40b')).toEqual({ id: 'a@b' });
    expect(match('api/users/{id}', '/api/users/a/b')).toBeUndefined();
    expect(match('api/users/{id}', '/api/users')).toBeUndefined();
  });

  it('fills in a default, leaves an optional parameter out, and allows a slash at the end', () => {
    expect(match('list/{page=1}', '/list')).toEqual({ page: '1' });
    expect(match('list/{page?}', '/list/')).toEqual({});
    expect(match('list/{page?}', '/list/7')).toEqual({ page: '7' });
  });

  it('holds constraints', () => {
    expect(match('{id:guid}', '/2f1b0c1e-53a5-4a54-9c0d-6d1c6d8f1a11')).toBeDefined();
    expect(match('{id:guid}', '/nobody')).toBeUndefined();
    expect(match('{flag:bool}', '/True')).toEqual({ flag: 'True' });
    expect(match('{id:length(2,3)?}', '/abcd')).toBeUndefined();
    expect(() => compileRoute('{id:regex(^a$)}')).toThrow(/is not served by this host/);
  });

  it('takes literals and parameters mixed in one segment', () => {
    expect(match('logs/{day}.{format}', '/logs/today.csv')).toEqual({ day: 'today', format: 'csv' });
  });

  it('sorts literal before constrained before free before catch-all', () => {
    const templates = ['a/{*rest}', 'a/{x}', 'a/{x:int}', 'a/b'];
    const sorted = templates.toSorted((a, b) => (compileRoute(a).precedence < compileRoute(b).precedence ? -1 : 1));
    expect(sorted).toEqual(['a/b', 'a/{x:int}', 'a/{x}', 'a/{*rest}']);
  });
});

describe('host.json', () => {
  function read(json: object, env: Record<string, string> = {}) {
    const folder = writeApp({ 'host.json': JSON.stringify({ version: '2.0', ...json }) });
    try {
      return readHostSettings(folder, env);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('has the defaults of the Service Bus extension', () => {
    expect(read({}).serviceBus).toMatchObject({
      autoCompleteMessages: true,
      maxConcurrentCalls: 16,
      maxConcurrentSessions: 8,
      maxAutoLockRenewalMs: 300_000,
      sessionIdleTimeoutMs: 60_000,
    });
    expect(read({}).routePrefix).toBe('api');
  });

  it('lets a setting override a key, without regard to case', () => {
    const json = { extensions: { serviceBus: { maxConcurrentSessions: 32, sessionIdleTimeout: '00:00:01' } } };
    const env = { AzureFunctionsJobHost__extensions__ServiceBus__maxConcurrentSessions: '4' };
    expect(read(json, env).serviceBus).toMatchObject({ maxConcurrentSessions: 4, sessionIdleTimeoutMs: 1_000 });
  });

  it('refuses a value of the wrong form and names the key', () => {
    expect(() => read({ extensions: { serviceBus: { sessionIdleTimeout: 1 } } })).toThrow(
      /sessionIdleTimeout must be a time span/,
    );
    expect(() => read({ extensions: { serviceBus: { maxConcurrentCalls: 'many' } } })).toThrow(
      /maxConcurrentCalls must be a whole number/,
    );
  });
});

describe('settings', () => {
  it('never win over variables that exist, and can be taken out again', () => {
    const env: NodeJS.ProcessEnv = { A: 'real' };
    const undo = applySettings({ A: 'file', B: 'file' }, env);
    expect(env).toEqual({ A: 'real', B: 'file' });
    undo();
    expect(env).toEqual({ A: 'real' });
  });

  it('fill placeholders, and a missing one is an error that names it', () => {
    expect(resolvePlaceholders('%Q%/$DeadLetterQueue', { Q: 'changes' })).toBe('changes/$DeadLetterQueue');
    expect(() => resolvePlaceholders('%Q%', {})).toThrow(/'%Q%' does not resolve/);
  });
});

describe('the log', () => {
  it('takes the level of the most exact category', () => {
    const levels = { default: 'Warning', Function: 'Information', 'Function.a': 'Debug', 'Function.a.User': 'Error' };
    expect(thresholdFor('a', levels)).toBe('error');
    expect(thresholdFor('b', levels)).toBe('information');
    expect(thresholdFor('host', levels)).toBe('warning');
  });

  it('writes time, level and source', () => {
    const lines: string[] = [];
    const now = () => new Date('2026-11-22T09:08:07Z');
    const write = createConsole({ quiet: true, logLevels: {}, print: (line) => lines.push(line), now });
    write('information', 'a', 'left out');
    write('warning', 'a', 'kept');
    expect(lines).toEqual(['[09:08:07 warning a] kept']);
  });

  it('shows a structured event as its name and figures, and any other text as it is', () => {
    const lines: string[] = [];
    const now = () => new Date('2026-11-22T09:08:07Z');
    const write = createConsole({ quiet: false, logLevels: {}, print: (line) => lines.push(line), now });
    write('information', 'sweep', JSON.stringify({ event: 'sweepEnded', tookMs: 12, queueAgeSeconds: null }));
    write('information', 'sweep', '{"event": broken');
    expect(lines).toEqual([
      '[09:08:07 information sweep] sweepEnded tookMs=12 queueAgeSeconds=-',
      '[09:08:07 information sweep] {"event": broken',
    ]);
  });
});
