import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const PACKED = fileURLToPath(new URL('../bin', import.meta.resolve('@sparticuz/chromium')));
/** Where the unpacked browser stays, so that only the first run pays for it. */
const KEPT = fileURLToPath(new URL('../../node_modules/.cache/chromium', import.meta.url));

/** Ours is no server, and its pages are our own: root may run it without Chromium's sandbox. */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];

/**
 * Starts a headless browser: the Chromium that npm has brought where it runs (Linux on x64), else the Google Chrome of this machine, or
 * whatever `CHROMIUM_PATH` names.
 * @throws Error that says what is missing
 */
export async function openBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH;
  if (given) return chromium.launch({ executablePath: given, args: ARGUMENTS });
  if (process.platform === 'linux' && process.arch === 'x64') return openPacked();
  return chromium.launch({ channel: 'chrome' }).catch((error) => {
    throw new Error('The dashboard is tested in Google Chrome here: install it, or set CHROMIUM_PATH to a Chromium.', {
      cause: error,
    });
  });
}

/**
 * Starts the Chromium that npm has brought, with its own fonts, so that a picture looks alike everywhere. Where the
 * machine lacks the libraries that Chromium needs (NSS, expat), those that the package brings are used.
 */
async function openPacked(): Promise<Browser> {
  await unpackOnce();
  const env = { ...process.env, FONTCONFIG_FILE: join(KEPT, 'fonts.conf') };
  const launch = (more: Record<string, string>) =>
    chromium.launch({ executablePath: join(KEPT, 'chromium'), args: ARGUMENTS, env: { ...env, ...more } });
  try {
    return await launch({});
  } catch (error) {
    if (!/error while loading shared libraries/u.test(String(error))) throw error;
  }
  try {
    return await launch({ LD_LIBRARY_PATH: join(KEPT, 'al2023/lib') });
  } catch (error) {
    const missing = /error while loading shared libraries: (\S+):/u.exec(String(error))?.[1] ?? 'a library';
    throw new Error(
      `Chromium does not start: ${missing} is missing on this machine. On Debian: apt-get install libnss3 libexpat1`,
      { cause: error },
    );
  }
}

/** The fonts that came along first, then the machine's for what they lack. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(KEPT, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(KEPT, 'font-cache')}</cachedir>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;

/** Unpacks aside and renames, so that nobody starts half a browser. The package unpacks into the folder of temporary files. */
async function unpackOnce(): Promise<void> {
  if (existsSync(KEPT)) return;
  await mkdir(join(KEPT, '..'), { recursive: true });
  const before = process.env.TMPDIR;
  const aside = await mkdtemp(join(KEPT, '..', 'chromium-'));
  process.env.TMPDIR = aside;
  try {
    if (tmpdir() !== aside) throw new Error(`The browser cannot be unpacked into ${aside}.`);
    for (const part of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) await inflate(join(PACKED, part));
    await writeFile(join(aside, 'fonts.conf'), FONTS);
    await rename(aside, KEPT).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      await rm(aside, { recursive: true }); // Somebody else was faster.
    });
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
