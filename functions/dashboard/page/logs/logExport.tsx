import { useRef, useState } from 'preact/hooks';
import { fetchRaw } from '../api/request.ts';
import { announce } from '../parts/announce.tsx';
import { download, fileName } from '../parts/download.ts';
import { countOf } from '../words/numbers.ts';
import { type Format, joinExport } from './joinExport.ts';

/** Saves everything that fits the filters, however much that is. */
export function LogExport({ query }: { readonly query: string }) {
  const [pages, setPages] = useState<number>();
  const stop = useRef<AbortController>(undefined);

  const run = async (format: Format) => {
    const control = new AbortController();
    stop.current = control;
    const parts: string[] = [];
    let path: string | undefined = `logs/export?${query}&format=${format}`;
    try {
      while (path !== undefined) {
        setPages(parts.length);
        const answer: Response = await fetchRaw(path, { signal: control.signal });
        parts.push(await answer.text());
        path = nextOf(answer);
      }
      const type = format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
      download(new Blob(joinExport(parts, format), { type }), fileName('provisioning-log', format, new Date()));
    } catch (error) {
      if (!control.signal.aborted) announce((error as Error).message, 'bad');
    }
    setPages(undefined);
  };

  if (pages !== undefined) {
    return (
      <>
        <span role="status">{countOf(pages, 'page')} read…</span>
        <button type="button" onClick={() => stop.current?.abort()}>
          Stop
        </button>
      </>
    );
  }
  return (
    <>
      <button type="button" onClick={() => run('csv')}>
        Export CSV
      </button>
      <button type="button" onClick={() => run('json')}>
        Export JSON
      </button>
    </>
  );
}

/** The following page, as the header `Link` names it (RFC 8288): a path below the app's own. */
function nextOf(answer: Response): string | undefined {
  const target = /<([^>]+)>;\s*rel="next"/u.exec(answer.headers.get('link') ?? '')?.[1];
  return target?.replace(/^.*\/(?=logs\/export)/u, '');
}
