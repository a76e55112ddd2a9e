import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { answerProblem, Problem } from '../admin/problem.ts';

/** What the build puts into `dist/dashboard`. Nothing else can be asked for. */
const FILES = new Set(['index.html', 'app.js', 'app.css', 'previewWorker.js']);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; worker-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  vary: 'accept-encoding',
};

type Encoding = 'br' | 'gzip' | 'identity';

/** Compressed once per process and kept: a handful of small files. Built, this code is in `dist/chunks`. */
const kept = new Map<string, Promise<Uint8Array>>();

/** The page an administrator watches, without any data: that comes from the admin routes, which ask who is there. */
export async function dashboard(request: HttpRequest): Promise<HttpResponseInit> {
  const file = request.params.file ?? 'index.html';
  if (!FILES.has(file)) return answerProblem(new Problem(404, 'The dashboard has no such file.'));
  const encoding = encodingFor(request.headers.get('accept-encoding') ?? '');
  const key = `${encoding} ${file}`;
  if (!kept.has(key)) kept.set(key, read(file, encoding));
  const isPage = file === 'index.html';
  return {
    body: await kept.get(key),
    headers: {
      ...HEADERS,
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': isPage ? 'no-cache' : 'public, max-age=31536000, immutable',
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    },
  };
}

function encodingFor(accepted: string): Encoding {
  if (/\bbr\b/u.test(accepted)) return 'br';
  return /\bgzip\b/u.test(accepted) ? 'gzip' : 'identity';
}

async function read(file: string, encoding: Encoding): Promise<Uint8Array> {
  const contents = await readFile(new URL(`../dashboard/${file}`, import.meta.url));
  if (encoding === 'gzip') return promisify(gzip)(contents);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  return encoding === 'br' ? promisify(brotliCompress)(contents, { params }) : contents;
}
